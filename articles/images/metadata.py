"""What a picture says of itself, in EXIF, IPTC and XMP: proposals for the editor, no more.

IPTC-IIM 4.2 record 2 and the IPTC Photo Metadata Standard say which field holds what.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice
from xml.etree import ElementTree

from django.core.files import File
from django.utils import timezone
from PIL import Image as PillowImage
from PIL.ExifTags import IFD, Base
from PIL.IptcImagePlugin import getiptcinfo

from articles import markup

from .check import FORMATS

LENGTHS = {"credit": 255, "caption": 500, "alt_text": 255, "copyright": 255}
MAX_XMP = 1024 * 1024
DC = "{http://purl.org/dc/elements/1.1/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
IPTC_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
EXIF = "{http://ns.adobe.com/exif/1.0/}"
# What cameras and programs put where a caption should stand.
CAMERA_WORDS = re.compile(
    r"olympus digital camera|sony dsc|samsung( camera pictures)?|minolta digital camera|"
    r"kodak digital still camera|dcim.*|dsc[fn_]?\d*|img_\d+|untitled|screenshot|default",
    re.IGNORECASE,
)

Found = dict[str, list]


def read_metadata(file: File) -> dict:
    """Return what the picture says of itself: {"credit", "caption", "alt_text", "copyright",
    "taken_at"}, texts cut to fit an image, the time aware; what it does not say is absent.

    Takes any file, however broken or hostile, and never raises.
    """
    found: Found = {}
    try:
        file.seek(0)
        picture = PillowImage.open(file, formats=FORMATS)
        for read in (_read_xmp, _read_iptc, _read_exif):
            with suppress(Exception):  # whoever wrote it may have written anything
                for name, values in read(picture).items():
                    found.setdefault(name, []).extend(values)
    except Exception:  # no picture at all
        found = {}
    with suppress(Exception):
        file.seek(0)
    return _proposals(found)


def _proposals(found: Found) -> dict:
    """Return the first that says something of each; the maker stands before the agency."""
    texts = {name: [text for raw in found.get(name, ()) if (text := _tidy(raw))] for name in NAMES}
    makers = texts["maker"][:1] + texts["agency"][:1]
    chosen = {
        "credit": " / ".join(dict.fromkeys(makers)),
        "caption": next((t for t in texts["caption"] if not CAMERA_WORDS.fullmatch(t)), ""),
        "alt_text": next(iter(texts["alt_text"]), ""),
        "copyright": next(iter(texts["copyright"]), ""),
    }
    cut = {name: _cut(text, LENGTHS[name]) for name, text in chosen.items() if text}
    moments = [moment for moment in found.get("taken_at", ()) if moment]
    return cut | ({"taken_at": moments[0]} if moments else {})


NAMES = ("maker", "agency", "caption", "alt_text", "copyright")


def _tidy(text: str) -> str:
    return " ".join(markup.strip_unprintable(text[:10_000]).split())


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


# XMP


def _read_xmp(picture: PillowImage.Image) -> Found:
    packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    text = packet if isinstance(packet, str) else packet.decode("utf-8", "replace")
    # Without a document type there are no entities: nothing to blow up, nothing to fetch.
    if not text or len(text) > MAX_XMP or "<!DOCTYPE" in text or "<!ENTITY" in text:
        return {}
    start, end = text.find("<"), text.rfind(">")
    tree = ElementTree.fromstring(text[start : end + 1])  # noqa: S314
    values = _properties(tree)
    return {
        "maker": values(f"{DC}creator"),
        "agency": values(f"{PHOTOSHOP}Credit"),
        "caption": values(f"{DC}description"),
        "alt_text": values(f"{IPTC_CORE}AltTextAccessibility"),
        "copyright": values(f"{DC}rights"),
        "taken_at": [
            _iso_moment(text)
            for text in values(f"{EXIF}DateTimeOriginal") + values(f"{PHOTOSHOP}DateCreated")
        ],
    }


def _properties(tree: ElementTree.Element) -> Callable[[str], list[str]]:
    """Return a function from the name of a property to its texts, be it attribute or element."""
    found: Found = {}
    for element in tree.iter():
        for name, value in element.attrib.items():
            found.setdefault(name, []).append(value)
        if element.tag.startswith((DC, PHOTOSHOP, IPTC_CORE, EXIF)):
            # A few, not all: properties nested in properties would take the square of their number.
            texts = (item.text or "" for item in islice(element.iter(), 10))
            found.setdefault(element.tag, []).extend(text for text in texts if text.strip())
    return lambda name: found.get(name, [])


def _iso_moment(text: str) -> datetime | None:
    try:
        return _sane(datetime.fromisoformat(text.strip()))
    except ValueError:
        return None


# IPTC


def _read_iptc(picture: PillowImage.Image) -> Found:
    fields = getiptcinfo(picture) or {}
    return {
        "maker": _iptc(fields, 80),
        "agency": _iptc(fields, 110),
        "caption": _iptc(fields, 120),
        "copyright": _iptc(fields, 116),
        "taken_at": [_iptc_moment(fields)],
    }


def _iptc(fields: dict, dataset: int) -> list[str]:
    value = fields.get((2, dataset), [])
    return [_decode(item) for item in (value if isinstance(value, list) else [value])]


def _iptc_moment(fields: dict) -> datetime | None:
    day, hour = _iptc(fields, 55), _iptc(fields, 60)
    if not day:
        return None
    try:
        return _sane(datetime.fromisoformat(f"{day[0]}T{hour[0] if hour else '000000'}"))
    except ValueError:
        return None


def _decode(raw: bytes) -> str:
    """Return text of an unknown encoding: UTF-8 if it can be, else what Russian desks wrote in."""
    for encoding in ("utf-8", "cp1251"):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return raw.decode("latin-1")


# EXIF


def _read_exif(picture: PillowImage.Image) -> Found:
    exif = picture.getexif()
    return {
        "maker": _texts(exif, (Base.Artist, Base.XPAuthor)),
        "caption": _texts(exif, (Base.ImageDescription, Base.XPTitle, Base.XPComment)),
        "copyright": _texts(exif, (Base.Copyright,)),
        "taken_at": [_exif_moment(exif.get_ifd(IFD.Exif))],
    }


def _texts(exif: PillowImage.Exif, tags: Iterable[int]) -> list[str]:
    values = ((tag, exif.get(tag)) for tag in tags)
    return [_exif_text(tag, value) for tag, value in values if value]


def _exif_text(tag: int, value: object) -> str:
    if tag in {Base.XPAuthor, Base.XPTitle, Base.XPComment}:  # Windows writes these in UTF-16
        return bytes(value).decode("utf-16-le", "replace").partition("\0")[0]
    if isinstance(value, bytes):
        return _decode(value)
    # Pillow reads the bytes as Latin-1; the standard asks for ASCII, which nobody keeps to.
    text = str(value).partition("\0")[0]
    with suppress(UnicodeEncodeError):
        return _decode(text.encode("latin-1"))
    return text


def _exif_moment(fields: dict) -> datetime | None:
    text = str(fields.get(Base.DateTimeOriginal, "")).strip("\0 ")
    offset = str(fields.get(Base.OffsetTimeOriginal, "")).strip("\0 ")
    try:
        moment = datetime.strptime(text, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
    except ValueError:
        return None
    with suppress(ValueError):
        return _sane(datetime.fromisoformat(f"{moment.isoformat()}{offset}"))
    return _sane(moment)


def _sane(moment: datetime) -> datetime | None:
    """Return the moment in UTC, by the site's clock if it names no zone; None if it cannot be."""
    with suppress(OverflowError):
        if timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
        # The first photograph is of 1826; a clock set wrong may be a day ahead, no more.
        if moment.year > 1825 and moment < timezone.now() + timedelta(days=1):
            return moment.astimezone(UTC)
    return None
