"""State bodies of Russia, Sakha and Kazakhstan, and what else the news calls them.

One list, ``bodies.toml``: the search knows their other names, an importer makes records of them.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

from articles.mentions.keys import key_of
from articles.mentions.tokens import split

FILE = Path(__file__).with_name("bodies.toml")
KNOWN = "known"  # the part of the list that is not for loading
IN_ANOTHER_LANGUAGE = re.compile(r"[a-z]{2,3}: ")


def read_bodies() -> dict[str, list[dict]]:
    """Return the list by its parts: {"russia": [{"name": ..., "aliases": [...]}, ...], ...}."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def other_names(name: str) -> tuple[str, ...]:
    """Return what a state body is also called."""
    return all_other_names().get(_sequence(name), ())


@cache
def all_other_names() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the other names of all bodies by the keys of the words of a name."""
    found = {}
    for bodies in read_bodies().values():
        for body in bodies:
            names = _names(body)
            for name in (body["name"], *body.get("known_as", ())):
                sequence = _sequence(name)
                found[sequence] = tuple(other for other in names if _sequence(other) != sequence)
    return found


def _names(body: dict) -> list[str]:
    names = [body["name"], *body.get("known_as", ()), body.get("short_name", "")]
    names = dict.fromkeys([*names, *body.get("aliases", ())])
    return [name for name in names if name and not IN_ANOTHER_LANGUAGE.match(name)]


def _sequence(name: str) -> tuple[str, ...]:
    return tuple(key_of(token.low) for token in split(name))
