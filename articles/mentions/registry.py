"""The records of the database as the search sees them: rows of one table of keys.

Whoever saves an entity or changes how it is called calls keep_keys() in the same transaction, so
that every process finds it at once and nothing is held in memory.
"""

import json
from collections.abc import Collection, Iterable
from datetime import date

from django.db import connection, transaction
from django.db.models import F

from articles.mentions.keys import KEY_VERSION
from articles.mentions.source import MOST_OF_A_KEY, Row, chunks, query, rows_of
from articles.mentions.spans import EVENT, ORGANIZATION, PERSON
from articles.mentions.tokens import split
from articles.models import ENTITIES, Entity, MentionKey, SeenName

TYPES = {"person": PERSON, "organization": ORGANIZATION, "event": EVENT}
TEXT_LENGTH = SeenName._meta.get_field("text").max_length
KINDS = {type: kind for kind, type in TYPES.items()}
TABLE = MentionKey._meta.db_table
COLUMNS = "n.key, n.kind, n.record, n.name, n.text, n.source, n.times, n.language"
SQLITE = query(TABLE, COLUMNS).replace("?", "%s")
# BETWEEN, for what is equal looks so rare to the planner that it reads and sorts all rows of a key.
POSTGRESQL = (
    f"SELECT {COLUMNS} FROM unnest(%s::text[]) asked CROSS JOIN LATERAL"  # noqa: S608
    f" (SELECT * FROM {TABLE} WHERE key BETWEEN asked AND asked"
    " ORDER BY key, times DESC LIMIT %s) n"
)


class Registry:
    """Rows of the database as they stand on that day; an entity is ("person", 7)."""

    def __init__(self, day: date | None = None) -> None:
        self.day = day

    def lookup(self, keys: Iterable[str]) -> list[Row]:
        """Return the rows of these keys, of each key those confirmed most often."""
        rows = []
        with connection.cursor() as cursor:
            for chunk in chunks(keys):
                cursor.execute(*question(chunk))
                rows += cursor.fetchall()
        return [
            Row(key, (kind, pk), TYPES[kind], name, text, source, times, language)
            for key, kind, pk, name, text, source, times, language in rows
        ]


def question(keys: list[str]) -> tuple[str, tuple]:
    """Return the query for the rows of these keys, and its values; see source.query()."""
    if connection.vendor == "postgresql":
        return POSTGRESQL, (keys, MOST_OF_A_KEY)
    return SQLITE, (json.dumps(keys), MOST_OF_A_KEY)


def keep_keys(record: Entity) -> None:
    """Store the keys of a saved record's names; none of one that was merged into another."""
    keep_all_keys([record])


def keep_all_keys(records: Collection[Entity]) -> None:
    """Do the same for many of one kind, in a number of queries that does not grow with them."""
    forget_keys(records)
    standing = [record for record in records if not record.merged_into_id]
    decisions = _decisions(standing)
    MentionKey.objects.bulk_create(
        key_of(row)
        for record in standing
        for row in rows_of(described(record, decisions.get(record.pk, ())))
        if len(row.text) <= TEXT_LENGTH  # nobody writes so long a name into a text
    )


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


@transaction.atomic
def confirm(kind: str, pk: int, words: str, language: str) -> None:
    """Count that an editor linked these words to a record. Of many, call in the order of ids."""
    _count("confirmed", kind, pk, words, language)


@transaction.atomic
def refuse(kind: str, pk: int, words: str, language: str) -> None:
    """Count that an editor said these words do not name a record. Of many, in the order of ids."""
    _count("rejected", kind, pk, words, language)


def _count(column: str, kind: str, pk: int, words: str, language: str) -> None:
    """Add one and renew the record's keys; of one that is gone, or of no words, do nothing."""
    text = "".join(filter(str.isprintable, " ".join(words.split())))[:TEXT_LENGTH].strip()
    record = _locked(kind, pk)
    if not (record and split(text)):
        return
    seen, _ = SeenName.objects.get_or_create(kind=kind, record=pk, text=text, language=language)
    SeenName.objects.filter(pk=seen.pk).update(**{column: F(column) + 1})
    keep_keys(record)


def _locked(kind: str, pk: int) -> Entity | None:
    """Return the record, of a merged one the other, so that nobody else renews its keys now."""
    records = ENTITIES[kind].objects.select_for_update(no_key=True, of=("self",))
    record = records.filter(pk=pk).first()
    if record and record.merged_into_id:
        record = records.filter(pk=record.merged_into_id).first()
    return record


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
