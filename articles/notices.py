"""What readers must be told of persons and organizations, wherever a post names them.

Whoever shows posts to readers (pages, feeds, REST) asks notices_for() and shows what it returns. Of
a record without a page of its own the notice still gives the name: it is in force because readers
must be told of whom it is said.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from articles.aliases import name_in
from articles.documents import ids_in
from articles.models import WORDINGS, entity_url
from articles.models.notice import NAME

KINDS = ("person", "organization")
LANGUAGES = [code for code, _name in settings.LANGUAGES]
OWN, OF_KIND = "n", "k"  # a notice's wording, and that of its kind
WORDED = [f"{whose}.{name}" for whose in (OWN, OF_KIND) for name in WORDINGS]
COLUMNS = [
    "entity",
    "asked",
    "record",
    "name",
    "aliases",
    "slug",
    "is_published",
    "id",
    "kind",
    *WORDED,
]
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
    asked = {kind: set(pks) for kind, pks in ids.items() if pks}
    if not asked:
        return {}
    day = connection.ops.adapt_datefield_value(timezone.localdate())
    given, found = [], {}
    for pks in asked.values():
        given += [*pks, day, day]
    with connection.cursor() as cursor:
        cursor.execute(query({kind: len(pks) for kind, pks in asked.items()}), given)
        for row in cursor.fetchall():
            row = dict(zip(COLUMNS, row, strict=True))
            found.setdefault((row["entity"], row["asked"]), []).append(row)
    return found


def query(counts: dict[str, int]) -> str:
    """Return the query for so many ids of each kind, each part with the day twice at its end.

    Written out, because building it costs more than all else a page does. What it says of days and
    of kinds is NoticeQuerySet.in_force().
    """
    return " UNION ALL ".join(
        f"SELECT '{kind}', a.id, r.id, r.name, r.aliases, r.slug, r.is_published,"  # noqa: S608
        f" n.id, k.name, {', '.join(WORDED)} FROM articles_{kind} a"
        f" JOIN articles_{kind} r ON r.id = COALESCE(a.merged_into_id, a.id)"
        f" JOIN articles_notice n ON n.{kind}_id = r.id"
        " JOIN articles_noticekind k ON k.id = n.kind_id"
        f" WHERE a.id IN ({', '.join(['%s'] * count)}) AND k.is_active"
        " AND (n.valid_from IS NULL OR n.valid_from <= %s)"
        " AND (n.valid_until IS NULL OR n.valid_until >= %s)"
        for kind, count in counts.items()
    )


def _told(rows: Iterable[dict], language: str) -> list[Told]:
    told = {}
    for row in sorted(rows, key=lambda row: (row["kind"], row["name"], row["id"])):
        entity = (row["entity"], row["record"])
        slug = row["slug"] if row["is_published"] else None
        name = name_in(language, row["name"], row["aliases"])
        notice = Told(row["kind"], name, *_wording(row, language), entity, slug)
        told.setdefault(notice.text, notice)
    return list(told.values())


def _wording(row: dict, language: str) -> tuple[str, str]:
    """Return the notice's own wording or else that of its kind, and the language it is in.

    Where there is none in the language asked for, that in the site's main language.
    """
    codes = (language, settings.LANGUAGE_CODE, *LANGUAGES)
    said = ((row[f"{whose}.wording_{code}"], code) for whose in (OWN, OF_KIND) for code in codes)
    return next((text, code) for text, code in said if text)
