"""The picture of a post for social networks: its headline on its lead image, or on plain paper.

It is called by what is drawn in it, so its address may be kept for ever, and stands in the private
storage: readers get it from a view that first asks whether the post is live.
"""

import hashlib
import json
import re
import unicodedata
from functools import partial
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage, storages
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont, ImageOps

from articles.models import Edition

from .clean import encode, on_white
from .making import write_whole

DESIGN = 1  # another number gives every picture another name
WIDTH, HEIGHT = 1200, 630
MOST_BYTES = 200_000
FOLDER = "social"
# Cut down from the family the pages are set in: every letter of Russian, Sakha, Kazakh and English.
FONT = Path(__file__).parent / "fonts" / "Vollkorn-Bold.ttf"
MISSING = re.compile(
    r"[^\u0020-\u007E\u00A0-\u017F\u0400-\u052F\u2010-\u2015\u2018-\u2022\u2026\u2030\u2039\u203A"
    r"\u20AC\u20B8\u20BD\u2116\u2122\u2212]"
)

PAPER, INK, ACCENT, NIGHT = "#fcfbf8", "#16191d", "#0d5266", "#0b0f12"
MARGIN = 64
LINE = 1.14  # from one line of a headline to the next, in its size
SIZES = (104, 92, 80, 72, 64, 56, 48, 42)
SMALL = 34
ROOM = 340  # for the headline: above and below it stands a line


def digest_of(headline: str, section: str, image: dict | None) -> str:
    """Return what the picture of these words is called; ``image`` is that of the document."""
    shown = image and [image["file"], image["focal_x"], image["focal_y"]]
    drawn = [DESIGN, settings.SITE_NAME, headline, section, shown]
    return hashlib.sha256(json.dumps(drawn).encode()).hexdigest()[:32]


def open_social(post: int, digest: str) -> File:
    """Return the picture of a post. Raises FileNotFoundError if it is not drawn yet."""
    return storages["originals"].open(_path(post, digest))


@task()
def draw_social(post: int) -> int:
    """Draw what is missing of the pictures of a post; return how many were drawn."""
    return keep_social(post)


def keep_social(post: int) -> int:
    """Draw what is missing for the live and the scheduled editions of a post, delete the others."""
    storage = storages["originals"]
    shown = Q(live_until__isnull=True) | Q(live_until__gt=timezone.now())
    editions = Edition.objects.filter(shown, post_id=post).exclude(live_until=F("live_from"))
    wanted = {
        edition.document["social"]: edition
        for edition in editions.select_related("section")
        if "social" in edition.document  # not in documents prepared before there were any
    }
    there = {name.removesuffix(".jpg") for name in _files(post)}
    missing = wanted.keys() - there
    for digest in missing:
        edition = wanted[digest]
        section = edition.section.name if edition.section else ""
        content = draw(edition.headline, section, edition.document["lead_image"])
        write_whole(storage, _path(post, digest), content)
    for digest in there - wanted.keys():
        storage.delete(_path(post, digest))
    return len(missing)


def draw(headline: str, section: str, image: dict | None) -> bytes:
    """Return the picture as a JPEG of 1200 × 630 pixels and less than 200 kB."""
    picture = _lead(image) if image else None
    canvas = picture or PillowImage.new("RGB", (WIDTH, HEIGHT), PAPER)
    # Small enough on a picture to leave something of it to see.
    size, lines = _fit(_drawable(headline), SIZES[2:] if picture else SIZES)
    height = round(len(lines) * size * LINE)
    foot = HEIGHT - MARGIN - SMALL
    top = foot - 34 - height if picture else MARGIN + 62 + SMALL
    if picture:
        canvas.paste(NIGHT, mask=_shade(top - SMALL - 22))
    ink, quiet = ("white", "#e4e8ea") if picture else (INK, ACCENT)
    pen = ImageDraw.Draw(canvas)
    write = partial(pen.text, anchor="la")
    if not picture:
        pen.rectangle((MARGIN, MARGIN - 12, WIDTH - MARGIN, MARGIN - 5), fill=INK)
        pen.rectangle((MARGIN, MARGIN - 1, WIDTH - MARGIN, MARGIN), fill=INK)
    write((MARGIN, top - SMALL - 22), _one_line(section), fill=quiet, font=_font(SMALL))
    for number, line in enumerate(lines):
        write((MARGIN, top + round(number * size * LINE)), line, fill=ink, font=_font(size))
    write((MARGIN, foot), _one_line(settings.SITE_NAME), fill=quiet, font=_font(SMALL))
    return _small_enough(canvas)


def _path(post: int, digest: str) -> str:
    return f"{FOLDER}/{post}/{digest}.jpg"


def _files(post: int) -> list[str]:
    try:
        return storages["originals"].listdir(f"{FOLDER}/{post}")[1]
    except FileNotFoundError:
        return []


def _lead(image: dict) -> PillowImage.Image | None:
    """Return the lead image cropped around its focal point; None if it cannot be read."""
    try:
        with default_storage.open(image["file"]) as file:
            picture = PillowImage.open(BytesIO(file.read()))
        picture.draft("RGB", (WIDTH, HEIGHT))
        picture.load()
    except OSError:
        return None
    transparent = picture.has_transparency_data
    picture = on_white(picture.convert("RGBA")) if transparent else picture.convert("RGB")
    focus = image["focal_x"], image["focal_y"]
    return ImageOps.fit(picture, (WIDTH, HEIGHT), PillowImage.Resampling.LANCZOS, 0, focus)


def _shade(top: int) -> PillowImage.Image:
    """Return the mask of a shade under white letters that begin at that height."""
    column = PillowImage.new("L", (1, HEIGHT))
    column.putdata([min(195, max(20, round(195 + (line - top) * 0.9))) for line in range(HEIGHT)])
    return column.resize((WIDTH, HEIGHT))


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)


def _drawable(text: str) -> str:
    """Return a text without what the font has no letter for."""
    return " ".join(MISSING.sub("", unicodedata.normalize("NFC", text)).split())


def _fit(text: str, sizes: tuple[int, ...]) -> tuple[int, list[str]]:
    """Return the largest size in which the text has room, and its lines; cut if it has in none."""
    for size in sizes:
        lines = _wrap(text, _font(size))
        most = int(ROOM / (size * LINE))
        if len(lines) <= most:
            return size, lines
    return size, [*lines[: most - 1], lines[most - 1][:-1].rstrip(" .,") + "…"]


def _wrap(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".lstrip()
        if font.getlength(longer) <= WIDTH - 2 * MARGIN:
            lines[-1] = longer
            continue
        lines += _pieces(word, font)
    return [line for line in lines if line]


def _pieces(word: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Return a word in pieces that each have room in a line."""
    pieces = [""]
    for letter in word:
        if font.getlength(pieces[-1] + letter) > WIDTH - 2 * MARGIN:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _one_line(text: str) -> str:
    lines = _wrap(_drawable(text), _font(SMALL))
    return lines[0] if lines else ""


def _small_enough(picture: PillowImage.Image) -> bytes:
    for quality in (85, 75, 65, 50, 35, 20):
        options = {"format": "JPEG", "quality": quality, "progressive": True, "optimize": True}
        if len(content := encode(picture, **options)) < MOST_BYTES:
            break
    return content
