"""What all answers under /api/ have in common: to whom, how often, and from which pages."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from articles.api import caching, cors, throttling, tokens
from articles.api.problems import problem

ROOT = "/api/"
WRONG_TOKENS = 20  # a minute from one address


class MannersMiddleware:
    """Asks whose a request to the feed is and how often he came, before any view is found.

    A middleware, so that unknown addresses and faults of ours are answered alike.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        if cors.is_preflight(request):
            return cors.open_to_all(cors.preflight())
        return cors.open_to_all(self.answer(request))

    def answer(self, request: HttpRequest) -> HttpResponse:
        address = throttling.address_of(request)
        secret, request.partner = tokens.secret_of(request), None
        if secret is not None:
            guesses = throttling.standing("wrong-tokens", address, WRONG_TOKENS)
            if guesses.is_over:
                return _for_one(throttling.refusal(guesses))
            request.partner = tokens.find_partner(secret)
            if request.partner is None:
                throttling.count("wrong-tokens", address, WRONG_TOKENS)
                return _for_one(tokens.refusal())
        return self.throttled(request, address)

    def throttled(self, request: HttpRequest, address: str) -> HttpResponse:
        if partner := request.partner:
            policy, who, limit = "token", str(partner.pk), settings.API_TOKEN_LIMIT
        else:
            policy, who, limit = "address", address, settings.API_LIMIT
        if not limit:
            return self.polite(request)
        standing = throttling.count(policy, who, limit)
        response = throttling.refusal(standing) if standing.is_over else self.polite(request)
        throttling.tell(response, standing)
        return response

    def polite(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD") and _has_body(request):
            fault = {"parameter": "body", "detail": _("A request that reads has no body.")}
            return problem(HTTPStatus.BAD_REQUEST, _("The request is malformed."), [fault])
        response = caching.finish(request, self.get_response(request))
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            response.headers["WWW-Authenticate"] = tokens.challenge()
        return response


def _has_body(request: HttpRequest) -> bool:
    """Return whether something is sent (RFC 9110, 9.3.1: it means nothing, and may be refused)."""
    is_chunked = "HTTP_TRANSFER_ENCODING" in request.META
    return is_chunked or request.META.get("CONTENT_LENGTH") not in (None, "", "0")


def _for_one(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Authorization"])
    return response
