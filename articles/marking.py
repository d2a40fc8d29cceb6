"""How an edition names whom its post names: about them or not, in what words, first marked where.

The editor decides whom a post names, the search only finds the words: a name that several bear is
that of the one who was accepted.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError

from articles import markup
from articles.linking import ABOUT, FIELDS, Words, names_in
from articles.mentions import Span
from articles.mentions.languages import LANGUAGES
from articles.mentions.registry import confirm_all
from articles.models import ENTITIES, Edition, Mention

FORM_LENGTH = Mention._meta.get_field("form").max_length

# Why a span was found, where its words alone would mean anybody: a given name, an office.
CONTEXT = {"given", "later given", "role"}

Record = tuple[str, int]  # ("person", 7)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field names a record: ``text[start:end]`` of its plain text."""

    field: str
    start: int
    end: int
    words: str
    record: Record
    alone: bool = True  # whether the words say so by themselves


@dataclass(frozen=True, slots=True)
class Naming:
    """How a text names the records: the body with its marks, and what to keep of each."""

    records: list[Record]
    body: str
    marked: list[Record] = field(default_factory=list)  # for whom a mark was added
    # Those of them whom only this text's context makes the words mean.
    in_context: set[Record] = field(default_factory=set)
    about: set[Record] = field(default_factory=set)
    forms: dict[Record, str] = field(default_factory=dict)
    quotes: dict[Record, list[str]] = field(default_factory=dict)  # by who says it


def record_of(mention: Mention) -> Record:
    """Return whom the row names."""
    return next(
        (kind, pk) for kind in ENTITIES if (pk := getattr(mention, f"{kind}_id")) is not None
    )


def name(words: Words, accepted: list[Record]) -> Naming:
    """Return how these words, their body clean, name the records that were accepted."""
    naming = Naming(accepted, words.body)
    if not accepted:
        return naming
    body = markup.Places(words.body)
    by_hand = _by_hand(body, accepted)
    places = [*by_hand, *_found(words, accepted)]
    # As they are met: in the body first; of two that begin with one word the longer first.
    places.sort(key=lambda place: (-FIELDS.index(place.field), place.start, -place.end))
    forms = {}
    for place in places:
        forms.setdefault(place.record, place.words[:FORM_LENGTH])
    about = {place.record for place in places if place.field in ABOUT}
    firsts = _firsts(body, places, {place.record for place in by_hand})
    naming = replace(naming, about=about, forms=forms, quotes=_quotes(body, places))
    return _mark(naming, body, firsts)


def unnamed(words: Words, accepted: Collection[Record]) -> list[Record]:
    """Return which of the accepted the words, their body clean, do not name, not even doubtfully.

    None of them in a language whose names the search cannot find.
    """
    if words.language not in LANGUAGES:
        return []
    named = {place.record for place in _by_hand(markup.Places(words.body), accepted)}
    for found in names_in(words):
        named |= {found.span.entity, *found.span.others}
    return [record for record in accepted if record not in named]


def _by_hand(body: markup.Places, accepted: Collection[Record]) -> list[Place]:
    """Return where the editor marked a name in the body."""
    marks = list(body.mentions())
    into = _merged({(kind, pk) for kind, pk, _start, _end in marks} - set(accepted))
    return [
        Place("body", start, end, body.text[start:end], into.get((kind, pk), (kind, pk)))
        for kind, pk, start, end in marks
    ]


def _merged(records: set[Record]) -> dict[Record, Record]:
    """Return into what those of the records were merged that were."""
    found = {}
    for kind in {kind for kind, _pk in records}:
        pks = [pk for of, pk in records if of == kind]
        merged = ENTITIES[kind].objects.filter(pk__in=pks, merged_into__isnull=False)
        rows = merged.values_list("pk", "merged_into_id")
        found |= {(kind, pk): (kind, into) for pk, into in rows}
    return found


def _found(words: Words, accepted: Collection[Record]) -> list[Place]:
    """Return where the search finds one of the records that were accepted."""
    if words.language not in LANGUAGES:
        return []
    named = ((found, _meant(found.span, accepted)) for found in names_in(words))
    return [
        Place(
            *(found.field, found.start, found.end, found.words, record),
            alone=found.span.reason.code not in CONTEXT,
        )
        for found, record in named
        if record
    ]


def _meant(span: Span, accepted: Collection[Record]) -> Record | None:
    """Return which of the accepted a span names; None if it may be either of two."""
    if span.entity in accepted:
        return span.entity
    others = [record for record in span.others if record in accepted]
    return others[0] if len(others) == 1 else None


def _firsts(body: markup.Places, places: list[Place], by_hand: set[Record]) -> list[Place]:
    """Return the first place in the body of each record, but for those marked by hand."""
    firsts, end = {}, 0
    for place in places:
        if place.field != "body" or place.record in by_hand or place.record in firsts:
            continue
        if place.start >= end and body.is_free(place.start, place.end):
            firsts[place.record] = place
            end = place.end
    return list(firsts.values())


def _quotes(body: markup.Places, places: list[Place]) -> dict[Record, list[str]]:
    """Return the words the body quotes, by the first person named where it says whose they are."""
    persons = [place for place in places if place.field == "body" and place.record[0] == "person"]
    quotes = {}
    for words, start, end in body.quotes():
        said_by = (place.record for place in persons if start <= place.start < end)
        if speaker := next(said_by, None):
            quotes.setdefault(speaker, []).append(words)
    return quotes


def _mark(naming: Naming, body: markup.Places, firsts: list[Place]) -> Naming:
    marks = [(*place.record, place.start, place.end) for place in firsts]
    try:
        marked = markup.clean(body.marked(marks))
    except ValidationError:  # as long, or as deep, as a body may be: there is no room for marks
        return naming
    return replace(
        naming,
        body=marked,
        marked=[place.record for place in firsts],
        in_context={place.record for place in firsts if not place.alone},
    )


def count_words(edition: Edition, naming: Naming) -> None:
    """Count the words by which an edition marks records, once a post: those no other had marked."""
    marks = markup.marks_in(edition.body)
    new = {mark for mark in marks if mark[:2] not in naming.in_context}
    if new and edition.number > 1:
        others = edition.post.editions.exclude(pk=edition.pk).values_list("body", flat=True)
        for body in others.iterator():
            new -= markup.marks_in(body)
    confirm_all(new, edition.language)
