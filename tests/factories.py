"""Rows for tests: each function makes one valid row and takes any field by name."""

import itertools
from datetime import date
from io import BytesIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from PIL import Image as PillowImage

from articles.admin.tokens import issue
from articles.history import record_words
from articles.lookalikes import keep_names
from articles.models import (
    Entity,
    Event,
    Image,
    Notice,
    NoticeKind,
    Organization,
    Page,
    Person,
    Post,
    PostByline,
    Section,
    Tag,
    Token,
    Webhook,
)
from articles.noting import note_change
from articles.pages import save_page
from articles.webhooks import make_secret

number = itertools.count(1)


def make_section(**fields) -> Section:
    n = next(number)
    return Section.objects.create(**{"name": f"Раздел {n}", "slug": f"section-{n}"} | fields)


def make_tag(**fields) -> Tag:
    n = next(number)
    return Tag.objects.create(**{"name": f"Метка {n}", "slug": f"tag-{n}"} | fields)


def make_page(**fields) -> Page:
    n = next(number)
    defaults = {
        "title": f"О редакции {n}",
        "slug": f"o-redaktsii-{n}",
        "body": "<p>Мы пишем о городе.</p>",
        "is_published": True,
    }
    page = Page(**defaults | fields)
    save_page(page, by=None)
    return page


def make_person(**fields) -> Person:
    n = next(number)
    defaults = {
        "name": f"Айталина Петрова {n}",
        "given_name": "Айталина",
        "family_name": "Петрова",
        "slug": f"aytalina-petrova-{n}",
        "is_published": True,
    }
    return noted(Person.objects.create(**defaults | fields))


def make_organization(**fields) -> Organization:
    n = next(number)
    defaults = {"name": f"Музей мерзлоты {n}", "slug": f"muzey-{n}", "is_published": True}
    return noted(Organization.objects.create(**defaults | fields))


def make_event(**fields) -> Event:
    n = next(number)
    defaults = {
        "name": f"Форум оленеводов {n}",
        "slug": f"forum-{n}",
        "start_date": date(2026, 6, 21),
        "is_published": True,
    }
    return noted(Event.objects.create(**defaults | fields))


def make_notice_kind(**fields) -> NoticeKind:
    n = next(number)
    defaults = {"name": f"Владение {n}", "wording_ru": "{name} — учредитель издания."}
    return NoticeKind.objects.create(**defaults | fields)


def make_notice(record: Person | Organization, **fields) -> Notice:
    fields[record._meta.model_name] = record
    if "kind" not in fields:
        fields["kind"] = make_notice_kind()
    notice = Notice.objects.create(**fields)
    note_change(notice)
    return notice


def noted(record: Entity) -> Entity:
    """Tell programs of a record, as every save of one does; return it."""
    note_change(record)
    return record


def known(record: Entity) -> Entity:
    """Let texts find a record by its names, as every save of one does; return it."""
    keep_names(record)
    return record


def picture(name: str = "photo.jpg", size: tuple[int, int] = (64, 48)) -> ContentFile:
    """Return a small real picture, of the format its name says."""
    buffer = BytesIO()
    PillowImage.new("RGB", size, "steelblue").save(
        buffer, PillowImage.registered_extensions()["." + name.rpartition(".")[2]]
    )
    return ContentFile(buffer.getvalue(), name)


def make_image(**fields) -> Image:
    defaults = {"file": picture(), "alt_text": "Река подо льдом", "credit": "Фото редакции"}
    return Image.objects.create(**defaults | fields)


@transaction.atomic  # as every save of one is
def make_post(
    *, tags=(), persons=(), organizations=(), events=(), related_posts=(), bylines=(), **fields
) -> Post:
    """Make a post that could be published. ``bylines`` are persons; they become authors."""
    n = next(number)
    defaults = {
        "headline": f"Мост через Лену открыт {n}",
        "slug": f"most-otkryt-{n}",
        "lead": "Первые машины прошли утром.",
        "body": "<p>Первый абзац.</p><p>Второй абзац.</p>",
        "age_mark": Post.AgeMark.ZERO,
    }
    if "section" not in fields:
        fields["section"] = make_section()
    post = Post.objects.create(**defaults | fields)
    post.tags.set(tags)
    post.persons.set(persons)
    post.organizations.set(organizations)
    post.events.set(events)
    post.related_posts.set(related_posts)
    for position, person in enumerate(bylines):
        PostByline.objects.create(post=post, person=person, position=position)
    record_words(post)
    return post


def make_token(by, **fields) -> tuple[Token, str]:
    """Return a token of a partner, and what the partner's program sends."""
    token = Token(**{"name": f"Агентство {next(number)}"} | fields)
    return token, issue(token, by=by)


def make_webhook(**fields) -> Webhook:
    """Return one that was switched off, with a delivery that failed."""
    now = timezone.now()
    defaults = {
        "url": "https://203.0.114.5/hooks",
        "description": "Агентство",
        "topics": ["post.*"],
        "secret": make_secret(),
        "is_active": False,
        "disabled_at": now,
        "failing_since": now,
        "failures": 9,
    }
    webhook = Webhook.objects.create(**defaults | fields)
    webhook.deliveries.create(
        message="msg_5f0c",
        topic="post.upsert",
        body='{"type":"post.upsert"}',
        milliseconds=80,
        attempt=9,
        status=500,
        error="status",
        answer="not now",
    )
    return webhook
