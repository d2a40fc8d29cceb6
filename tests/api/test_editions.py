"""What readers saw of a post before, as the feed gives it."""

import pytest

from articles.noting import note_change
from articles.publishing import publish, unpublish
from tests.api.conftest import HOUR, SEVEN
from tests.api.test_bad_input import NOT_CURSORS
from tests.factories import make_person, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def again(editor, clock):
    """Publish a post once more with another headline, an hour later; return the time."""

    def change(post, headline, **note):
        clock.shift(HOUR)
        post.headline = headline
        post.save()
        return publish(post, by=editor, **note).live_from

    return change


def numbers(fetch, post, **params):
    return [row["edition"] for row in fetch(f"posts/{post.pk}/editions/", **params)["results"]]


def test_editions_say_when_readers_saw_them(fetch, published, again, clock, settings):
    settings.SITE_URL = "https://sakha.example"
    post = published()
    again(post, "Мост закрыт", correction="Не открыт, а закрыт.")
    [second, first] = fetch(f"posts/{post.pk}/editions/")["results"]
    assert first == {
        "edition": 1,
        "api_url": f"https://sakha.example/api/v1/posts/{post.pk}/editions/1/",
        "live_from": "2026-11-23T07:00:00+09:00",
        "live_until": "2026-11-23T08:00:00+09:00",
        "correction": None,
    }
    assert second["live_until"] is None
    assert second["correction"] == {
        "kind": "correction",
        "published_at": "2026-11-23T08:00:00+09:00",
        "text": "Не открыт, а закрыт.",
        "place": "top",
    }


def test_edition_has_its_words_and_the_facts_of_today(fetch, published, again, clock):
    person = make_person(name="Айта")
    post = published(headline="Мост открыт", persons=[person])
    again(post, "Мост закрыт")
    person.name = "Айталина"
    person.save()
    old = fetch(f"posts/{post.pk}/editions/1/")
    assert (old["headline"], old["edition"]) == ("Мост открыт", 1)
    assert [fact["name"] for fact in old["persons"]] == ["Айталина"]
    assert fetch(f"posts/{post.pk}/editions/2/")["headline"] == "Мост закрыт"


def test_editions_page_by_key(fetch, published, again, clock):
    post = published()
    for number in range(4):
        again(post, f"Мост {number}")
    page = fetch(f"posts/{post.pk}/editions/", page_size=3)
    assert [row["edition"] for row in page["results"]] == [5, 4, 3]
    rest = fetch(page["next"].partition("/api/v1/")[2])
    assert [row["edition"] for row in rest["results"]] == [2, 1]
    assert rest["next"] is None


def test_nothing_before_a_withdrawal_is_seen_again(editor, fetch, reader, published, again, clock):
    post = published()
    again(post, "Второе")
    clock.shift(HOUR)
    unpublish(post, by=editor, reason="Суд", reader_note="Снято.")
    for path in ("editions/", "editions/1/"):
        response = reader.get(f"/api/v1/posts/{post.pk}/{path}")
        assert response.status_code == 410
        assert response.json()["detail"] == "Снято."
    again(post, "Третье")
    again(post, "Четвёртое")
    assert numbers(fetch, post) == [4, 3]
    assert reader.get(f"/api/v1/posts/{post.pk}/editions/2/").status_code == 404


def test_what_is_to_come_is_not_told(editor, fetch, reader, published, clock):
    post, draft, coming = published(), make_post(), make_post()
    post.headline = "Завтра"
    post.save()
    publish(post, by=editor, at=SEVEN + 9 * HOUR)
    publish(coming, by=editor, at=SEVEN + 9 * HOUR)
    [row] = fetch(f"posts/{post.pk}/editions/")["results"]
    assert (row["edition"], row["live_until"]) == (1, None)
    unknown = reader.get(f"/api/v1/posts/{10**6}/editions/")
    assert unknown.status_code == 404
    for path in (f"{draft.pk}/editions/", f"{coming.pk}/editions/", f"{post.pk}/editions/2/"):
        assert reader.get(f"/api/v1/posts/{path}").content == unknown.content


def test_switched_off_only_what_is_live_is_left(fetch, reader, published, again, clock, settings):
    settings.PREVIOUS_EDITIONS = False
    post = published()
    again(post, "Второе")
    assert numbers(fetch, post) == [2]
    assert reader.get(f"/api/v1/posts/{post.pk}/editions/1/").status_code == 404


@pytest.mark.parametrize("cursor", NOT_CURSORS)
def test_cursor_that_is_none_is_refused(refused, published, clock, cursor):
    assert refused(f"posts/{published().pk}/editions/?cursor={cursor}") == {"cursor"}


@pytest.mark.parametrize("path", ["9" * 30, "0", f"{2**63}"])
def test_number_that_is_none_is_unknown(reader, published, clock, path):
    pk = published().pk
    assert reader.get(f"/api/v1/posts/{path}/editions/").status_code == 404
    assert reader.get(f"/api/v1/posts/{pk}/editions/{path}/").status_code == 404


def test_unknown_parameters_are_refused(refused, published, clock):
    pk = published().pk
    assert refused(f"posts/{pk}/editions/?page=2") == {"page"}
    assert refused(f"posts/{pk}/editions/1/?x=1") == {"x"}


# The site as readers saw it at a time: ?as_of=


def headline(reader, pk, moment):
    response = reader.get(f"/api/v1/posts/{pk}/", {"as_of": moment.isoformat()})
    return response.json()["headline"] if response.status_code == 200 else response.status_code


def listed(fetch, moment, **params):
    rows = fetch("posts/", as_of=moment.isoformat(), **params)["results"]
    return [row["headline"] for row in rows]


@pytest.fixture
def then(editor, published, again, clock):
    """Publish "А" at seven and "Б" at eight, then change both; it is eleven. Return the posts."""
    person = make_person(name="Айта")
    first = published(headline="А", persons=[person])
    clock.shift(HOUR)
    second = published(headline="Б", persons=[person])
    again(first, "А, снова")
    again(second, "Б, снова")
    clock.shift(HOUR)
    person.name = "Айталина"
    person.save()
    return first, second


def test_site_is_as_readers_saw_it(reader, fetch, then):
    first, second = then
    person = first.persons.get()
    assert [headline(reader, first.pk, SEVEN + n * HOUR) for n in (-1, 0, 1, 2)] == [
        404,
        *("А", "А", "А, снова"),
    ]
    assert listed(fetch, SEVEN) == ["А"]
    assert listed(fetch, SEVEN + HOUR) == ["Б", "А"]
    assert listed(fetch, SEVEN + HOUR, person=person.pk) == ["Б", "А"]
    assert listed(fetch, SEVEN + 4 * HOUR) == ["Б, снова", "А, снова"]
    [card] = fetch("posts/", as_of=SEVEN.isoformat())["results"]
    assert [fact["name"] for fact in card["persons"]] == ["Айталина"]


def test_past_pages_by_key(fetch, then):
    page = fetch("posts/", as_of=(SEVEN + HOUR).isoformat(), page_size=1)
    rest = fetch(page["next"].partition("/api/v1/")[2])
    assert [row["headline"] for row in page["results"] + rest["results"]] == ["Б", "А"]


def test_what_readers_may_not_see_any_more_stays_unseen(editor, reader, fetch, then, again, clock):
    first, second = then
    unpublish(first, by=editor, reason="Суд", reader_note="Снято.")
    assert listed(fetch, SEVEN + HOUR) == ["Б"]
    assert headline(reader, first.pk, SEVEN) == 410
    back = again(first, "А, в третий раз")
    assert listed(fetch, SEVEN + HOUR) == ["Б"]
    assert headline(reader, first.pk, SEVEN) == 404
    assert headline(reader, first.pk, back) == "А, в третий раз"


def test_what_is_to_end_later_is_shown_till_then(editor, fetch, then, clock):
    first, _ = then
    unpublish(first, by=editor, reason="Срок", at=SEVEN + 9 * HOUR)
    assert listed(fetch, SEVEN) == ["А"]
    clock.move_to(SEVEN + 9 * HOUR)
    assert listed(fetch, SEVEN) == []


def test_switched_off_the_past_holds_only_what_is_live(reader, fetch, then, settings):
    settings.PREVIOUS_EDITIONS = False
    first, _ = then
    assert listed(fetch, SEVEN + HOUR) == []
    assert listed(fetch, SEVEN + 2 * HOUR) == ["А, снова"]
    assert headline(reader, first.pk, SEVEN) == 404
    assert headline(reader, first.pk, SEVEN + 2 * HOUR) == "А, снова"


@pytest.mark.parametrize("path", ["posts/", "posts/{}/"])
def test_time_to_come_and_what_is_no_time_is_refused(refused, editor, published, clock, path):
    post = published()
    publish(make_post(), by=editor, at=SEVEN + HOUR)
    path = path.format(post.pk)
    for value in ((SEVEN + HOUR).isoformat(), "2026-11-24", "вчера", "9" * 500, "10000-01-01"):
        assert refused(path, {"as_of": value}) == {"as_of"}


def test_fact_of_today_in_what_is_over_is_never_said_to_be_had(reader, published, again, clock):
    person = make_person(name="Айта")
    post = published(persons=[person])
    post.persons.clear()
    again(post, "Без неё")
    clock.shift(HOUR)
    params = {"as_of": SEVEN.isoformat()}
    tags = {
        path: reader.get(path, params).get("ETag", '"none"')
        for path in (f"/api/v1/posts/{post.pk}/", "/api/v1/posts/")
    }
    person.name = "Айталина"
    person.save()
    note_change(person)
    clock.shift(HOUR)
    for path, tag in tags.items():
        response = reader.get(path, params, headers={"If-None-Match": tag})
        assert response.status_code == 200
        assert "Айталина" in response.content.decode()


def test_past_is_not_searched(refused, clock):
    assert refused("posts/", {"as_of": "2026-11-20", "q": "мост"}) == {"as_of"}


def test_never_published_has_no_past(reader, clock):
    assert headline(reader, make_post().pk, SEVEN) == 404
    assert headline(reader, 10**6, SEVEN) == 404
