"""The same story in other languages, for those who read."""

from django.conf import settings

from articles.models import Edition


def told_elsewhere(edition: dict) -> list[dict]:
    """Return the live posts that tell the same story in other languages, in the site's order.

    Each is {"language", "path", "id", "is_source"}. Without a query where there are none to ask
    for; a source that is not live has no say.
    """
    document = edition["document"]
    source = edition.get("translation_of_id")
    if edition.get("is_translated"):
        source = document["id"]
    if not source:
        return []
    rows = Edition.objects.told_in(source).order_by().values_list("language", "card__path", "post")
    found = {
        language: {"language": language, "path": path, "id": pk, "is_source": pk == source}
        # The source last: nothing else may stand for its language.
        for language, path, pk in sorted(rows, key=lambda row: row[2] == source)
        if language != document["language"]
    }
    return [found[code] for code, _name in settings.LANGUAGES if code in found]
