"""Events as iCalendar (RFC 5545), for the calendars of readers' own devices."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language
from icalendar import Calendar, Timezone
from icalendar import Event as Component

from articles.models import Event, entity_url

FIELDS = [
    *("id", "name", "aliases", "slug", "start_date", "start_time", "end_date", "end_time"),
    *("time_zone", "place", "status", "website", "description", "created_at", "updated_at"),
]
# The field knows no word for what was put off: its day is in doubt.
STATUSES = {
    Event.Status.PLANNED: "CONFIRMED",
    Event.Status.POSTPONED: "TENTATIVE",
    Event.Status.CANCELLED: "CANCELLED",
    Event.Status.HELD: "CONFIRMED",
}
# Section 3.1 forbids them; a text pasted from elsewhere may hold them.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def to_calendar(events: Iterable[dict], name: str) -> bytes:
    """Return an iCalendar file of events, rows of ``FIELDS``, with the zones their hours are in."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{_host()}//Newsroom//{get_language().upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", _plain(name))  # RFC 7986; the other is what most programs read
    calendar.add("x-wr-calname", _plain(name))
    zones, components = {}, []
    for event in events:
        components.append(_component(event))
        if event["start_time"]:
            years = zones.setdefault(event["time_zone"], set())
            years.update(
                {event["start_date"].year, (event["end_date"] or event["start_date"]).year}
            )
    for zone, years in sorted(zones.items()):
        calendar.add_component(_zone(zone, min(years), max(years)))
    for component in components:
        calendar.add_component(component)
    return calendar.to_ical()


def _component(event: dict) -> Component:
    component = Component()
    # Without the words of the address: a renamed event stays the same one in every calendar.
    component.add("uid", f"event-{event['id']}@{_host()}")
    component.add("dtstamp", _moment(event["updated_at"]))
    component.add("last-modified", _moment(event["updated_at"]))
    # Grows with every change, as it must, and needs no counter.
    age = event["updated_at"] - event["created_at"]
    component.add("sequence", max(0, int(age.total_seconds())))
    component.add("summary", _plain(event["name"]))
    component.add("status", STATUSES[event["status"]])
    component.add("url", settings.SITE_URL + entity_url("event", event["id"], event["slug"]))
    if event["place"]:
        component.add("location", _plain(event["place"]))
    if text := "\n\n".join(filter(None, [event["description"], event["website"]])):
        component.add("description", _plain(text))
    start, end = span(event)
    component.add("dtstart", start)
    if end:
        component.add("dtend", end)
    return component


def span(event: dict) -> tuple[date, date | None]:
    """Return when an event starts and when it is over, as DTSTART and DTEND say it.

    They are days, or moments in the event's zone where its hour is known. The end is not part of
    the event: what lasts until the 2nd is over on the 3rd.
    """
    first, last = event["start_date"], event["end_date"]
    if event["start_time"] is None:
        return first, _day_after(last or first)
    zone = ZoneInfo(event["time_zone"])
    start = datetime.combine(first, event["start_time"], zone)
    if event["end_time"]:
        end = datetime.combine(last or first, event["end_time"], zone)
        return start, end if end > start else None
    if last and last > first and (over := _day_after(last)):
        return start, datetime.combine(over, time.min, zone)
    return start, None


def _day_after(day: date) -> date | None:
    return day + timedelta(days=1) if day < date.max else None


@lru_cache(maxsize=256)
def _zone(name: str, first_year: int, last_year: int) -> Timezone:
    """Return what a calendar must know of a zone in these years; it takes long to find out."""
    first = date(max(first_year, 3), 1, 1) - timedelta(days=366)
    last = date(min(last_year, 9997) + 2, 1, 1)
    return Timezone.from_tzid(name, first_date=first, last_date=last)


def _moment(value: datetime) -> datetime:
    return value.astimezone(UTC).replace(microsecond=0)


def _plain(text: str) -> str:
    return CONTROLS.sub("", text.replace("\r\n", "\n"))


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname
