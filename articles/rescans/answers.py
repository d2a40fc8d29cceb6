"""What editors say of the finds of a run: that a post does name the entity, or does not."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.history import record_words
from articles.marking import CONTEXT
from articles.mentions.registry import confirm_all, forgive, refuse
from articles.models import ENTITIES, Entity, Post, Rejection, Rescan, RescanFind
from articles.publishing import name_in


@transaction.atomic
def accept(rescan: Rescan, finds: Iterable[int], *, by: AbstractBaseUser) -> int:
    """Let the posts of open finds name the entity, readers see it too; return how many.

    Raises PermissionDenied for who may not publish, ValidationError if the entity is no more.
    """
    _check_right(by)
    answered = _answer(rescan, finds, RescanFind.Answer.ACCEPTED, by)
    pks = [find.post_id for find in answered]
    # In the order in which a publication locks: first the post, then whom it names.
    locked = Post.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    posts = {post.pk: post for post in locked}
    record = _lock_record(rescan)
    forgive(Rejection.objects.filter(kind=rescan.kind, record=rescan.record, post__in=pks))
    confirmed: dict[str, list] = {}
    for find in answered:
        post = posts[find.post_id]
        _name(post, record, by)
        if _says_itself(find):
            words = (rescan.kind, rescan.record, find.words)
            confirmed.setdefault(post.language, []).append(words)
    for language, named in confirmed.items():
        confirm_all(named, language)
    return len(answered)


@transaction.atomic
def dismiss(rescan: Rescan, finds: Iterable[int], *, by: AbstractBaseUser) -> int:
    """Remember that the posts of open finds do not name the entity; return how many.

    Raises PermissionDenied for who may not publish.
    """
    _check_right(by)
    answered = _answer(rescan, finds, RescanFind.Answer.DISMISSED, by)
    about = {"kind": rescan.kind, "record": rescan.record}
    posts = [find.post_id for find in answered]
    refused = set(Rejection.objects.filter(post__in=posts, **about).values_list("post", flat=True))
    Rejection.objects.bulk_create(
        (
            Rejection(post=find.post, by=by, seen_id=_refuse(rescan, find), **about)
            for find in answered
            if find.post_id not in refused
        ),
        ignore_conflicts=True,
    )
    return len(answered)


def _refuse(rescan: Rescan, find: RescanFind) -> int | None:
    """Count the refusal of the words of a find; return where, None if they are not counted."""
    if not _says_itself(find):
        return None
    return refuse(rescan.kind, rescan.record, find.words, find.post.language)


def _says_itself(find: RescanFind) -> bool:
    """Return whether the words mean the record in any text: an office is another's tomorrow."""
    return find.reason[0] not in CONTEXT


def _name(post: Post, record: Entity, by: AbstractBaseUser) -> None:
    """Let a locked post name the record, and what readers see of it too."""
    before = post.fingerprint
    getattr(post, f"{record._meta.model_name}s").add(record)
    record_words(post, by)
    name_in(post, record, before=before)


def _check_right(by: AbstractBaseUser) -> None:
    if not by.has_perm("articles.publish_post"):
        raise PermissionDenied(_("Only who may publish can say whom published posts name."))


def _lock_record(rescan: Rescan) -> Entity:
    """Return the entity, locked so that nobody merges it meanwhile."""
    records = ENTITIES[rescan.kind].objects.select_for_update(no_key=True, of=("self",))
    record = records.filter(pk=rescan.record, merged_into=None).first()
    if record is None:
        raise ValidationError(_("One of the records is no longer there."))
    return record


def _answer(
    rescan: Rescan, finds: Iterable[int], answer: str, by: AbstractBaseUser
) -> list[RescanFind]:
    """Mark those of the finds that are open, and return them."""
    rows = rescan.finds.open().filter(pk__in=finds).select_for_update(of=("self",))
    answered = list(
        rows.select_related("post").only("words", "reason", "post__language").order_by("pk")
    )
    stamp = {"answer": answer, "answered_at": timezone.now(), "answered_by": by}
    rescan.finds.filter(pk__in=[find.pk for find in answered]).update(**stamp)
    return answered
