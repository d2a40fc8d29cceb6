"""Posts in lists.

By hand, like the stories of the front page: as templates twenty cost more than all else in a page.
What was made of a card is kept: the next reader sees the same posts, on one list or another.
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
KEPT = 4_000  # posts

SIZES = (
    "(min-width: 120rem) calc(12.5vw + 5rem), (min-width: 64rem) 20rem, (min-width: 38rem) 24rem,"
    " calc(100vw - 2.5rem)"
)


@register.simple_tag(takes_context=True)
def cards(context: dict, rows: list[dict], eager: bool = False) -> SafeString:
    """Return the posts of a list; those about its subject say so where others are among them.

    Their cards are JSON still. ``eager`` is for a list that the page opens with: its first picture
    is waited for.
    """
    language, all_about = get_language(), context.get("about")
    made = [
        _made(
            row["card"],
            bool(row.get("about")) and not all_about,
            eager and row is rows[0],
            language,
        )
        for row in rows
    ]
    return mark_safe("\n".join(made))


@lru_cache(maxsize=KEPT)
def _made(card: str, is_about: bool, eager: bool, _language: str) -> str:
    card = loads(card)
    about = f"<span>{escape(_('Main subject'))}</span>" if is_about else ""
    path, stamp, picture = escape(card["path"]), card["first_published_at"], ""
    if card["lead_image"]:
        image = images.picture(card["lead_image"], sizes=SIZES, alt="", eager=eager)
        picture = (
            f'<a class="card-picture" href="{path}" tabindex="-1" aria-hidden="true">{image}</a>'
        )
    return (
        f'<article class="card" lang="{card["language"]}">{picture}<div class="card-words">'
        f'<h2><a href="{path}">{escape(card["headline"])}</a></h2>'
        f'<p class="card-lead-text">{escape(card["lead"])}</p>'
        f'<p class="card-line"><time datetime="{stamp}">{as_minute(stamp)}</time> '
        f'<span class="age">{card["age_mark"]:d}+</span>'
        f"{about}{_paid(card)}</p></div></article>"
    )


def _paid(card: dict) -> str:
    return f'<span class="paid">{escape(_("Advertisement"))}</span>' if card["is_paid"] else ""


def as_minute(stamp: str) -> str:
    """Return an ISO time of the site's zone as readers write it: 24.11.2022 10:52."""
    return f"{stamp[8:10]}.{stamp[5:7]}.{stamp[:4]} {stamp[11:16]}"


@register.simple_tag
def found(rows: list[dict]) -> SafeString:
    """Return the posts a search found, with the words marked."""
    return mark_safe("\n".join([_found(row) for row in rows]))


def _found(row: dict) -> str:
    card = row["card"]
    stamp = card["first_published_at"]
    excerpt = f'<p class="excerpt">{row["excerpt"]}</p>' if row["excerpt"] else ""
    return (
        f'<article class="found" lang="{card["language"]}">'
        f'<h3><a href="{escape(card["path"])}">{row["headline"]}</a></h3><p>{row["lead"]}</p>'
        f'{excerpt}<p class="card-line"><time datetime="{stamp}">{as_minute(stamp)}</time> '
        f'<span class="age">{card["age_mark"]:d}+</span>{_paid(card)}</p>'
        "</article>"
    )
