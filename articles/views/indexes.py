"""The lists of persons, organizations and events."""

from urllib.parse import urlencode

from django.db import connection
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.aliases import call
from articles.models import Event, Organization, Person, Position, code_of, key_in, letters_in
from articles.views.lists import choice, read_rows

LIST_SIZE = 100

# One seek in the index for each letter that occurs, however many begin with it.
LETTERS_THAT_OCCUR = """
    WITH RECURSIVE found(code) AS (
        SELECT substr(min({key}), 1, 2) FROM {table} WHERE is_published AND {key} >= '11'
        UNION ALL
        SELECT (
            SELECT substr({key}, 1, 2) FROM {table}
            WHERE is_published AND {key} >= CAST(CAST(found.code AS integer) + 1 AS text)
            ORDER BY {key} LIMIT 1
        )
        FROM found WHERE found.code < '99'
    )
    SELECT code FROM found WHERE code IS NOT NULL
"""


def person_list(request: HttpRequest) -> HttpResponse:
    """All published persons by family name, with what they are today; ``?letter=`` some."""
    chosen = _chosen(request, "letter")
    rows = _of_letter(Person.objects.published(), chosen)
    page = _read(request, rows, "id", "name", "aliases", "slug")
    held = Position.objects.held_on(timezone.localdate()).filter(
        person__in=[row["id"] for row in page["rows"]]
    )
    titles = dict(held.order_by("valid_from").values_list("person_id", "title"))
    context = page | {"titles": titles, "chosen": chosen, "filters": urlencode(chosen)}
    context["letters"] = _letters(request, Person, chosen)
    return render(request, "articles/person_list.html", context)


def organization_list(request: HttpRequest) -> HttpResponse:
    """All published organizations by name; ``?letter=`` and ``?kind=`` some of them."""
    chosen = _chosen(request, "letter", "kind")
    rows = _of_letter(Organization.objects.published(), chosen)
    if "kind" in chosen:
        if chosen["kind"] not in Organization.Kind:
            raise Http404
        rows = rows.filter(kind=chosen["kind"])
    page = _read(request, rows, "id", "name", "aliases", "slug", "kind", "place")
    for row in page["rows"]:
        row["kind"] = Organization.Kind(row["kind"]).label
    kinds = {"": _("All")} | dict(Organization.Kind.choices)
    context = page | {"chosen": chosen, "filters": urlencode(chosen)}
    context["letters"] = _letters(request, Organization, chosen)
    context["choices"] = [choice(request, chosen, "kind", _("Kinds"), kinds)]
    return render(request, "articles/organization_list.html", context)


def event_list(request: HttpRequest) -> HttpResponse:
    """The coming events, nearest first, then the past ones, newest first; ``?place=`` some."""
    chosen = _chosen(request, "place")
    # A name no database takes is the name of no place.
    place = {"place": chosen["place"].replace("\0", " ")} if chosen else {}
    fields = ["id", "name", "aliases", "slug", "start_date", "end_date", "place", "status"]
    past = Event.objects.past().filter(**place).values(*fields)
    page = read_rows(request, past, ("-start_date", "-id"), LIST_SIZE)
    nearest = Event.objects.coming().filter(**place).values(*fields)[:LIST_SIZE]
    coming = list(nearest) if page["is_first"] else []
    for row in call([*page["rows"], *coming], get_language()):
        row["status_label"] = Event.Status(row["status"]).label
    context = page | {"coming": coming, "today": timezone.localdate(), "chosen": chosen}
    return render(request, "articles/event_list.html", context | {"filters": urlencode(chosen)})


def _read(request: HttpRequest, rows: QuerySet, *fields: str) -> dict:
    """Return the page asked for, in the order of the names of the language, called so."""
    keys = (key_in(get_language()), "id")
    page = read_rows(request, rows.values(*fields, keys[0]), keys, LIST_SIZE)
    call(page["rows"], get_language())
    return page


def _chosen(request: HttpRequest, *names: str) -> dict[str, str]:
    return {name: request.GET[name] for name in names if request.GET.get(name)}


def _of_letter(records: QuerySet, chosen: dict[str, str]) -> QuerySet:
    """Return the records whose names begin with the letter; 404 for what is no letter."""
    if "letter" not in chosen:
        return records
    language = get_language()
    if (code := code_of(chosen["letter"], language)) is None:
        raise Http404
    chosen["letter"] = letters_in(language)[code]
    key = key_in(language)
    return records.filter(**{f"{key}__gte": code, f"{key}__lt": str(int(code) + 1)})


def _letters(request: HttpRequest, model: type, chosen: dict[str, str]) -> dict:
    """Return the choice among the letters that names readers may know begin with."""
    key, known = key_in(get_language()), letters_in(get_language())
    with connection.cursor() as cursor:
        cursor.execute(LETTERS_THAT_OCCUR.format(table=model._meta.db_table, key=key))
        found = [known[code] for (code,) in cursor.fetchall() if code in known]
    letters = {letter: letter for letter in found}
    return choice(request, chosen, "letter", _("Letters"), {"": _("All letters")} | letters)
