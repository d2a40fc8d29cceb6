"""Lists: what each is made of, narrowed by and ordered by, and how a page of one is read."""

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.core.exceptions import ValidationError as Refusal
from django.db.models import F, QuerySet
from django.http import QueryDict
from rest_framework.exceptions import ValidationError

from articles.api import fields, filters
from articles.api.caching import BOUNDARIES, with_boundaries
from articles.api.filters import Parameter, Values
from articles.api.records import COLUMNS, ROWS
from articles.models import ENTITIES, TERMS, Edition, live_facts
from articles.paging import after, cursor_after, values_of
from articles.prepared import (
    AT,
    LAST_AT,
    LAST_ID,
    SLUG,
    Prepared,
    as_day,
    as_moment,
    fill,
    prepare,
    read,
)

Keys = tuple[str, ...]
Narrow = Callable[[QuerySet, Collection[str]], QuerySet]
LAST_DAY, LAST_TEXT = date(1, 2, 6), "*last*"
# How the last row of a page stands in the query of the next, by the key of the order.
LAST = {
    "dated": LAST_AT,
    "changed_at": LAST_AT,
    "start_date": LAST_DAY,
    "sort_key": LAST_TEXT,
    "name": LAST_TEXT,
    "position": 32_000,  # of a column without a sign, where less than nothing is no condition
}
# What the dates of posts are compared by.
DATED = {"as_of": "lte", "published_before": "lt", "published_after": "gte"}
# What says how a list is shown, and not which it is: a page may be followed by another so.
SHOWN_BY = {"cursor", "page_size", "fields", "expand", "format"}


@dataclass(frozen=True, eq=False, slots=True)
class Listing:
    """The rows of a list, their columns, its filters, and its orders; the first by default."""

    kind: str
    rows: Callable[[], QuerySet]
    columns: tuple[str, ...]
    filters: dict[str, Parameter]
    orders: dict[str, Keys]
    key: Narrow = lambda rows, _given: rows


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a list: values by filter, the order, a page; ``of`` names it all."""

    values: dict[str, object]
    ordering: str
    size: int
    cursor: str
    of: str


def _dated(rows: QuerySet, given: Collection[str]) -> QuerySet:
    """Name what posts are ordered by: ``dated``, and ``tied`` for equal dates.

    Mentions, bylines and tags repeat the date of their edition: with one given, its index leads.
    """
    dated, tied = "first_published_at", "post_id"
    if any(kind in given or f"about_{kind}" in given for kind in ENTITIES):
        dated, tied = "mentions__first_published_at", "mentions__edition_id"
    elif "byline" in given:
        dated, tied = "bylines__first_published_at", "bylines__edition_id"
    elif "tag" in given:
        dated, tied = "edition_tags__first_published_at", "edition_tags__edition_id"
    rows = rows.annotate(dated=F(dated), tied=F(tied))
    if "__" not in dated:
        return rows
    # They are asked of the edition anyway; so its index is read from where they are.
    bounds = {f"dated__{DATED[name]}": filters.POSTS[name].mark for name in given if name in DATED}
    return rows.filter(**bounds)


POSTS = Listing(
    "post",
    lambda: Edition.objects.live(AT),
    ("card", "id", "changed_at"),
    filters.POSTS,
    {
        "-first_published_at": ("-dated", "-tied"),
        "first_published_at": ("dated", "tied"),
        "-changed_at": ("-changed_at", "-id"),
        "changed_at": ("changed_at", "id"),
    },
    _dated,
)
BY_ID = {"id": ("id",), "-id": ("-id",)}
BY_NAME = {"name": ("sort_key", "id"), "-name": ("-sort_key", "-id")}
BY_DATE = {
    "start_date": ("start_date", "id"),
    "-start_date": ("-start_date", "-id"),
}


def _of(kind: str, found: dict[str, Parameter], orders: dict[str, Keys]) -> Listing:
    return Listing(kind, ROWS[kind], COLUMNS[kind], found, orders)


PERSONS = _of("person", filters.PERSONS, BY_ID | BY_NAME)
ORGANIZATIONS = _of("organization", filters.ORGANIZATIONS, BY_ID | BY_NAME)
EVENTS = _of("event", filters.EVENTS, BY_DATE | BY_ID)
SECTIONS = _of("section", filters.TERMS, BY_ID | {"position": ("position", "id")})
TAGS = _of("tag", filters.TERMS, BY_ID | {"name": ("name",), "-name": ("-name",)})
IMAGES = _of("image", filters.IMAGES, BY_ID)


def read_values(found: dict[str, Parameter], params: QueryDict) -> dict[str, object]:
    """Return the values of the filters that are given. Raises ValidationError with their names."""
    values, faults = {}, {}
    for name, each in found.items():
        if name in params:
            try:
                values[name] = each.field.parse(params[name])
            except Refusal as error:
                faults[name] = error.messages
    records = {name: (found[name].record, values[name]) for name in values if found[name].record}
    for name, pk in find_records(records).items():
        values[name] = pk
        if pk is None:
            faults[name] = [fields.NOTHING]
    if faults:
        raise ValidationError(faults)
    return values


def find_records(asked: dict[str, tuple[str, int | str]]) -> dict[str, int | None]:
    """Return the ids of records readers may see, by whatever (kind, id or slug) are asked by.

    The id of what was merged into such a record stands for it. None for what is hidden or is not
    there at all, and for a slug that several have.
    """
    ids = {name: _find(kind, pk) for name, (kind, pk) in asked.items()}
    known = [(asked[name][0], pk) for name, pk in ids.items() if pk]
    facts = live_facts({kind: {pk for of, pk in known if of == kind} for kind, _pk in known})
    found = {name: facts.get((asked[name][0], pk)) for name, pk in ids.items()}
    return {name: fact and fact["id"] for name, fact in found.items()}


def _find(kind: str, pk: int | str) -> int | None:
    if isinstance(pk, int):
        return pk
    rows = read(fill(_query_slug(kind), None, {SLUG: pk}))
    return rows[0][0] if len(rows) == 1 else None


@lru_cache
def _query_slug(kind: str) -> Prepared:
    rows = (TERMS | ENTITIES)[kind].objects.filter(slug=SLUG)
    if kind in ENTITIES:
        rows = rows.filter(is_published=True)
    return prepare(rows.order_by().values_list("id")[:2])


def read_page(listing: Listing, asked: Asked, at: datetime) -> tuple[list[dict], str]:
    """Return the rows of a page at a time, and the cursor of the next ("" if none).

    Each has the columns of the list and the BOUNDARIES. Raises BadCursor.
    """
    sizes, values = [], {}
    for name, value in asked.values.items():
        size, marked = listing.filters[name].values(value)
        sizes.append((name, size))
        values |= marked
    keys = listing.orders[asked.ordering]
    names, model, query = _query(listing, tuple(sizes), keys, not asked.cursor, asked.size)
    if asked.cursor:
        values |= _last(keys, values_of(asked.cursor, model, keys, asked.of))
    found = read(fill(query, at, values))
    rows = [dict(zip(names, row, strict=True)) for row in found]
    if len(rows) <= asked.size:
        return rows, ""
    del rows[asked.size :]
    last = dict(rows[-1])
    if (moment := keys[0].removeprefix("-")) in ("dated", "changed_at"):
        last[moment] = as_moment(last[moment])
    return rows, cursor_after(model, keys, last, asked.of)


def _last(keys: Keys, values: list) -> Values:
    """Return what stands for the marks of the row that a page comes after."""
    found = {}
    for key, value in zip(keys, values, strict=True):
        mark = _mark(key)
        if isinstance(mark, datetime):
            value = as_moment(value)
        elif isinstance(mark, date):
            value = as_day(value)
        found[mark] = value
    return found


def _mark(key: str) -> Hashable:
    return LAST.get(key.removeprefix("-"), LAST_ID)


@lru_cache(maxsize=1_000)
def _query(
    listing: Listing, given: tuple[tuple[str, int], ...], keys: Keys, is_first: bool, size: int
) -> tuple[tuple[str, ...], type, Prepared]:
    """Return the columns, the model, and the query of a page of that size, one row longer."""
    rows = listing.rows()
    for name, many in given:
        rows = listing.filters[name].narrow(rows, many)
    rows = listing.key(rows, [name for name, _many in given])
    if not is_first:
        rows = rows.filter(after(keys, [_mark(key) for key in keys]))
    names = [key.removeprefix("-") for key in keys]
    columns = tuple(dict.fromkeys([*names, *listing.columns, *BOUNDARIES]))
    rows = with_boundaries(rows).order_by(*keys)
    return columns, rows.model, prepare(rows.values_list(*columns)[: size + 1])
