"""Where candidates come from: rows of an indexed table of name keys."""

import json
import sqlite3
from collections.abc import Hashable, Iterable, Iterator
from typing import NamedTuple, Protocol

from articles import aliases
from articles.mentions import people
from articles.mentions.bodies import other_names
from articles.mentions.keys import key_of
from articles.mentions.lists import SMALL
from articles.mentions.phrases import NAMED_AFTER
from articles.mentions.spans import PERSON
from articles.mentions.tokens import split, words_of
from articles.mentions.variants import variants

CHUNK = 2_000  # keys asked at once: an article has fewer, a book is read in steps
MOST_OF_A_KEY, MOST_OF_A_FAMILY = 16, 3
NAMED = "имен"  # key of «имени», also for «им.»
NAMED_KEYS = tuple(map(key_of, NAMED_AFTER))
DECIDED = ("seen", "refused")  # by editors, of these words


class Row(NamedTuple):
    """One name of one entity, found by one key."""

    key: str
    entity: Hashable
    type: str
    name: str  # normal form
    text: str  # what it is called here
    source: str  # name, alias, rule, bare, acronym, seen, refused or role
    times: int  # how often editors confirmed or refused that name, or for others the entity
    language: str = ""  # of the texts that call it so; "" for all


class Source(Protocol):
    """Gives the rows of some keys; keeps nothing in memory."""

    def lookup(self, keys: Iterable[str]) -> list[Row]:
        """Return the rows of all these keys, in any order."""


def rows_of(entity: dict) -> list[Row]:
    """Return the rows of {"id", "type", "name", "aliases", "seen", "refused"}."""
    kind, name, pk = entity["type"], entity["name"], entity["id"]
    prior = sum(times for _, times in entity.get("seen", ()))
    rows = {}

    def add(key: str, text: str, source: str, times: int, language: str = "") -> None:
        row = Row(key, pk, kind, name, text, source, times, language)
        rows.setdefault((key, text, source, language), row)

    for text, language, source in _names(entity):
        if kind == PERSON:
            for key in people.keys_of(text):
                add(key, text, source, prior, language)
        key = name_key(text)
        if key and (kind != PERSON or " " not in text):
            add(key, text, source, prior, language)
        if kind != PERSON and source in ("name", "alias") and key.count(" ") > 1:
            add(begin_key(text), text, source, prior, language)
    for source in DECIDED:
        for text, times in _together(entity.get(source, ())).items():
            if key := name_key(text):
                add(key, text, source, times)
    return list(rows.values())


def _names(entity: dict) -> list[tuple[str, str, str]]:
    """Return (name, language, source) without repetition, the surest source first."""
    lines = sorted(map(aliases.parse, entity.get("aliases", ())), key=_is_of_one)
    names = {(entity["name"], ""): "name"}
    for language, alias in lines:
        if (alias, "") not in names:
            names.setdefault((alias, language), "alias")
    if entity["type"] != PERSON:
        for known, language in list(names):
            for other in other_names(known):
                names.setdefault((other, language), "alias")
        for known, language in list(names):
            for other, rule in variants(known).items():
                names.setdefault((other, language), rule)
    return [(name, language, source) for (name, language), source in names.items()]


def _is_of_one(alias: tuple[str, str]) -> bool:
    return bool(alias[0])


def name_key(name: str) -> str:
    """Return the key of a name: of its first two words, and the next that is no small one.

    Of a name that goes on with «имени» it is the last, for texts leave out the given names.
    """
    words = words_of(name)
    third = [word for word in words[2:] if word not in SMALL][:1]
    if any(word in NAMED_AFTER for word in words[1:3]):
        third = words[2:][-1:]
    keys = map(key_of, [*words[:2], *third])
    return " ".join(NAMED if key in NAMED_KEYS else key for key in keys)


def begin_key(name: str) -> str:
    """Return the key by which names that go on after the same two words are compared."""
    return f"b:{' '.join(key_of(word) for word in words_of(name)[:2])}"


def _together(seen: Iterable) -> dict[str, int]:
    """Return {words: times}, forms of the same words counted as one."""
    totals, first = {}, {}
    for text, times in seen:
        tokens = split(text)
        same = (tuple(key_of(token.low) for token in tokens), bool(tokens) and tokens[0].capital)
        first.setdefault(same, text)
        totals[same] = totals.get(same, 0) + times
    return {first[same]: times for same, times in totals.items()}


def chunks(keys: Iterable[str]) -> Iterator[list[str]]:
    """Yield the keys in lists no longer than one query takes."""
    keys = sorted(set(keys))
    for at in range(0, len(keys), CHUNK):
        yield keys[at : at + CHUNK]


def query(table: str, columns: str, condition: str = "") -> str:
    """Return SQLite's query for the keys and numbers of rows that limits() gives, as JSON.

    The keys are one value, so that the query is the same for any number of them. The index tells
    the ids in order, so that of a key thousands share no other row is read; ``condition`` is on
    what it holds.
    """
    some = (
        f"SELECT {columns} FROM json_each(?) asked CROSS JOIN {table} n WHERE n.rowid IN"  # noqa: S608
        f" (SELECT rowid FROM {table} WHERE key = asked.value{condition}"
        " ORDER BY times DESC LIMIT ?)"
    )
    return f"{some} UNION ALL {some}"


def limits(keys: list[str]) -> tuple[list[str], int, list[str], int]:
    """Return the keys of family names apart: many share one, and alone it is only suggested."""
    families = [key for key in keys if key.startswith("f:")]
    others = [key for key in keys if not key.startswith("f:")]
    return others, MOST_OF_A_KEY, families, MOST_OF_A_FAMILY


QUERY = query("name_key", "n.key, n.entity, n.type, n.name, n.text, n.source, n.times, n.language")


class SqlSource:
    """Rows in a table of SQLite, in memory or in a file."""

    def __init__(self, path: str = ":memory:") -> None:
        self.connection = sqlite3.connect(path)
        self.connection.execute(
            "CREATE TABLE IF NOT EXISTS name_key (key TEXT, entity TEXT, type TEXT, name TEXT,"
            " text TEXT, source TEXT, times INTEGER, language TEXT)"
        )
        self.connection.execute("CREATE INDEX IF NOT EXISTS by_key ON name_key (key, times DESC)")

    def add(self, entities: Iterable[dict]) -> None:
        """Store the rows of entities."""
        rows = (
            (row.key, row.entity, row.type, row.name, row.text, row.source, row.times, row.language)
            for entity in entities
            for row in rows_of(entity)
        )
        marks = ", ".join("?" * len(Row._fields))
        with self.connection:
            self.connection.executemany(f"INSERT INTO name_key VALUES ({marks})", rows)  # noqa: S608

    def close(self) -> None:
        """Let go of the file; what was in memory is gone."""
        self.connection.close()

    def lookup(self, keys: Iterable[str]) -> list[Row]:
        """Return the rows of these keys, of each key those confirmed most often."""
        rows = []
        for chunk in chunks(keys):
            others, most, families, few = limits(chunk)
            values = (json.dumps(others), most, json.dumps(families), few)
            rows += self.connection.execute(QUERY, values)
        return [Row._make(row) for row in rows]
