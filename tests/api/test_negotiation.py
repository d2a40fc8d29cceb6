"""Which format an answer has."""

import pytest

pytestmark = pytest.mark.django_db
JSON = "application/json"
NINJS = "application/vnd.iptc.ninjs+json"
CSV = "text/csv; charset=utf-8"
PROBLEM = "application/problem+json"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.fixture
def got(reader):
    """Return the media type of an answer that is there."""

    def get(path, accept=None):
        headers = {} if accept is None else {"accept": accept}
        response = reader.get(f"/api/v1/{path}", headers=headers)
        assert response.status_code == 200, response.content.decode()
        return response["Content-Type"]

    return get


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        (BROWSER, JSON),
        (NINJS, NINJS),
        ("Application/Vnd.IPTC.Ninjs+JSON", NINJS),
        (f"{NINJS};q=0.5, text/csv;q=0.4", NINJS),
        (f"{NINJS};q=0.5, {JSON};q=0.9", JSON),
        (f"{NINJS}, {JSON}", JSON),
        (f"{NINJS}; version=3.1; q=0.7, */*;q=0.1", NINJS),
        ("text/csv", CSV),
        ("text/csv; charset=utf-8", CSV),
        ("text/*", CSV),
        ("text/*;q=0.2, */*;q=0.1", CSV),
        ("application/*", JSON),
        (f"{JSON};q=0, application/*", NINJS),
        (f"{JSON};q=0, {NINJS};q=0.000", JSON),
        ("text/csv;q=7", CSV),
        ("text/csv;q=nan", CSV),
        ("text/html", JSON),
        ("image/*;q=0.1", JSON),
        ("broken", JSON),
        (",;,;;q=,/", JSON),
        ("text/csv," * 5000, CSV),
        (f"{'a' * 20_000}/b, text/csv", CSV),
        ("\u043f\u0438\u0441\u044c\u043c\u043e/*, text/csv", CSV),
    ],
)
def test_accept(got, accept, media_type):
    assert got("posts/", accept) == media_type


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("posts/?format=json", JSON),
        ("posts/?format=ninjs", NINJS),
        ("posts/?format=csv", CSV),
        ("posts/?format=excel", CSV),
        ("tags/?format=csv", CSV),
        ("?format=json", JSON),
    ],
)
def test_format_in_the_address_wins(got, path, media_type):
    assert got(path, "text/csv;q=0.9, application/json;q=0.8") == media_type


def test_detail_has_the_formats_of_one_record(reader, got, refused, published):
    post = published()
    assert got(f"posts/{post.pk}/?format=ninjs") == NINJS
    assert got(f"posts/{post.pk}/", f"text/csv, {NINJS};q=0.1") == NINJS
    assert got(f"posts/{post.pk}/", "text/csv") == JSON
    assert got(f"sections/{post.section_id}/?format=json") == JSON
    assert refused(f"posts/{post.pk}/?format=csv") == {"format"}
    assert refused(f"sections/{post.section_id}/?format=ninjs") == {"format"}


@pytest.mark.parametrize("name", ["xml", "JSON", "api", "%00", "json%20", "%F0%9F", "a" * 3000])
@pytest.mark.parametrize("path", ["posts/", "posts/1/", "events/", "", "schema/"])
def test_unknown_format_is_refused_by_name(refused, path, name):
    assert refused(f"{path}?format={name}") == {"format"}


def test_refusal_says_what_there_is(reader):
    response = reader.get("/api/v1/posts/?format=xml", headers={"accept-language": "en"})
    (error,) = response.json()["errors"]
    assert error["detail"] == "There is no such format here. There is: json, ninjs, csv, excel."


@pytest.mark.parametrize("query", ["format=", "format=json&format=csv"])
def test_format_is_given_once_and_not_empty(refused, query):
    assert refused(f"posts/?{query}") == {"format"}


@pytest.mark.parametrize("format", ["json", "ninjs", "csv"])
@pytest.mark.parametrize("path", ["posts/?x=1", "posts/?page_size=0", "tags/?x=1"])
def test_problem_is_a_problem_whatever_the_format(reader, path, format):
    response = reader.get(f"/api/v1/{path}&format={format}", headers={"accept": NINJS})
    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)


@pytest.mark.parametrize("accept", [JSON, NINJS, "text/csv"])
def test_missing_post_is_a_problem_whatever_is_accepted(reader, accept):
    response = reader.get("/api/v1/posts/1/", headers={"accept": accept})
    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)


def test_method_that_does_not_read_is_refused_before_the_format(reader):
    assert reader.post("/api/v1/posts/?format=xml").status_code == 405


def test_caches_are_told_where_the_header_chooses(reader, published):
    post = published()
    for path in ("posts/", f"posts/{post.pk}/", "tags/"):
        for accept in (JSON, NINJS, "text/csv", "text/html"):
            found = reader.get(f"/api/v1/{path}", headers={"accept": accept})
            assert found["Vary"] == "Accept"
    for path in ("posts/?format=ninjs", "posts/?format=json", f"sections/{post.section_id}/"):
        assert "Vary" not in reader.get(f"/api/v1/{path}").headers


@pytest.mark.parametrize("format", ["json", "ninjs", "csv", "excel"])
def test_head_is_get_without_the_body(reader, published, format):
    published()
    address = f"/api/v1/posts/?format={format}"
    head, get = reader.head(address), reader.get(address)
    assert head.content == b""
    assert head.headers.items() >= {"Content-Type": get["Content-Type"]}.items()
    assert head["Content-Length"] == str(len(get.content))


def test_page_for_people_is_a_page_whatever_is_asked_for(reader):
    response = reader.get("/api/v1/docs/?format=xml", headers={"accept": NINJS})
    assert (response.status_code, response["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_schema_shows_the_media_types(reader):
    paths = reader.get("/api/v1/schema/").json()["paths"]

    def shown(path):
        answer = paths[f"/api/v1/{path}"]["get"]
        (parameter,) = (row for row in answer["parameters"] if row["name"] == "format")
        return list(answer["responses"]["200"]["content"]), sorted(parameter["schema"]["enum"])

    assert shown("posts/") == ([JSON, NINJS, "text/csv"], ["csv", "excel", "json", "ninjs"])
    assert shown("posts/{id}/") == ([JSON, NINJS], ["json", "ninjs"])
    assert shown("persons/") == ([JSON, "text/csv"], ["csv", "excel", "json"])
    assert shown("persons/{id}/") == ([JSON], ["json"])
