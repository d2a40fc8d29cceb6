"""Reading from pages of other sites (CORS): anyone may, and nobody as somebody."""

from django.http import HttpRequest, HttpResponse

METHODS = "GET, HEAD"
# Not Authorization: a token belongs on a server, never in a page that its readers can look into.
HEADERS = "Accept, Accept-Language, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since"
EXPOSED = "Content-Disposition, ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
A_DAY = "86400"  # the most that any browser takes


def is_preflight(request: HttpRequest) -> bool:
    """Return whether a browser asks what a page of another site may ask of us."""
    asked = {"Origin", "Access-Control-Request-Method"}
    return request.method == "OPTIONS" and asked <= request.headers.keys()


def preflight() -> HttpResponse:
    """Answer it: the same for every address, site and page."""
    headers = {
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": HEADERS,
        "Access-Control-Max-Age": A_DAY,
    }
    response = HttpResponse(status=204, headers=headers)
    del response.headers["Content-Type"]
    return response


def open_to_all(response: HttpResponse) -> HttpResponse:
    """Let pages of any site read the answer, a refusal as well."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    return response
