"""Whose turn it is: what a save means for the stage of a post, and who is told of it."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from articles.history import present_fingerprint
from articles.models import Note, Post

MOST_TOLD = 50


def stage_of_record(post: Post) -> tuple[str, int | None] | None:
    """Return the stage and the assignee as they stand in the database, None for a new post."""
    return Post.objects.filter(pk=post.pk).values_list("stage", "assignee").first()


def withdraw_approval(post: Post, before: str) -> bool:
    """Send the saved post back to review if its words are no longer those that were approved.

    ``before`` is the fingerprint of the words until this save. Returns whether it was sent back.
    """
    if post.stage != Post.Stage.APPROVED or present_fingerprint(post) == before:
        return False
    set_stage(post, Post.Stage.IN_REVIEW)
    return True


def set_stage(post: Post, stage: str) -> None:
    """Store the stage alone."""
    post.stage = stage
    Post.objects.filter(pk=post.pk).update(stage=stage)


def tell(post: Post, *, by: AbstractBaseUser, note: Note | None = None) -> list[AbstractBaseUser]:
    """Mail those whose turn it is, once the save is safe, and return them.

    Nobody is told of their own work.
    """
    told = [user for user in whose_turn(post) if user != by and user.email and user.is_active]
    subject = _("Your turn: %(post)s")
    text = _("“%(post)s” waits for you. Stage: %(stage)s. Sent by: %(by)s.")
    words = {"by": by.get_full_name() or by.get_username()}
    _mail(told, post, subject, text, words, note.text if note else "")
    return told


def hand_on(post: Post, *, by: AbstractBaseUser) -> None:
    """Let go of a post one was asked to do, so that it is the turn of those the stage concerns."""
    if post.assignee_id == by.pk:
        post.assignee = None
        Post.objects.filter(pk=post.pk).update(assignee=None)


def tell_of_answer(note: Note) -> None:
    """Mail the one whose post it is, and the one who made the link, that somebody has answered."""
    post, link = note.post, note.link
    told = {user for user in (post.assignee or post.created_by, link.created_by) if user}
    subject = _("Answer by link: %(post)s")
    text = _("“%(post)s”, link for: %(label)s. %(name)s (by link): %(answer)s")
    words = {"name": note.author_name, "label": link.label}
    words["answer"] = Note.Answer(note.answer).label
    _mail(told, post, subject, text, words, note.text)


def whose_turn(post: Post) -> Iterable[AbstractBaseUser]:
    """Return who is to do something next: the one asked, or else those the stage concerns."""
    if post.assignee:
        return [post.assignee]
    if post.stage == Post.Stage.IN_REVIEW:
        return _publishers()
    return [post.created_by] if post.created_by and post.stage == Post.Stage.DRAFT else []


def _publishers() -> Iterable[AbstractBaseUser]:
    backend = "django.contrib.auth.backends.ModelBackend"
    users = get_user_model().objects.with_perm("articles.publish_post", backend=backend)
    return users.filter(is_staff=True).exclude(email="").order_by("pk")[:MOST_TOLD]


def _mail(told: Iterable, post: Post, subject: str, text: str, words: dict, note: str) -> None:
    """Send the same to each once the save is safe; subject and text take the words when sent."""
    to = [user.email for user in told if user.email and user.is_active]
    # A line break would end the header.
    words = words | {"post": " ".join(str(post).split()), "stage": Post.Stage(post.stage).label}

    def send() -> None:
        with translation.override(settings.LANGUAGE_CODE):
            address = settings.SITE_URL + reverse("admin:articles_post_change", args=[post.pk])
            message = "\n\n".join(filter(None, [str(text % words), note, address]))
            for email in to:
                send_mail(str(subject % words), message, None, [email])

    if to:
        # Robust: a mail server that is away must not take an editor's page with it.
        transaction.on_commit(send, robust=True)
