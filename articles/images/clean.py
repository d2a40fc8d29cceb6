"""A picture made anew from its pixels: upright, in sRGB, and with nothing said about it."""

from io import BytesIO

from django.core.files import File
from django.core.files.base import ContentFile
from PIL import Image as PillowImage
from PIL import ImageCms, ImageOps

from .check import MAX_SIDE, load_picture

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
MAX_PROFILE = 4 * 1024 * 1024
CLEAN = {
    "jpg": {"format": "JPEG", "quality": 90, "subsampling": 0, "progressive": True},
    "png": {"format": "PNG", "optimize": False},
    # For pictures stored under such a name before there were clean copies.
    "webp": {"format": "WEBP", "quality": 90},
    "avif": {"format": "AVIF", "quality": 85, "max_threads": 1},
    "gif": {"format": "GIF"},
}


def clean_copy(upload: File, extension: str = "") -> ContentFile:
    """Return the upload as readers may get it, 2560 pixels a side at most.

    A JPEG, or a PNG if parts of it are transparent, unless an extension asks for another format.
    Raises ValidationError if the upload is no picture.
    """
    picture = _pixels(load_picture(upload))
    extension = extension or ("png" if picture.mode == "RGBA" else "jpg")
    return ContentFile(encode(picture, **CLEAN[extension]), f"clean.{extension}")


def encode(picture: PillowImage.Image, **options) -> bytes:
    """Return the picture as a file of that format, without a word beyond its pixels."""
    picture.info = {}  # Pillow writes on what it has read there: comments, profiles
    if options["format"] == "JPEG" and picture.mode == "RGBA":
        picture = on_white(picture)
    buffer = BytesIO()
    picture.save(buffer, **options)
    return buffer.getvalue()


def on_white(picture: PillowImage.Image) -> PillowImage.Image:
    """Return a transparent picture as it looks on a white page."""
    paper = PillowImage.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _pixels(picture: PillowImage.Image) -> PillowImage.Image:
    """Return the picture small enough, upright and in sRGB, as RGB or RGBA."""
    picture = _plain(picture)
    # In two steps, the first a cheap one: a picture of a million by one pixel needs it.
    picture.thumbnail((MAX_SIDE, MAX_SIDE), PillowImage.Resampling.LANCZOS, reducing_gap=2.0)
    if picture.mode == "RGBa":
        picture = picture.convert("RGBA")
    picture = _in_srgb(_upright(picture))
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        return picture.convert("RGB")
    return picture


def _plain(picture: PillowImage.Image) -> PillowImage.Image:
    """Return the picture in a mode that can be resized well: RGB, L, CMYK, or RGBa.

    That is RGBA with the colours multiplied, as resizing needs it; Pillow would do it too, but
    then in one step.
    """
    if picture.has_transparency_data:
        whole = picture if picture.mode == "RGBA" else picture.convert("RGBA")
        return whole.convert("RGBa")
    if picture.mode.startswith("I"):  # 16 bits of grey, which convert() would cut, not scale
        return picture.point(lambda value: value * (1 / 256) + 0).convert("L")
    return picture if picture.mode in {"RGB", "L", "CMYK"} else picture.convert("RGB")


def _upright(picture: PillowImage.Image) -> PillowImage.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # the orientation stands in data that may be anything
        return picture


def _in_srgb(picture: PillowImage.Image) -> PillowImage.Image:
    profile = picture.info.get("icc_profile") or b""
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    colours = picture.convert("RGB") if alpha else picture
    if 0 < len(profile) <= MAX_PROFILE:
        colours = _converted(colours, profile)
    colours = colours.convert("RGB")
    if alpha:
        colours.putalpha(alpha)
    return colours


def _converted(picture: PillowImage.Image, profile: bytes) -> PillowImage.Image:
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, SRGB, outputMode="RGB")
    except Exception:  # no profile at all, or one of other colours than the picture's
        return picture
