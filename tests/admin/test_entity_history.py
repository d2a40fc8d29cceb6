"""The history of a person, an organization or an event on the desk."""

import pytest
from django.test import Client

from articles.merging import merge
from articles.models import Event, Organization, Person, Position
from tests.admin.pages import change_url, person_data, rows, url
from tests.admin.test_entities import event_data, organization_data
from tests.factories import make_event, make_image, make_organization, make_person

pytestmark = pytest.mark.django_db


def history(client, record, **params) -> str:
    response = client.get(url(type(record), "history", record.pk), params)
    assert response.status_code == 200
    return response.content.decode()


def compared(page: str) -> str:
    return page.partition('class="comparison"')[2].partition("</section>")[0]


def entries(client, record) -> list[dict]:
    return client.get(url(type(record), "history", record.pk)).context["entries"]


def save(client, person, **changes):
    person.refresh_from_db()
    data = person_data(person, is_published="on") | changes
    assert client.post(change_url(person), data).status_code == 302
    person.refresh_from_db()


def restore(client, record, key):
    return client.post(url(type(record), "restore", record.pk), {"version": key})


def test_every_save_is_kept_with_who_and_what(editor_client, editor):
    person = make_person(name="Первое имя", biography="Учёный из Якутска.")
    save(editor_client, person, name="Второе имя")
    save(editor_client, person, biography="Учёный из Нюрбы.")
    found = entries(editor_client, person)
    assert [entry["changed"] for entry in found] == [["Биография"], ["Название"], []]
    assert [entry["who"] for entry in found] == [editor, editor, None]
    text = compared(history(editor_client, person))
    assert "Учёный из <del>Якутска</del><ins>Нюрбы</ins>." in text


def test_any_two_saves_are_compared(editor_client):
    person = make_person(name="Первое")
    for name in ("Второе", "Третье"):
        save(editor_client, person, name=name)
    keys = [entry["key"] for entry in entries(editor_client, person)]
    text = compared(history(editor_client, person, old=keys[2], new=keys[0]))
    assert "<del>Первое</del><ins>Третье</ins>" in text


def test_save_without_a_change_is_not_shown(editor_client):
    person = make_person()
    save(editor_client, person)
    assert len(entries(editor_client, person)) == 1


def test_positions_are_part_of_the_same_save(editor_client):
    person, museum = make_person(), make_organization(name="Музей мерзлоты")
    row = {"title": "Директор", "organization": museum.pk, "valid_from": "01.02.2020"}
    save(editor_client, person, name="Иное имя", **rows("positions", row))
    found = entries(editor_client, person)
    assert found[0]["changed"] == ["Название", "Должности"]
    assert "Директор, Музей мерзлоты (01.02.2020 — …)" in compared(history(editor_client, person))
    held = person.positions.get()
    kept = {
        "positions-INITIAL_FORMS": "1",
        "positions-0-id": held.pk,
        "positions-0-person": person.pk,
    }
    save(editor_client, person, **rows("positions", row | {"DELETE": "on"}) | kept)
    assert not person.positions.exists()
    assert entries(editor_client, person)[0]["changed"] == ["Должности"]


def test_records_are_compared_by_name(editor_client):
    person, organization = make_person(name="Анна Фёдорова"), make_organization(name="Музей")
    event = make_event()
    address = change_url(event)
    data = event_data(name=event.name, start_date="21.06.2026", is_published="on", slug=event.slug)
    data |= {"participants": [person.pk], "organizers": [organization.pk]}
    assert editor_client.post(address, data).status_code == 302
    found = entries(editor_client, event)
    assert len(found) == 2
    assert found[0]["changed"] == ["Организаторы", "Участники"]
    text = compared(history(editor_client, event))
    assert "Анна Фёдорова" in text
    assert "Музей" in text


def test_parent_choice_date_and_box_are_in_words(editor_client):
    parent = make_organization(name="Министерство снега")
    record = make_organization(is_published=False)
    data = organization_data(kind="culture", parent=parent.pk, is_published="on", name="Музей")
    editor_client.post(change_url(record), data)
    text = compared(history(editor_client, record))
    for words in ("Министерство снега", "Культура", "<del>Нет</del><ins>Да</ins>"):
        assert words in text


def test_bulk_changes_and_creation_are_in_it(editor_client, editor):
    editor_client.post(url(Person, "add"), person_data(is_published="on"))
    person = Person.objects.get()
    data = {"action": "hide_from_readers", "_selected_action": [person.pk]}
    editor_client.post(url(Person, "changelist"), data)
    found = entries(editor_client, person)
    assert [entry["changed"] for entry in found] == [["Опубликовано"], []]
    assert {entry["who"] for entry in found} == {editor}


def test_old_version_is_restored_whole(editor_client, editor):
    museum, image = make_organization(), make_image()
    person = make_person(name="Первое", biography="Было.", photo=image)
    Position.objects.create(person=person, title="Директор", organization=museum)
    save(editor_client, person, name="Второе", biography="", photo="")
    person.positions.all().delete()
    key = entries(editor_client, person)[-2]["key"]
    assert restore(editor_client, person, key).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.biography, person.photo) == ("Первое", "Было.", image)
    assert person.positions.get().organization == museum
    newest = entries(editor_client, person)[0]
    assert (newest["who"], newest["is_restored"]) == (editor, True)


def test_people_of_an_event_are_restored(editor_client):
    event, person = make_event(), make_person()
    event.participants.add(person)
    event.participants.clear()
    key = entries(editor_client, event)[1]["key"]
    restore(editor_client, event, key)
    assert list(event.participants.all()) == [person]


def test_restore_leaves_visibility_and_what_is_gone(editor_client):
    parent = make_organization()
    record = make_organization(parent=parent, is_published=False)
    record.parent, record.is_published = None, True
    record.save()
    parent.delete()
    restore(editor_client, record, entries(editor_client, record)[-1]["key"])
    record.refresh_from_db()
    assert (record.parent, record.is_published) == (None, True)


def test_restore_that_cannot_be_changes_nothing(editor_client):
    record = make_organization(name="Было", wikidata_id="Q7")
    record.name, record.wikidata_id = "Стало", None
    record.save()
    make_organization(wikidata_id="Q7")
    restore(editor_client, record, entries(editor_client, record)[-1]["key"])
    record.refresh_from_db()
    assert record.name == "Стало"


def test_restored_name_of_the_merged_is_that_of_the_other(editor_client, editor):
    old, new = make_organization(), make_organization()
    record = make_organization(parent=old)
    record.parent = None
    record.save()
    merge(old, into=new, by=editor)
    restore(editor_client, record, entries(editor_client, record)[-1]["key"])
    record.refresh_from_db()
    assert record.parent == new


@pytest.mark.parametrize("key", ["", "0", "99999999", "x", "9" * 30, "-1", "\x00"])
def test_restore_of_nothing_is_not_found(editor_client, key):
    assert restore(editor_client, make_person(), key).status_code == 404


@pytest.mark.parametrize("key", ["", "0", "x", "\x00"])
def test_comparison_with_nothing_is_a_whole_page(editor_client, key):
    history(editor_client, make_person(), old=key, new=key)


def test_reporter_reads_all_and_restores_what_is_not_published(reporter_client):
    shown, hidden = make_person(name="Было"), make_person(name="Было", is_published=False)
    for person in (shown, hidden):
        person.name = "Стало"
        person.save()
        assert ('name="version"' in history(reporter_client, person)) == (person == hidden)
        key = entries(reporter_client, person)[-1]["key"]
        assert restore(reporter_client, person, key).status_code == (
            403 if person == shown else 302
        )
        person.refresh_from_db()
        assert person.name == ("Стало" if person == shown else "Было")


def test_history_is_for_the_desk_alone(client, reader, editor):
    person = make_person()
    for answer in (client.get(url(Person, "history", person.pk)), restore(client, person, "1")):
        assert "login" in answer.headers["Location"]
    stranger = Client()
    stranger.force_login(type(editor).objects.create_user("stranger", is_staff=True))
    assert stranger.get(url(Person, "history", person.pk)).status_code == 403


def test_history_of_what_is_not_there_is_not_found(editor_client):
    for pk in (999999, "x", "9" * 30):
        assert editor_client.get(url(Person, "history", pk)).status_code == 404


@pytest.mark.parametrize("make", [make_person, make_organization, make_event])
def test_history_costs_the_same_however_long(editor_client, make, django_assert_max_num_queries):
    record = make()
    for number in range(30):
        record.name = f"Имя {number}"
        record.save()
    with django_assert_max_num_queries(12):
        history(editor_client, record)


def test_readers_leave_no_trace_and_get_no_cookie(reader):
    person = make_person()
    answer = reader.get(person.get_absolute_url())
    assert not answer.cookies
    assert person.history.count() == 1


def test_hostile_words_stay_words(editor_client):
    person = make_person(name="<script>alert(1)</script>")
    person.name += "!"
    person.save()
    assert "<script>alert" not in history(editor_client, person)


def test_page_has_no_style_or_script_of_its_own(editor_client, editor):
    old, new = make_event(), make_event()
    merge(old, into=new, by=editor)
    page = history(editor_client, new)
    content = page[page.index('id="content-main"') :]
    assert "style=" not in content
    assert "<script" not in content


def test_every_kind_keeps_its_history():
    for model in (Person, Organization, Event, Position):
        assert model.history.model.__module__ == model.__module__
