from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.http import http_date

from articles.publishing import publish, unpublish
from tests.api.conftest import HOUR, SEVEN
from tests.factories import make_organization, make_person, make_post, make_tag

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
