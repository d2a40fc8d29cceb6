"""What became different for readers, and when: the stream that programs follow.

A change is a boundary of an edition (it opened, or ended with nothing in its place), or an edit of
something readers see. All of them are read from the rows themselves, in the order of time, so that
nothing has to be written when a schedule opens or closes, and no consumer can miss one.

What a record's own edit changes, noting.py writes down. A change is told CHANGES_SETTLE seconds
after it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone

from articles.models import ENTITIES, Edition, Removal
from articles.paging import after
from articles.prepared import (
    AT,
    EVER,
    LAST_AT,
    LAST_ID,
    Prepared,
    as_moment,
    fill,
    prepare,
    read_lists,
)

START = ""  # the cursor before everything
KINDS = ("post", *ENTITIES)
UPSERT, CORRECT, UNPUBLISH, MERGE = "upsert", "correct", "unpublish", "merge"
ACTIONS = (UPSERT, CORRECT, UNPUBLISH, MERGE)
POST, NONE, NO = Value("post"), Value(0), Value(False)
FIRST_ID, LAST_OF_ALL = -1, 2**63 - 1
# In this order at one moment: a post that ends as it opens again is open.
SOURCES = ("ended", "edition", *ENTITIES, "removal")


class InvalidCursor(ValueError):
    """The cursor was not made here."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that became different at one moment.

    ``edition`` is the number of a post's; ``into`` the record that stands in its place, if any.
    """

    kind: str
    id: int
    action: str
    at: datetime
    edition: int | None = None
    into: int | None = None


Key = tuple[datetime, int, int]  # time, place of the source, id of the row


class Row(NamedTuple):
    """What a change is made of; ``flag``: of an edition a correction, of an entity seen now."""

    at: datetime
    place: int
    pk: int
    kind: str
    record: int
    number: int
    into: int | None
    flag: bool


def changes_after(
    cursor: str, *, limit: int, now: datetime | None = None
) -> tuple[list[Change], str, bool]:
    """Return what changed after the cursor, in order, the next cursor, and whether there is more.

    Nothing is left out, and what has changed again comes again. Raises InvalidCursor.
    """
    now = now or timezone.now()
    last = _key_of(cursor)
    found = _rows_after(last, limit + 1, _settled(now))
    page = found[:limit]
    key = page[-1][:3] if page else last
    return _changes(page, now), _cursor(key), len(found) > limit


def cursor_at(moment: datetime) -> str:
    """Return the cursor for what becomes different at that moment or later."""
    return _cursor((moment, 0, FIRST_ID))


def cursor_now() -> str:
    """Return the cursor of who has everything there is now, and shall miss nothing from here."""
    return cursor_at(_settled(timezone.now()))


def _settled(now: datetime) -> datetime:
    """Return up to when all that happened is on disk: it may be saved with an earlier time."""
    return now - timedelta(seconds=settings.CHANGES_SETTLE)


def _signer() -> Signer:
    return Signer(sep=".", salt="articles.changes")


def _cursor(key: Key) -> str:
    moment, place, pk = key
    micros = (moment - EVER) // timedelta(microseconds=1)
    return _signer().sign_object([micros, place, pk])


def _key_of(cursor: str) -> Key:
    if cursor == START:
        return EVER, 0, FIRST_ID
    try:
        micros, place, pk = _signer().unsign_object(cursor)
    except (BadSignature, ValueError) as error:
        raise InvalidCursor(cursor) from error
    return EVER + timedelta(microseconds=micros), place, pk


def _rows_after(last: Key, count: int, at: datetime) -> list[Row]:
    """Return the first rows behind changes after that key, up to a time, in order."""
    moment, last_place, last_pk = last
    lists = []
    for place, source in enumerate(SOURCES):
        # At the very moment of the cursor, what comes after its row: by source, then by id.
        pk = last_pk if place == last_place else LAST_OF_ALL if place < last_place else FIRST_ID
        lists.append(fill(_query(source, count), at, {LAST_AT: moment, LAST_ID: pk}))
    found = [
        Row(as_moment(at), place, *row)
        for place, rows in enumerate(read_lists(lists))
        for at, *row in rows
    ]
    return sorted(found)[:count]


@lru_cache(maxsize=20 * len(SOURCES))
def _query(source: str, count: int) -> Prepared:
    """Return the query for the first rows of a source."""
    return prepare(_source(source)[:count])


def _source(name: str) -> QuerySet:
    """Return the rows of a source between two times, as ``Row``, read by an index of their own."""
    if name == "ended":
        rows = Edition.objects.opened(AT).filter(ended_by__isnull=False)
        columns = ["live_until", "id", POST, "post_id", "number", "redirect_to_id", NO]
    elif name == "edition":
        # A correction is told once: a fact that changes later makes none of the edition.
        is_new = ExpressionWrapper(Q(corrected_at=F("changed_at")), BooleanField())
        rows = Edition.objects.opened(AT)
        columns = ["changed_at", "id", POST, "post_id", "number", NONE, is_new]
    elif name == "removal":
        rows = Removal.objects.all()
        columns = ["at", "id", "kind", "record", NONE, NONE, NO]
    else:
        rows = ENTITIES[name].objects.all()
        into = Case(When(merged_into__is_published=True, then="merged_into_id"), default=NONE)
        columns = ["changed_at", "id", Value(name), F("id"), NONE, into, "is_published"]
    last = after((columns[0], "id"), [LAST_AT, LAST_ID])
    rows = rows.filter(last, **{f"{columns[0]}__lte": AT}).order_by(columns[0], "id")
    return rows.values_list(*columns)


def _changes(rows: list[Row], now: datetime) -> list[Change]:
    targets = {row.into for row in rows if row.kind == "post"} - {None, 0}
    live = set()
    if targets:
        found = Edition.objects.live(now).filter(post__in=targets).order_by()
        live.update(found.values_list("post_id", flat=True))
    return [_change(row, live) for row in rows]


def _change(row: Row, live: set[int]) -> Change:
    source = SOURCES[row.place]
    into = row.into or None
    if source == "ended" and into not in live:
        into = None
    if source == "edition":
        action = CORRECT if row.flag else UPSERT
    elif row.flag:
        action = UPSERT
    else:
        action = MERGE if into else UNPUBLISH
    return Change(row.kind, row.record, action, row.at, row.number or None, into)
