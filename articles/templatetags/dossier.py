"""The facts of a person, an organization or an event, and what its posts tell.

By hand, like the cards of a list: as templates, full of the smaller ones they were made of, they
cost as much as all queries of the page.
"""

from datetime import date
from html import escape

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles import images
from articles.models import entity_url
from articles.templatetags.site import event_dates, joined, named_links

register = template.Library()

LONG_NAME = 100  # letters
PORTRAIT = "(min-width: 120rem) 18rem, (min-width: 38rem) 10rem, 7rem"


@register.simple_tag(takes_context=True)
def facts_head(context: dict, kicker: str, image: dict | None = None) -> SafeString:
    """Return what a dossier opens with: what it is of, how that is called, how it looks."""
    name, others = context["entity"]["name"], context["other_names"]
    css_class, picture = ' class="long"' if len(name) > LONG_NAME else "", ""
    if image:
        picture = images.picture(image, sizes=PORTRAIT, css_class="portrait", eager=True)
    lines = [
        picture,
        "<div>",
        f'<p class="kicker">{escape(kicker)}</p>',
        f"<h1{css_class}>{escape(name)}</h1>",
        f'<p class="quiet">{escape(", ".join(others))}</p>' if others else "",
        "</div>",
    ]
    return mark_safe(f'<header class="page-head entity-head">\n{joined(lines)}\n</header>')


@register.simple_tag
def neighbours(label: str, kind: str, rows: list[dict], dated: bool = False) -> SafeString:
    """Return records of a kind as part of a list of facts; events with their dates if asked."""
    items = []
    for row in rows:
        link = f'<a href="{entity_url(kind, row["id"], row["slug"])}">{escape(row["name"])}</a>'
        dates = f'\n<span class="quiet">{event_dates(row)}</span>' if dated else ""
        items.append(f"<dd>\n{link}{dates}\n</dd>")
    return _facts(label, items)


@register.simple_tag
def people(label: str, positions: list[dict]) -> SafeString:
    """Return those who hold or held the positions as part of a list of facts."""
    items = []
    for row in positions:
        path = entity_url("person", row["person_id"], row["person"]["slug"])
        years = f", {_years(row)}" if row["valid_from"] or row["valid_until"] else ""
        items.append(
            f'<dd>\n<a href="{path}">{escape(row["person"]["name"])}</a>'
            f' <span class="quiet">{escape(row["title"])}{years}</span>\n</dd>'
        )
    return _facts(label, items)


@register.simple_tag
def offices(label: str, positions: list[dict]) -> SafeString:
    """Return the positions of a person as part of a list of facts."""
    items = []
    for row in positions:
        place, office = "", row["organization"]
        if office and office["is_published"]:
            path = entity_url("organization", office["id"], office["slug"])
            place = f', <a href="{path}">{escape(office["name"])}</a>'
        title, years = escape(row["title"]), _years(row)
        items.append(f'<dd>\n{title}{place}\n<span class="quiet">{years}</span>\n</dd>')
    return _facts(label, items)


@register.simple_tag(takes_context=True)
def posts_tell(context: dict) -> SafeString:
    """Return how often posts name the record, month by month, and whom they name with it."""
    chart, rows, sample = (context[name] for name in ("chart", "together", "sample"))
    return joined([_chart(chart) if chart else "", _together(rows, sample) if rows else ""])


def _chart(chart: dict) -> str:
    caption = escape(_("Posts by month"))
    first, last = (
        f"{month.month:02d}.{month.year:04d}" for month in (chart["first"], chart["last"])
    )
    return (
        f'<figure class="chart">\n<figcaption>{caption}</figcaption>\n'
        f'<svg role="img" preserveAspectRatio="none" viewBox="0 0 {chart["width"]:d}'
        f' {chart["height"]:d}" aria-label="{escape(chart["words"])}">\n'
        f'<path d="{chart["path"]}" />\n</svg>\n'
        '<p class="chart-ends" aria-hidden="true">\n'
        f"<span>{first}</span>\n<span>{last}</span>\n</p>\n</figure>"
    )


def _together(rows: list[dict], sample: int | None) -> str:
    heading = escape(_("Most often named with"))
    lines = [f'<h2 id="together">{heading}</h2>']
    if sample:
        words = _("In the newest %(count)s posts") % {"count": sample}
        lines.append(f'<p class="quiet">{escape(words)}</p>')
    lines.append(f'<ul class="plain">\n{named_links(rows)}\n</ul>')
    return f'<section class="together" aria-labelledby="together">\n{joined(lines)}\n</section>'


def _facts(label: str, items: list[str]) -> SafeString:
    return joined([f"<dt>{conditional_escape(label)}</dt>", *items]) if items else SafeString()


def _years(position: dict) -> str:
    """Return since when and until when a position was held, as far as that is known."""
    since, until = (_day(position[name]) for name in ("valid_from", "valid_until"))
    if since and until:
        return f"{since} — {until}"
    if since:
        return _("since %(day)s") % {"day": since}
    return _("until %(day)s") % {"day": until} if until else ""


def _day(day: date | None) -> str:
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}" if day else ""
