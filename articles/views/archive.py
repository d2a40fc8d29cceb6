"""The archive: posts by the day they were first published on, in the site's time zone."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from django.core.cache import cache
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from articles.views.lists import editions_here, read_cards

# Seconds the months of a year keep their counts: a year may hold more posts than a page may read.
KEPT = 60


def archive(request: HttpRequest) -> HttpResponse:
    """The years there are posts of, each with its months."""
    # What is live was published before now; said so, SQLite reads one end of the index of dates
    # instead of everything that ever opened.
    editions = editions_here().filter(first_published_at__lte=timezone.now())
    dates = editions.values_list("first_published_at", flat=True)
    oldest = dates.order_by("first_published_at", "post_id").first()
    newest = dates.order_by("-first_published_at", "-post_id").first()
    years = {}
    for month in _months(oldest, newest):
        years.setdefault(month.year, []).append(month)
    return render(request, "articles/archive.html", {"years": sorted(years.items(), reverse=True)})


def archive_period(
    request: HttpRequest, year: int, month: int | None = None, day: int | None = None
) -> HttpResponse:
    """The posts of a year, a month or a day, and the way to shorter periods, with their counts."""
    try:
        first = date(year, month or 1, day or 1)
        after = _next(first, month, day)
        start, end = bounds(first, after)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    editions = editions_here().filter(first_published_at__gte=start, first_published_at__lt=end)
    context = read_cards(request, editions) | {"first": first, "month": month, "day": day}
    if day:
        context["total"] = editions.count()
    elif month:
        days = [first + timedelta(days=number) for number in range((after - first).days)]
        context["days"] = periods = _counted(editions, days, after)
    else:
        months = [date(year, number, 1) for number in range(1, 13)]
        context["months"] = periods = cache.get_or_set(
            f"archive:{get_language()}:{year}", lambda: _counted(editions, months, after), KEPT
        )
    if not day:
        context["total"] = sum(count for _period, count in periods)
    return render(request, "articles/archive_period.html", context)


def _counted(editions: QuerySet, periods: list[date], after: date) -> list[tuple[date, int]]:
    """Return how many of the editions are of each period; the last one ends where ``after`` begins.

    They are counted here: what a database takes for a day is one of its own time zone, and it
    would call our function for each row.
    """
    dates = sorted(editions.order_by().values_list("first_published_at", flat=True))
    starts = [bounds(day, day)[0] for day in [*periods, after]]
    older = [bisect_left(dates, start) for start in starts]
    return [(day, end - start) for day, (start, end) in zip(periods, pairwise(older), strict=True)]


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


def _months(oldest: datetime | None, newest: datetime | None) -> list[date]:
    """Return the first days of all months from one to the other, both included."""
    if oldest is None or newest is None:
        return []
    month, last = (timezone.localdate(moment).replace(day=1) for moment in (oldest, newest))
    months = []
    while month <= last:
        months.append(month)
        month = _next(month, month.month, None)
    return months
