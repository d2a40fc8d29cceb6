"""How long an answer may be kept, and how a program learns that it has what there is.

A shared cache may keep an answer to the end of the minute, and never past the next moment at which
something opens or closes by itself: an unpublished post is gone from every cache within a minute.
Whole minutes, because an age that ended with the schedule alone would tell the schedule.
"""

import hashlib
from datetime import datetime
from functools import cache
from http import HTTPStatus

from django.db.models import QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe, quote_etag
from django.utils.translation import gettext as _

from articles.api.problems import problem
from articles.models import Edition
from articles.prepared import AT, SOON, Prepared, as_moment, fill, prepare, read_lists

MINUTE = 60
# Addresses whose answers hang on nothing that is published.
STILL = {"feed", "schema", "docs"}
# Who asks there wants to know at once.
FRESH = {"change-list"}
READS = ("GET", "HEAD")
CONDITIONS = {
    f"HTTP_IF_{name}" for name in ("MATCH", "NONE_MATCH", "MODIFIED_SINCE", "UNMODIFIED_SINCE")
}
BOUNDARIES = ("opening", "closing")


def finish(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say how long the answer may be kept; return it, or 304 to whoever has it, or 412."""
    if request.method not in READS or response.status_code != HTTPStatus.OK:
        # A redirect too: what a post was taken down for may be taken back.
        response.headers.setdefault("Cache-Control", "no-cache")
        return response
    if "no-store" in response.headers.get("Cache-Control", ""):
        return response
    response.headers.setdefault("Cache-Control", cache_control(request))
    if "ETag" not in response.headers:
        response.headers["ETag"] = tag_of(response.content)
    # Most programs say nothing of what they have.
    return response if CONDITIONS.isdisjoint(request.META) else _if_asked(request, response)


def cache_control(request: HttpRequest) -> str:
    """Return how long what is answered now may be kept.

    A view that has read them with_boundaries() leaves them on the request.
    """
    now = timezone.now()
    left = MINUTE - now.timestamp() % MINUTE
    name = request.resolver_match and request.resolver_match.url_name
    if name in FRESH:
        return "no-cache"
    if name not in STILL:
        found = getattr(request, "boundaries", None)
        moments = _read_boundaries(now) if found is None else found
        left = min([left, *((moment - now).total_seconds() for moment in moments)])
    return f"public, max-age={max(0, int(left))}, must-revalidate"


def tag_of(made_from: bytes) -> str:
    """Return a strong ETag of what an answer is made from."""
    return quote_etag(hashlib.sha256(made_from).hexdigest()[:32])


def _if_asked(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    changed_at = parse_http_date_safe(response.headers.get("Last-Modified", ""))
    since = request.META.get("HTTP_IF_MODIFIED_SINCE")
    if since and since != response.headers.get("Last-Modified"):
        # A date we gave is taken, as a tag; of another nobody knows what was shown then.
        changed_at = None
    answer = get_conditional_response(request, response.headers["ETag"], changed_at, response)
    if answer.status_code == HTTPStatus.PRECONDITION_FAILED:
        detail = _("It is not what the request says it is.")
        answer = problem(HTTPStatus.PRECONDITION_FAILED, detail)
        answer.headers["Cache-Control"] = "no-cache"
    elif answer.status_code == HTTPStatus.NOT_MODIFIED:
        # A cache keeps what a 304 says in place of what it had (RFC 9111, 3.2).
        if language := response.headers.get("Content-Language"):
            answer.headers["Content-Language"] = language
        del answer.headers["Content-Type"]
    return answer


def with_boundaries(rows: QuerySet) -> QuerySet:
    """Name the moments that an answer with these rows may not be kept past: BOUNDARIES.

    A query of their own costs more.
    """
    opening, closing = _boundaries()
    return rows.annotate(opening=Subquery(opening), closing=Subquery(closing))


def leave_boundaries(request: HttpRequest, row: dict) -> None:
    """Keep with the request what one of its rows says of the time to keep the answer."""
    moments = (row[name] for name in BOUNDARIES)
    request.boundaries = [as_moment(moment) for moment in moments if moment]


def _boundaries() -> tuple[QuerySet, QuerySet]:
    """Return the queries for when within a minute something opens, and closes, by itself.

    Of each the next, AT and SOON marking the minute. What another edition follows on closes as
    that one opens.
    """
    opening = Edition.objects.pending(AT).filter(live_from__lte=SOON).order_by("live_from")
    closing = Edition.objects.live(AT).filter(live_until__lte=SOON, ended_by__isnull=False)
    closing = closing.order_by("live_until")
    return opening.values_list("live_from")[:1], closing.values_list("live_until")[:1]


def _read_boundaries(now: datetime) -> list[datetime]:
    lists = [fill(query, now, {}) for query in _queries()]
    return [as_moment(moment) for rows in read_lists(lists) for (moment,) in rows]


@cache
def _queries() -> list[Prepared]:
    return [prepare(query) for query in _boundaries()]
