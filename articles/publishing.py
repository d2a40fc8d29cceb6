"""The only doors between the desk and the readers: publish(), take_back() and unpublish().

An edition is live while live_from <= now < live_until; nothing runs when it opens or closes.
"""

import json
from datetime import datetime
from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F, ForeignKey, Max, Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import documents, marking, markup, pointers
from articles.gate import blockers
from articles.history import TOLD, fingerprint, record_words, same, words_of_edition
from articles.images import draw_social
from articles.linking import Words
from articles.marking import Naming, Record
from articles.models import (
    ENTITIES,
    Content,
    Edition,
    EditionByline,
    EditionImage,
    EditionLink,
    EditionTag,
    Entity,
    Image,
    Mention,
    Post,
)
from articles.search.index import keep

# The rows in which editions name entities.
NAMING = (Mention, EditionByline)


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
    _draw(post.pk, at)


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


def prepare(edition: Edition) -> None:
    """Write what the edition carries for its readers; again when documents or markup change."""
    before = edition.document
    for name, value in documents.describe(edition).items():
        setattr(edition, name, value)
    if before and _plain(edition.document) != before:
        _stamp(edition)
    edition.save(update_fields=["card", "document", "text", "changed_at"])
    _keep_links(edition)


@transaction.atomic
def name_in(post: Post, record: Entity, *, before: str) -> None:
    """Let what is live or scheduled of a saved post name a record that the post now names.

    Whom a text names is no word of it: its words and times stay, readers are told of no update.
    An edition that had the words of the post, whose fingerprint was ``before``, has them still.
    """
    shown = Q(live_until__isnull=True) | Q(live_until__gt=timezone.now())
    kind = record._meta.model_name
    editions = post.editions.filter(shown).exclude(live_until=F("live_from"))  # taken back
    for edition in editions.select_for_update(of=("self",)).order_by("pk"):
        stamp = {"first_published_at": edition.first_published_at}
        Mention.objects.get_or_create(**{kind: record}, edition=edition, defaults=stamp)
        edition.post = post
        name_again(edition)
        prepare(edition)
        is_same = edition.fingerprint == before
        words = words_of_edition(edition)
        edition.fingerprint = post.fingerprint if is_same else fingerprint(words)
        edition.save(update_fields=["fingerprint"])


@transaction.atomic
def name_again(edition: Edition) -> None:
    """Say anew whom the words of an edition are about; the words, and marks in them, stay."""
    mentions = list(edition.mentions.select_for_update().order_by("id"))
    naming = _naming(edition, edition.first_published_at, [_named(row) for row in mentions])
    for row in mentions:
        row.about = _named(row) in naming.about
        row.form = naming.forms.get(_named(row), "")
        row.quotes = naming.quotes.get(_named(row), [])
        row.is_quoted = bool(row.quotes)
    Mention.objects.bulk_update(mentions, ["about", "form", "quotes", "is_quoted"])


@transaction.atomic
def relate(post: Post, source: Post | None) -> None:
    """Make a post a translation of another, or of none; what readers see of both follows at once.

    What it is translated from is no word of it. It follows no edition of a new source yet. Raises
    ValidationError if the two are one, if one story would be told twice in a language, or if the
    post has translations itself.
    """
    pks = {post.pk, source.pk, source.translation_of_id} - {None} if source else {post.pk}
    locked = {row.pk: row for row in Post.objects.select_for_update().filter(pk__in=pks)}
    post = locked[post.pk]
    if source:
        source = locked[source.pk]
        source = locked.get(source.translation_of_id, source)
    before = post.translation_of_id
    if source and source.pk == before:
        return
    if source == post:
        raise ValidationError(_("A post is no translation of itself."))
    if source and post.translations.exists():
        raise ValidationError(_("It has translations of its own: link those instead."))
    post.translation_of, post.follows = source, None
    post.check_language()
    post.save(update_fields=["translation_of", "follows"])
    post.editions.update(translation_of=source)
    _tell_source(before)
    _tell_source(source and source.pk)


def lead(field: ForeignKey, old: Model, new: Model, sign: pointers.Sign) -> dict:
    """Let editions name the record another was merged into: words are frozen, facts are live."""
    return pointers.lead(field, old, new, sign)


def lead_back(field: ForeignKey, led: dict, old: Model, new: Model, sign: pointers.Sign) -> int:
    """Undo lead(); return how many rows are left as they are."""
    return pointers.lead_back(field, led, old, new, sign)


@transaction.atomic
def refocus(image: Image) -> None:
    """Let what is live or scheduled crop its lead image around the image's focal point of today.

    That is no word of theirs, and a face cut off is to be mended at once.
    """
    focus = {"focal_x": image.focal_x, "focal_y": image.focal_y}
    shown = Q(live_until__isnull=True) | Q(live_until__gt=timezone.now())
    for edition in Edition.objects.filter(shown, lead_image=image).select_for_update():
        edition.card["lead_image"] |= focus
        edition.document["lead_image"] |= focus
        edition.document |= documents.social(edition, edition.document)
        _stamp(edition)
        edition.save(update_fields=["card", "document", "changed_at"])
        _draw(edition.post_id)


def _keep_links(edition: Edition) -> None:
    """Keep whom the edition shows but has no other row for."""
    ids = documents.ids_in([edition.document])
    shown = {(kind, pk) for kind in ENTITIES for pk in ids[kind]}
    shown -= {_named(mention) for mention in edition.mentions.all()}
    shown -= {("person", byline.person_id) for byline in edition.bylines.all()}
    stored = set(edition.links.values_list("kind", "record"))
    if stored - shown:
        edition.links.all().delete()
        stored = set()
    EditionLink.objects.bulk_create(
        EditionLink(edition=edition, kind=kind, record=pk) for kind, pk in sorted(shown - stored)
    )


def _stamp(edition: Edition) -> None:
    """Say of one that readers see that it is another now; not of what opens later, or is over."""
    now = timezone.now()
    if edition.live_until is None or edition.live_until > now:
        edition.changed_at = max(edition.changed_at, now)


def _plain(document: dict) -> dict:
    """Return a document as the database gives it back."""
    return json.loads(json.dumps(document, cls=DjangoJSONEncoder))


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
    naming = _naming(post, first_published_at, _accepted(post))
    edition = _freeze(post, by, at, now, first_published_at, note, naming)
    if not is_preview:
        marking.count_words(edition, naming)
        keep(edition)
        if present is None:
            _be_followed(post, edition)
        _draw(post.pk, at)
    return edition


def _draw(post: int, at: datetime | None = None) -> None:
    """Have the pictures of a post for social networks drawn; once more when the readers' changes.

    Then those of the words that readers no longer see are deleted.
    """
    # Robust: the post is out and is shown, even if nobody can be asked to draw for it.
    transaction.on_commit(partial(draw_social.enqueue, post), robust=True)
    if at and at > timezone.now():
        later = draw_social.using(run_after=at)
        transaction.on_commit(partial(later.enqueue, post), robust=True)


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


def _freeze(
    post: Post,
    by: AbstractBaseUser,
    at: datetime,
    now: datetime,
    first_published_at: datetime,
    note: dict,
    naming: Naming,
) -> Edition:
    words = {field.attname: getattr(post, field.attname) for field in Content._meta.fields}
    words["body"] = naming.body
    source = post.translation_of_id
    if source:
        # What is published of the source meanwhile would not know that it is translated.
        Post.objects.select_for_update().get(pk=source)
    number = (post.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    edition = Edition.objects.create(
        **words,
        post=post,
        number=number,
        live_from=at,
        first_published_at=first_published_at,
        changed_at=max(at, now),  # what is dated back appears now
        published_by=by,
        **note,
        corrected_at=at if note else None,
        fingerprint=post.fingerprint,
        marked=naming.marked,
        translation_of_id=source,
        is_translated=_is_translated(post.pk),
    )
    _tell_source(source)
    _freeze_relations(post, edition)
    _freeze_naming(edition, naming)
    prepare(edition)
    return edition


def _be_followed(post: Post, edition: Edition) -> None:
    """Let translations of a draft follow its first edition, if that says what the draft said."""
    words = words_of_edition(edition)
    for pk, made_at in post.translations.filter(follows=None).values_list("pk", "created_at"):
        draft = post.revisions.filter(saved_at__lte=made_at).first()  # the last before
        if draft and all(same(draft.snapshot[name], words[name]) for name in TOLD):
            Post.objects.filter(pk=pk).update(follows=edition)


def _is_translated(pk: int) -> bool:
    return Edition.objects.filter(translation_of=pk).exists()


def _tell_source(pk: int | None) -> None:
    """Let the editions of a post know whether there is anything to ask for in other languages."""
    if pk:
        is_translated = _is_translated(pk)
        editions = Edition.objects.filter(post=pk).exclude(is_translated=is_translated)
        editions.update(is_translated=is_translated)


def _naming(content: Content, day: datetime, named: list[Record]) -> Naming:
    """Return how the words, their body clean, name these records."""
    day = timezone.localdate(day)
    words = Words(content.headline, content.lead, content.body, content.language, day)
    return marking.name(words, named)


def _freeze_naming(edition: Edition, naming: Naming) -> None:
    Mention.objects.bulk_create(
        Mention(
            **{f"{kind}_id": pk},
            edition=edition,
            about=(kind, pk) in naming.about,
            form=naming.forms.get((kind, pk), ""),
            quotes=naming.quotes.get((kind, pk), []),
            is_quoted=(kind, pk) in naming.quotes,
            first_published_at=edition.first_published_at,
        )
        for kind, pk in naming.records
    )


def _freeze_relations(post: Post, edition: Edition) -> None:
    for field in Content._meta.many_to_many:
        getattr(edition, field.name).set(getattr(post, field.name).all())
    images = Image.objects.filter(pk__in=markup.image_ids(edition.body))
    EditionImage.objects.bulk_create(EditionImage(edition=edition, image=image) for image in images)
    stamp = {"edition": edition, "first_published_at": edition.first_published_at}
    EditionTag.objects.bulk_create(EditionTag(tag=tag, **stamp) for tag in post.tags.all())
    makers = post.bylines.values_list("role", "person_id", "person__merged_into_id")
    bylines = dict.fromkeys((role, into or pk) for role, pk, into in makers)
    EditionByline.objects.bulk_create(
        EditionByline(person_id=pk, role=role, position=position, **stamp)
        for position, (role, pk) in enumerate(bylines)
    )


def _accepted(post: Post) -> list[Record]:
    """Return whom the editor says the post names; for one merged a moment ago, the other."""
    rows = [
        (kind, into or pk)
        for kind in ENTITIES
        for pk, into in getattr(post, f"{kind}s").values_list("pk", "merged_into_id")
    ]
    return list(dict.fromkeys(rows))


def _named(mention: Mention) -> Record:
    return next(
        (kind, pk) for kind in ENTITIES if (pk := getattr(mention, f"{kind}_id")) is not None
    )
