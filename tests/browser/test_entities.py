"""Two records are merged in the browser, and a second one of a name is made knowingly."""

import pytest

from articles.lookalikes import keep_names
from articles.models import Organization, Person
from tests.admin.pages import change_url, url
from tests.factories import make_person, make_post

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_merge_and_its_undoing_by_hand(desk, editor):
    old, new = make_person(name="Старое Имя"), make_person(name="Новое Имя")
    post = make_post(persons=[old])
    desk.log_in(editor)
    desk.open(change_url(old))
    desk.press(f'a[href="{url(Person, "merge", old.pk)}"]')
    desk.choose("into", "Новое Имя")
    desk.press(".submit-row [type=submit]")
    assert "Новое Имя" in desk.find(".side-by-side").text
    desk.press("[name=_merge]")
    assert list(post.persons.all()) == [new]
    desk.press(f'.messagelist a[href="{url(Person, "history", new.pk)}"]')
    desk.press(".undo-merge [type=submit]")
    assert list(post.persons.all()) == [old]
    assert desk.errors() == []


def test_second_record_of_a_name_is_made_knowingly(desk, editor):
    known = make_person(name="Айталина Петрова")
    keep_names(known)
    desk.log_in(editor)
    desk.open(url(Person, "add"))
    desk.write("#id_given_name", "Айталина")
    desk.write("#id_family_name", "Петрова")
    desk.press("[name=_save]")
    assert desk.find(f'.lookalikes a[href="{change_url(known)}"]').is_displayed()
    assert Person.objects.count() == 1
    desk.find("#id_is_another").click()
    desk.press("[name=_save]")
    assert Person.objects.count() == 2
    assert desk.errors() == []


def test_what_is_drawn_in_place_of_a_field_has_its_name(desk, editor):
    desk.log_in(editor)
    desk.open(url(Organization, "add"))
    box = desk.find(".field-parent [role=combobox][aria-labelledby*=label]")
    label = desk.find(f"#{box.get_attribute('aria-labelledby').split()[0]}")
    assert label.text == "Вышестоящая организация:"

    desk.open(change_url(make_person()))
    add = desk.find(".add-row a")
    desk.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", add)
    add.click()
    row = desk.find("#positions-1 [role=combobox][aria-label]")
    assert row.get_attribute("aria-label") == "Организация"
