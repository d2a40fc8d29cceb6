"""Plain text made into body HTML, and body HTML taken back to plain text."""

import re
from html import escape, unescape

import nh3
from django.utils.translation import gettext as _

from .embeds import PROVIDERS
from .forms import EMBED, IMAGE

# What XML 1.0 cannot carry, and the C1 controls nobody types: one of them in a headline
# would break a whole feed.
UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

NO_TAGS = nh3.Cleaner(tags=set(), attributes={})
BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote|cite|tr|figcaption|figure)>|<br>|<hr>")


def strip_unprintable(text: str) -> str:
    """Return text without control characters and halves of surrogate pairs."""
    return UNPRINTABLE.sub("", text)


def from_paragraphs(paragraphs: list[str]) -> str:
    """Return plain paragraphs as body HTML."""
    return "\n".join(
        f"<p>{escape(strip_unprintable(text), quote=False)}</p>" for text in paragraphs
    )


def to_text(html: str) -> str:
    """Return the words of clean body HTML, a line for each block."""
    text = unescape(NO_TAGS.clean(BLOCK_END.sub("\n", html)))
    return "\n".join(line for raw in text.splitlines() if (line := " ".join(raw.split())))


def in_words(html: str) -> str:
    """Return the same with a line for each image and embed, for whoever compares two bodies."""
    html = IMAGE.sub(_image_in_words, html)
    return to_text(EMBED.sub(_embed_in_words, html))


def _image_in_words(match: re.Match) -> str:
    number, caption = match["image"], match["caption"] or ""
    words = _("[Image %(number)s: %(caption)s]") if caption else _("[Image %(number)s]")
    return f"<p>{words % {'number': number, 'caption': caption}}</p>"


def _embed_in_words(match: re.Match) -> str:
    name, _hosts = PROVIDERS[match["provider"]]
    return f"<p>[{name}: {match['title']} — {match['href']}]</p>"
