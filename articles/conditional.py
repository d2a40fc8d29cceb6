"""Answers that a program asks for again and again: whole, or "not modified"."""

import hashlib
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag


def answer(
    request: HttpRequest, text: str, content_type: str, changed_at: datetime | None = None
) -> HttpResponse:
    """Return the text, or 304 to a request that shows it has it, or 412.

    The tag is of the very bytes, so whatever is gone from them makes it another. Nothing may be
    kept without asking again: what is unpublished shall not be shown by a cache.
    """
    response = HttpResponse(text, content_type=content_type)
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"
    # A date has no more than seconds: within this one the text may yet change again.
    stamp = int(changed_at.timestamp()) if changed_at else None
    if stamp is None or stamp >= int(timezone.now().timestamp()):
        return get_conditional_response(request, etag=etag, response=response)
    response.headers["Last-Modified"] = http_date(stamp)
    return get_conditional_response(request, etag=etag, last_modified=stamp, response=response)
