"""The lists of persons, organizations and events."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Event, Organization, Person, Position
from articles.views.lists import read_rows

LIST_SIZE = 100


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
