"""What the desk does with persons, organizations and events alike."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles import aliases, rescans
from articles.admin.base import DeskAdmin, DeskForm, is_key
from articles.lookalikes import (
    dismiss,
    find_lookalikes,
    forget_names,
    keep_names,
    open_lookalikes,
)
from articles.noting import note_change, note_removal
from articles.versions import restore_version

from .history import entity_history, restore_view
from .merging import dismiss_view, merge_chosen, merge_view, undo_view
from .rescan import may_look, offer_rescan, rescan_view, start_chosen
from .where_named import named_view, where_named


def lines(text: str) -> list[str]:
    """Return the lines of a field with one thing in each."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class EntityForm(DeskForm):
    """A record, and before it is made a look at those it may be confused with."""

    is_another = forms.BooleanField(
        label=_("This is another one: save it all the same"), required=False
    )
    lookalikes = ()

    def clean_aliases(self):
        return aliases.tidy(self.cleaned_data["aliases"])

    def _post_clean(self):
        super()._post_clean()
        if self.instance.pk or self.errors:
            return
        self.lookalikes = find_lookalikes(self.instance)
        if self.lookalikes and not self.cleaned_data.get("is_another"):
            self.add_error(None, _("There is a record of that name already. Is it the same one?"))


class EntityAdmin(DeskAdmin):
    """Facts are live: who cannot publish cannot touch what readers see."""

    form = EntityForm
    change_form_template = "admin/articles/entity/change_form.html"
    go_back = staticmethod(restore_version)
    actions = ["show_to_readers", "hide_from_readers", "merge_two", "find_in_posts"]

    def get_queryset(self, request):
        return super().get_queryset(request).standing()

    def get_urls(self):
        return [
            self.address("<path:object_id>/merge/", merge_view),
            self.address("<path:object_id>/undo-merge/", undo_view),
            self.address("<path:object_id>/dismiss/", dismiss_view),
            self.address("<path:object_id>/restore/", restore_view),
            self.address("<path:object_id>/named/", named_view),
            self.address("<path:object_id>/rescan/", rescan_view),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        return entity_history(self, request, object_id)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return self._lead_on(request, object_id) or super().change_view(
            request, object_id, form_url, extra_context
        )

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or object_id is None or not is_key(unquote(object_id)):
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            # Or a save that began before a merge would write the record back as it was.
            self._lock([unquote(object_id)])
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _lock(self, pks):
        """Return the records, the merged left out, so that whoever merges them waits."""
        records = self.model.objects.select_for_update().filter(pk__in=pks).order_by("pk")
        return [record for record in records if record.merged_into_id is None]

    def _lead_on(self, request, object_id):
        """Send who asks for a merged record to the one it was merged into."""
        key = unquote(object_id)
        merged = self.model.objects.filter(pk=key).first() if is_key(key) else None
        if merged is None or merged.merged_into_id is None or not self.has_view_permission(request):
            return None
        text = _("“{merged}” is merged into this record. <a href='{url}'>History</a>")
        name = f"admin:articles_{self.opts.model_name}"
        words = {"merged": merged, "url": reverse(f"{name}_history", args=[merged.pk])}
        self.message_user(request, format_html(text, **words), messages.INFO)
        return redirect(f"{name}_change", merged.merged_into_id)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and not context.get("is_popup"):
            context["named"] = where_named(self, request, obj)
            context["may_merge"] = self._may_merge(request, obj)
            context["may_rescan"] = may_look(self, request, obj)
            if self.has_change_permission(request, obj):
                context["lookalikes"] = open_lookalikes(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _may_merge(self, request, obj) -> bool:
        return self.has_publish_permission(request) and self.has_change_permission(request, obj)

    def save_model(self, request, obj, form, change):
        # A person has looked at all there is to say of it.
        obj.is_incomplete = False
        obj._history_date = timezone.now()
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        for row in formset.forms:
            row.instance._history_date = form.instance._history_date  # one save, one entry
        super().save_formset(request, form, formset, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        keep_names(form.instance)
        note_change(form.instance)
        if change:
            offer_rescan(self, request, form)
        for other in form.lookalikes:
            dismiss(form.instance, other, by=request.user)

    def delete_model(self, request, obj):
        note_removal(obj)
        forget_names([obj])
        rescans.forget([obj])
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for record in queryset:
            note_removal(record)
        forget_names(queryset)
        rescans.forget(queryset)
        super().delete_queryset(request, queryset)

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

    @admin.display(description=_("to do"), ordering="is_incomplete")
    def to_do(self, record):
        if not record.is_incomplete:
            return ""
        return format_html('<span class="state">{}</span>', _("Incomplete"))

    @admin.action(description=_("Merge two records"), permissions=["publish"])
    def merge_two(self, request, queryset):
        return merge_chosen(self, request, queryset)

    @admin.action(description=_("Find in published posts"), permissions=["change"])
    def find_in_posts(self, request, queryset):
        return start_chosen(self, request, queryset)

    @admin.action(description=_("Show to readers"), permissions=["publish"])
    def show_to_readers(self, request, queryset):
        self._set_published(request, queryset, True, _("Shown to readers."))

    @admin.action(description=_("Hide from readers"), permissions=["publish"])
    def hide_from_readers(self, request, queryset):
        self._set_published(request, queryset, False, _("Hidden from readers."))

    @transaction.atomic
    def _set_published(self, request, queryset, is_published: bool, note: str) -> None:
        pks = list(queryset.exclude(is_published=is_published).values_list("pk", flat=True))
        records = self._lock(pks)
        for record in records:  # one by one, for the time of the change
            record.is_published = is_published
            record.save(update_fields=["is_published", "updated_at"])
            self.log_change(request, record, str(note))
        for record in records:
            note_change(record)
        count = len(records)
        message = ngettext("%(count)d record changed.", "%(count)d records changed.", count)
        self.message_user(request, message % {"count": count}, messages.SUCCESS)
