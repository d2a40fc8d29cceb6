"""The same story in other languages, for those who read."""

from datetime import datetime
from functools import cache

from django.conf import settings
from django.db.models.fields.json import KT
from django.utils import timezone

from articles.models import Edition
from articles.prepared import AT, SUBJECT, Prepared, fill, prepare, read


def source_of(edition: dict, post: int) -> int | None:
    """Return the post of which an edition of this post tells the story, if in several languages.

    The edition has {"translation_of_id", "is_translated"}, or neither.
    """
    return post if edition.get("is_translated") else edition.get("translation_of_id")


def told_elsewhere(source: int | None, language: str, at: datetime | None = None) -> list[dict]:
    """Return the posts that tell the story of that source in other languages, now or at that time.

    Each is {"language", "path", "id", "is_source"}, in the site's order of languages. No query
    without a source; one that is not live has no say.
    """
    if not source:
        return []
    rows = read(fill(_query_told(), at or timezone.now(), {SUBJECT: source}))
    found = {
        code: {"language": code, "path": path, "id": pk, "is_source": pk == source}
        # The source last: nothing else may stand for its language.
        for code, path, pk in sorted(rows, key=lambda row: row[2] == source)
        if code != language
    }
    return [found[code] for code, _name in settings.LANGUAGES if code in found]


@cache
def _query_told() -> Prepared:
    told = Edition.objects.told_in(SUBJECT, AT).order_by()
    return prepare(told.values_list("language", KT("card__path"), "post"))
