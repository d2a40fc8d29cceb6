"""What the feed answers for what readers saw once and do not see now."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound

from articles.api.links import api_url
from articles.api.problems import Gone
from articles.models import ENTITIES, Edition, Removal


def still_shown(editions: QuerySet, now: datetime, *, previous: bool) -> QuerySet:
    """Return those of opened editions that readers may see at that time, though they are over.

    Nobody sees again what came before a withdrawal, nor anything of a post unpublished now; and
    without the ``previous`` ones nothing but what is live.
    """
    live = Edition.objects.live(now)
    if not previous:
        return editions.filter(pk__in=live.values("pk"))
    same_post = Q(post=OuterRef("post"))
    withdrawn = Edition.objects.opened(now).filter(
        same_post, ended_by__isnull=False, live_until__lte=now, number__gte=OuterRef("number")
    )
    return editions.filter(Exists(live.filter(same_post)), ~Exists(withdrawn))


def seen_at(moment: datetime, now: datetime, *, previous: bool) -> QuerySet:
    """Return what readers saw at a moment of the past, of what they may see now."""
    # The second condition lets a list begin where its index does.
    seen = Edition.objects.live(moment).filter(first_published_at__lte=moment)
    return still_shown(seen, now, previous=previous)


def answer_for_past_post(pk: int, now: datetime) -> HttpResponse:
    """Send on to what took the post's place. Raises Gone, or NotFound if it never was live."""
    editions = Edition.objects.opened(now).filter(post=pk).order_by("-live_from", "-number")
    last = editions.values("reader_note", "redirect_to").first()
    if last is None:
        raise NotFound
    target = last["redirect_to"]
    if target and Edition.objects.live(now).filter(post=target).exists():
        return HttpResponsePermanentRedirect(api_url("post", target))
    raise Gone(last["reader_note"] or _("This post has been unpublished."))


def answer_for_past_entity(kind: str, pk: int) -> HttpResponse:
    """Send on to what it was merged into. Raises Gone, or NotFound if readers never saw it."""
    records = ENTITIES[kind].objects.filter(pk=pk)
    into = ("merged_into", "merged_into__is_published")
    found = records.values("changed_at", *into).first()
    if found and found["merged_into__is_published"]:
        return HttpResponsePermanentRedirect(api_url(kind, found["merged_into"]))
    if found is None and not Removal.objects.filter(kind=kind, record=pk).exists():
        raise NotFound
    if found and found["changed_at"] is None:
        raise NotFound
    raise Gone(_("This record is not shown any more."))
