"""Pictures: taken in and cleaned, made into renditions, and put into pages."""

from .check import MAX_BYTES, MAX_PIXELS, check_picture
from .clean import clean_copy
from .making import make_renditions, missing_renditions, render
from .metadata import read_metadata
from .renditions import Rendition, address_of, facts_of, jpeg_of, picture, renditions_of
from .social import digest_of, draw_social, keep_social, open_social
from .storing import clean_in_place, remove_files, store, take_in

__all__ = [
    "MAX_BYTES",
    "MAX_PIXELS",
    "Rendition",
    "address_of",
    "check_picture",
    "clean_copy",
    "clean_in_place",
    "digest_of",
    "draw_social",
    "facts_of",
    "jpeg_of",
    "keep_social",
    "make_renditions",
    "missing_renditions",
    "open_social",
    "picture",
    "read_metadata",
    "remove_files",
    "render",
    "renditions_of",
    "store",
    "take_in",
]
