"""The calendar of events: by month on a page, and as iCalendar for readers' own."""

import hashlib
from calendar import Calendar
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache, partial
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.aliases import call, name_in
from articles.calendars import FIELDS, to_calendar
from articles.models import Event, Organization, entity_url
from articles.prepared import (
    Prepared,
    fill,
    marked,
    marks,
    prepare,
    read_lists,
    read_named,
    size_for,
)

# Whoever subscribes gets what is coming and the year behind us, the latest of it if it is much.
KEPT = timedelta(days=366)
CALENDAR_SIZE = 500

# What lasts longer is a condition rather than a date: it stands in the months of its first year,
# so that a month is read from an index on the start alone.
LONGEST = timedelta(days=366)
MONTH_SIZE = 500

EVENT = (
    *("id", "name", "aliases", "slug", "start_date", "start_time", "end_date", "time_zone"),
    *("place", "status"),
)
ORGANIZER = ("event_id", "organization_id", "organization__name", "organization__aliases")
# Marks of prepared queries: the first day of the month and of the next, and how far back to look.
FIRST, AFTER, EARLIEST = date(1, 2, 4), date(1, 2, 5), date(1, 2, 6)

WEEKDAYS = [date(2024, 1, day) for day in range(1, 8)]  # whose names head the table


def calendar(request: HttpRequest) -> HttpResponse:
    """All events as iCalendar, with ``?organizer=7`` those an organization holds."""
    if unknown := sorted(request.GET.keys() - {"organizer"}):
        detail = _("There is no parameter “%(name)s” here.") % {"name": unknown[0]}
        return render(request, "400.html", {"detail": detail}, status=400)
    organizer = _organizer(request)
    events = Event.objects.published().filter(start_date__gte=timezone.localdate() - KEPT)
    name = settings.SITE_NAME
    if organizer:
        events = events.filter(organizers=organizer["id"])
        name = f"{name}: {organizer['name']}"
    events = events.order_by("-start_date", "-id")[:CALENDAR_SIZE]
    return _answer(request, events.values(*FIELDS), name, "events.ics")


def event_calendar(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """One event as iCalendar."""
    published = Event.objects.published().values(*FIELDS)
    found = published.filter(pk=pk).first() or get_object_or_404(published, absorbed=pk)
    address = entity_url("event", found["id"], found["slug"]) + "event.ics"
    if request.path != address:
        return redirect(address, permanent=True)
    name = name_in(get_language(), found["name"], found["aliases"])
    return _answer(request, [found], name, f"event-{found['id']}.ics")


def event_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The events of a month by day, with ``?organizer=7`` and ``?place=`` some of them."""
    try:
        first = date(year, month, 1)
        after = (first + timedelta(days=31)).replace(day=1)
        earliest = first - LONGEST
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    days = {FIRST: first, AFTER: after, EARLIEST: earliest}
    rows = call(read_named(EVENT, fill(_query_events(), None, days)), get_language())
    organizers = _organizers_of(rows)
    organizer, place = _organizer(request), request.GET.get("place", "").strip()
    shown = [
        row
        for row in rows
        if (not place or row["place"] == place)
        and (not organizer or organizer["id"] in organizers.get(row["id"], {}))
    ]
    choices = {pk: name for named in organizers.values() for pk, name in named.items()}
    if organizer:
        choices[organizer["id"]] = organizer["name"]
    choice = {"organizer": organizer and organizer["id"], "place": place}
    chosen = {name: value for name, value in choice.items() if value}
    places = {row["place"] for row in rows if row["place"]} | ({place} - {""})
    context = {
        "first": first,
        "today": timezone.localdate(),
        "weekdays": WEEKDAYS,
        "query": f"?{urlencode(chosen)}" if chosen else "",
        # Made when it is asked for: the page keeps what it made of the same events before.
        "weeks": partial(_weeks, first, shown),
        "shown": tuple([tuple(row.values()) for row in shown]),
        "organizer": organizer,
        "place": place,
        "organizers": tuple(sorted(choices.items(), key=lambda choice: choice[1].casefold())),
        "places": tuple(sorted(places)),
        **_neighbours(days),
    }
    return render(request, "articles/event_month.html", context)


def _answer(request: HttpRequest, events: Iterable[dict], name: str, filename: str) -> HttpResponse:
    """Return the calendar; nothing is written anew for whoever has it as it is."""
    rows = call(events, get_language())
    content = repr((get_language(), name, rows)).encode(errors="backslashreplace")
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if (unchanged := get_conditional_response(request, etag=etag)) is not None:
        return unchanged
    response = HttpResponse(to_calendar(rows, name), content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = etag
    response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    return response


def _organizer(request: HttpRequest) -> dict | None:
    """Return the organization asked for, {"id", "name"}; 404 for one readers do not know of."""
    asked = request.GET.get("organizer", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 18):
        raise Http404
    published = Organization.objects.published().values("id", "name", "aliases")
    return call([get_object_or_404(published, pk=int(asked))], get_language())[0]


@cache
def _query_events() -> Prepared:
    """Return the query for the events of the days of a month, by their start."""
    rows = (
        Event.objects.published()
        .filter(start_date__gte=EARLIEST, start_date__lt=AFTER)
        .filter(Q(start_date__gte=FIRST) | Q(end_date__gte=FIRST))
        .order_by("start_date", "id")
    )
    return prepare(rows.values_list(*EVENT)[:MONTH_SIZE])


def _organizers_of(rows: list[dict]) -> dict[int, dict[int, str]]:
    """Return the names of those who hold the events: {event id: {organization id: name}}."""
    if not rows:
        return {}
    query = fill(_query_organizers(size_for(len(rows))), None, marked(row["id"] for row in rows))
    organizers = {}
    for row in call(read_named(ORGANIZER, query), get_language(), "organization__"):
        named = organizers.setdefault(row["event_id"], {})
        named[row["organization_id"]] = row["organization__name"]
    return organizers


@cache
def _query_organizers(size: int) -> Prepared:
    links = Event.organizers.through.objects.filter(event__in=marks(size))
    return prepare(links.filter(organization__is_published=True).values_list(*ORGANIZER))


def _weeks(first: date, rows: list[dict]) -> list[list[dict | None]]:
    """Return the month's weeks from Monday on: {"day", "events", "goes_on"}, None outside it.

    ``events`` start on the day, or before the month on its first; ``goes_on`` started earlier.
    """
    days = {}
    for row in rows:
        row["status_label"] = Event.Status(row["status"]).label
        start, last = max(row["start_date"], first), row["end_date"] or row["start_date"]
        days.setdefault(start, ([], []))[0].append(row)
        day = start
        while day < last and (day := day + timedelta(days=1)).month == first.month:
            days.setdefault(day, ([], []))[1].append(row)
    return [
        [_cell(first.replace(day=day), days) if day else None for day in week]
        for week in Calendar().monthdayscalendar(first.year, first.month)
    ]


def _cell(day: date, days: dict) -> dict:
    events, goes_on = days.get(day, ([], []))
    return {"day": day, "events": events, "goes_on": goes_on}


def _neighbours(days: dict[date, date]) -> dict:
    """Return the months beside this one, each only if there is something there or beyond it.

    Otherwise a robot would turn the pages to the end of time.
    """
    before, later = read_lists([fill(query, None, days) for query in _queries_beside()])
    return {
        "previous": (days[FIRST] - timedelta(days=1)).replace(day=1) if before else None,
        "next": days[AFTER] if later else None,
    }


@cache
def _queries_beside() -> list[Prepared]:
    """Return the queries for the last event before the month, and the first after it."""
    published = Event.objects.published().values_list("id")
    before = published.filter(start_date__lt=FIRST).order_by("-start_date", "-id")
    later = published.filter(start_date__gte=AFTER).order_by("start_date", "id")
    return [prepare(before[:1]), prepare(later[:1])]
