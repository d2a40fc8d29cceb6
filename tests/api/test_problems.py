import pytest
from django.test import Client

from tests.factories import make_tag

pytestmark = pytest.mark.django_db
METHODS = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "LOCK"]
ADDRESSES = ["", "posts/", "posts/1/", "persons/", "persons/1/", "tags/", "schema/", "docs/"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", ADDRESSES)
def test_method_that_does_not_read(path, method):
    client = Client(enforce_csrf_checks=True)
    response = client.generic(method, f"/api/v1/{path}?x=1", "not json", "application/json")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["title"] == "Method Not Allowed"


@pytest.mark.parametrize("path", ["", "posts/", "tags/", "tags/{pk}/", "schema/", "docs/"])
def test_head_is_get_without_the_body(reader, path):
    address = f"/api/v1/{path.format(pk=make_tag().pk)}"
    head, get = reader.head(address), reader.get(address)
    assert head.status_code == 200
    assert head.content == b""
    assert head["Content-Type"] == get["Content-Type"]


@pytest.mark.parametrize("method", ["GET", "HEAD", *METHODS])
@pytest.mark.parametrize(
    "path",
    ["nothing/", "nothing", "posts", "posts/1", "posts/1/more/", "posts.json", "a%0Ab/", "%00"],
)
def test_unknown_address_is_a_problem_whatever_the_method(path, method):
    client = Client(enforce_csrf_checks=True)
    response = client.generic(method, f"/api/v1/{path}")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_problem_has_the_members_of_rfc_9457(reader):
    response = reader.get("/api/v1/posts/?x=1", headers={"accept-language": "en"})
    assert response.json() == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "These parameters are not right: x.",
        "errors": [{"parameter": "x", "detail": "There is no such parameter here."}],
    }
    assert response["Vary"] == "Accept-Language"
    assert response["Content-Language"] == "en"


def test_problem_of_an_unknown_id_is_that_of_an_unknown_address(reader):
    answers = [reader.get(f"/api/v1/{path}").json() for path in ("posts/1/", "tags/1/", "x/")]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["errors"] == []


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/*;q=0.1", "broken", ""])
def test_accept_header_changes_nothing(reader, accept):
    found = reader.get("/api/v1/posts/", headers={"accept": accept})
    assert found.status_code == 200
    assert found["Content-Type"] == "application/json"
    missing = reader.get("/api/v1/posts/1/", headers={"accept": accept})
    assert missing["Content-Type"] == "application/problem+json"


def test_nothing_sets_a_cookie(reader):
    for path in ("posts/", "posts/1/", "posts/?x=1", "x/", "schema/", "docs/"):
        assert not reader.get(f"/api/v1/{path}").cookies


def test_feed_lists_its_lists(reader, settings):
    settings.SITE_URL = "https://sakha.example"
    lists = reader.get("/api/v1/").json()
    assert lists["posts"] == "https://sakha.example/api/v1/posts/"
    for address in lists.values():
        assert reader.get(address.removeprefix("https://sakha.example")).status_code == 200
