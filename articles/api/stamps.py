"""ETags of posts and entities from their rows alone, so that no body need be made for them again.

They stand for an answer as long as all that it hangs on is in them: the edition and when what it
shows last became different (articles/changes.py), the posts beside it that are live now, the day of
notices, what the address asks for, and the code and the settings that present it. What is not sure,
such as a row that changed just now or records that are expanded, has a tag of its bytes instead.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import http_date, parse_etags
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api import bodies, caching
from articles.api.posts import Beside
from articles.models import ENTITIES
from articles.prepared import as_moment

CODE = Path(__file__).resolve().parent.parent
SETTINGS = ("SITE_URL", "MEDIA_URL", "LANGUAGE_CODE", "TIME_ZONE", "NOTICES", "PREVIOUS_EDITIONS")
# Parameters by which an answer hangs on more than its rows: whole records, search, the past.
ELSEWHERE = {"expand", "q", "as_of"}
OTHERWISE = {"HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"}
# When what is shown of a row became different.
CHANGED = {"post": ("changed_at",)} | dict.fromkeys(ENTITIES, ("changed_at", "updated_at"))


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an answer hangs on: its tag, its language, and its date if that tells all as well."""

    etag: str
    language: str
    changed_at: datetime | None


class Answered(Exception):
    """There is an answer without one being made of the rows."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


class StampedMixin:
    """A view that looks whether there is an answer before it makes one of its rows."""

    stamp: Stamp | None = None

    def look_at(self, rows: list[dict], stamp: Stamp | None) -> None:
        """Take what the rows of the answer say of how long it holds.

        Raises Answered if the program has what there is, or we have it still.
        """
        if rows:
            caching.leave_boundaries(self.request._request, rows[0])
        self.stamp = stamp
        if stamp and _has_it(self.request, stamp.etag):
            headers = {"Cache-Control": caching.cache_control(self.request._request)}
            raise Answered(HttpResponse(status=304, headers=headers))
        if stamp and (body := bodies.find(stamp.etag)):
            headers = {"Link": body.link} if body.link else {}
            raise Answered(HttpResponse(body.content, body.content_type, headers=headers))

    def handle_exception(self, exc):
        return exc.response if isinstance(exc, Answered) else super().handle_exception(exc)

    def finalize_response(self, request, response, *args, **kwargs):
        if self.stamp and response.status_code in (200, 304):
            response.headers["ETag"] = self.stamp.etag
            response.headers["Content-Language"] = self.stamp.language
            if self.stamp.changed_at:
                response.headers["Last-Modified"] = http_date(self.stamp.changed_at.timestamp())
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code == 304:
            del response.headers["Content-Type"]
        elif self.stamp and isinstance(response, Response) and response.status_code == 200:
            response.add_post_render_callback(self._keep)
        return response

    def _keep(self, response: Response) -> None:
        headers = response.headers
        body = bodies.Body(response.content, headers["Content-Type"], headers.get("Link"))
        bodies.keep(self.stamp.etag, body)


def of_page(
    kind: str, rows: list[dict], cursor: str, now: datetime, request: Request
) -> Stamp | None:
    """Return the stamp of a page of a list, with the cursor of the next; None if not sure."""
    if not rows or kind not in CHANGED or not _is_plain(request):
        return None
    changed = [(row["id"], *(row[name] for name in CHANGED[kind])) for row in rows]
    latest = max(moment for _pk, *moments in changed for moment in moments if moment)
    made_from = [request.path, cursor, _day(now), changed]
    # Whoever left the list tells nothing by the dates of those that are still there.
    return _made(request, now, as_moment(latest), settings.LANGUAGE_CODE, made_from, more=True)


def of_post(edition: dict, beside: Beside, now: datetime, request: Request) -> Stamp | None:
    """Return the stamp of a post; None if not sure."""
    if not _is_plain(request):
        return None
    related = sorted(pk for pk, _card in beside.related)
    more = [related, beside.translations, _day(now)]
    made_from = [edition["id"], edition["translation_of_id"], edition["is_translated"], more]
    changed_at = as_moment(edition["changed_at"])
    return _made(request, now, changed_at, edition["language"], made_from, any(more))


def of_entity(kind: str, row: dict, now: datetime, request: Request) -> Stamp | None:
    """Return the stamp of a record; None if not sure, or it is none of the entities."""
    if kind not in ENTITIES or row["changed_at"] is None or not _is_plain(request):
        return None
    changed_at, updated_at = (as_moment(row[name]) for name in CHANGED[kind])
    made_from = [kind, row["id"], updated_at]
    latest = max(changed_at, updated_at)
    return _made(request, now, latest, settings.LANGUAGE_CODE, made_from, more=False)


def _is_plain(request: Request) -> bool:
    """Return whether the answer shows nothing but what its rows link to, and those are live.

    A fact that changes is not noted with an edition that is over.
    """
    is_json = request.accepted_renderer.format == "json"
    return is_json and ELSEWHERE.isdisjoint(request.query_params)


def _has_it(request: Request, etag: str) -> bool:
    """Return whether the request asks for anything but what has this tag, and for nothing else.

    Any other condition is for whoever has the whole answer.
    """
    known = request.META.get("HTTP_IF_NONE_MATCH")
    if not known or OTHERWISE & request.META.keys():
        return False
    tags = parse_etags(known)
    return etag in [tag.removeprefix("W/") for tag in tags]


def _day(now: datetime) -> str:
    """Return the day by which notices to readers hold, "" where there are none."""
    return str(timezone.localdate(now)) if settings.NOTICES else ""


def _made(
    request: Request,
    now: datetime,
    changed_at: datetime,
    language: str,
    made_from: list,
    more: bool,
) -> Stamp | None:
    """Return the stamp, None of a row that may yet change again within its very moment.

    ``more`` says that the answer hangs on what the date does not tell.
    """
    if changed_at > now - timedelta(seconds=settings.CHANGES_SETTLE):
        return None
    asked = sorted(request.query_params.items())
    parts = [code_version(), *(getattr(settings, name) for name in SETTINGS), asked]
    etag = caching.tag_of(repr([*parts, changed_at, *made_from]).encode())
    return Stamp(etag, language, None if more else changed_at)


@cache
def code_version() -> str:
    """Return a digest of the code that presents: another one has other tags."""
    digest = hashlib.sha256()
    for file in sorted(CODE.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
