"""The stories of the front page.

By hand, like images.picture(): as templates forty of them cost more than all queries of the page.
What was made of a card is kept: the next reader sees the same stories.
"""

from functools import lru_cache
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from orjson import loads

from articles import images

register = template.Library()
LONG_HEADLINE = 100  # letters
KEPT = 2_000  # stories


@register.simple_tag
def lead_tile(row: dict, today: str, sizes: str) -> SafeString:
    """Return the story the page opens with; a long headline stands smaller."""
    return mark_safe(_tile(row, today, sizes, is_lead=True))


@register.simple_tag
def tiles(rows: list[dict], today: str, sizes: str) -> SafeString:
    """Return stories with all that their cards say."""
    return mark_safe("".join([_tile(row, today, sizes) for row in rows]))


@register.simple_tag
def band(rows: list[dict], today: str, sizes: str) -> SafeString:
    """Return stories of a section: one with all its card says, and the headlines of the others."""
    first, *others = rows
    parts = [_tile(first, today, sizes, level=3)]
    parts += [_tile(row, today, "", level=3) for row in others]
    return mark_safe("".join(parts))


@register.simple_tag
def briefs(rows: list[dict], today: str) -> SafeString:
    """Return stories as items of a list: the time and the headline."""
    return mark_safe("".join([_brief(row["card"], today, get_language()) for row in rows]))


def _tile(row: dict, today: str, sizes: str, *, level: int = 2, is_lead: bool = False) -> str:
    """Return a story as HTML; without its picture and text if ``sizes`` is empty."""
    label = row.get("label", "")
    return _made(row["card"], label, today, sizes, level, is_lead, get_language())


@lru_cache(maxsize=KEPT)
def _made(
    card: str, label: str, today: str, sizes: str, level: int, is_lead: bool, _language: str
) -> str:
    card, parts, css_class = loads(card), [], "tile"
    if is_lead:
        is_long = len(card["headline"]) > LONG_HEADLINE
        css_class = "tile tile-lead tile-long" if is_long else "tile tile-lead"
    if card["lead_image"] and sizes:
        picture = images.picture(card["lead_image"], sizes=sizes, alt="", eager=is_lead)
        parts.append(
            f'<a class="card-picture" href="{escape(card["path"])}" tabindex="-1"'
            f' aria-hidden="true">{picture}</a>'
        )
    if label:
        parts.append(f'<p class="tile-label">{escape(label)}</p>')
    parts.append(f"<h{level}>{_link(card)}</h{level}>")
    if card["lead"] and sizes:
        parts.append(f'<p class="tile-text">{escape(card["lead"])}</p>')
    parts.append(_line(card, today))
    return f'<article class="{css_class}">{"".join(parts)}</article>'


@lru_cache(maxsize=KEPT)
def _brief(card: str, today: str, _language: str) -> str:
    card = loads(card)
    return f"<li>{_line(card, today)}{_link(card)}</li>"


def _link(card: dict) -> str:
    return f'<a href="{escape(card["path"])}">{escape(card["headline"])}</a>'


def _line(card: dict, today: str) -> str:
    stamp = card["first_published_at"]
    paid = f'<span class="paid">{escape(_("Advertisement"))}</span>' if card["is_paid"] else ""
    return (
        f'<p class="card-line"><time datetime="{stamp}">{hour_or_day(stamp, today)}</time>'
        f'<span class="age">{card["age_mark"]:d}+</span>{paid}</p>'
    )


def hour_or_day(stamp: str, today: str) -> str:
    """Return of an ISO time of the site's zone what a reader needs on a day: 10:52, or its day."""
    if stamp[:10] == today:
        return stamp[11:16]
    year = "" if stamp[:4] == today[:4] else f".{stamp[:4]}"
    return f"{stamp[8:10]}.{stamp[5:7]}{year}"
