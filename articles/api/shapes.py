"""The shapes of answers that no serializer makes, for the schema alone."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from articles.api.posts import INNER
from articles.api.serializers import (
    EventLinkSerializer,
    ImageSerializer,
    OrganizationLinkSerializer,
    PersonLinkSerializer,
    RecordSerializer,
)
from articles.documents import BylineDocument, Card, CorrectionDocument, Document, MomentField
from articles.models import Section, Tag


class ImageRecordSerializer(ImageSerializer):
    """An image that readers see."""

    api_url = serializers.URLField()

    class Meta(ImageSerializer.Meta):
        fields = read_only_fields = ["id", "api_url", *ImageSerializer.Meta.fields[1:]]


class SectionLinkSerializer(RecordSerializer):
    class Meta:
        model = Section
        fields = read_only_fields = ["id", "name", "slug", "url", "api_url"]


class TagLinkSerializer(RecordSerializer):
    class Meta(SectionLinkSerializer.Meta):
        model = Tag


class NamedSerializer(serializers.Serializer):
    # No docstring: the schema would describe every kind with it.
    about = serializers.BooleanField(
        help_text=_("Whether the headline or the lead names it: the post is about it then.")
    )


class NamedPersonSerializer(NamedSerializer, PersonLinkSerializer):
    class Meta(PersonLinkSerializer.Meta):
        fields = read_only_fields = [*PersonLinkSerializer.Meta.fields, "about"]


class NamedOrganizationSerializer(NamedSerializer, OrganizationLinkSerializer):
    class Meta(NamedPersonSerializer.Meta):
        model = OrganizationLinkSerializer.Meta.model


class NamedEventSerializer(NamedSerializer, EventLinkSerializer):
    class Meta(NamedPersonSerializer.Meta):
        model = EventLinkSerializer.Meta.model


class PostLinkSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    url = serializers.URLField()
    api_url = serializers.URLField()
    headline = serializers.CharField()
    first_published_at = MomentField()


class TranslationSerializer(serializers.Serializer):
    """The same story in another language; the source is what the others were translated from."""

    language = serializers.CharField()
    is_source = serializers.BooleanField()
    id = serializers.IntegerField()
    url = serializers.URLField()
    api_url = serializers.URLField()


class BylineSerializer(BylineDocument):
    """A maker of the post, and how."""

    person = PersonLinkSerializer()

    class Meta(BylineDocument.Meta):
        read_only_fields = BylineDocument.Meta.fields


class CorrectionSerializer(CorrectionDocument):
    """A note to readers that a fact was wrong."""


class NoticeSerializer(serializers.Serializer):
    """What readers must be told of somebody the post names; show it with the post."""

    kind = serializers.CharField()
    name = serializers.CharField()
    text = serializers.CharField()


def _as_shown(names: list[str]) -> list[str]:
    words = [name for name in names if name not in {"id", *INNER}]
    return ["id", "url", "api_url", *words, "notices"]


class PostCardSerializer(Card):
    """A post as lists show it."""

    path = about = None
    url = serializers.URLField()
    api_url = serializers.URLField()
    section = SectionLinkSerializer()
    tags = TagLinkSerializer(many=True)
    lead_image = ImageSerializer(allow_null=True)
    persons = NamedPersonSerializer(many=True)
    organizations = NamedOrganizationSerializer(many=True)
    events = NamedEventSerializer(many=True)
    notices = NoticeSerializer(many=True)

    class Meta(Card.Meta):
        fields = read_only_fields = _as_shown(Card.Meta.fields)


class PostSerializer(PostCardSerializer):
    """A post whole."""

    body = serializers.CharField()
    source_url = serializers.CharField()
    images = ImageSerializer(many=True)
    bylines = BylineSerializer(many=True)
    related_posts = PostLinkSerializer(many=True)
    similar = None
    corrections = CorrectionSerializer(many=True)
    previous_editions = serializers.ListField(child=serializers.URLField())
    reading_minutes = serializers.IntegerField()
    translations = TranslationSerializer(many=True)

    class Meta(PostCardSerializer.Meta):
        fields = read_only_fields = [*_as_shown(Document.Meta.fields), "translations"]


class FaultSerializer(serializers.Serializer):
    parameter = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """Problem details, RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = FaultSerializer(many=True)


class FeedSerializer(serializers.Serializer):
    posts = serializers.URLField()
    persons = serializers.URLField()
    organizations = serializers.URLField()
    events = serializers.URLField()
    sections = serializers.URLField()
    tags = serializers.URLField()
    images = serializers.URLField()
    changes = serializers.URLField()
