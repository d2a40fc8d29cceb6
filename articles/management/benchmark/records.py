"""The records that invented posts refer to: all of them numbered from 1."""

from datetime import date, datetime, timedelta
from itertools import islice

from django.db import models
from django.utils import timezone

from articles.mentions import invented
from articles.mentions.registry import KINDS, key_of
from articles.mentions.source import rows_of
from articles.models import (
    Event,
    Image,
    MentionKey,
    Organization,
    Person,
    Position,
    Section,
    Tag,
    make_slug,
)

BATCH = 1_000
SECTIONS = ("Общество", "Экономика", "Культура", "Спорт", "Наука", "Дороги", "Погода", "Мнения")
TAGS = 50
LEAST = 100  # entities
POSTS_AN_ENTITY = 10  # so that a dossier is as long, however many posts there are
EVENTS = 4  # times as many as come with the others: a page of them however few posts there are
POSTS_AN_IMAGE = 10
BELOW = 10  # organizations under one, events in a series
WORDS = "Родился в посёлке на берегу реки, работал в районной газете и на метеостанции."


class Records:
    """How many there are, by kind, and what the entities are called."""

    def __init__(self, posts: int, seed: int) -> None:
        count = max(LEAST, posts // POSTS_AN_ENTITY)
        self.names: dict[str, list[str]] = {"person": [], "organization": [], "event": []}
        for number, entity in enumerate(invented.entities(EVENTS * count, seed)):
            kind = KINDS[entity["type"]]
            if number < count or kind == "event":
                self.names[kind].append(entity["name"])
        self.counts = {kind: len(names) for kind, names in self.names.items()}
        self.counts |= {"section": len(SECTIONS), "tag": TAGS}
        self.counts["image"] = max(20, posts // POSTS_AN_IMAGE)

    def store(self) -> None:
        """Write them all."""
        today = timezone.localdate()
        _store(Section, (_section(n, name) for n, name in enumerate(SECTIONS, 1)))
        _store(Tag, (Tag(pk=n, name=f"Метка {n}", slug=f"tag-{n}") for n in range(1, TAGS + 1)))
        _store(Image, (_image(n) for n in range(1, self.counts["image"] + 1)))
        _store(Person, (_person(n, name) for n, name in self._numbered("person")))
        offices, events = self.counts["organization"], self.counts["event"]
        numbered = self._numbered
        _store(Organization, (_organization(n, s, offices) for n, s in numbered("organization")))
        _store(Event, (_event(n, name, events, today) for n, name in numbered("event")))
        _store(Position, (self._position(n) for n, _name in self._numbered("person")))
        self._store_events(Event.organizers.through, "organization")
        self._store_events(Event.participants.through, "person")
        _store(MentionKey, (key_of(row) for row in self._rows()))

    def _numbered(self, kind: str) -> enumerate:
        return enumerate(self.names[kind], 1)

    def _position(self, number: int) -> Position:
        office = number % self.counts["organization"] + 1
        return Position(person_id=number, title="Директор", organization_id=office)

    def _store_events(self, through: type[models.Model], kind: str) -> None:
        """Let two of a kind have to do with each event."""
        count = self.counts[kind]
        linked = (
            (n, (n + more) % count + 1) for n, _name in self._numbered("event") for more in (0, 1)
        )
        _store(through, (through(event_id=n, **{f"{kind}_id": pk}) for n, pk in linked))

    def _rows(self):
        types = {kind: name for name, kind in KINDS.items()}
        for kind in self.names:
            for number, name in self._numbered(kind):
                entity = {"id": (kind, number), "type": types[kind], "name": name}
                yield from rows_of(entity)


def _store(model: type[models.Model], rows) -> None:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        model.objects.bulk_create(batch)


def _section(number: int, name: str) -> Section:
    return Section(pk=number, name=name, slug=make_slug(name), position=number)


def _image(number: int) -> Image:
    size = {"width": 1600, "height": 1067}
    words = {"alt_text": "Река подо льдом", "caption": "Река в ноябре", "credit": "Фото редакции"}
    return Image(pk=number, file=f"benchmark/{number}.jpg", **size, **words)


def _told_at() -> datetime:
    """Return when a record became what it is: so long ago that programs are told of it."""
    return timezone.now() - timedelta(hours=1)


def _person(number: int, name: str) -> Person:
    given, *_middle, family = name.split()
    known = {"given_name": given, "family_name": family, "biography": WORDS}
    return Person(
        pk=number,
        name=name,
        slug=make_slug(name),
        is_published=True,
        changed_at=_told_at(),
        **known,
    )


def _parent(number: int, count: int) -> int | None:
    """Return under which of so many one stands: a few first ones have all the others below them."""
    parents = max(1, count // BELOW)
    return None if number <= parents else (number - 1) % parents + 1


def _organization(number: int, name: str, count: int) -> Organization:
    known = {"slug": make_slug(name), "description": WORDS, "place": "Якутск"}
    known["parent_id"] = _parent(number, count)
    return Organization(pk=number, name=name, is_published=True, changed_at=_told_at(), **known)


def _event(number: int, name: str, count: int, today: date) -> Event:
    """Return one of the twenty that stand in this month and the next, or one of long ago."""
    day = today.replace(day=1) + timedelta(days=3 * number if number <= 20 else -number)
    known = {"slug": make_slug(name), "start_date": day, "place": "Якутск"}
    known["parent_id"] = _parent(number, count)
    return Event(pk=number, name=name, is_published=True, changed_at=_told_at(), **known)
