"""What the descriptions of all pages are made of."""

from functools import cache, lru_cache
from urllib.parse import urljoin

import orjson
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from articles.api.links import absolute, image_url, page_url
from articles.images import facts_of, jpeg_of
from articles.images.social import HEIGHT, WIDTH
from articles.models import Image

# In a script nothing is unescaped, and nothing may end it: what HTML knows is written otherwise.
ESCAPES = {letter: f"\\u{ord(letter):04X}" for letter in "<>&\u2028\u2029"}
WIKIDATA = "https://www.wikidata.org/entity/"
Trail = list[tuple[str, str]]  # names and paths


def script(things: list[dict]) -> SafeString:
    """Return the things as a block of data, which no browser runs."""
    graph = {"@context": "https://schema.org", "@graph": [said(thing) for thing in things]}
    text = orjson.dumps(graph).decode()
    for letter, written in ESCAPES.items():  # translate() looks at each letter of the text
        text = text.replace(letter, written)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


def said(thing: dict) -> dict:
    """Return a thing without what is empty."""
    return {name: value for name, value in thing.items() if value}


def id_of(kind: str, pk: int) -> str:
    """Return what a record is called, whatever its slug: its address without one."""
    return absolute(f"/{kind}s/{pk}/")


def same_as(wikidata_id: str | None) -> list[str]:
    """Return the address of the same thing in Wikidata, if it is known."""
    return [f"{WIKIDATA}{wikidata_id}"] if wikidata_id else []


def publisher() -> dict:
    """Return the newsroom."""
    return _publisher(settings.SITE_URL, settings.SITE_NAME)


@lru_cache(maxsize=1)
def _publisher(site: str, name: str) -> dict:
    return {
        "@type": "NewsMediaOrganization",
        "@id": absolute("/#publisher"),
        "name": name,
        "url": absolute("/"),
        "logo": _icon(site),
    }


def icon() -> dict:
    """Return the sign of the newsroom, for what has no picture of its own."""
    return _icon(settings.SITE_URL)


@lru_cache(maxsize=1)
def _icon(site: str) -> dict:
    return {"@type": "ImageObject", "url": urljoin(f"{site}/", static("articles/icon.svg"))}


def picture(image: dict | Image | None) -> dict | None:
    """Return the largest JPEG of an image by its document: {"url", "width", "height", "alt"}."""
    if not image:
        return None
    document = facts_of(image) if isinstance(image, Image) else image
    rendition = jpeg_of(document)
    return {
        "url": image_url(document["file"]) + rendition.suffix,
        "width": rendition.width,
        "height": rendition.height,
        "alt": document["alt_text"],
    }


def social_picture(post: dict) -> dict | None:
    """Return the same of the picture of a post for social networks, by its document."""
    if "social" not in post:  # prepared before there were any
        return picture(post["lead_image"])
    lead = post["lead_image"] or {"alt_text": ""}
    return {
        "url": absolute(f"/social/{post['id']}-{post['social']}.jpg"),
        "width": WIDTH,
        "height": HEIGHT,
        "alt": ". ".join(filter(None, [post["headline"], lead["alt_text"]])),
    }


def image_object(image: dict | Image | None, **words: str) -> dict | None:
    """Return an image as schema.org has it, with its caption and credit if they are given."""
    return _image_object(picture(image), **words) if image else None


def _image_object(shown: dict, **words: str) -> dict:
    size = {name: shown[name] for name in ("url", "width", "height")}
    return said({"@type": "ImageObject", **size, **words})


def drawn_image(post: dict) -> dict | None:
    """Return the picture of a post for social networks as schema.org has it; None without one."""
    drawn = social_picture(post)
    return _image_object(drawn, caption=post["headline"]) if drawn else None


def link(kind: str, row) -> dict:
    """Return a record by its row or model, for whoever knows no more of it than its name."""
    pk, name, slug = (_value(row, name) for name in ("id", "name", "slug"))
    url = page_url(kind, pk, slug, get_language())
    return {"@type": kind.title(), "@id": id_of(kind, pk), "name": name, "url": url}


def trail(steps: Trail) -> dict:
    """Return the way from the front page."""
    steps = [(settings.SITE_NAME, _front(get_language())), *steps]
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": absolute(path)}
        for place, (name, path) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


@cache
def _front(_language: str) -> str:
    return reverse("articles:front")  # under the current language


def _value(row, name: str):
    return row[name] if isinstance(row, dict) else getattr(row, name)
