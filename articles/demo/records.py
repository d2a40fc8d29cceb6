"""The records posts refer to: taxonomy, organizations, persons, images, events."""

import re
from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.db.models import Model

from articles import images
from articles.demo.pictures import draw_portrait, draw_scene
from articles.demo.read import day_of, read_table
from articles.lookalikes import keep_all_names
from articles.models import Event, Image, Organization, Person, Position, Section, Tag
from articles.noting import note_change

KEY = re.compile(r'data-(person|organization|event|image)="([-a-z]+)"')


def save(record: Model) -> Model:
    """Validate as a form would, then save; so slugs are made and mistakes are named."""
    record.full_clean()
    record.save()
    return record


class Records:
    """Everything but posts, by table and key: ``records.persons["sofronov"]``."""

    def __init__(self, today: date, width: int) -> None:
        self.today = today
        self.width = width
        self.stored: list[Image] = []

    def load(self) -> None:
        """Make the records in the order in which they refer to each other."""
        self.sections = self._table("sections", self._section)
        self.tags = self._table("tags", self._tag)
        self.organizations = self._table("organizations", self._organization)
        self.persons = self._table("persons", self._person)
        self.images = self._table("images", self._image)
        self.events = self._table("events", self._event)
        for kind in ("organizations", "persons", "events"):
            keep_all_names(getattr(self, kind).values())
            for record in getattr(self, kind).values():
                note_change(record)

    def pick(self, name: str, keys: list[str]) -> list[Model]:
        """Return the records of a table with those keys."""
        return [getattr(self, name)[key] for key in keys]

    def with_ids(self, body: str) -> str:
        """Return a body whose mentions and images name their records by id, not by key."""
        return KEY.sub(
            lambda found: f'data-{found[1]}="{getattr(self, found[1] + "s")[found[2]].pk}"', body
        )

    def delete_files(self) -> None:
        """Delete the pictures stored so far: a transaction does not take files back."""
        for image in self.stored:
            images.remove_files(image)

    def _table(self, name: str, make) -> dict[str, Model]:
        self._made: dict[str, Model] = {}  # so that a record can name one above it as its parent
        for key, entry in read_table(name).items():
            self._made[key] = make(key, **entry)
        return self._made

    def _parent(self, key: str) -> Model | None:
        return self._made[key] if key else None

    def _section(self, key: str, **fields) -> Section:
        return save(Section(slug=key, position=len(self._made), **with_lines(fields)))

    def _tag(self, key: str, **fields) -> Tag:
        return save(Tag(slug=key, **fields))

    def _organization(self, _key: str, *, parent: str = "", **fields) -> Organization:
        return save(Organization(parent=self._parent(parent), **published(fields)))

    def _person(
        self, _key: str, *, portrait: str = "", positions: list[dict] = (), **fields
    ) -> Person:
        person = Person(**published(fields))
        if portrait:
            person.photo = self._store(
                draw_portrait(portrait, self.width // 2),
                alt_text=f"Портрет: {person.name}",
                credit="Рисунок редакции",
                licence="CC BY 4.0",
            )
        save(person)
        for position in positions:
            self._position(person, **position)
        return person

    def _position(
        self,
        person: Person,
        *,
        title: str,
        organization: str,
        since: int | None = None,
        until: int | None = None,
    ) -> None:
        """Make a position that began, and maybe ended, so many days ago."""
        save(
            Position(
                person=person,
                title=title,
                organization=self.organizations[organization],
                valid_from=self._ago(since),
                valid_until=self._ago(until),
            )
        )

    def _ago(self, days: int | None) -> date | None:
        return None if days is None else self.today - timedelta(days=days)

    def _image(self, _key: str, *, scene: str, photographer: str = "", **fields) -> Image:
        if photographer:
            fields["credit_person"] = self.persons[photographer]
        return self._store(draw_scene(scene, self.width), **fields)

    def _store(self, jpeg: bytes, **fields) -> Image:
        image = images.store(ContentFile(jpeg, "demo.jpg"), **fields)
        self.stored.append(image)
        return image

    def _event(
        self,
        _key: str,
        *,
        when: dict,
        until: dict | None = None,
        days: int = 0,
        parent: str = "",
        organizers: list[str] = (),
        participants: list[str] = (),
        **fields,
    ) -> Event:
        starts = day_of(when, self.today)
        ends = day_of(until, self.today) if until else starts + timedelta(days=days - 1)
        event = Event(
            start_date=starts,
            end_date=ends if until or days else None,
            parent=self._parent(parent),
            **published(fields),
        )
        save(event)
        event.organizers.set(self.pick("organizations", organizers))
        event.participants.set(self.pick("persons", participants))
        return event


def published(fields: dict) -> dict:
    """Return the fields of an entity, published unless they say otherwise."""
    return {"is_published": True} | with_lines(fields)


def with_lines(fields: dict) -> dict:
    """Return the fields with lists as lines of a text."""
    lines = {name: "\n".join(text) for name, text in fields.items() if isinstance(text, list)}
    return fields | lines
