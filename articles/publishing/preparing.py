"""What an edition carries for readers: prepared as it is frozen, and again when that changes."""

import json
from datetime import datetime
from functools import partial

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles import documents
from articles.images import draw_social
from articles.marking import record_of
from articles.models import ENTITIES, Edition, EditionLink, Image


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
        draw(edition.post_id)


def draw(post: int, at: datetime | None = None) -> None:
    """Have the pictures of a post for social networks drawn; once more when the readers' changes.

    Then those of the words that readers no longer see are deleted.
    """
    # Robust: the post is out and is shown, even if nobody can be asked to draw for it.
    transaction.on_commit(partial(draw_social.enqueue, post), robust=True)
    if at and at > timezone.now():
        later = draw_social.using(run_after=at)
        transaction.on_commit(partial(later.enqueue, post), robust=True)


def _keep_links(edition: Edition) -> None:
    """Keep whom the edition shows but has no other row for."""
    ids = documents.ids_in([edition.document])
    shown = {(kind, pk) for kind in ENTITIES for pk in ids[kind]}
    shown -= {record_of(mention) for mention in edition.mentions.all()}
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
