"""What the description says of webhooks: the requests that we send to others."""

from django.conf import settings
from django.utils.translation import gettext as _

from articles.api.examples import API
from articles.changes import ACTIONS, CORRECT, KINDS, MERGE, UNPUBLISH, UPSERT

MESSAGE = "WebhookMessage"
TOPICS = [(kind, each) for kind in KINDS for each in ACTIONS if kind == "post" or each != CORRECT]


def describe_webhooks(result: dict) -> None:
    """Add to the schema each topic that a receiver may ask for, and what it is sent."""
    result["components"]["schemas"][MESSAGE] = _message()
    result["webhooks"] = {
        f"{kind}.{action}": {"post": _operation(kind, action)} for kind, action in TOPICS
    }


def _operation(kind: str, action: str) -> dict:
    seconds = {"seconds": settings.WEBHOOKS_TIMEOUT}
    answers = {
        "2XX": _("It is taken, if this answer comes within %(seconds)g seconds.") % seconds,
        "410": _("The receiver wants nothing any more."),
        "default": _("It is sent again later: when Retry-After says, or after 5 seconds, 20, 80."),
    }
    return {
        "operationId": f"{kind}_{action}",
        "summary": _summaries()[action],
        "security": [],
        "parameters": _headers(),
        "requestBody": {"required": True, "content": {"application/json": _content(kind, action)}},
        "responses": {status: {"description": text} for status, text in answers.items()},
    }


def _summaries() -> dict[str, str]:
    return {
        UPSERT: _("It is new, or different"),
        CORRECT: _("A fact in it was wrong, and readers are told so"),
        UNPUBLISH: _("Readers do not see it any more"),
        MERGE: _("Something else stands in its place"),
    }


def _headers() -> list[dict]:
    """Return the headers of a request, after Standard Webhooks 1.0.0."""
    identity = _("The same at each attempt: pass over what you had.")
    stamp = _("When it was sent, in seconds since 1970: refuse what is older than five minutes.")
    signature = _(
        "v1 and the HMAC-SHA256 of id.timestamp.body by your secret; two with a space between"
        " while it is exchanged."
    )
    headers = [
        ("webhook-id", identity, {"type": "string"}, "msg_5f0c1d7e9a"),
        ("webhook-timestamp", stamp, {"type": "integer"}, 1795489800),
        (
            "webhook-signature",
            signature,
            {"type": "string"},
            "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
        ),
    ]
    return [
        {
            "name": name,
            "in": "header",
            "required": True,
            "description": text,
            "schema": schema,
            "example": example,
        }
        for name, text, schema, example in headers
    ]


def _message() -> dict:
    """Return the schema of what articles/webhooks/messages.py sends."""
    properties = {
        "type": {"type": "string", "enum": [".".join(topic) for topic in TOPICS]},
        "timestamp": {
            "type": "string",
            "format": "date-time",
            "description": _("When it became different for readers."),
        },
        "data": _data(),
    }
    return {"type": "object", "required": [*properties], "properties": properties}


def _data() -> dict:
    number = {"type": ["integer", "null"]}
    properties = {
        "kind": {"type": "string", "enum": [*KINDS]},
        "id": {"type": "integer"},
        "action": {"type": "string", "enum": [*ACTIONS]},
        "api_url": {
            "type": "string",
            "format": "uri",
            "description": _("Where the record is, as it is when you ask."),
        },
        "edition": number | {"description": _("The number of the edition, of a post.")},
        "into": number | {"description": _("The id of what stands in its place now.")},
    }
    return {"type": "object", "required": [*properties], "properties": properties}


def _content(kind: str, action: str) -> dict:
    data = {
        "kind": kind,
        "id": 42,
        "action": action,
        "api_url": f"{API}/{kind}s/42/",
        "edition": 2 if kind == "post" else None,
        "into": 43 if action == MERGE else None,
    }
    example = {"type": f"{kind}.{action}", "timestamp": "2026-11-24T12:10:00+09:00", "data": data}
    return {"schema": {"$ref": f"#/components/schemas/{MESSAGE}"}, "example": example}
