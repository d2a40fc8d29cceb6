"""Facts are live: the names of what an edition refers to, as they are today."""

from collections.abc import Iterable
from functools import lru_cache

from django.db.models import BigIntegerField, CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast

from articles.prepared import Prepared, fill, marked, marks, prepare, read, size_for

from .entities import Organization, Person
from .event import Event
from .taxonomy import Section, Tag

ENTITIES = {"person": Person, "organization": Organization, "event": Event}
TERMS = {"section": Section, "tag": Tag}

# Of terms, which are never merged nor hidden.
ALWAYS = {
    "wikidata": Value(None, CharField()),
    "into": Value(None, BigIntegerField()),
    "is_visible": Value(True),
}
NOWHERE = Value("", CharField())
# What a box under a post says beside the place: of an organization its kind, of an event its status
# and its days.
BOX = ("what", "start_date", "end_date")
NOTHING = {
    "what": Value(None, CharField()),
    # Of a plain NULL after another PostgreSQL makes a text, which no union takes for a date.
    "start_date": Cast(None, DateField()),
    "end_date": Cast(None, DateField()),
}
SAID = {
    "organization": NOTHING | {"what": F("kind")},
    "event": {"what": F("status"), "start_date": F("start_date"), "end_date": F("end_date")},
}

Facts = dict[tuple[str, int], dict]


def live_facts(ids: dict[str, Iterable[int]], *, boxed: bool = False) -> Facts:
    """Return the facts of everything asked for that readers may see, in one query.

    ``ids`` is {"person": ids, "organization": ids, "event": ids, "section": ids, "tag": ids}, any
    of them absent or empty; the answer is
    {("person", 7): {"kind": "person", "id": 7, "name", "aliases", "slug", "wikidata_id", "place"},
    ...}, the place being that of an event. ``boxed`` gives each what a box under a post says: the
    place of an organization too, "what" (its kind, or the status of an event), "start_date" and
    "end_date", as the database has them.
    What was merged into another record is that one today, and its fact has the other's id: where
    an edition still names such, a second query is made. A join would cost every page more.
    """
    if not any(ids.values()):
        return {}
    facts, moved = _read(ids, boxed)
    if moved:
        survivors = {kind: set() for kind in ENTITIES}
        for (kind, _pk), into in moved.items():
            survivors[kind].add(into)
        found, _none = _read(survivors, boxed)
        facts |= {
            (kind, pk): found[kind, into]
            for (kind, pk), into in moved.items()
            if (kind, into) in found
        }
    return facts


def _read(ids: dict[str, Iterable[int]], boxed: bool) -> tuple[Facts, dict[tuple[str, int], int]]:
    """Return the facts of those readers may see, and what the merged ones were merged into."""
    # Entities first: PostgreSQL takes the types of a union from those, terms have but NULL.
    asked = {kind: set(ids[kind]) for kind in (*ENTITIES, *TERMS) if ids.get(kind)}
    values = {}
    for group, pks in enumerate(asked.values()):
        values |= marked(pks, group)
    query = _query(tuple([(kind, size_for(len(pks))) for kind, pks in asked.items()]), boxed)
    facts, moved = {}, {}
    rows = read(fill(query, None, values))
    for pk, name, aliases, slug, wikidata_id, into, is_visible, place, *box, kind in rows:
        if into:
            moved[kind, pk] = into
        elif is_visible:
            facts[kind, pk] = fact = {
                "kind": kind,
                "id": pk,
                "name": name,
                "aliases": aliases,
                "slug": slug,
                "wikidata_id": wikidata_id,
                "place": place,
            }
            if box:
                fact |= zip(BOX, box, strict=True)
    return facts, moved


@lru_cache(maxsize=500)
def _query(sizes: tuple[tuple[str, int], ...], boxed: bool) -> Prepared:
    """Return the query for so many of each kind."""
    parts = [_rows_of(kind, marks(size, group), boxed) for group, (kind, size) in enumerate(sizes)]
    return prepare(parts[0].union(*parts[1:], all=True))


def _rows_of(kind: str, pks: tuple[int, ...], boxed: bool) -> QuerySet:
    if kind in TERMS:
        columns = ("id", "name", "aliases", "slug")
        found = TERMS[kind].objects.values_list(*columns).annotate(**ALWAYS)
    else:
        # Sorted out above: as a condition of the query this would cost every page a third more.
        columns = ("id", "name", "aliases", "slug", "wikidata_id", "merged_into_id", "is_published")
        found = ENTITIES[kind].objects.values_list(*columns)
    has_place = kind == "event" or (boxed and kind == "organization")
    found = found.annotate(venue=F("place") if has_place else NOWHERE)
    if boxed:
        found = found.annotate(**SAID.get(kind, NOTHING))
    return found.filter(pk__in=pks).annotate(kind=Value(kind)).order_by()
