"""Persons, organizations and events that are called as the reader writes."""

from django.utils import timezone
from django.utils.translation import get_language

from articles.aliases import call_facts
from articles.mentions.keys import family_key, pair_key
from articles.mentions.source import name_key
from articles.models import ENTITIES, live_facts
from articles.models.alphabet import make_sort_key
from articles.search import databases
from articles.search.asking import SHORTEST_BEGINNING, Asked, read

MOST, MOST_OF_A_KEY = 6, 20


def suggest(asked: Asked) -> list[dict]:
    """Return the facts of published records whose names are these words, or begin so."""
    found = _named(asked, MOST_OF_A_KEY)
    ids = {kind: {pk for other, pk in found if other == kind} for kind in ENTITIES}
    facts = call_facts(live_facts(ids), get_language())
    return [facts[named] for named in found if named in facts][:MOST]


def called(kind: str, text: str, most: int) -> list[int]:
    """Return the ids of records of a kind that are called so or begin so, hidden ones too."""
    found = {pk: None for other, pk in _named(read(text), most) if other == kind}
    model = ENTITIES[kind]
    if hasattr(model, "sort_key") and (key := make_sort_key(text)):
        rows = model.objects.published().filter(sort_key__gte=key, sort_key__lt=f"{key}:")
        found |= dict.fromkeys(rows.order_by("sort_key").values_list("pk", flat=True)[:most])
    return list(found)[:most]


def _named(asked: Asked, most: int) -> dict[tuple[str, int], None]:
    """Return ("person", 7), ... of records that are called so today, the likeliest first."""
    words = [word for term in asked.terms for word in term.words]
    if not words or asked.unwanted:
        return {}
    keys = _keys(words)
    beginnings = [f"{keys[0]} "] if keys else []  # longer names
    if len(words) == 1 and len(words[0]) >= SHORTEST_BEGINNING:
        beginnings += [f"f:{words[0]}", words[0]]
    day, found = str(timezone.localdate()), {}
    for kind, pk, since, until in databases.named_by(keys, beginnings, most):
        # SQLite gives days as they are written, PostgreSQL as dates.
        if (not since or str(since) <= day) and (not until or str(until) >= day):
            found[kind, pk] = None
    return found


def _keys(words: list[str]) -> list[str]:
    name = " ".join(words)
    keys = [name_key(name)]
    if len(words) == 1:
        keys.append(family_key(name))
    elif len(words) == 2:
        keys.append(pair_key(*words))
    elif len(words) == 3:  # with a patronymic, wherever the family name stands
        keys += [pair_key(words[0], words[2]), pair_key(words[0], words[1])]
    return [key for key in dict.fromkeys(keys) if key]
