"""What the boxes under a post say of the organizations and the events it names."""

from django.db.models import DateField, F, QuerySet, Value
from django.utils import timezone

from articles.models import Event, Organization


def boxes_of(named: list[dict]) -> dict[str, dict[int, dict]]:
    """Return what they are today, by kind and id, in one query; without one if none is named.

    An organization has {"label", "place"}; an event {"place", "start_date", "end_date", "status",
    "label", "is_over"}.
    """
    parts = [
        rows
        for kind, rows_of in (("organization", _organizations), ("event", _events))
        if (rows := rows_of([fact["id"] for fact in named if fact["kind"] == kind])) is not None
    ]
    boxes = {"organization": {}, "event": {}}
    if not parts:
        return boxes
    today = timezone.localdate()
    for pk, what, place, start, end, kind in parts[0].union(*parts[1:], all=True):
        box = boxes[kind][pk] = {"place": place}
        if kind == "organization":
            box["label"] = Organization.Kind(what).label
        else:
            box |= {"start_date": start, "end_date": end, "status": what}
            box |= {"label": Event.Status(what).label, "is_over": (end or start) < today}
    return boxes


def _organizations(pks: list[int]) -> QuerySet | None:
    if not pks:
        return None
    no_day = Value(None, DateField())
    rows = Organization.objects.filter(pk__in=pks).order_by().values_list("id", "kind", "place")
    return rows.annotate(start=no_day, end=no_day, box=Value("organization"))


def _events(pks: list[int]) -> QuerySet | None:
    if not pks:
        return None
    rows = Event.objects.filter(pk__in=pks).order_by().values_list("id", "status", "place")
    return rows.annotate(start=F("start_date"), end=F("end_date"), box=Value("event"))
