"""What finding names costs: queries and rows are pinned; time is for the command to tell."""

import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.mentions import find, invented
from articles.mentions.registry import KINDS, Registry, key_of
from articles.mentions.source import rows_of
from articles.models import MentionKey, Person

ROOT = Path(__file__).resolve().parent.parent


def fill(first: int, last: int) -> None:
    """Store the keys of some of the invented entities."""
    for number, entity in enumerate(invented.entities(last)):
        if number >= first:
            rows = rows_of(entity | {"id": (KINDS[entity["type"]], number)})
            MentionKey.objects.bulk_create(map(key_of, rows))


def costs(texts: list[str]) -> tuple[list[int], list[int]]:
    """Return how many queries, and how many rows, each text takes."""
    queries, rows = [], []
    for text in texts:
        source = Registry()
        lookup, found = source.lookup, []
        source.lookup = lambda keys, lookup=lookup, found=found: (
            found.append(lookup(keys)) or found[0]
        )
        with CaptureQueriesContext(connection) as captured:
            find(text, source=source)
        queries.append(len(captured))
        rows.append(sum(map(len, found)))
    return queries, rows


@pytest.mark.django_db
def test_an_article_takes_two_queries_and_few_rows_however_many_entities_there_are():
    texts = list(invented.articles(20))
    fill(0, 1_000)
    queries, few = costs(texts)
    assert max(queries) <= 2  # the second for names spelt otherwise
    fill(1_000, 4_000)
    queries, many = costs(texts)
    assert max(queries) <= 2  # the second for names spelt otherwise
    assert median(few) < 40
    assert median(many) < 2 * median(few)


def test_invented_articles_name_invented_entities():
    few, many = list(invented.entities(10)), list(invented.entities(1_000))
    assert many[:10] == few
    assert list(invented.articles(2)) == list(invented.articles(2))
    for text in invented.articles(5):
        assert 1_900 < len(text) < 2_300
        assert any(entity["name"] in text for entity in many)


@pytest.mark.django_db
def test_command_measures_in_a_database_of_its_own(tmp_path):
    before = Person.objects.count(), MentionKey.objects.count()
    docs = tmp_path / "docs.jsonl"
    docs.write_text('{"text": "Пришёл Иван Иванов."}\n' * 3, encoding="utf-8")
    registry = tmp_path / "registry.jsonl"
    registry.write_text('{"id": 1, "type": "PERSON", "name": "Иван Иванов"}\n', encoding="utf-8")
    command = [sys.executable, "manage.py", "benchmark_mentions", "--entities", "30"]
    done = subprocess.run(  # noqa: S603
        [*command, "--docs", docs, "--registry", registry],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 8
    assert "31" in lines[0]
    assert (Person.objects.count(), MentionKey.objects.count()) == before
