"""The description of the feed for programs (OpenAPI) and its page for people."""

from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiJsonRenderer2
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.renderers import BaseRenderer

from articles.api import choosing, parameters
from articles.api.negotiation import OneFormat
from articles.api.ninjs import NinjsRenderer
from articles.api.problems import MEDIA_TYPE
from articles.api.shapes import ProblemSerializer
from articles.models import ENTITIES

ID = {"type": "integer", "minimum": 1, "maximum": parameters.MAX_ID}
FIELD = {"type": "string", "format": "field", "pattern": choosing.NAME.pattern}


def problem(description: str) -> OpenApiResponse:
    """Return the description of problem details for the schema."""
    return OpenApiResponse(ProblemSerializer, description=description)


def described(renderer: BaseRenderer) -> OpenApiResponse:
    """Return the description of an answer that is not in the JSON of this feed."""
    is_ninjs = isinstance(renderer, NinjsRenderer)
    return OpenApiResponse(OpenApiTypes.OBJECT if is_ninjs else OpenApiTypes.STR)


class FeedSchema(AutoSchema):
    """Describes parameters by the listing of the view, and the problems it can answer with."""

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
        if self.is_detail or self.is_within:
            answers[404, MEDIA_TYPE] = problem(_("Readers see nothing with this id."))
        if self.may_be_merged:
            answers[301] = OpenApiResponse(
                description=_("It was merged into another record, which is there.")
            )
        return answers

    def get_auth(self) -> list:
        return [{}, {"token": []}]

    def get_description(self) -> str:
        if self.is_within:
            return _("Posts that name it or stand in it, newest first.")
        return self.view.about

    def get_override_parameters(self) -> list:
        formats = [renderer.format for renderer in self.view.get_renderers()]
        told = _("The format of the answer; without it the Accept header chooses.")
        found = [OpenApiParameter("format", str, enum=formats, default="json", description=told)]
        listing = getattr(self.view, "listing", None)
        if listing is None:
            return found
        if self.is_detail or self.is_within:
            found.append(OpenApiParameter("id", ID, "path", description=_("The id.")))
        if not self.is_detail:
            found += [
                _listed(name, each.field.schema, each.help_text)
                for name, each in listing.filters.items()
                if name != self.view.within
            ]
            text = _("The order; of posts found with q by default the best come first.")
            found.append(_query("ordering", {"type": "string", "enum": [*listing.orders]}, text))
        else:
            found += [
                _listed(name, listing.filters[name].field.schema, listing.filters[name].help_text)
                for name in self.view.detail_parameters
            ]
        names = {"type": "array", "items": FIELD, "minItems": 1, "maxItems": choosing.MOST_FIELDS}
        text = _("Names of all that is shown, dotted for what is inside: id,lead_image.url.")
        found.append(_listed("fields", names, text))
        paths = list(choosing.paths_of(listing.kind, self.is_detail))
        if paths:
            items = {"type": "string", "enum": paths}
            names = {"type": "array", "items": items, "minItems": 1}
            text = _("Links in whose place the whole record shall stand.")
            found.append(_listed("expand", names | {"maxItems": choosing.MOST_EXPANDED}, text))
        return found

    @property
    def is_detail(self) -> bool:
        return getattr(self.view, "action", "") == "retrieve"

    @property
    def is_within(self) -> bool:
        return bool(getattr(self.view, "within", ""))

    @property
    def may_be_merged(self) -> bool:
        listing = getattr(self.view, "listing", None)
        if listing is None or not (self.is_detail or self.is_within):
            return False
        return (self.view.within or listing.kind) in ENTITIES


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


def _query(name: str, schema: dict, text: str) -> OpenApiParameter:
    return OpenApiParameter(name, schema, description=text)


def _listed(name: str, schema: dict, text: str) -> OpenApiParameter:
    """Return the description of a parameter with commas between its values, if it has several."""
    if schema.get("type") != "array":
        return _query(name, schema, text)
    return OpenApiParameter(name, schema, description=text, style="form", explode=False)


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
