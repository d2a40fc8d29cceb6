"""Persons, organizations and events that are called as the reader writes."""

from django.utils import timezone
from django.utils.translation import get_language

from articles.aliases import call_facts
from articles.mentions.keys import family_key, pair_key
from articles.mentions.source import name_key
from articles.models import live_facts
from articles.search import databases
from articles.search.asking import SHORTEST_BEGINNING, Asked

MOST, MOST_OF_A_KEY = 6, 20


def suggest(asked: Asked) -> list[dict]:
    """Return the facts of published records whose names are these words, or begin so."""
    words = [word for term in asked.terms for word in term.words]
    if not words or asked.unwanted:
        return []
    keys = _keys(words)
    beginnings = [f"{keys[0]} "] if keys else []  # longer names
    if len(words) == 1 and len(words[0]) >= SHORTEST_BEGINNING:
        beginnings += [f"f:{words[0]}", words[0]]
    day, found = str(timezone.localdate()), {}
    for kind, pk, since, until in databases.named_by(keys, beginnings, MOST_OF_A_KEY):
        # SQLite gives days as they are written, PostgreSQL as dates.
        if (not since or str(since) <= day) and (not until or str(until) >= day):
            found[kind, pk] = None
    ids = {"person": set(), "organization": set(), "event": set()}
    for kind, pk in found:
        ids[kind].add(pk)
    facts = call_facts(live_facts(ids), get_language())
    return [facts[named] for named in found if named in facts][:MOST]


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
