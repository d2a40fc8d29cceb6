"""What stands on the front page and until when; and the page as it will be at any time."""

from datetime import datetime
from urllib.parse import parse_qs, urlencode

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import views
from articles.models import BreakingLine, Edition, Slot

from .base import DeskAdmin, DeskForm
from .posts.bar import quick_times
from .posts.preview import as_reader, framed, unlisted
from .posts.state import moment

NOW, LATER, OVER = "now", "later", "over"
STANDS = {NOW: gettext_lazy("Now"), LATER: gettext_lazy("Later"), OVER: gettext_lazy("Over")}
COLOURS = {NOW: "live", LATER: "scheduled", OVER: "draft"}
CHANGED_AT_ONCE = 50


class LanguageFilter(admin.SimpleListFilter):
    """One language at a time, because each has a front page of its own."""

    title = gettext_lazy("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        return settings.LANGUAGES

    def value(self):
        return super().value() or settings.LANGUAGE_CODE

    def queryset(self, request, queryset):
        return queryset.filter(language=self.value())

    def choices(self, changelist):
        for code, name in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: code})
            yield {"selected": self.value() == code, "query_string": query, "display": name}


class StandsFilter(admin.SimpleListFilter):
    """What is over is shown to those alone who ask for it."""

    title = gettext_lazy("when")
    parameter_name = "when"

    def lookups(self, request, model_admin):
        return [("", _("Now and later")), *STANDS.items()]

    def queryset(self, request, queryset):
        now = timezone.now()
        return {
            NOW: lambda: queryset.in_force(now).order_by(),
            LATER: lambda: queryset.filter(valid_from__gt=now),
            OVER: lambda: queryset.filter(valid_until__lte=now),
        }.get(self.value(), lambda: queryset.exclude(valid_until__lte=now))()

    def choices(self, changelist):
        for value, title in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            is_chosen = (self.value() or "") == value
            yield {"selected": is_chosen, "query_string": query, "display": title}


class RowForm(DeskForm):
    """A row of the list. What its user did not touch is not sent back over what others changed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        position = self.fields["position"]
        position.show_hidden_initial = True
        position.widget.attrs["aria-label"] = f"{position.label}: {self.instance}"


class PreviewForm(forms.Form):
    language = forms.ChoiceField(label=gettext_lazy("language"), choices=settings.LANGUAGES)
    at = forms.SplitDateTimeField(label=gettext_lazy("as it is at"), widget=AdminSplitDateTime)

    def clean_at(self):
        at = self.cleaned_data["at"]
        if not 1 < at.year < 9999:
            raise forms.ValidationError(_("There is no such date in our calendar."))
        return at


class FrontAdmin(DeskAdmin):
    """What the places and the breaking lines have in common."""

    change_list_template = "admin/articles/slot/change_list.html"
    list_filter = [LanguageFilter, StandsFilter]
    list_select_related = ["post"]
    view_on_site = False
    actions = ["take_off"]

    def get_queryset(self, request):
        live = Edition.objects.live().filter(post=OuterRef("post"))
        return super().get_queryset(request).annotate(is_open=Exists(live))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.is_relation:
            # What stands here exists: nobody writes, changes or deletes it on the way.
            for name in ("can_add_related", "can_change_related", "can_delete_related"):
                setattr(field.widget, name, False)
        return field

    def get_changeform_initial_data(self, request):
        # The language of the list this form was opened from.
        chosen = parse_qs(request.GET.get("_changelist_filters", "")).get("language")
        language = {"language": chosen[0]} if chosen else {}
        return language | super().get_changeform_initial_data(request)

    @admin.display(description=gettext_lazy("state"))
    def stands(self, record):
        state = stands(record, timezone.now())
        label = STANDS[state]
        if state == NOW and record.post_id and not record.is_open:
            state, label = LATER, _("The post is not open")
        return format_html('<span class="state state-{}">{}</span>', COLOURS[state], label)

    @admin.action(description=gettext_lazy("Take off now"), permissions=["change"])
    def take_off(self, request, queryset):
        now = timezone.now()
        for record in queryset.in_force(now)[:CHANGED_AT_ONCE]:
            # Nobody's change of the hours is written over, and a place cannot end as it begins.
            standing = type(record).objects.filter(pk=record.pk).in_force(now)
            if standing.exclude(valid_from=now).update(valid_until=now):
                self.log_change(request, record, _("Taken off the front page."))


@admin.register(Slot)
class SlotAdmin(FrontAdmin):
    list_display = ["what", "position", "label", "valid_from", "valid_until", "stands"]
    list_display_links = ["what"]
    list_editable = ["position"]
    list_select_related = ["post", "section", "tag"]
    autocomplete_fields = ["post", "section", "tag"]
    fieldsets = [
        (None, {"fields": [("position", "language"), "label"]}),
        (
            gettext_lazy("What stands there"),
            {
                "description": gettext_lazy(
                    "A post you choose, or one rule by which it changes by itself. "
                    "With nothing chosen it is the newest post of all."
                ),
                "fields": ["post", "section", "tag", "kind"],
            },
        ),
        (
            gettext_lazy("Until when"),
            {
                "description": gettext_lazy("Without an end it stands until you take it off."),
                "fields": ["valid_from", "valid_until"],
            },
        ),
    ]

    def get_urls(self):
        view = self.admin_site.admin_view(self.preview_view)
        return [path("preview/", view, name="articles_slot_preview"), *super().get_urls()]

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, **{"form": RowForm} | kwargs)

    @admin.display(description=gettext_lazy("what stands there"))
    def what(self, slot):
        return slot.subject

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """Show the front page of a language as readers will see it at a time, now by default."""
        if not request.user.has_perm("articles.preview_front"):
            raise PermissionDenied
        now = timezone.localtime()
        asked = {"language": settings.LANGUAGE_CODE} | request.GET.dict()
        if "at_0" not in asked:
            asked |= _split(now)
        form = PreviewForm(asked)
        chosen = form.cleaned_data if form.is_valid() else {}
        at = chosen.get("at", now)
        language = chosen.get("language", settings.LANGUAGE_CODE)
        words = {"time": moment(at), "language": dict(settings.LANGUAGES)[language]}
        return framed(
            self,
            request,
            page_at(request, language, at),
            subtitle=_("the front page at %(time)s, %(language)s") % words,
            note=_("With all that is scheduled by then. Readers do not see this page."),
            template="admin/articles/slot/preview.html",
            more={"form": form, "times": _times(language), "media": self.media + form.media},
        )


@admin.register(BreakingLine)
class BreakingLineAdmin(FrontAdmin):
    list_display = ["text", "leads_to", "valid_from", "valid_until", "stands"]
    autocomplete_fields = ["post"]
    fieldsets = [
        (None, {"fields": ["text", "language"]}),
        (gettext_lazy("Where it leads"), {"fields": ["post", "path"]}),
        (gettext_lazy("Until when"), {"fields": ["valid_from", "valid_until"]}),
    ]

    @admin.display(description=gettext_lazy("where it leads"))
    def leads_to(self, line):
        return str(line.post) if line.post_id else line.path


def stands(record: Slot | BreakingLine, now: datetime) -> str:
    """Return whether what the record says is true now, later, or no longer."""
    if record.valid_until and record.valid_until <= now:
        return OVER
    return LATER if record.valid_from and record.valid_from > now else NOW


def page_at(request: HttpRequest, language: str, at: datetime) -> HttpResponse:
    """Return the front page from the view of readers, in that language, as nobody."""
    with translation.override(language):
        response = views.front_page(as_reader(request, reverse("articles:front")), at)
        response.headers["Content-Language"] = language
    return unlisted(response)


def _times(language: str) -> list[tuple[str, str]]:
    """Return likely times to look at: [(query, words), ...]."""
    times = [(parse_datetime(at), words) for at, words in quick_times(None)]
    return [(urlencode({"language": language} | _split(at)), words) for at, words in times]


def _split(at: datetime) -> dict[str, str]:
    """Return a time as the two inputs of a form take it in any language."""
    return {"at_0": f"{at:%Y-%m-%d}", "at_1": f"{at:%H:%M}"}
