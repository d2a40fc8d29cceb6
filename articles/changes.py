"""What became different for readers, and when: the stream that programs follow.

A change is a boundary of an edition (it opened, or ended with nothing in its place), or an edit of
something readers see. All of them are read from the rows themselves, in the order of time, so that
nothing has to be written when a schedule opens or closes, and no consumer can miss one.

Whoever saves an entity, a section, a tag, an image or a notice calls note_change() in the same
transaction, as late as can be: a change is told CHANGES_SETTLE seconds after it.
"""

import hashlib
import json
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
    Model,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone

from articles import aliases
from articles.models import (
    ENTITIES,
    TERMS,
    WORDINGS,
    Edition,
    Entity,
    Event,
    Image,
    Notice,
    NoticeKind,
    Organization,
    Person,
    Removal,
    Section,
    Tag,
)
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
BATCH = 500
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


# Where a record shows in what readers see: in editions, if not by their links, and in entities.
IN_EDITIONS = {
    "person": ["mentions__person", "bylines__person"],
    "organization": ["mentions__organization"],
    "event": ["mentions__event"],
    "section": ["section"],
    "tag": ["edition_tags__tag"],
}
IN_ENTITIES = {
    "person": [
        (Event, "participants"),
        (Person, "photo__credit_person"),
        (Organization, "logo__credit_person"),
    ],
    "organization": [
        (Person, "positions__organization"),
        (Organization, "parent"),
        (Event, "organizers"),
        (Person, "photo__credit_organization"),
        (Organization, "logo__credit_organization"),
    ],
    "event": [(Event, "parent")],
    "image": [(Person, "photo"), (Organization, "logo")],
}
Places = list[tuple[type[Model], list[int]]]


def note_change(record: Model, *, shown_in: Places = ()) -> None:
    """Remember that a saved record is different now, and with it what shows it to readers.

    Editions and entities that link to it are so only if their links are: a mistake mended in a
    biography changes no post. ``shown_in`` is where it showed before, if that was led elsewhere.
    """
    at = timezone.now()
    if isinstance(record, Notice):
        note_change(record.person or record.organization)
    elif isinstance(record, NoticeKind):
        for model in (Person, Organization):
            for carrier in model.objects.filter(notices__kind=record).distinct():
                note_change(carrier)
    elif isinstance(record, Image):
        _touch_entities(record, at)
    elif _note(record, at):
        _touch_editions(record, at)
        _touch_entities(record, at)
        _touch(shown_in, at)


def note_removal(record: Entity) -> None:
    """Remember that an entity is about to be deleted, for those who keep a copy of it."""
    at, kind = timezone.now(), record._meta.model_name
    seen = type(record).objects.filter(pk=record.pk, changed_at__isnull=False)
    if seen.exists():
        Removal.objects.get_or_create(kind=kind, record=record.pk, defaults={"at": at})
        _touch_editions(record, at)
        _touch_entities(record, at)


def places_of(record: Entity) -> Places:
    """Return where readers see a record now, for note_change() once that shows another."""
    kind = record._meta.model_name
    rows = _editions(record, timezone.now())
    rows += [model.objects.filter(**{name: record.pk}) for model, name in IN_ENTITIES[kind]]
    return [(found.model, list(found.order_by().values_list("pk", flat=True))) for found in rows]


def _note(record: Entity | Section | Tag, at: datetime) -> bool:
    """Keep when it changed, if readers see it; return whether what links to it show did."""
    row = type(record).objects.filter(pk=record.pk)
    digest = _digest(record)
    is_other = row.values_list("link_digest", flat=True).get() != digest
    if record._meta.model_name in TERMS:
        row.update(link_digest=digest)
    elif record.is_published:
        row.update(link_digest=digest, changed_at=at)
    elif is_other:
        # Hidden or merged: told to whoever once saw it, and what nobody saw stays so.
        row.update(link_digest=digest)
        row.filter(changed_at__isnull=False).update(changed_at=at)
    return is_other


def _digest(record: Entity | Section | Tag) -> str:
    """Return a digest of all that a link to the record shows."""
    kind = record._meta.model_name
    named = [record.name, record.slug, aliases.by_language(record.aliases)]
    if kind in TERMS:
        shown = named
    else:
        told = _notices(record, kind)
        is_seen = record.is_published or told  # a notice names who has no page, too
        shown = [record.is_published, record.merged_into_id, told]
        shown += [*named, record.wikidata_id] if is_seen else []
        shown += [record.place] if is_seen and kind == "event" else []
    return hashlib.sha256(json.dumps(shown, default=str).encode()).hexdigest()


def _notices(record: Entity, kind: str) -> list[tuple]:
    if kind == "event":
        return []
    rows = Notice.objects.filter(**{kind: record.pk}, kind__is_active=True).order_by("pk")
    worded = [*WORDINGS, *(f"kind__{name}" for name in WORDINGS)]
    return list(rows.values_list("pk", "kind__name", "valid_from", "valid_until", *worded))


def _editions(record: Model, at: datetime) -> list[QuerySet]:
    """Return the live editions that show a record, those of each way to show it."""
    kind, live = record._meta.model_name, Edition.objects.live(at).order_by()
    rows = [live.filter(**{name: record.pk}) for name in IN_EDITIONS[kind]]
    if kind in ENTITIES:
        # Frozen words still have the ids of those that were merged into it.
        pks = [record.pk, *record.absorbed.values_list("pk", flat=True)]
        rows.append(live.filter(links__kind=kind, links__record__in=pks))
    return rows


def _touch_editions(record: Model, at: datetime) -> None:
    for found in _editions(record, at):
        Edition.objects.filter(pk__in=found.values("pk"), changed_at__lt=at).update(changed_at=at)


def _touch_entities(record: Model, at: datetime) -> None:
    for model, name in IN_ENTITIES.get(record._meta.model_name, ()):
        found = model.objects.published().filter(**{name: record.pk}).order_by().values("pk")
        model.objects.filter(pk__in=found).update(changed_at=at)


def _touch(places: Places, at: datetime) -> None:
    for model, pks in places:
        shown = Edition.objects.live(at) if model is Edition else model.objects.published()
        for batch in _batches(pks):
            shown.filter(pk__in=batch, changed_at__lt=at).update(changed_at=at)


def _batches(pks: list[int]):
    return (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))
