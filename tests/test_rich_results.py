"""Our structured data has all that Google asks for, by its own lists of properties.

https://developers.google.com/search/docs/appearance/structured-data/ has a page for each type,
with a table of what is required and one of what is recommended. Here are those of them that a
newsroom can know: it sells no tickets and keeps no telephone of anybody. A record of which nothing
but what its form asks for is known has what of them can be said of it.
"""

import json
import re
from datetime import date, time

import pytest

from articles.models import Position
from articles.publishing import publish
from tests.factories import (
    make_event,
    make_image,
    make_organization,
    make_person,
    make_post,
    make_section,
    picture,
)

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
DAY = r"\d{4}-\d\d-\d\d"
MOMENT = rf"{DAY}T\d\d:\d\d(:\d\d)?[+-]\d\d:\d\d"
ADDRESS = r"https?://\S+"

# Of each type: what must be there, and what is better there. "author.name" is that of each author.
REQUIRED = {
    "NewsArticle": [],
    "ProfilePage": ["mainEntity", "mainEntity.name"],
    "Person": ["name"],
    "Organization": [],
    "Event": ["name", "startDate", "location", "location.address"],
    "BreadcrumbList": ["itemListElement.position", "itemListElement.name", "itemListElement.item"],
    "WebSite": ["name", "url"],
}
RECOMMENDED = {
    "NewsArticle": [
        *("author", "author.name", "author.url", "dateModified", "datePublished"),
        *("headline", "image", "image.url", "image.creditText"),
    ],
    "ProfilePage": ["dateCreated", "dateModified"],
    "Person": ["alternateName", "description", "identifier", "image", "sameAs"],
    "Organization": [
        *("address", "alternateName", "description", "logo", "name", "sameAs", "url"),
    ],
    "Event": [
        *("description", "endDate", "eventStatus", "image", "image.url", "location.name"),
        *("organizer", "organizer.name", "organizer.url", "performer", "performer.name"),
    ],
    "BreadcrumbList": [],
    "WebSite": [],
}
FORMS = {
    **dict.fromkeys(["dateModified", "datePublished", "dateCreated"], MOMENT),
    **dict.fromkeys(["startDate", "endDate"], rf"{DAY}|{MOMENT}"),
    **dict.fromkeys(["url", "sameAs", "item", "eventStatus"], ADDRESS),
    "position": r"\d+",
}


@pytest.fixture
def paths(editor) -> dict[str, str]:
    """Return the addresses of a post and records of which much is known, by the type of thing."""
    image = make_image(file=picture(size=(1400, 735)), caption="Лёд", credit="А. Ли")
    person = make_person(biography="Врач.", aliases="Айта", wikidata_id="Q42", photo=image)
    organization = make_organization(
        short_name="ММ", description="Музей.", place="Якутск", logo=image, wikidata_id="Q7747"
    )
    Position.objects.create(person=person, organization=organization, title="Директор")
    event = make_event(
        place="Ус Хатын",
        start_date=date(2026, 6, 21),
        start_time=time(12),
        end_time=time(18),
        description="Ысыах.",
    )
    event.organizers.set([organization])
    event.participants.set([person])
    post = make_post(
        section=make_section(),
        bylines=[person],
        persons=[person],
        organizations=[organization],
        events=[event],
        lead_image=image,
    )
    edition = publish(post, by=editor)
    return {
        "NewsArticle": edition.card["path"],
        "ProfilePage": person.get_absolute_url(),
        "Person": person.get_absolute_url(),
        "Organization": organization.get_absolute_url(),
        "Event": event.get_absolute_url(),
        "BreadcrumbList": edition.card["path"],
        "WebSite": "/",
    }


@pytest.fixture
def things(reader):
    """Return what the page at a path describes: {type: thing}."""

    def get(path: str) -> dict[str, dict]:
        (text,) = BLOCK.findall(reader.get(path).content.decode())
        return {thing["@type"]: thing for thing in json.loads(text)["@graph"]}

    return get


def values(thing: dict, name: str, graph: dict[str, dict]) -> list:
    """Return all values of a property, "author.name" of every author; [None] for one without."""
    found = [thing]
    by_id = {each["@id"]: each for each in graph.values() if "@id" in each}
    for step in name.split("."):
        inner = [each.get(step) for each in found]
        found = [one for each in inner for one in (each if isinstance(each, list) else [each])]
        # Something named by its id alone is told elsewhere on the page.
        found = [by_id.get(one.get("@id"), one) if isinstance(one, dict) else one for one in found]
        if None in found:
            return [None]
    return found


@pytest.mark.parametrize("kind", REQUIRED)
def test_thing_has_what_search_engines_require_and_recommend(things, paths, kind):
    graph = things(paths[kind])
    for name in [*REQUIRED[kind], *RECOMMENDED[kind]]:
        found = values(graph[kind], name, graph)
        assert found, name
        for value in found:
            assert value not in (None, ""), name
            form = FORMS.get(name.rpartition(".")[2])
            assert form is None or re.fullmatch(form, str(value)), (name, value)


# What a newsroom does not know of a record, nobody makes up: a picture of another person is none.
ALWAYS = {
    "NewsArticle": [name for name in RECOMMENDED["NewsArticle"] if name != "image.creditText"],
    "Person": ["name", "identifier"],
    "Organization": ["name", "url"],
    "Event": ["name", "startDate", "eventStatus", "image.url"],
}


@pytest.mark.parametrize("kind", ALWAYS)
def test_thing_of_which_little_is_known_has_what_can_be_said(things, editor, kind):
    post = publish(make_post(), by=editor)
    paths = {
        "NewsArticle": post.card["path"],
        "Person": make_person().get_absolute_url(),
        "Organization": make_organization().get_absolute_url(),
        "Event": make_event().get_absolute_url(),
    }
    graph = things(paths[kind])
    for name in ALWAYS[kind]:
        assert None not in values(graph[kind], name, graph), name


def test_way_to_a_page_has_two_steps_at_least(things, paths):
    assert len(things(paths["BreadcrumbList"])["BreadcrumbList"]["itemListElement"]) >= 2


def test_picture_of_an_article_is_large_enough(things, paths):
    """Google wants 50,000 pixels, and widths of 1200 for its large cards."""
    (image,) = things(paths["NewsArticle"])["NewsArticle"]["image"]
    assert image["width"] >= 1200
    assert image["width"] * image["height"] >= 50_000


@pytest.mark.parametrize(
    ("given", "end"),
    [
        ({}, "2026-06-21"),
        ({"start_time": time(12)}, None),
        ({"start_time": time(12), "end_time": time(14)}, "2026-06-21T14:00+09:00"),
        ({"start_time": time(12), "end_date": date(2026, 6, 22)}, "2026-06-22"),
    ],
)
def test_event_does_not_end_before_it_begins(things, given, end):
    thing = things(make_event(**given).get_absolute_url())["Event"]
    assert thing.get("endDate") == end
