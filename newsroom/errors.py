"""Answers to requests that Django itself refuses, and to faults of ours."""

from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import defaults

from articles.api.problems import problem

API = "/api/"
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what to do to somebody who sent more than is read; to others that we did not understand.

    Without the database and the request's context: these pages must stand when those do not.
    """
    if request.path_info.startswith(API):
        return problem(HTTPStatus.BAD_REQUEST, _("The request is malformed."))
    if isinstance(exception, TOO_LARGE):
        return HttpResponse(render_to_string("admin/too_large.html"), status=413)
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours; to programs as problem details."""
    if request.path_info.startswith(API):
        detail = _("Something went wrong on our side. Ask again later.")
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, detail)
    return defaults.server_error(request)
