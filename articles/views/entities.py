"""Pages of persons, organizations and events, and the lists of them."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from articles.models import Entity, Event, Mention, Organization, Person, Position
from articles.notices import notices_of
from articles.views.lists import read_linked_cards, read_rows

LIST_SIZE = 100


def person(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """A person's facts and posts."""
    found = _find(Person.objects.published().select_related("photo"), pk)
    return _page(
        request,
        found,
        positions=found.positions.select_related("organization"),
        events=found.events.published().order_by("-start_date"),
    )


def organization(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """An organization's facts, those who hold positions in it today, and its posts."""
    found = _find(Organization.objects.published().select_related("logo", "parent"), pk)
    today = Position.objects.held_on(timezone.localdate()).filter(person__is_published=True)
    return _page(
        request,
        found,
        positions=today.filter(organization=found).select_related("person"),
        children=found.children.published(),
        events=found.organized_events.published().order_by("-start_date"),
    )


def event(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """An event's facts and posts."""
    found = _find(Event.objects.published().select_related("parent"), pk)
    return _page(
        request,
        found,
        organizers=found.organizers.published(),
        participants=found.participants.published(),
        children=found.children.published(),
    )


def person_list(request: HttpRequest) -> HttpResponse:
    """All published persons by family name, with what they are today."""
    rows = Person.objects.published().values("id", "name", "family_name", "slug")
    page = read_rows(request, rows, ("family_name", "name", "id"), LIST_SIZE)
    held = Position.objects.held_on(timezone.localdate()).filter(
        person__in=[row["id"] for row in page["rows"]]
    )
    titles = dict(held.order_by("valid_from").values_list("person_id", "title"))
    return render(request, "articles/person_list.html", page | {"titles": titles})


def organization_list(request: HttpRequest) -> HttpResponse:
    """All published organizations by name."""
    rows = Organization.objects.published().values("id", "name", "slug", "kind", "place")
    page = read_rows(request, rows, ("name", "id"), LIST_SIZE)
    for row in page["rows"]:
        row["kind"] = Organization.Kind(row["kind"]).label
    return render(request, "articles/organization_list.html", page)


def event_list(request: HttpRequest) -> HttpResponse:
    """The coming events, nearest first, then the past ones, newest first."""
    fields = ["id", "name", "slug", "start_date", "end_date", "place", "status"]
    past = Event.objects.past().values(*fields)
    page = read_rows(request, past, ("-start_date", "-id"), LIST_SIZE)
    nearest = Event.objects.coming().values(*fields)[:LIST_SIZE]
    coming = list(nearest) if page["is_first"] else []
    for row in [*page["rows"], *coming]:
        row["status_label"] = Event.Status(row["status"]).label
    context = page | {"coming": coming, "today": timezone.localdate()}
    return render(request, "articles/event_list.html", context)


def _find(records: QuerySet, pk: int) -> Entity:
    """Return the record, or the one it was merged into, to whose address _page() redirects."""
    return records.filter(pk=pk).first() or get_object_or_404(records, absorbed=pk)


def _page(request: HttpRequest, found: Entity, **context) -> HttpResponse:
    """Show the record and the posts that name it, with ``?about=1`` those about it alone."""
    if request.path != found.get_absolute_url():
        return redirect(found, permanent=True)
    kind = found._meta.model_name
    about = request.GET.get("about") == "1"
    mentions = Mention.objects.live().filter(**{kind: found})
    cards = read_linked_cards(request, mentions.filter(about=True) if about else mentions, "about")
    has_choice = about or cards["older"] or any(row["about"] for row in cards["rows"])
    context |= {kind: found, "about": about, "has_choice": has_choice}
    context["notices"] = notices_of(kind, found.pk, get_language())
    return render(request, f"articles/{kind}.html", cards | context)
