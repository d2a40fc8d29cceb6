"""What readers must be told of persons and organizations, wherever a post names them.

Whoever shows posts to readers (pages, feeds, REST) asks notices_for() and shows what it returns. Of
a record without a page of its own the notice still gives the name: it is in force because readers
must be told of whom it is said.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, QuerySet, Value
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from articles.documents import ids_in
from articles.models import WORDINGS, Notice, entity_url
from articles.models.notice import NAME

KINDS = ("person", "organization")
LANGUAGES = [code for code, _name in settings.LANGUAGES]
OWN, OF_KIND = "", "kind__"  # where a row has its wordings
Ids = dict[str, Iterable[int]]


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as readers get it: ``wording`` in that language, "{name}" still in it."""

    kind: str
    name: str
    wording: str
    language: str
    entity: tuple[str, int]
    slug: str | None  # None where readers see no page of it

    @property
    def text(self) -> str:
        return self.wording.replace(NAME, self.name)

    @property
    def html(self) -> SafeString:
        """The text, its name a link to the record's page in the language of the request."""
        name = escape(self.name)
        if self.slug is not None:
            name = format_html('<a href="{}">{}</a>', entity_url(*self.entity, self.slug), name)
        return format_html_join(name, "{}", ((part,) for part in self.wording.split(NAME)))


def notices_for(documents: list[dict]) -> list[list[Told]]:
    """Return the notices that hold today for each card or document, in its language, each once.

    One query for them all, and none while notices are switched off.
    """
    if not settings.NOTICES:
        return [[] for _document in documents]
    named = [named_in(document) for document in documents]
    together = {kind: set().union(*(ids[kind] for ids in named)) for kind in KINDS}
    rows = _rows(together)
    return [
        _told(
            (row for kind in KINDS for pk in ids[kind] for row in rows.get((kind, pk), ())),
            document["language"],
        )
        for document, ids in zip(documents, named, strict=True)
    ]


def notices_of(kind: str, pk: int, language: str) -> list[Told]:
    """Return the notices that hold today for a record, for its own page."""
    if not settings.NOTICES or kind not in KINDS:
        return []
    return _told(_rows({kind: [pk]}).get((kind, pk), ()), language)


def named_in(document: dict) -> dict[str, set[int]]:
    """Return the ids of all persons and organizations that a card or document names."""
    ids = document.get("named") or ids_in([document])
    return {kind: set(ids[kind]) for kind in KINDS}


def _rows(ids: Ids) -> dict[tuple[str, int], list[dict]]:
    """Return what is in force today by the ids asked for, in one query.

    What was merged into another record is that one today.
    """
    parts = [
        _part(kind, origin, set(pks))
        for kind, pks in ids.items()
        if pks
        for origin in (f"{kind}_id", f"{kind}__absorbed__id")
    ]
    found = {}
    for row in parts[0].union(*parts[1:], all=True) if parts else ():
        found.setdefault((row["entity"], row["origin"]), []).append(row)
    return found


def _part(kind: str, origin: str, pks: set[int]) -> QuerySet:
    facts = {name: F(f"{kind}__{name}") for name in ("name", "slug", "is_published")}
    rows = Notice.objects.in_force(timezone.localdate()).filter(**{f"{origin}__in": pks})
    return rows.order_by().values(
        "id",
        "kind__name",
        *WORDINGS,
        *(f"{OF_KIND}{name}" for name in WORDINGS),
        entity=Value(kind),
        origin=F(origin),
        record=F(f"{kind}_id"),
        **facts,
    )


def _told(rows: Iterable[dict], language: str) -> list[Told]:
    told = {}
    for row in sorted(rows, key=lambda row: (row["kind__name"], row["name"], row["id"])):
        entity = (row["entity"], row["record"])
        slug = row["slug"] if row["is_published"] else None
        notice = Told(row["kind__name"], row["name"], *_wording(row, language), entity, slug)
        told.setdefault(notice.text, notice)
    return list(told.values())


def _wording(row: dict, language: str) -> tuple[str, str]:
    """Return the notice's own wording or else that of its kind, and the language it is in.

    Where there is none in the language asked for, that in the site's main language.
    """
    codes = (language, settings.LANGUAGE_CODE, *LANGUAGES)
    said = ((row[f"{whose}wording_{code}"], code) for whose in (OWN, OF_KIND) for code in codes)
    return next((text, code) for text, code in said if text)
