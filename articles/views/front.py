"""The front page: what editors chose, the newest, something of each section, and what is to come.

No story stands on it twice. It is read for a moment, so that the desk can look at one to come.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from json import loads

from django.db import connection
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from articles.models import BreakingLine, EditionTag, Event, Section, Slot
from articles.views.lists import editions_here, read_cards

ABOVE = 4  # the lead story and those beside it, filled whether or not somebody chose them
NEWEST = 8
OF_SECTION = 4
COMING_EVENTS = 5
BREAKING = 5  # lines looked at for one that can be shown
NO_SECTION = 0  # stands for a section in the query that is written once for all


def front(request: HttpRequest) -> HttpResponse:
    """The front page of this language; with ``?after=``, the older posts by date."""
    if request.GET.get("after"):
        return render(request, "articles/front.html", read_cards(request, editions_here()))
    return front_page(request, timezone.now())


def front_page(request: HttpRequest, at: datetime) -> HttpResponse:
    """Return the front page of this language as readers see it at that time."""
    here = editions_here(at)
    slots, lines = _slots(at), _lines(at)
    places = max([ABOVE, *(slot["position"] for slot in slots)])
    chosen = _chosen(here, [*slots, *lines])
    newest = read_cards(request, here, NEWEST + places)
    ruled = _ruled(at, slots, places) | {(None, None, ""): newest["rows"]}
    stories = list(_fill(slots, places, chosen, ruled))
    shown = {row["post_id"] for row in stories}
    latest = [row for row in newest["rows"] if row["post_id"] not in shown]
    shown.update(row["post_id"] for row in latest)
    sections = list(Section.objects.values("id", "name", "slug"))
    context = {
        "at": at,
        "breaking": _breaking(lines, chosen),
        "lead": stories[0] if stories else None,
        "beside": stories[1:ABOVE],
        "below": stories[ABOVE:],
        "latest": latest,
        "bands": _bands(here, sections, shown),
        "events": _events(at),
        "menu_sections": sections,
    }
    return render(request, "articles/front.html", newest | context)


def _slots(at: datetime) -> list[dict]:
    """Return the places in force, chosen posts before rules, what began last first."""
    found = Slot.objects.in_force(at).filter(language=get_language())
    slots = found.values("position", "label", "post_id", "section_id", "tag_id", "kind")
    return sorted(slots, key=lambda slot: slot["post_id"] is None)


def _lines(at: datetime) -> list[dict]:
    found = BreakingLine.objects.in_force(at).filter(language=get_language())
    return list(found.values("text", "path", "post_id")[:BREAKING])


def _chosen(here: QuerySet, records: list[dict]) -> dict[int, dict]:
    """Return the posts that slots and lines name and readers see: {post id: row}."""
    pks = {record["post_id"] for record in records} - {None}
    if not pks:
        return {}
    rows = here.filter(post__in=pks).values("post_id", "first_published_at", "card")
    return {row["post_id"]: row for row in rows}


def _rule(slot: dict) -> tuple:
    return slot["section_id"], slot["tag_id"], slot["kind"]


def _ruled(at: datetime, slots: list[dict], limit: int) -> dict[tuple, list[dict]]:
    """Return the newest by each rule in force but that of all: {rule: rows}."""
    rules = {_rule(slot): None for slot in slots if slot["post_id"] is None and any(_rule(slot))}
    lists = [_newest(at, *rule)[:limit].query.sql_with_params() for rule in rules]
    return dict(zip(rules, _read_lists(lists), strict=True))


def _newest(at: datetime, section: int | None, tag: int | None, kind: str) -> QuerySet:
    if tag:
        links = EditionTag.objects.live(at).filter(tag=tag, edition__language=get_language())
        rows = links.order_by("-first_published_at", "-edition_id")
        return rows.values_list("first_published_at", "edition__post_id", F("edition__card"))
    here = editions_here(at)
    return _in_order(here.filter(section=section) if section else here.filter(kind=kind))


def _in_order(editions: QuerySet) -> QuerySet:
    rows = editions.order_by("-first_published_at", "-post_id")
    return rows.values_list("first_published_at", "post_id", "card")


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
            return line | {"path": row["card"]["path"]}
    return None


def _bands(here: QuerySet, sections: list[dict], shown: Iterable[int]) -> list[dict]:
    """Return the newest of each section that has any, without what is shown: {"section", "rows"}.

    The query is written once, because building it costs more than the database takes to read it.
    """
    rows = _in_order(here.filter(section=NO_SECTION).exclude(post__in=shown))
    sql, params = rows[:OF_SECTION].query.sql_with_params()
    place = params.index(NO_SECTION)
    lists = [(sql, (*params[:place], section["id"], *params[place + 1 :])) for section in sections]
    found = zip(sections, _read_lists(lists), strict=True)
    return [{"section": section, "rows": rows} for section, rows in found if rows]


def _read_lists(lists: list[tuple[str, tuple]]) -> list[list[dict]]:
    """Return the rows of several short lists, each read by its own index, in one query.

    ``lists`` are queries, with their parameters, for a date, the id of a post and a card. Django
    joins no queries that end in a LIMIT: SQLite takes these only one level down.
    """
    if not lists:
        return []
    parts = [
        f"SELECT {number} AS list, part.* FROM ({sql}) AS part"  # noqa: S608  (a number of ours)
        for number, (sql, _params) in enumerate(lists)
    ]
    found = [[] for _list in lists]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [value for _sql, made in lists for value in made])
        # No database promises the order of a union.
        for number, _moment, pk, text in sorted(cursor, key=lambda row: row[:3], reverse=True):
            card = loads(text)
            moment = datetime.fromisoformat(card["first_published_at"])
            found[number].append({"post_id": pk, "first_published_at": moment, "card": card})
    return found


def _events(at: datetime) -> list[dict]:
    fields = ["id", "name", "slug", "start_date", "end_date", "place", "status"]
    coming = Event.objects.coming(timezone.localdate(at)).values(*fields)[:COMING_EVENTS]
    return [row | {"status_label": Event.Status(row["status"]).label} for row in coming]
