"""ETags of posts and entities from their rows alone, so that a 304 needs no body.

They stand for an answer as long as all that it hangs on is in them: the edition and when what it
shows last became different (articles/changes.py), the posts beside it that are live now, the day of
notices, what the address asks for, and the code and the settings that present it. What is not sure,
such as a row that changed just now or records that are expanded, has a tag of its bytes instead.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from json import loads
from pathlib import Path

from django.conf import settings
from django.db.models import Subquery
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import http_date, parse_etags
from rest_framework.request import Request

from articles.api import caching, listings
from articles.api.parameters import MAX_ID
from articles.models import ENTITIES, Edition
from articles.prepared import (
    AT,
    SUBJECT,
    Prepared,
    as_moment,
    fill,
    marked,
    marks,
    prepare,
    read,
    size_for,
)

CODE = Path(__file__).resolve().parent.parent
SETTINGS = ("SITE_URL", "MEDIA_URL", "LANGUAGE_CODE", "TIME_ZONE", "NOTICES", "PREVIOUS_EDITIONS")
OTHERWISE = {"HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"}
SOURCE = -2


# When what is shown of a row became different.
CHANGED = {"post": ("changed_at",)} | dict.fromkeys(ENTITIES, ("changed_at", "updated_at"))


def _boundaries() -> dict[str, Subquery]:
    """Return the columns that say how long to keep the answer: a query of their own costs more."""
    opening, closing = caching.boundaries()
    return {"opening": Subquery(opening), "closing": Subquery(closing)}


def _stamps_of(listing: listings.Listing) -> listings.Listing:
    """Return the list of what its rows hang on."""
    columns = ("id", *CHANGED[listing.kind], "opening", "closing")
    return replace(listing, columns=columns, rows=lambda: listing.rows().annotate(**_boundaries()))


LISTS = {
    listing.kind: _stamps_of(listing)
    for listing in (listings.POSTS, listings.PERSONS, listings.ORGANIZATIONS, listings.EVENTS)
}


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an answer hangs on: its tag, its language, and its date if that tells all as well."""

    etag: str
    language: str
    changed_at: datetime | None


class NotModified(Exception):
    """The program has what there is."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


class StampedMixin:
    """A view that looks whether its answer is another before it makes one."""

    stamp: Stamp | None = None

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        self.stamp = _stamp(self, request, kwargs)
        self._refuse_what_is_had()

    def _refuse_what_is_had(self) -> None:
        if self.stamp and _has_it(self.request, self.stamp.etag):
            headers = {"Cache-Control": caching.cache_control(self.request._request)}
            raise NotModified(HttpResponse(status=304, headers=headers))

    def look_at_page(self, asked: listings.Asked) -> None:
        """Look whether a page of a list is another. Raises NotModified, or BadCursor."""
        if _is_plain(self.request) and "q" not in asked.values and self.listing.kind in LISTS:
            self.stamp = _of_page(self.listing.kind, asked, self.request)
            self._refuse_what_is_had()

    def handle_exception(self, exc):
        return exc.response if isinstance(exc, NotModified) else super().handle_exception(exc)

    def finalize_response(self, request, response, *args, **kwargs):
        if self.stamp and response.status_code in (200, 304):
            response.headers["ETag"] = self.stamp.etag
            response.headers["Content-Language"] = self.stamp.language
            if self.stamp.changed_at:
                response.headers["Last-Modified"] = http_date(self.stamp.changed_at.timestamp())
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code == 304:
            del response.headers["Content-Type"]
        return response


def _has_it(request: Request, etag: str) -> bool:
    """Return whether the request asks for anything but what has this tag, and for nothing else.

    Any other condition is for whoever has the whole answer: "*" too, or a wrong parameter with it
    would be not modified.
    """
    if OTHERWISE & request.META.keys():
        return False
    tags = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    return etag in [tag.removeprefix("W/") for tag in tags]


def _stamp(view, request: Request, kwargs: dict) -> Stamp | None:
    is_one = request.method in caching.READS and getattr(view, "action", "") == "retrieve"
    if not is_one or not _is_plain(request) or (pk := kwargs["pk"]) > MAX_ID:
        return None
    if view.basename == "post":
        return _of_post(pk, request)
    return _of_entity(view.basename, pk, request) if view.basename in ENTITIES else None


def _is_plain(request: Request) -> bool:
    """Return whether the answer shows nothing but what its rows link to, and those are live.

    A fact that changes is not noted with an edition that is over.
    """
    others = {"expand", "as_of"} & request.query_params.keys()
    return request.accepted_renderer.format == "json" and not others


def _of_page(kind: str, asked: listings.Asked, request: Request) -> Stamp | None:
    now = timezone.now()
    rows, cursor = listings.read_page(LISTS[kind], asked, now)
    if not rows:
        return None
    _leave([rows[0]["opening"], rows[0]["closing"]], request)
    changed = [[as_moment(row[name]) for name in CHANGED[kind] if row[name]] for row in rows]
    latest = max(map(max, changed))
    if not _is_settled(latest, now):
        return None
    day = str(timezone.localdate(now)) if settings.NOTICES else ""
    made_from = [request.path, cursor, day, [row["id"] for row in rows], changed]
    # Whoever left the list tells nothing by the dates of those that are still there.
    return _made(request, latest, settings.LANGUAGE_CODE, made_from, more=True)


def _of_post(pk: int, request: Request) -> Stamp | None:
    now = timezone.now()
    rows = read(fill(_query_post(), now, {SUBJECT: pk}))
    if not rows:
        return None
    edition, changed_at, language, source, is_translated, related, *boundaries = rows[0]
    _leave(boundaries, request)
    changed_at = as_moment(changed_at)
    if not _is_settled(changed_at, now):
        return None
    source = pk if is_translated else source
    beside = _beside(now, loads(related or "[]"), source)
    day = str(timezone.localdate(now)) if settings.NOTICES else ""
    made_from = [edition, source, is_translated, beside, day]
    return _made(request, changed_at, language, made_from, beside or day)


def _of_entity(kind: str, pk: int, request: Request) -> Stamp | None:
    now = timezone.now()
    rows = read(fill(_query_entity(kind), now, {SUBJECT: pk}))
    if not rows:
        return None
    changed_at, updated_at, *boundaries = rows[0]
    _leave(boundaries, request)
    if changed_at is None:
        return None
    changed_at, updated_at = as_moment(changed_at), as_moment(updated_at)
    latest = max(changed_at, updated_at)
    if not _is_settled(latest, now):
        return None
    return _made(request, latest, settings.LANGUAGE_CODE, [kind, pk, updated_at], [])


def _leave(boundaries: list, request: Request) -> None:
    """Keep with the request what its row says of the time to keep the answer."""
    request._request.boundaries = [as_moment(moment) for moment in boundaries if moment]


def _is_settled(changed_at: datetime, now: datetime) -> bool:
    """Return whether a row is what it will be: it may yet change again within its very moment."""
    return changed_at <= now - timedelta(seconds=settings.CHANGES_SETTLE)


def _made(
    request: Request, changed_at: datetime, language: str, made_from: list, more: object
) -> Stamp:
    """Return the stamp; ``more`` is what the answer hangs on and the date does not tell."""
    asked = sorted(request.query_params.items())
    parts = [code_version(), *(getattr(settings, name) for name in SETTINGS), asked]
    etag = caching.tag_of(repr([*parts, changed_at, *made_from]).encode())
    return Stamp(etag, language, None if more else changed_at)


def _beside(now: datetime, related: list[int], source: int | None) -> list[list[tuple]]:
    """Return what is live now of related posts, and of the story in other languages, if any."""
    found = []
    if related:
        found.append(read(fill(_query_related(size_for(len(related))), now, marked(related))))
    if source:
        found.append(read(fill(_query_told(), now, {SOURCE: source})))
    return [sorted(rows) for rows in found]


@cache
def _query_post() -> Prepared:
    live = Edition.objects.live(AT).filter(post=SUBJECT).order_by()
    columns = ("id", "changed_at", "language", "translation_of_id", "is_translated")
    stamped = live.annotate(**_boundaries())
    return prepare(stamped.values_list(*columns, "document__related_posts", "opening", "closing"))


@cache
def _query_entity(kind: str) -> Prepared:
    found = ENTITIES[kind].objects.published().filter(pk=SUBJECT).order_by()
    stamped = found.annotate(**_boundaries())
    return prepare(stamped.values_list(*CHANGED[kind], "opening", "closing"))


@cache
def _query_related(size: int) -> Prepared:
    live = Edition.objects.live(AT).filter(post__in=marks(size)).order_by()
    return prepare(live.values_list("id"))


@cache
def _query_told() -> Prepared:
    return prepare(Edition.objects.told_in(SOURCE, AT).order_by().values_list("id"))


@cache
def code_version() -> str:
    """Return a digest of the code that presents: another one has other tags."""
    digest = hashlib.sha256()
    for file in sorted(CODE.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
