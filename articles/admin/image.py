from functools import partial

from django.contrib import admin
from django.db import transaction
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.images import remove_files, take_in
from articles.models import Image
from articles.publishing import refocus

from .base import DeskAdmin, DeskForm
from .picture import PictureField
from .queues import IncompleteFilter

MADE = (
    _("Who made it"),
    {
        "fields": [
            "credit",
            "credit_person",
            "credit_organization",
            "taken_at",
            "licence",
            "licence_until",
        ]
    },
)


class ImageForm(DeskForm):
    file = PictureField(label=_("File"), help_text=_("JPEG, PNG, WebP, AVIF or GIF, up to 25 MB."))


@admin.register(Image)
class ImageAdmin(DeskAdmin):
    form = ImageForm
    in_editions = ("lead_image",)
    list_display = ["thumbnail", "name", "credit", "size", "licence_until", "created_at"]
    list_display_links = ["thumbnail", "name"]
    list_filter = [IncompleteFilter, "licence_until"]
    list_per_page = 24
    date_hierarchy = "created_at"
    search_fields = ["alt_text", "caption", "credit", "file"]
    autocomplete_fields = ["credit_person", "credit_organization"]
    view_on_site = False

    def get_fieldsets(self, request, obj=None):
        file = ["preview", "file", "size"] if obj else ["file"]
        return [(None, {"fields": [*file, "alt_text", "caption"]}), MADE]

    def get_readonly_fields(self, request, obj=None):
        return ["preview", "file", "size"] if obj else []

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        if obj is None or not allowed or request.user.has_perm("articles.publish_post"):
            return allowed
        return not seen_by_readers(obj)

    def save_model(self, request, obj, form, change):
        if not change:
            take_in(obj, form.cleaned_data["file"])
            return
        super().save_model(request, obj, form, change)
        if {"focal_x", "focal_y"}.intersection(form.changed_data):
            refocus(obj)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        transaction.on_commit(partial(remove_files, obj))

    def delete_queryset(self, request, queryset):
        images = list(queryset)
        super().delete_queryset(request, queryset)
        for image in images:
            transaction.on_commit(partial(remove_files, image))

    @admin.display(description=_("image"), ordering="caption")
    def name(self, image):
        return str(image)

    @admin.display(description="")
    def thumbnail(self, image):
        return _picture(image, "image-thumbnail")

    @admin.display(description=_("image"))
    def preview(self, image):
        return _picture(image, "image-preview")

    @admin.display(description=_("size"))
    def size(self, image):
        return f"{image.width} × {image.height}"


def seen_by_readers(image: Image) -> bool:
    """Return whether a change of the image's facts would show on the site or in its archive."""
    places = (
        Q(editions__isnull=False) | Q(portraits__is_published=True) | Q(logos__is_published=True)
    )
    return Image.objects.filter(places, pk=image.pk).exists()


def _picture(image: Image, css_class: str) -> str:
    return format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" class="{}" loading="lazy">',
        image.file.url,
        image.alt_text,
        image.width,
        image.height,
        css_class,
    )
