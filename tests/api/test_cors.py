import pytest

from tests.factories import make_tag

pytestmark = pytest.mark.django_db
ELSEWHERE = {"origin": "https://other.example"}


@pytest.mark.parametrize("path", ["", "posts/", "tags/{pk}/", "posts/1/", "posts/?x=1", "x/", "x"])
@pytest.mark.parametrize("headers", [{}, ELSEWHERE], ids=["same", "elsewhere"])
def test_page_of_any_site_may_read_any_answer(reader, path, headers):
    address = f"/api/v1/{path.format(pk=make_tag().pk)}"
    response = reader.get(address, headers=headers)
    assert response["Access-Control-Allow-Origin"] == "*"
    exposed = set(response["Access-Control-Expose-Headers"].split(", "))
    assert exposed >= {"ETag", "Link", "RateLimit", "Retry-After"}
    assert "Access-Control-Allow-Credentials" not in response
    # The same for everyone: a cache keeps one copy.
    assert "Origin" not in response.get("Vary", "")


@pytest.mark.parametrize("path", ["posts/", "posts/1/", "docs/", "nothing"])
def test_preflight(client, path):
    asked = ELSEWHERE | {
        "access-control-request-method": "GET",
        "access-control-request-headers": "if-none-match",
    }
    response = client.options(f"/api/v1/{path}", headers=asked)
    assert response.status_code == 204
    assert response.content == b""
    assert "Content-Type" not in response
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "If-None-Match" in response["Access-Control-Allow-Headers"].split(", ")
    assert int(response["Access-Control-Max-Age"]) > 600


def test_page_of_another_site_can_send_no_token(client):
    asked = ELSEWHERE | {
        "access-control-request-method": "GET",
        "access-control-request-headers": "authorization",
    }
    response = client.options("/api/v1/embargoed/", headers=asked)
    assert "Authorization" not in response["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in response


def test_readers_pages_and_the_desk_stay_closed(reader, client):
    for page in ("/", "/archive/", "/admin/login/"):
        assert "Access-Control-Allow-Origin" not in client.get(page, headers=ELSEWHERE)


def test_fault_of_ours_is_a_problem_that_other_sites_can_read(client, monkeypatch):
    """It says that something is wrong, and nothing of what."""

    def fail(*args):
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr("articles.api.posts.present", fail)
    client.raise_request_exception = False
    response = client.get("/api/v1/posts/", headers={"accept-language": "en"})
    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.json()["errors"] == []
    assert b"swordfish" not in response.content


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_body_is_not_read(client, method):
    response = client.generic(method, "/api/v1/posts/", "{}", "application/json")
    assert response.status_code == 400
    if method == "GET":
        assert response.json()["errors"][0]["parameter"] == "body"


def test_strange_host_is_a_problem(client):
    response = client.get("/api/v1/posts/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
