"""Posts that went through the door with marks in them, to be repeated with other values there.

So what is stored in bulk is what publish() stores, whatever that comes to be.
"""

import json
import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction

from articles.documents import iso
from articles.history import record_words
from articles.lookalikes import keep_all_names
from articles.mentions import invented
from articles.models import (
    Edition,
    EditionByline,
    EditionLink,
    EditionTag,
    Event,
    Image,
    Mention,
    Organization,
    Person,
    Post,
    PostByline,
    Section,
    Tag,
    make_slug,
)
from articles.publishing import publish

MOMENT = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)
# Ids that no record has otherwise, and that no text holds.
POST, SECTION, IMAGE = 900000000, 900000001, 900000002
RELATED = (900000003, 900000004)
TAGS = (900000010, 900000011)
PERSONS = (900000020, 900000021, 900000022)
ORGANIZATIONS = (900000030, 900000031)
EVENT = 900000040
NAMES = {
    PERSONS[0]: "Уйгулаан Мегин",
    PERSONS[1]: "Сайсары Хатылин",
    PERSONS[2]: "Туймаада Тюнгюлин",
    ORGANIZATIONS[0]: "Музей «Метка-77»",
    ORGANIZATIONS[1]: "Театр «Метка-78»",
    EVENT: "Форум «Метка-79»",
}
# Rows that stand under an edition.
UNDER = (Mention, EditionTag, EditionByline, EditionLink, Edition.related_posts.through)
PREPARED = ("card", "document", "marked")
Values = Mapping[object, object]  # by marks: ids, names and the moment


@dataclass(frozen=True, slots=True)
class Pattern:
    """The columns of an edition, those in JSON as text, and the rows under it, by model."""

    edition: dict[str, object]
    under: list[tuple[type[models.Model], dict[str, object]]]

    def edition_of(self, values: Values) -> Edition:
        """Return the edition with these values at the marks."""
        written = {_written(mark): _written(value) for mark, value in values.items()}
        marks = re.compile("|".join(map(re.escape, written)))
        columns = {}
        for name, value in self.edition.items():
            if isinstance(value, str):
                columns[name] = marks.sub(lambda mark: written[mark[0]], value)
            else:
                columns[name] = _filled(value, values)
        return Edition(**columns | {name: json.loads(columns[name]) for name in PREPARED})

    def rows_of(self, edition: Edition, values: Values) -> Iterator[models.Model]:
        """Yield the rows under an edition that has its id, with these values at the marks."""
        for model, columns in self.under:
            filled = {name: _filled(value, values) for name, value in columns.items()}
            yield model(**filled | {"edition_id": edition.pk})


def make_patterns(count: int, seed: int, by: AbstractBaseUser) -> list[Pattern]:
    """Publish so many posts, remember what was stored, and take it all back."""
    texts = invented.articles(count, seed)
    with transaction.atomic():
        _make_records()
        patterns = [_published(text, by) for text in texts]
        transaction.set_rollback(True)
    return patterns


def _make_records() -> None:
    Section.objects.create(pk=SECTION, name="Раздел-метка", slug="metka")
    for pk in TAGS:
        Tag.objects.create(pk=pk, name=str(pk), slug=str(pk))
    words = {"alt_text": "Река подо льдом", "credit": "Фото редакции", "caption": "Река в ноябре"}
    Image.objects.create(pk=IMAGE, file=f"benchmark/{IMAGE}.jpg", width=1600, height=1067, **words)
    for pk in RELATED:
        Post.objects.create(pk=pk)
    persons = [_person(pk) for pk in PERSONS]
    offices = [Organization.objects.create(pk=pk, **_named(pk)) for pk in ORGANIZATIONS]
    event = Event.objects.create(pk=EVENT, start_date=MOMENT.date(), **_named(EVENT))
    keep_all_names([*persons, *offices, event])


def _named(pk: int) -> dict:
    return {"name": NAMES[pk], "slug": make_slug(NAMES[pk]), "is_published": True}


def _person(pk: int) -> Person:
    given, family = NAMES[pk].split()
    return Person.objects.create(pk=pk, given_name=given, family_name=family, **_named(pk))


@transaction.atomic
def _published(text: str, by: AbstractBaseUser) -> Pattern:
    """Publish a post, return what its edition is, and undo it for the next one."""
    post = Post.objects.create(
        pk=POST,
        headline=f"{text.partition('.')[0][:70]}, № {POST}",
        slug="novost-o-mnogom",
        lead=f"{NAMES[PERSONS[0]]} рассказал, что готовит {NAMES[ORGANIZATIONS[0]]} к весне.",
        body=_body(text),
        section_id=SECTION,
        lead_image_id=IMAGE,
        age_mark=Post.AgeMark.SIX,
    )
    post.tags.set(TAGS)
    post.persons.set(PERSONS[:2])
    post.organizations.set(ORGANIZATIONS)
    post.events.set([EVENT])
    post.related_posts.set(RELATED)
    PostByline.objects.create(post=post, person_id=PERSONS[2])
    record_words(post)
    pattern = _pattern(publish(post, by=by, at=MOMENT))
    transaction.set_rollback(True)
    return pattern


def _body(text: str) -> str:
    """Return the paragraphs of a text, with a mention of each record among them."""

    def mark(kind: str, pk: int) -> str:
        return f'<span data-{kind}="{pk}">{NAMES[pk]}</span>'

    naming = [
        f"Об этом сообщает {mark('organization', ORGANIZATIONS[0])}.",
        f"Начал {mark('person', PERSONS[0])}, ответил ему {mark('person', PERSONS[1])}.",
        f"Встречу принимает {mark('organization', ORGANIZATIONS[1])}.",
        f"Так открылся {mark('event', EVENT)}.",
    ]
    paragraphs = text.split("\n")
    return "".join(
        f"<p>{paragraph} {naming.pop(0) if naming else ''}</p>" for paragraph in paragraphs
    )


def _pattern(edition: Edition) -> Pattern:
    columns = {field.attname: getattr(edition, field.attname) for field in _own(Edition)}
    for name in PREPARED:
        columns[name] = json.dumps(columns[name], ensure_ascii=False)
    under = [
        (model, {field.attname: getattr(row, field.attname) for field in _own(model)})
        for model in UNDER
        for row in model.objects.filter(edition=edition).order_by("pk")
    ]
    return Pattern(columns, under)


def _own(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _filled(value: object, values: Values) -> object:
    return values.get(value, value) if isinstance(value, Hashable) else value


def _written(value: object) -> str:
    return iso(value) if isinstance(value, datetime) else str(value)
