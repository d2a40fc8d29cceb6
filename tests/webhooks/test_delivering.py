"""Every change once or more, in order, whatever the receiver or the worker comes to."""

import json
import random
import re
import time
from contextlib import contextmanager, suppress
from datetime import timedelta
from itertools import count

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from django.utils.http import http_date

from articles import changes
from articles.models import Webhook, WebhookDelivery
from articles.webhooks import ask_again, delivering, revive
from articles.webhooks.delivering import KEPT, LEASE, PATIENCE, deliver_due, lease

from .receiver import TAKEN, Receiver

pytestmark = pytest.mark.django_db
FAILED = (503, {}, b"not now")


class Killed(BaseException):
    """What no worker catches."""


@contextmanager
def killed_after(queries: int):
    """Let nothing more reach the database after so many statements, as of a worker that died."""
    number = count()

    def execute_or_die(execute, sql, params, many, context):
        if next(number) >= queries and not re.match("SAVEPOINT|RELEASE|ROLLBACK", sql):
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(execute_or_die), suppress(Killed):
        yield


def pass_time() -> None:
    """Let every lease run out and every wait be over."""
    past = timezone.now() - timedelta(seconds=1)
    Webhook.objects.exclude(leased_until=None).update(leased_until=past)
    Webhook.objects.update(next_attempt_at=past)


def again(webhook: Webhook) -> Webhook:
    return Webhook.objects.get(pk=webhook.pk)


def test_change_is_sent_as_it_is_told(receiver, webhook, stream, settings):
    settings.SITE_URL = "https://news.example.org"
    stream.changes.append(changes.Change("person", 7, "merge", timezone.now(), None, 9))
    assert deliver_due(stream.read) == 1
    (request,) = receiver.requests
    at = f"{timezone.localtime(stream.changes[0].at):%Y-%m-%dT%H:%M:%S+09:00}"
    assert request["path"] == "/hook?to=desk"
    assert request["headers"]["content-type"] == "application/json"
    assert json.loads(request["body"]) == {
        "type": "person.merge",
        "timestamp": at,
        "data": {
            "kind": "person",
            "id": 7,
            "action": "merge",
            "api_url": "https://news.example.org/api/v1/persons/7/",
            "edition": None,
            "into": 9,
        },
    }


def test_only_what_was_asked_for_is_sent(receiver, make_webhook, stream):
    make_webhook(topics=["post.unpublish", "event.*"])
    topics = ["post.upsert", "event.upsert", "post.unpublish", "person.upsert", "event.merge"]
    stream.add(*topics, *["person.upsert"] * 200, "post.unpublish", *["post.upsert"] * 70)
    deliver_due(stream.read)
    assert receiver.ids == [2, 3, 5, 206]
    webhook = Webhook.objects.get()
    assert webhook.cursor == "276"
    assert webhook.reached_at == stream.changes[-1].at


def test_failure_holds_up_what_follows_and_is_tried_again(receiver, webhook, stream):
    stream.add("post.upsert", "person.upsert")
    receiver.answers = lambda number: TAKEN if number > 3 else FAILED
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _failure in range(3):
            assert deliver_due(stream.read) == 1
            wait = again(webhook).next_attempt_at - timezone.now()
            assert deliver_due(stream.read) == 0  # not its turn
            waits.append(wait.total_seconds())
            clock.shift(wait)
        deliver_due(stream.read)
    assert receiver.ids == [1, 1, 1, 1, 2]
    assert [wait == pytest.approx(x, rel=0.1) for wait, x in zip(waits, [5, 20, 80], strict=True)]
    ids = [request["headers"]["webhook-id"] for request in receiver.requests]
    assert len(set(ids)) == 2
    stamps = [int(request["headers"]["webhook-timestamp"]) for request in receiver.requests]
    assert stamps[0] < stamps[1] < stamps[2] < stamps[3]  # of the attempt
    log = [(row.attempt, row.status, row.error, row.answer) for row in webhook.deliveries.all()]
    failures = [(attempt, 503, "status", "not now") for attempt in (3, 2, 1)]
    assert log == [(1, 204, "", ""), (4, 204, "", ""), *failures]
    assert again(webhook).failing_since is None


@pytest.mark.parametrize(
    ("header", "at_least", "at_most"),
    [
        ("600", 530, 670),
        (lambda: http_date(time.time() + 600), 530, 670),
        ("9" * 90, 5 * 3600, 7 * 3600),
        ("Sun, 31 Dec 9999 23:59:59 GMT", 5 * 3600, 7 * 3600),
        ("soon", 4, 6),
        ("-600", 4, 6),
        ("Thu, 01 Jan 1970 00:00:00 -0000", 4, 6),
    ],
)
def test_receiver_may_ask_for_a_longer_wait(receiver, webhook, stream, header, at_least, at_most):
    stream.add("post.upsert")
    value = header() if callable(header) else header
    receiver.answers = lambda number: (429, {"Retry-After": value}, b"")
    deliver_due(stream.read)
    wait = again(webhook).next_attempt_at - timezone.now()
    assert at_least - 2 < wait.total_seconds() < at_most


@pytest.mark.parametrize("seed", range(3))
def test_worker_killed_at_any_point_loses_nothing_and_keeps_the_order(
    receiver, webhook, stream, seed
):
    chance = random.Random(seed)  # noqa: S311
    receiver.answers = lambda number: chance.choice([TAKEN, TAKEN, TAKEN, FAILED])
    stream.add(*chance.choices(["post.upsert", "post.correct", "person.merge"], k=25))
    for queries in [*range(25), *chance.choices(range(40), k=15)]:
        with killed_after(queries):
            deliver_due(stream.read)
        pass_time()
    receiver.answers = lambda number: TAKEN
    deliver_due(stream.read)
    assert sorted(set(receiver.ids)) == list(range(1, 26))
    # The same may come again, but never one that was before it.
    assert receiver.ids == sorted(receiver.ids)
    assert len(receiver.ids) > 25


def test_lease_keeps_others_away_until_it_runs_out(receiver, webhook, stream):
    stream.add("post.upsert")
    dead = again(webhook)
    assert lease(dead)
    assert deliver_due(stream.read) == 0
    assert not lease(again(webhook))
    with time_machine.travel(timezone.now() + 2 * LEASE):
        deliver_due(stream.read)
    assert receiver.ids == [1]
    # Whoever comes back late neither sends nor writes over what the other knows.
    assert not delivering._renew(dead)
    assert not delivering._keep(dead, cursor="")
    assert again(webhook).cursor == "1"


def test_worker_that_lost_its_lease_on_the_way_sends_no_more(receiver, webhook, stream):
    stream.add("post.upsert", "post.upsert")

    def read(cursor, *, limit):
        found = stream.read(cursor, limit=limit)
        if cursor == "1":
            Webhook.objects.update(lease="another")
        return found

    deliver_due(read)
    assert receiver.ids == [1]
    assert again(webhook).cursor == "1"


def test_each_receiver_has_its_own_place(receiver, webhook, make_webhook, stream):
    other = Receiver()
    try:
        make_webhook(url=other.url, cursor="2")
        stream.add("post.upsert", "post.upsert", "post.upsert")
        receiver.answers = lambda number: FAILED
        deliver_due(stream.read)
        assert receiver.ids == [1]
        assert other.ids == [3]
    finally:
        other.close()


def test_mistake_of_ours_with_one_receiver_costs_no_other(receiver, make_webhook, stream, caplog):
    make_webhook(cursor="broken", next_attempt_at=timezone.now() - timedelta(hours=1))
    make_webhook()
    stream.add("post.upsert")
    assert deliver_due(stream.read) == 1
    assert receiver.ids == [1]
    assert "is not served" in caplog.text


def test_nothing_is_written_while_nothing_changes(
    receiver, webhook, stream, django_assert_num_queries
):
    with django_assert_num_queries(2) as asked:
        assert deliver_due(stream.read) == 0
    assert not [query for query in asked if not query["sql"].startswith("SELECT")]


@pytest.mark.parametrize("reason", ["days of failure", "gone"])
def test_receiver_that_takes_nothing_is_switched_off_and_goes_on_where_it_stopped(
    receiver,
    webhook,
    stream,
    chief,
    reporter,
    mailoutbox,
    django_capture_on_commit_callbacks,
    reason,
):
    stream.add("post.upsert", "post.upsert")
    deliver_due(stream.read)
    stream.add("post.upsert")
    receiver.answers = lambda number: FAILED
    deliver_due(stream.read)
    assert again(webhook).is_active
    if reason == "gone":
        receiver.answers = lambda number: (410, {}, b"")
    later = timezone.now() + (timedelta(hours=1) if reason == "gone" else PATIENCE)
    with (
        time_machine.travel(later + timedelta(minutes=1)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        deliver_due(stream.read)
        assert deliver_due(stream.read) == 0
    off = again(webhook)
    assert (off.is_active, bool(off.disabled_at)) == (False, True)
    (mail,) = mailoutbox
    assert mail.to == [chief.email]
    assert "Партнёр" in mail.subject
    assert f"/admin/articles/webhook/{webhook.pk}/deliveries/" in mail.body
    receiver.answers = lambda number: TAKEN
    stream.add("post.upsert")
    revive(webhook)
    deliver_due(stream.read)
    assert receiver.ids == [1, 2, 3, 3, 3, 4]
    assert again(webhook).disabled_at is None


def test_delivery_is_sent_again_by_hand_even_while_others_wait(receiver, webhook, stream):
    stream.add("post.upsert", "post.upsert")
    deliver_due(stream.read)
    first = webhook.deliveries.last()
    stream.add("post.upsert")
    receiver.answers = lambda number: FAILED if number == 3 else TAKEN
    deliver_due(stream.read)
    assert ask_again(webhook, first.pk)
    deliver_due(stream.read)
    assert receiver.ids == [1, 2, 3, 1]
    ids = [request["headers"]["webhook-id"] for request in receiver.requests]
    assert ids[0] == ids[3]
    newest = webhook.deliveries.first()
    assert (newest.message, newest.attempt, newest.status) == (first.message, 2, 204)
    assert not webhook.deliveries.asked().exists()
    assert again(webhook).cursor == "2"


def test_log_keeps_the_newest(receiver, webhook, stream):
    old = {"webhook": webhook, "message": "m", "topic": "t", "body": "", "milliseconds": 1}
    rows = (WebhookDelivery(attempt=n, **old) for n in range(KEPT + 3))
    WebhookDelivery.objects.bulk_create(rows)
    stream.add("post.upsert")
    deliver_due(stream.read)
    assert webhook.deliveries.count() == KEPT
    assert webhook.deliveries.first().topic == "post.upsert"


def test_place_signed_by_a_key_that_is_no_more_is_found_again(receiver, webhook, stream):
    """Whoever exchanges SECRET_KEY makes every cursor worthless, and loses nothing."""

    def read(cursor, *, limit):
        if cursor not in ("", "0", "1", "2"):
            raise changes.InvalidCursor(cursor)
        return stream.read(cursor, limit=limit)

    stream.add("post.upsert", "post.upsert")
    Webhook.objects.update(cursor="signed by another key")
    deliver_due(read)
    assert receiver.ids == [1, 2]
