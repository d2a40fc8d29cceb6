"""The changes that programs follow, as the feed gives them."""

import pytest

from articles.merging import merge
from articles.models import Person
from articles.noting import note_change, note_removal
from articles.paging import cursor_after
from articles.publishing import publish, unpublish
from tests.api.conftest import HOUR, SEVEN
from tests.api.test_bad_input import NOT_CURSORS, NOT_SIZES
from tests.factories import make_event, make_image, make_organization, make_person, make_post

pytestmark = pytest.mark.django_db

LINKS = ("related_posts", "previous_editions", "translations")


@pytest.fixture(autouse=True)
def _settled(settings):
    settings.CHANGES_SETTLE = 0
    settings.SITE_URL = "https://sakha.example"


def test_change_says_what_where_and_when(editor, fetch, published, clock):
    post, other = published(), published()
    clock.shift(HOUR)
    unpublish(post, by=editor, reason="Дубль", redirect_to=other)
    answer = fetch("changes/", page_size=2)
    assert answer["has_more"]
    assert answer["results"][0] == {
        "kind": "post",
        "id": post.pk,
        "action": "upsert",
        "at": "2026-11-23T07:00:00+09:00",
        "api_url": f"https://sakha.example/api/v1/posts/{post.pk}/",
        "edition": 1,
        "into": None,
    }
    following = answer["next"].removeprefix("https://sakha.example/api/v1/")
    rest = fetch(following)
    assert not rest["has_more"]
    [change] = rest["results"]
    assert (change["action"], change["at"]) == ("merge", "2026-11-23T08:00:00+09:00")
    address = f"https://sakha.example/api/v1/posts/{other.pk}/"
    assert change["into"] == {"id": other.pk, "api_url": address}
    assert fetch("changes/", cursor=rest["cursor"])["results"] == []


def test_follower_from_now_is_told_of_what_comes(fetch, published, clock, settings):
    settings.CHANGES_SETTLE = 10
    published()
    clock.shift(HOUR)
    cursor = fetch("changes/", cursor="now")["cursor"]
    post = published()
    clock.shift(10)
    assert [row["id"] for row in fetch("changes/", cursor=cursor)["results"]] == [post.pk]


def test_objects_are_the_records_as_they_are_now(editor, fetch, published, clock):
    image = make_image(credit_person=make_person())
    person, hidden = make_person(photo=image), make_person()
    event = make_event()
    event.organizers.add(make_organization(parent=make_organization()))
    post, gone = published(persons=[person, hidden], bylines=[person]), published()
    clock.shift(HOUR)
    unpublish(gone, by=editor, reason="Суд")
    hidden.is_published = False
    hidden.save()
    note_change(hidden)
    rows = fetch("changes/", include="object")["results"]
    seen = [row for row in rows if "object" in row]
    assert {row["action"] for row in rows if "object" not in row} == {"unpublish"}
    assert [row["id"] for row in seen if row["object"] is None] == [gone.pk]
    for row in seen:
        if row["object"]:
            whole = fetch(f"{row['kind']}s/{row['id']}/")
            assert row["object"] == {
                name: value for name, value in whole.items() if name not in LINKS
            }
    [shown] = [row["object"] for row in seen if (row["kind"], row["id"]) == ("post", post.pk)]
    assert [fact["id"] for fact in shown["persons"]] == [person.pk]


@pytest.mark.parametrize("count", [2, 12])
def test_changes_cost_the_same_however_many(
    reader, published, clock, django_assert_num_queries, count
):
    for _ in range(count):
        image = make_image(credit_person=make_person(), credit_organization=make_organization())
        person, organization = make_person(photo=image), make_organization(logo=image)
        person.positions.create(title="Врач", organization=organization)
        event = make_event(parent=make_event())
        event.organizers.add(organization)
        published(persons=[person], events=[event], lead_image=image)
    params = {"page_size": 100}
    with django_assert_num_queries(1):
        assert reader.get("/api/v1/changes/", params).json()["results"]
    with django_assert_num_queries(11):
        answer = reader.get("/api/v1/changes/", params | {"include": "object"}).json()
    assert {row["kind"] for row in answer["results"]} == {"post", "person", "organization", "event"}


@pytest.mark.parametrize("cursor", [*NOT_CURSORS, "now%20", "NOW", "eyJ9.x"])
def test_cursor_that_is_none_is_refused(refused, cursor):
    assert refused(f"changes/?cursor={cursor}") == {"cursor"}


def test_cursor_of_another_list_is_refused(refused, fetch, published, clock):
    person = make_person()
    cursor = cursor_after(Person, ("id",), person)
    assert refused("changes/", {"cursor": cursor}) == {"cursor"}
    published()
    ours = fetch("changes/")["cursor"]
    assert refused("persons/", {"cursor": ours}) == {"cursor"}
    assert refused("changes/", {"cursor": ours[:-1] + "я"}) == {"cursor"}
    assert refused("changes/", {"cursor": "A" + ours[1:]}) == {"cursor"}


@pytest.mark.parametrize("size", NOT_SIZES)
def test_page_size_that_is_none_is_refused(refused, size):
    assert refused(f"changes/?page_size={size}") == {"page_size"}


def test_strange_parameters_are_refused(refused):
    assert refused("changes/?include=body&limit=5") == {"limit"}
    assert refused("changes/?include=body") == {"include"}
    assert refused("changes/?cursor=&include=object&include=object") == {"cursor", "include"}


def get(reader, kind, record):
    return reader.get(f"/api/v1/{kind}s/{record}/")


def test_entity_that_readers_saw_is_gone(reader, clock):
    seen, never = make_person(), make_person(is_published=False)
    for person in (seen, never):
        person.is_published = False
        person.save()
        note_change(person)
    unknown = get(reader, "person", 10**6)
    assert unknown.status_code == 404
    assert get(reader, "person", never.pk).content == unknown.content
    response = get(reader, "person", seen.pk)
    assert response.status_code == 410
    assert response["Content-Type"] == "application/problem+json"
    assert seen.name not in response.content.decode()


def test_deleted_entity_is_gone(reader, clock):
    event = make_event()
    pk = event.pk
    note_removal(event)
    event.delete()
    assert get(reader, "event", pk).status_code == 410
    assert get(reader, "organization", pk).status_code == 404


def test_merged_entity_leads_on_while_readers_see_the_other(reader, chief, clock):
    duplicate, into = make_organization(), make_organization()
    merge(duplicate, into=into, by=chief)
    response = get(reader, "organization", duplicate.pk)
    assert response.status_code == 301
    assert response["Location"].endswith(f"/api/v1/organizations/{into.pk}/")
    into.refresh_from_db()
    into.is_published = False
    into.save()
    note_change(into)
    assert get(reader, "organization", duplicate.pk).status_code == 410


def test_nothing_tells_of_drafts_and_schedules(editor, reader, fetch, published, clock):
    draft, coming = make_post(persons=[make_person(is_published=False)]), make_post()
    publish(coming, by=editor, at=SEVEN + HOUR)
    publish(draft, by=editor, at=SEVEN + HOUR)
    assert fetch("changes/")["results"] == []
    unpublish(draft, by=editor, reason="Рано")
    clock.shift(9 * HOUR)
    assert [row["id"] for row in fetch("changes/")["results"]] == [coming.pk]
