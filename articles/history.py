"""What a post's working copy was at each save, and what differs between two of them."""

import hashlib
import json
import re
from collections.abc import Collection
from datetime import UTC, datetime

from django.contrib.auth.models import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model

from articles import markup
from articles.models import ENTITIES, Content, Edition, Image, Post, PostByline, PostImage, Revision

FIELDS = [field.attname for field in Content._meta.fields]
RELATIONS = [
    *(field.name for field in Content._meta.many_to_many),
    *("tags", "persons", "organizations", "events"),
]
# What the desk alone knows of a post; kept with its words, but not a reason to publish anew.
DESK = ["stage", "assignee_id", "due_at", "embargo_until"]
# Words a translator writes anew; all else of a post is taken over as it is.
TOLD = ("headline", "lead", "body", "lead_image_caption")
NAMING = {f"{kind}s": model for kind, model in ENTITIES.items()}
BETWEEN_BLOCKS = re.compile(r">\s+<")


def words_of(post: Post) -> dict:
    """Return every word and relation of a saved post that readers would see, as JSON holds it."""
    words = {name: getattr(post, name) for name in FIELDS}
    words["body"] = markup.clean(post.body)
    for name in RELATIONS:
        words[name] = sorted(getattr(post, name).values_list("pk", flat=True))
    words["bylines"] = [list(row) for row in post.bylines.values_list("person_id", "role")]
    return words


def words_of_edition(edition: Edition) -> dict:
    """Return the same of an edition."""
    document = edition.document
    words = {name: getattr(edition, name) for name in FIELDS}
    words["body"] = markup.without_marks(edition.body, {(kind, pk) for kind, pk in edition.marked})
    words |= {name: sorted(document[name]) for name in RELATIONS}
    return words | {"bylines": [[row["person"], row["role"]] for row in document["bylines"]]}


def fingerprint(words: dict) -> str:
    """Return one hash of them all."""
    encoded = json.dumps(words, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(encoded.encode()).hexdigest()


def present_fingerprint(post: Post) -> str:
    """Return what the words of a saved post add up to now."""
    return _fingerprint(post, words_of(post), post.revisions.first())


def record_words(post: Post, by: AbstractBaseUser | None = None) -> Revision:
    """Keep the saved post as a revision, unless the last one is the same, and return that.

    Also stores what its words add up to, so that lists can tell whether they are published.
    """
    words, last = words_of(post), post.revisions.first()
    _keep_images(post, markup.image_ids(words["body"]))
    post.fingerprint = _fingerprint(post, words, last)
    Post.objects.filter(pk=post.pk).update(fingerprint=post.fingerprint)
    desk = {name: plain(getattr(post, name)) for name in DESK}
    snapshot = json.loads(json.dumps(words | desk, cls=DjangoJSONEncoder))
    if last and _follow_merges(last.snapshot, snapshot) == snapshot:
        return last
    number = last.number + 1 if last else 1
    return Revision.objects.create(post=post, number=number, saved_by=by, snapshot=snapshot)


@transaction.atomic
def restore(post: Post, revision: Revision, *, by: AbstractBaseUser) -> Revision:
    """Make the working copy what it was at that revision; what exists no more is left out.

    The embargo stays, an approval does not: it belonged to other words.
    """
    post = Post.objects.select_for_update().get(pk=post.pk)
    kept = revision.snapshot
    for name in kept.keys() & set(FIELDS):  # a field may be younger than the revision
        if name != "language" or not post.translation_of_id:  # a translation stays in its own
            setattr(post, name, kept[name])
    post.body = _without_lost_images(markup.clean(post.body))
    for name in ("section", "lead_image"):
        _forget_if_gone(post, name)
    if post.stage == Post.Stage.APPROVED:
        post.stage = Post.Stage.IN_REVIEW
    post.save()
    for name in RELATIONS:
        manager = getattr(post, name)
        pks = _survivors(manager.model, kept[name]) if name in NAMING else kept[name]
        manager.set(manager.model.objects.filter(pk__in=pks))
    if words_of(post)["bylines"] != kept["bylines"]:
        _set_bylines(post, _merged_bylines(kept["bylines"]))
    return record_words(post, by)


def same(mine: object, theirs: object) -> bool:
    """Return whether two values of a field say the same, white space between blocks apart."""
    if isinstance(mine, str) and isinstance(theirs, str):
        return _normal(mine) == _normal(theirs)
    return mine == theirs


def changed_fields(old: dict, new: dict) -> list[str]:
    """Return the names in which two snapshots differ, in the order of the form."""
    names = [*FIELDS, *RELATIONS, "bylines", *DESK]
    return [name for name in names if not same(old.get(name), new.get(name))]


def plain(value: object) -> object:
    """Return a value as a snapshot holds it; times in UTC, whatever zone they were given in."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _normal(text: str) -> str:
    return BETWEEN_BLOCKS.sub("><", text.replace("\r\n", "\n")).strip()


def _keep_images(post: Post, pks: list[int]) -> None:
    """Note which images the saved body shows, so that nobody deletes one of them."""
    noted = set(post.body_images.values_list("image_id", flat=True))
    post.body_images.filter(image_id__in=noted.difference(pks)).delete()
    missing = set(pks) - noted
    if missing:
        # Locked, so that none of them is deleted meanwhile.
        images = Image.objects.select_for_update(no_key=True).filter(pk__in=missing).order_by("pk")
        PostImage.objects.bulk_create(PostImage(post=post, image=image) for image in images)


def _without_lost_images(body: str) -> str:
    pks = set(markup.image_ids(body))
    return markup.without_images(body, pks - _existing(Image, pks)) if pks else body


def _forget_if_gone(post: Post, name: str) -> None:
    field = post._meta.get_field(name)
    pk = getattr(post, field.attname)
    if pk and not field.related_model.objects.filter(pk=pk).exists():
        setattr(post, field.attname, None)


def _set_bylines(post: Post, rows: list) -> None:
    known = _existing(ENTITIES["person"], [person for person, _role in rows])
    post.bylines.all().delete()
    PostByline.objects.bulk_create(
        PostByline(post=post, person_id=person, role=role, position=position)
        for position, (person, role) in enumerate(rows, start=1)
        if person in known
    )


def _fingerprint(post: Post, words: dict, last: Revision | None) -> str:
    """Return one hash of the words; that of the post if merges alone have changed them since.

    Otherwise every published post that names a merged record would seem to wait for an editor.
    """
    if last:
        before = _follow_merges(last.snapshot, words)
        if before is not last.snapshot and all(before.get(name) == words[name] for name in words):
            return post.fingerprint
    return fingerprint(words)


def _follow_merges(before: dict, now: dict) -> dict:
    """Return a snapshot with the ids that its records have now, if it differs from the other."""
    names = [name for name in NAMING if before.get(name) != now[name]]
    followed = {name: sorted(_survivors(NAMING[name], before.get(name, []))) for name in names}
    if before.get("bylines") != now["bylines"]:
        followed["bylines"] = _merged_bylines(before.get("bylines", []))
    changed = {name for name, value in followed.items() if value != before.get(name)}
    return before | followed if changed else before


def _survivors(model: type[Model], pks: list[int]) -> list[int]:
    """Return the ids without those of merged records, and with what these were merged into."""
    merged = model.objects.filter(pk__in=pks, merged_into__isnull=False)
    into = dict(merged.values_list("pk", "merged_into_id"))
    return list(dict.fromkeys(into.get(pk, pk) for pk in pks))


def _merged_bylines(rows: list) -> list[list]:
    model = ENTITIES["person"]
    return [
        list(row)
        for row in dict.fromkeys((_survivors(model, [person])[0], role) for person, role in rows)
    ]


def _existing(model: type[Model], pks: Collection[int]) -> set[int]:
    return set(model.objects.filter(pk__in=pks).values_list("pk", flat=True))
