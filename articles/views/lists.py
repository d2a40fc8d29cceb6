"""Lists of posts, newest first, read by key from the cards prepared at publish."""

from collections.abc import Callable, Hashable
from functools import cache, lru_cache
from urllib.parse import urlencode

from django.db.models import F, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from articles.aliases import call
from articles.models import Edition, EditionTag, Section, Tag
from articles.paging import BadCursor, after, cursor_after, read_page, values_of
from articles.prepared import (
    AT,
    BEFORE,
    LANGUAGE,
    LAST_AT,
    LAST_ID,
    SINCE,
    SLUG,
    SUBJECT,
    Prepared,
    as_moment,
    bare,
    fill,
    prepare,
    read,
    read_named,
)

PAGE_SIZE = 20
NEWEST_FIRST = ("-first_published_at", "-post_id")
LINKS_NEWEST_FIRST = ("-first_published_at", "-edition_id")
# A queryset with marks in it, by what it depends on.
Rows = Callable[..., QuerySet]


def all_here() -> QuerySet:
    """Return the live editions in the language of the page."""
    return Edition.objects.live(AT).filter(language=LANGUAGE)


def of_section() -> QuerySet:
    return all_here().filter(section=SUBJECT)


def of_period() -> QuerySet:
    return all_here().filter(first_published_at__gte=SINCE, first_published_at__lt=BEFORE)


def of_tag() -> QuerySet:
    return EditionTag.objects.live(AT).filter(tag=SUBJECT)


def read_cards(
    request: HttpRequest,
    rows: Rows,
    *given: Hashable,
    values: dict[Hashable, object] | None = None,
    more: tuple[str, ...] = (),
) -> dict:
    """Return the page of a list that the request asks for, as _cards.html takes it; 404 for none.

    ``rows(*given)`` is a queryset of editions, or of mentions or tags, which lead to editions and
    hold their dates; ``values`` are those of its marks. ``more`` are columns that the rows shall
    have beside "card", which is JSON still.
    """
    cursor = request.GET.get("after", "")
    model, keys, query = _query_cards(rows, given, more, not cursor)
    values = {LANGUAGE: get_language()} | (values or {})
    if cursor:
        try:
            moment, pk = values_of(cursor, model, keys)
        except BadCursor as error:
            raise Http404 from error
        values |= {LAST_AT: as_moment(moment), LAST_ID: pk}
    found = read(fill(query, timezone.now(), values))
    older = ""
    if len(found) > PAGE_SIZE:
        moment, pk, *_card = found[PAGE_SIZE - 1]
        names = [key.removeprefix("-") for key in keys]
        last = dict(zip(names, (as_moment(moment), pk), strict=True))
        older = cursor_after(model, keys, last)
    shown = [
        {"card": card, **dict(zip(more, others, strict=True))}
        for _moment, _pk, card, *others in found[:PAGE_SIZE]
    ]
    return {"rows": shown, "older": older, "is_first": not cursor}


@cache
def _query_cards(
    rows: Rows, given: tuple, more: tuple[str, ...], is_first: bool
) -> tuple[type[Model], tuple[str, str], Prepared]:
    """Return of a list what it is of, its order, and the query of its first page or another."""
    found = rows(*given)
    is_linked = found.model is not Edition
    keys = LINKS_NEWEST_FIRST if is_linked else NEWEST_FIRST
    if not is_first:
        found = found.filter(after(keys, [LAST_AT, LAST_ID]))
    names = [key.removeprefix("-") for key in keys]
    card = F("edition__card") if is_linked else "card"
    columns = found.order_by(*keys).values_list(bare(names[0]), *names[1:], card, *more)
    return found.model, keys, prepare(columns[: PAGE_SIZE + 1])


def read_rows(request: HttpRequest, rows: QuerySet, keys: tuple[str, ...], size: int) -> dict:
    """Return {"rows", "older", "is_first"} for the cursor in ``?after=``; 404 for a bad one."""
    cursor = request.GET.get("after", "")
    try:
        found, older = read_page(rows, keys, size, cursor)
    except BadCursor as error:
        raise Http404 from error
    return {"rows": found, "older": older, "is_first": not cursor}


def choice(
    request: HttpRequest, chosen: dict[str, str], name: str, label: str, options: dict[str, str]
) -> dict:
    """Return a way to narrow a list: {"label", "options": [{"label", "href", "current"}, ...]}.

    ``options`` are what a parameter may be, and how that is called; "" takes it away. What else is
    chosen stays so.
    """
    others = {key: value for key, value in chosen.items() if key != name}
    links = []
    for value, words in options.items():
        query = _encoded(*others.items(), *([(name, value)] if value else []))
        href = f"?{query}" if query else request.path
        links.append({"label": words, "href": href, "current": chosen.get(name, "") == value})
    return {"label": label, "options": links}


@lru_cache(maxsize=2_000)
def _encoded(*parameters: tuple[str, str]) -> str:
    return urlencode(parameters)


def section(request: HttpRequest, slug: str) -> HttpResponse:
    """A section's posts of this language."""
    found = _term(Section, slug, "description")
    context = read_cards(request, of_section, values={SUBJECT: found["id"]})
    return render(request, "articles/section.html", context | {"section": found})


def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """A tag's posts, of all languages."""
    found = _term(Tag, slug)
    context = read_cards(request, of_tag, values={SUBJECT: found["id"]})
    return render(request, "articles/tag.html", context | {"tag": found})


def _term(model: type[Section | Tag], slug: str, *more: str) -> dict:
    """Return {"id", "name", "aliases", "slug", ...} of a section or a tag; 404 if there is none."""
    names = ("id", "name", "aliases", "slug", *more)
    rows = read_named(names, fill(_query_term(model, names), None, {SLUG: slug}))
    if not rows:
        raise Http404
    return call(rows, get_language())[0]


@cache
def _query_term(model: type[Section | Tag], names: tuple[str, ...]) -> Prepared:
    return prepare(model.objects.filter(slug=SLUG).order_by().values_list(*names))
