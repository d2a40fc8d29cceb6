from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.models import Event, Organization, Person, Position

from .base import DeskAdmin, DeskForm, DeskInline
from .image_field import PicksImages
from .queues import IncompleteFilter

web_address = URLValidator(schemes=["http", "https"])


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class EntityForm(DeskForm):
    def clean_aliases(self):
        return "\n".join(_lines(self.cleaned_data["aliases"]))


class PersonForm(EntityForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=255,
        required=False,
        widget=admin.widgets.AdminTextInputWidget,
        help_text=_("As posts print it; made of the given name and the family name if left empty."),
    )

    def clean_links(self):
        lines = _lines(self.cleaned_data["links"])
        for line in lines:
            try:
                web_address(line)
            except ValidationError as error:
                message = _("“%(line)s” is not a web address: it must begin with https://.")
                raise ValidationError(message, params={"line": line}) from error
        return "\n".join(lines)

    def clean(self):
        super().clean()
        if self.cleaned_data.get("name") == "":
            parts = (self.cleaned_data.get(part) for part in ("given_name", "family_name"))
            self.cleaned_data["name"] = " ".join(filter(None, parts))
            if not self.cleaned_data["name"]:
                self.add_error("name", _("Write at least one name."))


class EntityAdmin(DeskAdmin):
    """Facts are live: who cannot publish cannot touch what readers see."""

    form = EntityForm
    actions = ["show_to_readers", "hide_from_readers"]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not self._is_closed(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not self._is_closed(request, obj)

    def _is_closed(self, request, obj) -> bool:
        return bool(obj and obj.is_published and not self.has_publish_permission(request))

    def get_readonly_fields(self, request, obj=None):
        return [] if self.has_publish_permission(request) else ["is_published"]

    def get_changeform_initial_data(self, request):
        chosen = super().get_changeform_initial_data(request)
        return {"is_published": self.has_publish_permission(request)} | chosen

    def view_on_site(self, obj):
        return super().view_on_site(obj) if obj.is_published else None

    @admin.action(description=_("Show to readers"), permissions=["publish"])
    def show_to_readers(self, request, queryset):
        self._set_published(request, queryset, True, _("Shown to readers."))

    @admin.action(description=_("Hide from readers"), permissions=["publish"])
    def hide_from_readers(self, request, queryset):
        self._set_published(request, queryset, False, _("Hidden from readers."))

    @transaction.atomic
    def _set_published(self, request, queryset, is_published: bool, note: str) -> None:
        records = list(queryset.exclude(is_published=is_published))
        for record in records:  # one by one, for the time of the change
            record.is_published = is_published
            record.save(update_fields=["is_published", "updated_at"])
            self.log_change(request, record, str(note))
        count = len(records)
        message = ngettext("%(count)d record changed.", "%(count)d records changed.", count)
        self.message_user(request, message % {"count": count}, messages.SUCCESS)


ADDRESS = ["slug", "wikidata_id"]


class PositionInline(DeskInline):
    model = Position
    autocomplete_fields = ["organization"]


@admin.register(Person)
class PersonAdmin(PicksImages, EntityAdmin):
    form = PersonForm
    in_editions = ("mentions__person", "bylines__person")
    inlines = [PositionInline]
    list_display = ["name", "is_published", "birth_date", "updated_at"]
    list_filter = [IncompleteFilter, "is_published"]
    date_hierarchy = "created_at"
    search_fields = ["name", "given_name", "family_name", "patronymic_name", "aliases"]
    autocomplete_fields = ["photo"]
    fieldsets = [
        (None, {"fields": ["given_name", "patronymic_name", "family_name", "name", "aliases"]}),
        (_("About"), {"fields": ["birth_date", "biography", "photo", "links"]}),
        (_("On the site"), {"fields": ["is_published", *ADDRESS]}),
    ]


@admin.register(Organization)
class OrganizationAdmin(PicksImages, EntityAdmin):
    in_editions = ("mentions__organization",)
    list_display = ["name", "short_name", "kind", "parent", "is_published", "updated_at"]
    list_select_related = ["parent"]
    list_filter = ["is_published", "kind"]
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
    list_display = ["name", "start_date", "place", "status", "is_published"]
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
