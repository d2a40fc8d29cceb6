"""Errors as problem details (RFC 9457), whatever the request asked to accept."""

from http import HTTPStatus

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions

MEDIA_TYPE = "application/problem+json"


class Gone(exceptions.APIException):
    """Readers saw it once and shall not see it now; the detail is the note to them."""

    status_code = HTTPStatus.GONE


def problem(status: int, detail: str, errors: list[dict] | None = None) -> HttpResponse:
    """Return problem details; ``errors`` are [{"parameter": name, "detail": message}]."""
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    response = JsonResponse(
        body | {"errors": errors or []},
        status=status,
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )
    response["Content-Language"] = get_language()
    patch_vary_headers(response, ["Accept-Language"])
    return response


def problem_details(exc: Exception, context: dict) -> HttpResponse | None:
    """Return the answer to an exception in a view, or None if it is a fault of ours."""
    if isinstance(exc, exceptions.ValidationError):
        return _bad_parameters(exc.detail)
    if isinstance(exc, SuspiciousOperation):
        return problem(HTTPStatus.BAD_REQUEST, _("The request is malformed."))
    if isinstance(exc, Http404):
        exc = exceptions.NotFound()
    if isinstance(exc, exceptions.APIException):
        return problem(exc.status_code, str(exc.detail))
    return None


@csrf_exempt
def not_found(request: HttpRequest) -> HttpResponse:
    """Answer for every address that nothing else answers for."""
    if request.path.endswith("/"):
        return problem(HTTPStatus.NOT_FOUND, str(exceptions.NotFound().detail))
    return problem(HTTPStatus.NOT_FOUND, _("Not found. Every address here ends with a slash."))


def _bad_parameters(faults: dict[str, list[str]]) -> HttpResponse:
    errors = [
        {"parameter": name, "detail": str(message)}
        for name, messages in faults.items()
        for message in messages
    ]
    names = ", ".join(faults)
    detail = _("These parameters are not right: %(names)s.") % {"names": names}
    return problem(HTTPStatus.BAD_REQUEST, detail, errors)
