"""The one policy: whatever HTML comes in, only this comes out."""

import re
from html import escape, unescape

import nh3
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .embeds import provider_of
from .forms import EMBED, ID, IMAGE, MENTION
from .text import strip_unprintable, to_text

MAX_LENGTH = 200_000  # characters of HTML; the longest report has a tenth of that
MAX_DEPTH = 50  # elements within each other: a parser's time grows with the square of them
ROUNDS = 6
NESTED = gettext_lazy("This text has quotes, lists or tables within each other without end.")

INLINE = {"strong", "em", "sub", "sup", "a", "span"}
ATTRIBUTES = {
    "*": set(),  # otherwise any element may have a language and a title
    "a": {"href"},
    "span": {"data-person", "data-organization", "data-event"},
    "figure": {"data-image", "data-embed"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
SHARED = {
    "clean_content_tags": {"script", "style", "iframe", "object", "template"},
    "url_schemes": {"http", "https", "mailto", "tel"},
    "link_rel": "noopener",
}
POLICY = nh3.Cleaner(
    tags=INLINE
    | {"p", "br", "hr", "h2", "h3", "ul", "ol", "li", "blockquote", "cite"}
    | {"table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption"},
    attributes=ATTRIBUTES,
    **SHARED,
)
CAPTION_POLICY = nh3.Cleaner(
    tags=INLINE, attributes={name: ATTRIBUTES[name] for name in ("*", "a", "span")}, **SHARED
)


OPEN_OR_CLOSE = re.compile(r"<(/?)([a-z][^\s/>]*)", re.IGNORECASE)
# A parser closes these by itself, or they hold nothing.
NOT_DEEP = {
    *("p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody", "tfoot"),
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"),
}
LINK = re.compile(r'<a [^>]*?href="([^"]*)"')
# A link goes round words, never round a block: a table in a link may hold another link.
LINK_OR_TAG = re.compile(
    r'<a href="[^"]*"[^>]*>((?>(?:[^<]+|</?(?:strong|em|sub|sup|span)\b[^>]*>|<br>)*))</a>'
    r"|</?a\b[^>]*>"
)
SPAN_TAG = re.compile(r"</?span\b[^>]*>")
MENTION_OR_SPAN = re.compile(f"{MENTION.pattern}|{SPAN_TAG.pattern}")
FIGURE = re.compile(r"<figure\b([^>]*)>(.*?)</figure>", re.DOTALL)
STRAY = re.compile(rf"{IMAGE.pattern}|{EMBED.pattern}|</?fig(?:ure|caption)\b[^>]*>", re.DOTALL)
IMAGE_ID = re.compile(rf'data-image="({ID})"')
CAPTION = re.compile(r"<figcaption>(.*?)</figcaption>", re.DOTALL)
CARD = re.compile(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
EMPTY_BLOCK = re.compile(r"<(p|h2|h3|blockquote|cite|figcaption|li|ul|ol)>(?:\s|&nbsp;|<br>)*</\1>")


def clean(html: str) -> str:
    """Return html reduced to what a body may hold; empty if no word and no image is left.

    Raises ValidationError if it is too long or nested too deep to be anybody's text.
    """
    _refuse_too_long(html)
    cleaned = strip_unprintable(html)
    _refuse_too_deep(cleaned)
    # What a parser moves about may take a new shape when it is read again; then read it again.
    for _round in range(ROUNDS):
        _refuse_too_long(cleaned)
        before, cleaned = cleaned, _once(cleaned)
        if cleaned == before:
            return cleaned if to_text(cleaned) or "<figure data-image=" in cleaned else ""
    raise ValidationError(NESTED, "deep")


def links(html: str) -> list[str]:
    """Return where the links of body HTML lead."""
    return [unescape(link) for link in LINK.findall(POLICY.clean(html))]


def _refuse_too_long(html: str) -> None:
    if len(html) > MAX_LENGTH:
        message = _("This text is too long: %(length)d characters with its markup, of %(limit)d.")
        raise ValidationError(message, "long", {"length": len(html), "limit": MAX_LENGTH})


def _refuse_too_deep(html: str) -> None:
    open_now, depth = {}, 0
    for end, name in OPEN_OR_CLOSE.findall(html):
        name = name.lower()
        if name in NOT_DEEP:
            continue
        if not end:
            open_now[name] = open_now.get(name, 0) + 1
            depth += 1
        elif open_now.get(name):
            open_now[name] -= 1
            depth -= 1
        if depth > MAX_DEPTH:
            raise ValidationError(NESTED, "deep")


def _once(html: str) -> str:
    cleaned = POLICY.clean(html)
    if "<fig" in cleaned:
        cleaned = STRAY.sub(_stray, FIGURE.sub(_figure, cleaned))
    cleaned = LINK_OR_TAG.sub(_link, cleaned)
    cleaned = MENTION_OR_SPAN.sub(_mention, cleaned)
    return _without_empty_blocks(cleaned)


def _figure(match: re.Match) -> str:
    """Return an image or a card in the one form each has; what is neither, without the figure."""
    attributes, inside = match.groups()
    if image := IMAGE_ID.search(attributes):
        return _image(image[1], CAPTION.search(inside))
    if "data-embed" in attributes and (card := CARD.search(inside)):
        return _card(*card.groups())
    return CAPTION.sub(r"<p>\1</p>", inside)


def _stray(match: re.Match) -> str:
    """Keep an image or a card; a caption without its picture is a paragraph."""
    if match["image"] or match["provider"]:
        return match[0]
    return match[0].replace("figcaption", "p") if "figcaption" in match[0] else ""


def _image(pk: str, caption: re.Match | None) -> str:
    words = CAPTION_POLICY.clean(caption[1]).strip() if caption else ""
    caption = f"<figcaption>{words}</figcaption>" if to_text(words) else ""
    return f'<figure data-image="{pk}">{caption}</figure>'


def _card(href: str, label: str) -> str:
    address = unescape(href)
    title = to_text(label) or address.removeprefix("https://")
    link = f'<a href="{href}" rel="noopener">{escape(title, quote=False)}</a>'
    provider = provider_of(address)
    return f'<figure data-embed="{provider}">{link}</figure>' if provider else f"<p>{link}</p>"


def _link(match: re.Match) -> str:
    """Return a link round words, without the mentions in it."""
    return SPAN_TAG.sub("", match[0]) if to_text(match[1] or "") else match[1] or ""


def _mention(match: re.Match) -> str:
    """Return a mention of words; of any other span, nothing but what stands in it."""
    words = match["words"] or ""
    return match[0] if to_text(words) else words


def _without_empty_blocks(html: str) -> str:
    while (tidied := EMPTY_BLOCK.sub("", html)) != html:
        html = tidied
    return html.strip()
