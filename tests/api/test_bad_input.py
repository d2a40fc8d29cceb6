import pytest

pytestmark = pytest.mark.django_db

LISTS = ["posts/", "persons/", "organizations/", "events/", "sections/", "tags/", "images/"]
NOT_IDS = [
    *("0", "-1", "1.5", "1e3", "0x1", "abc", "null", "+1", "1_0", "1,2", " 1", "１", "²", "x" * 81),
    *("1%00", "%00", "%ED%A0%80", "%FF", str(2**63), "9" * 30, "9" * 5000, "1" * 400, "[1]", "*"),
]
NOT_MOMENTS = [
    *("abc", "yesterday", "0", "20", "2026-13-01", "2026-02-30", "10000-01-01", "0000-01-01"),
    *("2026-11-23T25:00:00Z", "2026-11-23T10:60:00Z", "2026-11-23T10:00:00%2B99:99"),
    *(
        "2026-11-23T10:00:00%2B24:00",
        "2026-11-23T10:00:00+09:00",
        "2026-11-23T10:00:00Asia/Yakutsk",
    ),
    *("0001-01-01", "0001-01-01T00:00:00%2B01:00", "9999-12-31T23:59:59-12:00"),
    *(
        "23.11.2026",
        "11/23/2026",
        "-1",
        "1e9",
        "%00",
        "2026-11-23%00",
        "%ED%A0%80",
        "２０２６-11-23",
    ),
    *("2026-11-23T10:00:00%2B09:00" * 50, "9" * 5000),
]
NOT_DAYS = [
    *("abc", "2026-13-01", "2026-02-30", "10000-01-01", "0000-01-01", "-1", "23.11.2026"),
    *("2026-11-23T10:00:00", "%00", "%ED%A0%80", "２０２６-11-23", "9" * 5000),
]
NOT_SIZES = [
    "0",
    "-1",
    "101",
    "abc",
    "1.0",
    "1e1",
    "+1",
    " 1",
    "１",
    "²",
    "%00",
    "9" * 30,
    "9" * 5000,
]
NOT_CURSORS = ["abc", "a:b", "WzFd:", ":", "%00", "%ED%A0%80", "é", "W10:" + "x" * 43, "9" * 5000]


@pytest.mark.parametrize("value", NOT_IDS)
@pytest.mark.parametrize("name", ["person", "organization", "event"])
def test_malformed_entity(refused, name, value):
    assert refused(f"posts/?{name}={value}") == {name}


@pytest.mark.parametrize("value", [*NOT_IDS, "нет", "a b", "a/b", "a'b", "x" * 81, "x" * 5000])
@pytest.mark.parametrize("name", ["section", "tag"])
def test_malformed_term(refused, name, value):
    assert refused(f"posts/?{name}={value}") == {name}


@pytest.mark.parametrize("value", NOT_MOMENTS)
@pytest.mark.parametrize("name", ["published_after", "published_before", "updated_after"])
def test_malformed_moment(refused, name, value):
    assert refused(f"posts/?{name}={value}") == {name}


@pytest.mark.parametrize("value", NOT_DAYS)
@pytest.mark.parametrize("name", ["starts_after", "starts_before", "from", "until"])
def test_malformed_day(refused, name, value):
    assert refused(f"events/?{name}={value}") == {name}


@pytest.mark.parametrize("value", ["x", "NEWS", "news ", "новости", "%00", "%ED%A0%80", "9" * 5000])
@pytest.mark.parametrize(
    "parameter", ["posts/?kind", "posts/?language", "organizations/?kind", "events/?status"]
)
def test_unknown_choice(refused, parameter, value):
    assert refused(f"{parameter}={value}") == {parameter.partition("?")[2]}


@pytest.mark.parametrize("value", NOT_IDS)
@pytest.mark.parametrize("path", ["organizations/", "events/"])
def test_malformed_parent(refused, path, value):
    assert refused(f"{path}?parent={value}") == {"parent"}


@pytest.mark.parametrize(
    "value", ["0", "1,", ",1", "1,,2", "1;2", "1, 2", "1.5", "x", "%00", "9" * 30, "1," * 100 + "1"]
)
@pytest.mark.parametrize("path", ["posts/", "tags/"])
def test_malformed_ids(refused, path, value):
    assert refused(f"{path}?ids={value}") == {"ids"}


@pytest.mark.parametrize(
    "value",
    [
        *("x", "id,", ",", ".", "persons.", "persons..name", "persons.name.x", "persons.biography"),
        *("body", "Id", "id id", "%00", "%ED%A0%80", "__class__", "id," * 100 + "id", "x" * 5000),
    ],
)
def test_fields_that_are_not_there(refused, value):
    assert refused(f"posts/?fields={value}") == {"fields"}


@pytest.mark.parametrize(
    "value",
    [
        *("x", "persons,", ",", "persons.", "persons.name", "lead_image", "related_posts", "%00"),
        *("%ED%A0%80", "events.parent.parent", "persons,persons,persons" * 9, "x" * 5000),
        *("events.parent.parent.parent.parent.parent", "tags," * 10 + "tags"),
    ],
)
def test_links_that_cannot_be_expanded(refused, value):
    assert refused(f"posts/?expand={value}") == {"expand"}


def test_refusal_names_what_is_not_there(reader):
    [error] = reader.get("/api/v1/posts/?fields=id,headlines").json()["errors"]
    assert "headlines" in error["detail"]
    [error] = reader.get("/api/v1/posts/?expand=persons,<b>").json()["errors"]
    assert "<b>" not in error["detail"]


@pytest.mark.parametrize(
    "value", ["x", "headline", "-", "--id", "%00", "id,name", "pk", "x" * 5000]
)
@pytest.mark.parametrize("path", LISTS)
def test_unknown_order(refused, path, value):
    assert refused(f"{path}?ordering={value}") == {"ordering"}


@pytest.mark.parametrize("query", ["q=" + "x" * 201, "q=мост&ordering=first_published_at"])
def test_question_that_cannot_be_answered(refused, query):
    assert len(refused(f"posts/?{query}")) == 1


@pytest.mark.parametrize(
    "query", ["%00", "*", '"', "-", "()", "' OR 1", "%ED%A0%80", "§1", "а" * 200]
)
def test_any_words_are_a_question(ids, reader, published, query):
    published()
    for path in ("posts", "persons", "organizations", "events"):
        assert reader.get(f"/api/v1/{path}/?q={query}").status_code == 200
    assert reader.get(f"/api/v1/events/?place={query}").json()["results"] == []


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", ["posts/", "posts/1/", "persons/1/posts/", "images/", ""])
def test_method_that_changes_something(reader, path, method):
    response = getattr(reader, method)(f"/api/v1/{path}")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("value", NOT_SIZES)
def test_page_size_out_of_bounds(refused, value):
    assert refused(f"posts/?page_size={value}") == {"page_size"}


def test_page_size_names_its_bounds(reader):
    errors = reader.get("/api/v1/posts/?page_size=101").json()["errors"]
    assert "1" in errors[0]["detail"]
    assert "100" in errors[0]["detail"]


@pytest.mark.parametrize("value", NOT_CURSORS)
@pytest.mark.parametrize("path", LISTS)
def test_cursor_not_made_by_us(refused, path, value):
    assert refused(f"{path}?cursor={value}") == {"cursor"}


@pytest.mark.parametrize("path", [*LISTS, ""])
@pytest.mark.parametrize("name", ["x", "formats", "limit", "offset", "search", "Person"])
def test_unknown_parameter_of_a_list(refused, path, name):
    assert refused(f"{path}?{name}=json") == {name}


def test_unknown_parameter_with_a_broken_name(reader):
    for name in ("%00", "%ED%A0%80", "%FF", "x" * 5000, "person%00", "persons__name"):
        response = reader.get(f"/api/v1/posts/?{name}=1")
        assert response.status_code == 400
        assert len(response.json()["errors"]) == 1


@pytest.mark.parametrize("path", [f"{path}{{pk}}/" for path in LISTS])
def test_parameter_of_a_detail(refused, path):
    assert refused(f"{path.format(pk=1)}?page_size=1&x=1") == {"page_size", "x"}


def test_schema_takes_no_parameters(refused):
    assert refused("schema/?format=yaml") == {"format"}


def test_several_faults_are_named_together(refused):
    query = "x=1&kind=news&kind=article&person="
    assert refused(f"posts/?{query}") == {"x", "kind", "person"}
    assert refused("posts/?person=abc&kind=x&updated_after=x") == {
        "person",
        "kind",
        "updated_after",
    }


@pytest.mark.parametrize(
    "query",
    [
        "section=a&section=b",
        "person=1&person=1",
        "page_size=1&page_size=2",
        "cursor=a&cursor=b",
        "published_after=2026-01-01&published_after=2026-01-02",
    ],
)
def test_repeated_parameter(refused, query):
    assert refused(f"posts/?{query}") == {query.partition("=")[0]}


@pytest.mark.parametrize(
    "name", ["section", "person", "kind", "updated_after", "page_size", "cursor"]
)
def test_parameter_without_a_value(refused, name):
    assert refused(f"posts/?{name}=") == {name}
    assert refused(f"posts/?{name}") == {name}


def test_more_parameters_than_are_read(reader):
    query = "&".join(f"x{n}=1" for n in range(1100))
    response = reader.get(f"/api/v1/posts/?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "pk",
    ["0", "-1", "abc", "1.5", str(2**63), "9" * 30, "9" * 5000, "%00", "%ED%A0%80", "1%00", "１"],
)
def test_address_with_no_id_in_it(reader, path, pk):
    response = reader.get(f"/api/v1/{path}{pk}/")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
