"""What differs between SQLite and PostgreSQL when text is searched.

An expression is ("word", tokens of a phrase...), ("all", expressions...), ("any", expressions...)
or ("but", one expression, what must not hold).
"""

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

# Stands for what cannot be searched for, and only keeps words apart.
GAP = "·"
LAST_LETTER = "\U0010ffff"
# A row's key is the time in seconds and, in its last bits, the id of the edition.
ID_BITS = 25
WRITE_ROW = (
    "INSERT INTO articles_searchrow (key, edition_id, words) VALUES (%s, %s, {}) "
    "ON CONFLICT (key) DO UPDATE SET words = excluded.words"
)
COUNT_WORD = (
    "INSERT INTO articles_searchword (word, times) {} "
    "ON CONFLICT (word) DO UPDATE SET times = articles_searchword.times + excluded.times"
)
NAMED = (
    "SELECT * FROM (SELECT {rank} AS rank, kind, record, valid_from, valid_until"
    " FROM articles_mentionkey WHERE {key} >= %s AND {key} <= %s"
    " AND source NOT IN ('seen', 'refused') ORDER BY {key}, times DESC LIMIT %s) AS rank_{rank}"
)
# Rows of words that match, with their editions. SQLite's index gives the keys newest first, and
# stays outermost. PostgreSQL's gives all that match, which are too many of a common word: so the
# newest rows are looked through first, and the index is asked only where they are not enough.
NEAR = 500
MATCHING = {
    "sqlite": (
        "SELECT {rank} AS rank, s.rowid AS key, e.id AS edition"
        ' FROM articles_search s CROSS JOIN "articles_edition" e ON e.id = s.rowid & {id_bits}'
        " WHERE s.rowid >= %s AND s.rowid < %s AND s.articles_search MATCH %s AND {conditions}"
        " ORDER BY s.rowid DESC LIMIT {limit}"
    ),
    "postgresql": (
        "WITH near AS MATERIALIZED (SELECT s.key, e.id AS edition FROM"
        " (SELECT key, edition_id, words FROM articles_searchrow"
        " WHERE key >= %s AND key < %s ORDER BY key DESC LIMIT {near}) AS s"
        ' JOIN "articles_edition" e ON e.id = s.edition_id'
        " WHERE s.words @@ %s::tsquery AND {conditions} ORDER BY s.key DESC LIMIT {limit}),"
        " s AS MATERIALIZED (SELECT key, edition_id FROM articles_searchrow"
        " WHERE key >= %s AND key < %s AND words @@ %s::tsquery"
        " AND (SELECT count(*) FROM near) < {limit})"
        " SELECT {rank} AS rank, key, edition FROM near UNION"
        " SELECT {rank}, s.key, e.id FROM s"
        ' JOIN "articles_edition" e ON e.id = s.edition_id WHERE {conditions}'
        " ORDER BY 2 DESC LIMIT {limit}"
    ),
}
# The signs of SQLite's query language and of PostgreSQL's; a word holds letters and digits alone.
SIGNS = {
    "sqlite": {"quote": '"', "next": " ", "all": " AND ", "any": " OR ", "but": " NOT "},
    "postgresql": {"quote": "'", "next": "' <-> '", "all": " & ", "any": " | ", "but": " & !"},
}


def write_rows(rows: Iterable[tuple[int, int, list[str]]]) -> None:
    """Store (key, edition, words in order) of editions, anew if they are there."""
    postgresql = connection.vendor == "postgresql"
    made = [(*ids, _vector(words) if postgresql else " ".join(words)) for *ids, words in rows]
    with connection.cursor() as cursor:
        cursor.executemany(WRITE_ROW.format("%s::tsvector" if postgresql else "%s"), made)


def count_words(counted: list[tuple[str, int]]) -> None:
    """Add to the times of words."""
    if not counted:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            rows = "SELECT * FROM unnest(%s::text[], %s::int[])"
            cursor.execute(
                COUNT_WORD.format(rows), [list(part) for part in zip(*counted, strict=True)]
            )
        else:
            # WHERE, for without it ON would begin the condition of a join.
            rows = "SELECT value ->> 0, value ->> 1 FROM json_each(%s) WHERE true"
            cursor.execute(COUNT_WORD.format(rows), [json.dumps(counted)])


def matching(
    rank: int, keys: list[int], tree: tuple, conditions: tuple[str, list], limit: int
) -> tuple[str, list]:
    """Return the query for the newest rows between two keys that match, and its values."""
    condition, more = conditions
    values = [*keys, expression(tree), *more]
    sql = MATCHING[connection.vendor].format(
        rank=rank, conditions=condition, limit=limit, near=NEAR, id_bits=(1 << ID_BITS) - 1
    )
    return sql, values * (2 if connection.vendor == "postgresql" else 1)


def expression(tree: tuple) -> str:
    """Return an expression in the database's own language."""
    return _expression(tree, SIGNS[connection.vendor])


def _expression(tree: tuple, signs: dict[str, str]) -> str:
    kind, *parts = tree
    if kind == "word":
        return signs["quote"] + signs["next"].join(parts) + signs["quote"]
    return "(" + signs[kind].join(_expression(part, signs) for part in parts) + ")"


def words_from(beginnings: list[str], most: int) -> list[str]:
    """Return words that begin so, of each beginning those that stand most often."""
    if not beginnings:
        return []
    part = (
        "SELECT * FROM (SELECT word FROM articles_searchword WHERE word >= %s AND word < %s"
        " ORDER BY times DESC, word LIMIT %s) AS found"
    )
    values = [value for word in beginnings for value in (word, word + LAST_LETTER, most)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([part] * len(beginnings)), values)
        return [word for (word,) in cursor.fetchall()]


def known_words(words: Iterable[str]) -> dict[str, int]:
    """Return how often each of the words stands, without those that never do."""
    postgresql = connection.vendor == "postgresql"
    some = "= ANY(%s)" if postgresql else "IN (SELECT value FROM json_each(%s))"
    given = list(words) if postgresql else json.dumps(list(words))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT word, times FROM articles_searchword WHERE word {some}", [given])  # noqa: S608
        return dict(cursor.fetchall())


def named_by(keys: list[str], beginnings: list[str], most: int) -> list[tuple]:
    """Return (kind, id, since, until) of records by keys of their names, and by their beginnings.

    Up to so many of each, in that order.
    """
    # A range for a key alone too: both are read in the order of the index.
    ranges = [(key, key) for key in keys] + [(word, word + LAST_LETTER) for word in beginnings]
    key = 'key COLLATE "C"' if connection.vendor == "postgresql" else "key"
    parts = [NAMED.format(rank=rank, key=key) for rank in range(len(ranges))]
    with connection.cursor() as cursor:
        values = [value for pair in ranges for value in (*pair, most)]
        cursor.execute(f"{' UNION ALL '.join(parts)} ORDER BY 1", values)
        return [row[1:] for row in cursor.fetchall()]


def _vector(words: list[str]) -> str:
    places: dict[str, list[str]] = {}
    for place, word in enumerate(words, start=1):
        places.setdefault(word, []).append(str(place))
    places.pop(GAP, None)
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())


def teach_like_unicode(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Make LIKE on a new SQLite connection know the case of every letter, not of ASCII alone."""
    if connection.vendor == "sqlite":
        for arguments in (2, 3):
            connection.connection.create_function("like", arguments, _like, deterministic=True)


def _like(pattern: Any, value: Any, escape: str | None = None) -> bool | None:
    # SQLite writes `value LIKE pattern` and calls like(pattern, value); NULL gives NULL.
    if pattern is None or value is None:
        return None
    return _compiled(str(pattern), escape).fullmatch(str(value)) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str, escape: str | None) -> re.Pattern:
    parts = []
    letters = iter(pattern)
    for letter in letters:
        if letter == escape:
            parts.append(re.escape(next(letters, "")))
        else:
            parts.append({"%": ".*", "_": "."}.get(letter) or re.escape(letter))
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)
