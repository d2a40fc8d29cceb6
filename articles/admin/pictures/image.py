from datetime import timedelta
from functools import partial

from django.contrib import admin
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.admin.queues import IncompleteFilter
from articles.images import remove_files, take_in
from articles.models import Image
from articles.noting import note_change
from articles.publishing import refocus

from .form import RecordForm, UploadForm
from .library import Library, pick_view, upload_view
from .uses import uses_of

SOON = timedelta(days=30)
USES = 50  # shown in the form of an image
MADE = (
    _("Who made it"),
    {
        "fields": [
            "credit",
            "credit_person",
            "credit_organization",
            "licence",
            "licence_until",
            "taken_at",
        ]
    },
)
UPLOAD = "admin:articles_image_upload"


class LicenceFilter(admin.SimpleListFilter):
    title = _("licence")
    parameter_name = "licence"

    def lookups(self, request, model_admin):
        return [
            ("ended", _("Ended")),
            ("ending", _("Ends within 30 days")),
            ("open", _("Has no end")),
        ]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        conditions = {
            "ended": Q(licence_until__lt=today),
            "ending": Q(licence_until__range=(today, today + SOON)),
            "open": Q(licence_until=None),
        }
        return queryset.filter(conditions[self.value()]) if self.value() else queryset


@admin.register(Image)
class ImageAdmin(DeskAdmin):
    """The library: pictures as cards, with whose they are and where they are used."""

    form = RecordForm
    upload_form = UploadForm
    in_editions = ("lead_image", "body_images__image")
    list_display = ["__str__", "credit", "licence_until", "created_at"]
    list_select_related = ["credit_person", "credit_organization"]
    list_filter = [IncompleteFilter, LicenceFilter]
    list_per_page = 24
    date_hierarchy = "created_at"
    search_fields = [
        *("alt_text", "caption", "credit", "licence", "file"),
        *("credit_person__name", "credit_organization__name"),
    ]
    autocomplete_fields = ["credit_person", "credit_organization"]
    view_on_site = False

    def get_urls(self):
        return [
            self.address("pick/", pick_view),
            self.address("upload/", upload_view),
            *super().get_urls(),
        ]

    def get_changelist(self, request, **kwargs):
        return Library

    def get_fieldsets(self, request, obj=None):
        picture = ["focal_point", ("focal_x", "focal_y")]
        return [
            (None, {"fields": [*picture, "size"] if obj else ["file", *picture]}),
            (_("What it shows"), {"fields": ["alt_text", "caption"]}),
            MADE,
            *([(_("Where it is used"), {"fields": ["uses"]})] if obj else []),
        ]

    def get_readonly_fields(self, request, obj=None):
        return ["file", "size", "focal_point", "uses"] if obj else ["focal_point"]

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        if obj is None or not allowed or request.user.has_perm("articles.publish_post"):
            return allowed
        return not seen_by_readers(obj)

    def get_object(self, request, object_id, from_field=None):
        image = super().get_object(request, object_id, from_field)
        if image:
            image.user = request.user  # who may see where it is used
        return image

    def save_model(self, request, obj, form, change):
        if not change:
            take_in(obj, form.cleaned_data["file"])
            return
        super().save_model(request, obj, form, change)
        if {"focal_x", "focal_y"}.intersection(form.changed_data):
            refocus(obj)
        note_change(obj)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        transaction.on_commit(partial(remove_files, obj))

    def delete_queryset(self, request, queryset):
        images = list(queryset)
        super().delete_queryset(request, queryset)
        for image in images:
            transaction.on_commit(partial(remove_files, image))

    @admin.display(description=_("size"))
    def size(self, image):
        return f"{image.width} × {image.height}"

    @admin.display(description=_("picture"))
    def focal_point(self, image):
        context = {"image": image if image.pk else None, "upload_url": reverse(UPLOAD)}
        return render_to_string("admin/articles/image/focal_field.html", context)

    @admin.display(description=_("on"))
    def uses(self, image):
        found = uses_of([image], image.user, limit=USES)[image.pk]
        return render_to_string("admin/articles/image/uses.html", {"uses": found})


def seen_by_readers(image: Image) -> bool:
    """Return whether a change of the image's facts would show on the site or in its archive."""
    places = (
        Q(editions__isnull=False)
        | Q(edition_images__isnull=False)
        | Q(portraits__is_published=True)
        | Q(logos__is_published=True)
        | Q(page_images__page__is_published=True)
    )
    return Image.objects.filter(places, pk=image.pk).exists()
