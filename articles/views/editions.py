"""What readers saw of a post before it was changed, and what became different then.

Nobody sees again what came before a withdrawal: not the edition that was taken down, nor those it
had followed. What opens later, or never opened, is no edition here either.
"""

from itertools import pairwise

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import markup
from articles.differences import diff_lines
from articles.models import Edition
from articles.views.post import edition_page, gone

TIMES = ["number", "live_from", "live_until"]
NOTES = ["correction", "correction_kind", "ended_by_id", "reader_note", "redirect_to_id"]
WORDS = ["number", "live_from", "first_published_at", "document", "body"]


def editions(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """All editions of a post, the newest first; 404 if there was only one."""
    rows = _shown(pk)
    latest = rows[-1]
    if _is_over(latest):
        return gone(request, latest)
    if len(rows) == 1:
        raise Http404
    post = _words_of(pk, [latest])[latest["number"]]["document"]
    if request.path != _path(post):
        return redirect(_path(post), permanent=True)
    for row in rows:
        row["path"] = f"{_path(post)}{row['number']}/"
    for before, row in pairwise(rows):
        row["changes"] = f"{before['path']}#changes"
    context = {"post": post, "rows": rows[::-1], "latest": latest}
    return render(request, "articles/editions.html", context)


def edition(request: HttpRequest, pk: int, slug: str, number: int) -> HttpResponse:
    """An earlier edition, and how the one after it differs; the live one is the post's page."""
    rows = _shown(pk)
    if _is_over(rows[-1]):
        return gone(request, rows[-1])
    place = next((n for n, row in enumerate(rows) if row["number"] == number), None)
    if place is None:
        raise Http404
    found = _words_of(pk, [*rows[place : place + 2], rows[-1]])
    post = found[rows[-1]["number"]]["document"]
    if place == len(rows) - 1:
        return redirect(post["path"])
    path = f"{_path(post)}{number}/"
    if request.path != path:
        return redirect(path, permanent=True)
    this, following = found[number], found[rows[place + 1]["number"]]
    more = {
        "latest": post["path"],
        "all_editions": _path(post),
        "until": rows[place]["live_until"],
        "following": rows[place + 1],
        "older": f"{_path(post)}{rows[place - 1]['number']}/" if place else None,
        "newer": f"{_path(post)}{following['number']}/",
        "differences": _differences(this, following),
    }
    # Where to go on from here is for the post as it is now to say.
    this["document"] |= {"related_posts": [], "similar": []}
    return edition_page(request, this, "articles/edition.html", more)


def _shown(pk: int) -> list[dict]:
    """Return the editions of a post since it was last withdrawn, the oldest first.

    The last of them is the one that readers see, or saw last. 404 if they never saw any.
    """
    if not settings.PREVIOUS_EDITIONS:
        raise Http404
    opened = Edition.objects.opened().filter(post_id=pk).order_by("number")
    rows = list(opened.values(*TIMES, *NOTES))
    if not rows:
        raise Http404
    ended = [n for n, row in enumerate(rows[:-1], start=1) if row["ended_by_id"]]
    shown = rows[ended[-1] if ended else 0 :]
    for row in shown:
        kind = row["correction_kind"]
        row["label"] = Edition.CorrectionKind(kind).label if kind else ""
    return shown


def _is_over(row: dict) -> bool:
    return row["live_until"] is not None and row["live_until"] <= timezone.now()


def _path(post: dict) -> str:
    return f"{post['path']}editions/"


def _words_of(pk: int, rows: list[dict]) -> dict[int, dict]:
    """Return what readers saw in each of the editions, by number."""
    numbers = {row["number"] for row in rows}
    found = Edition.objects.opened().filter(post_id=pk, number__in=numbers).order_by()
    return {row["number"]: row for row in found.values(*WORDS)}


def _differences(old: dict, new: dict) -> list[dict]:
    """Return what differs: [{"label", "rows"}, ...], the rows as diff_lines() gives them."""
    before, after = _in_words(old), _in_words(new)
    found = ({"label": name, "rows": diff_lines(before[name], after[name])} for name in before)
    return [part for part in found if part["rows"]]


def _in_words(row: dict) -> dict[str, str]:
    document = row["document"]
    image = document["lead_image"] or {}
    picture = [image.get(name, "") for name in ("alt_text", "caption", "credit")]
    return {
        _("Headline"): document["headline"],
        _("Lead"): document["lead"],
        _("Picture"): "\n".join(filter(None, picture)),
        _("Text"): markup.in_words(row["body"]),
        _("Source"): document["source_name"],
        _("Advertisement"): document["advertiser"],
        _("Age mark"): f"{document['age_mark']}+",
    }
