"""Pages of a list, each with the address of the next."""

from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api.links import absolute
from articles.paging import BadCursor, read_page

PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
PARAMETERS = ("cursor", "page_size")


class KeyPagination(BasePagination):
    """Reads a list by the ``keys`` of its view."""

    def paginate_queryset(self, queryset: QuerySet, request: Request, view=None) -> list:
        self.request = request
        size = page_size(request.query_params.get("page_size", str(PAGE_SIZE)))
        cursor = request.query_params.get("cursor", "")
        try:
            page, self.cursor = read_page(queryset, view.keys, size, cursor)
        except BadCursor as error:
            message = _("This is not a cursor of this list.")
            raise ValidationError({"cursor": [message]}) from error
        return page

    def get_paginated_response(self, data: list[dict]) -> Response:
        return Response({"next": self._next_url(), "results": data})

    def _next_url(self) -> str | None:
        if not self.cursor:
            return None
        params = self.request.query_params.dict() | {"cursor": self.cursor}
        return absolute(f"{self.request.path}?{urlencode(params)}")

    def get_schema_operation_parameters(self, view) -> list[dict]:
        return [
            {
                "name": "cursor",
                "in": "query",
                "description": gettext_lazy("Where the page begins, as in the address of next."),
                "schema": {"type": "string"},
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
            "type": "string",
            "format": "uri",
            "nullable": True,
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
