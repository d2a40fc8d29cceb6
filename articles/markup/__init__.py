"""Body HTML: cleaned by one policy, taken to plain text, prepared and rendered for readers."""

from .embeds import PROVIDERS, provider_of
from .parts import (
    Parts,
    image_ids,
    join,
    marks_in,
    mentions,
    split,
    without_images,
    without_marks,
)
from .places import Mark, Places
from .policy import MAX_DEPTH, MAX_LENGTH, clean, links
from .text import from_paragraphs, in_words, strip_unprintable, to_text

__all__ = [
    "MAX_DEPTH",
    "MAX_LENGTH",
    "PROVIDERS",
    "Mark",
    "Parts",
    "Places",
    "clean",
    "from_paragraphs",
    "image_ids",
    "in_words",
    "join",
    "links",
    "marks_in",
    "mentions",
    "provider_of",
    "split",
    "strip_unprintable",
    "to_text",
    "without_images",
    "without_marks",
]
