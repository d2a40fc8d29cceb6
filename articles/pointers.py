"""The rows that point at a record: led to another when the two are merged, and led back.

What points at a record is read from the models, so that a relation added later follows too.
"""

import json
from collections.abc import Callable, Collection, Iterable
from operator import contains

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey, Model, QuerySet
from simple_history.models import HistoricalChanges

from articles.models import WORDINGS, Entity, Notice, Position
from articles.noting import note_facts

BATCH = 500
Sign = Callable[[Model], None]  # says in a record whose its next entry of history is
# What no constraint forbids to stand twice, and yet says the same.
SAME = {
    Position: [("person", "title", "organization", "valid_from", "valid_until")],
    Notice: [("person", "organization", "kind", "valid_from", "valid_until", *WORDINGS)],
}


def pointers_to(model: type[Entity]) -> list[ForeignKey]:
    """Return the foreign keys to a model, those of tables between many and many too.

    History stays as it was, and what was merged before is no fact of the record.
    """
    relations = model._meta.get_fields(include_hidden=True)
    fields = [row.field for row in relations if row.auto_created and row.one_to_many]
    return [
        field
        for field in fields
        if not issubclass(field.model, HistoricalChanges) and field.name != "merged_into"
    ]


def label_of(field: ForeignKey) -> str:
    """Return a name for the foreign key that stays the same: "articles.position.person"."""
    return f"{field.model._meta.label_lower}.{field.name}"


def lead(field: ForeignKey, old: Model, new: Model, sign: Sign) -> dict:
    """Let what points at one record point at the other; what would then stand twice is dropped.

    Rows with a history are saved one by one, to leave their entry in it. Returns
    {"moved": [pk, ...], "dropped": [row, ...]}, to give to lead_back().
    """
    twins = _twins(field)
    taken = [_keys(_pointing(field, new), names) for names in twins]
    moved, dropped = [], []
    for row in _pointing(field, old).values().iterator(BATCH):
        is_taken = any(_key(row, names) in keys for names, keys in zip(twins, taken, strict=True))
        (dropped if is_taken else moved).append(row)
    pks = [row["id"] for row in moved]
    _delete(field, [row["id"] for row in dropped], sign)
    _point(field, pks, new, sign)
    return json.loads(json.dumps({"moved": pks, "dropped": dropped}, cls=DjangoJSONEncoder))


def lead_back(
    field: ForeignKey, led: dict, old: Model, new: Model, sign: Sign, others: Collection[dict] = ()
) -> int:
    """Undo lead(); return how many rows were touched since and are left as they are.

    What was dropped because one of these rows stood there takes its place: ``others`` is what else
    was led to the record, as lead() returned it, and is changed accordingly.
    """
    twins = _twins(field)
    taken = [_keys(_pointing(field, old), names) for names in twins]
    stood = [_keys(_pointing(field, new), names) for names in twins]
    here = [
        row["id"]
        for pks in _batches(led["moved"])
        for row in _pointing(field, new).filter(pk__in=pks).values()
        if not any(_key(row, names) in keys for names, keys in zip(twins, taken, strict=True))
    ]
    _point(field, here, old, sign)
    # A row that was dropped has its twin here, or somebody has taken that away since.
    again = [row for row in map(_parsed(field), led["dropped"]) if _may_return(field, row, new)]
    _add(field, again, sign)
    stand = [_keys(_pointing(field, new), names) for names in twins]
    free = [before - after for before, after in zip(stood, stand, strict=True)]
    for other in others:
        _take_place(field, other, free, new, sign)
    return len(led["moved"]) + len(led["dropped"]) - len(here) - len(again)


def _take_place(
    field: ForeignKey, led: dict, free: list[set[tuple]], new: Model, sign: Sign
) -> None:
    """Let what was dropped of rows that were led stand where there is room for it now."""
    twins, parsed = _twins(field), _parsed(field)
    for kept in list(led["dropped"]):
        row = parsed(kept)
        keys = [_key(row, names) for names in twins]
        if any(map(contains, free, keys)) and _has_all(field, row):
            _add(field, [row | {field.attname: new.pk}], sign)
            led["dropped"].remove(kept)
            led["moved"].append(row["id"])
            for place, key in zip(free, keys, strict=True):
                place.discard(key)


def touch_owners(field: ForeignKey, led: dict, sign: Sign) -> None:
    """Save the entities whose facts changed with rows between many and many: an event's people."""
    owner = field.model._meta.auto_created
    if not (owner and issubclass(owner, Entity)):
        return
    column = next(other for other in field.model._meta.fields if other.related_model is owner)
    owners = {row[column.attname] for row in led["dropped"]}
    for pks in _batches(led["moved"]):
        rows = field.model._base_manager.filter(pk__in=pks)
        owners.update(rows.values_list(column.attname, flat=True))
    for record in owner.objects.filter(pk__in=owners):
        sign(record)
        record.save(update_fields=["updated_at"])
    note_facts(owner, owners)


def _pointing(field: ForeignKey, record: Model) -> QuerySet:
    return field.model._base_manager.filter(**{field.name: record}).order_by("pk")


def _twins(field: ForeignKey) -> list[list[str]]:
    """Return the columns that, the foreign key apart, must not be the same in two rows."""
    opts = field.model._meta
    names = [constraint.fields for constraint in opts.total_unique_constraints]
    names += [*opts.unique_together, *SAME.get(field.model, [])]
    return [
        [opts.get_field(name).attname for name in unique if name != field.name]
        for unique in names
        if field.name in unique
    ]


def _keys(rows: QuerySet, names: list[str]) -> set[tuple]:
    return set(rows.values_list(*names))


def _key(row: dict, names: list[str]) -> tuple:
    return tuple(row[name] for name in names)


def _point(field: ForeignKey, pks: list[int], record: Model, sign: Sign) -> None:
    for batch in _batches(pks):
        rows = field.model._base_manager.filter(pk__in=batch)
        if not _has_history(field):
            rows.update(**{field.name: record})
            continue
        for row in rows:
            setattr(row, field.name, record)
            sign(row)
            row.save()


def _delete(field: ForeignKey, pks: list[int], sign: Sign) -> None:
    for batch in _batches(pks):
        rows = field.model._base_manager.filter(pk__in=batch)
        if not _has_history(field):
            rows.delete()
            continue
        for row in rows:
            sign(row)
            row.delete()


def _add(field: ForeignKey, rows: list[dict], sign: Sign) -> None:
    records = [field.model(**row) for row in rows]
    if not _has_history(field):
        field.model._base_manager.bulk_create(records)
        return
    for record in records:
        sign(record)
        record.save(force_insert=True)


def _has_history(field: ForeignKey) -> bool:
    return hasattr(field.model, "history")


def _parsed(field: ForeignKey):
    columns = {column.attname: column for column in field.model._meta.concrete_fields}
    return lambda row: {name: columns[name].to_python(value) for name, value in row.items()}


def _may_return(field: ForeignKey, row: dict, new: Model) -> bool:
    """Return whether a dropped row can stand again: its twin does, and so does all it points at."""
    twin = any(
        _pointing(field, new).filter(**{name: row[name] for name in names}).exists()
        for names in _twins(field)
    )
    return twin and _has_all(field, row)


def _has_all(field: ForeignKey, row: dict) -> bool:
    """Return whether a dropped row is not back already, and all it points at is there."""
    if field.model._base_manager.filter(pk=row["id"]).exists():
        return False
    targets = [column for column in field.model._meta.concrete_fields if column.is_relation]
    return all(
        row[column.attname] is None
        or column.related_model._base_manager.filter(pk=row[column.attname]).exists()
        for column in targets
    )


def _batches(pks: list[int]) -> Iterable[list[int]]:
    return (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))
