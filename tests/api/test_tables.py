"""Lists as CSV."""

import csv
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest

from articles.api import tables
from articles.models import Position
from tests.factories import (
    make_event,
    make_image,
    make_organization,
    make_person,
    make_section,
    make_tag,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(reader):
    """Return the rows of a list by the names of its columns."""

    def get(path, **params):
        response = reader.get(f"/api/v1/{path}", {"format": "csv"} | params)
        assert response.status_code == 200, response.content.decode()
        return list(csv.DictReader(StringIO(response.content.decode(), newline="")))

    return get


def test_row_of_a_post(table, published):
    section, tags = make_section(name="Город"), [make_tag(name="Лёд"), make_tag(name="Мосты")]
    persons = [make_person(name="Айталина Петрова"), make_person(name="Ньургун Иванов")]
    image = make_image(caption="Лёд, вода; берег", credit_person=persons[0])
    post = published(
        headline='Мост "Лена" открыт, наконец',
        lead="Первая строка.\nВторая строка.",
        section=section,
        tags=tags,
        persons=persons,
        lead_image=image,
    )
    (row,) = table("posts/")
    assert row["id"] == str(post.pk)
    assert row["headline"] == 'Мост "Лена" открыт, наконец'
    assert row["lead"] == "Первая строка.\nВторая строка."
    assert (row["section.id"], row["section.name"]) == (str(section.pk), "Город")
    assert row["tags.id"] == " | ".join(str(tag.pk) for tag in tags)
    assert row["tags.name"] == "Лёд | Мосты"
    assert row["persons.id"] == " | ".join(str(person.pk) for person in persons)
    assert row["persons.name"] == "Айталина Петрова | Ньургун Иванов"
    assert row["organizations.id"] == row["events.name"] == row["advertiser"] == ""
    assert row["is_paid"] == "false"
    assert row["lead_image.caption"] == "Лёд, вода; берег"
    assert row["lead_image.credit_person.name"] == "Айталина Петрова"
    assert row["lead_image.credit_organization.id"] == ""
    assert "body" not in row
    assert not [name for name in row if "renditions" in name]


def test_columns_are_the_same_without_rows(reader, published):
    empty = reader.get("/api/v1/posts/?format=csv").content
    published()
    assert reader.get("/api/v1/posts/?format=csv").content.startswith(empty)
    assert empty.startswith(b"id,url,api_url,edition,language,kind,headline,")
    assert empty.endswith(b"\r\n")
    assert empty.count(b"\r\n") == 1


def test_rows_of_records(table):
    office = make_organization(name="Музей", parent=make_organization(name="Министерство"))
    person = make_person(aliases="А\nsah: Ил Түмэн", links="https://a.example/\nhttps://b.example/")
    Position.objects.create(person=person, title="Врач", organization=office)
    Position.objects.create(person=person, title="Депутат", valid_from="2020-01-02")
    event = make_event()
    event.participants.set([person])
    (row,) = table("persons/")
    assert row["names"] == "sah: Ил Түмэн"
    assert row["aliases"] == "А | Ил Түмэн"
    assert row["links"] == "https://a.example/ | https://b.example/"
    assert set(row["positions.title"].split(" | ")) == {"Врач", "Депутат"}
    # What one has and another has not keeps its place.
    assert sorted(row["positions.organization.name"].split(" | ")) == ["", "Музей"]
    assert row["photo.id"] == ""
    museum = next(row for row in table("organizations/") if row["id"] == str(office.pk))
    assert museum["parent.name"] == "Министерство"
    assert table("events/")[0]["participants.id"] == str(person.pk)
    assert table("tags/") == []
    assert table("sections/") == []


def test_hidden_are_in_no_cell(reader, published):
    hidden = make_person(name="Тайна", is_published=False)
    published(persons=[hidden], lead_image=make_image(credit_person=hidden))
    for path in ("posts/", "persons/"):
        assert "Тайна" not in reader.get(f"/api/v1/{path}?format=csv").content.decode()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\uff1d"])
def test_cell_is_never_a_formula(start):
    text = f"{start}HYPERLINK(1)"
    row = {"a": text, "b": [{"name": text}], "c": {"name": text}, "n": -1, "x": -0.5}
    written = tables.write([row], ["a", "b.name", "c.name", "n", "x"])
    assert list(csv.reader(StringIO(written, newline="")))[1] == [*[f"'{text}"] * 3, "-1", "-0.5"]


def test_formula_in_a_headline(table, published):
    published(headline='=HYPERLINK("https://evil.example/";"Открыть")')
    assert table("posts/")[0]["headline"].startswith("'=HYPERLINK")


def test_excel_opens_it_by_a_double_click(reader, published):
    published(headline="Мост; открыт")
    response = reader.get("/api/v1/posts/?format=excel")
    assert response["Content-Disposition"] == 'attachment; filename="posts.csv"'
    assert response.content.startswith(b"\xef\xbb\xbfid;url;api_url;")
    rows = csv.DictReader(StringIO(response.content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert next(rows)["headline"] == "Мост; открыт"
    assert not reader.get("/api/v1/posts/?format=csv").content.startswith(b"\xef\xbb\xbf")


def test_columns_are_those_of_the_fields_asked_for():
    columns = ["id", "section.id", "section.name", "tags.id", "tags.name", "names", "is_paid"]
    assert tables.among(columns, ["id", "section"]) == ["id", "section.id", "section.name"]
    assert tables.among(columns, ["tags.name", "names.sah"]) == ["tags.name", "names"]
    assert tables.among(columns, ["sect", "body"]) == []


def test_columns_of_a_list_are_the_fields_asked_for(table, published):
    post = published(persons=[make_person(name="Айталина Петрова")])
    (row,) = table("posts/", fields="id,persons.name,section")
    section = {"section.id": str(post.section_id), "section.name": post.section.name}
    assert row == {"id": str(post.pk), "persons.name": "Айталина Петрова", **section}
    (row,) = table("posts/", fields="id,lead_image", expand="section,persons")
    assert row["lead_image.id"] == ""
    (row,) = table("posts/", expand="section,persons")
    assert row["persons.name"] == "Айталина Петрова"
    assert table("events/", fields="id") == []


def test_images_and_posts_of_a_person(reader, table, published):
    person = make_person()
    image = make_image(alt_text="Река")
    post = published(persons=[person], lead_image=image)
    published()
    assert [row["id"] for row in table(f"persons/{person.pk}/posts/")] == [str(post.pk)]
    response = reader.get(f"/api/v1/persons/{person.pk}/posts/?format=csv")
    assert response["Content-Disposition"] == 'attachment; filename="posts.csv"'
    (row,) = table("images/")
    assert (row["id"], row["alt_text"], row["credit_person.name"]) == (str(image.pk), "Река", "")


def test_pages_and_filters_are_those_of_the_list(reader, table, fetch, published):
    posts = [published() for _ in range(3)]
    following = fetch("posts/", page_size=2)["next"]
    cursor = parse_qs(urlsplit(following).query)["cursor"]
    seen = table("posts/", page_size=2) + table("posts/", page_size=2, cursor=cursor)
    assert 'rel="next"' in reader.get("/api/v1/posts/?format=csv&page_size=2")["Link"]
    assert [row["id"] for row in seen] == [str(post.pk) for post in reversed(posts)]
    assert table("posts/", kind="interview") == []
