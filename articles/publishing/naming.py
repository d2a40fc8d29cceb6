"""Whom editions name: no word of theirs, so it may become another while the words stay."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, ForeignKey, Model, Q
from django.utils import timezone

from articles import marking, pointers
from articles.history import fingerprint, words_of_edition
from articles.linking import Words
from articles.marking import Naming, Record, record_of
from articles.models import ENTITIES, Content, Edition, EditionByline, Entity, Mention, Post

from .preparing import prepare

# The rows in which editions name entities.
NAMING = (Mention, EditionByline)


def find_naming(content: Content, day: datetime, named: list[Record]) -> Naming:
    """Return how the words, their body clean, name these records."""
    day = timezone.localdate(day)
    words = Words(content.headline, content.lead, content.body, content.language, day)
    return marking.name(words, named)


def accepted_of(post: Post) -> list[Record]:
    """Return whom the editor says the post names; for one merged a moment ago, the other."""
    rows = [
        (kind, into or pk)
        for kind in ENTITIES
        for pk, into in getattr(post, f"{kind}s").values_list("pk", "merged_into_id")
    ]
    return list(dict.fromkeys(rows))


def freeze_naming(edition: Edition, naming: Naming) -> None:
    """Keep whom a new edition names, and how."""
    Mention.objects.bulk_create(
        Mention(
            **{f"{kind}_id": pk},
            edition=edition,
            about=(kind, pk) in naming.about,
            form=naming.forms.get((kind, pk), ""),
            quotes=naming.quotes.get((kind, pk), []),
            is_quoted=(kind, pk) in naming.quotes,
            first_published_at=edition.first_published_at,
        )
        for kind, pk in naming.records
    )


@transaction.atomic
def name_in(post: Post, record: Entity, *, before: str) -> None:
    """Let what is live or scheduled of a saved post name a record that the post now names.

    Whom a text names is no word of it: its words and times stay, readers are told of no update.
    An edition that had the words of the post, whose fingerprint was ``before``, has them still.
    """
    shown = Q(live_until__isnull=True) | Q(live_until__gt=timezone.now())
    kind = record._meta.model_name
    editions = post.editions.filter(shown).exclude(live_until=F("live_from"))  # taken back
    for edition in editions.select_for_update(of=("self",)).order_by("pk"):
        stamp = {"first_published_at": edition.first_published_at}
        Mention.objects.get_or_create(**{kind: record}, edition=edition, defaults=stamp)
        edition.post = post
        name_again(edition)
        prepare(edition)
        is_same = edition.fingerprint == before
        words = words_of_edition(edition)
        edition.fingerprint = post.fingerprint if is_same else fingerprint(words)
        edition.save(update_fields=["fingerprint"])


@transaction.atomic
def name_again(edition: Edition) -> None:
    """Say anew whom the words of an edition are about; the words, and marks in them, stay."""
    mentions = list(edition.mentions.select_for_update().order_by("id"))
    naming = find_naming(edition, edition.first_published_at, [record_of(row) for row in mentions])
    for row in mentions:
        row.about = record_of(row) in naming.about
        row.form = naming.forms.get(record_of(row), "")
        row.quotes = naming.quotes.get(record_of(row), [])
        row.is_quoted = bool(row.quotes)
    Mention.objects.bulk_update(mentions, ["about", "form", "quotes", "is_quoted"])


def lead(field: ForeignKey, old: Model, new: Model, sign: pointers.Sign) -> dict:
    """Let editions name the record another was merged into: words are frozen, facts are live."""
    return pointers.lead(field, old, new, sign)


def lead_back(
    field: ForeignKey,
    led: dict,
    old: Model,
    new: Model,
    sign: pointers.Sign,
    others: Collection[dict] = (),
) -> int:
    """Undo lead(); return how many rows are left as they are."""
    return pointers.lead_back(field, led, old, new, sign, others)
