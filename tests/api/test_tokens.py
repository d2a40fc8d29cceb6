import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.admin.tokens import revoke
from articles.models import Token
from articles.publishing import publish, unpublish
from tests.api.conftest import HOUR, SEVEN
from tests.factories import make_event, make_person, make_post, make_tag, make_token

pytestmark = pytest.mark.django_db
EMBARGOED = "/api/v1/embargoed/"


@pytest.fixture
def ask(client):
    """Return the answer to a request with a token."""

    def get(secret, path=EMBARGOED, **params):
        return client.get(path, params, headers={"authorization": f"Bearer {secret}"})

    return get


@pytest.fixture
def secret(chief):
    """Return a token that opens what is scheduled."""
    return make_token(chief, opens_embargoed=True)[1]


@pytest.fixture
def scheduled(editor):
    """Schedule a post and return it."""

    def make(*, at=None, **fields):
        post = make_post(**fields)
        publish(post, by=editor, at=at or timezone.now() + HOUR)
        return post

    return make


# Who may


def test_token_is_kept_as_a_hash_alone(chief):
    token, secret = make_token(chief)
    assert len(secret) > 40
    row = Token.objects.filter(pk=token.pk).values_list().get()
    assert not [value for value in row if secret in str(value)]
    assert make_token(chief)[1] != secret


@pytest.mark.parametrize("fault", ["unknown", "expired", "revoked", "cut", "none", "strange"])
@pytest.mark.parametrize("path", [EMBARGOED, "/api/v1/tags/", "/api/v1/nothing/"])
def test_token_that_does_not_work_is_401_and_does_not_say_why(ask, chief, fault, path):
    token, secret = make_token(chief, opens_embargoed=True)
    if fault == "expired":
        Token.objects.update(expires_at=timezone.now())
    elif fault == "revoked":
        revoke(token)
    secret = {"unknown": "x" * 52, "cut": secret[:-1], "none": "", "strange": "\xff\x01 ~"}.get(
        fault, secret
    )
    response = ask(secret, path)
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer realm=")
    assert 'error="invalid_token"' in response["WWW-Authenticate"]
    assert response["Cache-Control"] == "no-store"
    assert "Authorization" in response["Vary"]
    assert response["Content-Type"] == "application/problem+json"
    assert response.content == ask("another", path).content


def test_embargoed_asks_for_a_token(client, scheduled):
    post = scheduled()
    for path in (EMBARGOED, f"{EMBARGOED}{post.pk}/", f"{EMBARGOED}999/"):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path)
        assert response.status_code == 401
        assert response["WWW-Authenticate"].startswith("Bearer realm=")
        assert "error" not in response["WWW-Authenticate"]
        assert response["Cache-Control"] == "private, no-store"
        assert len(queries) == 0


def test_token_without_the_mark_is_403_whatever_is_there(ask, chief, scheduled):
    post, (_, secret) = scheduled(), make_token(chief)
    answers = [ask(secret, f"{EMBARGOED}{path}") for path in ("", f"{post.pk}/", "999/", "?x=1")]
    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.content for answer in answers}) == 1
    assert "WWW-Authenticate" not in answers[0]


def test_token_opens_what_is_public_as_it_is(ask, client, secret):
    make_tag()
    assert ask(secret, "/api/v1/tags/").content == client.get("/api/v1/tags/").content


def test_scheme_of_a_proxy_is_not_ours(client):
    basic = {"authorization": "Basic dXNlcjpwYXNz"}
    assert client.get("/api/v1/tags/", headers=basic).status_code == 200
    assert client.get(EMBARGOED, headers=basic).status_code == 401


def test_scheme_is_read_in_any_case(client, secret):
    assert client.get(EMBARGOED, headers={"authorization": f"bearer  {secret} "}).status_code == 200


def test_token_in_an_address_is_refused_and_never_repeated(client, secret):
    response = client.get(EMBARGOED, {"token": secret, "access_token": secret})
    assert response.status_code == 401
    assert secret not in response.content.decode()
    response = client.get("/api/v1/tags/", {"access_token": secret})
    assert response.status_code == 400
    assert secret not in response.content.decode()


def test_token_is_in_no_log(ask, client, secret, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    client.raise_request_exception = False
    monkeypatch.setattr("articles.api.tokens._note_use", lambda *_args: 1 / 0)
    assert ask(secret).status_code == 500
    assert ask("wrong" * 10).status_code == 401
    assert caplog.text
    assert secret not in caplog.text
    assert "wrongwrong" not in caplog.text


def test_last_use_is_written_once_a_minute(ask, chief, clock):
    token, secret = make_token(chief, opens_embargoed=True)

    def writes():
        with CaptureQueriesContext(connection) as queries:
            assert ask(secret).status_code == 200
        return len([query for query in queries if query["sql"].startswith("UPDATE")])

    assert [writes(), writes()] == [1, 0]
    clock.shift(timedelta(seconds=59))
    assert writes() == 0
    clock.shift(timedelta(seconds=1))
    assert writes() == 1
    assert Token.objects.get(pk=token.pk).last_used_at == SEVEN + timedelta(minutes=1)


def test_token_ends_when_it_says(ask, chief, clock):
    _, secret = make_token(chief, opens_embargoed=True, expires_at=SEVEN + HOUR)
    assert ask(secret).status_code == 200
    clock.shift(HOUR)
    assert ask(secret).status_code == 401


# What it opens


def test_embargoed_lists_what_is_scheduled_the_next_first(ask, editor, scheduled, secret, clock):
    third, first = scheduled(at=SEVEN + 3 * HOUR), scheduled(at=SEVEN + HOUR)
    live = make_post()
    publish(live, by=editor)
    live.headline = "Мост закрыт"
    live.save()
    publish(live, by=editor, at=SEVEN + 2 * HOUR)
    taken_back = scheduled()
    unpublish(taken_back, by=editor, reason="Рано")
    make_post()
    found = ask(secret).json()["results"]
    assert [row["id"] for row in found] == [first.pk, live.pk, third.pk]
    assert [row["edition"] for row in found] == [1, 2, 1]
    assert found[0]["embargoed_until"] == "2026-11-23T08:00:00+09:00"
    assert "body" not in found[0]
    clock.shift(HOUR)
    assert [row["id"] for row in ask(secret).json()["results"]] == [live.pk, third.pk]


def test_embargoed_is_paged(ask, scheduled, secret, settings):
    posts = [scheduled(at=timezone.now() + hours * HOUR).pk for hours in (1, 2, 3)]
    page = ask(secret, page_size=2).json()
    rest = ask(secret, page["next"].removeprefix(settings.SITE_URL)).json()
    assert [row["id"] for row in page["results"] + rest["results"]] == posts
    assert rest["next"] is None
    assert ask(secret, page_size=0).status_code == 400
    assert ask(secret, x=1).status_code == 400
    assert ask(secret, cursor="x").status_code == 400


def test_embargoed_post_is_what_readers_will_get(ask, reader, scheduled, secret, clock):
    post = scheduled(persons=[make_person()], events=[make_event(is_published=False)])
    early = ask(secret, f"{EMBARGOED}{post.pk}/").json()
    stamp = {"edition": 1, "embargoed_until": "2026-11-23T08:00:00+09:00"}
    assert stamp.items() <= early.items()
    assert early["events"] == []
    assert reader.get(f"/api/v1/posts/{post.pk}/").status_code == 404
    clock.shift(HOUR)
    assert ask(secret, f"{EMBARGOED}{post.pk}/").status_code == 404
    later = reader.get(f"/api/v1/posts/{post.pk}/").json()
    assert {name: early[name] for name in later} == later


@pytest.mark.parametrize("pk", [999, 2**63, 10**30])
def test_embargoed_post_that_is_not_there(ask, secret, pk):
    assert ask(secret, f"{EMBARGOED}{pk}/").status_code == 404


@pytest.mark.parametrize("path", ["", "{pk}/", "999/", "?x=1"])
def test_no_cache_keeps_what_is_embargoed(ask, scheduled, secret, path):
    response = ask(secret, EMBARGOED + path.format(pk=scheduled().pk))
    assert response["Cache-Control"] == "private, no-store"
    assert "Authorization" in response["Vary"].split(", ")
    assert "ETag" not in response


def test_token_changes_no_public_answer(ask, client, editor, scheduled, secret):
    """What is scheduled stays out of every list, count and detail, whoever asks."""
    person = make_person()
    post = scheduled(persons=[person], headline="Тайный мост")
    for path in ("posts/", f"persons/{person.pk}/", f"posts/?person={person.pk}", "sections/"):
        response = ask(secret, f"/api/v1/{path}")
        assert response.content == client.get(f"/api/v1/{path}").content
        assert "Тайный" not in response.content.decode()
    assert ask(secret, f"/api/v1/posts/{post.pk}/").status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_embargoed_costs_the_same_however_many(ask, scheduled, secret, count, clock):
    ask(secret)
    posts = [scheduled(persons=[make_person()], tags=[make_tag()]) for _ in range(count)]
    with CaptureQueriesContext(connection) as queries:
        assert len(ask(secret, page_size=100).json()["results"]) == count
    assert len(queries) == 3  # the token, the page, its facts
    with CaptureQueriesContext(connection) as queries:
        assert ask(secret, f"{EMBARGOED}{posts[0].pk}/").status_code == 200
    assert len(queries) == 3
