"""What was decided on the names of a text, carried by a hidden field of the form until saved.

The field holds what was decided since the form was opened, so that two people at one post do not
undo what the other decided. A row is one of

    {"kind": "person", "id": 7, "words": "Ивановым"}                 never in this post
    {"kind": "person", "id": 7, "back": true}                        refused by mistake
    {"kind": "person", "id": 7, "words": "Ивановым", "is": true}     these words do mean it

Rows without an id are the panel's own: new names that are none.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from django import forms
from django.contrib.auth.models import AbstractBaseUser

from articles import markup
from articles.mentions.registry import confirm, forgive, lock, refuse
from articles.models import ENTITIES, Post, Rejection

Key = tuple[str, int]  # ("person", 7)

MOST = 300  # decisions on records in one form: the last
WORDS = 255


@dataclass(slots=True)
class Decisions:
    """Those refused and those meant, each with the words it is about; and those taken back."""

    refused: dict[Key, str] = field(default_factory=dict)
    meant: dict[Key, str] = field(default_factory=dict)
    back: set[Key] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.refused or self.meant or self.back)


class DecisionsField(forms.CharField):
    """A hidden field of decisions; what is none is no error but nothing."""

    widget = forms.HiddenInput

    def to_python(self, value):
        return read(super().to_python(value))

    def validate(self, value):
        pass

    def run_validators(self, value):
        pass

    def has_changed(self, initial, data):
        return bool(read(data or ""))


def read(text: str) -> Decisions:
    """Return the decisions a form carries, whatever somebody wrote into it."""
    try:
        rows = json.loads(text or "[]")
    except (ValueError, RecursionError):
        rows = []
    keyed = [(key, row) for row in rows if (key := _key(row))] if isinstance(rows, list) else []
    found = Decisions()
    for key, row in keyed[-MOST:]:
        if row.get("back"):
            found.back.add(key)
        elif isinstance(row.get("words"), str):
            words = found.meant if row.get("is") else found.refused
            words[key] = markup.strip_unprintable(row["words"])[:WORDS]
    return found


def refused_in(post: Post | None) -> set[Key]:
    """Return whom a saved post never names."""
    return set(post.rejections.values_list("kind", "record")) if post else set()


def keep_decisions(post: Post, decided: Decisions, by: AbstractBaseUser) -> None:
    """Store what was decided with a post; whom its fields name it does name.

    It counts for and against these words in other posts too.
    """
    before = refused_in(post)
    if not (decided or before):
        return
    named = _named(post)
    now = _lock(post, decided, before | named)
    named = _as(now, named)
    back = _as(now, decided.back) | named
    _forgive(post, {key for key in before if now.get(key) in back})
    refused = {now[key]: words for key, words in decided.refused.items() if key in now}
    for kind, pk in sorted(refused.keys() - _as(now, before) - back):
        seen = refuse(kind, pk, refused[kind, pk], post.language)
        Rejection.objects.create(post=post, kind=kind, record=pk, by=by, seen_id=seen)
    meant = {now[key]: words for key, words in decided.meant.items() if key in now}
    for kind, pk in sorted(meant.keys() & named):
        confirm(kind, pk, meant[kind, pk], post.language)


def _lock(post: Post, decided: Decisions, others: set[Key]) -> dict[Key, Key]:
    """Lock all that are counted here and, should the post be published, in its body after this.

    Return who each is now.
    """
    marked = {(kind, pk) for kind, pk, _words in markup.marks_in(post.body)}
    return lock({*decided.refused, *decided.meant, *decided.back, *marked, *others})


def _as(now: dict[Key, Key], keys: Iterable[Key]) -> set[Key]:
    """Return as whom the records stand now, without those that are gone."""
    return {now[key] for key in keys if key in now}


def _forgive(post: Post, keys: set[Key]) -> None:
    rows = post.rejections.values_list("pk", "kind", "record") if keys else ()
    forgive(post.rejections.filter(pk__in=[pk for pk, *key in rows if tuple(key) in keys]))


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
