"""What a page says to machines of itself: social cards, and its subject in JSON-LD."""

from django import template
from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import get_language

from articles import structured

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


@register.inclusion_tag("articles/_social.html", takes_context=True)
def social(context: dict, kind: str, title: str = "", about: str = "", image=None) -> dict:
    """Say what the page is: its kind, a title if it is not the site's, a text, an image."""
    request = context["request"]
    words = " ".join(about.split()) or _subjects(context, title)
    post = context.get("post") if kind == "post" else None
    return {
        "site": settings.SITE_NAME,
        "title": title or settings.SITE_NAME,
        "description": words if len(words) <= LENGTH else Truncator(words).chars(LENGTH),
        "url": settings.SITE_URL + request.path,
        "locale": LOCALES[get_language()],
        "image": structured.social_picture(post) if post else structured.picture(image),
        "post": post,
        "section": context.get("section") if post else None,
        "tags": context.get("tags") if post else (),
        "data": structured.script(OF_KIND[kind](context)) if kind in OF_KIND else "",
    }


def _subjects(context: dict, title: str) -> str:
    """Return whose page it is and what the site writes of, for a page without words of its own."""
    sections = ", ".join(section["name"] for section in context["menu"]["sections"])
    return ": ".join(filter(None, [title, settings.SITE_NAME, sections]))
