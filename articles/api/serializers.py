"""Records as programs get them. What a reader may not see is None or absent already."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles import aliases
from articles.api.links import api_url, image_addresses, image_url, page_url
from articles.documents import MomentField
from articles.images import facts_of
from articles.images.renditions import FORMATS
from articles.models import Event, Image, Organization, Person, Position, Section, Tag


class LinesField(serializers.ListField):
    """A text field with one thing in a line."""

    child = serializers.CharField()

    def to_representation(self, value: str) -> list[str]:
        return [line for raw in value.splitlines() if (line := raw.strip())]


class NamesField(LinesField):
    """A text field with a name in a line, without the languages of those that have one."""

    def to_representation(self, value: str) -> list[str]:
        return aliases.names(value)


class RecordSerializer(serializers.ModelSerializer):
    # No docstrings on the bases: the schema would describe every kind of record with them.
    url = serializers.SerializerMethodField()
    api_url = serializers.SerializerMethodField()

    @extend_schema_field(serializers.URLField)
    def get_url(self, record) -> str:
        return page_url(record._meta.model_name, record.pk, record.slug)

    @extend_schema_field(serializers.URLField)
    def get_api_url(self, record) -> str:
        return api_url(record._meta.model_name, record.pk)


class PersonLinkSerializer(RecordSerializer):
    class Meta:
        model = Person
        fields = read_only_fields = ["id", "name", "url", "api_url"]


class OrganizationLinkSerializer(RecordSerializer):
    class Meta(PersonLinkSerializer.Meta):
        model = Organization


class EventLinkSerializer(RecordSerializer):
    class Meta(PersonLinkSerializer.Meta):
        model = Event


class RenditionSerializer(serializers.Serializer):
    """One size and format of an image; until it is made, its address gives the image itself."""

    url = serializers.URLField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    format = serializers.ChoiceField([(name, name) for name in FORMATS.values()])


class ImageSerializer(serializers.ModelSerializer):
    url = serializers.SerializerMethodField()
    renditions = serializers.SerializerMethodField()
    credit_person = PersonLinkSerializer(allow_null=True)
    credit_organization = OrganizationLinkSerializer(allow_null=True)

    class Meta:
        model = Image
        fields = read_only_fields = [
            "id",
            "url",
            "renditions",
            "width",
            "height",
            "alt_text",
            "caption",
            "credit",
            "credit_person",
            "credit_organization",
            "licence",
            "focal_x",
            "focal_y",
        ]

    @extend_schema_field(serializers.URLField)
    def get_url(self, image: Image) -> str:
        return image_url(image.file.name)

    @extend_schema_field(RenditionSerializer(many=True))
    def get_renditions(self, image: Image) -> list[dict]:
        return image_addresses(facts_of(image))["renditions"]


class PositionSerializer(serializers.ModelSerializer):
    organization = OrganizationLinkSerializer(allow_null=True)

    class Meta:
        model = Position
        fields = read_only_fields = ["title", "organization", "valid_from", "valid_until"]


class LocalNamesField(serializers.DictField):
    """What a record is called in other languages than the main one: {"sah": "Ил Түмэн"}."""

    child = serializers.CharField()

    def to_representation(self, value: str) -> dict[str, str]:
        return aliases.by_language(value)


class EntitySerializer(RecordSerializer):
    names = LocalNamesField(source="aliases")
    aliases = NamesField()
    updated_at = MomentField()


ENTITY_FIELDS = ["id", "url", "api_url", "name", "names", "aliases", "wikidata_id", "updated_at"]


class PersonSerializer(EntitySerializer):
    links = LinesField()
    photo = ImageSerializer(allow_null=True)
    positions = PositionSerializer(many=True)

    class Meta:
        model = Person
        fields = read_only_fields = [
            *ENTITY_FIELDS,
            "given_name",
            "family_name",
            "patronymic_name",
            "birth_date",
            "biography",
            "photo",
            "links",
            "positions",
        ]


class OrganizationSerializer(EntitySerializer):
    parent = OrganizationLinkSerializer(allow_null=True)
    logo = ImageSerializer(allow_null=True)

    class Meta:
        model = Organization
        fields = read_only_fields = [
            *ENTITY_FIELDS,
            "short_name",
            "kind",
            "parent",
            "place",
            "logo",
            "website",
            "description",
        ]


class EventSerializer(EntitySerializer):
    parent = EventLinkSerializer(allow_null=True)
    organizers = OrganizationLinkSerializer(many=True)
    participants = PersonLinkSerializer(many=True)

    class Meta:
        model = Event
        fields = read_only_fields = [
            *ENTITY_FIELDS,
            "start_date",
            "start_time",
            "end_date",
            "end_time",
            "time_zone",
            "place",
            "organizers",
            "participants",
            "parent",
            "status",
            "website",
            "description",
        ]


class TagSerializer(RecordSerializer):
    names = LocalNamesField(source="aliases")

    class Meta:
        model = Tag
        fields = read_only_fields = ["id", "url", "api_url", "name", "names", "slug"]


class SectionSerializer(RecordSerializer):
    names = LocalNamesField(source="aliases")

    class Meta:
        model = Section
        fields = read_only_fields = [*TagSerializer.Meta.fields, "description", "position"]
