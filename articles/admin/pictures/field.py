"""Choosing an image in the form of another record: out of the library, or a new one."""

from django.contrib.admin.widgets import AutocompleteSelect
from django.forms import Script
from django.urls import reverse
from js_asset import Media

from articles.admin.base import is_key
from articles.admin.posts.body import MODULES
from articles.models import Image

from .form import UploadForm


class ImageWidget(AutocompleteSelect):
    """Shows the image chosen and opens the library; Django's own list where scripts do not run."""

    template_name = "admin/widgets/image.html"

    def __init__(self, *args, may_add: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.may_add = may_add

    @property
    def media(self):
        script = Script("articles/image-field.js", type="module")
        return super().media + Media(
            importmap=MODULES, js=[script], css={"all": ["articles/library.css"]}
        )

    def get_context(self, name, value, attrs):
        chosen = str(value or "")
        credited = Image.objects.select_related("credit_person", "credit_organization")
        return super().get_context(name, value, attrs) | {
            "image": credited.filter(pk=chosen).first() if is_key(chosen) else None,
            "library_url": reverse("admin:articles_image_pick"),
            "upload_url": reverse("admin:articles_image_upload"),
            "record_url": reverse("admin:articles_image_change", args=[0]),
            "upload_form": UploadForm(auto_id="image-picker-%s") if self.may_add else None,
        }


class PicksImages:
    """For the admin of a record that names images."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.related_model is Image:
            may_add = request.user.has_perm("articles.add_image")
            kwargs["widget"] = ImageWidget(db_field, self.admin_site, may_add=may_add)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
