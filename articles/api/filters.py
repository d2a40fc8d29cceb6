"""What lists can be narrowed by. Records are chosen from those readers may see."""

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, Filter
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema_field

from articles.api import fields
from articles.api.parameters import MAX_ID
from articles.models import ENTITIES, Edition, Event, Organization, Person, Section, Tag


class DescribedFilter(Filter):
    """A filter whose values have the ``shape`` in the schema."""

    shape: dict

    def __init__(self, *args, help_text: str, **kwargs) -> None:
        super().__init__(*args, help_text=help_text, **kwargs)
        extend_schema_field(self.shape | {"description": help_text})(self)


class RecordFilter(DescribedFilter):
    field_class = fields.RecordField
    shape = {"type": "integer", "minimum": 1, "maximum": MAX_ID}


class AboutFilter(RecordFilter):
    """Chooses by the same row that the entity is named and that the post is about it."""

    def filter(self, queryset: QuerySet, value: int | None) -> QuerySet:
        if value is None:
            return queryset
        return queryset.filter(**{self.field_name: value}, mentions__about=True)


class TermFilter(DescribedFilter):
    field_class = fields.TermField
    shape = {"type": "string"}


class MomentFilter(DescribedFilter):
    field_class = fields.MomentField
    shape = {
        "anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]
    }


class DayFilter(DescribedFilter):
    field_class = fields.DayField
    shape = {"type": "string", "format": "date"}


def choice(choices: list[tuple[str, str]], help_text: str) -> ChoiceFilter:
    """Return a filter for one of the choices; a refusal lists them and repeats nothing."""
    known = ", ".join(value for value, _label in choices)
    messages = {"invalid_choice": format_lazy("{} {}", _("Choose one of these:"), known)}
    return ChoiceFilter(choices=choices, help_text=help_text, error_messages=messages)


class PostFilter(FilterSet):
    section = TermFilter(records=Section.objects.all, help_text=_("Id or slug of the section."))
    tag = TermFilter(
        "edition_tags__tag", records=Tag.objects.all, help_text=_("Id or slug of a tag.")
    )
    person = RecordFilter(
        "mentions__person",
        records=Person.objects.published,
        help_text=_("Id of a person named in the post."),
    )
    organization = RecordFilter(
        "mentions__organization",
        records=Organization.objects.published,
        help_text=_("Id of an organization named in the post."),
    )
    event = RecordFilter(
        "mentions__event",
        records=Event.objects.published,
        help_text=_("Id of an event named in the post."),
    )
    about_person = AboutFilter(
        "mentions__person",
        records=Person.objects.published,
        help_text=_("Id of a person the post is about: named in its headline or lead."),
    )
    about_organization = AboutFilter(
        "mentions__organization",
        records=Organization.objects.published,
        help_text=_("Id of an organization the post is about: named in its headline or lead."),
    )
    about_event = AboutFilter(
        "mentions__event",
        records=Event.objects.published,
        help_text=_("Id of an event the post is about: named in its headline or lead."),
    )
    language = choice(settings.LANGUAGES, _("Language of the post."))
    kind = choice(Edition.Kind.choices, _("Kind of the post."))
    published_after = MomentFilter(
        "first_published_at", "gte", help_text=_("First published at this time or later.")
    )
    published_before = MomentFilter(
        "first_published_at", "lt", help_text=_("First published before this time.")
    )
    updated_after = MomentFilter(
        "live_from", "gte", help_text=_("Published anew at this time or later.")
    )

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Narrow the list, and name what it is read by: ``dated``, and ``tied`` for equal dates.

        Mentions and tags repeat the date of their edition: with one given, its index leads.
        """
        given = self.form.cleaned_data
        dated, tied = "first_published_at", "post_id"
        if any(given[kind] or given[f"about_{kind}"] for kind in ENTITIES):
            dated, tied = "mentions__first_published_at", "mentions__edition_id"
        elif given["tag"]:
            dated, tied = "edition_tags__first_published_at", "edition_tags__edition_id"
        return super().filter_queryset(queryset).annotate(dated=F(dated), tied=F(tied))


class OrganizationFilter(FilterSet):
    kind = choice(Organization.Kind.choices, _("Kind of the organization."))
    parent = RecordFilter(
        records=Organization.objects.published, help_text=_("Id of the parent organization.")
    )


class EventFilter(FilterSet):
    status = choice(Event.Status.choices, _("Status of the event."))
    starts_after = DayFilter("start_date", "gte", help_text=_("Starts on this day or later."))
    starts_before = DayFilter("start_date", "lt", help_text=_("Starts before this day."))
    parent = RecordFilter(
        records=Event.objects.published, help_text=_("Id of the series or parent event.")
    )
