"""Body HTML: cleaned by one policy, made from plain paragraphs, and taken back to plain text."""

import re
from html import escape, unescape

import nh3

# What XML 1.0 cannot carry, and the C1 controls nobody types: one of them in a headline
# would break a whole feed.
UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

POLICY = nh3.Cleaner(
    tags={
        *("p", "br", "hr", "h2", "h3", "strong", "em", "sub", "sup"),
        *("ul", "ol", "li", "blockquote", "cite", "a"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    },
    clean_content_tags={"script", "style", "iframe", "object", "template"},
    attributes={"a": {"href"}, "th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener",
)
NO_TAGS = nh3.Cleaner(tags=set(), attributes={})
EMPTY_BLOCK = re.compile(r"<(p|h2|h3|blockquote)>(?:\s|&nbsp;|<br>)*</\1>")
LINK = re.compile(r'<a [^>]*?href="([^"]*)"')
BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote|cite|tr)>|<br>|<hr>")


def strip_unprintable(text: str) -> str:
    """Return text without control characters and halves of surrogate pairs."""
    return UNPRINTABLE.sub("", text)


def clean(html: str) -> str:
    """Return html reduced to what a body may hold; empty if no text is left."""
    cleaned = EMPTY_BLOCK.sub("", POLICY.clean(strip_unprintable(html))).strip()
    return cleaned if to_text(cleaned) else ""


def from_paragraphs(paragraphs: list[str]) -> str:
    """Return plain paragraphs as body HTML."""
    return "\n".join(
        f"<p>{escape(strip_unprintable(text), quote=False)}</p>" for text in paragraphs
    )


def links(html: str) -> list[str]:
    """Return where the links of body HTML lead."""
    return [unescape(link) for link in LINK.findall(POLICY.clean(html))]


def to_text(html: str) -> str:
    """Return the words of clean body HTML, a line for each block."""
    text = unescape(NO_TAGS.clean(BLOCK_END.sub("\n", html)))
    return "\n".join(line for raw in text.splitlines() if (line := " ".join(raw.split())))
