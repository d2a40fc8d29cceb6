"""The doors between the desk and the readers: what opens, and what ends.

An edition is live while live_from <= now < live_until; nothing runs when it opens or closes.
"""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import marking, markup
from articles.gate import blockers
from articles.history import record_words
from articles.models import Content, Edition, Post
from articles.search.index import keep
from articles.statistics import analyze_grown

from .freezing import freeze
from .naming import accepted_of, find_naming
from .preparing import draw
from .relating import be_followed


@transaction.atomic
def publish(
    post: Post,
    *,
    by: AbstractBaseUser,
    at: datetime | None = None,
    correction: str | None = None,
    correction_kind: str = Edition.CorrectionKind.CORRECTION,
    correction_place: str = Edition.CorrectionPlace.TOP,
) -> Edition:
    """Freeze the words of the post as they stand in the database and open them at that time.

    Closes the edition before at the same instant and takes back whatever else was scheduled.
    Only a first publication can be dated back; any other opens now at the earliest. Returns the
    edition that stands from then on: the present one if its words are the same and there is no
    correction (a note to readers that a fact was wrong). Raises ValidationError with the blockers
    by field.
    """
    post = Post.objects.select_for_update().get(pk=post.pk)
    if found := blockers(post, at):
        raise ValidationError(found)
    note = {
        "correction": correction,
        "correction_kind": correction_kind,
        "correction_place": correction_place,
    }
    return _open(post, by, at, note if correction else {})


@transaction.atomic
def unpublish(
    post: Post,
    *,
    by: AbstractBaseUser,
    at: datetime | None = None,
    reason: str,
    reader_note: str = "",
    redirect_to: Post | None = None,
) -> None:
    """Close the post at that time (now by default) and take back what is scheduled from then on.

    Readers then get 410 with the note, or are sent on to the other post while that is live.
    Raises ValidationError if the post is neither published nor scheduled.
    """
    post = Post.objects.select_for_update().get(pk=post.pk)
    if redirect_to == post:
        raise ValidationError({"redirect_to": _("A post cannot redirect to itself.")})
    now = timezone.now()
    at = max(at or now, now)
    taken_back = _take_back(post.editions.pending(now).filter(live_from__gte=at))
    last = _last(post, at)
    if last is None or (last.live_until and last.live_until <= now):
        if not taken_back:
            raise ValidationError(_("This post is not published."))
        return
    _close(last, at, by, reason, reader_note, redirect_to)
    draw(post.pk, at)


@transaction.atomic
def take_back(post: Post) -> None:
    """Let nothing open that was scheduled; what readers see now then stays as it is.

    Raises ValidationError if nothing is scheduled.
    """
    post = Post.objects.select_for_update().get(pk=post.pk)
    now = timezone.now()
    if not _take_back(post.editions.pending(now)):
        raise ValidationError(_("Nothing is scheduled."))
    present = _last(post, now)
    # One that was to end by somebody's word still does; one that was to be replaced runs on.
    if present and present.ended_by_id is None and _runs_until(present, now):
        _close(present, None)


def preview(post: Post, *, by: AbstractBaseUser) -> Edition:
    """Publish now without asking for blockers. The caller must roll its transaction back."""
    post = Post.objects.select_for_update().get(pk=post.pk)
    # Stand-ins for what the database lets no edition lack.
    post.slug = post.slug or "preview"
    if post.age_mark is None:
        post.age_mark = Content.AgeMark.ZERO
    if post.is_paid and not post.advertiser:
        post.advertiser = "—"
    return _open(post, by, None, {}, is_preview=True)


def _open(
    post: Post,
    by: AbstractBaseUser,
    at: datetime | None,
    note: dict,
    *,
    is_preview: bool = False,
) -> Edition:
    now = timezone.now()
    record_words(post, by)
    scheduled = post.editions.pending(now).filter(live_from=at).first() if at else None
    if scheduled and scheduled.fingerprint == post.fingerprint and not note:
        return scheduled
    _take_back(post.editions.pending(now))
    present = _last(post, now)
    at = at or now
    if present:
        at = max(at, now)
    if present and _runs_until(present, at):
        if present.fingerprint == post.fingerprint and not note:
            return _close(present, None)
        _close(present, at)
    first_published_at = present.first_published_at if present else at
    post.body = markup.clean(post.body)
    naming = find_naming(post, first_published_at, accepted_of(post))
    edition = freeze(post, by, at, now, first_published_at, note, naming)
    if not is_preview:
        marking.count_words(edition, naming)
        keep(edition)
        if present is None:
            be_followed(post, edition)
        draw(post.pk, at)
        analyze_grown(edition.pk)
    return edition


def _runs_until(present: Edition, at: datetime) -> bool:
    """Return whether the edition would be live up to that time but for what was scheduled."""
    if present.live_until is None:
        return True
    if present.ended_by_id:
        return present.live_until > at
    # A successor closed it; if that one has just been taken back, it runs on.
    return present.live_until > timezone.now()


def _last(post: Post, at: datetime) -> Edition | None:
    return post.editions.opened(at).order_by("-live_from", "-number").first()


def _take_back(editions) -> int:
    """Make scheduled editions end when they begin, so that they never open."""
    taken = list(editions)
    for edition in taken:
        edition.live_until = edition.live_from
        edition.save(update_fields=["live_until"])
    return len(taken)


def _close(
    edition: Edition,
    at: datetime | None,
    by: AbstractBaseUser | None = None,
    reason: str = "",
    reader_note: str = "",
    redirect_to: Post | None = None,
) -> Edition:
    """Set the end of an edition: a time, or None to leave it open; ``by`` if it is unpublished."""
    edition.live_until = at
    edition.ended_by = by
    edition.end_reason = reason
    edition.reader_note = reader_note
    edition.redirect_to = redirect_to
    edition.save(
        update_fields=["live_until", "ended_by", "end_reason", "reader_note", "redirect_to"]
    )
    return edition
