"""The boxes under a post: whom it names, and what they are.

By hand, like the cards of a list: as templates they were a third of the page.
"""

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.models import Event, entity_url
from articles.templatetags.site import event_dates

register = template.Library()


@register.simple_tag
def named_boxes(named: list[dict], positions: dict, boxes: dict) -> SafeString:
    """Return the items of a list, by the facts of the named, their positions and boxes_of()."""
    return mark_safe("\n".join([_box(fact, positions, boxes) for fact in named]))


def _box(fact: dict, positions: dict, boxes: dict) -> str:
    kind, pk = fact["kind"], fact["id"]
    path = escape(entity_url(kind, pk, fact["slug"]))
    words, box = [], boxes.get(kind, {}).get(pk)
    if kind == "person":
        words = [_position(row) for row in positions.get(pk, ())]
    elif box:
        words = _event(fact, box, path) if kind == "event" else [_organization(box)]
    return f'<li><a href="{path}">{escape(fact["name"])}</a> {" ".join(words)}</li>'


def _position(row: dict) -> str:
    office = f", {row['organization__name']}" if row["organization__is_published"] else ""
    return f'<span class="quiet">{escape(row["title"] + office)}</span>'


def _organization(box: dict) -> str:
    return f'<span class="quiet">{escape(box["label"])}{_place(box)}</span>'


def _event(fact: dict, box: dict, path: str) -> list[str]:
    parts = [f'<span class="quiet">{event_dates(box)}{_place(box)}</span>']
    if box["status"] in (Event.Status.CANCELLED, Event.Status.POSTPONED):
        css_class = f"status status-{box['status']}"
        parts.append(f'<span class="{css_class}">{escape(box["label"])}</span>')
    if not box["is_over"] and box["status"] != Event.Status.CANCELLED:
        parts.append(
            f'<a class="to-calendar" href="{path}event.ics">{escape(_("Add to calendar"))}'
            f'<span class="unseen">: {escape(fact["name"])}</span></a>'
        )
    return parts


def _place(box: dict) -> str:
    return f" · {escape(box['place'])}" if box["place"] else ""
