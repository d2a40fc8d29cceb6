"""What the boxes under a post say of the organizations and the events it names."""

from functools import lru_cache

from django.db.models import DateField, F, QuerySet, Value
from django.utils import timezone

from articles.models import Event, Organization
from articles.prepared import Prepared, as_day, fill, marked, marks, prepare, read, size_for

KINDS = ("organization", "event")


def boxes_of(named: list[dict]) -> dict[str, dict[int, dict]]:
    """Return what they are today, by kind and id, in one query; without one if none is named.

    An organization has {"label", "place"}; an event {"place", "start_date", "end_date", "status",
    "label", "is_over"}.
    """
    ids = [[fact["id"] for fact in named if fact["kind"] == kind] for kind in KINDS]
    boxes = {kind: {} for kind in KINDS}
    if not any(ids):
        return boxes
    query = _query(*(size_for(len(pks)) for pks in ids))
    values = {mark: pk for group, pks in enumerate(ids) for mark, pk in marked(pks, group).items()}
    today = timezone.localdate()
    for pk, what, place, start, end, kind in read(fill(query, None, values)):
        box = boxes[kind][pk] = {"place": place}
        if kind == "organization":
            box["label"] = Organization.Kind(what).label
        else:
            start, end = as_day(start), as_day(end)
            box |= {"start_date": start, "end_date": end, "status": what}
            box |= {"label": Event.Status(what).label, "is_over": (end or start) < today}
    return boxes


@lru_cache(maxsize=100)
def _query(organizations: int, events: int) -> Prepared:
    """Return the query for so many of each."""
    sizes = enumerate([organizations, events])
    pks = [marks(size, group) for group, size in sizes]
    parts = [rows(ids) for rows, ids in zip((_organizations, _events), pks, strict=True) if ids]
    return prepare(parts[0].union(*parts[1:], all=True))


def _organizations(pks: list[int]) -> QuerySet:
    no_day = Value(None, DateField())
    rows = Organization.objects.filter(pk__in=pks).order_by().values_list("id", "kind", "place")
    return rows.annotate(start=no_day, end=no_day, box=Value("organization"))


def _events(pks: list[int]) -> QuerySet:
    rows = Event.objects.filter(pk__in=pks).order_by().values_list("id", "status", "place")
    return rows.annotate(start=F("start_date"), end=F("end_date"), box=Value("event"))
