from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskInline
from articles.admin.pictures.field import PicksImages
from articles.admin.queues import IncompleteFilter
from articles.models import Event, Organization, Person, Position

from .entity import EntityAdmin, EntityForm, lines
from .notices import CarriesNotices, NoticeFilter

web_address = URLValidator(schemes=["http", "https"])


class PersonForm(EntityForm):
    name = forms.CharField(
        label=_("Name in print"),
        max_length=255,
        required=False,
        widget=admin.widgets.AdminTextInputWidget,
        help_text=_("As posts print it; made of the given name and the family name if left empty."),
    )

    def clean_links(self):
        found = lines(self.cleaned_data["links"])
        for line in found:
            try:
                web_address(line)
            except ValidationError as error:
                message = _("“%(line)s” is not a web address: it must begin with https://.")
                raise ValidationError(message, params={"line": line}) from error
        return "\n".join(found)

    def clean(self):
        super().clean()
        if self.cleaned_data.get("name") == "":
            parts = (self.cleaned_data.get(part) for part in ("given_name", "family_name"))
            self.cleaned_data["name"] = " ".join(filter(None, parts))
            if not self.cleaned_data["name"]:
                self.add_error("name", _("Write at least one name."))


ADDRESS = ["slug", "wikidata_id"]


class PositionInline(DeskInline):
    model = Position
    autocomplete_fields = ["organization"]


@admin.register(Person)
class PersonAdmin(CarriesNotices, PicksImages, EntityAdmin):
    form = PersonForm
    in_editions = ("mentions__person", "bylines__person")
    inlines = [PositionInline]
    list_display = ["full_name", "to_do", "is_published", "birth_date", "updated_at"]
    list_filter = [IncompleteFilter, NoticeFilter, "is_published"]
    date_hierarchy = "created_at"
    search_fields = ["name", "given_name", "family_name", "patronymic_name", "aliases"]
    autocomplete_fields = ["photo"]
    fieldsets = [
        (None, {"fields": ["given_name", "patronymic_name", "family_name", "name", "aliases"]}),
        (_("About"), {"fields": ["birth_date", "biography", "photo", "links"]}),
        (_("On the site"), {"fields": ["is_published", *ADDRESS]}),
    ]

    @admin.display(description=_("name in print"), ordering="name")
    def full_name(self, person):
        return person.name


@admin.register(Organization)
class OrganizationAdmin(CarriesNotices, PicksImages, EntityAdmin):
    in_editions = ("mentions__organization",)
    list_display = ["name", "to_do", "short_name", "kind", "parent", "is_published", "updated_at"]
    list_select_related = ["parent"]
    list_filter = [IncompleteFilter, NoticeFilter, "is_published", "kind"]
    date_hierarchy = "created_at"
    search_fields = ["name", "short_name", "aliases"]
    autocomplete_fields = ["parent", "logo"]
    fieldsets = [
        (None, {"fields": ["name", "short_name", "aliases", "kind", "parent"]}),
        (_("About"), {"fields": ["place", "description", "logo", "website"]}),
        (_("On the site"), {"fields": ["is_published", *ADDRESS]}),
    ]


@admin.register(Event)
class EventAdmin(EntityAdmin):
    in_editions = ("mentions__event",)
    list_display = ["name", "to_do", "start_date", "place", "status", "is_published"]
    list_filter = [IncompleteFilter, "is_published", "status"]
    date_hierarchy = "start_date"
    search_fields = ["name", "place", "aliases"]
    autocomplete_fields = ["organizers", "participants", "parent"]
    fieldsets = [
        (None, {"fields": ["name", "aliases", "status"]}),
        (
            _("When and where"),
            {
                "fields": [
                    ("start_date", "start_time"),
                    ("end_date", "end_time"),
                    "time_zone",
                    "place",
                ]
            },
        ),
        (
            _("About"),
            {"fields": ["description", "organizers", "participants", "parent", "website"]},
        ),
        (_("On the site"), {"fields": ["is_published", *ADDRESS]}),
    ]
