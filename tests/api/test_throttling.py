from datetime import timedelta

import pytest

from tests.factories import make_token

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _limits(settings, clock):
    settings.API_LIMIT, settings.API_TOKEN_LIMIT = 3, 5


@pytest.fixture
def ask(client):
    """Return the answer to a request from an address, by default to a list."""

    def get(address="203.0.113.7", path="tags/", **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.get(f"/api/v1/{path}", headers=named, REMOTE_ADDR=address)

    return get


def statuses(ask, count, *args, **kwargs):
    return [ask(*args, **kwargs).status_code for _ in range(count)]


def test_who_asks_too_often_is_told_when_to_come_again(ask, clock):
    clock.shift(timedelta(seconds=18))
    assert statuses(ask, 3) == [200, 200, 200]
    response = ask(accept_language="en")
    assert response.status_code == 429
    assert response["Retry-After"] == "42"
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    assert response.json() == {
        "type": "about:blank",
        "title": "Too Many Requests",
        "status": 429,
        "detail": "Too many requests. Ask again in 42 seconds.",
        "errors": [],
    }
    clock.shift(timedelta(seconds=42))
    assert ask().status_code == 200


def test_answers_say_what_is_left(ask, clock):
    clock.shift(timedelta(seconds=10))
    first, second = ask(), ask(path="posts/1/")
    assert first["RateLimit-Policy"] == second["RateLimit-Policy"] == '"address";q=3;w=60'
    assert first["RateLimit"] == '"address";r=2;t=50'
    assert second["RateLimit"] == '"address";r=1;t=50'
    ask()
    assert ask()["RateLimit"] == '"address";r=0;t=50'


@pytest.mark.parametrize(
    "path", ["tags/", "posts/1/", "posts/?x=1", "nothing/", "schema/", "docs/"]
)
def test_every_address_counts(ask, path):
    assert 429 not in statuses(ask, 3, path=path)
    assert ask(path=path).status_code == 429
    assert ask().status_code == 429


def test_one_address_does_not_use_up_anothers(ask):
    assert statuses(ask, 4)[-1] == 429
    assert ask("203.0.113.8").status_code == 200


def test_house_with_ipv6_is_one(ask):
    """Each of its devices has a billion of addresses."""
    for number in range(3):
        assert ask(f"2001:db8:1:2::{number}").status_code == 200
    assert ask("2001:db8:1:2:ffff::1").status_code == 429
    assert ask("2001:db8:1:3::1").status_code == 200
    assert statuses(ask, 3, "::ffff:203.0.113.7") == [200] * 3
    assert ask("203.0.113.7").status_code == 429


def test_readers_pages_are_not_counted(client, ask):
    statuses(ask, 4)
    response = client.get("/", REMOTE_ADDR="203.0.113.7")
    assert response.status_code == 200
    assert "RateLimit" not in response


@pytest.mark.parametrize(
    ("proxies", "peer", "passed_on", "is_counted_as"),
    [
        (None, "127.0.0.1", "198.51.100.1", "198.51.100.1"),
        (None, "", "198.51.100.1", "198.51.100.1"),  # by a socket
        (None, "127.0.0.1", "192.0.2.9, 198.51.100.1", "198.51.100.1"),
        (None, "203.0.113.7", "198.51.100.1", "203.0.113.7"),  # of its own invention
        (0, "127.0.0.1", "198.51.100.1", "127.0.0.1"),
        (1, "203.0.113.7", "192.0.2.9, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.7", "192.0.2.9, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "203.0.113.7", "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.7", "nonsense\x00", "203.0.113.7"),
        (1, "203.0.113.7", "", "203.0.113.7"),
    ],
)
def test_address_behind_proxies(ask, settings, proxies, peer, passed_on, is_counted_as):
    settings.PROXIES = proxies
    assert statuses(ask, 3, peer, x_forwarded_for=passed_on) == [200] * 3
    settings.PROXIES = 0
    assert ask(is_counted_as).status_code == 429


def test_limit_of_a_token_is_higher_and_its_own(ask, chief):
    (_, secret), (_, other) = make_token(chief), make_token(chief)
    assert statuses(ask, 4)[-1] == 429
    bearer = {"authorization": f"Bearer {secret}"}
    assert ask(**bearer)["RateLimit-Policy"] == '"token";q=5;w=60'
    # Wherever it is sent from.
    assert statuses(ask, 5, "203.0.113.8", **bearer) == [200] * 4 + [429]
    assert ask(authorization=f"Bearer {other}").status_code == 200
    assert ask("203.0.113.8").status_code == 200


def test_guessing_tokens_is_stopped(ask, chief, django_assert_num_queries):
    _, secret = make_token(chief)
    answers = [ask(authorization=f"Bearer {number}") for number in range(20)]
    assert {answer.status_code for answer in answers} == {401}
    with django_assert_num_queries(0):
        refused = ask(authorization=f"Bearer {secret}")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "60"
    # It stops neither those who send none, nor the partner elsewhere.
    assert ask().status_code == 200
    assert ask("203.0.113.8", authorization=f"Bearer {secret}").status_code == 200


def test_no_limit(ask, settings):
    settings.API_LIMIT = 0
    assert statuses(ask, 5) == [200] * 5
    assert "RateLimit" not in ask()
