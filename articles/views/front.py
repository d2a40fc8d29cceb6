"""The front page: what editors chose, the newest, something of each section, and what is to come.

No story stands on it twice. It is read for a moment, so that the desk can look at one to come.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from orjson import loads

from articles import menu
from articles.aliases import call
from articles.models import BreakingLine, Edition, EditionTag, Event, Slot
from articles.paging import cursor_after
from articles.prepared import (
    AT,
    DAY,
    KIND,
    LANGUAGE,
    SUBJECT,
    Prepared,
    as_day,
    as_moment,
    fill,
    prepare,
    read,
    read_lists,
)
from articles.views.lists import NEWEST_FIRST, all_here, read_cards

ABOVE = 4  # the lead story and those beside it, filled whether or not somebody chose them
NEWEST = 8
OF_SECTION = 4
COMING_EVENTS = 5
BEGUN_EVENTS = 100  # looked at for those
BREAKING = 5  # lines looked at for one that can be shown
NEWEST_OF_ALL = (None, None, "")
STORY = ["first_published_at", "post_id", "card"]
SLOT = ["position", "label", "post_id", "section_id", "tag_id", "kind"]
LINE = ["text", "path", "post_id"]
EVENT = ["id", "name", "aliases", "slug", "start_date", "end_date", "place", "status"]


def front(request: HttpRequest) -> HttpResponse:
    """The front page of this language; with ``?after=``, the older posts by date."""
    if request.GET.get("after"):
        return render(request, "articles/front.html", read_cards(request, all_here))
    return front_page(request, timezone.now())


def front_page(request: HttpRequest, at: datetime) -> HttpResponse:
    """Return the front page of this language as readers see it at that time."""
    slots, lines = _in_force(Slot, SLOT, at), _in_force(BreakingLine, LINE, at)
    places = max([ABOVE, *(slot["position"] for slot in slots)])
    chosen = _chosen(at, [*slots, *lines[:BREAKING]])
    newest, older = _newest(at, NEWEST + places)
    ruled = _ruled(at, slots, places) | {NEWEST_OF_ALL: newest}
    stories = list(_fill(slots, places, chosen, ruled))
    shown = {row["post_id"] for row in stories}
    latest = [row for row in newest if row["post_id"] not in shown]
    shown.update(row["post_id"] for row in latest)
    around, events = menu.read_menu(), _events(at)
    context = {
        "today": timezone.localdate(at).isoformat(),
        "breaking": _breaking(lines[:BREAKING], chosen),
        "lead": stories[0] if stories else None,
        "beside": stories[1:ABOVE],
        "below": stories[ABOVE:],
        "latest": latest,
        "bands": _bands(at, around["sections"], shown),
        "events": events,
        "events_key": tuple([tuple(row.values()) for row in events]),
        "around": around,
        "older": older,
        "is_first": True,
    }
    return render(request, "articles/front.html", context)


@cache
def _query_in_force(model: type[Slot | BreakingLine], *fields: str) -> Prepared:
    found = model.objects.in_force(AT).filter(language=LANGUAGE)
    return prepare(found.values_list(*fields))


def _in_force(model: type[Slot | BreakingLine], fields: list[str], at: datetime) -> list[dict]:
    """Return the records in force in this language, what began last first."""
    query = fill(_query_in_force(model, *fields), at, {LANGUAGE: get_language()})
    return [dict(zip(fields, row, strict=True)) for row in read(query)]


@cache
def _query_chosen(count: int) -> Prepared:
    rows = all_here().filter(post__in=range(-count, 0)).values_list(*STORY)
    return prepare(rows.order_by())


def _chosen(at: datetime, records: list[dict]) -> dict[int, dict]:
    """Return the posts that slots and lines name and readers see: {post id: row}."""
    pks = {record["post_id"] for record in records} - {None}
    if not pks:
        return {}
    marks = dict(zip(range(-len(pks), 0), pks, strict=True))
    query = fill(_query_chosen(len(pks)), at, {LANGUAGE: get_language()} | marks)
    return {row["post_id"]: row for row in _stories(read(query))}


@cache
def _query_newest(limit: int) -> Prepared:
    return prepare(_in_order(all_here())[:limit])


def _newest(at: datetime, size: int) -> tuple[list[dict], str]:
    """Return the newest of this language, and the cursor of those after them ("" if none)."""
    rows = read(fill(_query_newest(size + 1), at, {LANGUAGE: get_language()}))
    if len(rows) <= size:
        return _stories(rows), ""
    moment, pk, _card = rows[size - 1]
    last = {"first_published_at": as_moment(moment), "post_id": pk}
    return _stories(rows[:size]), cursor_after(Edition, NEWEST_FIRST, last)


def _rule(slot: dict) -> tuple:
    return slot["section_id"], slot["tag_id"], slot["kind"]


@cache
def _query_rule(subject: str, limit: int) -> Prepared:
    """Return the query for the newest of a "section", a "tag" or a "kind"."""
    if subject == "tag":
        links = EditionTag.objects.live(AT).filter(tag=SUBJECT, edition__language=LANGUAGE)
        rows = links.order_by("-first_published_at", "-edition_id")
        columns = "first_published_at", "edition__post_id", F("edition__card")
        return prepare(rows.values_list(*columns)[:limit])
    mark = {"section": SUBJECT, "kind": KIND}[subject]
    return prepare(_in_order(all_here().filter(**{subject: mark}))[:limit])


def _ruled(at: datetime, slots: list[dict], limit: int) -> dict[tuple, list[dict]]:
    """Return the newest by each rule in force but that of all: {rule: rows}."""
    rules = {_rule(slot): None for slot in slots if slot["post_id"] is None}
    rules.pop(NEWEST_OF_ALL, None)
    lists = []
    for section, tag, kind in rules:
        query = _query_rule("section" if section else "tag" if tag else "kind", limit)
        values = {LANGUAGE: get_language(), SUBJECT: section or tag, KIND: kind}
        lists.append(fill(query, at, values))
    return dict(zip(rules, map(_stories, read_lists(lists)), strict=True))


def _in_order(editions: QuerySet) -> QuerySet:
    rows = editions.order_by("-first_published_at", "-post_id")
    return rows.values_list(*STORY)


def _stories(rows: list[tuple]) -> list[dict]:
    """Return rows of a date, the id of a post and its card, newest first, for the page.

    The cards are JSON still: most of them were shown a moment ago, see templatetags/front.py.
    """
    newest_first = sorted(rows, key=lambda row: row[:2], reverse=True)
    return [{"post_id": pk, "card": card} for _moment, pk, card in newest_first]


def _fill(
    slots: list[dict], places: int, chosen: dict[int, dict], ruled: dict[tuple, list[dict]]
) -> Iterator[dict]:
    """Yield a row for each place, in their order, with its label: first what editors chose."""
    used, filled = set(), {}
    for slot in slots:
        pk, place = slot["post_id"], slot["position"]
        if pk in chosen and pk not in used and place not in filled:
            filled[place] = chosen[pk] | {"label": slot["label"]}
            used.add(pk)
    rules = [slot for slot in slots if slot["post_id"] is None]
    for place in range(1, places + 1):
        here = [slot for slot in rules if slot["position"] == place]
        # Where nothing is said, or nothing found, stands the newest of all.
        for slot in [*here, {"section_id": None, "tag_id": None, "kind": "", "label": ""}]:
            fresh = (row for row in ruled[_rule(slot)] if row["post_id"] not in used)
            if place not in filled and (row := next(fresh, None)):
                filled[place] = row | {"label": slot["label"]}
                used.add(row["post_id"])
        if place in filled:
            yield filled[place]


def _breaking(lines: list[dict], chosen: dict[int, dict]) -> dict | None:
    """Return the line to show: {"text", "path"}; a line with a post needs that to be live."""
    for line in lines:
        if line["post_id"] is None:
            return line
        if row := chosen.get(line["post_id"]):
            return line | {"path": loads(row["card"])["path"]}
    return None


@cache
def _query_band(count: int) -> Prepared:
    others = all_here().filter(section=SUBJECT).exclude(post__in=range(-count - 1, -1))
    return prepare(_in_order(others)[:OF_SECTION])


def _bands(at: datetime, sections: list[dict], shown: Iterable[int]) -> list[dict]:
    """Return the newest of each section that has any but what is shown: {"section", "rows"}."""
    if not shown:
        return []
    marks = dict(zip(range(-len(shown) - 1, -1), shown, strict=True))
    query = fill(_query_band(len(shown)), at, {LANGUAGE: get_language()} | marks)
    lists = [fill(query, at, {SUBJECT: section["id"]}) for section in sections]
    found = zip(sections, map(_stories, read_lists(lists)), strict=True)
    return [{"section": section, "rows": rows} for section, rows in found if rows]


@cache
def _query_events() -> tuple[Prepared, Prepared]:
    """Return the queries for what has begun, and for what is ahead.

    Asked for at once, they would be looked for among all events there ever were.
    """
    begun, ahead = Event.objects.begun(DAY)[:BEGUN_EVENTS], Event.objects.ahead(DAY)
    return prepare(begun.values_list(*EVENT)), prepare(ahead.values_list(*EVENT)[:COMING_EVENTS])


def _events(at: datetime) -> list[dict]:
    """Return the nearest events that are not over, with words for their status."""
    begun, ahead = read_lists([fill(query, at, {}) for query in _query_events()])
    found = [dict(zip(EVENT, row, strict=True)) for row in [*begun, *ahead]]
    found = sorted(found, key=lambda row: (row["start_date"], row["id"]))[:COMING_EVENTS]
    for row in found:
        row["start_date"], row["end_date"] = as_day(row["start_date"]), as_day(row["end_date"])
        row["status_label"] = Event.Status(row["status"]).label
    return call(found, get_language())
