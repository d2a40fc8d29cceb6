"""Links for somebody without an account: one revision to look at, and an answer in the notes."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from articles.history import record_words, restore
from articles.models import Note, Post, PreviewLink, Revision, hash_of
from articles.publishing import preview

from .turn import tell_of_answer

ANSWERS = 20  # taken by one link


@transaction.atomic
def make_link(
    post: Post, *, label: str, days: int, by: AbstractBaseUser
) -> tuple[PreviewLink, str]:
    """Pin a link to the post as it is saved now. Returns it, and its address: kept nowhere."""
    post = Post.objects.select_for_update().get(pk=post.pk)
    revision = record_words(post, by)
    token = secrets.token_urlsafe(24)
    link = PreviewLink.objects.create(
        revision=revision,
        token_hash=hash_of(token),
        label=label,
        document=document_of(revision, by),
        created_by=by,
        expires_at=timezone.now() + timedelta(days=days),
    )
    return link, settings.SITE_URL + reverse("preview_link", args=[token])


def revoke(link: PreviewLink) -> None:
    """Close a link for good."""
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


@transaction.atomic
def take_answer(link: PreviewLink, *, name: str, answer: str, comment: str) -> Note | None:
    """Keep what somebody says by a link as a note. Returns None if it takes no more."""
    working = PreviewLink.objects.working().filter(pk=link.pk, answers__lt=ANSWERS)
    # Counted in one statement: a hundred at once are still no more than are taken.
    if not working.update(answers=F("answers") + 1):
        return None
    note = Note.objects.create(
        post_id=link.revision.post_id, author_name=name, link=link, answer=answer, text=comment
    )
    tell_of_answer(note)
    return note


def prepare_link(link: PreviewLink) -> None:
    """Write again what the link shows of its revision, when documents or markup have changed."""
    link.document = document_of(link.revision, link.created_by)
    link.save(update_fields=["document"])


@transaction.atomic
def document_of(revision: Revision, by: AbstractBaseUser) -> dict:
    """Return what an edition of the revision would carry for its readers. Writes nothing."""
    post = revision.post
    restore(post, revision, by=by)
    document = preview(post, by=by).document
    transaction.set_rollback(True)
    return document
