"""What is approved and opens later, for partners who prepare theirs: by token, and for no cache."""

from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from articles.api import pagination, parameters, posts, shapes
from articles.api.links import absolute
from articles.api.problems import MEDIA_TYPE
from articles.api.schema import FeedSchema, problem
from articles.api.tokens import require_embargoed
from articles.api.views import ReadMixin
from articles.documents import MomentField, iso
from articles.models import Edition
from articles.paging import BadCursor, read_page

KEYS = ("live_from", "post")
ROW = (*KEYS, "number")
PARAMETERS = ("cursor", "page_size")


class EmbargoedCardSerializer(shapes.PostCardSerializer):
    """A post as lists will show it."""

    embargoed_until = MomentField()

    class Meta(shapes.PostCardSerializer.Meta):
        fields = read_only_fields = [*shapes.PostCardSerializer.Meta.fields, "embargoed_until"]


class EmbargoedSerializer(shapes.PostSerializer):
    """A post whole, as readers will get it."""

    embargoed_until = MomentField()

    class Meta(shapes.PostSerializer.Meta):
        fields = read_only_fields = [*shapes.PostSerializer.Meta.fields, "embargoed_until"]


class EmbargoedSchema(FeedSchema):
    def get_auth(self) -> list:
        return [{"token": []}]

    def get_response_serializers(self) -> dict:
        marked = problem(_("The token is not marked for what is scheduled."))
        return super().get_response_serializers() | {(403, MEDIA_TYPE): marked}

    def get_override_parameters(self) -> list:
        given = super().get_override_parameters()
        if not self.is_detail:
            return given
        return [*given, OpenApiParameter("id", int, "path", description=_("The id of the post."))]


class EmbargoedViewSet(ReadMixin, GenericViewSet):
    """Editions that are scheduled, the next first; nothing of them is in any other answer."""

    about = _(
        "Posts that are approved and open later, the next first: for partners whose token is "
        "marked for it. Nobody may show them before the time they carry; no cache may keep them."
    )
    schema = EmbargoedSchema()
    lookup_value_converter = "int"
    pagination_class = pagination.KeyPagination
    filter_backends = ()

    def get_queryset(self) -> QuerySet:
        return Edition.objects.pending()

    def get_serializer_class(self):
        return EmbargoedSerializer if self.action == "retrieve" else EmbargoedCardSerializer

    def check_permissions(self, request):
        require_embargoed(request.partner)

    def list(self, request):
        params = request.query_params
        parameters.check(params, PARAMETERS)
        size = pagination.page_size(params.get("page_size", str(pagination.PAGE_SIZE)))
        rows = self.get_queryset().values("card", *ROW)
        try:
            page, cursor = read_page(rows, KEYS, size, params.get("cursor", ""))
        except BadCursor as error:
            message = gettext("This is not a cursor of this list.")
            raise ValidationError({"cursor": [message]}) from error
        cards = posts.present([row["card"] for row in page])
        found = [card | _stamp(row) for card, row in zip(cards, page, strict=True)]
        following = _address(request, cursor) if cursor else None
        link = {"Link": f'<{following}>; rel="next"'} if following else {}
        return Response({"next": following, "results": found}, headers=link)

    def retrieve(self, request, pk):
        parameters.check(request.query_params)
        if pk > parameters.MAX_ID:
            raise NotFound
        scheduled = self.get_queryset().filter(post=pk).order_by(*KEYS)
        row = scheduled.values("document", *posts.BESIDE, *ROW).first()
        if row is None:
            raise NotFound
        document = row["document"]
        beside = posts.read_beside(row, document, timezone.now())
        language = {"Content-Language": row["language"]}
        return Response(posts.present_whole(document, beside) | _stamp(row), headers=language)

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["Authorization"])
        return response


def _stamp(row: dict) -> dict:
    return {"edition": row["number"], "embargoed_until": iso(row["live_from"])}


def _address(request, cursor: str) -> str:
    params = request.query_params.dict() | {"cursor": cursor}
    return absolute(f"{request.path}?{urlencode(params)}")
