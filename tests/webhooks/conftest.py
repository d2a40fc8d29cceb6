from datetime import UTC, datetime, timedelta

import pytest

from articles.changes import Change
from articles.models import Webhook
from articles.webhooks import make_secret

from .receiver import Receiver

BEGAN = datetime(2026, 11, 22, 7, tzinfo=UTC)


class Stream:
    """Changes as articles.changes tells them, one after another, with a place to go on from."""

    def __init__(self) -> None:
        self.changes: list[Change] = []

    def add(self, *topics: str) -> None:
        """Add changes; the id of each is its number."""
        for topic in topics:
            number = len(self.changes) + 1
            kind, action = topic.split(".")
            edition = number if kind == "post" else None
            at = BEGAN + timedelta(seconds=number)
            self.changes.append(Change(kind, number, action, at, edition, None))

    def read(self, cursor: str, *, limit: int) -> tuple[list[Change], str, bool]:
        start = int(cursor or 0)
        found = self.changes[start : start + limit]
        end = start + len(found)
        return found, str(end), end < len(self.changes)


@pytest.fixture
def stream() -> Stream:
    return Stream()


@pytest.fixture
def receiver(settings):
    """A receiver that takes all; only with the setting may it stand on this machine."""
    settings.WEBHOOKS_PRIVATE = True
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def make_webhook(receiver, db):
    def make(**fields) -> Webhook:
        defaults = {"url": receiver.url, "description": "Партнёр", "secret": make_secret()}
        topics = ["post.*", "person.*", "organization.*", "event.*"]
        return Webhook.objects.create(**defaults | {"topics": topics} | fields)

    return make


@pytest.fixture
def webhook(make_webhook) -> Webhook:
    return make_webhook()
