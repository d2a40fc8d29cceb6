"""What readers' pages cost: the command that measures it, and what no page may do at any price."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from articles.management.benchmark import patterns
from articles.management.benchmark.filling import fill
from articles.management.benchmark.patterns import make_patterns
from articles.management.benchmark.subjects import Subject, subjects
from articles.models import Edition, Person, Post
from articles.publishing import publish
from tests.factories import make_post

ROOT = Path(__file__).resolve().parent.parent
MOST_QUERIES = 13  # the page of an organization


@pytest.fixture
def pages(db) -> list[Subject]:
    fill(100, 1, lambda _done, _total: None)
    return subjects()


def test_pages_make_no_model_instance_no_count_and_no_offset(reader, pages, monkeypatch):
    def refuse(cls, *_given):
        raise AssertionError(f"an instance of {cls.__name__}")

    monkeypatch.setattr(models.Model, "from_db", classmethod(refuse))
    for page in pages:
        for path in page.paths[:3]:
            with CaptureQueriesContext(connection) as captured:
                answer = reader.get(path, headers=page.headers)
                assert answer.status_code == page.status, path
            for query in captured:
                assert "COUNT(*)" not in query["sql"], query["sql"]
                assert "OFFSET" not in query["sql"], query["sql"]
            assert len(captured) <= MOST_QUERIES, path


def test_invented_posts_are_what_publish_stores(editor, pages):
    published = publish(make_post(), by=editor)
    invented = Edition.objects.live().get(post_id=100)
    assert invented.card.keys() == published.card.keys()
    assert invented.document.keys() == published.document.keys()
    document = invented.document
    assert document["id"] == 100
    assert str(patterns.POST)[:4] not in str(document)
    named = Person.objects.filter(pk__in=document["persons"]).values_list("name", flat=True)
    assert set(named) <= {part[2] for part in document["body"] if part[0] == "person"}
    assert set(invented.mentions.exclude(person=None).values_list("person", flat=True)) == set(
        document["persons"]
    )


def test_patterns_leave_nothing_behind(editor):
    assert len(make_patterns(2, 1, editor)) == 2
    assert not Post.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_command_prints_a_table_and_leaves_the_database_of_the_site_alone():
    make_post()
    command = [sys.executable, "manage.py", "benchmark", "--posts", "100", "120", "--rounds", "1"]
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    lines = done.stdout.splitlines()
    [heading] = [number for number, line in enumerate(lines) if "120" in line.split()[-2:]]
    table = [line.rsplit(maxsplit=4) for line in lines[heading + 1 :]]
    assert len(table) == 32, done.stderr
    for _name, limit, few, many, growth in table:
        assert float(limit) in {3, 5, 8, 12, 15, 20}
        assert float(growth) == pytest.approx(float(many) / float(few), abs=0.1)
    exceeded = any(
        max(float(few), float(many)) > float(limit) or float(growth) > 1.2
        for _name, limit, few, many, growth in table
    )
    assert bool(done.returncode) == exceeded, done.stderr
    assert Post.objects.count() == 1


def test_command_refuses_too_few_posts():
    done = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", "benchmark", "--posts", "5"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "100" in done.stderr
