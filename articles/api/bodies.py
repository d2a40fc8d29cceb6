"""Bodies of answers, kept by their tags in each process: of one tag there is one body (stamps.py).

Programs ask for the same few lists and posts again and again, and most have no tag to show.
"""

from collections import OrderedDict
from typing import NamedTuple

MOST = 200
LARGEST = 250_000  # bytes


class Body(NamedTuple):
    """What is the same in each answer with a tag."""

    content: bytes
    content_type: str
    link: str | None  # the header of a page of a list


_kept: OrderedDict[str, Body] = OrderedDict()


def find(etag: str) -> Body | None:
    """Return the body with that tag, if it is kept."""
    if body := _kept.pop(etag, None):
        _kept[etag] = body  # those not asked for go first
    return body


def keep(etag: str, body: Body) -> None:
    """Keep a body in place of the one asked for least lately."""
    if len(body.content) <= LARGEST:
        _kept[etag] = body
        if len(_kept) > MOST:
            _kept.popitem(last=False)


def forget() -> None:
    """Forget them all."""
    _kept.clear()
