from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.files.storage import FileSystemStorage, storages


@register(Tags.security)
def originals_are_private(app_configs, **kwargs) -> list[Error]:
    """Refuse a place for originals that a web server shows."""
    originals = storages["originals"]
    if not isinstance(originals, FileSystemStorage):
        return []
    place = Path(originals.location).resolve()
    return [
        Error(
            f"ORIGINALS_ROOT must not lie in {name}, whose files anyone may get.",
            id="articles.E001",
        )
        for name in ("MEDIA_ROOT", "STATIC_ROOT")
        if place.is_relative_to(Path(getattr(settings, name)).resolve())
    ]
