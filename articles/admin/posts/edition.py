from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.documents import ids_in
from articles.models import ENTITIES, Edition, live_facts
from articles.views.post import body_of

from .preview import edition_preview


@admin.register(Edition)
class EditionAdmin(DeskAdmin):
    """The archive: what readers saw, and when. Nobody changes it here."""

    list_display = ["headline", "number", "live_from", "live_until", "section", "published_by"]
    list_select_related = ["section", "published_by"]
    list_filter = ["section", "language", "kind"]
    date_hierarchy = "live_from"
    search_fields = ["headline", "lead", "slug"]
    view_on_site = False
    fieldsets = [
        (None, {"fields": ["working_copy", "number", "headline", "lead", "words"]}),
        (
            _("On the site"),
            {
                "fields": [
                    "live_from",
                    "live_until",
                    "first_published_at",
                    "published_by",
                    ("correction", "correction_kind", "correction_place"),
                ]
            },
        ),
        (
            _("Unpublished"),
            {"fields": ["ended_by", "end_reason", "reader_note", "redirect_to"]},
        ),
        (
            _("About the post"),
            {
                "fields": [
                    ("language", "kind", "section"),
                    "tag_names",
                    "makers",
                    "named",
                    "lead_image",
                    "lead_image_caption",
                    "slug",
                    "age_mark",
                    ("source_name", "source_url"),
                    ("is_paid", "advertiser", "erid"),
                ]
            },
        ),
    ]

    def get_urls(self):
        return [
            self.address("<path:object_id>/preview/", edition_preview),
            *super().get_urls(),
        ]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).defer("card", "document", "text")

    @admin.display(description=_("post"))
    def working_copy(self, edition):
        address = reverse("admin:articles_post_change", args=[edition.post_id])
        return format_html('<a href="{}">{}</a>', address, edition.post)

    @admin.display(description=_("body"))
    def words(self, edition):
        facts = live_facts(ids_in([edition.document]))
        return format_html('<div class="edition-body">{}</div>', body_of(edition.document, facts))

    @admin.display(description=_("tags"))
    def tag_names(self, edition):
        return ", ".join(tag.name for tag in edition.tags.all())

    @admin.display(description=_("bylines"))
    def makers(self, edition):
        return _list(edition.bylines.select_related("person"))

    @admin.display(description=_("who and what is named"))
    def named(self, edition):
        mentions = edition.mentions.select_related(*ENTITIES)
        return _list(
            mention.person or mention.organization or mention.event for mention in mentions
        )


def _list(records) -> str:
    return format_html_join("", "{}<br>", ((record,) for record in records))
