from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import ImportMap, Media

# By name, because the stored files carry a hash in theirs.
MODULES = ImportMap(
    {
        f"articles/{name}": f"articles/{name}.js"
        for name in ("focal", "library", "paste", "toolbar", "typography")
    }
)


class BodyWidget(AdminProseEditorWidget):
    """The editor of a body; a plain textarea where scripts do not run."""

    @property
    def media(self):
        # The library's last sheet is named to keep ours behind it.
        sheets = ["django_prose_editor/overrides.css", "articles/editor.css"]
        return super().media + Media(importmap=MODULES, css={"all": sheets})

    def get_config(self):
        """Return nothing: what the editor may do stands in editor.js."""
        return {}
