"""Absolute addresses: from one setting, never from the Host header, in no reader's language."""

from functools import lru_cache
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from articles.images import address_of, renditions_of
from articles.models import ENTITIES, Facts, entity_url

# A page of posts has a hundred addresses, and making them would cost more than all the rest.
remembered = lru_cache(maxsize=10_000)


def absolute(path: str) -> str:
    """Return the path with the site before it."""
    return f"{settings.SITE_URL}{path}"


def api_url(kind: str, pk: int) -> str:
    """Return the address of a record in this feed."""
    return absolute(_api_path(kind, pk))


def page_url(kind: str, pk: int, slug: str, language: str = "") -> str:
    """Return the address of the page about a record, by default in the site's main language."""
    return absolute(_page_path(language or settings.LANGUAGE_CODE, kind, pk, slug))


def image_url(file: str) -> str:
    """Return the address of a file in the media storage, which may be elsewhere."""
    return urljoin(settings.SITE_URL, address_of(file))


def image_addresses(image: dict) -> dict:
    """Return an image's addresses by its document: {"url": ..., "renditions": [{"url", ...}]}."""
    url = image_url(image["file"])
    renditions = [
        {"url": url + suffix, "width": width, "height": height, "format": mime_type}
        for suffix, width, height, mime_type in renditions_of(image)
    ]
    return {"url": url, "renditions": renditions}


@remembered
def _api_path(kind: str, pk: int) -> str:
    return reverse(f"api:{kind}-detail", args=[pk])


@remembered
def _page_path(language: str, kind: str, pk: int, slug: str) -> str:
    with translation.override(language):
        if kind in ENTITIES:
            return entity_url(kind, pk, slug)
        return reverse(f"articles:{kind}", args=[slug])


def link_facts(facts: Facts) -> Facts:
    """Return the facts as the feed shows them: with addresses, without what only we need."""
    return {(kind, pk): _link(kind, fact["id"], fact) for (kind, pk), fact in facts.items()}


def _link(kind: str, pk: int, fact: dict) -> dict:
    slug = {} if kind in ENTITIES else {"slug": fact["slug"]}
    addresses = {"url": page_url(kind, pk, fact["slug"]), "api_url": api_url(kind, pk)}
    return {"id": pk, "name": fact["name"], **slug, **addresses}
