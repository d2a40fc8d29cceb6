"""The readers' feed for programs: lists and records, read only."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from articles.api import filters, ninjs, parameters, past, posts, serializers, shapes, tables
from articles.api.links import absolute, link_facts
from articles.api.negotiation import FormatsMixin
from articles.api.pagination import PARAMETERS, KeyPagination
from articles.api.schema import FeedSchema, PostSchema
from articles.api.stamps import StampedMixin
from articles.models import Edition, Entity, Event, Organization, Person, Section, Tag


class ReadMixin(StampedMixin, FormatsMixin):
    """Reads only; what it answers is the same in every language, but for problems."""

    http_method_names = ["get", "head"]
    schema = FeedSchema()

    def finalize_response(self, request, response, *args, **kwargs):
        response.headers.setdefault("Content-Language", settings.LANGUAGE_CODE)
        return super().finalize_response(request, response, *args, **kwargs)


class FeedView(ReadMixin, APIView):
    about = _("The addresses of all lists.")

    @extend_schema(operation_id="feed", tags=["feed"], responses=shapes.FeedSerializer)
    def get(self, request):
        parameters.check(request.query_params)
        kinds = ("post", "person", "organization", "event", "section", "tag", "change")
        return Response({f"{kind}s": absolute(reverse(f"api:{kind}-list")) for kind in kinds})


class RecordViewSet(ReadMixin, ReadOnlyModelViewSet):
    """A list in the order of ``keys``, and its records by id."""

    lookup_value_converter = "int"
    pagination_class = KeyPagination
    keys = ("id",)
    filterset_class = None
    formats = {"list": tables.RENDERERS}

    def list(self, request, *args, **kwargs):
        known = self.filterset_class.base_filters if self.filterset_class else ()
        parameters.check(request.query_params, [*known, *PARAMETERS])
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.present(page))

    def retrieve(self, request, *args, **kwargs):
        parameters.check(request.query_params)
        return super().retrieve(request, *args, **kwargs)

    def present(self, page: Sequence) -> Sequence[dict]:
        """Return a page of the list as programs get it."""
        return self.get_serializer(page, many=True).data


class PostViewSet(RecordViewSet):
    """What is live, as it was prepared when published: no model and no serializer is made."""

    about = _("Posts as they are published now, newest first.")
    schema = PostSchema()
    filterset_class = filters.PostFilter
    keys = ("-dated", "-tied")
    formats = {"list": (ninjs.NinjsRenderer, *tables.RENDERERS), "retrieve": (ninjs.NinjsRenderer,)}

    def get_queryset(self) -> QuerySet:
        return Edition.objects.live()

    def get_serializer_class(self):
        is_detail = self.action == "retrieve"
        return shapes.PostSerializer if is_detail else shapes.PostCardSerializer

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).values("card", "dated", "tied")

    def present(self, page):
        return posts.present([row["card"] for row in page], self.link)

    @property
    def link(self) -> posts.Link:
        """Return what is told of all that a post refers to."""
        is_ninjs = self.request.accepted_renderer.format == ninjs.NinjsRenderer.format
        return ninjs.link_facts if is_ninjs else link_facts

    def retrieve(self, request, *args, **kwargs):
        parameters.check(request.query_params)
        if (pk := kwargs["pk"]) > parameters.MAX_ID:
            raise NotFound
        # One moment for all that is asked, or a post that opens meanwhile would seem gone.
        now = timezone.now()
        live = Edition.objects.live(now).filter(post=pk)
        found = live.values("document", "translation_of_id", "is_translated").first()
        if found is None:
            return past.answer_for_past_post(pk, now)
        language = {"Content-Language": found["document"]["language"]}
        return Response(posts.present_whole(found, self.link), headers=language)


class EntityViewSet(RecordViewSet):
    def retrieve(self, request, *args, **kwargs):
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            if kwargs["pk"] > parameters.MAX_ID:
                raise
            kind = self.serializer_class.Meta.model._meta.model_name
            return past.answer_for_past_entity(kind, kwargs["pk"])


class PersonViewSet(EntityViewSet):
    about = _("Persons with a page of their own.")
    serializer_class = serializers.PersonSerializer

    def get_queryset(self) -> QuerySet:
        positions = published(Organization, "positions__organization")
        persons = Person.objects.published().select_related("photo")
        return persons.prefetch_related("positions", positions, *credits_of("photo"))


class OrganizationViewSet(EntityViewSet):
    about = _("Organizations with a page of their own.")
    serializer_class = serializers.OrganizationSerializer
    filterset_class = filters.OrganizationFilter

    def get_queryset(self) -> QuerySet:
        organizations = Organization.objects.published().select_related("logo")
        return organizations.prefetch_related(
            published(Organization, "parent"), *credits_of("logo")
        )


class EventViewSet(EntityViewSet):
    about = _("Events with a page of their own.")
    serializer_class = serializers.EventSerializer
    filterset_class = filters.EventFilter

    def get_queryset(self) -> QuerySet:
        return Event.objects.published().prefetch_related(
            published(Event, "parent"),
            published(Organization, "organizers"),
            published(Person, "participants"),
        )


class SectionViewSet(RecordViewSet):
    about = _("Sections of the site; every post stands in one.")
    queryset = Section.objects.all()
    serializer_class = serializers.SectionSerializer


class TagViewSet(RecordViewSet):
    about = _("Tags of posts.")
    queryset = Tag.objects.all()
    serializer_class = serializers.TagSerializer


def published(model: type[Entity], relation: str) -> Prefetch:
    """Return the fetching of related records, in which the hidden are not there at all."""
    return Prefetch(relation, model.objects.published())


def credits_of(image: str) -> list[Prefetch]:
    """Return the fetching of those an image is credited to."""
    return [
        published(Person, f"{image}__credit_person"),
        published(Organization, f"{image}__credit_organization"),
    ]
