"""What the panel beside a text shows: whom the text names, sorted by what is yet to be decided."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from articles import markup
from articles.excerpts import sentence_round
from articles.linking import Named, Proposal, Words, is_pending, names_in, proposals
from articles.mentions import LINK
from articles.mentions.languages import LANGUAGES
from articles.mentions.registry import KINDS
from articles.models import ENTITIES, Entity, Person

from .naming import as_row, positions_today

Mark = tuple[str, int, int, int]  # ("person", 7, start, end) of the text of a body
Key = tuple[str, int]  # ("person", 7)

MOST = 1000  # records looked at; no text of a newsroom names as many
SHOWN = 100  # of each list
PLACES = 3  # shown of each name
ROUND = 110  # characters of its sentence before and after a name


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text names somebody: ``text[start:end]`` of a field, and why it is thought so."""

    field: str
    start: int
    end: int
    words: str
    reason: str


@dataclass(slots=True)
class Found:
    """The names of a text: ``known`` for sure, ``suggested``, ``choices`` between some.

    Whom the post names already, or never, is in none of them. ``gone`` are those its fields name
    and the text does not.
    """

    known: dict[Key, list[Place]] = field(default_factory=dict)
    suggested: dict[Key, list[Place]] = field(default_factory=dict)
    choices: dict[tuple[Key, ...], list[Place]] = field(default_factory=dict)
    gone: list[Key] = field(default_factory=list)


def shown(
    words: Words,
    *,
    accepted: Collection[Key],
    refused: Collection[Key],
    back: Collection[Key] = (),
    meant: Collection[Key] = (),
    kinds: Collection[str],
) -> dict:
    """Return what the panel shows of a text, as JSON takes it; only records of these kinds.

    It is "pending" while more new names may yet be found in the same words.

    ``accepted`` are those the fields of the post name, ``refused`` those it never names
    unless they were taken ``back``, ``meant`` those of whom somebody said that words mean them.
    """
    body = markup.Places(words.body)
    texts = {"headline": words.headline, "lead": words.lead, "body": body.text}
    marks = list(body.mentions())
    named, new = _unmarked(words, marks)
    by_hand = {(kind, pk) for kind, pk, _start, _end in marks}
    records = _records({*_all_meant(named, new), *by_hand, *accepted, *refused}, kinds)
    marked = _by_hand(marks, body.text, records)
    accepted = {_standing(key, records) for key in accepted if key in records}
    refused = {_standing(key, records) for key in refused if key in records}
    refused -= {*accepted, *(_standing(key, records) for key in back if key in records)}
    found = sort_out(named, marked, accepted, refused, records.keys())
    # A text that is yet to be written names nobody.
    gone = [key for key in found.gone if key not in meant] if any(texts.values()) else []
    rows = _rows(records)
    return _lists(found, rows, texts) | {
        "new": [_new(proposal, rows, texts) for proposal in new[:SHOWN]],
        "gone": _by_name(gone, rows),
        "refused": _by_name(refused, rows),
        "pending": is_pending(words),
    }


def _unmarked(words: Words, marks: list[Mark]) -> tuple[list[Named], list[Proposal]]:
    """Return the known and the new names of a text but those somebody marked by hand."""
    named = names_in(words) if words.language in LANGUAGES else []
    new = proposals(words, named)
    named = [name for name in named if not _is_marked(name.field, name.start, name.end, marks)]
    return named, [one for one in new if not any(_is_marked(*at, marks) for at in one.places)]


def _lists(found: Found, rows: dict[Key, dict], texts: dict[str, str]) -> dict[str, list]:
    """Return the lists of known names as JSON takes them."""
    return {
        "known": [_item(rows[key], places, texts) for key, places in _first(found.known)],
        "suggested": [_item(rows[key], places, texts) for key, places in _first(found.suggested)],
        "choices": [
            _item({"candidates": [rows[key] for key in keys]}, places, texts)
            for keys, places in _first(found.choices)
        ],
    }


def sort_out(
    named: list[Named],
    marked: dict[Key, list[Place]],
    accepted: Collection[Key],
    refused: Collection[Key],
    visible: Collection[Key],
) -> Found:
    """Sort the names of a text; ``marked`` are those somebody marked in it by hand.

    Words that may mean somebody the post names already are thought to mean them.
    """
    found, met, settled = Found(), set(marked), set(accepted) | marked.keys()
    for key in marked.keys() - set(accepted) - set(refused):
        found.known[key] = marked[key]
    for name in named:
        keys = [key for key in _meant(name) if key in visible and key not in refused]
        met |= settled.intersection(keys)
        if not keys or settled.intersection(keys):
            continue
        if name.span.level == LINK and name.span.entity in keys:
            found.known.setdefault(name.span.entity, []).append(_place(name))
        elif len(keys) == 1:
            found.suggested.setdefault(keys[0], []).append(_place(name))
        else:
            found.choices.setdefault(tuple(sorted(keys)), []).append(_place(name))
    for key in found.suggested.keys() & found.known.keys():
        found.known[key] += found.suggested.pop(key)
    for keys in [keys for keys in found.choices if found.known.keys() & keys]:
        del found.choices[keys]
    found.gone = [key for key in accepted if key not in met]
    return found


def _meant(name: Named) -> list[Key]:
    """Return all whom words may mean, the likeliest first."""
    span = name.span
    return [*([span.entity] if span.entity else []), *span.others]


def _place(name: Named) -> Place:
    return Place(name.field, name.start, name.end, name.words, str(name.span.reason))


def _is_marked(field: str, start: int, end: int, marks: list[Mark]) -> bool:
    """Return whether somebody said by hand whom these words mean; marks are in their order."""
    before = bisect_left(marks, end, key=lambda mark: mark[2])
    return field == "body" and before > 0 and marks[before - 1][3] > start


def _by_hand(marks: list[Mark], text: str, records: dict[Key, Entity]) -> dict[Key, list[Place]]:
    """Return those marked in the body, each with where."""
    marked = {}
    for kind, pk, start, end in marks:
        if (kind, pk) in records:
            place = Place("body", start, end, text[start:end], _("marked in the text"))
            marked.setdefault(_standing((kind, pk), records), []).append(place)
    return marked


def _all_meant(named: list[Named], new: list[Proposal]) -> Iterator[Key]:
    for name in named:
        yield from _meant(name)
    for proposal in new[:SHOWN]:
        for kind, pk, _name in proposal.looks_like:
            yield kind, pk


def _new(proposal: Proposal, rows: dict[Key, dict], texts: dict[str, str]) -> dict:
    """Return a new name, with the records it may be."""
    keys = [(kind, pk) for kind, pk, _name in proposal.looks_like]
    row = {
        "kind": KINDS[proposal.new.type],
        "name": proposal.new.name,
        "looks_like": [rows[key] for key in keys if key in rows],
    }
    places = [
        Place(name, start, end, texts[name][start:end], "") for name, start, end in proposal.places
    ]
    return _item(row, places, texts)


def _records(keys: Iterable[Key], kinds: Collection[str]) -> dict[Key, Entity]:
    """Return records by key, and with a merged one the one it was merged into."""
    records = {}
    for kind in kinds:
        pks = sorted(pk for of_kind, pk in keys if of_kind == kind)[:MOST]
        rows = ENTITIES[kind].objects.select_related("merged_into").filter(pk__in=pks)
        for record in rows if pks else ():
            survivor = record.merged_into or record
            records |= {(kind, record.pk): survivor, (kind, survivor.pk): survivor}
    return records


def _standing(key: Key, records: dict[Key, Entity]) -> Key:
    return key[0], records[key].pk


def _rows(records: dict[Key, Entity]) -> dict[Key, dict]:
    persons = [record.pk for record in records.values() if isinstance(record, Person)]
    positions = positions_today(persons)
    return {key: as_row(record, positions) for key, record in records.items()}


def _first(items: dict) -> list[tuple]:
    return list(items.items())[:SHOWN]


def _by_name(keys: Iterable[Key], rows: dict[Key, dict]) -> list[dict]:
    return sorted((rows[key] for key in keys), key=lambda row: (row["name"], row["id"]))[:SHOWN]


def _item(row: dict, places: list[Place], texts: dict[str, str]) -> dict:
    where = [_where(place, texts[place.field]) for place in places[:PLACES]]
    words = list(dict.fromkeys(place.words for place in places))
    return row | {"words": words[:PLACES], "times": len(places), "where": where}


def _where(place: Place, text: str) -> dict[str, str]:
    """Return where and why words were found, with their sentence."""
    before, after = sentence_round(text, place.start, place.end, ROUND)
    return {
        "before": before,
        "words": text[place.start : place.end],
        "after": after,
        "reason": place.reason,
    }
