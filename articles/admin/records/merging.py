"""Two records side by side, made one; and what the desk says of those that look alike."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import forget_what_is_no_key, is_key
from articles.admin.side import address_of, find_record
from articles.admin.words import in_words
from articles.lookalikes import dismiss
from articles.merging import differences, merge, undo_merge
from articles.models import Entity, Mention, Merge, Notice, Position

from .where_named import naming_posts


class MergeForm(forms.Form):
    """Asks for the record that stays."""

    into = forms.ModelChoiceField(
        None,
        label=gettext_lazy("record that stays"),
        help_text=gettext_lazy("What names this record will name that one."),
    )

    def __init__(self, *args, admin_site, record: Entity, **kwargs):
        super().__init__(*args, **kwargs)
        self.record = record
        # Any field that leads to such records tells the box where to look.
        source = Mention._meta.get_field(record._meta.model_name)
        field = self.fields["into"]
        field.queryset = type(record).objects.standing()
        field.widget = AutocompleteSelect(source, admin_site, choices=field.choices)

    def full_clean(self):
        super().full_clean()
        forget_what_is_no_key(self)

    def clean_into(self):
        if self.cleaned_data["into"] == self.record:
            raise ValidationError(_("A record cannot be merged into itself."))
        return self.cleaned_data["into"]


def merge_view(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Ask into which record, show both side by side, and merge them. POST alone acts."""
    record = _standing(model_admin, request, object_id)
    data = request.POST if request.method == "POST" else request.GET
    form = MergeForm(
        data if "into" in data else None, admin_site=model_admin.admin_site, record=record
    )
    into = form.cleaned_data["into"] if form.is_valid() else None
    if into and request.method == "POST" and _merge(model_admin, request, form):
        return redirect(address_of(into, "change"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Merge two records"),
        "subtitle": str(record),
        "opts": model_admin.opts,
        "record": record,
        "form": form,
        "media": model_admin.media + form.media,
        **(_side_by_side(record, into) if into else {}),
    }
    return TemplateResponse(request, "admin/articles/entity/merge.html", context)


def merge_chosen(model_admin, request: HttpRequest, queryset) -> HttpResponse | None:
    """Lead from the list to the page of the merge; the record more posts name stays."""
    chosen = list(queryset[:3])
    if len(chosen) != 2:
        text = _("Choose exactly two records to merge.")
        model_admin.message_user(request, text, messages.WARNING)
        return None
    less, more = sorted(chosen, key=lambda record: (naming_posts(record).count(), -record.pk))
    return redirect(f"{address_of(less, 'merge')}?into={more.pk}")


def undo_view(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Undo the merge posted."""
    record = find_record(model_admin, object_id)
    if not model_admin.has_publish_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    key = request.POST.get("merge", "")
    merges = Merge.objects.filter(kind=record._meta.model_name)
    found = merges.filter(pk=key).first() if is_key(key) else None
    if found is None or record.pk not in (found.merged, found.into):
        raise Http404
    try:
        left = undo_merge(found, by=request.user)
    except ValidationError as error:
        model_admin.message_user(request, " ".join(error.messages), messages.ERROR)
    else:
        model_admin.message_user(request, _("The merge is undone."), messages.SUCCESS)
        if left:
            text = _("Changed since and left as it is: %s.") % ", ".join(left)
            model_admin.message_user(request, text, messages.WARNING)
    return redirect(address_of(record, "history"))


def dismiss_view(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Remember that the record and the one posted are not the same."""
    record = find_record(model_admin, object_id)
    if not model_admin.has_change_permission(request, record):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    other = find_record(model_admin, request.POST.get("other", ""))
    if other == record or record.merged_into_id or other.merged_into_id:
        raise Http404
    dismiss(record, other, by=request.user)
    text = _("“%(record)s” and “%(other)s” will not be proposed again.")
    words = {"record": record, "other": other}
    model_admin.message_user(request, text % words, messages.SUCCESS)
    return redirect(address_of(record, "change"))


def _standing(model_admin, request: HttpRequest, object_id: str) -> Entity:
    if not model_admin.has_publish_permission(request):
        raise PermissionDenied
    record = find_record(model_admin, object_id)
    if not model_admin.has_change_permission(request, record):
        raise PermissionDenied
    if record.merged_into_id:
        raise Http404
    return record


def _merge(model_admin, request: HttpRequest, form: MergeForm) -> bool:
    into = form.cleaned_data["into"]
    try:
        merge(form.record, into=into, by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    text = _("“{duplicate}” is merged into “{into}”. <a href='{url}'>History, to undo it</a>")
    words = {"duplicate": form.record, "into": into, "url": address_of(into, "history")}
    model_admin.message_user(request, format_html(text, **words), messages.SUCCESS)
    return True


def _side_by_side(record: Entity, into: Entity) -> dict:
    rows = [
        {
            "label": capfirst(row["field"].verbose_name),
            "duplicate": in_words(row["field"], row["duplicate"]),
            "into": in_words(row["field"], row["into"]),
            "differs": row["differs"],
            "fills": row["fills"],
        }
        for row in differences(record, into)
    ]
    counted = [
        {"label": label, "duplicate": count(record), "into": count(into), "is_number": True}
        for label, count in _counts(record)
    ]
    return {
        "into": into,
        "rows": [row for row in rows if row["duplicate"] or row["into"]],
        "counted": counted,
        "swap_url": f"{address_of(into, 'merge')}?into={record.pk}",
    }


def _counts(record: Entity) -> list[tuple[str, object]]:
    counts = [(_("Posts that name it"), lambda one: naming_posts(one).count())]
    if hasattr(record, "positions"):
        label = capfirst(Position._meta.verbose_name_plural)
        counts.append((label, lambda one: one.positions.count()))
    if hasattr(record, "credited_images"):
        counts.append((_("Images credited"), lambda one: one.credited_images.count()))
    if settings.NOTICES and hasattr(record, "notices"):
        label = capfirst(Notice._meta.verbose_name_plural)
        counts.append((label, lambda one: one.notices.count()))
    return counts
