"""What pages say to search engines and to social networks: schema.org, Open Graph."""

import json
import re
from datetime import date, datetime, time, timedelta
from html import unescape

import pytest
import time_machine
from django.utils import timezone

from articles.history import record_words
from articles.merging import merge
from articles.models import Edition, EditionByline, Event, Position, PostByline
from articles.publishing import publish
from tests.factories import (
    known,
    make_event,
    make_image,
    make_organization,
    make_person,
    make_post,
    make_section,
    make_tag,
    picture,
)

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"
THEN = datetime(2022, 11, 24, 10, 52, tzinfo=timezone.get_default_timezone())
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
META = re.compile(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">')


@pytest.fixture
def page(reader):
    def get(path):
        response = reader.get(path)
        assert response.status_code == 200
        return response.content.decode()

    return get


@pytest.fixture
def things(page):
    """Return what the page at a path describes: {type: thing}, each type once."""

    def get(path):
        ((attributes, text),) = SCRIPT.findall(page(path))
        assert attributes == ' type="application/ld+json"'
        data = json.loads(text)
        assert data["@context"] == "https://schema.org"
        found = {thing["@type"]: thing for thing in data["@graph"]}
        assert len(found) == len(data["@graph"])
        return found

    return get


@pytest.fixture
def cards(page):
    """Return the social card of the page at a path: {"og:title": ..., ...}."""
    return lambda path: {name: unescape(text) for name, text in META.findall(page(path))}


@pytest.fixture
def published(editor):
    def make(*, at=None, **fields):
        post = make_post(**fields)
        publish(post, by=editor, at=at)
        return post

    return make


def path_of(post):
    return f"/posts/{post.pk}-{post.slug}/"


def steps(thing):
    items = thing["itemListElement"]
    assert [item["position"] for item in items] == list(range(1, len(items) + 1))
    assert all(item["@type"] == "ListItem" for item in items)
    return [(item["name"], item["item"].removeprefix(SITE)) for item in items]


def test_article_says_all_that_search_engines_ask_for(things, published):
    author, section, tag = make_person(name="Айта Ли"), make_section(), make_tag()
    image = make_image(file=picture(size=(1400, 700)), credit="А. Ли", caption="Лёд")
    post = published(
        at=THEN,
        bylines=[author],
        section=section,
        tags=[tag],
        lead_image=image,
        body=f'<p>Текст.</p><figure data-image="{make_image().pk}"></figure>',
        source_name="Вестник",
        source_url="https://example.org/a",
    )
    found = things(path_of(post))
    article = found["NewsArticle"]
    assert article["@id"] == f"{SITE}/posts/{post.pk}/"
    assert article["url"] == article["mainEntityOfPage"] == SITE + path_of(post)
    assert (article["headline"], article["description"]) == (post.headline, post.lead)
    assert article["datePublished"] == article["dateModified"] == "2022-11-24T10:52:00+09:00"
    assert (article["inLanguage"], article["isAccessibleForFree"]) == ("ru", True)
    assert (article["articleSection"], article["keywords"]) == (section.name, [tag.name])
    assert article["author"] == [
        {
            "@type": "Person",
            "@id": f"{SITE}/persons/{author.pk}/",
            "name": "Айта Ли",
            "url": SITE + author.get_absolute_url(),
        }
    ]
    assert article["publisher"]["name"] == "Newsroom"
    assert article["publisher"]["logo"]["url"] == f"{SITE}/static/articles/icon.svg"
    assert article["isBasedOn"]["url"] == "https://example.org/a"
    assert "correction" not in article
    first, second = article["image"]
    assert first == {
        "@type": "ImageObject",
        "url": f"{SITE}/media/{image.file.name}.1280.jpg",
        "width": 1280,
        "height": 640,
        "caption": "Лёд",
        "creditText": "А. Ли",
    }
    assert (second["width"], second["height"]) == (64, 48)
    assert steps(found["BreadcrumbList"]) == [
        ("Newsroom", "/"),
        (section.name, section.get_absolute_url()),
        (post.headline, path_of(post)),
    ]


def test_article_tells_whom_it_is_about_from_whom_it_mentions(things, published, editor):
    about = known(make_person(name="Ермек Кошербаев", wikidata_id="Q42"))
    named, event = make_organization(wikidata_id="Q7747"), make_event()
    hidden = make_person(is_published=False)
    post = published(
        lead="Ермек Кошербаев открыл мост.",
        persons=[about, hidden],
        organizations=[named],
        events=[event],
    )
    article = things(path_of(post))["NewsArticle"]
    (subject,) = article["about"]
    assert subject["@id"] == f"{SITE}/persons/{about.pk}/"
    assert subject["sameAs"] == "https://www.wikidata.org/entity/Q42"
    office, happening = article["mentions"]
    assert (office["@type"], office["name"]) == ("Organization", named.name)
    assert office["sameAs"].endswith("/Q7747")
    assert happening["@id"] == f"{SITE}/events/{event.pk}/"
    assert "sameAs" not in happening

    other = make_person()
    merge(about, into=other, by=editor)
    (subject,) = things(path_of(post))["NewsArticle"]["about"]
    assert subject["@id"] == f"{SITE}/persons/{other.pk}/"


def test_makers_are_told_by_what_they_did(things, editor):
    post = make_post()
    makers = {role: make_person(name=f"Кто-то {role}") for role in EditionByline.Role}
    for place, (role, person) in enumerate(makers.items()):
        PostByline.objects.create(post=post, person=person, role=role, position=place)
    record_words(post)
    publish(post, by=editor)
    article = things(path_of(post))["NewsArticle"]
    names = {
        name: [maker["name"] for maker in article[name]]
        for name in ("author", "contributor", "translator", "editor")
    }
    assert names == {
        "author": ["Кто-то author", "Кто-то interviewer"],
        "contributor": ["Кто-то photographer"],
        "translator": ["Кто-то translator"],
        "editor": ["Кто-то editor"],
    }


def test_article_nobody_signed_is_the_newsrooms(things, published):
    (author,) = things(path_of(published()))["NewsArticle"]["author"]
    assert author["name"] == "Newsroom"


def test_correction_is_told_and_moves_the_date(things, published, editor):
    post = published(at=THEN)
    with time_machine.travel(THEN + timedelta(hours=1), tick=False):
        kind = Edition.CorrectionKind.CLARIFICATION
        publish(post, by=editor, correction="Вечером.", correction_kind=kind)
        article = things(path_of(post))["NewsArticle"]
    assert article["datePublished"] == "2022-11-24T10:52:00+09:00"
    assert article["dateModified"] == "2022-11-24T11:52:00+09:00"
    assert article["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "Вечером.",
            "datePublished": "2022-11-24T11:52:00+09:00",
        }
    ]


def test_paid_article_names_its_sponsor(things, published):
    post = published(is_paid=True, advertiser="ООО «Пример»")
    article = things(path_of(post))["AdvertiserContentArticle"]
    assert article["sponsor"] == {"@type": "Organization", "name": "ООО «Пример»"}


HOSTILE = "</script><script>alert(1)</script><!-- \"' \u2028 & \\u003c"


def test_hostile_words_do_not_end_the_block(page, things, cards, published):
    person = make_person(name=HOSTILE, biography=HOSTILE)
    post = published(headline=HOSTILE, lead=HOSTILE, persons=[person], bylines=[person])
    for path in (path_of(post), person.get_absolute_url()):
        assert "alert(1)</script>" not in page(path)
        assert len(SCRIPT.findall(page(path))) == 1
        assert cards(path)["og:title"] == HOSTILE
    assert things(path_of(post))["NewsArticle"]["headline"] == HOSTILE
    assert things(person.get_absolute_url())["Person"]["name"] == HOSTILE


def test_person_is_what_he_is_today(things):
    today = timezone.localdate()
    person = make_person(
        name="Айта Ли",
        given_name="Айта",
        family_name="Ли",
        patronymic_name="Ивановна",
        birth_date=date(1980, 2, 3),
        biography="Врач.",
        wikidata_id="Q42",
        links="https://example.org/a\nhttps://example.org/b",
        aliases="Айта\nsah: Ай",
        photo=make_image(),
    )
    office, hidden = make_organization(), make_organization(is_published=False)
    for title, organization, until in [
        ("Была", make_organization(), today - timedelta(days=1)),
        ("Директор", office, None),
        ("Советник", hidden, today),
    ]:
        Position.objects.create(
            person=person, title=title, organization=organization, valid_until=until
        )
    found = things(person.get_absolute_url())
    thing = found["Person"]
    assert thing["@id"] == f"{SITE}/persons/{person.pk}/"
    assert thing["name"] == "Айта Ли"
    names = ("givenName", "familyName", "additionalName", "birthDate", "description")
    assert [thing[name] for name in names] == ["Айта", "Ли", "Ивановна", "1980-02-03", "Врач."]
    assert sorted(thing["jobTitle"]) == ["Директор", "Советник"]
    assert [place["name"] for place in thing["worksFor"]] == [office.name]
    assert thing["sameAs"] == [
        "https://www.wikidata.org/entity/Q42",
        "https://example.org/a",
        "https://example.org/b",
    ]
    assert thing["image"]["url"].endswith(".jpg")
    assert thing["alternateName"] == ["Айта", "Ай"]
    assert steps(found["BreadcrumbList"])[1] == ("Персоны", "/persons/")


def test_organization_names_what_it_is_part_of_if_readers_may_know(things):
    parent = make_organization()
    organization = make_organization(
        parent=parent, short_name="ММ", website="https://example.org/", place="Якутск"
    )
    thing = things(organization.get_absolute_url())["Organization"]
    assert thing["parentOrganization"]["@id"] == f"{SITE}/organizations/{parent.pk}/"
    assert thing["alternateName"] == ["ММ"]
    assert thing["sameAs"] == ["https://example.org/"]
    assert thing["address"] == "Якутск"
    parent.is_published = False
    parent.save()
    thing = things(organization.get_absolute_url())["Organization"]
    assert "parentOrganization" not in thing


def test_event_has_its_hours_in_its_own_zone(things):
    event = make_event(
        start_date=date(2026, 6, 21),
        start_time=time(12),
        end_date=date(2026, 6, 22),
        time_zone="Europe/Moscow",
        place="Ус Хатын",
        description="Ысыах.",
        website="https://example.org/",
    )
    office, person = make_organization(), make_person()
    event.organizers.set([office, make_organization(is_published=False)])
    event.participants.set([person])
    found = things(event.get_absolute_url())
    thing = found["Event"]
    assert (thing["startDate"], thing["endDate"]) == ("2026-06-21T12:00+03:00", "2026-06-22")
    assert thing["location"] == {"@type": "Place", "name": "Ус Хатын", "address": "Ус Хатын"}
    assert thing["eventStatus"] == "https://schema.org/EventScheduled"
    assert [place["name"] for place in thing["organizer"]] == [office.name]
    assert [one["@id"] for one in thing["performer"]] == [f"{SITE}/persons/{person.pk}/"]
    assert thing["description"] == "Ысыах."
    assert steps(found["BreadcrumbList"])[1] == ("События", "/events/")


@pytest.mark.parametrize("status", Event.Status)
def test_event_has_a_status_search_engines_know(things, status):
    thing = things(make_event(status=status).get_absolute_url())["Event"]
    assert thing["eventStatus"].removeprefix("https://schema.org/") in {
        "EventScheduled",
        "EventPostponed",
        "EventCancelled",
    }


@pytest.mark.parametrize("prefix", ["", "/sah"])
def test_front_page_is_the_site_and_how_to_search_it(things, prefix):
    found = things(f"{prefix}/")
    site = found["WebSite"]
    assert (site["name"], site["url"]) == ("Newsroom", f"{SITE}{prefix}/")
    action = site["potentialAction"]
    assert action["@type"] == "SearchAction"
    assert action["target"]["urlTemplate"] == f"{SITE}{prefix}/search/?q={{search_term_string}}"
    assert action["query-input"] == "required name=search_term_string"
    assert site["publisher"]["@id"] == found["NewsMediaOrganization"]["@id"]


@pytest.mark.parametrize("make", [make_section, make_tag])
def test_list_of_posts_says_where_it_stands(things, make):
    record = make()
    found = things(f"/sah{record.get_absolute_url()}")
    assert steps(found["BreadcrumbList"]) == [
        ("Newsroom", "/sah/"),
        (record.name, f"/sah{record.get_absolute_url()}"),
    ]


def test_card_of_a_post(cards, published):
    tag, image = make_tag(), make_image(file=picture(size=(1400, 735)), alt_text="Лёд")
    post = published(at=THEN, language="kk", tags=[tag], lead_image=image)
    card = cards(f"/kk{path_of(post)}")
    assert card["og:type"] == "article"
    assert card["og:title"] == post.headline
    assert card["og:description"] == card["description"] == post.lead
    assert card["og:url"] == f"{SITE}/kk{path_of(post)}"
    assert (card["og:site_name"], card["og:locale"]) == ("Newsroom", "kk_KZ")
    drawn = Edition.objects.get().document["social"]
    assert card["og:image"] == card["twitter:image"] == f"{SITE}/social/{post.pk}-{drawn}.jpg"
    assert (card["og:image:width"], card["og:image:height"]) == ("1200", "630")
    assert card["og:image:alt"] == card["twitter:image:alt"] == f"{post.headline}. Лёд"
    assert card["article:published_time"] == "2022-11-24T10:52:00+09:00"
    assert card["article:tag"] == tag.name
    assert card["twitter:card"] == "summary_large_image"


def test_card_of_a_post_without_an_image_has_its_headline_on_paper(cards, published):
    post = published()
    card = cards(path_of(post))
    assert card["twitter:card"] == "summary_large_image"
    assert card["og:image"].startswith(f"{SITE}/social/{post.pk}-")
    assert card["og:image:alt"] == post.headline


def test_card_of_a_post_prepared_before_pictures_were_drawn_has_its_lead_image(cards, published):
    image = make_image(file=picture(size=(1400, 735)), alt_text="Лёд")
    posts = [published(lead_image=image), published()]
    for edition in Edition.objects.all():
        del edition.document["social"]
        edition.save()
    card = cards(path_of(posts[0]))
    assert card["og:image"] == f"{SITE}/media/{image.file.name}.1280.jpg"
    assert (card["og:image:width"], card["og:image:height"]) == ("1280", "672")
    assert "og:image" not in cards(path_of(posts[1]))


def test_article_without_an_image_has_the_one_that_is_drawn(things, published):
    old, post = published(), published()
    edition = old.editions.get()
    del edition.document["social"]
    edition.save()
    digest = post.editions.get().document["social"]
    assert things(path_of(post))["NewsArticle"]["image"] == [
        {
            "@type": "ImageObject",
            "url": f"{SITE}/social/{post.pk}-{digest}.jpg",
            "width": 1200,
            "height": 630,
            "caption": post.headline,
        }
    ]
    assert "image" not in things(path_of(old))["NewsArticle"]


def test_event_has_the_image_of_the_newest_post_about_it(things, published, editor):
    event = known(make_event(name="Ысыах"))
    path = event.get_absolute_url()
    images = [make_image() for _ in range(4)]
    headline = "Ысыах начался"
    published(at=THEN, headline=headline, lead_image=images[0], events=[event])
    published(at=THEN + timedelta(days=1), headline=headline, lead_image=images[1], events=[event])
    published(at=THEN + timedelta(days=2), lead_image=images[2], events=[event])
    published(at=THEN + timedelta(days=3), headline=headline, events=[event])
    draft = make_post(headline=headline, lead_image=images[3], events=[event])
    publish(draft, by=editor, at=timezone.now() + timedelta(days=1))
    assert things(path)["Event"]["image"]["url"].startswith(f"{SITE}/media/{images[1].file.name}.")
    bare = things(make_event().get_absolute_url())["Event"]["image"]
    assert bare == {"@type": "ImageObject", "url": f"{SITE}/static/articles/icon.svg"}


def test_card_without_an_image_is_a_small_one(cards):
    card = cards(make_person().get_absolute_url())
    assert card["twitter:card"] == "summary"
    assert "og:image" not in card


def test_card_of_a_record_has_the_beginning_of_its_words(page, cards):
    person = make_person(biography="Врач.\n\n" + "Очень " * 100)
    card = cards(person.get_absolute_url())
    assert card["og:type"] == "website"
    assert card["og:description"].startswith("Врач. Очень")
    assert len(card["og:description"]) <= 200
    assert page(person.get_absolute_url()).count('name="description"') == 1


PAGES = {
    "/": "Newsroom",
    "/persons/": "Персоны",
    "/organizations/": "Организации",
    "/events/": "События",
    "/events/2026/11/": "События, Ноябрь 2026 г.",
    "/archive/": "Архив",
    "/corrections/": "Исправления",
    "/search/": "Поиск по сайту",
}


@pytest.mark.parametrize(("path", "title"), PAGES.items())
def test_every_page_has_one_address_and_a_card(page, cards, path, title):
    assert page(path).count(f'<link rel="canonical" href="{SITE}{path}">') == 1
    assert cards(path)["og:title"] == title
    assert cards(path)["og:url"] == f"{SITE}{path}"


def test_page_without_words_of_its_own_says_what_the_site_writes_of(page, cards):
    make_section(name="Наука")
    person = make_person(name="Айта Ли")
    assert cards("/")["description"].startswith("Newsroom: ")
    for path, title in [(person.get_absolute_url(), "Айта Ли"), ("/persons/", "Персоны")]:
        assert page(path).count('<meta name="description"') == 1
        assert re.fullmatch(rf"{title}: Newsroom: .*Наука.*", cards(path)["description"])


def test_page_that_is_not_there_has_neither(reader):
    text = reader.get("/nothing/").content.decode()
    assert "canonical" not in text
    assert "og:" not in text
