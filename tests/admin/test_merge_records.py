"""Merging on the desk: choose, look at both, merge, undo; and what looks alike."""

import pytest
from django.contrib.auth.models import Permission

from articles.lookalikes import keep_names
from articles.merging import merge
from articles.models import Event, Lookalike, Merge, Organization, Person
from articles.publishing import publish
from tests.admin.pages import change_url, errors, person_data, post_data, rows, url
from tests.conftest import as_user, make_user
from tests.factories import make_event, make_image, make_organization, make_person, make_post

pytestmark = pytest.mark.django_db
MAKE = {Person: make_person, Organization: make_organization, Event: make_event}


def post_merge(client, record, into, **extra):
    return client.post(url(type(record), "merge", record.pk), {"into": into.pk} | extra)


def page(client, address, **params) -> str:
    response = client.get(address, params)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("model", MAKE)
def test_merge_from_the_form_to_its_undoing(editor_client, editor, model):
    old, new = MAKE[model](name="Старое имя"), MAKE[model](name="Новое имя")
    post = make_post(**{f"{model._meta.model_name}s": [old]})
    publish(post, by=editor)
    assert url(model, "merge", old.pk) in page(editor_client, change_url(old))
    assert "select2" in page(editor_client, url(model, "merge", old.pk))
    both = page(editor_client, url(model, "merge", old.pk), into=new.pk)
    for words in ("Старое имя", "Новое имя", f"{url(model, 'merge', new.pk)}?into={old.pk}"):
        assert words in both
    answer = post_merge(editor_client, old, new)
    assert answer.headers["Location"] == change_url(new)
    old.refresh_from_db()
    assert old.merged_into == new
    for record in (old, new):
        text = page(editor_client, url(model, "history", record.pk))
        assert 'name="merge"' in text
    undone = {"merge": Merge.objects.get().pk}
    assert editor_client.post(url(model, "undo-merge", new.pk), undone).status_code == 302
    old.refresh_from_db()
    assert old.merged_into is None
    assert 'name="merge"' not in page(editor_client, url(model, "history", new.pk))


def test_list_leads_to_the_merge_of_exactly_two(editor_client):
    often, seldom, other = make_person(), make_person(), make_person()
    make_post(persons=[often])
    address = url(Person, "changelist")

    def choose(*people):
        data = {"action": "merge_two", "_selected_action": [person.pk for person in people]}
        return editor_client.post(address, data)

    answer = choose(often, seldom)
    assert answer.headers["Location"] == f"{url(Person, 'merge', seldom.pk)}?into={often.pk}"
    for people in ([often], [often, seldom, other]):
        assert choose(*people).status_code == 302
        assert "Location" in choose(*people).headers
        assert "merge" not in choose(*people).headers["Location"]


def test_merged_record_is_out_of_lists_and_boxes(editor_client, editor):
    old, new = make_person(name="Старое имя"), make_person(name="Новое имя")
    merge(old, into=new, by=editor)
    listed = editor_client.get(url(Person, "changelist")).context["cl"].result_list
    assert list(listed) == [new]
    asked = {"term": "имя", "app_label": "articles", "model_name": "post", "field_name": "persons"}
    found = editor_client.get("/admin/autocomplete/", asked).json()["results"]
    assert [row["id"] for row in found] == [str(new.pk)]
    answer = editor_client.get(change_url(old))
    assert answer.headers["Location"] == change_url(new)
    assert editor_client.post(change_url(old), {}).status_code == 302
    for name in ("delete", "merge", "named"):
        assert editor_client.get(url(Person, name, old.pk)).status_code in {302, 404}
    assert Person.objects.filter(pk=old.pk).exists()


def test_record_with_merged_ones_is_not_deleted(editor_client, editor):
    old, new = make_person(), make_person()
    merge(old, into=new, by=editor)
    editor_client.post(url(Person, "delete", new.pk), {"post": "yes"})
    assert Person.objects.count() == 2


def test_form_opened_before_the_merge_saves_the_other(editor_client, editor):
    old, new, museum = make_person(), make_person(), make_organization()
    post = make_post(persons=[old], bylines=[old])
    merge(old, into=new, by=editor)
    data = post_data(post, persons=[old.pk], headline="Иначе")
    byline = {"person": old.pk, "role": "editor", "position": "2"}
    assert editor_client.post(change_url(post), data | rows("bylines", byline)).status_code == 302
    assert list(post.persons.all()) == [new]
    assert {row.person for row in post.bylines.all()} == {new}
    image = make_image()
    fields = {"alt_text": "Река", "credit_person": old.pk, "credit_organization": museum.pk}
    assert editor_client.post(change_url(image), fields).status_code == 302
    image.refresh_from_db()
    assert (image.credit_person, image.credit_organization) == (new, museum)


def test_save_after_a_merge_keeps_a_post_live_and_approved(editor_client, editor):
    old, new = make_person(), make_person()
    post = make_post(persons=[old], stage="approved")
    publish(post, by=editor)
    merge(old, into=new, by=editor)
    assert editor_client.post(change_url(post), post_data(post)).status_code == 302
    listed = editor_client.get(url(type(post), "changelist")).context["cl"].result_list
    assert [(row.state, row.stage) for row in listed] == [("live", "approved")]


@pytest.mark.parametrize("into", ["", "x", "0", "999999", "9" * 30, "-1", "\x00"])
def test_merge_with_nothing_is_a_clear_message(editor_client, into):
    record = make_person()
    address = url(Person, "merge", record.pk)
    for answer in (
        editor_client.get(address, {"into": into}),
        editor_client.post(address, {"into": into}),
    ):
        assert answer.status_code == 200
        assert answer.context["form"].errors["into"]
    assert not Merge.objects.exists()


def test_merge_into_itself_is_a_clear_message(editor_client):
    record = make_person()
    answer = post_merge(editor_client, record, record)
    assert "с ней самой" in answer.content.decode()
    assert not Merge.objects.exists()


def test_merge_into_another_kind_is_not_offered(editor_client):
    record, organization = make_person(), make_organization(id=987_654)
    assert post_merge(editor_client, record, organization).context["form"].errors["into"]


def test_merge_of_a_merged_record_is_not_found(editor_client, editor):
    old, new = make_person(), make_person()
    merge(old, into=new, by=editor)
    assert post_merge(editor_client, old, make_person()).status_code == 404
    assert post_merge(editor_client, new, old).context["form"].errors["into"]


def test_reporter_neither_merges_nor_undoes(reporter_client, editor):
    old, new = make_person(is_published=False), make_person(is_published=False)
    assert post_merge(reporter_client, old, new).status_code == 403
    assert reporter_client.get(url(Person, "merge", old.pk)).status_code == 403
    data = {"action": "merge_two", "_selected_action": [old.pk, new.pk]}
    reporter_client.post(url(Person, "changelist"), data)
    assert url(Person, "merge", old.pk) not in page(reporter_client, change_url(old))
    done = merge(old, into=new, by=editor)
    undo = url(Person, "undo-merge", new.pk)
    assert reporter_client.post(undo, {"merge": done.pk}).status_code == 403
    assert 'name="merge"' not in page(reporter_client, url(Person, "history", new.pk))
    done.refresh_from_db()
    assert done.undone_at is None


def test_undo_asks_for_a_merge_of_the_record(editor_client, editor):
    old, new, other = make_person(), make_person(), make_person()
    done = merge(old, into=new, by=editor)
    assert editor_client.get(url(Person, "undo-merge", new.pk)).status_code == 405
    for pk in ("", "x", "0", "9" * 30):
        assert (
            editor_client.post(url(Person, "undo-merge", new.pk), {"merge": pk}).status_code == 404
        )
    wrong = editor_client.post(url(Person, "undo-merge", other.pk), {"merge": done.pk})
    assert wrong.status_code == 404
    for _ in range(2):  # the second time it is undone already
        answer = editor_client.post(url(Person, "undo-merge", old.pk), {"merge": done.pk})
        assert answer.status_code == 302


def test_undo_says_what_was_left(editor_client, editor):
    old, new = make_person(biography="Учёный."), make_person()
    merge(old, into=new, by=editor)
    new.refresh_from_db()
    new.biography = "Иначе."
    new.save()
    undone = {"merge": Merge.objects.get().pk}
    answer = editor_client.post(url(Person, "undo-merge", new.pk), undone, follow=True)
    assert "оставлено как есть: Биография" in answer.content.decode()


def test_likely_duplicate_is_said_before_a_record_is_made(editor_client):
    known = make_person(name="Туйаара Николаева")
    keep_names(known)
    data = person_data(given_name="туйаара", family_name="НИКОЛАЕВА")
    answer = editor_client.post(url(Person, "add"), data)
    assert "__all__" in errors(answer)
    assert change_url(known) in answer.content.decode()
    assert 'name="is_another"' in answer.content.decode()
    assert Person.objects.count() == 1
    again = editor_client.post(url(Person, "add"), data | {"is_another": "on"})
    assert again.status_code == 302
    assert Person.objects.count() == 2
    assert not Lookalike.objects.open().exists()


def test_change_of_a_record_is_not_stopped_by_its_likeness(editor_client):
    known, other = make_person(name="Туйаара Николаева"), make_person()
    keep_names(known)
    data = person_data(other, name="Николаева Туйаара", is_published="on")
    assert editor_client.post(change_url(other), data).status_code == 302
    assert Lookalike.objects.open().count() == 1
    text = page(editor_client, change_url(known))
    assert f"{url(Person, 'merge', other.pk)}?into={known.pk}" in text
    dismissed = editor_client.post(url(Person, "dismiss", known.pk), {"other": other.pk})
    assert dismissed.status_code == 302
    assert 'name="other"' not in page(editor_client, change_url(known))


def test_dismissing_needs_the_right_and_another_record(editor_client, reporter_client):
    one, other = make_person(), make_person()
    address = url(Person, "dismiss", one.pk)
    assert editor_client.get(address).status_code == 405
    assert reporter_client.post(address, {"other": other.pk}).status_code == 403
    for pk in ("", "x", one.pk, 999_999, "9" * 30):
        assert editor_client.post(address, {"other": pk}).status_code == 404


def test_desk_lists_pairs_that_may_be_one(editor_client):
    people = [make_person(name="Туйаара Николаева"), make_person(name="Николаева Туйаара")]
    for person in people:
        keep_names(person)
    text = page(editor_client, "/admin/")
    assert "Туйаара Николаева · Николаева Туйаара" in text


def test_saved_form_makes_a_record_complete(editor_client):
    for make in (make_person, make_organization, make_event):
        record = make(is_incomplete=True)
        listed = editor_client.get(url(type(record), "changelist"), {"incomplete": "1"})
        assert list(listed.context["cl"].result_list) == [record]
        assert change_url(record) in page(editor_client, "/admin/")
    person = Person.objects.get()
    data = person_data(person, biography="Учёный.", is_published="on")
    assert editor_client.post(change_url(person), data).status_code == 302
    person.refresh_from_db()
    assert person.is_incomplete is False


def test_merged_records_are_nobodys_work(editor, editor_client):
    for make in (make_person, make_organization, make_event):
        old, new = make(is_incomplete=True), make()
        merge(old, into=new, by=editor)
        assert old not in type(old).objects.incomplete()


def test_form_names_what_names_the_record(editor_client, editor):
    person, museum, event = make_person(), make_organization(), make_event()
    person.positions.create(title="Директор", organization=museum)
    event.participants.add(person)
    event.organizers.add(museum)
    image = make_image(credit_person=person)
    drafted, made = make_post(persons=[person]), make_post(bylines=[person])
    dropped = make_post(persons=[person], organizations=[museum])
    edition = publish(dropped, by=editor)
    dropped.persons.clear()
    text = page(editor_client, change_url(person)).partition('class="where-named"')[2]
    for record in (drafted, made, dropped, edition, image, event):
        assert change_url(record) in text
    text = page(editor_client, change_url(museum)).partition('class="where-named"')[2]
    for record in (dropped, person, event):
        assert change_url(record) in text


def test_posts_that_name_a_record_are_read_page_by_page(editor_client, monkeypatch):
    person = make_person()
    posts = [make_post(persons=[person]) for _ in range(12)]
    text = page(editor_client, change_url(person))
    assert change_url(posts[-1]) in text
    assert f'"{change_url(posts[0])}"' not in text
    monkeypatch.setattr("articles.admin.records.where_named.ON_PAGE", 5)
    address, seen = url(Person, "named", person.pk), []
    response = editor_client.get(address)
    while True:
        seen += response.context["posts"]
        older = response.context["older"]
        if not older:
            break
        response = editor_client.get(address, {"after": older})
    assert seen == posts[::-1]
    assert editor_client.get(address, {"after": "x"}).status_code == 404


def test_form_costs_the_same_however_often_a_record_is_named(
    editor_client, editor, django_assert_max_num_queries
):
    person = make_person()
    for _ in range(15):
        publish(make_post(persons=[person], bylines=[person]), by=editor)
    with django_assert_max_num_queries(22):
        page(editor_client, change_url(person))
    with django_assert_max_num_queries(10):
        page(editor_client, url(Person, "named", person.pk))


def test_where_named_shows_only_what_the_user_may_see(editor):
    person = make_person(is_published=False)
    post = make_post(persons=[person])
    user = make_user("clerk")
    user.user_permissions.add(Permission.objects.get(codename="view_person"))
    client = as_user(user)
    assert str(post) not in page(client, change_url(person))
    assert client.get(url(Person, "named", person.pk)).status_code == 403
