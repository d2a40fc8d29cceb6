"""What readers saw of a post before: its editions, each with the facts of today."""

from types import SimpleNamespace
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from articles.api import parameters, views
from articles.api.changes import SIZE, PostObjectSerializer, post_objects
from articles.api.links import absolute
from articles.api.pagination import PAGE_SIZE, page_size
from articles.api.past import answer_for_past_post, still_shown
from articles.api.problems import MEDIA_TYPE
from articles.api.schema import FeedSchema, problem
from articles.api.shapes import CorrectionSerializer
from articles.documents import CorrectionDocument, MomentField, iso
from articles.models import Edition
from articles.paging import BadCursor, read_page

COLUMNS = ["number", "live_from", "live_until", "correction", "correction_kind", "correction_place"]
ID = OpenApiParameter("id", int, "path", description=gettext_lazy("The id of the post."))
NUMBER = OpenApiParameter(
    "number", int, "path", description=gettext_lazy("The number of the edition.")
)
CURSOR = OpenApiParameter(
    "cursor", str, description=gettext_lazy("Where the page begins, as in the address of next.")
)


class EditionRowSerializer(serializers.Serializer):
    """When readers saw an edition."""

    edition = serializers.IntegerField()
    api_url = serializers.URLField()
    live_from = MomentField()
    live_until = MomentField(
        allow_null=True, help_text=gettext_lazy("Null of the one they see now.")
    )
    correction = CorrectionSerializer(allow_null=True)


class EditionListSerializer(serializers.Serializer):
    next = serializers.URLField(
        allow_null=True, help_text=gettext_lazy("Address of the next page; null on the last.")
    )
    results = EditionRowSerializer(many=True)


class EditionSchema(FeedSchema):
    is_detail = True

    def get_response_serializers(self) -> dict:
        moved = _("The post was unpublished in favour of another one.")
        gone = _("The post was unpublished; the detail is the note to readers.")
        return super().get_response_serializers() | {
            301: OpenApiResponse(description=moved),
            (410, MEDIA_TYPE): problem(gone),
        }


class EditionsView(views.ReadMixin, APIView):
    about = gettext_lazy(
        "The editions of a post that readers saw since it was last withdrawn, the newest first."
    )
    schema = EditionSchema()

    @extend_schema(
        operation_id="posts_editions_list",
        tags=["posts"],
        responses=EditionListSerializer,
        parameters=[ID, CURSOR, SIZE],
    )
    def get(self, request, pk):
        params = request.query_params
        parameters.check(params, ["cursor", "page_size"])
        size = page_size(params.get("page_size", str(PAGE_SIZE)))
        found = _find(pk)
        if isinstance(found, HttpResponse):
            return found
        cursor = params.get("cursor", "")
        try:
            rows, cursor = read_page(found.values(*COLUMNS), ("-number",), size, cursor)
        except BadCursor as error:
            message = _("This is not a cursor of this list.")
            raise ValidationError({"cursor": [message]}) from error
        asked = urlencode(params.dict() | {"cursor": cursor})
        following = absolute(f"{request.path}?{asked}") if cursor else None
        return Response({"next": following, "results": [_present(pk, row) for row in rows]})


class EditionView(views.ReadMixin, APIView):
    about = gettext_lazy("What readers saw in an edition of a post, with the facts of today.")
    schema = EditionSchema()

    @extend_schema(
        operation_id="posts_editions_retrieve",
        tags=["posts"],
        responses=PostObjectSerializer,
        parameters=[ID, NUMBER],
    )
    def get(self, request, pk, number):
        parameters.check(request.query_params)
        found = _find(pk)
        if isinstance(found, HttpResponse):
            return found
        if number > parameters.MAX_ID:
            raise NotFound
        post = next(iter(post_objects(found.filter(number=number).order_by())), None)
        if post is None:
            raise NotFound
        return Response(post, headers={"Content-Language": post["language"]})


def _find(pk: int) -> QuerySet | HttpResponse:
    """Return the editions of a post that readers may see, or the answer for what is over."""
    if pk > parameters.MAX_ID:
        raise NotFound
    now = timezone.now()
    opened = Edition.objects.opened(now).filter(post=pk)
    if not opened.live(now).exists():
        return answer_for_past_post(pk, now)
    return still_shown(opened, now, previous=settings.PREVIOUS_EDITIONS)


def _present(pk: int, row: dict) -> dict:
    until = row["live_until"]
    correction = CorrectionDocument(SimpleNamespace(**row)).data if row["correction"] else None
    return {
        "edition": row["number"],
        "api_url": absolute(reverse("api:post-edition", args=[pk, row["number"]])),
        "live_from": iso(row["live_from"]),
        # When it shall end is nobody's business yet.
        "live_until": iso(until) if until and until <= timezone.now() else None,
        "correction": correction,
    }
