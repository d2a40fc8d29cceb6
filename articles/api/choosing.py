"""What of a record is shown: ``fields`` names some of it, ``expand`` wants whole what is linked."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

MOST_FIELDS = 100
# Names in one request, links one behind the other, and records that they may come to.
MOST_EXPANDED, DEEPEST, MOST_RECORDS = 10, 2, 1_000
NAME = re.compile(r"^[a-z_]{1,40}(\.[a-z_]{1,40}){0,9}$")

# What links to what, by the kind of the record.
RELATIONS = {
    "post": {
        "section": "section",
        "tags": "tag",
        "persons": "person",
        "organizations": "organization",
        "events": "event",
        "bylines.person": "person",
        "related_posts": "post",
        "translations": "post",
    },
    "person": {"positions.organization": "organization"},
    "organization": {"parent": "organization"},
    "event": {"organizers": "organization", "participants": "person", "parent": "event"},
    "image": {"credit_person": "person", "credit_organization": "organization"},
    "section": {},
    "tag": {},
}
# A card says nothing of these.
OF_WHOLE_POSTS = ("bylines.person", "related_posts", "translations")

Names = dict[str, "Names"]  # {"persons": {"name": {}}}; nothing in one means all of it
Expansion = dict[str, tuple[str, "Expansion"]]  # by path, the kind it leads to and what there


def relations_of(kind: str, is_whole: bool) -> dict[str, str]:
    """Return what can be expanded of a record, a post's card or the post whole."""
    left_out = OF_WHOLE_POSTS if kind == "post" and not is_whole else ()
    return {path: of for path, of in RELATIONS[kind].items() if path not in left_out}


def paths_of(kind: str, is_whole: bool, depth: int = DEEPEST) -> Iterator[str]:
    """Yield all that can be expanded: persons, events, events.organizers, ..."""
    for path, target in relations_of(kind, is_whole).items():
        yield path
        if depth > 1:
            yield from (f"{path}.{inside}" for inside in paths_of(target, False, depth - 1))


def read_expand(text: str, kind: str, is_whole: bool) -> Expansion:
    """Return what is to be expanded. Raises ValidationError."""
    names = text.split(",", MOST_EXPANDED)
    if len(names) > MOST_EXPANDED:
        raise _refusal("expand", _("Give %(most)s names at most.") % {"most": MOST_EXPANDED})
    found: Expansion = {}
    for name in names:
        if not NAME.fullmatch(name):
            raise _unknown("expand", name)
        place, rest, known, depth = found, name, relations_of(kind, is_whole), 0
        while rest:
            path = next((path for path in known if f"{rest}.".startswith(f"{path}.")), None)
            if path is None:
                raise _unknown("expand", name)
            depth += 1
            if depth > DEEPEST:
                most = {"most": DEEPEST}
                raise _refusal("expand", _("Give %(most)s links after each other at most.") % most)
            target, place = place.setdefault(path, (known[path], {}))
            rest, known = rest[len(path) + 1 :], relations_of(target, False)
    return found


def read_fields(text: str, shape: Names) -> Names:
    """Return the names given, which must be of the shape. Raises ValidationError."""
    names = text.split(",", MOST_FIELDS)
    if len(names) > MOST_FIELDS:
        raise _refusal("fields", _("Give %(most)s names at most.") % {"most": MOST_FIELDS})
    found: Names = {}
    whole = set()
    for name in names:
        place, known, path = found, shape, ""
        for part in name.split("."):
            if part not in known:
                raise _unknown("fields", name)
            known, path = known[part], f"{path}.{part}"
            place = place.setdefault(part, {})
        whole.add(path)
    _widen(found, whole, "")
    return found


def _widen(names: Names, whole: set[str], before: str) -> None:
    """Empty what was asked for as a whole too: "persons,persons.id" is all of the persons."""
    for name, inside in names.items():
        path = f"{before}.{name}"
        if path in whole:
            inside.clear()
        _widen(inside, whole, path)


def pick(record: dict, names: Names) -> dict:
    """Return of a record what the names say."""
    return {
        name: _pick(record[name], inside) if inside else record[name]
        for name, inside in names.items()
        if name in record
    }


def _pick(value: object, names: Names) -> object:
    if isinstance(value, list):
        return [_pick(item, names) for item in value]
    return pick(value, names) if isinstance(value, dict) else value


@cache
def shape_of(serializer: type[serializers.Serializer]) -> Names:
    """Return the names a record has by what describes it."""
    return {name: _shape(field) for name, field in serializer().fields.items()}


def _shape(field: serializers.Field) -> Names:
    field = getattr(field, "child", field)
    return shape_of(type(field)) if isinstance(field, serializers.Serializer) else {}


def widened(shape: Names, expansion: Expansion, shapes: dict[str, Names]) -> Names:
    """Return the shape a record has once it is expanded."""
    for path, (target, inside) in expansion.items():
        *outer, last = path.split(".")
        there = shape = dict(shape)
        for part in outer:
            there[part] = dict(there[part])
            there = there[part]
        there[last] = there[last] | widened(shapes[target], inside, shapes)
    return shape


def expand(
    records: list[dict], expansion: Expansion, whole: Callable[[str, set[int]], dict[int, dict]]
) -> list[dict]:
    """Return the records with what they link to whole, in as many queries whatever there is of it.

    ``whole`` gives the records of a kind by their ids. Raises ValidationError for too many.
    """
    if not expansion:
        return records
    ids = defaultdict(set)
    for path, (target, _inside) in expansion.items():
        for record in records:
            ids[target].update(link["id"] for link in _links(record, path.split(".")))
    if sum(map(len, ids.values())) > MOST_RECORDS:
        raise _refusal("expand", _("This comes to too many records: ask for smaller pages."))
    found = {target: whole(target, pks) for target, pks in ids.items()}
    for path, (target, inside) in expansion.items():
        linked = found.get(target, {})
        linked = dict(zip(linked, expand(list(linked.values()), inside, whole), strict=True))
        records = [_replace(record, path.split("."), linked) for record in records]
    return records


def _links(value: object, path: list[str]) -> Iterator[dict]:
    if isinstance(value, list):
        for item in value:
            yield from _links(item, path)
    elif isinstance(value, dict):
        if path:
            yield from _links(value.get(path[0]), path[1:])
        else:
            yield value


def _replace(value: object, path: list[str], linked: dict[int, dict]) -> object:
    if isinstance(value, list):
        return [_replace(item, path, linked) for item in value]
    if not isinstance(value, dict):
        return value
    if path:
        return value | {path[0]: _replace(value.get(path[0]), path[1:], linked)}
    # The link's own words last: its name in the language of the post, what it is to the post.
    return linked.get(value["id"], {}) | value


def _unknown(parameter: str, name: str) -> ValidationError:
    if not NAME.fullmatch(name):
        return _refusal(parameter, _("Write names with commas between."))
    return _refusal(parameter, _("There is no “%(name)s” here.") % {"name": name})


def _refusal(parameter: str, message: str) -> ValidationError:
    return ValidationError({parameter: [message]})
