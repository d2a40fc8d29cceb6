"""What the body editor asks: whom a name may mean, a new record, what the ids in a body are."""

import json
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.admin.base import is_key
from articles.admin.pictures.library import as_json
from articles.lookalikes import as_words, find_called, keep_names
from articles.markup import strip_unprintable
from articles.models import ENTITIES, Entity, Image, Organization, Person, Position
from articles.noting import note_change

FOUND = 6  # of each kind
LOOKED_AT = 60  # words that begin so, before the records are put in order
WORDS = 6
TYPED = 255
ASKED = 300  # ids at once


def mentions_view(model_admin, request: HttpRequest) -> HttpResponse:
    """GET ``q``: the records called so. POST {"kind", "name"}: make one with only that name."""
    _refuse_others(model_admin, request)
    if request.method == "GET":
        typed = " ".join(strip_unprintable(request.GET.get("q", "")).split())[:TYPED]
        return JsonResponse({"results": _search(request, typed), "create": _creatable(request)})
    if request.method == "POST":
        return _create(model_admin, request)
    return HttpResponseNotAllowed(["GET", "POST"])


def body_facts_view(model_admin, request: HttpRequest) -> HttpResponse:
    """GET ``person``, ``organization``, ``event``, ``image``, each ids with commas between.

    Answers {"person": {"7": {"name": ...}}, "image": {"12": {"thumbnail": ...}}}; what does not
    exist, or may not be seen, is absent.
    """
    _refuse_others(model_admin, request)
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    facts = {}
    for kind, model in {**ENTITIES, "image": Image}.items():
        pks = [pk for pk in request.GET.get(kind, "").split(",") if pk]
        if len(pks) > ASKED or not all(map(is_key, pks)):
            return _refusal(_("These are no ids: %s") % kind)
        if pks and _may(request, "view", kind):
            describe = as_json if kind == "image" else _named
            makers = ["credit_person", "credit_organization"] if kind == "image" else []
            rows = model.objects.select_related(*makers).filter(pk__in=pks)
            facts[kind] = {row.pk: describe(row) for row in rows}
    return JsonResponse(facts)


def _refuse_others(model_admin, request: HttpRequest) -> None:
    """Only those who write posts have a body to fill."""
    may_write = model_admin.has_add_permission(request) or model_admin.has_change_permission(
        request
    )
    if not may_write:
        raise PermissionDenied


def _may(request: HttpRequest, verb: str, kind: str) -> bool:
    return request.user.has_perm(f"articles.{verb}_{kind}")


def _creatable(request: HttpRequest) -> list[str]:
    return [kind for kind in ENTITIES if _may(request, "add", kind)]


def _refusal(message: str) -> JsonResponse:
    return JsonResponse({"error": message}, status=400)


def _search(request: HttpRequest, typed: str) -> list[dict]:
    """Return up to FOUND records of each kind the user may see, in a fixed number of queries."""
    words = typed.split()[:WORDS]
    kinds = [kind for kind in ENTITIES if _may(request, "view", kind)]
    if not (words and kinds):
        return []
    found = [record for kind in kinds for record in _called(kind, words)]
    if not found:
        stems = [_stem(word) for word in words]
        found = [record for kind in kinds for record in _called(kind, stems)]
    positions = positions_today([record.pk for record in found if isinstance(record, Person)])
    return [as_row(record, positions) for record in found]


def _called(kind: str, words: list[str]) -> list[Entity]:
    """Return up to FOUND records with words that begin so, those whose name does first."""
    typed = set().union(*map(as_words, words))
    if not typed:
        return []
    called = find_called(kind, typed, LOOKED_AT)
    records = ENTITIES[kind].objects.standing().filter(pk__in=called)
    first = tuple(as_words(words[0]))

    def order(record: Entity) -> tuple:
        begins = any(word.startswith(first) for word in as_words(record.name))
        return not begins, getattr(record, "family_name", ""), record.name, record.pk

    return sorted(records, key=order)[:FOUND]


def _stem(word: str) -> str:
    """Return a word without its ending, roughly: «Кошербаевым» finds «Кошербаев»."""
    return word[: max(3, len(word) - (3 if len(word) > 6 else 2))]


def positions_today(pks: list[int]) -> dict[int, str]:
    """Return what persons are today."""
    held = Position.objects.held_on(timezone.localdate()).filter(person_id__in=pks)
    rows = held.select_related("organization").order_by("id")
    return {row.person_id: _joined([row.title, row.organization]) for row in rows}


def as_row(record: Entity, positions: dict[int, str]) -> dict:
    """Return a record with what tells it from others of its name."""
    if isinstance(record, Person):
        born = record.birth_date and _("born %(year)d") % {"year": record.birth_date.year}
        about = positions.get(record.pk) or born
    elif isinstance(record, Organization):
        about = _joined([record.short_name, record.get_kind_display(), record.place])
    else:
        about = _joined([date_format(record.start_date), record.place])
    kind = record._meta.model_name
    return {
        "kind": kind,
        "id": record.pk,
        **_named(record),
        "about": about or "",
        "address": reverse(f"admin:articles_{kind}_change", args=[record.pk]),
    }


def _named(record: Entity) -> dict:
    return {
        "name": record.name,
        "is_published": record.is_published,
        "is_incomplete": record.is_incomplete,
    }


def _joined(parts: Iterable) -> str:
    return ", ".join(str(part) for part in parts if part)


def _create(model_admin, request: HttpRequest) -> JsonResponse:
    try:
        asked = json.loads(request.body)
        kind, name = asked["kind"], asked["name"]
        model = ENTITIES[kind]
        name = " ".join(strip_unprintable(name).split())
    except (ValueError, KeyError, TypeError, RecursionError):
        return _refusal(_("This request cannot be read."))
    if not _may(request, "add", kind):
        raise PermissionDenied
    if not any(map(str.isalnum, name)):
        return _refusal(_("Write at least one name."))
    record = model(name=name, is_published=False, is_incomplete=True, **_guessed(kind, name))
    try:
        record.full_clean()
    except ValidationError as error:
        return _refusal(" ".join(error.messages))
    with transaction.atomic():
        record.save()
        keep_names(record)
        note_change(record)
        entity_admin = model_admin.admin_site.get_model_admin(model)
        entity_admin.log_addition(request, record, [{"added": {}}])
    return JsonResponse(as_row(record, {}), status=201)


def _guessed(kind: str, name: str) -> dict:
    """Return what a record cannot be without, or what its name gives away."""
    if kind == "event":
        return {"start_date": timezone.localdate()}
    words = name.split()
    if kind == "person" and len(words) in (2, 3):
        return {"given_name": " ".join(words[:-1]), "family_name": words[-1]}
    return {}
