"""The sections in the menu of every page."""

from functools import cache, lru_cache

from django.urls import reverse
from django.utils.translation import get_language

from articles.aliases import name_in
from articles.models import Section
from articles.prepared import Prepared, prepare, read


def sections() -> list[dict]:
    """Return all sections in the order of the menu: {"id", "name", "slug", "path"}."""
    language = get_language()
    return [
        {"id": pk, "name": name_in(language, name, aliases), "slug": slug}
        | {"path": _path(language, slug)}
        for pk, name, aliases, slug in read(_query())
    ]


@cache
def _query() -> Prepared:
    return prepare(Section.objects.values_list("id", "name", "aliases", "slug"))


@lru_cache(maxsize=500)
def _path(_language: str, slug: str) -> str:
    return reverse("articles:section", args=[slug])  # under the language of the page
