"""What is approved and opens later, for partners who prepare theirs: by token, and for no cache."""

from django.db.models import QuerySet
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from articles.api import parameters, posts, shapes
from articles.api.problems import MEDIA_TYPE
from articles.api.schema import FeedSchema, problem
from articles.api.tokens import require_embargoed
from articles.api.views import RecordViewSet
from articles.documents import MomentField, iso
from articles.models import Edition

ROW = ("post", "number", "live_from")
STAMP = ["edition", "embargoed_until"]


class EmbargoedCardSerializer(shapes.PostCardSerializer):
    """A post as lists will show it."""

    edition = serializers.IntegerField()
    embargoed_until = MomentField()

    class Meta(shapes.PostCardSerializer.Meta):
        fields = read_only_fields = [*shapes.PostCardSerializer.Meta.fields, *STAMP]


class EmbargoedSerializer(shapes.PostSerializer):
    """A post whole, as readers will get it."""

    edition = serializers.IntegerField()
    embargoed_until = MomentField()

    class Meta(shapes.PostSerializer.Meta):
        fields = read_only_fields = [*shapes.PostSerializer.Meta.fields, *STAMP]


class EmbargoedSchema(FeedSchema):
    def get_auth(self) -> list:
        return [{"token": []}]

    def get_response_serializers(self) -> dict:
        marked = problem(_("The token is not marked for what is scheduled."))
        return super().get_response_serializers() | {(403, MEDIA_TYPE): marked}

    def get_override_parameters(self) -> list:
        if not self.is_detail:
            return []
        return [OpenApiParameter("id", int, "path", description=_("The id of the post."))]


class EmbargoedViewSet(RecordViewSet):
    """Editions that are scheduled, the next first; nothing of them is in any other answer."""

    about = _(
        "Posts that are approved and open later, the next first: for partners whose token is "
        "marked for it. Nobody may show them before the time they carry; no cache may keep them."
    )
    schema = EmbargoedSchema()
    keys = ("live_from", "post")

    def get_queryset(self) -> QuerySet:
        return Edition.objects.pending()

    def get_serializer_class(self):
        return EmbargoedSerializer if self.action == "retrieve" else EmbargoedCardSerializer

    def check_permissions(self, request):
        require_embargoed(request.partner)

    def filter_queryset(self, queryset):
        return queryset.values("card", *ROW)

    def present(self, page):
        cards = posts.present([row["card"] for row in page])
        return [card | _stamp(row) for card, row in zip(cards, page, strict=True)]

    def retrieve(self, request, *args, **kwargs):
        parameters.check(request.query_params)
        if (pk := kwargs["pk"]) > parameters.MAX_ID:
            raise NotFound
        scheduled = self.get_queryset().filter(post=pk).order_by("live_from", "number")
        row = scheduled.values("document", "translation_of_id", "is_translated", *ROW).first()
        if row is None:
            raise NotFound
        language = {"Content-Language": row["document"]["language"]}
        return Response(posts.present_whole(row) | _stamp(row), headers=language)

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["Authorization"])
        return response


def _stamp(row: dict) -> dict:
    return {"edition": row["number"], "embargoed_until": iso(row["live_from"])}
