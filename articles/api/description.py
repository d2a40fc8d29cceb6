"""What the schema says beside what is read from the views: prose, headers, examples."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.api.examples import EXAMPLES, PAGE, PROBLEMS
from articles.api.problems import MEDIA_TYPE
from articles.api.summaries import summaries
from articles.api.webhooks import describe_webhooks
from articles.models import ENTITIES

PARTIAL = "Partial"
REFERENCE = "#/components/schemas/"


def describe(result: dict, generator, request, public) -> dict:
    """Add to the schema that drf-spectacular has made; called by it (see settings)."""
    result["info"]["description"] = _prose()
    result["tags"] = [{"name": name, "description": text} for name, text in _tags().items()]
    result["components"]["schemas"][PARTIAL] = {
        "type": "object",
        "description": _("Of a record what “fields” names, and nothing else."),
    }
    _add_problems(result)
    called = summaries()
    for operation in _operations(result):
        operation["summary"] = called[operation["operationId"]]
        _mend_cursor(operation)
        names = {parameter["name"] for parameter in operation.get("parameters", [])}
        for status, answer in operation["responses"].items():
            _add_headers(status, answer, "cursor" in names)
            for content in answer.get("content", {}).values():
                _add_example(result, operation["operationId"], status, content)
    for operation in _operations(result):
        if any(parameter["name"] == "fields" for parameter in operation.get("parameters", [])):
            _allow_partial(result, operation["responses"]["200"]["content"]["application/json"])
    describe_webhooks(result)
    return result


def _add_problems(result: dict) -> None:
    """Add what every address can answer with, where the view does not say it better."""
    texts = {"400": _("A parameter is unknown or its value is not right.")}
    problem = {MEDIA_TYPE: {"schema": {"$ref": f"{REFERENCE}Problem"}}}
    for path, operations in result["paths"].items():
        answers = operations["get"]["responses"]
        here = dict(texts)
        if "{" in path:
            here["404"] = _("Readers see nothing with this id.")
        if "{id}" in path and path.split("/")[3] in ("posts", *(f"{kind}s" for kind in ENTITIES)):
            here["410"] = _("Readers saw it once and do not see it any more.")
            answers.setdefault("301", {"description": _("Something else stands in its place.")})
        for status, text in here.items():
            content = {name: dict(value) for name, value in problem.items()}
            answers.setdefault(status, {"description": text, "content": content})


def _mend_cursor(operation: dict) -> None:
    for parameter in operation.get("parameters", []):
        if parameter["name"] == "cursor":
            parameter["schema"] = {"type": "string", "format": "cursor", "minLength": 1}


def _operations(result: dict) -> Iterator[dict]:
    for path in result["paths"].values():
        yield from path.values()


def _add_headers(status: str, answer: dict, is_list: bool) -> None:
    texts = {"Content-Language": _("The language of the words in the answer.")}
    if status == "200" and is_list:
        texts["Link"] = _("The addresses of the first page and of the next (RFC 8288).")
    if status.startswith("3"):
        texts["Location"] = _("The address of what stands in its place.")
    headers = answer.setdefault("headers", {})
    for name, text in texts.items():
        headers.setdefault(name, {"description": text, "schema": {"type": "string"}})


def _add_example(result: dict, operation: str, status: str, content: dict) -> None:
    if {"example", "examples"} & content.keys():
        return
    schema = content.get("schema", {})
    name = _name_of(schema)
    if operation in EXAMPLES and status == "200":
        content["example"] = EXAMPLES[operation]
    elif name == "Problem" and int(status) in PROBLEMS:
        content["example"] = PROBLEMS[int(status)]
    elif name in EXAMPLES:
        content["example"] = EXAMPLES[name]
    elif inner := _inside(result, name):
        content["example"] = PAGE | {"results": [EXAMPLES[inner]]}


def _inside(result: dict, name: str) -> str:
    """Return what a page holds: "PostCard"; nothing if there is no example of it."""
    page = result["components"]["schemas"].get(name, {}).get("properties", {})
    inner = _name_of(page.get("results", {}).get("items", {}))
    return inner if inner in EXAMPLES else ""


def _name_of(schema: dict) -> str:
    return schema.get("$ref", "").removeprefix(REFERENCE)


def _allow_partial(result: dict, content: dict) -> None:
    """Let an answer be of some fields alone, a page of such too."""
    partial = {"$ref": f"{REFERENCE}{PARTIAL}"}
    schemas = result["components"]["schemas"]
    page = schemas[_name_of(content["schema"])]
    if "results" not in page["properties"]:
        content["schema"] = {"anyOf": [content["schema"], partial]}
    elif "anyOf" not in page["properties"]["results"]["items"]:  # several have the same page
        items = page["properties"]["results"]["items"]
        page["properties"]["results"]["items"] = {"anyOf": [items, partial]}


def _prose() -> str:
    return "\n\n".join(
        [
            _(
                "What is published here, for programs: read only, without a key, the same for"
                " everyone. Posts are as readers see them now; the names and pages of those they"
                " name are today's."
            ),
            _(
                "**Lists** have a page of 20 records, or as many as `page_size` says, and the"
                " address of the next one in `next` and in the `Link` header. Follow it as it is: a"
                " cursor is good for the list, the filters and the order it was given for."
                " `fields=id,headline` leaves out the rest, `expand=persons` puts whole records in"
                " the place of links."
            ),
            _(
                "**Errors** are problem details (RFC 9457) that name each parameter that is not"
                " right. What is unknown is refused, and never passed over."
            ),
            _(
                "**To keep a copy** follow `changes/`, which leaves out nothing, rather than read"
                " lists again."
            ),
            _(
                "**To be told** of the same changes, give a chief editor an address of yours: each"
                " is sent there as it comes, signed after Standard Webhooks."
            ),
            _(
                "**Versions.** Within v1 nothing is taken away, renamed or given another type or"
                " meaning. Addresses, parameters, fields, formats and values of fields such as"
                " `kind` may be added at any time: pass over what you do not know. Cursors, the"
                " order of fields and the words of errors are nobody's to rely on. If there is a"
                " v2, v1 stays beside it for 24 months at least, and says so in `Deprecation` and"
                " `Sunset` headers (RFC 9745, RFC 8594)."
            ),
        ]
    )


def _tags() -> dict[str, str]:
    return {
        "feed": _("Where to begin: the addresses of all lists."),
        "posts": _("Articles, news, interviews: cards in lists, whole by their id, and editions."),
        "persons": _("Whom posts name and who makes them, and the posts of each."),
        "organizations": _("Authorities, companies, teams that posts name, and the posts of each."),
        "events": _("What takes place: by date, place and who holds it, and the posts of each."),
        "sections": _("The departments of the site, and the posts of each."),
        "tags": _("Free keywords, and the posts of each."),
        "images": _("Pictures in what is published, in all their sizes, with whose they are."),
        "embargoed": _("What is approved and opens later, for partners whose token opens it."),
        "changes": _(
            "What became different for readers, in order: to keep a copy of all there is."
        ),
    }
