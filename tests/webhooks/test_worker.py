"""The worker tells what changed by itself: nobody presses anything."""

import json
import os
import signal
import threading
from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from articles.models import Webhook
from articles.publishing import publish, unpublish
from articles.webhooks import add
from tests.factories import make_post

from .receiver import TAKEN

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGQUIT]


@pytest.fixture
def stop_at(receiver):
    """Return a function that makes the worker be told to stop once so much was delivered."""
    before = {each: signal.getsignal(each) for each in SIGNALS}
    too_long = threading.Timer(60, os.kill, [os.getpid(), signal.SIGTERM])
    too_long.start()

    def stop_at(count: int) -> None:
        def answer(number):
            if number == count:
                os.kill(os.getpid(), signal.SIGTERM)
            return TAKEN

        receiver.answers = answer

    yield stop_at
    too_long.cancel()
    too_long.join()
    for each, handler in before.items():
        signal.signal(each, handler)


def work(**options) -> None:
    # Told to stop, it ends with what it is at, or leaves at once if that is nothing.
    with suppress(SystemExit):
        call_command("db_worker", startup_delay=False, reload=False, verbosity=0, **options)


def told(receiver) -> list[tuple]:
    found = [json.loads(request["body"]) for request in receiver.requests]
    return [(each["type"], each["data"]["id"], each["timestamp"]) for each in found]


@pytest.fixture
def webhook(receiver) -> Webhook:
    webhook = Webhook(url=receiver.url, description="Партнёр", topics=["post.*"])
    add(webhook)
    return webhook


def test_scheduled_publication_is_told_by_the_worker_alone(receiver, webhook, editor, stop_at):
    at = (timezone.now() + timedelta(days=1)).replace(hour=7, minute=0, second=0, microsecond=0)
    post, other = make_post(), make_post()
    publish(other, by=editor)
    publish(post, by=editor, at=at)
    unpublish(other, by=editor, reason="Ошибка", at=at + timedelta(hours=1))
    stop_at(1)
    with time_machine.travel(at - timedelta(minutes=1)):
        work(interval=0.1)
    stop_at(3)
    with time_machine.travel(at + timedelta(hours=2)):
        work(interval=0.1)
    stamp = timezone.localtime(at).isoformat(timespec="seconds")
    later = timezone.localtime(at + timedelta(hours=1)).isoformat(timespec="seconds")
    first, *rest = told(receiver)
    assert first[:2] == ("post.upsert", other.pk)
    assert rest == [("post.upsert", post.pk, stamp), ("post.unpublish", other.pk, later)]
    webhook.refresh_from_db()
    assert (webhook.lease, webhook.failures) == ("", 0)


def test_worker_in_a_batch_tells_what_waits_and_ends(receiver, webhook, editor, settings):
    settings.CHANGES_SETTLE = 0
    post = make_post()
    publish(post, by=editor)
    work(batch=True, interval=0)
    assert [each[:2] for each in told(receiver)] == [("post.upsert", post.pk)]
