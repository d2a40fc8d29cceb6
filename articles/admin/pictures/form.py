from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.files import File
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from articles.admin.base import DeskForm
from articles.admin.posts.body import MODULES
from articles.images import read_metadata
from articles.models import Image

from .picture import PictureField

CREDITS = ("credit", "credit_person", "credit_organization")
FOCAL = ("focal_x", "focal_y")
SAYS_ITSELF = _(
    "The file says some of this itself, and it stands in the fields now. "
    "Check it, choose the file again and save."
)


class ImageForm(DeskForm):
    """An image with what must be said of it; what a new file says itself is proposed."""

    file = PictureField(label=_("File"), help_text=_("JPEG, PNG, WebP, AVIF or GIF, up to 25 MB."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposals: dict[str, str] = {}
        if "alt_text" in self.fields:
            self.fields["alt_text"].required = True
        for name in FOCAL:
            if name in self.fields:
                self.fields[name].required = False
                self.fields[name].widget.attrs |= {"min": 0, "max": 1, "step": "any"}

    def clean(self):
        super().clean()
        said = self.cleaned_data
        # Some characters cannot be seen, and are taken away after the field has had its say.
        if said.get("alt_text") == "":
            self.add_error("alt_text", _("Say what the picture shows."))
        if said.get("credit") == "" and not any(said.get(name) for name in CREDITS):
            self.add_error("credit", _("Say whose the picture is."))
        if "file" in self.fields and said.get("file"):
            self.proposals = proposals_of(said["file"])

    def clean_focal_x(self):
        return self._point("focal_x")

    def clean_focal_y(self):
        return self._point("focal_y")

    def _point(self, name: str) -> float:
        """Return where the point is, as it was if the field is empty."""
        point = self.cleaned_data[name]
        return getattr(self.instance, name) if point is None else point


class RecordForm(ImageForm):
    """An image in the library. It works without scripts: what is missing is proposed in reply."""

    @property
    def media(self):
        script = forms.Script("articles/image-form.js", type="module")
        sheets = {"all": ["articles/library.css"]}
        return super().media + Media(importmap=MODULES, js=[script], css=sheets)

    def clean(self):
        super().clean()
        if self.errors:
            self._propose()

    def _propose(self) -> None:
        """Put what the file says into the fields left empty: it is shown, and saved by nobody."""
        empty = {
            name: text
            for name, text in self.proposals.items()
            if name in self.fields and not self.data.get(self.add_prefix(name))
        }
        if empty:
            self.data = self.data.copy()
            self.data.update({self.add_prefix(name): text for name, text in empty.items()})
            self.add_error(None, SAYS_ITSELF)


def proposals_of(upload: File) -> dict[str, str]:
    """Return what an upload says of itself, by the names of the fields it would fill."""
    said = read_metadata(upload)
    rights = said.get("copyright", "")
    found = {"alt_text": said.get("alt_text", ""), "caption": said.get("caption", "")}
    found |= {"credit": said.get("credit") or rights, "licence": rights}
    return {name: text for name, text in found.items() if text}


class UploadForm(ImageForm):
    """An image taken in while something else is written: no more than must be said."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credit"].required = True

    class Meta:
        model = Image
        fields = ["file", "alt_text", "credit", "caption", "licence", "licence_until", *FOCAL]
        widgets = {
            **dict.fromkeys(["alt_text", "caption", "credit", "licence"], AdminTextInputWidget),
            "licence_until": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            **dict.fromkeys(FOCAL, forms.HiddenInput),
        }
