"""The readers' feed for programs: lists and records, read only."""

from functools import cache

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from orjson import loads
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from articles.api import (
    choosing,
    filters,
    listings,
    ninjs,
    pagination,
    parameters,
    past,
    posts,
    records,
    searching,
    serializers,
    shapes,
    stamps,
    tables,
)
from articles.api.caching import BOUNDARIES, with_boundaries
from articles.api.links import absolute, link_facts
from articles.api.negotiation import FormatsMixin
from articles.api.schema import FeedSchema, PostSchema
from articles.api.stamps import StampedMixin
from articles.models import ENTITIES, Edition
from articles.paging import BadCursor
from articles.prepared import AT, SUBJECT, Prepared, fill, prepare, read_named

POST = ("id", "changed_at", "document", *posts.BESIDE, *BOUNDARIES)
Page = tuple[list[dict], str]  # rows or records, and the cursor of the next page
SHAPES = {
    "post": shapes.PostCardSerializer,
    "person": serializers.PersonSerializer,
    "organization": serializers.OrganizationSerializer,
    "event": serializers.EventSerializer,
    "section": serializers.SectionSerializer,
    "tag": serializers.TagSerializer,
    "image": shapes.ImageRecordSerializer,
}


class ReadMixin(StampedMixin, FormatsMixin):
    """Reads only; what it answers is the same in every language, but for problems."""

    http_method_names = ["get", "head"]
    schema = FeedSchema()

    def finalize_response(self, request, response, *args, **kwargs):
        response.headers.setdefault("Content-Language", settings.LANGUAGE_CODE)
        return super().finalize_response(request, response, *args, **kwargs)


class FeedView(ReadMixin, APIView):
    about = gettext_lazy("The addresses of all lists.")

    @extend_schema(operation_id="feed", tags=["feed"], responses=shapes.FeedSerializer)
    def get(self, request):
        parameters.check(request.query_params)
        kinds = [*SHAPES, "change"]
        return Response({f"{kind}s": absolute(reverse(f"api:{kind}-list")) for kind in kinds})


class RecordViewSet(ReadMixin, GenericViewSet):
    """A list, and its records by id: from plain rows, no model and no serializer is made."""

    lookup_field = "pk"
    lookup_value_converter = "int"
    pagination_class = pagination.KeyPagination
    filter_backends = ()
    formats = {"list": tables.RENDERERS}
    listing: listings.Listing
    detail_parameters = ()
    within = ""  # the kind of the record whose list this is, if it is not of all

    def list(self, request, pk=None):
        """Return a page of the list, or of that of the record with this id."""
        fixed = self.find_within(pk) if self.within else {}
        if fixed.get(self.within, pk) != pk:
            name = self.request.resolver_match.view_name
            return HttpResponsePermanentRedirect(absolute(reverse(name, args=[fixed[self.within]])))
        names, expansion = self.read_choice(is_whole=False)
        asked = pagination.read_asked(request._request, self.listing, fixed)
        try:
            found, cursor = self.read_page(asked)
        except BadCursor as error:
            message = _("This is not a cursor of this list.")
            raise ValidationError({"cursor": [message]}) from error
        return pagination.answer(request._request, _choose(found, names, expansion), cursor)

    def retrieve(self, request, pk):
        """Return the record with this id."""
        parameters.check(request.query_params, ["fields", "expand", *self.detail_parameters])
        names, expansion = self.read_choice(is_whole=True)
        found = self.find(pk)
        if isinstance(found, HttpResponse):
            return found
        record, language = found
        [chosen] = _choose([record], names, expansion)
        return Response(chosen, headers={"Content-Language": language})

    @property
    def is_ninjs(self) -> bool:
        return self.request.accepted_renderer.format == ninjs.NinjsRenderer.format

    def find_within(self, pk: int) -> dict[str, int]:
        """Return the value of the filter that the path gives. Raises NotFound."""
        _check_id(pk)
        found = listings.find_records({self.within: (self.within, pk)})
        if found[self.within] is None:
            raise NotFound
        return found

    def read_page(self, asked: listings.Asked) -> Page:
        """Return the records of a page, and the cursor of the next.

        Raises BadCursor, or Answered by the tag of its rows.
        """
        rows, cursor = self.read_rows(asked)
        return records.present(self.listing.kind, rows), cursor

    def read_rows(self, asked: listings.Asked) -> Page:
        now = timezone.now()
        rows, cursor = listings.read_page(self.listing, asked, now)
        self.look_at(rows, stamps.of_page(self.listing.kind, rows, cursor, now, self.request))
        return rows, cursor

    def find(self, pk: int) -> tuple[dict, str] | HttpResponse:
        """Return the record and its language, or send on to another.

        Raises NotFound, or Answered by the tag of its row.
        """
        kind, now = self.listing.kind, timezone.now()
        _check_id(pk)
        names = (*records.COLUMNS[kind], *BOUNDARIES)
        if rows := read_named(names, fill(_query_record(kind), now, {SUBJECT: pk})):
            self.look_at(rows, stamps.of_entity(kind, rows[0], now, self.request))
            return records.present(kind, rows)[0], settings.LANGUAGE_CODE
        if kind in ENTITIES:
            return past.answer_for_past_entity(kind, pk)
        raise NotFound

    def read_choice(self, *, is_whole: bool) -> tuple[choosing.Names, choosing.Expansion]:
        """Return the fields that are asked for and what is to be expanded, {} for neither."""
        params, expansion, names = self.request.query_params, {}, {}
        given = {"fields", "expand"} & params.keys()
        if given and self.is_ninjs:
            message = _("Ninjs is as its standard says: this is for other formats.")
            raise ValidationError({name: [message] for name in sorted(given)})
        if params.get("expand"):
            expansion = choosing.read_expand(params["expand"], self.listing.kind, is_whole)
        if params.get("fields"):
            known = {kind: choosing.shape_of(shape) for kind, shape in SHAPES.items()}
            shape = choosing.shape_of(self.get_serializer_class())
            names = choosing.read_fields(
                params["fields"], choosing.widened(shape, expansion, known)
            )
        return names, expansion

    def get_serializer_class(self):
        return SHAPES[self.listing.kind]


class PostViewSet(RecordViewSet):
    """What is live, as it was prepared when published."""

    about = gettext_lazy("Posts as they are published now, newest first.")
    schema = PostSchema()
    listing = listings.POSTS
    detail_parameters = ("as_of",)
    formats = {"list": (ninjs.NinjsRenderer, *tables.RENDERERS), "retrieve": (ninjs.NinjsRenderer,)}

    def get_serializer_class(self):
        is_detail = self.action == "retrieve"
        return shapes.PostSerializer if is_detail else shapes.PostCardSerializer

    def read_page(self, asked):
        if "q" in asked.values:
            cards, cursor = searching.read_found(asked)
        else:
            rows, cursor = self.read_rows(asked)
            cards = [loads(row["card"]) for row in rows]
        return posts.present(cards, self.link), cursor

    def find(self, pk):
        _check_id(pk)
        # One moment for all that is asked, or a post that opens meanwhile would seem gone.
        now = timezone.now()
        as_of = listings.read_values({"as_of": filters.AS_OF}, self.request.query_params)
        if as_of:
            size, values = filters.AS_OF.values(as_of["as_of"])
            query = fill(_query_past(size), now, values | {SUBJECT: pk})
        else:
            query = fill(_query_post(), now, {SUBJECT: pk})
        rows = read_named(POST, query)
        if not rows:
            if as_of and Edition.objects.live(now).filter(post=pk).exists():
                raise NotFound
            return past.answer_for_past_post(pk, now)
        [edition] = rows
        document = loads(edition["document"])
        beside = posts.read_beside(edition, document, now)
        self.look_at(rows, stamps.of_post(edition, beside, now, self.request))
        return posts.present_whole(document, beside, self.link), edition["language"]

    @property
    def link(self) -> posts.Link:
        """Return what is told of all that a post refers to."""
        return ninjs.link_facts if self.is_ninjs else link_facts


class PersonViewSet(RecordViewSet):
    about = gettext_lazy("Persons with a page of their own.")
    listing = listings.PERSONS


class OrganizationViewSet(RecordViewSet):
    about = gettext_lazy("Organizations with a page of their own.")
    listing = listings.ORGANIZATIONS


class EventViewSet(RecordViewSet):
    about = gettext_lazy("Events with a page of their own.")
    listing = listings.EVENTS


class SectionViewSet(RecordViewSet):
    about = gettext_lazy("Sections of the site; every post stands in one.")
    listing = listings.SECTIONS


class TagViewSet(RecordViewSet):
    about = gettext_lazy("Tags of posts.")
    listing = listings.TAGS


class ImageViewSet(RecordViewSet):
    about = gettext_lazy("Images in what is published, with today's words about them.")
    listing = listings.IMAGES


def _check_id(pk: int) -> None:
    if pk > parameters.MAX_ID:
        raise NotFound


def _choose(found: list[dict], names: choosing.Names, expansion: choosing.Expansion) -> list[dict]:
    """Return the records expanded, and of each the fields that are asked for."""
    found = choosing.expand(found, expansion, _whole)
    return [choosing.pick(record, names) for record in found] if names else found


def _whole(kind: str, pks: set[int]) -> dict[int, dict]:
    return posts.whole(pks) if kind == "post" else records.whole(kind, pks)


@cache
def _query_record(kind: str) -> Prepared:
    found = with_boundaries(records.ROWS[kind]().filter(pk=SUBJECT)).order_by()
    return prepare(found.values_list(*records.COLUMNS[kind], *BOUNDARIES))


@cache
def _query_post() -> Prepared:
    return _prepared(Edition.objects.live(AT))


@cache
def _query_past(size: int) -> Prepared:
    return _prepared(filters.AS_OF.narrow(Edition.objects.none(), size))


def _prepared(editions: QuerySet) -> Prepared:
    found = with_boundaries(editions.filter(post=SUBJECT)).order_by()
    return prepare(found.values_list(*POST))
