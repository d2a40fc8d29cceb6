"""Pages of a list: what an address asks for, and where the next page is (RFC 8288)."""

from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from articles.api import parameters
from articles.api.links import absolute
from articles.api.listings import SHOWN_BY, Asked, Listing, read_values

PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
PARAMETERS = ("cursor", "page_size", "ordering", "fields", "expand")


def read_asked(request: HttpRequest, listing: Listing, fixed: dict[str, int]) -> Asked:
    """Return what an address asks of a list, some values of which are ``fixed`` by its path.

    Raises ValidationError with the names of the parameters that are not right.
    """
    params = request.GET
    parameters.check(params, [*(listing.filters.keys() - fixed.keys()), *PARAMETERS])
    values = read_values(listing.filters, params) | fixed
    return Asked(
        values,
        _ordering(listing, params.get("ordering", ""), "q" in values),
        page_size(params.get("page_size", str(PAGE_SIZE))),
        params.get("cursor", ""),
        _name_of(request.path, params),
    )


def _ordering(listing: Listing, given: str, is_found: bool) -> str:
    if given and given not in listing.orders:
        message = f"{_('Choose one of these:')} {', '.join(listing.orders)}"
        raise ValidationError({"ordering": [message]})
    if not given and listing.kind == "post" and is_found:
        return ""  # the best first
    return given or next(iter(listing.orders))


def _name_of(path: str, params: QueryDict) -> str:
    """Return what tells a list from all others, for its cursors."""
    return f"{path}?{urlencode(sorted((name, params[name]) for name in set(params) - SHOWN_BY))}"


def answer(request: HttpRequest, records: list[dict], cursor: str) -> Response:
    """Return a page of records; ``cursor`` is that of the next one, "" if there is none."""
    following = _address(request, cursor) if cursor else None
    links = [f'<{following}>; rel="next"'] if following else []
    links.append(f'<{_address(request)}>; rel="first"')
    body = {"next": following, "results": records}
    return Response(body, headers={"Link": ", ".join(links)})


def _address(request: HttpRequest, cursor: str = "") -> str:
    params = {name: value for name, value in request.GET.items() if name != "cursor"}
    query = urlencode(params | ({"cursor": cursor} if cursor else {}))
    return absolute(f"{request.path}?{query}" if query else request.path)


class KeyPagination(BasePagination):
    """Describes a page for the schema; views read it themselves."""

    def get_schema_operation_parameters(self, view) -> list[dict]:
        return [
            {
                "name": "cursor",
                "in": "query",
                "description": gettext_lazy("Where the page begins, as in the address of next."),
                "schema": {"type": "string", "format": "cursor"},
            },
            {
                "name": "page_size",
                "in": "query",
                "description": gettext_lazy("How many results a page holds."),
                "schema": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": MAX_PAGE_SIZE,
                    "default": PAGE_SIZE,
                },
            },
        ]

    def get_paginated_response_schema(self, schema: dict) -> dict:
        address = {
            "type": ["string", "null"],
            "format": "uri",
            "description": gettext_lazy("Address of the next page; null on the last."),
        }
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {"next": address, "results": schema},
        }


def page_size(text: str) -> int:
    """Return the size asked for. Raises ValidationError."""
    if text.isascii() and text.isdigit() and len(text) <= 3 and 0 < int(text) <= MAX_PAGE_SIZE:
        return int(text)
    message = _("Write a whole number from 1 to %(most)s.") % {"most": MAX_PAGE_SIZE}
    raise ValidationError({"page_size": [message]})
