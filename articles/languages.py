"""Which language a request is answered in."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

CODES = {code for code, _name in settings.LANGUAGES}


class LanguageMiddleware:
    """Readers' pages speak the language of their address; desk and API that of the user.

    Django's LocaleMiddleware would add ``Vary: Accept-Language`` to pages that do not vary.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


def language_of(request: HttpRequest) -> str:
    """Return the language code to answer the request in."""
    if request.path_info.startswith(("/admin/", "/api/")):
        language = translation.get_language_from_request(request)
        return language if language in settings.ADMIN_LANGUAGES else settings.LANGUAGE_CODE
    return translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE


def path_in(language: str, path: str) -> str:
    """Return the address of the same page in another language, or of the front page there.

    A post and a page that is no news have an address in their own language alone.
    """
    first = path[1:].partition("/")[0]
    bare = path.removeprefix(f"/{first}") if first in CODES else path
    if bare.startswith(("/posts/", "/pages/")):
        bare = "/"
    return bare if language == settings.LANGUAGE_CODE else f"/{language}{bare}"
