"""What SQLite knows of how rows are spread: without it a large site's pages sort all there is."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models.signals import post_migrate

from articles.models import Edition
from articles.publishing import publish
from articles.statistics import FEWEST
from tests.factories import make_post

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases look for themselves"),
]


def known(table: str = "articles_edition") -> dict[str, int]:
    """Return how many rows there are by what SQLite knows of each index of a table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if not cursor.fetchall():
            return {}
        cursor.execute("SELECT idx, stat FROM sqlite_stat1 WHERE tbl = %s", [table])
        return {index: int(stat.split()[0]) for index, stat in cursor.fetchall()}


def number(count: int) -> None:
    """Let the next edition be this one."""
    sequence = {"table": Edition._meta.db_table, "last": count - 1}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sqlite_sequence SET seq = %(last)s WHERE name = %(table)s", sequence)


def migrated(**kwargs) -> None:
    sender = apps.get_app_config("articles")
    post_migrate.send(sender, app_config=sender, using="default", **kwargs)


def publish_as(pk: int, by, callbacks) -> None:
    publish(make_post(), by=by)
    number(pk)
    with callbacks(execute=True):
        assert publish(make_post(), by=by).pk == pk


def test_sqlite_looks_when_there_are_twice_as_many(editor, django_capture_on_commit_callbacks):
    publish_as(2048, editor, django_capture_on_commit_callbacks)
    assert known()["articles_edition_newest"] == 2


@pytest.mark.parametrize("pk", [FEWEST + 1, 2047, 64])
def test_nobody_waits_for_it_at_other_times(editor, pk, django_capture_on_commit_callbacks):
    publish_as(pk, editor, django_capture_on_commit_callbacks)
    assert not known()


def test_an_upgrade_looks_again(editor, monkeypatch):
    publish(make_post(), by=editor)
    monkeypatch.setattr("articles.statistics.FEWEST", 1)
    migrated()
    assert not known(), "nothing was upgraded"
    migrated(plan=[("a migration", False)])
    assert known()["articles_edition_newest"] == 1


def test_an_upgrade_of_a_small_site_does_not(editor):
    publish(make_post(), by=editor)
    migrated(plan=[("a migration", False)])
    assert not known()
