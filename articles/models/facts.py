"""Facts are live: the names of what an edition refers to, as they are today."""

from collections.abc import Iterable

from django.db.models import QuerySet, Value

from .entities import Organization, Person
from .event import Event
from .taxonomy import Section, Tag

ENTITIES = {"person": Person, "organization": Organization, "event": Event}
TERMS = {"section": Section, "tag": Tag}

Facts = dict[tuple[str, int], dict]


def live_facts(ids: dict[str, Iterable[int]]) -> Facts:
    """Return the facts of everything asked for that readers may see, in one query.

    ``ids`` is {"person": ids, "organization": ids, "event": ids, "section": ids, "tag": ids}, any
    of them absent or empty; the answer is
    {("person", 7): {"kind": "person", "id": 7, "name": ..., "slug": ...}, ...}.
    """
    parts = [_facts_of(kind, set(pks)) for kind, pks in ids.items() if pks]
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True)
    return {(row["kind"], row["id"]): row for row in rows}


def _facts_of(kind: str, pks: set[int]) -> QuerySet:
    visible = ENTITIES[kind].objects.published() if kind in ENTITIES else TERMS[kind].objects.all()
    return (
        visible.filter(pk__in=pks)
        .order_by()
        .values("id", "name", "slug")
        .annotate(kind=Value(kind))
    )
