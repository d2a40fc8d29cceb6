"""Pages of persons, organizations and events: their facts, and the posts that name them."""

from collections.abc import Callable
from datetime import date
from functools import cache, partial
from urllib.parse import urlencode

from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from orjson import loads

from articles import aliases
from articles.models import ENTITIES, Event, Organization, Position, entity_url
from articles.notices import notices_of
from articles.prepared import (
    BEFORE,
    DAY,
    EVER,
    NEVER,
    PARENT,
    SINCE,
    SUBJECT,
    Prepared,
    fill,
    prepare,
    read_named,
)
from articles.structured import pictured
from articles.views import dossiers
from articles.views.lists import choice, read_cards

# No more of them on a page: whoever takes part in everything still has a page to be read.
EVENTS = 20
PEOPLE = 300
NEIGHBOURS = 100

# What the posts can be narrowed by.
FILTERS = {
    "person": ["about", "quotes", "year"],
    "organization": ["about", "year"],
    "event": ["about", "year", "when"],
}
NEIGHBOUR = ("id", "name", "aliases", "slug")
EVENT = (*NEIGHBOUR, "start_date", "end_date")
POSITION = (
    *("title", "valid_from", "valid_until"),
    *("organization__id", "organization__name", "organization__aliases", "organization__slug"),
    "organization__is_published",
)
HOLDER = (
    *("title", "valid_from", "valid_until"),
    *("person_id", "person__name", "person__aliases", "person__slug"),
)
PARENT_COLUMNS = tuple(f"parent__{name}" for name in (*NEIGHBOUR, "is_published"))
IMAGE = ("file", "width", "height", "alt_text", "focal_x", "focal_y")
ENTITY = (*NEIGHBOUR, "wikidata_id")
COLUMNS = {
    "person": (
        *ENTITY,
        *("given_name", "family_name", "patronymic_name", "birth_date", "biography", "links"),
        *("created_at", "updated_at"),
        *(f"photo__{name}" for name in IMAGE),
    ),
    "organization": (
        *ENTITY,
        *("kind", "short_name", "description", "place", "website"),
        *PARENT_COLUMNS,
        *(f"logo__{name}" for name in IMAGE),
    ),
    "event": (
        *ENTITY,
        *("start_date", "start_time", "end_date", "end_time", "time_zone", "status"),
        *("description", "place", "website"),
        *PARENT_COLUMNS,
    ),
}


def person(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """A person's facts and posts."""
    found = _find("person", pk)
    return _page(
        request,
        "person",
        found,
        positions=_called(POSITION, _query_positions, found, before="organization__"),
        events=_called(EVENT, _query_events, found, "participants"),
        more={"said": dossiers.newest_quotes(found["id"])},
    )


def organization(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """An organization's facts, those who hold and held positions in it, and its posts."""
    found = _find("organization", pk)
    today = timezone.localdate()
    people = _called(HOLDER, _query_holders, found, before="person__")
    kind = Organization.Kind(found["kind"])
    found["kind_label"] = _("Organization") if kind == Organization.Kind.OTHER else str(kind.label)
    return _page(
        request,
        "organization",
        found,
        positions=[row for row in people if not _is_over(row, today)],
        former=[row for row in people if _is_over(row, today)],
        children=_called(NEIGHBOUR, _query_neighbours, found, "organization", "parent"),
        events=_called(EVENT, _query_events, found, "organizers"),
    )


def event(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """An event's facts and posts, and the others of its series."""
    found = _find("event", pk)
    today = timezone.localdate()
    found["status_label"] = str(Event.Status(found["status"]).label)
    return _page(
        request,
        "event",
        found,
        organizers=_called(NEIGHBOUR, _query_neighbours, found, "organization", "organized_events"),
        participants=_called(NEIGHBOUR, _query_neighbours, found, "person", "events"),
        has_begun=found["start_date"] <= today,
        is_over=(found["end_date"] or found["start_date"]) < today,
        **_series(found),
    )


def _find(kind: str, pk: int) -> dict:
    """Return the record, or the one it was merged into, to whose address _page() redirects.

    What it refers to stands in it: {"id", ..., "photo": {"file", ...} or None, "url"}.
    """
    for lookup in ("pk", "absorbed"):
        query = fill(_query_record(kind, lookup), None, {SUBJECT: pk})
        for row in read_named(COLUMNS[kind], query):
            others = [row["name"], *aliases.names(row["aliases"])]
            for before in ("", "parent__") if kind != "person" else ("",):
                aliases.call([row], get_language(), before)
            found = _nested(row) | {"url": entity_url(kind, row["id"], row["slug"])}
            others = [name for name in dict.fromkeys(others) if name != found["name"]]
            return found | {"other_names": others}
    raise Http404


@cache
def _query_record(kind: str, lookup: str) -> Prepared:
    records = ENTITIES[kind].objects.published().filter(**{lookup: SUBJECT}).order_by()
    return prepare(records.values_list(*COLUMNS[kind])[:1])


def _nested(row: dict) -> dict:
    """Return a row with what its columns of other tables say under one name; None if nothing."""
    found = {name: value for name, value in row.items() if "__" not in name}
    others = [(*name.split("__"), value) for name, value in row.items() if "__" in name]
    for outer, inner, value in others:
        if found.setdefault(outer, None) is not None or value is not None:
            found[outer] = (found[outer] or {}) | {inner: value}
    return found


def _called(
    names: tuple[str, ...], query: Callable, found: dict, *given: str, before: str = ""
) -> list[dict]:
    """Return the rows of query(*given) about the record, with the names of the language.

    ``before`` is what stands before the columns of the name, as aliases.call() takes it.
    """
    rows = read_named(names, fill(query(*given), timezone.now(), {SUBJECT: found["id"]}))
    return [_nested(row) for row in aliases.call(rows, get_language(), before)]


def _page(
    request: HttpRequest, kind: str, found: dict, more: dict | None = None, **context
) -> HttpResponse:
    """Show the record and the posts that name it, with ``more`` that is no fact of the record.

    With ``?about=1`` those about it alone, with ``?year=2022`` those of a year; of a person with
    ``?quotes=1`` what they quote, and of an event with ``?when=before``, ``during`` or ``after``.
    """
    if request.path != found["url"]:
        return redirect(found["url"], permanent=True)
    chosen = {name: request.GET[name] for name in FILTERS[kind] if request.GET.get(name)}
    for name in ("about", "quotes"):
        if chosen.get(name) != "1":
            chosen.pop(name, None)
    cards = _read_posts(request, kind, found, chosen)
    context["other_names"] = found["other_names"]
    if kind == "event":
        context["pictured"] = pictured(cards["rows"])
    # What the page says of the record itself is kept by all it is made of.
    context["facts"] = repr((found, context, timezone.localdate()))
    context |= {kind: found, "entity": found, "chosen": chosen, "filters": urlencode(chosen)}
    context |= _of_posts(kind, found["id"]) | (more or {})
    about = "about" in chosen
    has_others = about or bool(cards["older"]) or any(row["about"] for row in cards["rows"])
    has_quotes = bool(context.get("said"))
    ways = has_others, has_quotes, context.get("has_begun", False), tuple(context["years"])
    context |= {"about": about, "ways": ways, "choices": partial(_choices, request, chosen, *ways)}
    context["notices"] = notices_of(kind, found["id"], get_language())
    return render(request, f"articles/{kind}.html", cards | context)


def _read_posts(request: HttpRequest, kind: str, found: dict, chosen: dict[str, str]) -> dict:
    """Return the posts that name the record, as far as they are chosen."""
    narrowed = [name for name in ("about", "quotes") if name in chosen]
    more = ("about", "quotes") if "quotes" in chosen else ("about",)
    values, since, before = {SUBJECT: found["id"]}, EVER, NEVER
    if "year" in chosen:
        since, before = dossiers.of_year(chosen["year"])
    if "when" in chosen:
        start, end = dossiers.of_time(found, chosen["when"])
        since, before = max(since, start), min(before, end)
    if {"year", "when"} & chosen.keys():
        narrowed.append("dated")
        values |= {SINCE: since, BEFORE: before}
    given = (kind, *narrowed)
    cards = read_cards(request, dossiers.of_entity, *given, values=values, more=more)
    if "quotes" in chosen:
        for row in cards["rows"]:
            row |= {"card": loads(row["card"]), "quotes": loads(row["quotes"])}
    return cards


def _choices(
    request: HttpRequest,
    chosen: dict[str, str],
    has_others: bool,
    has_quotes: bool,
    has_begun: bool,
    years: tuple[int, ...],
) -> list[dict]:
    """Return the ways to narrow the posts, as choice() says."""
    ways = []
    if has_others:
        options = {"": _("All mentions"), "1": _("Main subject")}
        ways.append(("about", _("Choice of posts"), options))
    if has_quotes or "quotes" in chosen:
        options = {"": _("All posts"), "1": _("Quotes")}
        ways.append(("quotes", _("What is shown"), options))
    if has_begun:
        options = {"before": _("Before"), "during": _("During"), "after": _("After")}
        ways.append(("when", _("When it was written"), {"": _("All posts")} | options))
    if years:
        options = {str(year): str(year) for year in years}
        ways.append(("year", _("Years"), {"": _("All years")} | options))
    return [choice(request, chosen, *way) for way in ways]


def _of_posts(kind: str, pk: int) -> dict:
    """Return what the posts tell of the record: the years, the months, and with whom."""
    newest = dossiers.newest(kind, pk)
    dates = [moment for _edition, moment in newest]
    editions = [edition for edition, _moment in newest[: dossiers.CLOSE]]
    return {
        "years": dossiers.years_of(kind, pk, dates),
        "chart": dossiers.by_month(dates),
        "together": dossiers.named_together(kind, pk, editions),
        "sample": len(editions) if len(newest) > len(editions) else None,
    }


@cache
def _query_positions() -> Prepared:
    return prepare(Position.objects.filter(person=SUBJECT).values_list(*POSITION))


@cache
def _query_holders() -> Prepared:
    """Return the query for the positions in it up to today, those over the longest time last."""
    rows = (
        Position.objects.filter(organization=SUBJECT, person__is_published=True)
        .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=DAY))
        .order_by(F("valid_until").desc(nulls_first=True), *Position._meta.ordering)
    )
    return prepare(rows.values_list(*HOLDER)[:PEOPLE])


def _is_over(position: dict, today: date) -> bool:
    return position["valid_until"] is not None and position["valid_until"] < today


@cache
def _query_events(role: str) -> Prepared:
    events = Event.objects.published().filter(**{role: SUBJECT}).order_by("-start_date", "-id")
    return prepare(events.values_list(*EVENT)[:EVENTS])


@cache
def _query_neighbours(kind: str, role: str) -> Prepared:
    records = ENTITIES[kind].objects.published().filter(**{role: SUBJECT})
    return prepare(records.values_list(*NEIGHBOUR)[:NEIGHBOURS])


def _series(found: dict) -> dict[str, list[dict]]:
    """Return the events below this one, and the others of the series it belongs to, by date."""
    parent = found["parent"] if found["parent"] and found["parent"]["is_published"] else None
    values = {SUBJECT: found["id"]} | ({PARENT: parent["id"]} if parent else {})
    rows = read_named((*EVENT, "parent_id"), fill(_query_series(bool(parent)), None, values))
    rows = aliases.call(rows, get_language())
    return {
        "children": [row for row in rows if row["parent_id"] == found["id"]],
        "siblings": [row for row in rows if row["parent_id"] != found["id"]],
    }


@cache
def _query_series(has_parent: bool) -> Prepared:
    # The condition on the parent comes first: where there is none, it shall not match all without.
    related = Q(parent=SUBJECT) | Q(parent=PARENT) if has_parent else Q(parent=SUBJECT)
    rows = Event.objects.published().filter(related).exclude(pk=SUBJECT)
    return prepare(rows.order_by("start_date", "id").values_list(*EVENT, "parent_id")[:NEIGHBOURS])
