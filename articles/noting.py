"""Remembering when what readers see became different, by an edit of a record.

Whoever saves an entity, a section, a tag, an image or a notice calls note_change() in the same
transaction, as late as can be: changes.py tells of it CHANGES_SETTLE seconds after.
"""

import hashlib
import json
from collections.abc import Collection
from datetime import datetime

from django.db.models import Model, QuerySet
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

BATCH = 500
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


def note_facts(model: type[Entity], pks: Collection[int]) -> None:
    """Remember that entities were saved with other facts, of which no link to them shows one."""
    at = timezone.now()
    for batch in _batches(list(pks)):
        model.objects.published().filter(pk__in=batch).update(changed_at=at)


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
