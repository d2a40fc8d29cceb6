"""The description of the feed for programs (OpenAPI) and its page for people."""

from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiJsonRenderer2
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.renderers import BaseRenderer

from articles.api import parameters
from articles.api.negotiation import OneFormat
from articles.api.ninjs import NinjsRenderer
from articles.api.problems import MEDIA_TYPE
from articles.api.shapes import ProblemSerializer


def problem(description: str) -> OpenApiResponse:
    """Return the description of problem details for the schema."""
    return OpenApiResponse(ProblemSerializer, description=description)


def described(renderer: BaseRenderer) -> OpenApiResponse:
    """Return the description of an answer that is not in the JSON of this feed."""
    is_ninjs = isinstance(renderer, NinjsRenderer)
    return OpenApiResponse(OpenApiTypes.OBJECT if is_ninjs else OpenApiTypes.STR)


class FeedSchema(AutoSchema):
    """Adds the problems that an address of the feed can answer with."""

    def get_response_serializers(self) -> dict:
        json, *others = self.view.get_renderers()
        answers = {
            (200, json.media_type): super().get_response_serializers(),
            **{(200, renderer.media_type): described(renderer) for renderer in others},
            (400, MEDIA_TYPE): problem(_("A parameter is unknown or its value is not right.")),
            (401, MEDIA_TYPE): problem(_("The token does not work, or one is needed.")),
            (429, MEDIA_TYPE): problem(
                _("Too many requests; Retry-After says when to come again.")
            ),
        }
        if self.is_detail:
            answers[404, MEDIA_TYPE] = problem(_("Readers see nothing with this id."))
        return answers

    def get_auth(self) -> list:
        return [{}, {"token": []}]

    def get_override_parameters(self) -> list:
        formats = [renderer.format for renderer in self.view.get_renderers()]
        told = _("The format of the answer; without it the Accept header chooses.")
        return [OpenApiParameter("format", str, enum=formats, default="json", description=told)]

    def get_description(self) -> str:
        return self.view.about

    @property
    def is_detail(self) -> bool:
        return getattr(self.view, "action", "") == "retrieve"


class PostSchema(FeedSchema):
    """A post also has a past: it may have been unpublished."""

    def get_response_serializers(self) -> dict:
        answers = super().get_response_serializers()
        if self.is_detail:
            answers[301] = OpenApiResponse(
                description=_("The post was unpublished in favour of another one.")
            )
            answers[410, MEDIA_TYPE] = problem(
                _("The post was unpublished; the detail is the note to readers.")
            )
        return answers

    def get_override_parameters(self) -> list:
        more = super().get_override_parameters()
        if not self.is_detail:
            return more
        return [OpenApiParameter("id", int, "path", description=_("The id of the post.")), *more]


class SchemaView(SpectacularAPIView):
    http_method_names = ["get", "head"]
    renderer_classes = [OpenApiJsonRenderer2]

    @extend_schema(exclude=True)
    def get(self, request, *args, **kwargs):
        parameters.check(request.query_params)
        response = super().get(request, *args, **kwargs)
        patch_vary_headers(response, ["Accept-Language"])
        return response


class DocsView(SpectacularSwaggerSplitView):
    http_method_names = ["get", "head"]
    content_negotiation_class = OneFormat
    url_name = "api:schema"
    template_name = "articles/api_docs.html"
