"""Queries that are built once and run with other values each time.

To build one takes Django longer than most take to run. A mark stands in the query where a value
will: one that no query of ours holds otherwise.
"""

from collections.abc import Hashable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from itertools import zip_longest

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

Prepared = tuple[str, tuple]  # SQL with its parameters, marks among them

AT = datetime(1, 2, 3, tzinfo=UTC)
DAY = date(1, 2, 3)
LANGUAGE = "*language*"
SUBJECT = -1  # a section or a tag
KIND = "*kind*"
SLUG = "*slug*"
PARENT = -3
# Times from and before which, and where the page before this one ended.
SINCE, BEFORE = datetime(1, 2, 4, tzinfo=UTC), datetime(1, 2, 5, tzinfo=UTC)
LAST_AT, LAST_ID = datetime(1, 2, 6, tzinfo=UTC), -2
# A minute from now.
SOON = datetime(1, 2, 7, tzinfo=UTC)
EVER, NEVER = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


def prepare(rows: QuerySet) -> Prepared:
    """Return a query of values_list() with marks in it; the caller keeps it."""
    return rows.query.sql_with_params()


def fill(query: Prepared, at: datetime | None, values: dict[Hashable, object]) -> Prepared:
    """Return the query with the time, its day and the values in place of the marks."""
    sql, params = query
    known = dict(values)
    if at:
        known.setdefault(AT, at)
        if adapted(DAY) in params:
            known[DAY] = timezone.localdate(at)
        if adapted(SOON) in params:
            known[SOON] = at + timedelta(minutes=1)
    times = [mark for mark in known if isinstance(mark, date)]
    known |= {adapted(mark): adapted(known[mark]) for mark in times}
    return sql, tuple([known.get(value, value) for value in params])


@lru_cache(maxsize=1_000)
def adapted(value: date) -> date | str:
    """Return a time or a day as the database takes it; a request asks for the same ones often."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value)


def size_for(count: int) -> int:
    """Return for how many values a query is prepared that so many are given to: 1, 2, 4, 8, ...

    So there are few such queries; the last value is given again in the places left over.
    """
    return 1 << (count - 1).bit_length() if count else 0


@cache
def marks(size: int, group: int = 0) -> tuple[int, ...]:
    """Return marks for so many ids; those of another group are others."""
    return tuple([-100_000 * (group + 1) - place for place in range(size)])


def marked(pks: Iterable[int], group: int = 0) -> dict[int, int]:
    """Return the ids in place of the marks of a query prepared for size_for() so many."""
    pks = list(pks)
    places = marks(size_for(len(pks)), group)
    return dict(zip_longest(places, pks, fillvalue=pks[-1])) if pks else {}


def read(query: Prepared) -> list[tuple]:
    """Return the rows as the database gives them."""
    with connection.cursor() as cursor:
        cursor.execute(*query)
        return cursor.fetchall()


def read_named(names: Sequence[str], query: Prepared) -> list[dict]:
    """Return the rows as dicts."""
    return [dict(zip(names, row, strict=True)) for row in read(query)]


def read_lists(lists: list[Prepared]) -> list[list[tuple]]:
    """Return the rows of several short lists, each read by its own index, in one query.

    Django joins no queries that end in a LIMIT: SQLite takes these only one level down. No database
    promises the order of such a union.
    """
    found = [[] for _list in lists]
    if lists:
        parts = [
            f"SELECT {number} AS list, part.* FROM ({sql}) AS part"  # noqa: S608  (ours)
            for number, (sql, _params) in enumerate(lists)
        ]
        values = tuple([value for _sql, params in lists for value in params])
        for number, *row in read((" UNION ALL ".join(parts), values)):
            found[number].append(tuple(row))
    return found


def bare(column: str) -> Coalesce:
    """Return a column of times for read() to give as the database has them: adapted().

    SQLite's are texts then, which the driver would make objects of: many cost more than reading.
    """
    return Coalesce(column, None)


def as_moment(value: datetime | str) -> datetime:
    """Return a time as the database gave it; SQLite's is a text or without its zone, UTC."""
    moment = parse_datetime(value) if isinstance(value, str) else value
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment, UTC)


def as_day(value: date | str | None) -> date | None:
    """Return a day as the database gave it."""
    return parse_date(value) if isinstance(value, str) else value
