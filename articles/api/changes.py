"""The changes that programs follow: what became different for readers, in order of time."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from articles import changes
from articles.api import parameters, posts, records, shapes, views
from articles.api.links import absolute, api_url
from articles.api.pagination import MAX_PAGE_SIZE, PAGE_SIZE, page_size
from articles.api.serializers import EventSerializer, OrganizationSerializer, PersonSerializer
from articles.changes import CORRECT, UPSERT, Change, InvalidCursor
from articles.documents import MomentField, iso
from articles.models import Edition

NOW, OBJECT = "now", "object"
# What other posts decide, and not what was published of this one.
LINKS = ("related_posts", "previous_editions", "translations")


SIZE = OpenApiParameter(
    "page_size",
    {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE},
    description=gettext_lazy("How many results a page holds."),
)


class PostObjectSerializer(shapes.PostSerializer):
    """A post whole, but for its links to others, which are as they are when it is asked for."""

    related_posts = previous_editions = translations = None

    class Meta(shapes.PostSerializer.Meta):
        fields = read_only_fields = [
            name for name in shapes.PostSerializer.Meta.fields if name not in LINKS
        ]


class ReplacementSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    api_url = serializers.URLField()


class ChangeSerializer(serializers.Serializer):
    """One thing that became different for readers."""

    kind = serializers.ChoiceField([(kind, kind) for kind in changes.KINDS])
    id = serializers.IntegerField()
    action = serializers.ChoiceField([(action, action) for action in changes.ACTIONS])
    at = MomentField()
    api_url = serializers.URLField()
    edition = serializers.IntegerField(
        allow_null=True, help_text=gettext_lazy("The number of the edition, of a post.")
    )
    into = ReplacementSerializer(
        allow_null=True, help_text=gettext_lazy("What stands in its place now.")
    )
    object = PolymorphicProxySerializer(
        component_name="ChangedObject",
        serializers=[
            PostObjectSerializer,
            PersonSerializer,
            OrganizationSerializer,
            EventSerializer,
        ],
        resource_type_field_name=None,
        required=False,
        allow_null=True,
        help_text=gettext_lazy(
            "With include=object: the record as it is now, null if readers do not see it now."
        ),
    )


class ChangesSerializer(serializers.Serializer):
    next = serializers.URLField(
        help_text=gettext_lazy("Address of what comes next; ask again later if there is no more.")
    )
    cursor = serializers.CharField(help_text=gettext_lazy("What next goes on from."))
    has_more = serializers.BooleanField()
    results = ChangeSerializer(many=True)


def present(found: Iterable[Change]) -> list[dict]:
    """Return changes as programs get them, without their objects."""
    return [
        {
            "kind": change.kind,
            "id": change.id,
            "action": change.action,
            "at": iso(change.at),
            "api_url": api_url(change.kind, change.id),
            "edition": change.edition,
            "into": change.into
            and {"id": change.into, "api_url": api_url(change.kind, change.into)},
        }
        for change in found
    ]


def objects_of(found: Iterable[Change]) -> dict[tuple[str, int], dict]:
    """Return the records behind changes that readers see now, {("post", 42): {...}}."""
    asked = {}
    for change in found:
        if change.action in (UPSERT, CORRECT):
            asked.setdefault(change.kind, set()).add(change.id)
    return {
        (kind, record["id"]): record
        for kind, pks in asked.items()
        for record in (_posts(pks) if kind == "post" else records.whole(kind, pks).values())
    }


def post_objects(editions: QuerySet) -> list[dict]:
    """Return the documents of editions as programs get them, with the facts of today."""
    found = posts.present(list(editions.values_list("document", flat=True)))
    return [{name: value for name, value in post.items() if name not in LINKS} for post in found]


def _posts(pks: set[int]) -> list[dict]:
    return post_objects(Edition.objects.live().filter(post__in=pks).order_by())


class ChangesView(views.ReadMixin, APIView):
    about = gettext_lazy(
        "What became different for readers, in order of time: posts and entities that were"
        " published or changed, corrected, unpublished or merged into others. Without a cursor it"
        " begins with all there is; each answer has the address of what comes next. A change may"
        " come twice, and none is left out."
    )

    @extend_schema(
        operation_id="changes",
        tags=["changes"],
        responses=ChangesSerializer,
        parameters=[
            OpenApiParameter(
                "cursor",
                str,
                description=gettext_lazy("What to go on from; “now” for what changes from now on."),
            ),
            SIZE,
            OpenApiParameter(
                "include",
                str,
                enum=[OBJECT],
                description=gettext_lazy("Whether to add the records as they are now."),
            ),
        ],
    )
    def get(self, request):
        params = request.query_params
        parameters.check(params, ["cursor", "page_size", "include"])
        size = page_size(params.get("page_size", str(PAGE_SIZE)))
        cursor = params.get("cursor", changes.START)
        include = params.get("include", "")
        if include not in ("", OBJECT):
            raise ValidationError({"include": [_("Choose one of these:") + f" {OBJECT}"]})
        try:
            found, cursor, has_more = changes.changes_after(
                changes.cursor_now() if cursor == NOW else cursor, limit=size
            )
        except InvalidCursor as error:
            message = _("This is not a cursor of this list.")
            raise ValidationError({"cursor": [message]}) from error
        results = present(found)
        if include:
            objects = objects_of(found)
            for result, change in zip(results, found, strict=True):
                if change.action in (UPSERT, CORRECT):
                    result["object"] = objects.get((change.kind, change.id))
        asked = params.dict() | {"cursor": cursor}
        following = absolute(f"{request.path}?{urlencode(asked)}")
        return Response(
            {"next": following, "cursor": cursor, "has_more": has_more, "results": results}
        )
