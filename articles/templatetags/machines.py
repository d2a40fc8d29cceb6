"""What a page says to machines of itself: social cards, and its subject in JSON-LD.

By hand, like the cards of a list: each page has these lines, and as a template they were a fifth of
the page of a post.
"""

from html import escape

from django import template
from django.conf import settings
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language

from articles import structured
from articles.models import Image

register = template.Library()

LOCALES = {"ru": "ru_RU", "sah": "sah_RU", "kk": "kk_KZ", "en": "en_US"}
OF_KIND = {
    "front": structured.of_front,
    "post": structured.of_post,
    "person": structured.of_person,
    "organization": structured.of_organization,
    "event": structured.of_event,
    "section": structured.of_section,
    "tag": structured.of_tag,
    "flat": structured.of_page,
}
LENGTH = 200  # of a description, in characters: more is cut by whoever shows it


@register.simple_tag
def whole(path: str) -> str:
    """Return the address of one of our pages with the site before it."""
    return settings.SITE_URL + path


@register.simple_tag(takes_context=True)
def social(
    context: dict, kind: str, title: str = "", about: str = "", image: Image | dict | None = None
) -> SafeString:
    """Say what the page is: its kind, a title if it is not the site's, a text, an image."""
    words = " ".join(about.split()) or _subjects(context, title)
    words = escape(words if len(words) <= LENGTH else Truncator(words).chars(LENGTH))
    post = context["post"] if kind == "post" else None
    picture = structured.social_picture(post) if post else structured.picture(image)
    lines = [
        "" if post else f'<meta name="description" content="{words}">',
        _property("og:site_name", escape(settings.SITE_NAME)),
        _property("og:type", "article" if post else "website"),
        _property("og:title", conditional_escape(title or settings.SITE_NAME)),
        _property("og:description", words),
        _property("og:url", escape(settings.SITE_URL + context["request"].path)),
        _property("og:locale", LOCALES[get_language()]),
        *(_picture(picture) if picture else ()),
        *(_article(context, post) if post else ()),
        *_twitter(picture),
        structured.script(OF_KIND[kind](context)) if kind in OF_KIND else "",
    ]
    return mark_safe("\n    ".join([line for line in lines if line]))


def _property(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def _picture(picture: dict) -> list[str]:
    return [
        _property("og:image", escape(picture["url"])),
        _property("og:image:type", "image/jpeg"),
        _property("og:image:width", picture["width"]),
        _property("og:image:height", picture["height"]),
        _property("og:image:alt", escape(picture["alt"])),
    ]


def _article(context: dict, post: dict) -> list[str]:
    section = context["section"]
    return [
        _property("article:published_time", post["first_published_at"]),
        _property("article:modified_time", post["updated_at"]),
        _property("article:section", escape(section["name"])) if section else "",
        *[_property("article:tag", escape(tag["name"])) for tag in context["tags"]],
    ]


def _twitter(picture: dict | None) -> list[str]:
    if not picture:
        return ['<meta name="twitter:card" content="summary">']
    return [
        '<meta name="twitter:card" content="summary_large_image">',
        f'<meta name="twitter:image" content="{escape(picture["url"])}">',
        f'<meta name="twitter:image:alt" content="{escape(picture["alt"])}">',
    ]


def _subjects(context: dict, title: str) -> str:
    """Return whose page it is and what the site writes of, for a page without words of its own."""
    sections = ", ".join(section["name"] for section in context["menu"]["sections"])
    return ": ".join(filter(None, [title, settings.SITE_NAME, sections]))
