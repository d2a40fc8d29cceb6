"""Two records made one, and made two again.

What names the duplicate follows: working copies, editions, bylines, positions, events, credits. The
duplicate stays as a row that leads to the other, so that its address and its id in frozen words do.
"""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ForeignKey, Model
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import pointers, publishing
from articles.lookalikes import forget_names, keep_names
from articles.models import ENTITIES, Entity, Merge
from articles.noting import note_change, places_of

from .facts import empty, fill, stand_apart, stand_below

# What a merged record has no more.
TAKEN_AWAY = ("is_published", "is_incomplete", "wikidata_id")


@transaction.atomic
def merge(duplicate: Entity, *, into: Entity, by: AbstractBaseUser) -> Merge:
    """Make one record part of another of its kind, and let all that names it name the other.

    The other takes its names as other names, and its facts where it has none; readers see it if
    they saw either. Raises ValidationError for a record and itself, records of two kinds and one
    merged before, and PermissionDenied for who may not publish such.
    """
    _check_right(duplicate, by)
    _check_pair(duplicate, into)
    duplicate, into = _lock(type(into), duplicate.pk, into.pk)
    _check_unmerged(duplicate, into)
    at = timezone.now()
    sign = _signature(by, at)
    shown_in = places_of(duplicate)
    before = {name: getattr(duplicate, name) for name in TAKEN_AWAY}
    earlier = list(duplicate.absorbed.values_list("pk", flat=True))
    filled, aliases = fill(into, duplicate)
    _hide(duplicate, into, sign)
    sign(into)
    into.save()
    type(into).objects.filter(pk__in=earlier).update(merged_into=into)
    rows = _lead_all(duplicate, into, sign)
    forget_names([duplicate])
    keep_names(into)
    note_change(duplicate, shown_in=shown_in)
    _note_all(into, earlier)
    moved = {"before": before, "earlier": earlier, "filled": filled, "aliases": aliases}
    return Merge.objects.create(
        kind=into._meta.model_name,
        merged=duplicate.pk,
        into=into.pk,
        by=by,
        at=at,
        moved=moved | {"rows": rows},
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
    left = empty(into, duplicate, merge.moved)
    sign(into)
    into.save()
    _show(duplicate, merge.moved["before"], sign)
    model.objects.filter(pk__in=merge.moved["earlier"], merged_into=into).update(
        merged_into=duplicate
    )
    left += _lead_all_back(merge, duplicate, into, sign)
    left += stand_apart(duplicate, sign)
    left += stand_below(into, merge.moved["filled"].get("parent_id"), sign)
    keep_names(duplicate)
    keep_names(into)
    note_change(duplicate)
    _note_all(into, merge.moved["earlier"])
    merge.undone_at, merge.undone_by = at, by
    merge.save(update_fields=["undone_at", "undone_by"])
    return left


def _check_right(record: Entity, by: AbstractBaseUser) -> None:
    if not by.has_perm(f"articles.publish_{record._meta.model_name}"):
        raise PermissionDenied(_("Only who may publish such records can merge them."))


def _check_pair(duplicate: Entity, into: Entity) -> None:
    if type(duplicate) is not type(into):
        raise ValidationError(_("Only records of the same kind can be merged."))
    if duplicate.pk == into.pk:
        raise ValidationError(_("A record cannot be merged into itself."))


def _check_unmerged(*records: Entity) -> None:
    for record in records:
        if record.merged_into_id:
            words = {"record": record, "other": record.merged_into}
            raise ValidationError(_("“%(record)s” is merged into “%(other)s” already.") % words)


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


def _lead_all(duplicate: Entity, into: Entity, sign: pointers.Sign) -> dict[str, dict]:
    """Let all that names the duplicate name the other; return what was led, by pointer."""
    led = {}
    for field in pointers.pointers_to(type(into)):
        rows = _door(field).lead(field, duplicate, into, sign)
        pointers.touch_owners(field, rows, sign)
        if rows["moved"] or rows["dropped"]:
            led[pointers.label_of(field)] = rows
    return led


def _lead_all_back(merge: Merge, duplicate: Entity, into: Entity, sign: pointers.Sign) -> list[str]:
    """Lead all rows back; return how many of which were touched since."""
    left = []
    others = Merge.objects.filter(kind=merge.kind, into=into.pk, undone_at=None)
    others = list(others.exclude(pk=merge.pk).select_for_update(of=("self",)).order_by("pk"))
    for field in pointers.pointers_to(type(into)):
        label = pointers.label_of(field)
        led = merge.moved["rows"].get(label)
        if led is None:
            continue
        more = [other.moved["rows"][label] for other in others if label in other.moved["rows"]]
        count = _door(field).lead_back(field, led, duplicate, into, sign, more)
        pointers.touch_owners(field, led, sign)
        if count:
            opts = (field.model._meta.auto_created or field.model)._meta
            left.append(f"{capfirst(str(opts.verbose_name_plural))}: {count}")
    Merge.objects.bulk_update(others, ["moved"])
    return left


def _note_all(into: Entity, earlier: list[int]) -> None:
    """Note the other record, and those merged before, which lead elsewhere now."""
    for record in [into, *type(into).objects.filter(pk__in=earlier)]:
        note_change(record)
