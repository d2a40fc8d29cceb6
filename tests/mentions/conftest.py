from contextlib import closing

import pytest
from django.utils import translation

from articles.mentions import SqlSource, find


def entity(pk, kind, name, *aliases, seen=()):
    return {"id": pk, "type": kind, "name": name, "aliases": list(aliases), "seen": list(seen)}


def person(pk, name, *aliases, seen=()):
    return entity(pk, "PERSON", name, *aliases, seen=seen)


def organization(pk, name, *aliases, seen=()):
    return entity(pk, "ORGANIZATION", name, *aliases, seen=seen)


def event(pk, name, *aliases, seen=()):
    return entity(pk, "EVENT", name, *aliases, seen=seen)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def source():
    """Return an empty registry."""
    with closing(SqlSource()) as source:
        yield source


@pytest.fixture
def search(source):
    """Return a function: the spans of a text, given the entities of the registry."""

    def search(text, *entities, language="ru"):
        source.add(entities)
        return find(text, language, source=source)

    return search


@pytest.fixture
def linked(search):
    """Return a function: the pairs of words and entity that a text links."""

    def linked(text, *entities, language="ru"):
        found = search(text, *entities, language=language)
        spans = [span for span in found if span.level == "link"]
        return [(text[span.start : span.end], span.entity) for span in spans]

    return linked
