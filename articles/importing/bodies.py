"""Records of state bodies, made of the list that the search for names has."""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from articles.lookalikes import differ, keep_names, keys_of
from articles.mentions.bodies import read_bodies
from articles.models import NameKey, Organization
from articles.noting import note_change

# Parts of the list: country, region, seat of the government.
PARTS = {
    "russia": ("ru", "", "Москва"),
    "sakha": ("ru", "sakha", "Якутск"),
    "kazakhstan": ("kz", "", "Астана"),
}
COUNTRIES = sorted({country for country, _, _ in PARTS.values()})
REGIONS = sorted({region for _, region, _ in PARTS.values() if region})


def choose(country: str | None = None, region: str | None = None) -> list[str]:
    """Return the parts of a country, its regions with it, or of one region alone."""
    return [
        part
        for part, (its_country, its_region, _) in PARTS.items()
        if country in (None, its_country) and region in (None, its_region)
    ]


@transaction.atomic
def load_bodies(
    parts: Iterable[str], *, is_published: bool = False
) -> tuple[list[Organization], list[Organization]]:
    """Make records of the bodies that have none; return the made, and those there already.

    A record that has one of a body's names is taken for it, and is left as it is.
    """
    loading = _Loading(is_published)
    for part in parts:
        for body in loading.bodies[part]:
            loading.find_or_make(body)
    return loading.made, loading.known


class _Loading:
    """The bodies of the list, and the records that stand for them so far."""

    def __init__(self, is_published: bool) -> None:
        self.is_published = is_published
        self.made: list[Organization] = []
        self.known: list[Organization] = []
        self.bodies = {part: _described(part, rows) for part, rows in read_bodies().items()}
        everyone = [body for part in PARTS for body in self.bodies[part]]
        self.by_name = {body["name"]: body for body in everyone}
        keys = Counter(key for body in everyone for key in keys_of(_unsaved(body)))
        self.shared = {key for key, times in keys.items() if times > 1}
        self.records: dict[str, Organization] = {}

    def find_or_make(self, body: dict) -> None:
        name = body["name"]
        if name in self.records:
            return
        if record := self._find(body):
            self.known.append(record)
        else:
            record = self._make(body)
            self.made.append(record)
        self.records[name] = record

    def _find(self, body: dict) -> Organization | None:
        """Return the record that has one of its names, but for those that other bodies share."""
        record = _unsaved(body)
        keys = keys_of(record) - self.shared
        pks = NameKey.objects.filter(kind="organization", key__in=keys).values("record")
        found = Organization.objects.standing().filter(pk__in=pks).order_by("pk")
        return next((other for other in found if not differ(record, other)), None)

    def _make(self, body: dict) -> Organization:
        record = _unsaved(body)
        record.is_published = self.is_published
        record.parent = self._parent(body)
        record.full_clean()
        record.save()
        keep_names(record)
        note_change(record)
        return record

    def _parent(self, body: dict) -> Organization | None:
        """Return the one above it, if there is a record or one was made."""
        above = body.get("parent")
        if not above:
            return None
        return self.records.get(above) or self._find(self.by_name[above])


def _described(part: str, rows: list[dict]) -> list[dict]:
    """Return the bodies of a part with their places, whoever stands above before the others."""
    place = PARTS[part][2] if part in PARTS else ""
    return sorted(({"place": place} | row for row in rows), key=lambda row: "parent" in row)


def _unsaved(body: dict) -> Organization:
    names = [*body.get("known_as", ()), *body.get("aliases", ())]
    short_name = body.get("short_name", "")
    return Organization(
        name=body["name"],
        short_name=short_name,
        aliases="\n".join(name for name in names if name != short_name),
        kind=Organization.Kind.AUTHORITY,
        place=body["place"],
    )
