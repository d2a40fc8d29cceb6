from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import ImportMap, Media

from articles import markup
from articles.markup import MAX_LENGTH, PROVIDERS
from articles.models import Image

NAMES = [
    *("embed", "figure", "focal", "library", "mention", "mention_box", "paste", "quote"),
    *("records", "toolbar", "typesetting", "typography"),
]
# By name, because the stored files carry a hash in theirs.
MODULES = ImportMap({f"articles/{name}": f"articles/{name}.js" for name in NAMES})


class BodyWidget(AdminProseEditorWidget):
    """The editor of a body; a plain textarea where scripts do not run."""

    @property
    def media(self):
        # The library's last sheet is named to keep ours behind it.
        sheets = ["django_prose_editor/overrides.css", "articles/editor.css", "articles/body.css"]
        return super().media + Media(importmap=MODULES, css={"all": sheets})

    def get_config(self):
        """Return what the editor cannot know; what it may do stands in editor.js."""
        return {
            "mentions": reverse("admin:articles_post_mentions"),
            "facts": reverse("admin:articles_post_body-facts"),
            "providers": {host: key for key, (_name, hosts) in PROVIDERS.items() for host in hosts},
            "providerNames": {key: name for key, (name, _hosts) in PROVIDERS.items()},
            "limit": MAX_LENGTH,
        }


class BodyField(ProseEditorFormField):
    """A body as readers may get it: clean, and its images in the library."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Body"),
            required=False,
            widget=BodyWidget,
            preset="desk",
            sanitize=markup.clean,
        )

    def clean(self, value: str) -> str:
        body = super().clean(value)
        pks = markup.image_ids(body)
        if pks and Image.objects.filter(pk__in=pks).count() < len(pks):
            raise ValidationError(
                _("An image in the text is no longer in the library: take it out.")
            )
        return body
