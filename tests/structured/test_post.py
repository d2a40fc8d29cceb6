"""What the page of a post says to search engines: schema.org."""

from datetime import timedelta

import pytest
import time_machine

from articles.history import record_words
from articles.merging import merge
from articles.models import Edition, EditionByline, PostByline
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
from tests.structured.conftest import SCRIPT, SITE, THEN, path_of, steps

pytestmark = pytest.mark.django_db


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
