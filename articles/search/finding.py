"""Posts that hold what a reader asks for, as they are live at that moment."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache

from django.db import connection
from django.utils import timezone
from orjson import loads

from articles.models import Edition
from articles.search import databases
from articles.search.asking import Asked, Term
from articles.search.index import HEAD, HEADLINE, SECTION, second_of

# Ranks: all words in the headline, in the headline or the lead, anywhere. In each, newest first.
# So a rank is read from the index as it stands; what is found often costs no more to sort.
RANKS = (HEADLINE, HEAD, "")
ANYWHERE = len(RANKS) - 1
MOST_LONGER = 24
LEAST, MOST = -(2**63), 2**63 - 1
ROWS = (
    "SELECT found.rank, found.key, e.post_id, e.card, e.text FROM ({found}) AS found"
    ' JOIN "articles_edition" e ON e.id = found.edition ORDER BY found.rank, found.key DESC'
)
NAMES = (
    " AND EXISTS"
    " (SELECT 1 FROM articles_mention m WHERE m.edition_id = e.id AND m.{kind}_id = %s{about})"
)
TAGGED = (
    " AND EXISTS (SELECT 1 FROM articles_editiontag t WHERE t.edition_id = e.id AND t.tag_id = %s)"
)
MADE = (
    " AND EXISTS"
    " (SELECT 1 FROM articles_editionbyline b WHERE b.edition_id = e.id AND b.person_id = %s)"
)


@dataclass(slots=True)
class Narrowed:
    """What the posts are narrowed by: keys from and until, a section's id, entities they name.

    Also entities they are about, a tag's id, who made them, a language, a kind, their ids, and how
    new they are.
    """

    since: int = LEAST
    until: int = MOST
    section: int | None = None
    entities: list[tuple[str, int]] = field(default_factory=list)
    about: list[tuple[str, int]] = field(default_factory=list)
    tag: int | None = None
    byline: int | None = None
    language: str = ""
    kind: str = ""
    ids: list[int] | None = None
    changed_at: datetime | None = None

    def conditions(self) -> tuple[str, list]:
        """Return what is said of an edition called e, but for the dates and the section."""
        found = [(NAMES.format(kind=kind, about=""), pk) for kind, pk in self.entities]
        found += [(NAMES.format(kind=kind, about=" AND m.about"), pk) for kind, pk in self.about]
        if self.tag is not None:
            found.append((TAGGED, self.tag))
        if self.byline is not None:
            found.append((MADE, self.byline))
        if self.language:
            found.append((" AND e.language = %s", self.language))
        if self.kind:
            found.append((" AND e.kind = %s", self.kind))
        if self.changed_at:
            since = connection.ops.adapt_datetimefield_value(self.changed_at)
            found.append((" AND e.changed_at >= %s", since))
        conditions, values = [sql for sql, _value in found], [value for _sql, value in found]
        if self.ids is not None:
            conditions.append(f" AND e.post_id IN ({', '.join(['%s'] * len(self.ids))})")
            values += self.ids
        return "".join(conditions), values


def go_on(asked: Asked, exact: bool) -> None:
    """Let beginnings stand for the words that go on from them, and so the last word.

    A last word that stands somewhere as it is, is whole.
    """
    terms = asked.beginnings(exact)
    found = databases.words_from([term.words[0] for term in terms], MOST_LONGER)
    for term in terms:
        (word,) = term.words
        longer = [other for other in found if other.startswith(word)]
        if term.begins or exact or word not in longer:
            term.more = longer


def find(
    asked: Asked,
    narrowed: Narrowed,
    size: int,
    *,
    by_date: bool = False,
    after: tuple[int, int] | None = None,
    now: datetime | None = None,
) -> list[dict]:
    """Return up to ``size`` posts after (rank, key) of one: dicts with both, post_id, card, text.

    Best first, or newest first. A query for each rank, until there are enough: where a common word
    stands in many headlines, the texts it stands in too are not looked through.
    """
    now, rows = now or timezone.now(), []
    rank, key = after or (ANYWHERE if by_date else 0, MOST)
    for each in range(ANYWHERE if by_date else rank, len(RANKS)):
        until = min(narrowed.until, key if each == rank else MOST)
        part, values = rank_query(asked, narrowed, each, by_date, until, size - len(rows), now)
        with connection.cursor() as cursor:
            cursor.execute(ROWS.format(found=part), values)
            rows += cursor.fetchall()
        if len(rows) == size:
            break
    names = ("rank", "key", "post_id", "card", "text")
    return [_described(dict(zip(names, row, strict=True))) for row in rows]


def _described(row: dict) -> dict:
    row["card"] = loads(row["card"])
    row["first_published_at"] = datetime.fromtimestamp(second_of(row["key"]), UTC)
    return row


def rank_query(
    asked: Asked,
    narrowed: Narrowed,
    rank: int,
    by_date: bool,
    until: int,
    size: int,
    now: datetime,
) -> tuple[str, list]:
    """Return the query for one rank, and its values."""
    condition, moments = _live()
    values = [connection.ops.adapt_datetimefield_value(now)] * moments
    more, given = narrowed.conditions()
    tree = _tree(asked, narrowed, rank, by_date)
    conditions = (condition + more, values + given)
    return databases.matching(rank, [narrowed.since, until], tree, conditions, size)


def _tree(asked: Asked, narrowed: Narrowed, rank: int, by_date: bool) -> tuple:
    tree = _all(asked.terms, RANKS[rank])
    if narrowed.section is not None:
        tree = ("all", tree, ("word", f"{SECTION}{narrowed.section}"))
    if rank and not by_date:
        tree = ("but", tree, _all(asked.terms, RANKS[rank - 1]))
    if asked.unwanted:
        tree = ("but", tree, ("any", *(_any(term, "") for term in asked.unwanted)))
    return tree


def _all(terms: list[Term], mark: str) -> tuple:
    return ("all", *(_any(term, mark) for term in terms))


def _any(term: Term, mark: str) -> tuple:
    return ("any", *(("word", *(mark + word for word in form)) for form in term.forms()))


@lru_cache(maxsize=1)
def _live() -> tuple[str, int]:
    """Return the condition of live() for an edition called e, and how many times it takes now."""
    query = Edition.objects.live(timezone.now()).order_by().values("id").query
    sql, values = query.sql_with_params()
    condition = sql.partition(" WHERE ")[2].replace('"articles_edition".', "e.")
    return condition, len(values)
