"""Derived sizes and formats of a picture: their names, their addresses, and how pages show them.

The names follow from the name and the size of the clean copy alone, so nothing is looked up and
frozen editions stay right. Whether a rendition is made yet is the matter of the media view.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.core.files.storage import default_storage
from django.utils.safestring import SafeString, mark_safe

from articles.models import Image

WIDTHS = (320, 640, 960, 1280, 1920)
FORMATS = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
NAME = re.compile(
    rf"(?P<file>.+)\.(?P<step>{'|'.join(map(str, WIDTHS))})\.(?P<extension>{'|'.join(FORMATS)})"
)
MIDDLE = 0.5
ADDRESS = "\0"  # where that of the picture goes: no text from the database holds it


class Rendition(NamedTuple):
    """One derived size and format; ``suffix`` follows the name or the address of the file."""

    suffix: str
    width: int
    height: int
    mime_type: str


def renditions_of(image: dict) -> Iterator[Rendition]:
    """Yield the renditions of an image by its document: smallest first, in each format.

    None is larger than the picture: a picture narrower than the first step has but that.
    """
    for step in steps_of(image["width"]):
        for extension in FORMATS:
            yield _rendition(image, step, extension)


def jpeg_of(image: dict) -> Rendition:
    """Return the largest rendition in the one format that every program can show."""
    return _rendition(image, steps_of(image["width"])[-1], "jpg")


def steps_of(width: int) -> list[int]:
    """Return the steps of a picture that wide."""
    return [step for step in WIDTHS if step <= width] or [WIDTHS[0]]


def _rendition(image: dict, step: int, extension: str) -> Rendition:
    full = image["width"]
    width = min(step, full)
    height = max(1, round(image["height"] * width / full))
    return Rendition(f".{step}.{extension}", width, height, FORMATS[extension])


def facts_of(image: Image) -> dict:
    """Return of an image what its pictures on pages need, as its document has it."""
    names = ("width", "height", "alt_text", "focal_x", "focal_y")
    return {"file": image.file.name} | {name: getattr(image, name) for name in names}


@lru_cache(maxsize=10_000)
def address_of(file: str) -> str:
    """Return the address of a file in the media storage; it never changes once stored."""
    return default_storage.url(file)


def file_of(name: str) -> str | None:
    """Return the name of the clean copy a rendition is of, None if it is no rendition's name."""
    match = NAME.fullmatch(name)
    return match["file"] if match else None


def picture(
    image: dict, *, sizes: str, css_class: str = "", eager: bool = False, alt: str | None = None
) -> SafeString:
    """Return an image as HTML, in the smallest file that serves, from its document alone.

    ``image`` needs file, width and height; alt_text, focal_x and focal_y are used if there.
    ``sizes`` says how wide the page shows it, as the HTML attribute does. ``eager`` is for the
    picture a page opens with; all others load as the reader comes near. ``alt`` takes the place of
    the image's own text: "" where the words beside it say it already.
    """
    # By hand, not with format_html(): a list has twenty of these, and that is five times slower.
    focal = image.get("focal_x", MIDDLE), image.get("focal_y", MIDDLE)
    before, after = _frame(image["width"], image["height"], focal, sizes, css_class, bool(eager))
    text = escape(image.get("alt_text", "") if alt is None else alt)
    return mark_safe(before.replace(ADDRESS, escape(address_of(image["file"]))) + text + after)


@lru_cache(maxsize=1_000)
def _frame(
    width: int,
    height: int,
    focal: tuple[float, float],
    sizes: str,
    css_class: str,
    eager: bool,
) -> tuple[str, str]:
    """Return what stands before the text of a picture, marks for its address in it, and after."""
    sizes = f'sizes="{escape(sizes)}"'
    steps = [(step, min(step, width)) for step in steps_of(width)]
    avif, webp, jpg = (
        'srcset="' + ", ".join([f"{ADDRESS}.{step}.{name} {wide}w" for step, wide in steps]) + '"'
        for name in FORMATS
    )
    classes = " ".join(filter(None, [escape(css_class), *_focal_classes(focal)]))
    class_attribute = f' class="{classes}"' if classes else ""
    loading = 'fetchpriority="high"' if eager else 'loading="lazy" decoding="async"'
    before = (
        "<picture>"
        f'<source type="image/avif" {avif} {sizes}>'
        f'<source type="image/webp" {webp} {sizes}>'
        f'<img src="{ADDRESS}" {jpg} {sizes} alt="'
    )
    after = f'" width="{width:d}" height="{height:d}"{class_attribute} {loading}></picture>'
    return before, after


def _focal_classes(focal: tuple[float, float]) -> list[str]:
    """Return the classes of site.css that keep the focal point in a crop; none for the middle.

    Classes, because the site's policy lets no style stand in a page; steps of a tenth will do.
    """
    points = zip("xy", focal, strict=True)
    return [f"focal-{axis}-{round(point * 10)}" for axis, point in points if point != MIDDLE]
