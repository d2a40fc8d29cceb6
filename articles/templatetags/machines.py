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


@register.inclusion_tag("articles/_social.html", takes_context=True)
def social(context: dict, kind: str, title: str = "", about: str = "", image=None) -> dict:
    """Say what the page is: its kind, a title if it is not the site's, a text, an image."""
    request = context["request"]
    post = context.get("post") if kind == "post" else None
    return {
        "site": settings.SITE_NAME,
        "title": title or settings.SITE_NAME,
        "description": Truncator(" ".join(about.split())).chars(LENGTH),
        "url": settings.SITE_URL + request.path,
        "locale": LOCALES[get_language()],
        "image": structured.social_picture(post) if post else structured.picture(image),
        "post": post,
        "section": context.get("section") if post else None,
        "tags": context.get("tags") if post else (),
        "data": structured.script(OF_KIND[kind](context)) if kind in OF_KIND else "",
    }
