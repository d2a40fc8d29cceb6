"""What stands around every page: the sections above, the pages that are no news at its foot."""

from functools import cache, lru_cache

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language

from articles.aliases import name_in
from articles.models import Page, Section
from articles.prepared import LANGUAGE, Prepared, fill, prepare, read_lists

MAIN = "*main language*"
Menu = dict[str, list[dict] | tuple]


def read_menu() -> Menu:
    """Return {"sections", "pages"} in their order, read in one query, and their "version".

    A section is {"id", "name", "slug", "path"}; a page {"name", "slug", "language", "path"}, in
    the main language where it has no version in that of the reader. The version is what another
    menu is told from this one by.
    """
    language = get_language()
    values = {LANGUAGE: language, MAIN: settings.LANGUAGE_CODE}
    queries = [fill(query, timezone.now(), values) for query in (_sections(), _pages())]
    return _made(language, *map(tuple, read_lists(queries)))


@lru_cache(maxsize=20)
def _made(language: str, sections: tuple, pages: tuple) -> Menu:
    """Return the menu of these rows, which are the same for most readers."""
    sections, pages = sorted(sections), sorted(pages)
    menu = {
        "sections": [
            {"id": pk, "name": name_in(language, name, aliases), "slug": slug}
            | {"path": _path(language, "section", slug)}
            for _place, name, slug, pk, aliases in sections
        ],
        "pages": [
            {"name": title, "slug": slug, "language": code, "path": _path(code, "page", slug)}
            for _place, title, slug, _pk, code in _own_first(pages, language)
        ],
    }
    shown = [(item["path"], item["name"]) for items in menu.values() for item in items]
    return menu | {"version": tuple(shown)}


def _own_first(pages: list[tuple], language: str) -> list[tuple]:
    """Return one version of each page: the reader's own, or else the one there is."""
    own = {slug for _place, _title, slug, _pk, code in pages if code == language}
    return [page for page in pages if page[4] == language or page[2] not in own]


@cache
def _sections() -> Prepared:
    rows = Section.objects.order_by()
    return prepare(rows.values_list("position", "name", "slug", "id", "aliases"))


@cache
def _pages() -> Prepared:
    rows = Page.objects.published().filter(language__in=[LANGUAGE, MAIN]).order_by()
    return prepare(rows.values_list("position", "title", "slug", "id", "language"))


@lru_cache(maxsize=500)
def _path(language: str, kind: str, slug: str) -> str:
    with translation.override(language):
        return reverse(f"articles:{kind}", args=[slug])
