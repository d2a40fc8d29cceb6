"""Whom a post never names, whatever its text says: carried by a field of the form until saved.

The field holds what was decided since the form was opened, so that two people at one post do not
undo what the other decided: [{"kind": "person", "id": 7, "words": "Ивановым"}], and with "back"
instead of words what was refused by mistake.
"""

import json
from dataclasses import dataclass, field

from django import forms
from django.contrib.auth.models import AbstractBaseUser

from articles.markup import strip_unprintable
from articles.mentions.registry import refuse
from articles.models import ENTITIES, Post, Rejection

Key = tuple[str, int]  # ("person", 7)

MOST = 300  # decisions in one form
WORDS = 255


@dataclass(slots=True)
class Refusals:
    """Those newly refused, each with the words that do not mean it, and those taken back."""

    words: dict[Key, str] = field(default_factory=dict)
    back: set[Key] = field(default_factory=set)

    def on(self, stored: set[Key]) -> set[Key]:
        """Return whom the post never names, given whom it never named before."""
        return (stored | self.words.keys()) - self.back


class RefusalsField(forms.CharField):
    """A hidden field of refusals; what is no decision is no error but nothing."""

    widget = forms.HiddenInput

    def to_python(self, value):
        return read(super().to_python(value))

    def validate(self, value):
        pass

    def run_validators(self, value):
        pass

    def has_changed(self, initial, data):
        found = read(data or "")
        return bool(found.words or found.back)


def read(text: str) -> Refusals:
    """Return the refusals a form carries, whatever somebody wrote into it."""
    try:
        rows = json.loads(text or "[]")
    except (ValueError, RecursionError):
        rows = []
    found = Refusals()
    for row in rows[:MOST] if isinstance(rows, list) else ():
        key = _key(row)
        if key and row.get("back"):
            found.back.add(key)
        elif key and isinstance(row.get("words"), str):
            found.words[key] = strip_unprintable(row["words"])[:WORDS]
    return found


def refused_in(post: Post | None) -> set[Key]:
    """Return whom a saved post never names."""
    return set(post.rejections.values_list("kind", "record")) if post else set()


def keep_refusals(post: Post, refusals: Refusals, by: AbstractBaseUser) -> None:
    """Store what was decided with a post; whom its fields name it does name.

    What is newly refused counts against its words in other posts too.
    """
    named = _named(post)
    stored = refused_in(post)
    wanted = refusals.on(stored) - named
    for kind, pk in sorted(stored - wanted):
        post.rejections.filter(kind=kind, record=pk).delete()
    for kind, pk in sorted(_existing(wanted - stored)):
        Rejection.objects.create(post=post, kind=kind, record=pk, by=by)
        refuse(kind, pk, refusals.words[kind, pk], post.language)


def _key(row: object) -> Key | None:
    if not isinstance(row, dict):
        return None
    kind, pk = row.get("kind"), row.get("id")
    is_id = type(pk) is int and 0 < pk < 10**18
    return (kind, pk) if is_id and isinstance(kind, str) and kind in ENTITIES else None


def _named(post: Post) -> set[Key]:
    fields = {"person": post.persons, "organization": post.organizations, "event": post.events}
    return {
        (kind, pk) for kind, named in fields.items() for pk in named.values_list("pk", flat=True)
    }


def _existing(keys: set[Key]) -> set[Key]:
    return {
        (kind, pk)
        for kind, model in ENTITIES.items()
        for pk in model.objects.standing()
        .filter(pk__in=[pk for of_kind, pk in keys if of_kind == kind])
        .values_list("pk", flat=True)
    }
