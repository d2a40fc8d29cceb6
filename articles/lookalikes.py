"""Records that may be one: found by what is left of a name once its spelling is evened out.

The keys of all names stand in a table with an index, so that a record is compared with those that
share a key and never with all. Whoever changes a name calls keep_names().
"""

import re
from collections.abc import Collection, Iterable
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from articles import aliases
from articles.mentions.registry import forget_keys, keep_keys
from articles.models import ENTITIES, Entity, Lookalike, NameKey, NameWord

WORD = re.compile(r"\w+")
# Companies and institutions in Russia and Kazakhstan, and abroad.
LEGAL_FORMS = {
    *("ооо", "оао", "зао", "пао", "нао", "ао", "ип", "нко", "ано", "гуп", "муп", "фгуп", "фгу"),
    *("фгбу", "фгку", "фгаоу", "фгбоу", "гбу", "гау", "гку", "гбоу", "гбпоу", "гапоу", "гаоу"),
    *("мбу", "мау", "мку", "мбоу", "маоу", "мбдоу", "мадоу", "мкоу", "мбудо", "тоо", "жшс"),
    *("акционерное", "общество", "открытое", "закрытое", "публичное", "с", "ограниченной"),
    *("ответственностью", "llc", "ltd", "inc", "jsc", "gmbh", "the"),
}
KEY_LENGTH = NameKey._meta.get_field("key").max_length
# Of one record; a name that more share than this says nothing.
SHOWN = 20
WORD_LENGTH = NameWord._meta.get_field("word").max_length
SAME_EVENT = timedelta(days=31)  # postponed rather than held again


def key_of(name: str, kind: str = "") -> str:
    """Return a name without case, ё, punctuation, order of words and legal form; may be empty."""
    words = WORD.findall(name.lower().replace("ё", "е"))
    if kind == "organization":
        words = [word for word in words if word not in LEGAL_FORMS] or words
    return " ".join(sorted(words))[:KEY_LENGTH]


def keys_of(record: Model) -> set[str]:
    """Return the keys of all names of a record, saved or not."""
    kind = record._meta.model_name
    names = [record.name, *_aliases(record, kind)]
    if kind == "organization":
        names.append(record.short_name)
    if kind == "person" and record.given_name and record.family_name:
        for patronymic in {"", record.patronymic_name}:
            names.append(f"{record.given_name} {patronymic} {record.family_name}")
    return {key_of(name, kind) for name in names} - {""}


def words_of(record: Model) -> set[bytes]:
    """Return the words of all names of a record, as they are looked for."""
    fields = ("name", "aliases", "short_name", "given_name", "family_name", "patronymic_name")
    return as_words(" ".join(getattr(record, field, "") for field in fields))


def as_words(text: str) -> set[bytes]:
    """Return the words of a text as those of names are kept."""
    words = WORD.findall(text.lower().replace("ё", "е"))
    return {word.encode(errors="replace")[:WORD_LENGTH] for word in words}


def find_called(kind: str, words: Collection[bytes], most: int) -> QuerySet:
    """Return the ids of records in whose names each word begins one, in the longest's order."""
    longest, *others = sorted(words, key=len, reverse=True)
    found = NameWord.objects.filter(kind=kind, **_begins(longest))
    for word in others:
        named = NameWord.objects.filter(kind=kind, record=OuterRef("record"), **_begins(word))
        found = found.filter(Exists(named))
    return found.order_by("kind", "word", "record").values_list("record", flat=True)[:most]


def _begins(word: bytes) -> dict[str, bytes]:
    return {"word__gte": word, "word__lt": word + b"\xff"}


def find_lookalikes(record: Entity) -> list[Entity]:
    """Return the records that share a name with this one, saved or not, and may be the same."""
    model, kind = type(record), record._meta.model_name
    named = NameKey.objects.filter(kind=kind, key__in=keys_of(record)).exclude(record=record.pk)
    pks = list(named.values_list("record", flat=True).distinct()[: SHOWN + 1])
    if len(pks) > SHOWN:
        return []
    others = model.objects.standing().filter(pk__in=pks).order_by("pk")
    return [other for other in others if not differ(record, other)]


def open_lookalikes(record: Entity) -> list[Entity]:
    """Return the records that may be the same as this saved one, but for those said not to be."""
    pairs = _pairs_with(record).open().values_list("first", "second")[:SHOWN]
    pks = {pk for pair in pairs for pk in pair} - {record.pk}
    return list(type(record).objects.standing().filter(pk__in=pks).order_by("pk"))


def differ(one: Model, other: Model) -> bool:
    """Return whether two records of one name have facts that cannot both be true."""
    kind = one._meta.model_name
    if kind == "event":
        days = (one.start_date, other.start_date)
        return None not in days and abs(days[0] - days[1]) > SAME_EVENT
    names = {"person": ("patronymic_name", "birth_date"), "organization": ("place",)}[kind]
    return any(_contradict(getattr(one, name), getattr(other, name)) for name in names)


@transaction.atomic
def keep_names(record: Entity) -> None:
    """Store by what keys a saved record is found, in texts too, and with whom it is confused."""
    keep_keys(record)
    kind = record._meta.model_name
    keys, kept = keys_of(record), NameKey.objects.filter(kind=kind, record=record.pk)
    stored = set(kept.values_list("key", flat=True))
    kept.filter(key__in=stored - keys).delete()
    NameKey.objects.bulk_create(
        (NameKey(kind=kind, record=record.pk, key=key) for key in keys - stored),
        ignore_conflicts=True,
    )
    _keep_words(record)
    pairs = {_in_order(record.pk, other.pk) for other in find_lookalikes(record)}
    known = {(pair.first, pair.second): pair for pair in _pairs_with(record)}
    gone = [pair.pk for key, pair in known.items() if key not in pairs and not pair.dismissed_at]
    Lookalike.objects.filter(pk__in=gone).delete()
    Lookalike.objects.bulk_create(
        (Lookalike(kind=kind, first=a, second=b) for a, b in pairs - known.keys()),
        ignore_conflicts=True,
    )


def _keep_words(record: Entity) -> None:
    kind, words = record._meta.model_name, words_of(record)
    kept = NameWord.objects.filter(kind=kind, record=record.pk)
    stored = {bytes(word) for word in kept.values_list("word", flat=True)}
    if gone := stored - words:
        kept.filter(word__in=gone).delete()
    NameWord.objects.bulk_create(
        (NameWord(kind=kind, record=record.pk, word=word) for word in words - stored),
        ignore_conflicts=True,
    )


@transaction.atomic
def keep_all_names(records: Iterable[Entity]) -> None:
    """Do the same for many, after a command has made them."""
    for record in records:
        keep_names(record)


@transaction.atomic
def forget_names(records: Collection[Entity]) -> None:
    """Drop the keys of records that are gone or merged, and the pairs nobody has judged."""
    forget_keys(records)
    for record in records:
        for model in (NameKey, NameWord):
            model.objects.filter(kind=record._meta.model_name, record=record.pk).delete()
        _pairs_with(record).open().delete()


@transaction.atomic
def dismiss(record: Entity, other: Entity, *, by: AbstractBaseUser) -> None:
    """Remember that two records are not the same."""
    first, second = _in_order(record.pk, other.pk)
    Lookalike.objects.update_or_create(
        kind=record._meta.model_name,
        first=first,
        second=second,
        defaults={"dismissed_at": timezone.now(), "dismissed_by": by},
    )


def names_of(pairs: list[Lookalike]) -> dict[tuple[str, int], str]:
    """Return the names of all records in the pairs, {("person", 7): name}, in one query."""
    parts = []
    for kind, model in ENTITIES.items():
        pks = {pk for pair in pairs if pair.kind == kind for pk in (pair.first, pair.second)}
        if pks:
            rows = model.objects.filter(pk__in=pks).order_by()
            parts.append(rows.values_list("id", "name").annotate(kind=Value(kind)))
    if not parts:
        return {}
    return {(kind, pk): name for pk, name, kind in parts[0].union(*parts[1:], all=True)}


def _aliases(record: Model, kind: str) -> list[str]:
    """Return the other names; of a person only those of two words, for many share one."""
    lines = aliases.names(record.aliases)
    return [line for line in lines if kind != "person" or len(WORD.findall(line)) > 1]


def _contradict(mine: object, theirs: object) -> bool:
    if not (mine and theirs):
        return False
    if isinstance(mine, str):
        return key_of(mine) != key_of(str(theirs))
    return mine != theirs


def _pairs_with(record: Entity):
    either = Q(first=record.pk) | Q(second=record.pk)
    return Lookalike.objects.filter(either, kind=record._meta.model_name)


def _in_order(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)
