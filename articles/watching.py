"""Whom a text names without a link though readers must be told something of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q, Value

from articles import markup
from articles.linking import Named, Words, names_in
from articles.mentions import LINK
from articles.models import Notice, Post, PostByline, Rejection

Key = tuple[str, int]  # ("person", 7)


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A record with a notice in force that these words of a post name, or may name."""

    kind: str
    name: str
    notice: str
    words: str
    is_sure: bool


def unlinked(post: Post, day: date) -> list[Unlinked]:
    """Return whom the saved post names without a link, of those with a notice in force on that day.

    Besides the search it takes two queries; nothing is looked for while notices are switched off.
    """
    if not settings.NOTICES:
        return []
    words = Words(post.headline, post.lead, post.body, post.language, day)
    named = _by_record(names_in(words))
    watched = _watched(named, day)
    linked = _linked(post) if watched else set()
    return [
        Unlinked(key[0], name, notice, named[key].words, _is_sure(named[key], key))
        for key, (name, notice) in watched.items()
        if key not in linked
    ]


def _by_record(found: list[Named]) -> dict[Key, Named]:
    """Return by record where it is named: first for sure, else where it first may be."""
    named = {}
    for one in found:
        for key in filter(None, (one.span.entity, *one.span.others)):
            if key not in named or (_is_sure(one, key) and not _is_sure(named[key], key)):
                named[key] = one
    return named


def _is_sure(one: Named, key: Key) -> bool:
    return one.span.level == LINK and one.span.entity == key


def _watched(named: dict[Key, Named], day: date) -> dict[Key, tuple[str, str]]:
    """Return the name of each record with a notice in force, and what the notice is called."""
    pks = {kind: [pk for of, pk in named if of == kind] for kind in ("person", "organization")}
    if not any(pks.values()):
        return {}
    notices = Notice.objects.in_force(day).filter(
        Q(person__in=pks["person"]) | Q(organization__in=pks["organization"])
    )
    rows = notices.order_by("kind__name", "id").values_list(
        "person_id", "person__name", "organization_id", "organization__name", "kind__name"
    )
    watched = {}
    for person, person_name, organization, organization_name, notice in rows:
        key = ("person", person) if person else ("organization", organization)
        watched.setdefault(key, (person_name or organization_name, notice))
    return watched


def _linked(post: Post) -> set[Key]:
    """Return what the post names or is made by, and what an editor said it does not name."""
    persons, organizations = Post.persons.through, Post.organizations.through
    rows = persons.objects.filter(post=post).values_list(Value("person"), "person_id")
    rows = rows.union(
        organizations.objects.filter(post=post).values_list(
            Value("organization"), "organization_id"
        ),
        PostByline.objects.filter(post=post).order_by().values_list(Value("person"), "person_id"),
        Rejection.objects.filter(post=post).values_list("kind", "record"),
    )
    return {*rows, *_marked(post)}


def _marked(post: Post) -> Iterator[Key]:
    return markup.mentions(markup.split(markup.clean(post.body)))
