"""What a record takes of its duplicate, and what stays its own."""

from datetime import date

import pytest

from articles.merging import merge, undo_merge
from tests.factories import make_event, make_organization, make_person

pytestmark = pytest.mark.django_db


def test_names_and_missing_facts_are_taken(editor):
    old = make_person(
        name="А. Петрова", aliases="Тая\nАйталина П.", biography="Учёный.", wikidata_id="Q7"
    )
    new = make_person(name="Айталина Петрова", aliases="тая", is_published=False)
    done = merge(old, into=new, by=editor)
    new.refresh_from_db()
    assert new.aliases == "тая\nА. Петрова\nАйталина П."
    assert (new.biography, new.wikidata_id, new.is_published) == ("Учёный.", "Q7", True)
    old.refresh_from_db()
    assert (old.merged_into, old.is_published, old.wikidata_id) == (new, False, None)
    assert undo_merge(done, by=editor) == []
    new.refresh_from_db()
    assert (new.aliases, new.biography, new.wikidata_id) == ("тая", "", None)
    assert new.is_published is False
    old.refresh_from_db()
    assert (old.merged_into, old.is_published, old.wikidata_id) == (None, True, "Q7")


def test_own_facts_are_kept(editor):
    old = make_person(biography="Одно.", wikidata_id="Q7")
    new = make_person(biography="Другое.", wikidata_id="Q8")
    merge(old, into=new, by=editor)
    new.refresh_from_db()
    old.refresh_from_db()
    assert (new.biography, new.wikidata_id, old.wikidata_id) == ("Другое.", "Q8", "Q7")


@pytest.mark.parametrize("make", [make_organization, make_event])
def test_parents_never_come_round(editor, make):
    top = make()
    old = make(parent=top)
    between = make(parent=old)
    new = make(parent=between)
    child = make(parent=old)
    done = merge(old, into=new, by=editor)
    found = {row.pk: row.parent_id for row in type(top).objects.all()}
    assert (found[new.pk], found[between.pk], found[child.pk]) == (top.pk, new.pk, new.pk)
    assert undo_merge(done, by=editor) == []
    found = {row.pk: row.parent_id for row in type(top).objects.all()}
    assert (found[new.pk], found[between.pk], found[child.pk]) == (between.pk, old.pk, old.pk)


@pytest.mark.parametrize("make", [make_organization, make_event])
def test_parents_never_come_round_when_two_again(editor, make):
    top, apart = make(), make()
    old, new = make(parent=top), make(parent=apart)
    child = make(parent=old)
    done = merge(old, into=new, by=editor)
    top.parent = type(top).objects.get(pk=child.pk)
    top.check_parent()
    top.save()
    assert len(undo_merge(done, by=editor)) == 1
    found = {row.pk: row.parent_id for row in type(top).objects.all()}
    assert (found[top.pk], found[child.pk], found[old.pk]) == (child.pk, old.pk, None)


def test_parent_is_not_taken_from_below(editor):
    new = make_organization()
    old = make_organization(parent=make_organization(parent=new))
    merge(old, into=new, by=editor)
    new.refresh_from_db()
    assert new.parent is None


def test_dates_of_an_event_are_its_own(editor):
    old = make_event(start_date=date(2026, 7, 1), end_date=date(2026, 7, 3))
    new = make_event(start_date=date(2026, 8, 1))
    merge(old, into=new, by=editor)
    new.refresh_from_db()
    assert (new.start_date, new.end_date) == (date(2026, 8, 1), None)
