from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.http import http_date

from articles.merging import merge
from articles.noting import note_change
from articles.publishing import publish, relate, unpublish
from tests.api.conftest import HOUR, SEVEN
from tests.factories import (
    make_event,
    make_notice,
    make_organization,
    make_person,
    make_post,
    make_tag,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(reader):
    """Return the answer to a request with headers: if_none_match='"..."' ..."""

    def get(path, *, method="get", params=None, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return getattr(reader, method)(f"/api/v1/{path}", params, headers=named)

    return get


def tag(response):
    assert response.status_code == 200, response.content
    assert response["ETag"].startswith('"')  # strong
    return response["ETag"]


# How long


@pytest.mark.parametrize(("second", "age"), [(0, 60), (1, 59), (59, 1)])
def test_answer_is_kept_to_the_end_of_the_minute(ask, published, clock, second, age):
    post = published()
    clock.shift(timedelta(seconds=second))
    for path in ("posts/", f"posts/{post.pk}/", "tags/", "", "schema/"):
        assert ask(path)["Cache-Control"] == f"public, max-age={age}, must-revalidate"


@pytest.mark.parametrize("path", ["posts/", "posts/{pk}/", "persons/"])
def test_no_answer_is_kept_past_what_happens_by_itself(ask, published, editor, clock, path):
    post = published()
    later = make_post()
    publish(later, by=editor, at=SEVEN + timedelta(seconds=40))
    unpublish(post, by=editor, at=SEVEN + timedelta(seconds=25, microseconds=500), reason="Суд")
    path = path.format(pk=post.pk)
    assert "max-age=25," in ask(path)["Cache-Control"]
    clock.shift(timedelta(seconds=24))
    assert "max-age=1," in ask(path)["Cache-Control"]
    clock.shift(timedelta(seconds=2))
    if "{" not in path and path != f"posts/{post.pk}/":
        assert "max-age=14," in ask(path)["Cache-Control"]
    clock.shift(timedelta(seconds=15))
    assert "max-age=19," in ask("posts/")["Cache-Control"]


def test_schedule_of_later_is_not_told(ask, published, editor, clock):
    before = ask("posts/")["Cache-Control"]
    publish(make_post(), by=editor, at=SEVEN + HOUR)
    assert ask("posts/")["Cache-Control"] == before


def test_refusals_and_redirects_are_asked_for_again(ask, published, editor):
    gone, moved, target = published(), published(), published()
    unpublish(gone, by=editor, reason="Суд")
    unpublish(moved, by=editor, reason="Дубль", redirect_to=target)
    statuses = {f"posts/{gone.pk}/": 410, f"posts/{moved.pk}/": 301, "posts/999/": 404, "x/": 404}
    for path, status in (statuses | {"posts/?x=1": 400}).items():
        response = ask(path)
        assert response.status_code == status
        assert response["Cache-Control"] == "no-cache"
        assert "ETag" not in response


# Whether it is another


def paths(published):
    post = published(persons=[make_person()], tags=[make_tag()])
    make_organization()
    yield from ("", "posts/", "persons/", "organizations/", "events/", "tags/", "schema/", "docs/")
    yield from (f"posts/{post.pk}/", f"persons/{post.persons.first().pk}/")
    yield f"posts/?person={post.persons.first().pk}&page_size=1"


def test_who_has_the_answer_gets_304(ask, published, clock):
    for path in paths(published):
        whole = ask(path)
        again = ask(path, if_none_match=tag(whole))
        assert again.status_code == 304, path
        assert again.content == b""
        for name in ("ETag", "Cache-Control", "Content-Language", "Access-Control-Allow-Origin"):
            assert again[name] == whole[name], (path, name)
        assert again.get("Vary") == whole.get("Vary")
        assert "Content-Type" not in again
        assert ask(path, if_none_match=f'"other", W/{tag(whole)}').status_code == 304
        assert ask(path, if_none_match="*").status_code == 304
        assert ask(path, if_none_match='"other"').status_code == 200


def test_head_has_the_headers_of_get(ask, published, clock):
    for path in paths(published):
        whole, head = ask(path), ask(path, method="head")
        assert head.content == b""
        for name in ("ETag", "Cache-Control", "Content-Type", "Content-Language"):
            assert head[name] == whole[name], (path, name)
        assert ask(path, method="head", if_none_match=tag(whole)).status_code == 304


def test_condition_on_another_answer_is_412(ask, published):
    path = f"posts/{published().pk}/"
    whole = ask(path)
    assert ask(path, if_match=tag(whole)).status_code == 200
    assert ask(path, if_match="*").status_code == 200
    for refused in (ask(path, if_match='"other"'), ask(path, if_match=f"W/{tag(whole)}")):
        assert refused.status_code == 412
        assert refused["Content-Type"] == "application/problem+json"
        assert refused.json()["errors"] == []


@pytest.mark.parametrize("header", ['"', "W/", '"a" "b"', "\x01", "*, *", "x" * 5000, ""])
def test_broken_condition_is_passed_over(ask, published, header):
    path = f"posts/{published().pk}/"
    assert ask(path, if_none_match=header).status_code == 200
    assert ask(path, if_modified_since=header).status_code == 200


@pytest.mark.parametrize("status", [304, 410])
def test_unpublished_post_is_never_not_modified(ask, published, editor, status):
    post, other = published(), published()
    path = f"posts/{post.pk}/"
    detail, listed = tag(ask(path)), tag(ask("posts/"))
    later = http_date((timezone.now() + 100 * HOUR).timestamp())
    unpublish(post if status == 410 else other, by=editor, reason="Суд")
    for headers in (
        {"if_none_match": detail},
        {"if_none_match": "*"},
        {"if_modified_since": later},
    ):
        response = ask(path, **headers)
        assert response.status_code == 410 if status == 410 else response.status_code in (200, 304)
    assert ask("posts/", if_none_match=listed).status_code == 200
    assert ask("posts/", if_modified_since=later).status_code == 200


def test_scheduled_post_is_404_whatever_the_condition(ask, editor):
    post = make_post()
    publish(post, by=editor, at=timezone.now() + HOUR)
    for headers in ({}, {"if_none_match": "*"}, {"if_match": '"x"'}):
        assert ask(f"posts/{post.pk}/", **headers).status_code == 404


def test_wrong_parameter_is_400_whatever_the_condition(ask, published):
    for path in ("posts/", f"posts/{published().pk}/"):
        assert ask(path, params={"x": "1"}, if_none_match="*").status_code == 400
        assert ask(path, params={"x": "1"}, if_modified_since=http_date()).status_code == 400


# From rows alone


SETTLED = timedelta(seconds=11)


@pytest.fixture
def costs(ask, django_assert_num_queries):
    """Return the answer to whoever has it, made in that many queries and without a body."""

    def get(count, path, etag, **params):
        with django_assert_num_queries(count):
            return ask(path, params=params or None, if_none_match=etag)

    return get


def test_post_that_is_the_same_is_not_read(ask, published, costs, clock):
    post = published(persons=[make_person()], language="sah")
    clock.shift(SETTLED)
    whole = ask(f"posts/{post.pk}/")
    answer = costs(1, f"posts/{post.pk}/", tag(whole))
    assert answer.status_code == 304
    for name in ("ETag", "Last-Modified", "Cache-Control", "Content-Language"):
        assert answer[name] == whole[name]
    assert whole["Content-Language"] == "sah"
    assert whole["Last-Modified"] == http_date(SEVEN.timestamp())
    assert ask(f"posts/{post.pk}/", if_modified_since=whole["Last-Modified"]).status_code == 304
    for other in (-1, 1, 5000):
        date = http_date(SEVEN.timestamp() + other)
        assert ask(f"posts/{post.pk}/", if_modified_since=date).status_code == 200


@pytest.mark.parametrize("make", [make_person, make_organization, make_event])
def test_entity_that_is_the_same_is_not_read(ask, costs, clock, make):
    record = make()
    note_change(record)
    path = f"{record._meta.model_name}s/{record.pk}/"
    clock.shift(SETTLED)
    etag = tag(ask(path))
    assert costs(1, path, etag).status_code == 304
    record.name = "Иначе"
    record.save()
    note_change(record)
    for _ in range(2):
        assert ask(path, if_none_match=etag).json()["name"] == "Иначе"
        clock.shift(SETTLED)


def test_post_with_others_beside_it_asks_for_them_too(ask, published, costs, clock, editor):
    other = published()
    post = published(related_posts=[other])
    clock.shift(SETTLED)
    whole = ask(f"posts/{post.pk}/")
    assert costs(2, f"posts/{post.pk}/", tag(whole)).status_code == 304
    # Of what is beside it, the date of its own tells nothing.
    assert "Last-Modified" not in whole
    unpublish(other, by=editor, reason="Суд")
    clock.shift(SETTLED)
    assert ask(f"posts/{post.pk}/", if_none_match=tag(whole)).json()["related_posts"] == []


def rename(editor, post):
    person = post.persons.get()
    person.name = "Иначе"
    person.save()
    note_change(person)


def hide(editor, post):
    person = post.persons.get()
    person.is_published = False
    person.save()
    note_change(person)


def merge_away(editor, post):
    merge(post.persons.get(), into=make_person(), by=editor)


def rename_section(editor, post):
    post.section.name = "Иначе"
    post.section.save()
    note_change(post.section)


def correct(editor, post):
    post.headline = "Иначе"
    post.save()
    publish(post, by=editor)


def translate(editor, post):
    other = make_post(language="sah")
    publish(other, by=editor)
    relate(other, post)


@pytest.mark.parametrize(
    "change", [rename, hide, merge_away, rename_section, correct, translate, unpublish]
)
@pytest.mark.parametrize("wait", [timedelta(0), SETTLED, HOUR])
def test_whatever_changes_the_answer_changes_its_tag(ask, published, editor, clock, change, wait):
    """At once, in the second it was published, and for whoever asks while it settles or later."""
    post = published(persons=[make_person()])
    path = f"posts/{post.pk}/"
    clock.shift(wait)
    before = ask(path)
    if change is unpublish:
        unpublish(post, by=editor, reason="Суд")
    else:
        change(editor, post)
    for _ in range(3):
        after = ask(path, if_none_match=tag(before), if_modified_since=http_date())
        assert after.status_code in ({404, 410} if change is unpublish else {200})
        assert after.content != before.content
        clock.shift(SETTLED)
    assert ask(path, if_none_match=before["ETag"]).status_code != 304


def test_notice_of_the_day_changes_the_tag(ask, published, clock, settings):
    settings.NOTICES = True
    person = make_person()
    make_notice(person, valid_from=(SEVEN + 24 * HOUR).date())
    post = published(persons=[person])
    clock.shift(HOUR)
    whole = ask(f"posts/{post.pk}/")
    assert "Last-Modified" not in whole
    assert ask(f"posts/{post.pk}/", if_none_match=tag(whole)).status_code == 304
    clock.shift(24 * HOUR)
    assert ask(f"posts/{post.pk}/", if_none_match=tag(whole)).json()["notices"]


def test_settings_and_code_change_the_tag(ask, published, clock, settings, monkeypatch):
    path = f"posts/{published().pk}/"
    clock.shift(HOUR)
    first = tag(ask(path))
    settings.SITE_URL = "https://sakha.example"
    second = tag(ask(path))
    monkeypatch.setattr("articles.api.stamps.code_version", lambda: "another")
    assert len({first, second, tag(ask(path))}) == 3


def test_tags_of_posts_differ(ask, published, clock):
    posts = [published() for _ in range(3)]
    clock.shift(HOUR)
    assert len({tag(ask(f"posts/{post.pk}/")) for post in posts}) == 3


LISTED = ["posts/", "posts/?language=ru&page_size=1", "persons/", "persons/{person}/posts/"]


@pytest.mark.parametrize("path", LISTED)
def test_list_that_is_the_same_is_not_presented(ask, published, costs, clock, path):
    person = make_person()
    note_change(person)
    published(persons=[person]), published()
    path = path.format(person=person.pk)
    clock.shift(SETTLED)
    whole = ask(path)
    answer = costs(1 + ("/posts/" in path), path, tag(whole))  # who it is of, and the stamps
    assert answer.status_code == 304
    for name in ("ETag", "Cache-Control", "Content-Language", "Vary"):
        assert answer.get(name) == whole.get(name)
    # What has left the list has no date in it.
    assert "Last-Modified" not in whole


NAMING = ["posts/", "posts/{post}/", "persons/", "persons/{person}/", "persons/{person}/posts/"]


@pytest.mark.parametrize("path", NAMING)
def test_answer_that_is_the_same_is_made_once(
    ask, published, clock, path, django_assert_num_queries
):
    person = make_person()
    note_change(person)
    post = published(persons=[person], language="sah")
    published()
    path = path.format(person=person.pk, post=post.pk)
    clock.shift(SETTLED)
    first = ask(path)
    with django_assert_num_queries(1 + path.endswith("/posts/")):  # who it is of, and the rows
        again = ask(path)
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers == first.headers
    assert ask(path, method="head").headers == first.headers
    person.name = "Иначе"
    person.save()
    note_change(person)
    for _ in range(2):
        assert "Иначе" in str(ask(path).json())
        clock.shift(SETTLED)


@pytest.mark.parametrize("change", [rename, hide, rename_section, correct, unpublish])
def test_whatever_changes_a_list_changes_its_tag(ask, published, editor, clock, change):
    published()
    post = published(persons=[make_person()])
    clock.shift(HOUR)
    before = ask("posts/")
    change(editor, post) if change is not unpublish else unpublish(post, by=editor, reason="Суд")
    for _ in range(3):
        after = ask("posts/", if_none_match=tag(before))
        assert after.status_code == 200
        assert after.content != before.content
        clock.shift(SETTLED)


def test_list_differs_by_what_is_asked(ask, published, clock):
    posts = [published(language="ru") for _ in range(3)]
    person = make_person()
    clock.shift(HOUR)
    paths = ["posts/", "posts/?page_size=2", "posts/?page_size=3", "posts/?fields=id"]
    paths += ["posts/?expand=section", "posts/?format=csv", "posts/?ordering=first_published_at"]
    paths += [
        "posts/?q=мост",
        f"posts/{posts[0].pk}/",
        f"posts/{posts[0].pk}/?fields=id",
    ]
    paths += [f"persons/{person.pk}/", f"persons/{person.pk}/?fields=id", "persons/"]
    tags = [tag(ask(path)) for path in paths]
    assert len(set(tags)) == len(paths)


def test_expanded_record_that_changed_changes_the_tag(ask, published, clock):
    """A biography is no word of a post, but of an answer that holds the person whole."""
    person = make_person()
    path = f"posts/{published(persons=[person]).pk}/?expand=persons"
    clock.shift(HOUR)
    etag = tag(ask(path))
    assert ask(path, if_none_match=etag).status_code == 304
    person.biography = "Иначе"
    person.save()
    note_change(person)
    clock.shift(HOUR)
    assert ask(path, if_none_match=etag).status_code == 200


def test_changes_are_asked_for_each_time(ask, published, clock):
    published()
    clock.shift(HOUR)
    whole = ask("changes/")
    assert whole["Cache-Control"] == "no-cache"
    assert ask("changes/", if_none_match=tag(whole)).status_code == 304
    published()
    clock.shift(SETTLED)
    assert ask("changes/", if_none_match=tag(whole)).status_code == 200
