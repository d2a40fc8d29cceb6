from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection
from django.db.models import Exists, OuterRef


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


@register(Tags.database)
def keys_are_of_these_rules(app_configs, databases=None, **kwargs) -> list[Warning]:
    """Tell that texts are searched by keys other than those that are stored."""
    from articles.mentions.keys import KEY_VERSION
    from articles.models import MentionKey

    if not databases or MentionKey._meta.db_table not in connection.introspection.table_names():
        return []
    if not MentionKey.objects.exclude(version=KEY_VERSION).exists():
        return []
    return [
        Warning(
            "The keys of names were made by older rules: some names are not found in texts.",
            hint="Run manage.py keep_names.",
            id="articles.W001",
        )
    ]


@register(Tags.database)
def what_is_published_can_be_found(app_configs, databases=None, **kwargs) -> list[Warning]:
    """Tell that the readers' search lacks posts, as after the upgrade that brought it."""
    from articles.models import Edition, SearchRow

    if not databases or SearchRow._meta.db_table not in connection.introspection.table_names():
        return []
    found = SearchRow.objects.filter(edition=OuterRef("pk"))
    if not Edition.objects.filter(~Exists(found), live_until=None).exists():
        return []
    return [
        Warning(
            "The readers' search does not know all that is published.",
            hint="Run manage.py index_search.",
            id="articles.W002",
        )
    ]
