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
    """Return an image's addresses by its document: {"url": ..., "renditions": [{"url", ...}]}.

    They are the same for everyone who asks: not to be changed.
    """
    return _image_addresses(settings.SITE_URL, image["file"], image["width"], image["height"])


@remembered
def _image_addresses(site: str, file: str, width: int, height: int) -> dict:
    url = urljoin(site, address_of(file))
    renditions = [
        {"url": url + suffix, "width": wide, "height": high, "format": mime_type}
        for suffix, wide, high, mime_type in renditions_of({"width": width, "height": height})
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
    """Return the facts as the feed shows them: with addresses, without what only we need.

    Each is the same for everyone who asks: not to be changed.
    """
    site, language = settings.SITE_URL, settings.LANGUAGE_CODE
    return {
        (kind, pk): _linked(site, language, kind, fact["id"], fact["slug"], fact["name"])
        for (kind, pk), fact in facts.items()
    }


@remembered
def _linked(site: str, language: str, kind: str, pk: int, slug: str, name: str) -> dict:
    addresses = {"url": page_url(kind, pk, slug), "api_url": api_url(kind, pk)}
    return {"id": pk, "name": name, **({} if kind in ENTITIES else {"slug": slug}), **addresses}
