"""How often somebody may ask: counted by the minute, in the cache that all our processes share."""

import time
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from ipaddress import ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from articles.api.problems import problem

WINDOW = 60  # seconds
LOCAL = {"", "127.0.0.1", "::1"}  # a socket has no address


@dataclass(frozen=True, slots=True)
class Standing:
    """How much of a limit somebody has used, and in how many seconds it begins anew."""

    policy: str
    limit: int
    used: int
    ends_in: int

    @property
    def is_over(self) -> bool:
        return self.used > self.limit


def count(policy: str, who: str, limit: int) -> Standing:
    """Count a request."""
    key, ends_in = _window(policy, who)
    return Standing(policy, limit, _increase(key), ends_in)


def standing(policy: str, who: str, limit: int) -> Standing:
    """Return how somebody stands before another request, without counting it."""
    key, ends_in = _window(policy, who)
    return Standing(policy, limit, cache.get(key, 0) + 1, ends_in)


def refusal(standing: Standing) -> HttpResponse:
    """Return the answer to who is over the limit: when to come again."""
    wait = standing.ends_in
    detail = ngettext(
        "Too many requests. Ask again in %(seconds)d second.",
        "Too many requests. Ask again in %(seconds)d seconds.",
        wait,
    )
    response = problem(HTTPStatus.TOO_MANY_REQUESTS, detail % {"seconds": wait})
    response.headers["Retry-After"] = str(wait)
    response.headers["Cache-Control"] = "no-store"
    return response


def tell(response: HttpResponse, standing: Standing) -> None:
    """Say in the answer what is left, as draft-ietf-httpapi-ratelimit-headers-10 has it."""
    name, left = standing.policy, max(0, standing.limit - standing.used)
    response.headers["RateLimit-Policy"] = f'"{name}";q={standing.limit};w={WINDOW}'
    response.headers["RateLimit"] = f'"{name}";r={left};t={standing.ends_in}'


def address_of(request: HttpRequest) -> str:
    """Return what requests are counted by: an address, or the network of a house if it is IPv6.

    What clients say of themselves is not believed: only what the proxies in front have added.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    proxies = settings.PROXIES
    if proxies is None:
        proxies = 1 if peer in LOCAL else 0
    if proxies and (passed_on := request.META.get("HTTP_X_FORWARDED_FOR")):
        added = passed_on.rsplit(",", proxies)[-proxies:]
        return _network(added[0].strip()) or _network(peer)
    return _network(peer)


@lru_cache(maxsize=10_000)
def _network(text: str) -> str:
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    address = getattr(address, "ipv4_mapped", None) or address
    return str(address) if address.version == 4 else f"{int(address) >> 64:x}"


def _window(policy: str, who: str) -> tuple[str, int]:
    now = int(time.time())
    return f"api:{policy}:{who}:{now // WINDOW}", WINDOW - now % WINDOW


def _increase(key: str) -> int:
    try:
        return cache.incr(key)
    except ValueError:  # the first
        # add() and not set(): of two that are first at once, both are counted.
        return 1 if cache.add(key, 1, WINDOW) else cache.incr(key)
