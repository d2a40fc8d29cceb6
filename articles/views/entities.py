"""Pages of persons, organizations and events: their facts, and the posts that name them."""

from datetime import date
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import aliases
from articles.models import Entity, Event, Mention, Organization, Person, Position
from articles.notices import notices_of
from articles.views import dossiers
from articles.views.lists import choice, read_linked_cards

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
EVENT_FIELDS = ["id", "name", "aliases", "slug", "start_date", "end_date"]

PERSON_FIELDS = ["person__name", "person__aliases", "person__slug"]


def person(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """A person's facts and posts."""
    found = _find(Person.objects.published().select_related("photo"), pk)
    return _page(
        request,
        found,
        positions=_positions(found),
        events=_newest_events(found.events),
        said=dossiers.newest_quotes(found.pk),
    )


def organization(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """An organization's facts, those who hold and held positions in it, and its posts."""
    found = _find(Organization.objects.published().select_related("logo", "parent"), pk)
    today = timezone.localdate()
    people = _people(found, today)
    return _page(
        request,
        found,
        positions=[row for row in people if not _is_over(row, today)],
        former=[row for row in people if _is_over(row, today)],
        children=_neighbours(found.children),
        events=_newest_events(found.organized_events),
    )


def event(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """An event's facts and posts, and the others of its series."""
    found = _find(Event.objects.published().select_related("parent"), pk)
    today = timezone.localdate()
    return _page(
        request,
        found,
        organizers=_neighbours(found.organizers),
        participants=_neighbours(found.participants),
        has_begun=found.start_date <= today,
        is_over=(found.end_date or found.start_date) < today,
        **_series(found),
    )


def _find(records: QuerySet, pk: int) -> Entity:
    """Return the record, or the one it was merged into, to whose address _page() redirects."""
    return records.filter(pk=pk).first() or get_object_or_404(records, absorbed=pk)


def _page(request: HttpRequest, found: Entity, **context) -> HttpResponse:
    """Show the record and the posts that name it.

    With ``?about=1`` those about it alone, with ``?year=2022`` those of a year; of a person with
    ``?quotes=1`` what they quote, and of an event with ``?when=before``, ``during`` or ``after``.
    """
    if request.path != found.get_absolute_url():
        return redirect(found, permanent=True)
    main_name = found.name
    _call(found)
    if parent := getattr(found, "parent", None):
        _call(parent)
    kind = found._meta.model_name
    chosen = {name: request.GET[name] for name in FILTERS[kind] if request.GET.get(name)}
    for name in ("about", "quotes"):
        if chosen.get(name) != "1":
            chosen.pop(name, None)
    mentions = Mention.objects.live().filter(**{kind: found.pk})
    more = ["about", *(name for name in ["quotes"] if name in chosen)]
    cards = read_linked_cards(request, _narrowed(mentions, found, chosen), *more)
    others = dict.fromkeys([main_name, *aliases.names(found.aliases)])
    context["other_names"] = [name for name in others if name != found.name]
    context |= {kind: found, "entity": found, "chosen": chosen, "filters": urlencode(chosen)}
    context |= _of_posts(kind, found.pk, mentions)
    about = "about" in chosen
    has_others = about or cards["older"] or any(row["about"] for row in cards["rows"])
    context["about"] = about
    context["choices"] = _choices(request, context, has_others)
    context["notices"] = notices_of(kind, found.pk, get_language())
    return render(request, f"articles/{kind}.html", cards | context)


def _narrowed(mentions: QuerySet, found: Entity, chosen: dict[str, str]) -> QuerySet:
    if "about" in chosen:
        mentions = mentions.filter(about=True)
    if "quotes" in chosen:
        mentions = mentions.filter(is_quoted=True)
    if "year" in chosen:
        mentions = mentions.filter(dossiers.of_year(chosen["year"]))
    if "when" in chosen:
        mentions = mentions.filter(dossiers.of_time(found, chosen["when"]))
    return mentions


def _choices(request: HttpRequest, context: dict, has_others: bool) -> list[dict]:
    """Return the ways to narrow the posts, as choice() says."""
    ways = []
    if has_others:
        options = {"": _("All mentions"), "1": _("Main subject")}
        ways.append(("about", _("Choice of posts"), options))
    if context.get("said"):
        options = {"": _("All posts"), "1": _("Quotes")}
        ways.append(("quotes", _("What is shown"), options))
    if context.get("has_begun"):
        options = {"before": _("Before"), "during": _("During"), "after": _("After")}
        ways.append(("when", _("When it was written"), {"": _("All posts")} | options))
    if context["years"]:
        options = {str(year): str(year) for year in context["years"]}
        ways.append(("year", _("Years"), {"": _("All years")} | options))
    return [choice(request, context["chosen"], *way) for way in ways]


def _of_posts(kind: str, pk: int, mentions: QuerySet) -> dict:
    """Return what the posts tell of the record: the years, the months, and with whom."""
    newest = dossiers.newest(kind, pk)
    dates = [moment for _edition, moment in newest]
    editions = [edition for edition, _moment in newest[: dossiers.CLOSE]]
    return {
        "years": dossiers.years_of(mentions, dates),
        "chart": dossiers.by_month(dates),
        "together": dossiers.named_together(kind, pk, editions),
        "sample": len(editions) if len(newest) > len(editions) else None,
    }


def _call(record: Entity) -> None:
    """Give a record that is only shown the name it has in the language of the page."""
    record.name = aliases.name_in(get_language(), record.name, record.aliases)


def _positions(found: Person) -> list[Position]:
    rows = list(found.positions.select_related("organization"))
    for row in rows:
        if row.organization:
            _call(row.organization)
    return rows


def _neighbours(records: QuerySet) -> list[dict]:
    rows = records.published().values("id", "name", "aliases", "slug")
    return aliases.call(rows[:NEIGHBOURS], get_language())


def _people(found: Organization, today: date) -> list[dict]:
    """Return the positions in it up to today, those held the longest time ago last."""
    rows = (
        Position.objects.filter(organization=found, person__is_published=True)
        .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=today))
        .order_by(F("valid_until").desc(nulls_first=True), *Position._meta.ordering)
        .values("title", "valid_from", "valid_until", "person_id", *PERSON_FIELDS)
    )
    return aliases.call(rows[:PEOPLE], get_language(), "person__")


def _is_over(position: dict, today: date) -> bool:
    return position["valid_until"] is not None and position["valid_until"] < today


def _newest_events(events: QuerySet) -> list[dict]:
    rows = events.published().order_by("-start_date", "-id").values(*EVENT_FIELDS)
    return aliases.call(rows[:EVENTS], get_language())


def _series(found: Event) -> dict[str, list[dict]]:
    """Return the events below this one, and the others of the series it belongs to, by date."""
    parent = found.parent_id if found.parent and found.parent.is_published else None
    # The condition on the parent comes first: where there is none, it shall not match all without.
    related = Q(parent=found) | Q(parent=parent) if parent else Q(parent=found)
    rows = Event.objects.published().filter(related).exclude(pk=found.pk)
    rows = rows.order_by("start_date", "id").values(*EVENT_FIELDS, "parent_id")[:NEIGHBOURS]
    rows = aliases.call(rows, get_language())
    return {
        "children": [row for row in rows if row["parent_id"] == found.pk],
        "siblings": [row for row in rows if row["parent_id"] != found.pk],
    }
