"""Endings of English: of possession and of the plural."""

from functools import cache

from articles.mentions.declension import ALL_CASES
from articles.mentions.endings import Endings


@cache
def endings() -> Endings:
    """Return the endings of English."""
    after = {"'s": "g", "s": ALL_CASES, "es": ALL_CASES}
    return Endings({}, {"": after}, {"": after}, bare=ALL_CASES)
