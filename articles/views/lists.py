"""Lists of posts, newest first, read by key from the cards prepared at publish."""

from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from articles.aliases import name_in
from articles.models import Edition, EditionTag, Section, Tag
from articles.paging import BadCursor, read_page

PAGE_SIZE = 20
NEWEST_FIRST = ("-first_published_at", "-post_id")


def editions_here() -> QuerySet:
    """Return the live editions in the language of the page."""
    return Edition.objects.live().filter(language=get_language())


def read_cards(request: HttpRequest, editions: QuerySet) -> dict:
    """Return the page of an edition queryset that the request asks for, for _cards.html."""
    rows = editions.values("post_id", "first_published_at", "card")
    return read_rows(request, rows, NEWEST_FIRST, PAGE_SIZE)


def read_linked_cards(request: HttpRequest, links: QuerySet, *more: str) -> dict:
    """Return the same for mentions or tags, which lead to editions and hold their dates.

    ``more`` are columns of theirs that the rows shall have too.
    """
    rows = links.values("edition_id", "first_published_at", *more, card=F("edition__card"))
    return read_rows(request, rows, ("-first_published_at", "-edition_id"), PAGE_SIZE)


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
        query = urlencode(others | ({name: value} if value else {}))
        href = f"?{query}" if query else request.path
        links.append({"label": words, "href": href, "current": chosen.get(name, "") == value})
    return {"label": label, "options": links}


def section(request: HttpRequest, slug: str) -> HttpResponse:
    """A section's posts of this language."""
    found = get_object_or_404(Section, slug=slug)
    found.name = name_in(get_language(), found.name, found.aliases)
    context = read_cards(request, editions_here().filter(section=found))
    return render(request, "articles/section.html", context | {"section": found})


def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """A tag's posts, of all languages."""
    found = get_object_or_404(Tag, slug=slug)
    found.name = name_in(get_language(), found.name, found.aliases)
    context = read_linked_cards(request, EditionTag.objects.live().filter(tag=found))
    return render(request, "articles/tag.html", context | {"tag": found})
