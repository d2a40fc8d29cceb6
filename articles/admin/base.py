from collections.abc import Callable
from datetime import date
from functools import partial

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.auth import get_permission_codename
from django.core.exceptions import BadRequest
from django.db import models
from django.db.models import Q, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from articles.markup import strip_unprintable
from articles.models import Edition, Entity

LOOKUPS = {"id", "exact", "isnull", "year", "month", "day", "gte", "lt"}
SHOWN = 20  # of what stands in the way of a deletion: it may be thousands


class DeskForm(forms.ModelForm):
    """A form whose texts hold no control characters and whose dates fit every time zone."""

    def full_clean(self):
        super().full_clean()
        forget_what_is_no_key(self)

    def clean(self):
        super().clean()
        for name, value in list(self.cleaned_data.items()):
            self.cleaned_data[name] = value = standing(value)
            if isinstance(value, str):
                self.cleaned_data[name] = strip_unprintable(value)
            elif isinstance(value, date) and not 1 < value.year < 9999:
                self.add_error(name, _("There is no such date in our calendar."))


def standing(value: object) -> object:
    """Return what a merged record was merged into since the form was opened, or the value as is."""
    if isinstance(value, Entity):
        return value.merged_into or value
    if isinstance(value, QuerySet) and issubclass(value.model, Entity):
        rows = value.values_list("pk", "merged_into_id")
        return value.model.objects.filter(pk__in=[into or pk for pk, into in rows])
    return value


def is_key(value: str) -> bool:
    """Return whether a value from a form may be looked up as a primary key."""
    return value.isdecimal() and len(value) < 19


def forget_what_is_no_key(form: forms.BaseForm) -> None:
    """Drop refused choices that are no keys: their widget would look them up to show them."""
    for name in form.errors:
        if isinstance(form.fields.get(name), forms.ModelChoiceField):
            key = form.add_prefix(name)
            form.data = form.data.copy()
            form.data.setlist(key, [pk for pk in form.data.getlist(key) if is_key(pk)])


class DeletionBox(forms.CheckboxInput):
    """The box that marks a row for deletion."""

    def __init__(self, attrs=None):
        super().__init__({"aria-label": _("Delete the row")} | (attrs or {}))


class DeskInline(admin.TabularInline):
    """Rows of a record's own, as many as a person would ever type."""

    form = DeskForm
    extra = 1
    max_num = 100

    def get_formset(self, request, obj=None, **kwargs):
        # Otherwise a forged count makes a thousand more rows, each with its widgets. Not max_num of
        # the instance: that is 0 for who may add none, and rows that stand there are sent back.
        most = type(self).max_num
        formset = super().get_formset(request, obj, absolute_max=most, **kwargs)
        formset.deletion_widget = DeletionBox
        return formset

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        # A cell has no label of its own, and the heading of its column is not read with it.
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = capfirst(db_field.verbose_name)
        return field


class DeskAdmin(admin.ModelAdmin):
    """What all records on the desk have in common.

    ``in_editions`` are the lookups that lead from an edition to a record it cannot lose.
    """

    form = DeskForm
    formfield_overrides = {
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})},
        models.URLField: {"assume_scheme": "https"},
    }
    empty_value_display = mark_safe('<span class="nothing">—</span>')
    list_per_page = 50
    show_full_result_count = False
    in_editions: tuple[str, ...] = ()

    def address(self, route: str, view: Callable) -> URLPattern:
        """Return the address of a view beside list and form, named by the route's last word.

        Whoever has no business on the desk gets no further; what else it needs, the view asks.
        """
        name = route.strip("/").rpartition("/")[2]
        guarded = self.admin_site.admin_view(partial(view, self))
        return path(route, guarded, name=f"articles_{self.opts.model_name}_{name}")

    def has_publish_permission(self, request):
        codename = get_permission_codename("publish", self.opts)
        return request.user.has_perm(f"{self.opts.app_label}.{codename}")

    def changelist_view(self, request, extra_context=None):
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def lookup_allowed(self, lookup, value, request):
        """Allow what the filters of the list offer: Django itself takes any lookup, regex too."""
        if lookup in {getattr(item, "parameter_name", None) for item in self.list_filter}:
            return True
        name, *rest = lookup.split("__")
        is_offered = name in [self.date_hierarchy, *self.list_filter] and LOOKUPS.issuperset(rest)
        return is_offered and super().lookup_allowed(lookup, value, request)

    def get_changeform_initial_data(self, request):
        """Take what the address proposes, but for records no address can mean."""
        proposed = super().get_changeform_initial_data(request)
        relations = {field.name for field in self.opts.get_fields() if field.is_relation}
        for name in relations & proposed.keys():
            values = proposed[name] if isinstance(proposed[name], list) else [proposed[name]]
            if not all(map(is_key, values)):
                del proposed[name]
        return proposed

    def response_action(self, request, queryset):
        if not all(map(is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise BadRequest("Not a record of this list.")
        return super().response_action(request, queryset)

    def get_deleted_objects(self, objs, request):
        if editions := self._editions_with(objs):
            return [], {}, set(), [*map(_edition_link, editions)]
        deleted, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, perms_needed, protected[:SHOWN]

    def _editions_with(self, records) -> list[Edition]:
        condition = Q()
        for lookup in self.in_editions:
            condition |= Q(**{f"{lookup}__in": [record.pk for record in records]})
        return list(Edition.objects.filter(condition).distinct()[:SHOWN]) if condition else []

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        # The import map of our scripts is an inline one.
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def view_on_site(self, obj):
        with translation.override(settings.LANGUAGE_CODE):
            return obj.get_absolute_url()


def _edition_link(edition: Edition) -> str:
    address = reverse("admin:articles_edition_change", args=[edition.pk])
    label = _("%(headline)s, edition %(number)d") % {
        "headline": edition,
        "number": edition.number,
    }
    return format_html('<a href="{}">{}</a>', address, label)
