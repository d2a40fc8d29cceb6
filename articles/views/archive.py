"""The archive: posts by the day they were first published on, in the site's time zone."""

from datetime import UTC, date, datetime, time, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.views.lists import editions_here, read_cards


def archive(request: HttpRequest) -> HttpResponse:
    """The years there are posts of, each with its months."""
    dates = editions_here().values_list("first_published_at", flat=True)
    oldest = dates.order_by("first_published_at").first()
    newest = dates.order_by("-first_published_at").first()
    years = {}
    for month in _months(oldest, newest):
        years.setdefault(month.year, []).append(month)
    return render(request, "articles/archive.html", {"years": sorted(years.items(), reverse=True)})


def archive_period(
    request: HttpRequest, year: int, month: int | None = None, day: int | None = None
) -> HttpResponse:
    """The posts of a year, a month or a day, and the way to shorter periods within it."""
    try:
        first = date(year, month or 1, day or 1)
        start, end = bounds(first, _next(first, month, day))
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    editions = editions_here().filter(first_published_at__gte=start, first_published_at__lt=end)
    context = read_cards(request, editions) | {"first": first, "month": month, "day": day}
    if month and not day:
        context["days"] = editions.datetimes("first_published_at", "day")
    elif not month:
        context["months"] = [date(year, number, 1) for number in range(1, 13)]
    return render(request, "articles/archive_period.html", context)


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
