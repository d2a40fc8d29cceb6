"""Records as programs get them, for the schema alone: records.py makes them."""

from rest_framework import serializers

from articles.documents import MomentField
from articles.images.renditions import FORMATS
from articles.models import Event, Image, Organization, Person, Position, Section, Tag


class RecordSerializer(serializers.ModelSerializer):
    # No docstrings on the bases: the schema would describe every kind of record with them.
    url = serializers.URLField()
    api_url = serializers.URLField()


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
    url = serializers.URLField()
    renditions = RenditionSerializer(many=True)
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


class PositionSerializer(serializers.ModelSerializer):
    organization = OrganizationLinkSerializer(allow_null=True)

    class Meta:
        model = Position
        fields = read_only_fields = ["title", "organization", "valid_from", "valid_until"]


class LocalNamesField(serializers.DictField):
    """What a record is called in other languages than the main one: {"sah": "Ил Түмэн"}."""

    child = serializers.CharField()


class EntitySerializer(RecordSerializer):
    names = LocalNamesField()
    aliases = serializers.ListField(child=serializers.CharField())
    updated_at = MomentField()


ENTITY_FIELDS = ["id", "url", "api_url", "name", "names", "aliases", "wikidata_id", "updated_at"]


class PersonSerializer(EntitySerializer):
    links = serializers.ListField(child=serializers.CharField())
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
    website = serializers.CharField()
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
    # The format "time" of JSON Schema has an offset; these are times of the event's time zone.
    start_time = serializers.RegexField(r"^\d\d:\d\d:\d\d$", allow_null=True)
    end_time = serializers.RegexField(r"^\d\d:\d\d:\d\d$", allow_null=True)
    website = serializers.CharField()
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
    names = LocalNamesField()

    class Meta:
        model = Tag
        fields = read_only_fields = ["id", "url", "api_url", "name", "names", "slug"]


class SectionSerializer(RecordSerializer):
    names = LocalNamesField()

    class Meta:
        model = Section
        fields = read_only_fields = [*TagSerializer.Meta.fields, "description", "position"]
