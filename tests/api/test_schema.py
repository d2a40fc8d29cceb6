import json
import re
from datetime import UTC, datetime
from io import StringIO

import jsonschema
import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from articles.api.pagination import PARAMETERS
from articles.api.views import SHAPES
from articles.changes import Change
from articles.models import Position
from articles.webhooks import TOPICS, make_secret, sign
from articles.webhooks.messages import message_of
from tests.factories import (
    make_event,
    make_image,
    make_organization,
    make_person,
    make_tag,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def schema(reader):
    return reader.get("/api/v1/schema/").json()


def as_json_schema(node):
    """Return the schema with no names allowed in an object but those it says."""
    if isinstance(node, list):
        return [as_json_schema(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {name: as_json_schema(value) for name, value in node.items()}
    if node.get("type") == "object" and "properties" in node:
        node["additionalProperties"] = False
    return node


def without_partial(node):
    """Return the schema without what answers to ``fields`` are: anything would be right by it."""
    if isinstance(node, list):
        return [without_partial(item) for item in node]
    if not isinstance(node, dict):
        return node
    if {"$ref": "#/components/schemas/Partial"} in node.get("anyOf", []):
        return node["anyOf"][0]
    return {name: without_partial(value) for name, value in node.items()}


def check(schema, path, answer, status="200"):
    contents = schema["paths"][f"/api/v1/{path}"]["get"]["responses"][status]["content"]
    content = next(iter(contents.values()))
    root = as_json_schema(without_partial({"components": schema["components"]}))
    jsonschema.validate(answer, root | as_json_schema(without_partial(content["schema"])))


@pytest.mark.parametrize("language", ["ru", "en"])
def test_schema_is_valid_and_made_without_warnings(language, settings):
    settings.LANGUAGE_CODE = language
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=StringIO())


def test_schema_names_its_components(schema):
    assert schema["components"]["schemas"].keys() >= {
        *("Post", "PostCard", "PostKind", "PostLink", "Byline", "Correction", "Image", "Language"),
        *("Person", "PersonLink", "Position", "Organization", "OrganizationKind", "Event"),
        *("EventStatus", "Section", "Tag", "ImageRecord", "Problem"),
    }
    assert not [name for name in schema["components"]["schemas"] if "Document" in name]


@pytest.mark.parametrize(
    ("path", "names"),
    [
        (
            "posts/",
            "about_event about_organization about_person as_of byline cursor event expand fields "
            "format ids kind language ordering organization page_size person published_after "
            "published_before q section tag updated_after",
        ),
        (
            "persons/",
            "cursor event expand fields format ids ordering organization page_size q updated_after",
        ),
        (
            "organizations/",
            "cursor expand fields format ids kind ordering page_size parent person place q "
            "updated_after",
        ),
        (
            "events/",
            "cursor expand fields format from ids ordering organizer page_size parent participant "
            "place q starts_after starts_before status until updated_after",
        ),
        ("sections/", "cursor fields format ids ordering page_size"),
        (
            "images/",
            "credit_organization credit_person cursor expand fields format ids ordering page_size",
        ),
        ("posts/{id}/", "as_of expand fields format id"),
        ("persons/{id}/", "expand fields format id"),
    ],
)
def test_schema_describes_every_parameter(schema, path, names):
    parameters = schema["paths"][f"/api/v1/{path}"]["get"]["parameters"]
    assert sorted(parameter["name"] for parameter in parameters) == names.split()
    if "{id}" not in path:
        assert all(parameter["description"] for parameter in parameters)


def test_docs_name_all_that_lists_are_narrowed_by(schema, settings):
    rows = (settings.BASE_DIR / "docs" / "api.md").read_text().splitlines()
    told = {}
    for row in rows[rows.index("| list | narrowed by |") + 2 :]:
        if not row:
            break
        lists, names = (re.findall(r"`([^`]+)`", cell) for cell in row.split("|")[1:3])
        told |= {f"/api/v1/{path}": set(names) for path in lists}
    of_pages = {*PARAMETERS, "format"}
    for path, names in told.items():
        known = {each["name"] for each in schema["paths"][path]["get"]["parameters"]}
        assert names == known - of_pages, path
    assert told.keys() >= {f"/api/v1/{kind}s/" for kind in SHAPES}


def test_schema_describes_the_problems(schema):
    answers = {path: set(item["get"]["responses"]) for path, item in schema["paths"].items()}
    anywhere = {"200", "400", "401", "429"}
    assert answers["/api/v1/posts/"] == anywhere
    assert answers["/api/v1/posts/{id}/"] == anywhere | {"301", "404", "410"}
    assert answers["/api/v1/tags/{id}/"] == anywhere | {"404"}
    assert answers["/api/v1/embargoed/{id}/"] == anywhere | {"403", "404"}


def test_schema_says_where_a_token_is_needed(schema):
    needs = {path: item["get"]["security"] for path, item in schema["paths"].items()}
    assert needs.pop("/api/v1/embargoed/") == [{"token": []}]
    assert needs.pop("/api/v1/embargoed/{id}/") == [{"token": []}]
    assert all({} in choices for choices in needs.values())


def test_schema_says_what_it_is_of(schema):
    assert schema["openapi"] == "3.1.0"
    assert "v1" in schema["info"]["description"]
    told = {tag["name"] for tag in schema["tags"] if tag["description"]}
    for path, item in schema["paths"].items():
        operation = item["get"]
        assert operation["description"], path
        assert 0 < len(operation["summary"]) < 60, path
        assert set(operation["tags"]) <= told, path
        names = {parameter["name"] for parameter in operation.get("parameters", [])}
        headers = operation["responses"]["200"]["headers"]
        assert ("Link" in headers) == ("cursor" in names), path


def test_every_operation_has_an_example_that_is_right(schema):
    for path, item in schema["paths"].items():
        for status, answer in item["get"]["responses"].items():
            contents = answer.get("content", {})
            if "application/json" in contents or "application/problem+json" in contents:
                example = next(iter(contents.values()))["example"]
                check(schema, path.removeprefix("/api/v1/"), example, status)


def test_schema_describes_each_webhook_as_it_is_sent(schema):
    kinds = [topic for group in TOPICS.values() for topic in group if not topic.endswith("*")]
    assert [*schema["webhooks"]] == kinds
    at = datetime(2026, 11, 24, 3, 10, tzinfo=UTC)
    for topic, item in schema["webhooks"].items():
        told = item["post"]
        kind, action = topic.split(".")
        change = Change(kind, 42, action, at, 2 if kind == "post" else None, None)
        message = message_of(change)
        signed = sign([make_secret()], message=message.id, timestamp=1, body=message.body)
        assert [header["name"] for header in told["parameters"]] == [*signed]
        content = told["requestBody"]["content"]["application/json"]
        root = as_json_schema({"components": schema["components"]} | content["schema"])
        jsonschema.validate(json.loads(message.body), root)
        jsonschema.validate(content["example"], root)
        assert content["example"]["type"] == topic
        assert told["summary"]


def test_answers_have_the_shape_the_schema_says(reader, published, schema):
    person, organization = make_person(), make_organization(parent=make_organization())
    image = make_image(credit_person=person, credit_organization=organization)
    make_person(photo=image, aliases="А\nБ", links="https://example.com/")
    Position.objects.create(person=person, title="Врач", organization=organization)
    event = make_event(parent=make_event())
    event.organizers.set([organization])
    post = published(
        persons=[person],
        organizations=[organization],
        events=[event],
        tags=[make_tag()],
        bylines=[person],
        lead_image=image,
        related_posts=[published()],
    )
    records = {"post": post, "person": person, "organization": organization, "event": event}
    records |= {"section": post.section, "tag": post.tags.first(), "image": image}
    for kind, record in records.items():
        check(schema, f"{kind}s/", reader.get(f"/api/v1/{kind}s/").json())
        check(schema, f"{kind}s/{{id}}/", reader.get(f"/api/v1/{kind}s/{record.pk}/").json())
    check(schema, "", reader.get("/api/v1/").json())
    check(schema, "posts/", reader.get("/api/v1/posts/?x=1").json(), "400")


def test_docs_need_nothing_that_the_policy_forbids(reader):
    page = reader.get("/api/v1/docs/")
    assert page.status_code == 200
    assert "unsafe" not in page["Content-Security-Policy"]
    content = page.content.decode()
    assert "style>" not in content
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", content, re.DOTALL)
    assert len(scripts) == 3
    for attributes, inline in scripts:
        assert not inline.strip()
        assert 'src="/' in attributes
    script = reader.get(re.search(r'src="(/api/v1/docs/[^"]*)"', content)[1])
    assert script["Content-Type"] == "application/javascript"
    assert '"/api/v1/schema/"' in script.content.decode()
    files = re.findall(r'(?:src|href)="/static/([^"]*)"', content)
    assert len(files) == 5
    assert all(finders.find(file) for file in files)
