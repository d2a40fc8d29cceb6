"""What a record takes of its duplicate where it has nothing itself, and gives back."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field
from django.utils.text import capfirst

from articles import pointers
from articles.models import Entity

# Not filled from the duplicate: what is said of it alone, and what belongs together.
OWN = {"id", "name", "slug", "aliases", "merged_into", "is_incomplete", "created_at", "updated_at"}
WHEN = {"start_date", "start_time", "end_date", "end_time", "time_zone", "status"}


def differences(duplicate: Entity, into: Entity) -> list[dict]:
    """Return the facts of both side by side: {"field", "duplicate", "into", "differs", "fills"}."""
    rows = []
    for field in _facts(type(into)):
        mine, theirs = field.value_from_object(duplicate), field.value_from_object(into)
        row = {"field": field, "duplicate": mine, "into": theirs, "differs": mine != theirs}
        rows.append(row | {"fills": _is_filled(field, duplicate, into)})
    return rows


def fill(into: Entity, duplicate: Entity) -> tuple[dict, list[str]]:
    """Give the record what it lacks; return {column: [old, new], ...} and the names added."""
    changed = {}
    if _stands_above(duplicate, getattr(into, "parent", None)):
        # Or those below the duplicate, this one among them, would come to stand below themselves.
        changed["parent_id"] = duplicate.parent_id
    for field in _facts(type(into)):
        if _is_filled(field, duplicate, into):
            changed[field.attname] = field.value_from_object(duplicate)
    if into.is_incomplete and not duplicate.is_incomplete:
        changed["is_incomplete"] = False
    filled = {name: [getattr(into, name), value] for name, value in changed.items()}
    for name, value in changed.items():
        setattr(into, name, value)
    known = {line.casefold() for line in [into.name, *into.aliases.splitlines()]}
    names = dict.fromkeys([duplicate.name, *duplicate.aliases.splitlines()])
    added = [name for name in names if name and name.casefold() not in known]
    into.aliases = "\n".join(filter(None, [*into.aliases.splitlines(), *added]))
    return _plain(filled), added


def empty(into: Entity, duplicate: Entity, moved: dict) -> list[str]:
    """Take back what the record was given; return what somebody has changed since."""
    left = []
    columns = {field.attname: field for field in type(into)._meta.fields}
    for name, (old, new) in moved["filled"].items():
        if name == "parent_id":
            continue  # once what stood below the duplicate is back
        field = columns[name]
        if _plain(getattr(into, name)) != new:
            left.append(capfirst(str(field.verbose_name)))
            continue
        setattr(into, name, field.to_python(old))
    into.aliases = "\n".join(
        line for line in into.aliases.splitlines() if line not in moved["aliases"]
    )
    return left


def stand_apart(duplicate: Entity, sign: pointers.Sign) -> list[str]:
    """Take the record's parent away if that stands below it now that those below it are back."""
    if not _stands_above(duplicate, getattr(duplicate, "parent", None)):
        return []
    duplicate.parent = None
    sign(duplicate)
    duplicate.save()
    return [_parent_in_words(duplicate)]


def stand_below(into: Entity, change: list | None, sign: pointers.Sign) -> list[str]:
    """Give the record its old parent again, now that no circle comes of it."""
    if not change:
        return []
    old, new = change
    parent = type(into).objects.filter(pk=old).first()
    if into.parent_id != new or _stands_above(into, parent):
        return [_parent_in_words(into)]
    into.parent = parent
    sign(into)
    into.save()
    return []


def _parent_in_words(record: Entity) -> str:
    return capfirst(str(type(record)._meta.get_field("parent").verbose_name))


def _facts(model: type[Entity]) -> list[Field]:
    return [field for field in model._meta.fields if field.editable and field.name not in {"id"}]


def _is_filled(field: Field, duplicate: Entity, into: Entity) -> bool:
    """Return whether the record takes this fact from its duplicate."""
    if field.name == "is_published":
        return duplicate.is_published and not into.is_published
    if field.name in OWN | WHEN or field.value_from_object(into) not in field.empty_values:
        return False
    value = field.value_from_object(duplicate)
    if field.name == "parent":
        return value is not None and not _stands_above(into, duplicate.parent)
    return value not in field.empty_values


def _stands_above(record: Entity, other: Entity | None) -> bool:
    """Return whether the record is the other or one of those above it."""
    return other is not None and (record.pk == other.pk or record in other.ancestors())


def _plain(value: object) -> object:
    """Return a value as JSON holds it."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
