from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from articles.publishing import publish
from tests.api.conftest import HOUR, SEVEN
from tests.factories import make_person, make_post, make_section, make_tag

pytestmark = pytest.mark.django_db


def read_all(reader, address):
    """Return the ids on each page from that address on."""
    pages = []
    while address:
        answer = reader.get(address).json()
        pages.append([row["id"] for row in answer["results"]])
        address = answer["next"]
    return pages


def test_posts_of_one_moment_are_read_to_the_end_without_repeats(reader, published, clock):
    pks = [published(at=SEVEN - HOUR).pk for _ in range(7)]
    pks += [published(at=SEVEN - timedelta(microseconds=1)).pk, published().pk]
    pages = read_all(reader, "/api/v1/posts/?page_size=2")
    assert [len(page) for page in pages] == [2, 2, 2, 2, 1]
    assert sum(pages, []) == [pks[8], pks[7], *reversed(pks[:7])]


def test_posts_of_a_person_are_read_to_the_end_without_repeats(reader, published, clock):
    persons = [make_person(), make_person()]
    pks = [published(persons=persons, at=SEVEN - HOUR).pk for _ in range(5)]
    published()
    given = f"person={persons[0].pk}&page_size=2"
    assert read_all(reader, f"/api/v1/posts/?{given}") == [
        [pks[4], pks[3]],
        [pks[2], pks[1]],
        [pks[0]],
    ]


def test_list_that_grows_meanwhile_repeats_and_skips_nothing(reader, published, clock):
    pks = [published(at=SEVEN - hours * HOUR).pk for hours in (1, 2, 3)]
    first = reader.get("/api/v1/posts/?page_size=2").json()
    published()
    assert [row["id"] for row in first["results"]] == pks[:2]
    assert read_all(reader, first["next"]) == [[pks[2]]]


def test_correction_does_not_carry_a_post_to_the_top(editor, ids, published, clock):
    old, new = make_post(), published(at=SEVEN - HOUR)
    publish(old, by=editor, at=SEVEN - 2 * HOUR)
    publish(old, by=editor, correction="Мост длиннее.")
    assert ids("posts/") == [new.pk, old.pk]


@pytest.mark.parametrize(
    ("path", "make"), [("persons", make_person), ("sections", make_section), ("tags", make_tag)]
)
def test_records_are_read_by_id_without_repeats(reader, path, make):
    pks = [make(name=name).pk for name in "бгавд"]
    pages = read_all(reader, f"/api/v1/{path}/?page_size=2")
    assert pages == [pks[:2], pks[2:4], pks[4:]]


def test_next_keeps_the_filters_and_comes_from_the_site_address(reader, published, settings):
    settings.SITE_URL = "https://sakha.example"
    section = make_section()
    for _ in range(3):
        published(section=section)
    given = {"section": section.slug, "published_after": "2001-01-01T00:00:00+09:00"}
    response = reader.get("/api/v1/posts/", given | {"page_size": 1}, headers={"host": "127.0.0.1"})
    address = urlsplit(response.json()["next"])
    assert address.scheme + "://" + address.netloc == "https://sakha.example"
    assert address.path == "/api/v1/posts/"
    query = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert query.pop("cursor")
    assert query == given | {"page_size": "1"}


def test_page_holds_twenty_unless_asked_and_a_hundred_at_most(fetch):
    for _ in range(101):
        make_tag()
    assert len(fetch("tags/")["results"]) == 20
    page = fetch("tags/", page_size=100)
    assert len(page["results"]) == 100
    assert page["next"]


def test_last_page_that_is_full_has_no_next(fetch):
    for _ in range(2):
        make_tag()
    assert fetch("tags/", page_size=2)["next"] is None


def test_cursor_of_another_list_is_refused(fetch, refused):
    for make in (make_tag, make_section):
        make(), make()
    cursor = parse_qs(urlsplit(fetch("tags/", page_size=1)["next"]).query)["cursor"][0]
    assert fetch("tags/", cursor=cursor)["results"]
    assert refused("sections/", {"cursor": cursor}) == {"cursor"}
    assert refused("posts/", {"cursor": cursor}) == {"cursor"}
    assert refused("tags/", {"cursor": cursor[:-1]}) == {"cursor"}
