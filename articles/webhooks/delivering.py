"""What a worker does for the receivers whose turn it is, one change after another.

Whatever is known of a receiver stands in its row, and is written only by who leases it: a worker
that is killed leaves a lease that runs out, and the change at which it was is sent again.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from secrets import randbelow
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from articles import changes
from articles.models import Webhook, WebhookDelivery

from .keeping import tell_of_disabling
from .messages import Message, message_of, topic_of
from .sending import Answer, send
from .signing import sign
from .topics import is_wanted

PAGE = 64  # changes passed over at once that nobody asked for
BURST = 30  # seconds for one receiver while others wait
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=6)
PATIENCE = timedelta(days=3)  # of failures, and a receiver is sent no more
KEPT = 500  # attempts of each receiver in the log
GONE = 410  # the receiver wants nothing any more, says the specification
LEASE = timedelta(minutes=2)  # beyond what a receiver may take: to look up its name, and more
# How far before the last change one begins again whose place in the stream is lost.
BACK = timedelta(seconds=1)

logger = logging.getLogger(__name__)

Changes = list[changes.Change]
# articles.changes.changes_after
Read = Callable[..., tuple[Changes, str, bool]]


def deliver_due(
    read: Read = changes.changes_after, go_on: Callable[[], bool] = lambda: True
) -> int:
    """Serve each receiver whose turn it is for a while; return how many had anything to do."""
    served = 0
    for webhook in Webhook.objects.due(timezone.now()):
        try:
            served += go_on() and serve(webhook, read, go_on)
        except Exception:
            # Our own mistake with one receiver must not cost the others their news.
            logger.exception("Webhook %s is not served", webhook.pk)
    return served


def serve(webhook: Webhook, read: Read, go_on: Callable[[], bool] = lambda: True) -> bool:
    """Send a receiver what waits for it, if nobody else does; return whether there was anything."""
    if not _has_work(webhook, read) or not lease(webhook):
        return False
    end = monotonic() + BURST
    try:
        while _step(webhook, read) and go_on() and monotonic() < end:
            pass
    finally:
        _keep(webhook, lease="", leased_until=None)
    return True


def _has_work(webhook: Webhook, read: Read) -> bool:
    """Look before the row is written: most of the time there is nothing."""
    return webhook.deliveries.asked().exists() or bool(_page(webhook, read, 1)[0])


def lease(webhook: Webhook) -> bool:
    """Take a receiver for oneself; return False if another has it. Reads its row again."""
    now, token = timezone.now(), get_random_string(16)
    free = Webhook.objects.due(now).filter(pk=webhook.pk).order_by()
    if not free.update(lease=token, leased_until=_lease_end()):
        return False
    webhook.refresh_from_db()
    return webhook.lease == token


def _lease_end() -> datetime:
    return timezone.now() + timedelta(seconds=settings.WEBHOOKS_TIMEOUT) + LEASE


def _renew(webhook: Webhook) -> bool:
    """Return whether the receiver is still ours and wants anything, and keep it for longer."""
    mine = Webhook.objects.filter(pk=webhook.pk, lease=webhook.lease, is_active=True)
    return bool(mine.update(leased_until=_lease_end()))


def _keep(webhook: Webhook, **facts) -> bool:
    """Store what has become of a receiver, unless another worker has taken it."""
    mine = Webhook.objects.filter(pk=webhook.pk, lease=webhook.lease)
    if not mine.update(**facts):
        return False
    for name, value in facts.items():
        setattr(webhook, name, value)
    return True


def _step(webhook: Webhook, read: Read) -> bool:
    """Do the next thing; return whether there may be another one to do at once."""
    if asked := webhook.deliveries.asked().order_by("pk").first():
        return _send_again(webhook, asked)
    if webhook.next_attempt_at > timezone.now():
        return False
    found, after = _next(webhook, read)
    if not found:
        return False
    if not is_wanted(webhook.topics, topic_of(found[-1])):
        return _keep(webhook, cursor=after, reached_at=found[-1].at)
    return _send_next(webhook, found[-1], after)


def _next(webhook: Webhook, read: Read) -> tuple[Changes, str]:
    """Return the next change, or many that nobody asked for, and the place after them."""
    found, after, _more = _page(webhook, read, 1)
    if not found or _first_wanted(webhook, found) == 0:
        return found, after
    limit = PAGE
    while True:
        found, after, _more = _page(webhook, read, limit)
        first = _first_wanted(webhook, found)
        if first is None or len(found) == 1:
            return found, after
        # Read anew, because only the stream knows the place after a change; by powers of two,
        # because it keeps a query for each size.
        limit = 1 << max(first.bit_length() - 1, 0)


def _first_wanted(webhook: Webhook, found: Changes) -> int | None:
    topics = map(topic_of, found)
    wanted = (n for n, topic in enumerate(topics) if is_wanted(webhook.topics, topic))
    return next(wanted, None)


def _page(webhook: Webhook, read: Read, limit: int) -> tuple[Changes, str, bool]:
    try:
        return read(webhook.cursor, limit=limit)
    except changes.InvalidCursor:
        # Signed by a key that is no more. What was sent last is sent once more.
        at = webhook.reached_at
        return read(changes.cursor_at(at - BACK) if at else changes.START, limit=limit)


def _send_next(webhook: Webhook, change: changes.Change, after: str) -> bool:
    """Send a change, and move on past it if it was taken; return whether it was."""
    if not _renew(webhook):
        return False
    message = message_of(change)
    answer, took = _post(webhook, message)
    attempt = webhook.failures + 1
    facts = _failed(webhook, answer) if answer.error else _moved(change, after)
    with transaction.atomic():
        if not _keep(webhook, **facts):
            return False
        _log(webhook, message, answer, attempt, took)
        if webhook.disabled_at:
            tell_of_disabling(webhook, answer)
    return not answer.error


def _moved(change: changes.Change, after: str) -> dict:
    now = timezone.now()
    return {
        "cursor": after,
        "reached_at": change.at,
        "failures": 0,
        "failing_since": None,
        "delivered_at": now,
        "next_attempt_at": now,
    }


def _failed(webhook: Webhook, answer: Answer) -> dict:
    now = timezone.now()
    # Read anew: somebody may have let it begin again meanwhile.
    row = Webhook.objects.filter(pk=webhook.pk)
    since = row.values_list("failing_since", flat=True).first() or now
    facts = {
        "failures": webhook.failures + 1,
        "failing_since": since,
        "next_attempt_at": now + _wait(webhook.failures, answer),
    }
    if answer.status == GONE or now - since >= PATIENCE:
        facts |= {"is_active": False, "disabled_at": now}
    return facts


def _wait(failures: int, answer: Answer) -> timedelta:
    """Return how long to wait after so many failures before this one: 5 s, 20 s ... 6 hours.

    A tenth more or less, lest many that failed together come again together.
    """
    wait = min(FIRST_WAIT * 4 ** min(failures, 10), LONGEST_WAIT)
    asked = min(timedelta(seconds=answer.retry_after), LONGEST_WAIT)
    return max(wait, asked) * (90 + randbelow(21)) / 100


def _send_again(webhook: Webhook, asked: WebhookDelivery) -> bool:
    """Send once more what somebody asked for; whatever comes of it is only logged."""
    if not _renew(webhook):
        return False
    message = Message(asked.message, asked.topic, asked.body)
    answer, took = _post(webhook, message)
    with transaction.atomic():
        if not _renew(webhook):
            return False
        WebhookDelivery.objects.filter(pk=asked.pk).update(asked_at=None)
        _log(webhook, message, answer, asked.attempt + 1, took)
    return True


def _post(webhook: Webhook, message: Message) -> tuple[Answer, int]:
    """Send a message; return what came of it, and after how many milliseconds."""
    now, began = timezone.now(), monotonic()
    secrets, timestamp = webhook.secrets(now), int(now.timestamp())
    headers = sign(secrets, message=message.id, timestamp=timestamp, body=message.body)
    answer = send(webhook.url, headers, message.body.encode())
    return answer, int((monotonic() - began) * 1000)


def _log(
    webhook: Webhook, message: Message, answer: Answer, attempt: int, milliseconds: int
) -> None:
    """Keep an attempt, and forget the oldest beyond what is kept."""
    webhook.deliveries.create(
        message=message.id,
        topic=message.topic,
        body=message.body,
        milliseconds=milliseconds,
        attempt=attempt,
        status=answer.status,
        error=answer.error,
        answer=answer.text,
    )
    newest = webhook.deliveries.order_by("-pk").values_list("pk", flat=True)
    for oldest in newest[KEPT - 1 : KEPT]:
        webhook.deliveries.filter(pk__lt=oldest).delete()
