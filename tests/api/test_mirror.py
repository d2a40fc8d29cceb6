"""A mirror made of changes alone is the site, whatever happens to either.

MIRROR_OPERATIONS says how many things happen (the suite lets 200 happen), MIRROR_SEED which.
"""

import json
import os
import re
import sqlite3
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.conf import settings as site_settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.merging import merge, undo_merge
from articles.models import ENTITIES, Edition, Image, Merge, Person, Post, Section, Tag
from articles.noting import note_change, note_removal
from articles.publishing import publish, refocus, relate, take_back, unpublish
from tests.api.conftest import HOUR
from tests.factories import (
    make_event,
    make_image,
    make_organization,
    make_person,
    make_post,
    make_section,
    make_tag,
)

OPERATIONS = int(os.environ.get("MIRROR_OPERATIONS", "200"))
SEED = int(os.environ.get("MIRROR_SEED", "1"))
EVERY = max(40, OPERATIONS // 50)  # operations between two looks at all there is
AT_WORK = 12  # posts; those before them are left as they are
LINKS = ("related_posts", "previous_editions", "translations")
STANDING = {"merged_into": None}
SETTLE = timedelta(seconds=11)
PAGE = Path(__file__).resolve().parents[2] / "docs" / "mirror.md"
MAKERS = {"person": make_person, "organization": make_organization, "event": make_event}


def mirror_code() -> dict:
    """Return what the page of the documentation defines."""
    [code] = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert len([line for line in code.splitlines() if line]) <= 35
    defined = {}
    exec(compile(code, PAGE, "exec"), defined)  # noqa: S102  (ours)
    return defined


def records_in(file) -> dict:
    db = sqlite3.connect(file)
    rows = db.execute("SELECT kind, id, object FROM record").fetchall()
    db.close()
    return {(kind, pk): json.loads(text) for kind, pk, text in rows}


class Stopped(Exception):
    """The mirror was killed."""


class Newsroom:
    """A newsroom at work: each of ``DEEDS`` does something at random to what there is."""

    def __init__(self, random: Random, clock, by) -> None:
        self.random, self.clock, self.by = random, clock, by
        for make in MAKERS.values():
            for _ in range(4):
                make()
        self.terms = [make_section(), make_section(), make_tag(), make_tag()]
        make_image(credit_person=self.some(Person))
        for _ in range(4):
            self.write()

    def some(self, model, **conditions):
        pks = sorted(model.objects.filter(**conditions).values_list("pk", flat=True))
        return model.objects.get(pk=self.random.choice(pks)) if pks else None

    def few(self, model, **conditions) -> list:
        pks = sorted(model.objects.filter(**conditions).values_list("pk", flat=True))
        return self.random.sample(pks, min(2, len(pks)))

    def some_entity(self, **conditions):
        return self.some(self.random.choice(list(ENTITIES.values())), **conditions)

    def name(self) -> str:
        return f"Имя {self.random.randrange(10**6)}"

    def word(self) -> str:
        """Return one of few, or each publication counts more words by which records are named."""
        return f"Имя {self.random.randrange(50)}"

    def later(self):
        return timezone.now() + timedelta(minutes=self.random.randrange(1, 300))

    def write(self) -> None:
        make_post(section=self.some(Section), lead_image=self.some(Image))

    def post(self) -> Post:
        return self.random.choice(Post.objects.order_by("-pk")[:AT_WORK])

    def edit(self) -> Post:
        post = self.post()
        post.headline = self.name()
        post.section = self.some(Section)
        body = "".join(
            f'<p><span data-{kind}="{pk}">{self.word()}</span></p>'
            for kind, model in ENTITIES.items()
            for pk in self.few(model)
        )
        post.body = body
        post.save()
        post.persons.set(self.few(Person, **STANDING))
        post.organizations.set(self.few(ENTITIES["organization"], **STANDING))
        post.events.set(self.few(ENTITIES["event"], **STANDING))
        post.tags.set(self.few(Tag))
        post.bylines.all().delete()
        post.bylines.create(person=self.some(Person, **STANDING))
        return post

    def publish(self) -> None:
        publish(self.edit(), by=self.by)

    def date_back(self) -> None:
        publish(self.edit(), by=self.by, at=timezone.now() - 99 * HOUR)

    def correct(self) -> None:
        publish(self.edit(), by=self.by, correction="Не так.")

    def schedule(self) -> None:
        publish(self.edit(), by=self.by, at=self.later())

    def take_back(self) -> None:
        take_back(self.post())

    def unpublish(self) -> None:
        post, at = self.post(), self.random.choice([None, self.later()])
        unpublish(post, by=self.by, reason="Срок", at=at)

    def redirect(self) -> None:
        unpublish(self.post(), by=self.by, reason="Дубль", redirect_to=self.post())

    def translate(self) -> None:
        post, source = self.post(), self.post()
        post.language = self.random.choice(["ru", "sah", "kk", "en"])
        post.check_language()
        post.save()
        relate(post, source)

    def rename(self) -> None:
        record = self.some_entity(**STANDING)
        record.name = self.name()
        record.aliases = f"sah: {self.name()}"
        record.save()
        note_change(record)

    def describe(self) -> None:
        person = self.some(Person, **STANDING)
        person.biography = self.name()
        person.save()
        organization = self.some(ENTITIES["organization"], **STANDING)
        person.positions.all().delete()
        person.positions.create(title=self.name(), organization=organization)
        note_change(person)

    def rename_term(self) -> None:
        term = self.random.choice(self.terms)
        term.name = self.name()
        term.save()
        note_change(term)

    def hide_or_show(self) -> None:
        record = self.some_entity(**STANDING)
        record.is_published = not record.is_published
        record.save()
        note_change(record)

    def set_event(self) -> None:
        event = self.some(ENTITIES["event"], **STANDING)
        event.organizers.set(self.few(ENTITIES["organization"], **STANDING))
        event.participants.set(self.few(Person, **STANDING))
        note_change(event)

    def place_below(self) -> None:
        model = self.random.choice([ENTITIES["organization"], ENTITIES["event"]])
        record = self.some(model, **STANDING)
        record.parent = self.some(model, **STANDING)
        record.check_parent()
        record.save()
        note_change(record)

    def take_picture(self) -> None:
        person, image = self.some(Person, **STANDING), self.some(Image)
        person.photo = image
        person.save()
        note_change(person)
        image.focal_x = self.random.choice([0.1, 0.5, 0.9])
        image.caption = self.name()
        image.save()
        refocus(image)
        note_change(image)

    def make(self) -> None:
        kind = self.random.choice(list(MAKERS))
        if ENTITIES[kind].objects.standing().count() < 8:
            MAKERS[kind](is_published=self.random.random() < 0.5)

    def merge(self) -> None:
        duplicate = self.some_entity(**STANDING)
        merge(duplicate, into=self.some(type(duplicate), **STANDING), by=self.by)

    def undo_merge(self) -> None:
        if done := self.some(Merge, undone_at=None):
            undo_merge(done, by=self.by)

    def delete(self) -> None:
        record = MAKERS[self.random.choice(list(MAKERS))]()
        self.pass_time()
        note_removal(record)
        record.delete()

    def pass_time(self) -> None:
        minutes = self.random.choice([0, 0, 0, 1, 30, 300])
        self.clock.shift(timedelta(minutes=minutes, microseconds=self.random.randrange(9)))

    DEEDS = (
        *(write, publish, publish, date_back, correct, schedule, schedule, take_back),
        *(unpublish, redirect, translate, rename, describe, rename_term, hide_or_show),
        *(set_event, place_below, take_picture, make, merge, undo_merge, delete),
    )

    def work(self) -> None:
        """Do one thing; what the doors refuse is not done."""
        try:
            self.random.choice(self.DEEDS)(self)
        except ValidationError:
            return
        finally:
            self.pass_time()

    def rest(self) -> None:
        """Let time pass until nothing is younger than what programs are told of."""
        self.clock.shift(SETTLE)
        while self._is_new():
            self.clock.shift(SETTLE)

    def _is_new(self) -> bool:
        lately = (timezone.now() - SETTLE, timezone.now())
        editions = Edition.objects.opened()
        return (
            editions.filter(live_from__range=lately).exists()
            or editions.filter(live_until__range=lately).exists()
        )


def site(reader) -> dict:
    """Return all that readers see, as each address gives it."""
    found = {}
    for kind, model in {"post": Post, **ENTITIES}.items():
        for pk in model.objects.values_list("pk", flat=True):
            response = reader.get(f"/api/v1/{kind}s/{pk}/")
            assert response.status_code in {200, 301, 404, 410}
            if response.status_code == 200:
                record = response.json()
                found[kind, pk] = {name: record[name] for name in record if name not in LINKS}
    return found


def differences(mirrored: dict, expected: dict):
    """Yield (kind, id, field, what the mirror has, what the site has)."""
    for key in mirrored.keys() | expected.keys():
        ours, theirs = mirrored.get(key, {}), expected.get(key, {})
        for name in ours.keys() | theirs.keys():
            if ours.get(name) != theirs.get(name):
                yield *key, name, ours.get(name), theirs.get(name)


@pytest.mark.django_db
def test_mirror_is_the_site_whatever_happens(reader, chief, clock, tmp_path):
    random = Random(SEED)  # noqa: S311  (nothing secret)
    sync, file = mirror_code()["sync"], tmp_path / "mirror.sqlite3"

    def fetch(address):
        if random.random() < 0.2:
            raise Stopped
        path = address.removeprefix(site_settings.SITE_URL)
        response = reader.get(path.replace("page_size=100", f"page_size={random.randint(1, 9)}"))
        assert response.status_code == 200
        return response.json() | {"next": response.json()["next"]}

    def follow() -> bool:
        try:
            sync(site_settings.SITE_URL, file, fetch)
        except Stopped:
            return False
        return True

    newsroom, compared = Newsroom(random, clock, chief), 0
    for number in range(OPERATIONS):
        newsroom.work()
        if random.random() < 0.1:
            follow()
        if number % EVERY == EVERY - 1:
            newsroom.rest()
            while not follow():
                pass
            expected, mirrored = site(reader), records_in(file)
            assert not list(differences(mirrored, expected)), f"after {number}, seed {SEED}"
            compared += len(expected)
    assert compared > OPERATIONS / 20


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_mirror_of_the_documentation_runs(live_server, editor, tmp_path, settings):
    settings.SITE_URL, settings.CHANGES_SETTLE = live_server.url, 0
    sync, file = mirror_code()["sync"], tmp_path / "mirror.sqlite3"
    person = make_person()
    post, other = make_post(persons=[person]), make_post()
    for each in (post, other):
        publish(each, by=editor)
    sync(live_server.url, file)
    assert records_in(file).keys() == {("person", person.pk), ("post", post.pk), ("post", other.pk)}
    unpublish(other, by=editor, reason="Суд")
    person.name = "Айталина"
    person.save()
    note_change(person)
    sync(live_server.url, file)
    found = records_in(file)
    assert found.keys() == {("person", person.pk), ("post", post.pk)}
    assert found["post", post.pk]["persons"][0]["name"] == "Айталина"
