"""Two records made one, and made two again.

What names the duplicate follows: working copies, editions, bylines, positions, events, credits. The
duplicate stays as a row that leads to the other, so that its address and its id in frozen words do.
"""

import json
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Field, ForeignKey, Model
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import pointers, publishing
from articles.lookalikes import forget_names, keep_names
from articles.models import ENTITIES, Entity, Merge
from articles.noting import note_change, places_of

# What a merged record has no more.
TAKEN_AWAY = ("is_published", "is_incomplete", "wikidata_id")
# Not filled from the duplicate: what is said of it alone, and what belongs together.
OWN = {"id", "name", "slug", "aliases", "merged_into", "is_incomplete", "created_at", "updated_at"}
WHEN = {"start_date", "start_time", "end_date", "end_time", "time_zone", "status"}


@transaction.atomic
def merge(duplicate: Entity, *, into: Entity, by: AbstractBaseUser) -> Merge:
    """Make one record part of another of its kind, and let all that names it name the other.

    The other takes its names as other names, and its facts where it has none; readers see it if
    they saw either. Raises ValidationError for a record and itself, records of two kinds and one
    merged before, and PermissionDenied for who may not publish such.
    """
    _check_right(duplicate, by)
    if type(duplicate) is not type(into):
        raise ValidationError(_("Only records of the same kind can be merged."))
    if duplicate.pk == into.pk:
        raise ValidationError(_("A record cannot be merged into itself."))
    duplicate, into = _lock(type(into), duplicate.pk, into.pk)
    for record in (duplicate, into):
        if record.merged_into_id:
            words = {"record": record, "other": record.merged_into}
            raise ValidationError(_("“%(record)s” is merged into “%(other)s” already.") % words)
    at = timezone.now()
    sign = _signature(by, at)
    before = {name: getattr(duplicate, name) for name in TAKEN_AWAY}
    earlier = list(duplicate.absorbed.values_list("pk", flat=True))
    shown_in = places_of(duplicate)
    filled, aliases = _fill(into, duplicate)
    _hide(duplicate, into, sign)
    sign(into)
    into.save()
    type(into).objects.filter(pk__in=earlier).update(merged_into=into)
    led = {
        pointers.label_of(field): _lead(field, duplicate, into, sign)
        for field in pointers.pointers_to(type(into))
    }
    forget_names([duplicate])
    keep_names(into)
    note_change(duplicate, shown_in=shown_in)
    _note_all(into, earlier)
    moved = {
        "before": before,
        "earlier": earlier,
        "filled": filled,
        "aliases": aliases,
        "rows": {label: rows for label, rows in led.items() if rows["moved"] or rows["dropped"]},
    }
    return Merge.objects.create(
        kind=into._meta.model_name, merged=duplicate.pk, into=into.pk, by=by, at=at, moved=moved
    )


@transaction.atomic
def undo_merge(merge: Merge, *, by: AbstractBaseUser) -> list[str]:
    """Make two records of one again, each as it was, but for what was touched since.

    Returns in words what was left as it is. Raises ValidationError if it is undone already or the
    other record was merged in its turn, and PermissionDenied for who may not publish such.
    """
    model = ENTITIES[merge.kind]
    duplicate, into = _lock(model, merge.merged, merge.into)
    _check_right(into, by)
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.undone_at:
        raise ValidationError(_("This merge is undone already."))
    if into.merged_into_id:
        words = {"record": into, "other": into.merged_into}
        raise ValidationError(
            _("Undo the later merge of “%(record)s” into “%(other)s” first.") % words
        )
    at = timezone.now()
    sign = _signature(by, at)
    left = _empty(into, duplicate, merge.moved)
    sign(into)
    into.save()
    _show(duplicate, merge.moved["before"], sign)
    model.objects.filter(pk__in=merge.moved["earlier"], merged_into=into).update(
        merged_into=duplicate
    )
    left += _lead_all_back(merge, duplicate, into, sign)
    left += _stand_apart(duplicate, sign)
    left += _stand_below(into, merge.moved["filled"].get("parent_id"), sign)
    keep_names(duplicate)
    keep_names(into)
    note_change(duplicate)
    _note_all(into, merge.moved["earlier"])
    merge.undone_at, merge.undone_by = at, by
    merge.save(update_fields=["undone_at", "undone_by"])
    return left


def differences(duplicate: Entity, into: Entity) -> list[dict]:
    """Return the facts of both side by side: {"field", "duplicate", "into", "differs", "fills"}."""
    rows = []
    for field in _facts(type(into)):
        mine, theirs = field.value_from_object(duplicate), field.value_from_object(into)
        row = {"field": field, "duplicate": mine, "into": theirs, "differs": mine != theirs}
        rows.append(row | {"fills": _is_filled(field, duplicate, into)})
    return rows


def _note_all(into: Entity, earlier: list[int]) -> None:
    """Note the other record, and those merged before, which lead elsewhere now."""
    for record in [into, *type(into).objects.filter(pk__in=earlier)]:
        note_change(record)


def _check_right(record: Entity, by: AbstractBaseUser) -> None:
    if not by.has_perm(f"articles.publish_{record._meta.model_name}"):
        raise PermissionDenied(_("Only who may publish such records can merge them."))


def _lock(model: type[Entity], duplicate: int, into: int) -> tuple[Entity, Entity]:
    """Return both, locked in the order of their ids: two crossing merges wait, neither dies."""
    locked = model.objects.select_for_update().filter(pk__in=[duplicate, into]).order_by("pk")
    found = {record.pk: record for record in locked}
    if len(found) < 2:
        raise ValidationError(_("One of the records is no longer there."))
    return found[duplicate], found[into]


def _signature(by: AbstractBaseUser, at: datetime) -> pointers.Sign:
    """Return what gives all entries of history that a merge leaves one author and one time."""

    def sign(record: Model) -> None:
        record._history_user, record._history_date = by, at

    return sign


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


def _fill(into: Entity, duplicate: Entity) -> tuple[dict, list[str]]:
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


def _empty(into: Entity, duplicate: Entity, moved: dict) -> list[str]:
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


def _hide(duplicate: Entity, into: Entity, sign: pointers.Sign) -> None:
    duplicate.merged_into = into
    duplicate.is_published = duplicate.is_incomplete = False
    if duplicate.wikidata_id == into.wikidata_id:
        duplicate.wikidata_id = None  # it was given to the other, and is unique
    sign(duplicate)
    duplicate.save()


def _show(duplicate: Entity, before: dict, sign: pointers.Sign) -> None:
    duplicate.merged_into = None
    for name, value in before.items():
        setattr(duplicate, name, value)
    others = type(duplicate).objects.exclude(pk=duplicate.pk)
    if others.filter(wikidata_id=duplicate.wikidata_id).exists():
        duplicate.wikidata_id = None
    sign(duplicate)
    duplicate.save()


def _door(field: ForeignKey):
    """Return what writes the rows: those of editions have a door of their own."""
    return publishing if field.model in publishing.NAMING else pointers


def _lead(field: ForeignKey, duplicate: Entity, into: Entity, sign: pointers.Sign) -> dict:
    led = _door(field).lead(field, duplicate, into, sign)
    pointers.touch_owners(field, led, sign)
    return led


def _lead_all_back(merge: Merge, duplicate: Entity, into: Entity, sign: pointers.Sign) -> list[str]:
    """Lead all rows back; return how many of which were touched since."""
    left = []
    for field in pointers.pointers_to(type(into)):
        led = merge.moved["rows"].get(pointers.label_of(field))
        if led is None:
            continue
        count = _door(field).lead_back(field, led, duplicate, into, sign)
        pointers.touch_owners(field, led, sign)
        if count:
            opts = (field.model._meta.auto_created or field.model)._meta
            left.append(f"{capfirst(str(opts.verbose_name_plural))}: {count}")
    return left


def _stand_apart(duplicate: Entity, sign: pointers.Sign) -> list[str]:
    """Take the record's parent away if that stands below it now that those below it are back."""
    if not _stands_above(duplicate, getattr(duplicate, "parent", None)):
        return []
    duplicate.parent = None
    sign(duplicate)
    duplicate.save()
    return [_parent_in_words(duplicate)]


def _stand_below(into: Entity, change: list | None, sign: pointers.Sign) -> list[str]:
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


def _stands_above(record: Entity, other: Entity | None) -> bool:
    """Return whether the record is the other or one of those above it."""
    return other is not None and (record.pk == other.pk or record in other.ancestors())


def _plain(value: object) -> object:
    """Return a value as JSON holds it."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
