"""The boxes under a post: whom it names, and what they are.

By hand, like the cards of a list: as templates they were a third of the page. What was made of a
record is kept: the next post names it too.
"""

from datetime import date
from functools import lru_cache
from html import escape

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.models import Event, Organization, entity_url
from articles.prepared import as_day
from articles.templatetags.site import event_dates

register = template.Library()

KEPT = 2_000  # boxes


@register.simple_tag
def named_boxes(named: list[dict], positions: dict) -> SafeString:
    """Return the items of a list, by the boxed facts of the named and positions_on()."""
    today, language = timezone.localdate(), get_language()
    boxes = []
    for fact in named:
        name = fact["id"], fact["name"], fact["slug"]
        if fact["kind"] == "person":
            held = tuple([_held(row) for row in positions.get(fact["id"], ())])
            boxes.append(_person(*name, held, language))
        elif fact["kind"] == "event":
            dates = fact["start_date"], fact["end_date"]
            boxes.append(_event(*name, fact["what"], fact["place"], *dates, today, language))
        else:
            boxes.append(_organization(*name, fact["what"], fact["place"], language))
    return mark_safe("\n".join(boxes))


def _held(row: dict) -> str:
    office = f", {row['organization__name']}" if row["organization__is_published"] else ""
    return row["title"] + office


@lru_cache(maxsize=KEPT)
def _person(pk: int, name: str, slug: str, held: tuple[str, ...], _language: str) -> str:
    path = escape(entity_url("person", pk, slug))
    return _box(path, name, *[f'<span class="quiet">{escape(words)}</span>' for words in held])


@lru_cache(maxsize=KEPT)
def _organization(pk: int, name: str, slug: str, kind: str, place: str, _language: str) -> str:
    path = escape(entity_url("organization", pk, slug))
    label = escape(Organization.Kind(kind).label)
    return _box(path, name, f'<span class="quiet">{label}{_place(place)}</span>')


@lru_cache(maxsize=KEPT)
def _event(
    pk: int,
    name: str,
    slug: str,
    status: str,
    place: str,
    start: date | str,
    end: date | str | None,
    today: date,
    _language: str,
) -> str:
    path = escape(entity_url("event", pk, slug))
    start, end = as_day(start), as_day(end)
    dates = event_dates({"start_date": start, "end_date": end})
    parts = [f'<span class="quiet">{dates}{_place(place)}</span>']
    if status in (Event.Status.CANCELLED, Event.Status.POSTPONED):
        label = escape(Event.Status(status).label)
        parts.append(f'<span class="status status-{status}">{label}</span>')
    if (end or start) >= today and status != Event.Status.CANCELLED:
        parts.append(
            f'<a class="to-calendar" href="{path}event.ics">{escape(_("Add to calendar"))}'
            f'<span class="unseen">: {escape(name)}</span></a>'
        )
    return _box(path, name, *parts)


def _box(path: str, name: str, *words: str) -> str:
    return f'<li><a href="{path}">{escape(name)}</a> {" ".join(words)}</li>'


def _place(place: str) -> str:
    return f" · {escape(place)}" if place else ""
