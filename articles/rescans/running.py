"""A run, batch by batch: newest first, by key, in constant memory."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from articles.excerpts import sentence_round
from articles.linking import Named, Words, names_in
from articles.mentions.glance import Glance
from articles.mentions.languages import LANGUAGES
from articles.mentions.spans import LINK
from articles.models import (
    Edition,
    Entity,
    Mention,
    MentionKey,
    Post,
    Rejection,
    Rescan,
    RescanFind,
)
from articles.paging import read_page

BATCH = 100  # editions read at once
COLUMNS = ("id", "post_id", "first_published_at", "language", "headline", "lead", "text")
NEWEST_FIRST = ("-first_published_at", "-post_id")
AROUND = 200  # characters of a sentence kept on either side of the words


@transaction.atomic
def begin(record: Entity, *, by: AbstractBaseUser | None = None) -> Rescan:
    """Return a new run for a saved entity; what runs before it left undecided is forgotten.

    Raises ValidationError if one is at work.
    """
    kind = record._meta.model_name
    # Locked, so that of two who begin at once the second sees the first.
    type(record).objects.select_for_update(no_key=True, of=("self",)).get(pk=record.pk)
    runs = Rescan.objects.of(kind, record.pk)
    if any(run.is_running for run in runs):
        raise ValidationError(_("The published posts are being searched for it already."))
    runs.delete()
    return Rescan.objects.create(kind=kind, record=record.pk, by=by)


@transaction.atomic
def start(record: Entity, *, by: AbstractBaseUser) -> Rescan:
    """Begin a run and leave it to the worker. Raises ValidationError if one is at work."""
    rescan = begin(record, by=by)
    transaction.on_commit(partial(look_for.enqueue, rescan.pk))
    return rescan


@task()
def look_for(pk: int) -> int:
    """Do a run that somebody has started; return how many posts it found."""
    rescan = Rescan.objects.running().filter(pk=pk).first()
    return run(rescan) if rescan else 0


def cancel(rescan: Rescan) -> bool:
    """Stop a run after the batch its worker is at; return whether it had not ended yet."""
    return _end(rescan, Rescan.Error.CANCELLED)


def forget(records: Iterable[Entity]) -> None:
    """Drop the runs for records that are about to be deleted."""
    for record in records:
        Rescan.objects.of(record._meta.model_name, record.pk).delete()


def run(rescan: Rescan, tell: Callable[[Rescan], None] = lambda _rescan: None) -> int:
    """Look through the live editions, calling ``tell`` after each batch; return the posts found."""
    try:
        _look_through(rescan, tell)
    except Exception:
        _end(rescan, Rescan.Error.FAILED)
        raise
    _end(rescan)
    return rescan.finds.count()


def _look_through(rescan: Rescan, tell: Callable[[Rescan], None]) -> None:
    keys = MentionKey.objects.filter(kind=rescan.kind, record=rescan.record)
    glance = Glance(keys.values_list("key", "text"))
    live = Edition.objects.live().filter(language__in=LANGUAGES)
    rescan.total, cursor, is_more = live.count(), "", True
    while is_more:
        rows, cursor = read_page(live.values(*COLUMNS), NEWEST_FIRST, BATCH, cursor)
        rescan.done += len(rows)
        if not _keep(rescan, list(_finds(rescan, glance, rows))):
            return
        tell(rescan)
        is_more = bool(cursor)


@transaction.atomic
def _keep(rescan: Rescan, finds: list[RescanFind]) -> bool:
    """Store what a batch brought and how far the run is, unless it has been ended meanwhile."""
    # What is published while we look is counted, though it was not when we began.
    progress = {"total": max(rescan.total, rescan.done), "done": rescan.done}
    running = Rescan.objects.running().filter(pk=rescan.pk)
    if not running.update(seen_at=timezone.now(), **progress):
        return False
    RescanFind.objects.bulk_create(finds, ignore_conflicts=True)
    return True


def _end(rescan: Rescan, error: str = "") -> bool:
    running = Rescan.objects.running().filter(pk=rescan.pk)
    return bool(running.update(finished_at=timezone.now(), error=error))


def _finds(rescan: Rescan, glance: Glance, rows: list[dict]) -> Iterator[RescanFind]:
    """Yield the finds of a batch; only texts that pass the glance are searched."""
    rows = [row for row in rows if glance.passes(row["headline"], row["lead"], row["text"])]
    if not rows:
        return
    settled = _settled(rescan, rows)
    rows = [row for row in rows if row["post_id"] not in settled]
    bodies = Edition.objects.filter(pk__in=[row["id"] for row in rows])
    bodies = dict(bodies.order_by().values_list("pk", "body"))
    for row in rows:
        if find := _find(rescan, row, bodies[row["id"]]):
            yield find


def _settled(rescan: Rescan, rows: list[dict]) -> set[int]:
    """Return the posts that name the entity already, or do not whatever the search says."""
    kind, pk = rescan.kind, rescan.record
    posts = [row["post_id"] for row in rows]
    editions = [row["id"] for row in rows]
    naming = Post._meta.get_field(f"{kind}s").remote_field.through.objects
    named = Mention.objects.filter(**{kind: pk}, edition__in=editions).order_by()
    refused = Rejection.objects.filter(kind=kind, record=pk, post__in=posts).order_by()
    found: QuerySet = naming.filter(**{kind: pk}, post__in=posts).order_by().values_list("post")
    found = found.union(named.values_list("edition__post"), refused.values_list("post"))
    return {post for (post,) in found}


def _find(rescan: Rescan, row: dict, body: str) -> RescanFind | None:
    """Return where a post names the entity most surely, first of equals; None if it does not."""
    day = timezone.localdate(row["first_published_at"])
    words = Words(row["headline"], row["lead"], body, row["language"], day)
    entity = (rescan.kind, rescan.record)
    named = [each for each in names_in(words) if _may_mean(each, entity)]
    if not named:
        return None
    best = min(named, key=lambda each: each.span.level != LINK)
    text = row["text"] if best.field == "body" else row[best.field]
    before, after = sentence_round(text, best.start, best.end, AROUND)
    reason = best.span.reason
    return RescanFind(
        rescan=rescan,
        post_id=row["post_id"],
        words=best.words[:255],
        sentence=before + text[best.start : best.end] + after,
        at=len(before),
        level=best.span.level,
        reason=[reason.code, reason.case, reason.detail],
    )


def _may_mean(named: Named, entity: tuple[str, int]) -> bool:
    """Return whether words name the entity or, if they name none for certain, may do so."""
    span = named.span
    return span.entity == entity or span.entity is None and entity in span.others
