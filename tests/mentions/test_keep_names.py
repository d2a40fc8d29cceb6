"""Keys of records that were there before the keys, or before the rules they are made by."""

import importlib
from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import call_command

from articles.lookalikes import keep_names
from articles.mentions.registry import confirm
from articles.merging import merge
from articles.models import MentionKey, NameWord, Position
from tests.factories import make_event, make_organization, make_person

pytestmark = pytest.mark.django_db


def rows() -> list[tuple]:
    names = ["key", "kind", "record", "name", "text", "source", "times", "version"]
    found = MentionKey.objects.values_list(*names, "valid_from")
    assert {row[-1] for row in found if row[5] == "role"} <= {date(2020, 1, 1)}
    return sorted(row[:-1] for row in found)


def words() -> set[tuple]:
    rows = NameWord.objects.values_list("kind", "record", "word")
    return {(kind, record, bytes(word)) for kind, record, word in rows}


def warned() -> list[str]:
    found = run_checks(tags=["database"], databases=["default"])
    return [message.hint for message in found if message.id == "articles.W001"]


@pytest.fixture
def records(editor):
    """Return a few records of each kind with their keys kept, one of them merged."""
    museum, house = make_organization(name="Музей мерзлоты"), make_organization(name="Дом льда")
    kept = [make_person(aliases="Туйаара"), museum, house, make_event(name="Ысыах Туймаады")]
    Position.objects.create(
        person=kept[0], title="директор", organization=museum, valid_from=date(2020, 1, 1)
    )
    for record in kept:
        keep_names(record)
    merge(house, into=museum, by=editor)
    return [record for record in kept if record != house]


def test_migration_makes_the_keys_of_records_that_exist(records):
    kept = rows()
    MentionKey.objects.all().delete()
    migration = importlib.import_module("articles.migrations.0017_existing_keys")
    migration.keep_keys(apps, None)
    assert rows() == kept


def test_migration_makes_the_words_of_records_that_exist(records):
    kept = words()
    NameWord.objects.all().delete()
    migration = importlib.import_module("articles.migrations.0016_name_words")
    migration.keep_words(apps, None)
    assert words() == kept


def test_command_makes_all_keys_again(records):
    for number in range(250):
        make_person(name=f"Айсен Сонин {number}")
    confirm("organization", records[1].pk, "Ледяной Дом", "ru")
    call_command("keep_names", stdout=StringIO())
    kept = rows()
    MentionKey.objects.filter(kind="event").delete()
    MentionKey.objects.filter(kind="person").update(key="x", version=0)
    MentionKey.objects.create(key="x", kind="person", record=10**6, version=0, source="name")
    out = StringIO()
    call_command("keep_names", stdout=out)
    assert rows() == kept
    assert "253" in out.getvalue()
    assert "#" not in out.getvalue()


def test_command_draws_on_a_terminal_how_far_it_is(records):
    out = StringIO()
    out.isatty = lambda: True
    call_command("keep_names", stdout=out)
    assert "] 3/3\n" in out.getvalue()


def test_command_in_an_empty_database_says_so():
    out = StringIO()
    call_command("keep_names", stdout=out)
    assert "0" in out.getvalue()


def test_check_tells_of_keys_made_by_older_rules(records):
    assert warned() == []
    MentionKey.objects.filter(kind="event").update(version=0)
    assert warned() == ["Run manage.py keep_names."]
    call_command("keep_names", stdout=StringIO())
    assert warned() == []
