from rest_framework.negotiation import BaseContentNegotiation


class OneMediaType(BaseContentNegotiation):
    """Each address has one media type; asking for another is not worth a refusal (RFC 9110)."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type
