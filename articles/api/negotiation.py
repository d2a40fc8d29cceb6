"""Which format an answer has: the one the address names, or what the program can read.

``?format=`` wins, and a format that is not there is refused by name. For the sake of an Accept
header nothing is refused (RFC 9110, 12.5.1 leaves the choice): whoever can read none of the formats
gets JSON, and sees by its media type what it is. Of formats a program likes equally it gets the
first, which is JSON.
"""

import re

from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

PARAMETER = "format"
QUALITY = re.compile(r"q=(0(?:\.\d{1,3})?|1(?:\.0{1,3})?)", re.IGNORECASE)
MOST_RANGES = 50


class OneFormat(BaseContentNegotiation):
    """For a page of HTML: it is what it is, whatever is asked for."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class FormatNegotiation(OneFormat):
    """Chooses among the renderers of a view, the first of which is that of JSON."""

    def select_renderer(self, request, renderers, format_suffix=None):
        # Of a method that does not read, nothing is to be said but that.
        if (name := request.query_params.get(PARAMETER)) and request.method in ("GET", "HEAD"):
            chosen = _named(name, renderers)
        else:
            chosen = _accepted(request.META.get("HTTP_ACCEPT", ""), renderers)
        return chosen, chosen.media_type


class FormatsMixin:
    """A view with more formats than JSON: ``formats`` are their renderers by the view's action."""

    formats: dict[str, tuple[type[BaseRenderer], ...]] = {}

    def more_formats(self) -> tuple[type[BaseRenderer], ...]:
        return self.formats.get(getattr(self, "action", None), ())

    def get_renderers(self):
        return [*super().get_renderers(), *(renderer() for renderer in self.more_formats())]

    def finalize_response(self, request, response, *args, **kwargs):
        """Say that the answer depends on Accept, where it does: problems have one format."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code < 400 and depends_on_accept(self, request):
            patch_vary_headers(response, ["Accept"])
        return response


def depends_on_accept(view: FormatsMixin, request: Request) -> bool:
    """Return whether the header chooses the format: there are several, and none is asked for."""
    return PARAMETER not in request.query_params and bool(view.more_formats())


def _named(name: str, renderers: list[BaseRenderer]) -> BaseRenderer:
    known = {renderer.format: renderer for renderer in renderers}
    if name not in known:
        message = _("There is no such format here. There is: %(formats)s.")
        raise ValidationError({PARAMETER: [message % {"formats": ", ".join(known)}]})
    return known[name]


def _accepted(header: str, renderers: list[BaseRenderer]) -> BaseRenderer:
    if len(renderers) == 1 or header in ("", "*/*"):
        return renderers[0]
    ranges = _ranges(header)
    best = max(renderers, key=lambda renderer: _quality_of(renderer.media_type, ranges))
    return best if _quality_of(best.media_type, ranges) else renderers[0]


def _ranges(header: str) -> dict[str, float]:
    """Return the qualities of media ranges: {"text/csv": 1.0, "*/*": 0.8}."""
    ranges = {}
    for written in header.split(",", MOST_RANGES)[:MOST_RANGES]:
        media_range, *parameters = (part.strip() for part in written.split(";"))
        quality = next(filter(None, map(QUALITY.fullmatch, parameters)), None)
        ranges[media_range.lower()] = float(quality[1]) if quality else 1.0
    return ranges


def _quality_of(media_type: str, ranges: dict[str, float]) -> float:
    """Return the quality by the most exact range that holds the type, 0 if none does."""
    whole = f"{media_type.partition('/')[0]}/*"
    return next((ranges[name] for name in (media_type, whole, "*/*") if name in ranges), 0.0)
