"""Posts as IPTC ninjs 3.1."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.merging import merge
from articles.models import Edition
from articles.noting import note_change
from articles.publishing import publish
from tests.api.conftest import HOUR, SEVEN
from tests.api.ninjs import look_through
from tests.factories import (
    known,
    make_event,
    make_image,
    make_notice,
    make_notice_kind,
    make_organization,
    make_person,
    make_section,
    make_tag,
)

pytestmark = pytest.mark.django_db
SITE = "https://sakha.example"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE
    settings.SITE_NAME = "Вестник Саха"


@pytest.fixture
def ninjs(fetch):
    """Return a post or a list as ninjs, looked through."""

    def get(path, **params):
        shown = fetch(path, format="ninjs", **params)
        assert shown["standard"].keys() == {"name", "version", "schema"}
        look_through({name: value for name, value in shown.items() if name != "standard"}, SITE)
        return shown

    return get


@pytest.fixture
def bridge(published, clock):
    """Return a post in a section, under a tag."""
    section, tag = make_section(name="Город", slug="gorod"), make_tag(name="Мосты", slug="mosty")
    return published(
        headline="Мост открыт", slug="most", lead="Открыт мост.", section=section, tags=[tag]
    )


def test_post_says_what_it_is(ninjs, bridge):
    shown = ninjs(f"posts/{bridge.pk}/")
    lists = {name for name, value in shown.items() if isinstance(value, list)}
    assert lists == {
        *("altIds", "headlines", "descriptions", "bodies", "subjects", "genres", "infoSources"),
        *("renditions", "trustIndicators"),
    }
    assert {name: shown[name] for name in shown.keys() - lists} == {
        "standard": {
            "name": "ninjs",
            "version": "3.1",
            "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
        },
        "uri": f"{SITE}/posts/{bridge.pk}/",
        "type": "text",
        "representationType": "full",
        "version": "1",
        "firstCreated": "2026-11-23T07:00:00+09:00",
        "versionCreated": "2026-11-23T07:00:00+09:00",
        "contentCreated": "2026-11-23T07:00:00+09:00",
        "pubStatus": "usable",
        "language": "ru",
        "slugline": "most",
    }


def test_words_of_a_post(ninjs, bridge):
    shown = ninjs(f"posts/{bridge.pk}/")
    plain = {"contentType": "text/plain"}
    assert shown["headlines"] == [plain | {"role": "main", "value": "Мост открыт"}]
    assert shown["descriptions"] == [
        plain | {"role": "summary", "value": "Открыт мост."},
        plain | {"role": "ageMark", "value": "0+"},
    ]
    html = "<p>Первый абзац.</p><p>Второй абзац.</p>"
    text = "Первый абзац.\nВторой абзац."
    assert shown["bodies"] == [
        {"role": "html", "contentType": "text/html", "value": html},
        plain | {"role": "text", "value": text, "charCount": 27, "wordCount": 4},
    ]


def test_subjects_of_a_post(ninjs, bridge):
    shown = ninjs(f"posts/{bridge.pk}/")
    section, tag = bridge.section, bridge.tags.get()
    assert shown["subjects"] == [
        {
            "name": "Город",
            "rel": "section",
            "uri": f"{SITE}/api/v1/sections/{section.pk}/",
            "literal": "gorod",
        },
        {
            "name": "Мосты",
            "rel": "tag",
            "uri": f"{SITE}/api/v1/tags/{tag.pk}/",
            "literal": "mosty",
        },
    ]
    current = "http://cv.iptc.org/newscodes/genre/Current"
    assert shown["genres"] == [{"literal": "news", "uri": current}]


def test_post_says_whose_it_is_and_where_it_stands(ninjs, bridge):
    shown = ninjs(f"posts/{bridge.pk}/")
    codes = "http://cv.iptc.org/newscodes"
    assert shown["altIds"] == [{"role": "id", "value": str(bridge.pk)}]
    assert shown["infoSources"] == [
        {
            "name": "Вестник Саха",
            "uri": f"{SITE}/",
            "role": f"{codes}/contentprodpartyrole/distributor",
        }
    ]
    assert shown["renditions"] == [
        {"name": "web", "href": f"{SITE}/posts/{bridge.pk}-most/", "contentType": "text/html"},
        {
            "name": "json",
            "href": f"{SITE}/api/v1/posts/{bridge.pk}/",
            "contentType": "application/json",
        },
    ]
    assert shown["trustIndicators"] == [
        {
            "role": f"{codes}/trustindicator/correctionsPolicy",
            "href": f"{SITE}/corrections/",
        }
    ]


def test_entities(ninjs, published):
    person = known(make_person(name="Ермек Кошербаев", wikidata_id="Q42"))
    office = make_organization(name="Министерство", wikidata_id="Q7")
    forum = make_event(name="Форум", place="Якутск, Дворец детства")
    match = make_event(name="Матч", place="Якутск, Дворец детства")
    party = make_event(name="Вечер", place="")
    post = published(
        persons=[person],
        organizations=[office],
        events=[forum, match, party],
        lead="Ермек Кошербаев приехал.",
    )
    for shown in (ninjs(f"posts/{post.pk}/"), ninjs("posts/")["associations"][0]):
        assert shown["people"] == [
            {
                "name": "Ермек Кошербаев",
                "rel": "about",
                "uri": f"{SITE}/persons/{person.pk}/",
                "literal": "wikidata:Q42",
            }
        ]
        (organisation,) = shown["organisations"]
        assert (organisation["rel"], organisation["literal"]) == ("mentions", "wikidata:Q7")
        assert {event["name"] for event in shown["events"]} == {"Форум", "Матч", "Вечер"}
        assert "literal" not in shown["events"][0]
        assert shown["places"] == [{"name": "Якутск, Дворец детства", "rel": "event"}]


def test_place_of_an_event_is_of_the_posts_that_name_it(ninjs, published, clock):
    event = make_event(place="Якутск")
    post = published(events=[event])
    clock.shift(HOUR)
    event.place = "Нерюнгри"
    event.save()
    note_change(event)
    assert ninjs(f"posts/{post.pk}/")["places"] == [{"name": "Нерюнгри", "rel": "event"}]
    assert Edition.objects.get().changed_at == SEVEN + HOUR


def test_json_says_no_more_for_it(fetch, published):
    post = published(persons=[make_person(wikidata_id="Q42")], events=[make_event(place="Якутск")])
    document = fetch(f"posts/{post.pk}/")
    assert document["persons"][0].keys() == {"id", "name", "url", "api_url", "about"}
    assert document["events"][0].keys() == {"id", "name", "url", "api_url", "about"}


def test_hidden_vanish_and_merged_are_one(editor, reader, ninjs, published):
    hidden = make_person(name="Тайна", is_published=False, wikidata_id="Q666")
    place = make_event(name="Тайное дело", place="Тайное место", is_published=False)
    duplicate, person = make_person(name="Двойник"), make_person(name="Айталина Петрова")
    post = published(
        persons=[hidden, duplicate, person],
        events=[place],
        bylines=[hidden, person],
        lead_image=make_image(credit_person=hidden),
    )
    merge(duplicate, into=person, by=editor)
    shown = ninjs(f"posts/{post.pk}/")
    assert [row["name"] for row in shown["people"]] == ["Айталина Петрова"]
    assert shown["by"] == "Айталина Петрова"
    for path in (f"posts/{post.pk}/", "posts/"):
        content = reader.get(f"/api/v1/{path}?format=ninjs").content.decode()
        assert not re.search("Тайн|Q666|Двойник", content)


def test_correction_is_a_new_version_of_the_same(editor, ninjs, published, clock):
    post = published()
    before = ninjs(f"posts/{post.pk}/")
    clock.shift(HOUR)
    publish(post, by=editor, correction="Мост длиннее.")
    clock.shift(HOUR)
    kind = Edition.CorrectionKind.CLARIFICATION
    publish(post, by=editor, correction="И выше.", correction_kind=kind)
    after = ninjs(f"posts/{post.pk}/")
    assert before["uri"] == after["uri"]
    assert (before["version"], after["version"]) == ("1", "3")
    assert before["firstCreated"] == after["firstCreated"] == "2026-11-23T07:00:00+09:00"
    assert after["versionCreated"] == "2026-11-23T09:00:00+09:00"
    assert "edNote" not in before
    assert after["edNote"] == (
        "Уточнение, 2026-11-23T09:00:00+09:00: И выше.\n"
        "Исправление, 2026-11-23T08:00:00+09:00: Мост длиннее."
    )
    told = [(row["role"], row["value"]) for row in after["descriptions"][2:]]
    assert told == [("clarification", "И выше."), ("correction", "Мост длиннее.")]


def test_makers_source_and_payer(ninjs, published):
    author = make_person(name="Айталина Петрова", slug="aytalina")
    post = published(
        bylines=[author],
        kind="press_release",
        source_name="Вестник",
        source_url="https://вестник.рф/новость?а=б",
        is_paid=True,
        advertiser="Порт",
        erid="2Vfnx",
    )
    shown = ninjs(f"posts/{post.pk}/")
    assert shown["by"] == "Айталина Петрова"
    parties = {row["name"]: row["role"].rpartition("/")[2] for row in shown["infoSources"]}
    assert parties == {
        "Айталина Петрова": "author",
        "Вестник": "contentSource",
        "Порт": "advertiser",
        "Вестник Саха": "distributor",
    }
    assert [row["literal"] for row in shown["genres"]] == ["press_release", "paid"]
    assert shown["edNote"] == "Реклама. Порт erid: 2Vfnx"
    assert {"role": "erid", "value": "2Vfnx"} in shown["altIds"]
    assert shown["trustIndicators"][1] == {
        "role": "http://cv.iptc.org/newscodes/trustindicator/journalistInfo",
        "title": "Айталина Петрова",
        "href": f"{SITE}/persons/{author.pk}-aytalina/",
    }


def test_images(ninjs, published):
    office = make_organization(name="Агентство")
    lead = make_image(caption="Лёд", credit="", credit_organization=office, licence="CC BY 4.0")
    lead.focal_x, lead.focal_y = 0.25, 0.5
    lead.save()
    inside = make_image(alt_text="Река")
    body = f'<p>Текст.</p><figure data-image="{inside.pk}"><figcaption>Лена</figcaption></figure>'
    post = published(lead_image=lead, body=body)
    shown = ninjs(f"posts/{post.pk}/")
    first, second = shown["associations"]
    assert (first["type"], first["rel"], second["rel"]) == ("picture", "leadImage", "bodyImage")
    assert first["uri"] == f"{SITE}/api/v1/images/{lead.pk}/"
    assert (first["by"], first["usageTerms"]) == ("Агентство", "CC BY 4.0")
    assert first["descriptions"][0] == {
        "role": "caption",
        "contentType": "text/plain",
        "value": "Лёд",
    }
    original = first["renditions"][0]
    assert original["name"] == "original"
    assert original["href"] == f"{SITE}{lead.file.url}"
    assert (original["contentType"], original["width"]) == ("image/jpeg", 64)
    assert original["poi"] == {"x": 16, "y": 24}
    assert {row["contentType"] for row in first["renditions"]} >= {"image/avif", "image/webp"}
    # The words are those of the text, not of what stands under pictures.
    html, text = shown["bodies"]
    assert "Лена" in html["value"]
    assert text["value"] == "Текст."


def test_others_beside_the_post(ninjs, published):
    source = published(headline="Ильин")
    related = published(headline="Мост заложен")
    post = published(related_posts=[related], language="sah", translation_of=source)
    translation, other = sorted(
        ninjs(f"posts/{post.pk}/")["associations"], key=lambda row: row["rel"], reverse=True
    )
    assert (other["rel"], other["name"]) == ("related", "Мост заложен")
    assert other["uri"] == f"{SITE}/posts/{related.pk}/"
    assert (translation["rel"], translation["language"]) == ("translationSource", "ru")
    assert translation["uri"] == f"{SITE}/posts/{source.pk}/"
    (back,) = ninjs(f"posts/{source.pk}/")["associations"]
    assert (back["rel"], back["language"]) == ("translation", "sah")


def test_language_of_the_post_is_that_of_what_is_said_of_it(ninjs, published):
    person = make_person(name="Петров", aliases="en: Petrov")
    post = published(language="en", persons=[person], is_paid=True, advertiser="Port")
    shown = ninjs(f"posts/{post.pk}/")
    assert shown["language"] == "en"
    assert shown["people"][0]["name"] == "Petrov"
    assert shown["edNote"] == "Advertisement. Port"
    assert shown["trustIndicators"][0]["href"] == f"{SITE}/en/corrections/"


def test_notices_are_told(settings, ninjs, published):
    settings.NOTICES = True
    person = make_person(name="Айталина Петрова")
    make_notice(person, kind=make_notice_kind(wording_ru="{name} — учредитель."))
    post = published(persons=[person])
    for shown in (ninjs(f"posts/{post.pk}/"), ninjs("posts/")["associations"][0]):
        told = {row["role"]: row["value"] for row in shown["descriptions"]}
        assert told["notice"] == "Айталина Петрова — учредитель."


def test_list_is_one_object_of_many(ninjs, published):
    posts = [published(headline=f"Новость {n}") for n in range(3)]
    shown = ninjs("posts/", page_size=2, language="ru")
    assert shown["type"] == "composite"
    assert shown["uri"] == f"{SITE}/api/v1/posts/?page_size=2&language=ru"
    assert [row["name"] for row in shown["associations"]] == ["Новость 2", "Новость 1"]
    first = shown["associations"][0]
    assert first["uri"] == f"{SITE}/posts/{posts[2].pk}/"
    assert (first["type"], first["representationType"]) == ("text", "partial")
    assert "bodies" not in first
    assert ninjs("posts/", kind="interview")["associations"] == []


def test_next_page_is_told_in_the_header(reader, published):
    for _ in range(3):
        published()
    response = reader.get("/api/v1/posts/", {"format": "ninjs", "page_size": 2})
    following = parse_header_links(response["Link"])["next"]
    assert following.startswith(f"{SITE}/api/v1/posts/?")
    second = reader.get(following.removeprefix(SITE))
    assert second["Content-Type"] == "application/vnd.iptc.ninjs+json"
    assert len(second.json()["associations"]) == 1


def parse_header_links(header):
    return {rel: address for address, rel in re.findall(r'<([^>]*)>; rel="(\w+)"', header)}


@pytest.mark.parametrize("path", ["posts/", "posts/{pk}/"])
def test_ninjs_has_no_choice_of_fields(refused, published, path):
    address = path.format(pk=published().pk)
    assert refused(f"{address}?format=ninjs&fields=id&expand=section") == {"fields", "expand"}


def test_posts_of_a_person(ninjs, published):
    person = make_person()
    post = published(persons=[person])
    published()
    shown = ninjs(f"persons/{person.pk}/posts/")
    assert [row["uri"] for row in shown["associations"]] == [f"{SITE}/posts/{post.pk}/"]
    assert shown["uri"] == f"{SITE}/api/v1/persons/{person.pk}/posts/"


@pytest.mark.parametrize("count", [1, 10])
def test_ninjs_makes_no_query_more_than_json(reader, published, count):
    persons = [make_person(wikidata_id=f"Q{n + 1}") for n in range(count)]
    events = [make_event(place="Якутск") for _ in range(count)]
    for _ in range(count):
        post = published(persons=persons, events=events, related_posts=[published()])

    def queries(path, format):
        with CaptureQueriesContext(connection) as made:
            assert reader.get(f"/api/v1/{path}?format={format}").status_code == 200
        return len(made)

    for path in ("posts/", f"posts/{post.pk}/"):
        assert queries(path, "ninjs") == queries(path, "json") > 0
