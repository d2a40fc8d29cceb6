"""What a person, an organization, an event or a page was after each save; how to go back to it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import ForeignKey, Model
from django.utils import timezone
from simple_history.models import HistoricalRecords

from articles.lookalikes import keep_names
from articles.models import WORDINGS, Entity, Notice, Organization, Person, Position
from articles.models.listed import KEYS, MAIN
from articles.noting import note_change

SHOWN = 200  # saves; a record with more is compared by its later ones
POSITION = ("title", "organization_id", "valid_from", "valid_until")
NOTICE = ("kind_id", "valid_from", "valid_until", *WORDINGS)
NO_FACTS = {"id", "created_at", "updated_at", "changed_at", "link_digest", "parts"}
NO_FACTS |= {MAIN, *KEYS.values()}
# A visible record stays so and a hidden one too: that is a decision of its own. So is a notice:
# who mends a biography must not take back what readers have to be told.
NOT_RESTORED = {"is_published", "is_incomplete", "merged_into_id", "notices"}
RESTORED = "restored"


@dataclass(frozen=True)
class Version:
    """A record as one save left it; ``facts`` by column, relation, "positions" and "notices"."""

    key: str
    at: datetime
    by: AbstractBaseUser | None
    reason: str
    facts: dict


def versions(record: Entity, marked: Iterable[datetime] = ()) -> list[Version]:
    """Return what the record was, newest first; saves that changed nothing only if ``marked``.

    All rows of one save, those of its positions and notices too, were written with one time.
    """
    model = type(record)
    names = [field.attname for field in model._meta.concrete_fields if field.name not in NO_FACTS]
    saves = list(model.history.filter(id=record.pk).select_related("history_user")[:SHOWN])
    relations = _relations(model, saves)
    own = _own_rows(model)
    rows = [*saves, *(row for owned in own for row in _rows_of(owned, record))]
    rows.sort(key=attrgetter("history_date", "history_id"))
    facts, held, found = {}, {owned: {} for owned in own}, []
    for at, together in groupby(rows, attrgetter("history_date")):
        together = list(together)
        for row in together:
            if row.instance_type in own:
                _hold(held[row.instance_type], row, record, own[row.instance_type][1])
            else:
                facts = {name: getattr(row, name) for name in names} | relations[row.history_id]
                saved = row
        if not facts:
            continue
        present = facts | {
            name: _sorted(held[owned].values(), columns) for owned, (name, columns) in own.items()
        }
        if not found or found[-1].facts != present or at in marked:
            who = next((row.history_user for row in together if row.history_user_id), None)
            key, reason = str(saved.history_id), saved.history_change_reason or ""
            key = key if saved in together else f"{key}-{together[0].history_id}"
            found.append(Version(key, at, who, reason, present))
    return found[::-1]


@transaction.atomic
def restore_version(record: Entity, version: Version, *, by: AbstractBaseUser) -> None:
    """Make the facts of a record what they were; what exists no more is left out.

    Raises ValidationError if they cannot be so today.
    """
    record = type(record).objects.select_for_update().get(pk=record.pk)
    record._history_user, record._history_date = by, timezone.now()
    record._change_reason = RESTORED
    many = {field.name: field for field in record._meta.many_to_many}
    for name in version.facts.keys() - NOT_RESTORED - many.keys() - {"positions"}:
        field = record._meta.get_field(name)
        value = version.facts[name]
        setattr(record, name, _standing(field, value) if field.is_relation else value)
    record.full_clean()
    record.save()
    for name in version.facts.keys() & many.keys():
        pks = {_standing(many[name], pk) for pk in version.facts[name]} - {None}
        getattr(record, name).set(pks)
    if "positions" in version.facts:
        _restore_positions(record, version.facts["positions"])
    keep_names(record)
    note_change(record)


def _relations(model: type[Entity], saves: list) -> dict[int, dict[str, list[int]]]:
    """Return the ids in each relation of many, by the id of the entry of history."""
    found = {row.history_id: {} for row in saves}
    for name in getattr(model, "_history_m2m_fields", ()):
        field = model._meta.get_field(name)
        for kept in found.values():
            kept[name] = []
        rows = HistoricalRecords.m2m_models[field].objects.filter(history__in=list(found))
        for key, pk in rows.values_list("history", field.m2m_reverse_name()):
            found[key][name].append(pk)
    return {key: {name: sorted(pks) for name, pks in kept.items()} for key, kept in found.items()}


def _own_rows(model: type[Entity]) -> dict[type[Model], tuple[str, tuple[str, ...]]]:
    """Return the models whose rows are saved with a record: the name among its facts, columns."""
    own = {Position: ("positions", POSITION)} if model is Person else {}
    if settings.NOTICES and model in (Person, Organization):
        own[Notice] = ("notices", NOTICE)
    return own


def _rows_of(owned: type[Model], record: Entity) -> list:
    """Return the entries of every such row that is or was the record's."""
    held = owned.history.filter(**{record._meta.model_name: record.pk}).order_by().values("id")
    return list(owned.history.filter(id__in=held).select_related("history_user"))


def _hold(held: dict[int, tuple], row: Model, record: Entity, columns: tuple[str, ...]) -> None:
    owner = getattr(row, f"{record._meta.model_name}_id")
    if row.history_type == "-" or owner != record.pk:
        held.pop(row.id, None)
    else:
        held[row.id] = tuple(getattr(row, name) for name in columns)


def _sorted(rows: Iterable[tuple], columns: tuple[str, ...]) -> list[tuple]:
    """Return them as the person's page shows them, the latest first."""
    begins = columns.index("valid_from")
    return sorted(rows, key=lambda row: (str(row[begins] or ""), str(row)), reverse=True)


def _standing(field: ForeignKey, pk: int | None) -> int | None:
    """Return the id of a related record, of a merged one that of the other; None if it is gone."""
    model = field.related_model
    record = model._base_manager.filter(pk=pk).first()
    return (getattr(record, "merged_into_id", None) or pk) if record else None


def _restore_positions(record: Person, positions: list[tuple]) -> None:
    organization = Position._meta.get_field("organization")
    wanted = Counter(
        (title, _standing(organization, pk), start, end) for title, pk, start, end in positions
    )
    for position in record.positions.all():
        facts = tuple(getattr(position, name) for name in POSITION)
        if wanted[facts]:
            wanted[facts] -= 1
        else:
            _sign(position, record)
            position.delete()
    for facts in wanted.elements():
        position = Position(person=record, **dict(zip(POSITION, facts, strict=True)))
        _sign(position, record)
        position.save()


def _sign(position: Position, record: Person) -> None:
    position._history_user, position._history_date = record._history_user, record._history_date
