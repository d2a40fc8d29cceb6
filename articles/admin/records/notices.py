"""Kinds of notices to readers, and who carries one; nothing of it while they are switched off."""

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin, DeskInline
from articles.models import WORDINGS, Notice, NoticeKind
from articles.noting import note_change


@admin.register(NoticeKind)
class NoticeKindAdmin(DeskAdmin):
    list_display = ["name", "is_active"]
    search_fields = ["name"]
    view_on_site = False
    fieldsets = [
        (None, {"fields": ["name", "is_active"]}),
        (
            _("What readers see"),
            {
                "description": _("{name} stands for the name of whom the notice is about."),
                "fields": WORDINGS,
            },
        ),
    ]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        note_change(obj)

    def has_view_permission(self, request, obj=None):
        return settings.NOTICES and super().has_view_permission(request, obj)

    def has_add_permission(self, request):
        return settings.NOTICES and super().has_add_permission(request)

    def has_change_permission(self, request, obj=None):
        return settings.NOTICES and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return settings.NOTICES and super().has_delete_permission(request, obj)


class NoticeInline(DeskInline):
    model = Notice
    # Texts are too wide for the cells of a table.
    template = "admin/edit_inline/stacked.html"
    extra = 0
    formfield_overrides = {
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 2})},
    }
    fieldsets = [
        (
            None,
            {
                "description": _("Readers are told this of a record without a page too, by name."),
                "fields": ["kind", ("valid_from", "valid_until")],
            },
        ),
        (
            _("Another wording than that of its kind"),
            {"classes": ["collapse"], "fields": WORDINGS},
        ),
    ]


class CarriesNotices:
    """For the admins of persons and organizations."""

    def get_inlines(self, request, obj):
        inlines = super().get_inlines(request, obj)
        return [*inlines, NoticeInline] if settings.NOTICES else inlines


class NoticeFilter(admin.SimpleListFilter):
    title = _("notice to readers")
    parameter_name = "notice"

    def lookups(self, request, model_admin):
        return [("now", _("In force")), ("any", _("Any"))] if settings.NOTICES else []

    def queryset(self, request, queryset):
        if not (settings.NOTICES and self.value()):
            return queryset
        notices = Notice.objects.all()
        if self.value() == "now":
            notices = notices.in_force(timezone.localdate())
        kind = queryset.model._meta.model_name
        carriers = notices.exclude(**{kind: None}).order_by()
        return queryset.filter(pk__in=carriers.values(kind))
