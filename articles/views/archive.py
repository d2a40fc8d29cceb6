"""The archive: posts by the day they were first published on, in the site's time zone."""

import functools
from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from articles.prepared import (
    AT,
    BEFORE,
    LANGUAGE,
    SINCE,
    Prepared,
    adapted,
    as_moment,
    bare,
    fill,
    prepare,
    read,
    read_lists,
)
from articles.views.lists import all_here, of_period, read_cards

# Seconds the months of a year keep their counts: a year may hold more posts than a page may read.
KEPT = 60


def archive(request: HttpRequest) -> HttpResponse:
    """The years there are posts of, each with its months."""
    ends = [fill(query, timezone.now(), {LANGUAGE: get_language()}) for query in _query_ends()]
    dates = [as_moment(moment) for [(moment,)] in filter(None, read_lists(ends))]
    first, last = [timezone.localdate(moment).replace(day=1) for moment in dates] or (None, None)
    years = {}
    for month in _months(first, last):
        years.setdefault(month.year, []).append(month)
    context = {"first": first, "last": last, "years": sorted(years.items(), reverse=True)}
    return render(request, "articles/archive.html", context)


@functools.cache
def _query_ends() -> tuple[Prepared, Prepared]:
    """Return the queries for the oldest date and the newest.

    What is live was published before now; said so, SQLite reads one end of the index of dates
    instead of everything that ever opened.
    """
    dates = all_here().filter(first_published_at__lte=AT).values_list("first_published_at")
    oldest, newest = ("first_published_at", "post_id"), ("-first_published_at", "-post_id")
    return prepare(dates.order_by(*oldest)[:1]), prepare(dates.order_by(*newest)[:1])


def archive_period(
    request: HttpRequest, year: int, month: int | None = None, day: int | None = None
) -> HttpResponse:
    """The posts of a year, a month or a day, and the way to shorter periods, with their counts."""
    try:
        first = date(year, month or 1, day or 1)
        after = _next(first, month, day)
        start, end = bounds(first, after)
        bounds(first.replace(day=1), _next(first.replace(day=1), month or 1, None))  # counted too
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    context = read_cards(request, of_period, values={SINCE: start, BEFORE: end})
    context |= {"first": first, "month": month, "day": day}
    if day:
        context["total"] = dict(_counts(year, month)).get(first, 0)
    else:
        periods = context["days" if month else "months"] = _counts(year, month)
        context["total"] = sum(count for _period, count in periods)
        context["counts"] = tuple(count for _period, count in periods)
    return render(request, "articles/archive_period.html", context)


def _counts(year: int, month: int | None) -> list[tuple[date, int]]:
    """Return how many posts there are of each day of a month, or each month of a year.

    A minute later it is counted again.
    """
    first = date(year, month or 1, 1)
    after = _next(first, month, None)
    if month:
        periods = [first + timedelta(days=number) for number in range((after - first).days)]
    else:
        periods = [date(year, number, 1) for number in range(1, 13)]
    key = f"archive:{get_language()}:{first:%Y-%m}:{bool(month)}"
    return cache.get_or_set(key, lambda: _counted(periods, after), KEPT)


def _counted(periods: list[date], after: date) -> list[tuple[date, int]]:
    """Return how many posts there are of each period; the last ends where ``after`` begins.

    They are counted here: what a database takes for a day is one of its own time zone, and it
    would call our function for each row. Times are compared as the database has them.
    """
    starts = [bounds(day, day)[0] for day in [*periods, after]]
    values = {LANGUAGE: get_language(), SINCE: starts[0], BEFORE: starts[-1]}
    dates = sorted([moment for (moment,) in read(fill(_query_dates(), timezone.now(), values))])
    older = [bisect_left(dates, adapted(start)) for start in starts]
    return [(day, end - start) for day, (start, end) in zip(periods, pairwise(older), strict=True)]


@functools.cache
def _query_dates() -> Prepared:
    return prepare(of_period().order_by().values_list(bare("first_published_at")))


def _next(first: date, month: int | None, day: int | None) -> date:
    if day:
        return first + timedelta(days=1)
    if month:
        return (first + timedelta(days=31)).replace(day=1)
    return first.replace(year=first.year + 1)


def bounds(first: date, after: date) -> tuple[datetime, datetime]:
    """Return the instants the period starts and ends at."""
    start, end = (timezone.make_aware(datetime.combine(day, time.min)) for day in (first, after))
    # OverflowError for what no database can compare
    start.astimezone(UTC), end.astimezone(UTC)
    return start, end


def _months(month: date | None, last: date | None) -> list[date]:
    """Return the first days of all months from one to the other, both included."""
    months = []
    while month and month <= last:
        months.append(month)
        month = _next(month, month.month, None)
    return months
