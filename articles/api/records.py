"""Records as programs get them, from plain rows and the facts of all they refer to.

What a reader may not see is None or absent already. No model and no serializer is made: those in
serializers.py describe what is made here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from articles import aliases
from articles.api.links import api_url, image_addresses, link_facts, page_url
from articles.documents import iso
from articles.models import (
    Edition,
    EditionImage,
    Event,
    Facts,
    Image,
    Organization,
    Person,
    Position,
    Section,
    Tag,
    live_facts,
)
from articles.models.live import live_at
from articles.prepared import (
    AT,
    Prepared,
    as_moment,
    fill,
    marked,
    marks,
    prepare,
    read,
    read_named,
    size_for,
)

# For documents prepared before images had a focal point.
UNFOCUSED = {"focal_x": 0.5, "focal_y": 0.5}
CREDITED = ("person", "organization")
IMAGE = (
    *("id", "file", "width", "height", "alt_text", "caption", "credit", "credit_person_id"),
    *("credit_organization_id", "licence", "focal_x", "focal_y"),
)
ENTITY = ("id", "name", "aliases", "slug", "wikidata_id", "updated_at", "changed_at")
TERM = ("id", "name", "aliases", "slug")
COLUMNS = {
    "person": (
        *ENTITY,
        *("given_name", "family_name", "patronymic_name", "birth_date", "biography", "links"),
        *(f"photo__{name}" for name in IMAGE),
    ),
    "organization": (
        *ENTITY,
        *("short_name", "kind", "parent_id", "place", "website", "description"),
        *(f"logo__{name}" for name in IMAGE),
    ),
    "event": (
        *ENTITY,
        *("start_date", "start_time", "end_date", "end_time", "time_zone", "place"),
        *("parent_id", "status", "website", "description"),
    ),
    "section": (*TERM, "description", "position"),
    "tag": TERM,
    "image": IMAGE,
}
POSITION = ("person_id", "title", "organization_id", "valid_from", "valid_until")


def seen_images() -> QuerySet:
    """Return the images readers see: in what is live, or of a record they may know of."""
    this = OuterRef("pk")
    in_text = EditionImage.objects.filter(live_at(AT, "edition__"), image=this)
    return Image.objects.filter(
        Q(Exists(Edition.objects.live(AT).filter(lead_image=this)))
        | Q(Exists(in_text))
        | Q(Exists(Person.objects.published().filter(photo=this)))
        | Q(Exists(Organization.objects.published().filter(logo=this)))
    )


ROWS: dict[str, Callable[[], QuerySet]] = {
    "person": Person.objects.published,
    "organization": Organization.objects.published,
    "event": Event.objects.published,
    "section": Section.objects.all,
    "tag": Tag.objects.all,
    "image": seen_images,
}


def whole(kind: str, pks: Iterable[int]) -> dict[int, dict]:
    """Return the records of a kind that readers may see, by id."""
    pks = set(pks)
    if not pks:
        return {}
    query = fill(_query_some(kind, size_for(len(pks))), timezone.now(), marked(pks))
    return {record["id"]: record for record in present(kind, read_named(COLUMNS[kind], query))}


@lru_cache(maxsize=100)
def _query_some(kind: str, size: int) -> Prepared:
    return prepare(ROWS[kind]().filter(pk__in=marks(size)).order_by().values_list(*COLUMNS[kind]))


def present(kind: str, rows: list[dict]) -> list[dict]:
    """Return rows of the COLUMNS as programs get them; queries as many whatever the rows."""
    return PRESENT[kind](rows) if rows else []


def show_image(image: dict | None, facts: Facts) -> dict | None:
    """Return an image by its document, with its addresses and the facts of those credited."""
    if image is None:
        return None
    shown = {"id": image["id"]} | image_addresses(image) | UNFOCUSED
    shown |= {name: value for name, value in image.items() if name != "file"}
    for kind in CREDITED:
        shown[f"credit_{kind}"] = facts.get((kind, image[f"credit_{kind}"]))
    return shown


def _persons(rows: list[dict]) -> list[dict]:
    positions = _positions([row["id"] for row in rows])
    photos = [_document(row, "photo__") for row in rows]
    ids = _credited(photos)
    ids["organization"] |= {
        position["organization_id"] for held in positions.values() for position in held
    }
    facts = _facts(ids)
    return [
        _entity("person", row)
        | {
            "given_name": row["given_name"],
            "family_name": row["family_name"],
            "patronymic_name": row["patronymic_name"],
            "birth_date": _text(row["birth_date"]),
            "biography": row["biography"],
            "photo": show_image(photo, facts),
            "links": [line for raw in row["links"].splitlines() if (line := raw.strip())],
            "positions": [_position(position, facts) for position in positions[row["id"]]],
        }
        for row, photo in zip(rows, photos, strict=True)
    ]


def _organizations(rows: list[dict]) -> list[dict]:
    logos = [_document(row, "logo__") for row in rows]
    ids = _credited(logos)
    ids["organization"] |= {row["parent_id"] for row in rows}
    facts = _facts(ids)
    return [
        _entity("organization", row)
        | {
            "short_name": row["short_name"],
            "kind": row["kind"],
            "parent": facts.get(("organization", row["parent_id"])),
            "place": row["place"],
            "logo": show_image(logo, facts),
            "website": row["website"],
            "description": row["description"],
        }
        for row, logo in zip(rows, logos, strict=True)
    ]


def _events(rows: list[dict]) -> list[dict]:
    linked = _linked_to_events([row["id"] for row in rows])
    ids = {kind: {pk for _of, pk in pairs} for kind, pairs in linked.items()}
    facts = _facts(ids | {"event": {row["parent_id"] for row in rows}})
    by_event = {kind: defaultdict(list) for kind in linked}
    for kind, pairs in linked.items():
        for event, pk in pairs:
            by_event[kind][event].append(facts.get((kind, pk)))
    return [
        _entity("event", row)
        | {
            "start_date": _text(row["start_date"]),
            "start_time": _text(row["start_time"]),
            "end_date": _text(row["end_date"]),
            "end_time": _text(row["end_time"]),
            "time_zone": row["time_zone"],
            "place": row["place"],
            "organizers": _known(by_event["organization"][row["id"]]),
            "participants": _known(by_event["person"][row["id"]]),
            "parent": facts.get(("event", row["parent_id"])),
            "status": row["status"],
            "website": row["website"],
            "description": row["description"],
        }
        for row in rows
    ]


def _sections(rows: list[dict]) -> list[dict]:
    more = ("description", "position")
    return [_term("section", row) | {name: row[name] for name in more} for row in rows]


def _tags(rows: list[dict]) -> list[dict]:
    return [_term("tag", row) for row in rows]


def _images(rows: list[dict]) -> list[dict]:
    documents = [_document(row, "") for row in rows]
    facts = _facts(_credited(documents))
    return [
        {"id": image["id"], "api_url": api_url("image", image["id"])} | show_image(image, facts)
        for image in documents
    ]


PRESENT = {
    "person": _persons,
    "organization": _organizations,
    "event": _events,
    "section": _sections,
    "tag": _tags,
    "image": _images,
}


def _entity(kind: str, row: dict) -> dict:
    text = row["aliases"]
    return {
        "id": row["id"],
        "url": page_url(kind, row["id"], row["slug"]),
        "api_url": api_url(kind, row["id"]),
        "name": row["name"],
        "names": aliases.by_language(text) if text else {},
        "aliases": aliases.names(text) if text else [],
        "wikidata_id": row["wikidata_id"],
        "updated_at": iso(as_moment(row["updated_at"])),
    }


def _term(kind: str, row: dict) -> dict:
    return {
        "id": row["id"],
        "url": page_url(kind, row["id"], row["slug"]),
        "api_url": api_url(kind, row["id"]),
        "name": row["name"],
        "names": aliases.by_language(row["aliases"]) if row["aliases"] else {},
        "slug": row["slug"],
    }


def _document(row: dict, before: str) -> dict | None:
    """Return an image as documents have it, from columns that begin so; None if there is none."""
    if row[f"{before}id"] is None:
        return None
    return {name.removesuffix("_id"): row[f"{before}{name}"] for name in IMAGE}


def _position(position: dict, facts: Facts) -> dict:
    return {
        "title": position["title"],
        "organization": facts.get(("organization", position["organization_id"])),
        "valid_from": _text(position["valid_from"]),
        "valid_until": _text(position["valid_until"]),
    }


def _credited(images: list[dict | None]) -> dict[str, set]:
    return {kind: {image[f"credit_{kind}"] for image in images if image} for kind in CREDITED}


def _facts(ids: dict[str, set]) -> Facts:
    return link_facts(live_facts({kind: pks - {None} for kind, pks in ids.items()}))


def _known(facts: list[dict | None]) -> list[dict]:
    """Return those readers may know of by name, once each: two may have been merged since."""
    known = {fact["id"]: fact for fact in facts if fact}
    return sorted(known.values(), key=lambda fact: (fact["name"], fact["id"]))


def _text(value: object) -> str | None:
    """Return a day or a time of day; SQLite gives texts."""
    return None if value is None else str(value)


def _positions(pks: list[int]) -> dict[int, list[dict]]:
    rows = read_named(POSITION, fill(_query_positions(size_for(len(pks))), None, marked(pks)))
    found = defaultdict(list)
    for row in rows:
        found[row["person_id"]].append(row)
    return found


@cache
def _query_positions(size: int) -> Prepared:
    return prepare(Position.objects.filter(person__in=marks(size)).values_list(*POSITION))


def _linked_to_events(pks: list[int]) -> dict[str, list[tuple[int, int]]]:
    """Return (event, organizer) and (event, participant) by the kind of the second."""
    found = {"organization": [], "person": []}
    for kind, event, pk in read(fill(_query_linked(size_for(len(pks))), None, marked(pks))):
        found[kind].append((event, pk))
    return found


@cache
def _query_linked(size: int) -> Prepared:
    given = {"event__in": marks(size)}
    parts = [
        through.objects.filter(**given).annotate(of=Value(kind)).values_list("of", "event", kind)
        for kind, through in (
            ("organization", Event.organizers.through),
            ("person", Event.participants.through),
        )
    ]
    return prepare(parts[0].union(parts[1], all=True))
