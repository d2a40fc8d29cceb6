"""The front page, and the pages that lists of posts have."""

from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from articles.api.links import absolute
from articles.models import page_path, term_url

from .things import publisher, trail


def of_front(context: Mapping) -> list[dict]:
    """Return the site, how to search in it, and who makes it."""
    front = reverse("articles:front")
    address = absolute(f"{front}search/?q={{search_term_string}}")
    site = {
        "@type": "WebSite",
        "@id": absolute(f"{front}#site"),
        "name": settings.SITE_NAME,
        "url": absolute(front),
        "inLanguage": get_language(),
        "publisher": {"@id": absolute("/#publisher")},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": address},
            "query-input": "required name=search_term_string",
        },
    }
    return [site, publisher()]


def of_page(context: Mapping) -> list[dict]:
    """Return the way to a page that is no news."""
    page = context["page"]
    return [trail([(page["title"], page_path(page["language"], page["slug"]))])]


def of_section(context: Mapping) -> list[dict]:
    """Return the way to a section."""
    section = context["section"]
    return [trail([(section["name"], term_url("section", section["slug"]))])]


def of_tag(context: Mapping) -> list[dict]:
    """Return the way to a tag."""
    tag = context["tag"]
    return [trail([(tag["name"], term_url("tag", tag["slug"]))])]
