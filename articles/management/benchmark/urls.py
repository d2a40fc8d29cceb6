"""The site's addresses, and beside them a view that does nothing, to compare with."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from newsroom import urls

EMPTY = "/benchmark/empty/"


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


handler400 = urls.handler400
handler500 = urls.handler500
urlpatterns = [path(EMPTY[1:], empty), *urls.urlpatterns]
