"""A clean body prepared at publish, so that a reader's page joins it with the facts of today.

Its parts are plain HTML; ["person", 7, "Ермеком Кошербаевым"] for a mention (organization and
event likewise); ["image", 12, parts of the caption]. JSON keeps them.
"""

import re
from collections.abc import Callable, Collection, Iterator

from .embeds import PROVIDERS
from .forms import EMBED, IMAGE, MENTION
from .text import to_text

Part = str | list
Parts = list[Part]

LIVE = re.compile(f"{IMAGE.pattern}|{MENTION.pattern}", re.DOTALL)
PARTED = re.compile(r"</(strong|em|sub|sup)><\1>")


def split(html: str) -> Parts:
    """Return a clean body as parts."""
    html = EMBED.sub(_card, html)
    parts, end = [], 0
    for match in LIVE.finditer(html):
        parts += [html[end : match.start()], _part(match)]
        end = match.end()
    return [part for part in [*parts, html[end:]] if part]


def join(
    parts: Parts,
    *,
    link: Callable[[str, int], str | None],
    figure: Callable[[int, str], str],
) -> str:
    """Return the body as HTML for those who read it.

    ``link`` gives the address of an entity, None if readers may not know of it: its words are
    plain then. ``figure`` gives the HTML of an image with that caption, as HTML.
    """
    return "".join(
        part if isinstance(part, str) else _live(*part, link=link, figure=figure) for part in parts
    )


def mentions(parts: Parts) -> Iterator[tuple[str, int]]:
    """Yield ("person", 7) for each mention in a body, its captions included."""
    for part in parts:
        if isinstance(part, str):
            continue
        kind, pk, inside = part
        if kind == "image":
            yield from mentions(inside)
        else:
            yield kind, pk


def image_ids(html: str) -> list[int]:
    """Return the ids of the images in a clean body, in its order, each once."""
    return list(dict.fromkeys(int(match["image"]) for match in IMAGE.finditer(html)))


def without_images(html: str, pks: Collection[int]) -> str:
    """Return a clean body without the images of these ids."""
    return IMAGE.sub(lambda match: "" if int(match["image"]) in pks else match[0], html)


def marks_in(html: str) -> set[tuple[str, int, str]]:
    """Return ("person", 7, "Ермеком Кошербаевым") for each mention in a clean body."""
    return {(m["kind"], int(m["id"]), to_text(m["words"])) for m in MENTION.finditer(html)}


def without_marks(html: str, marked: Collection[tuple[str, int]]) -> str:
    """Return a clean body without its mentions of these: their words are plain."""

    def words(match: re.Match) -> str:
        return match["words"] if (match["kind"], int(match["id"])) in marked else match[0]

    return PARTED.sub("", MENTION.sub(words, html)) if marked else html


def _part(match: re.Match) -> Part:
    if match["image"]:
        return ["image", int(match["image"]), split(match["caption"] or "")]
    return [match["kind"], int(match["id"]), match["words"]]


def _live(kind: str, pk: int, inside, *, link, figure) -> str:
    if kind == "image":
        return figure(pk, join(inside, link=link, figure=figure))
    address = link(kind, pk)
    return f'<a href="{address}">{inside}</a>' if address else inside


def _card(match: re.Match) -> str:
    name, _hosts = PROVIDERS[match["provider"]]
    return (
        f'<figure class="embed" data-embed="{match["provider"]}">'
        f'<a href="{match["href"]}" rel="noopener"><span class="provider">{name}</span> '
        f"{match['title']}</a></figure>"
    )
