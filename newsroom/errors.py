"""Answers to requests that Django itself refuses."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what to do to somebody who sent more than is read; to others that we did not understand.

    Without the database and the request's context: these pages must stand when those do not.
    """
    if isinstance(exception, TOO_LARGE):
        return HttpResponse(render_to_string("admin/too_large.html"), status=413)
    return defaults.bad_request(request, exception)
