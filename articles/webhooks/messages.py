"""A change as it is sent: thin, since whoever wants the words asks for them."""

import hashlib
import json
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from articles.changes import Change
from articles.documents import iso


@dataclass(frozen=True)
class Message:
    """What is sent of a change; ``id`` is the same at each attempt and for each receiver."""

    id: str
    topic: str
    body: str


def topic_of(change: Change) -> str:
    return f"{change.kind}.{change.action}"


def message_of(change: Change) -> Message:
    """Return a change as JSON of some 300 bytes."""
    data = {
        "kind": change.kind,
        "id": change.id,
        "action": change.action,
        "api_url": settings.SITE_URL + reverse(f"api:{change.kind}-detail", args=[change.id]),
        "edition": change.edition,
        "into": change.into,
    }
    payload = {"type": topic_of(change), "timestamp": iso(change.at), "data": data}
    return Message(_id_of(change), payload["type"], _json(payload))


def _id_of(change: Change) -> str:
    facts = [change.kind, change.id, change.action, change.at.timestamp(), change.edition]
    return f"msg_{hashlib.sha256(_json([*facts, change.into]).encode()).hexdigest()[:32]}"


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))
