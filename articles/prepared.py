"""Queries that are built once and run with other values each time.

To build one takes Django longer than most take to run. A mark stands in the query where a value
will: one that no query of ours holds otherwise.
"""

from collections.abc import Hashable
from datetime import UTC, date, datetime

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

Prepared = tuple[str, tuple]  # SQL with its parameters, marks among them

AT = datetime(1, 2, 3, tzinfo=UTC)
DAY = date(1, 2, 3)
LANGUAGE = "*language*"
SUBJECT = -1  # a section or a tag
KIND = "*kind*"


def prepare(rows: QuerySet) -> Prepared:
    """Return a query of values_list() with marks in it; the caller keeps it."""
    return rows.query.sql_with_params()


def fill(query: Prepared, at: datetime, values: dict[Hashable, object]) -> Prepared:
    """Return the query with the time, its day and the values in place of the marks."""
    moment, day = connection.ops.adapt_datetimefield_value, connection.ops.adapt_datefield_value
    known = {moment(AT): moment(at), day(DAY): day(timezone.localdate(at))} | values
    sql, params = query
    return sql, tuple([known.get(value, value) for value in params])


def read(query: Prepared) -> list[tuple]:
    """Return the rows as the database gives them."""
    with connection.cursor() as cursor:
        cursor.execute(*query)
        return cursor.fetchall()


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


def as_moment(value: datetime | str) -> datetime:
    """Return a time as the database gave it; SQLite's is a text or without its zone, UTC."""
    moment = parse_datetime(value) if isinstance(value, str) else value
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment, UTC)


def as_day(value: date | str | None) -> date | None:
    """Return a day as the database gave it."""
    return parse_date(value) if isinstance(value, str) else value
