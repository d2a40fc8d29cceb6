"""The records of the database as the search sees them: rows of one table of keys.

Whoever saves an entity or changes how it is called calls keep_keys() in the same transaction, so
that every process finds it at once and nothing is held in memory.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from articles.mentions.keys import KEY_VERSION
from articles.mentions.roles import titles
from articles.mentions.source import Row, chunks, limits, name_key, query, rows_of
from articles.mentions.spans import EVENT, ORGANIZATION, PERSON
from articles.mentions.tokens import split
from articles.models import (
    ENTITIES,
    Entity,
    MentionKey,
    Organization,
    Person,
    Position,
    Rejection,
    SeenName,
)

TYPES = {"person": PERSON, "organization": ORGANIZATION, "event": EVENT}
TEXT_LENGTH = SeenName._meta.get_field("text").max_length
KINDS = {type: kind for kind, type in TYPES.items()}
TABLE = MentionKey._meta.db_table
COLUMNS = "n.key, n.kind, n.record, n.name, n.text, n.source, n.times, n.language"
# Before the rows of a key are counted: who held a position once is not to hide who holds it.
HOLDS = (
    " AND (valid_from IS NULL OR valid_from <= %s) AND (valid_until IS NULL OR valid_until >= %s)"
)
SQLITE = query(TABLE, COLUMNS, HOLDS).replace("?", "%s")
# BETWEEN, for what is equal looks so rare to the planner that it reads and sorts all rows of a key.
POSTGRESQL = " UNION ALL ".join(
    [
        f"SELECT {COLUMNS} FROM unnest(%s::text[]) asked CROSS JOIN LATERAL"  # noqa: S608
        f" (SELECT * FROM {TABLE} WHERE key BETWEEN asked AND asked{HOLDS}"
        " ORDER BY key, times DESC LIMIT %s) n"
    ]
    * 2
)


class Registry:
    """Rows of the database as they stand on that day; an entity is ("person", 7)."""

    def __init__(self, day: date | None = None) -> None:
        self.day = day

    def lookup(self, keys: Iterable[str]) -> list[Row]:
        """Return the rows of these keys, of each key those confirmed most often."""
        rows, day = [], self.day or timezone.localdate()
        with connection.cursor() as cursor:
            for chunk in chunks(keys):
                cursor.execute(*question(chunk, day))
                rows += cursor.fetchall()
        return [
            Row(key, (kind, pk), TYPES[kind], name, text, source, times, language)
            for key, kind, pk, name, text, source, times, language in rows
        ]


def question(keys: list[str], day: date) -> tuple[str, tuple]:
    """Return the query for the rows of these keys on that day, and its values."""
    others, most, families, few = limits(keys)
    days = [connection.ops.adapt_datefield_value(day)] * 2
    if connection.vendor == "sqlite":
        others, families = json.dumps(others), json.dumps(families)
        return SQLITE, (others, *days, most, families, *days, few)
    return POSTGRESQL, (others, *days, most, families, *days, few)


def keep_keys(record: Entity) -> None:
    """Store the keys of a saved record's names; none of one that was merged into another."""
    keep_all_keys([record])


def keep_all_keys(records: Collection[Entity]) -> None:
    """Do the same for many of one kind, in a number of queries that does not grow with them.

    The records are locked, as what was saved in this transaction is.
    """
    _keep_keys_of(records)
    bodies = [record.pk for record in records if isinstance(record, Organization)]
    if bodies:  # what a position is called holds the name of the body
        held = Position.objects.filter(organization__in=bodies).values("person")
        # Locked, or what somebody counts of them meanwhile would be kept a second time.
        holders = Person.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
        _keep_keys_of(holders.filter(pk__in=held))


def _keep_keys_of(records: Collection[Entity]) -> None:
    forget_keys(records)
    standing = [record for record in records if not record.merged_into_id]
    decisions = _decisions(standing)
    keys = [
        key_of(row)
        for record in standing
        for row in rows_of(described(record, decisions.get(record.pk, ())))
    ]
    pks = [record.pk for record in standing]
    if standing and isinstance(standing[0], Person):
        held = Position.objects.filter(person__in=pks).select_related("person", "organization")
        keys += [key for position in held.order_by("pk") for key in role_keys(position)]
    # Nobody writes a longer name into a text.
    MentionKey.objects.bulk_create(key for key in keys if len(key.text) <= TEXT_LENGTH)


def role_keys(position: Position) -> list[MentionKey]:
    """Return the keys by which a text finds who held a position, to be saved."""
    person, body = position.person, position.organization
    return [
        MentionKey(
            key=name_key(text),
            kind="person",
            record=person.pk,
            name=person.name,
            text=text,
            source="role",
            valid_from=position.valid_from,
            valid_until=position.valid_until,
            version=KEY_VERSION,
        )
        for text in titles(position.title, [body.name, body.short_name] if body else [])
        if name_key(text)
    ]


def forget_keys(records: Collection[Entity]) -> None:
    """Drop the keys of records that are gone or merged."""
    by_kind: dict[str, list[int]] = {}
    for record in records:
        by_kind.setdefault(record._meta.model_name, []).append(record.pk)
    for kind, pks in by_kind.items():
        MentionKey.objects.filter(kind=kind, record__in=pks).delete()


def key_of(row: Row) -> MentionKey:
    """Return a row as it is stored, to be saved."""
    kind, pk = row.entity
    columns = ("key", "name", "text", "source", "times", "language")
    values = {name: getattr(row, name) for name in columns}
    return MentionKey(kind=kind, record=pk, version=KEY_VERSION, **values)


def confirm(kind: str, pk: int, words: str, language: str) -> None:
    """Count that an editor linked these words to a record."""
    confirm_all([(kind, pk, words)], language)


def confirm_all(named: Iterable[tuple[str, int, str]], language: str) -> None:
    """Count that an editor linked words to records: (kind, pk, words), each as often as given."""
    _count("confirmed", named, language)


def refuse(kind: str, pk: int, words: str, language: str) -> int | None:
    """Count that an editor said these words do not name a record; return the row that counts it."""
    return next(iter(_count("rejected", [(kind, pk, words)], language)), None)


@transaction.atomic
def forgive(refusals: QuerySet[Rejection]) -> None:
    """Delete refusals that were a mistake, and count them no more."""
    counted = Counter(refusals.exclude(seen=None).values_list("seen", flat=True))
    refusals.delete()
    rows = SeenName.objects.filter(pk__in=counted)
    now = lock(rows.values_list("kind", "record"))
    for pk, times in counted.items():
        rows.filter(pk=pk).update(rejected=Greatest(F("rejected") - times, 0))
    for kind, pk in sorted(set(now.values())):
        _keep_keys_of([ENTITIES[kind].objects.get(pk=pk)])


def lock(records: Iterable[tuple[str, int]]) -> dict[tuple[str, int], tuple[str, int]]:
    """Lock records, and return who each is now: itself, or the one it was merged into.

    Those that are gone are absent. Locks one kind after the other, in the order of ids. Whoever
    counts more than once in a transaction locks before all it will count, or two wait for each
    other.
    """
    by_kind: dict[str, set[int]] = {}
    for kind, pk in records:
        by_kind.setdefault(kind, set()).add(pk)
    return {
        (kind, pk): (kind, record.pk)
        for kind, pks in sorted(by_kind.items())
        for pk, record in _locked(kind, pks).items()
    }


@transaction.atomic
def _count(column: str, named: Iterable[tuple[str, int, str]], language: str) -> list[int]:
    """Count each and renew the records' keys; what is gone, or has no words, is passed over.

    Returns the rows that count. Locks one kind after the other, in the order of ids.
    """
    by_kind: dict[str, Counter] = {}
    for kind, pk, words in named:
        text = "".join(filter(str.isprintable, " ".join(words.split())))[:TEXT_LENGTH].strip()
        if split(text):
            by_kind.setdefault(kind, Counter())[pk, text] += 1
    rows = []
    for kind, given in sorted(by_kind.items()):
        standing = _locked(kind, {pk for pk, _text in given})
        counted = Counter()
        for (pk, text), times in given.items():
            if pk in standing:
                counted[standing[pk].pk, text] += times
        rows += _add(column, kind, counted, language)
        _keep_keys_of(list({record.pk: record for record in standing.values()}.values()))
    return rows


def _locked(kind: str, pks: set[int]) -> dict[int, Entity]:
    """Return the records, for a merged one the other, so that nobody else renews their keys now."""
    merged = ENTITIES[kind].objects.filter(pk__in=pks, merged_into__isnull=False)
    # With them at once, so that whoever locks some of the same does so in the same order.
    pks = pks.union(merged.values_list("merged_into", flat=True))
    records = ENTITIES[kind].objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    found = {record.pk: record for record in records.filter(pk__in=pks)}
    into = {pk: record.merged_into_id for pk, record in found.items() if record.merged_into_id}
    if late := into.values() - found.keys():  # merged while we waited
        found |= {record.pk: record for record in records.filter(pk__in=late)}
    return found | {pk: found[other] for pk, other in into.items()}


def _add(column: str, kind: str, counted: Counter[tuple[int, str]], language: str) -> Iterable[int]:
    seen = SeenName.objects.filter(kind=kind, language=language)
    SeenName.objects.bulk_create(
        (
            SeenName(kind=kind, record=pk, text=text, language=language)
            for pk, text in sorted(counted)
        ),
        ignore_conflicts=True,
    )
    pks, texts = zip(*counted, strict=True) if counted else ((), ())
    rows = seen.filter(record__in=pks, text__in=texts).values_list("pk", "record", "text")
    times = {row: counted[record, text] for row, record, text in rows if (record, text) in counted}
    for many in set(times.values()):
        those = [row for row in times if times[row] == many]
        seen.filter(pk__in=those).update(**{column: F(column) + many})
    return times


def described(record: Entity, decisions: Iterable[SeenName] = ()) -> dict:
    """Return a record as rows_of() takes it, with what editors decided of it."""
    kind = record._meta.model_name
    return {
        "id": (kind, record.pk),
        "type": TYPES[kind],
        "name": record.name,
        "aliases": _other_names(record, kind),
        "seen": [(seen.text, seen.confirmed) for seen in decisions if seen.confirmed],
        "refused": [(seen.text, seen.rejected) for seen in decisions if seen.rejected],
    }


def _decisions(records: list[Entity]) -> dict[int, list[SeenName]]:
    """Return what editors decided of each record, and of those merged into it."""
    if not records:
        return {}
    kind, found = records[0]._meta.model_name, {}
    into = {record.pk: record.pk for record in records}
    absorbed = type(records[0]).objects.filter(merged_into__in=list(into))
    into.update(absorbed.values_list("pk", "merged_into"))
    for seen in SeenName.objects.filter(kind=kind, record__in=into).order_by("pk"):
        found.setdefault(into[seen.record], []).append(seen)
    return found


def _other_names(record: Entity, kind: str) -> list[str]:
    names = record.aliases.splitlines()
    if kind == "organization":
        names.append(record.short_name)
    if kind == "person" and record.given_name and record.family_name:
        names.append(f"{record.given_name} {record.family_name}")
        if record.patronymic_name:
            names.append(f"{record.given_name} {record.patronymic_name} {record.family_name}")
    return [name for name in names if name]
