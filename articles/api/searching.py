"""Posts that hold words: what the site's search finds, in its order."""

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from articles.api.listings import Asked
from articles.models import ENTITIES
from articles.paging import BadCursor
from articles.search.asking import read
from articles.search.finding import LEAST, MOST, Narrowed, find, go_on
from articles.search.index import first_key

RANKED, DATED = "", "-first_published_at"


def read_found(asked: Asked) -> tuple[list[dict], str]:
    """Return the cards of a page of what is found, and the cursor of the next. Raises BadCursor."""
    if "as_of" in asked.values:
        raise ValidationError({"as_of": [_("Past times cannot be searched.")]})
    words = read(asked.values["q"])
    if asked.ordering not in (RANKED, DATED):
        message = _("With q: the best first, or %(order)s.") % {"order": DATED}
        raise ValidationError({"ordering": [message]})
    after = _unsigned(asked) if asked.cursor else None
    if not words.terms:
        return [], ""
    go_on(words, exact=False)
    by_date = asked.ordering == DATED
    rows = find(words, _narrowed(asked.values), asked.size + 1, by_date=by_date, after=after)
    cards = [row["card"] for row in rows[: asked.size]]
    if len(rows) <= asked.size:
        return cards, ""
    last = rows[asked.size - 1]
    return cards, _signer(asked).sign_object([last["rank"], last["key"]])


def _narrowed(values: dict) -> Narrowed:
    return Narrowed(
        since=first_key(values["published_after"]) if "published_after" in values else LEAST,
        until=first_key(values["published_before"]) if "published_before" in values else MOST,
        section=values.get("section"),
        entities=[(kind, values[kind]) for kind in ENTITIES if kind in values],
        about=[(kind, values[f"about_{kind}"]) for kind in ENTITIES if f"about_{kind}" in values],
        tag=values.get("tag"),
        byline=values.get("byline"),
        language=values.get("language", ""),
        kind=values.get("kind", ""),
        ids=values.get("ids"),
        changed_at=values.get("updated_after"),
    )


def _signer(asked: Asked) -> Signer:
    return Signer(salt=f"cursor:found:{asked.of}")


def _unsigned(asked: Asked) -> tuple[int, int]:
    try:
        rank, key = _signer(asked).unsign_object(asked.cursor)
    except (BadSignature, ValueError) as error:
        raise BadCursor(asked.cursor) from error
    return rank, key
