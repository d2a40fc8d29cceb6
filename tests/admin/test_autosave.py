import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Autosave, Edition, Post
from tests.admin.pages import change_url, errors, post_data
from tests.factories import make_person, make_post

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/post/add/"


def keep(client, post=None, data=None):
    address = reverse("admin:articles_post_autosave", args=[post.pk] if post else [])
    return client.post(address, data or {})


def unsaved(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.context["unsaved"], response.content.decode()


def test_autosave_never_touches_the_post(editor_client):
    post = make_post(headline="Было")
    assert keep(editor_client, post, post_data(post, headline="Пишу")).status_code == 204
    post.refresh_from_db()
    assert post.headline == "Было"
    assert post.revisions.count() == 1


def test_unsaved_words_are_offered_with_what_differs(editor_client):
    post = make_post(body="<p>Паром взял сорок машин.</p>")
    keep(editor_client, post, post_data(post, body="<p>Паром взял сто машин.</p>"))
    offer, page = unsaved(editor_client, change_url(post))
    assert [row["label"] for row in offer["rows"]] == ["Текст"]
    assert "<del>сорок</del><ins>сто</ins>" in page


def test_unsaved_words_come_back_into_the_form_and_only_there(editor_client):
    person, post = make_person(), make_post(headline="Было")
    keep(editor_client, post, post_data(post, headline="Пишу", persons=[person.pk], lead=""))
    response = editor_client.post(change_url(post), {"_unsaved": "1"})
    assert "__all__" in errors(response)
    form = response.context["adminform"].form
    assert form["headline"].value() == "Пишу"
    assert form["persons"].value() == [str(person.pk)]
    post.refresh_from_db()
    assert post.headline == "Было"


def test_new_post_that_was_never_saved_is_offered_on_the_empty_form(reporter_client):
    keep(reporter_client, None, post_data(headline="Новая"))
    offer, page = unsaved(reporter_client, ADD)
    assert offer["rows"]
    assert "Новая" in page
    response = reporter_client.post(ADD, {"_unsaved": "1"})
    assert response.context["adminform"].form["headline"].value() == "Новая"
    assert not Post.objects.exists()


def test_save_forgets_what_was_kept(editor_client):
    post = make_post()
    keep(editor_client, post, post_data(post, headline="Пишу"))
    editor_client.post(change_url(post), post_data(post, headline="Написано"))
    assert unsaved(editor_client, change_url(post))[0] is None
    keep(editor_client, None, post_data(headline="Новая"))
    editor_client.post(ADD, post_data(headline="Новая"))
    assert not Autosave.objects.exists()


def test_preview_and_refused_save_keep_it(editor_client):
    post = make_post()
    keep(editor_client, post, post_data(post, headline="Пишу"))
    editor_client.post(change_url(post), post_data(post, "_preview", headline="Пишу"))
    editor_client.post(change_url(post), post_data(post, "_publish", headline=""))
    assert Autosave.objects.count() == 1


def test_kept_words_can_be_forgotten(editor_client):
    post = make_post()
    keep(editor_client, post, post_data(post, headline="Пишу"))
    assert keep(editor_client, post).status_code == 204
    assert not Autosave.objects.exists()


def test_kept_words_are_offered_to_their_writer_alone(editor_client, chief_client):
    post = make_post()
    keep(editor_client, post, post_data(post, headline="Пишу"))
    keep(editor_client, post, post_data(post, headline="Пишу дальше"))
    assert Autosave.objects.count() == 1
    offer, page = unsaved(chief_client, change_url(post))
    assert offer is None
    assert "Пишу" not in page
    assert chief_client.post(change_url(post), {"_unsaved": "1"}).status_code == 404


def test_kept_words_of_an_older_form_are_merged_when_brought_back(editor_client, chief_client):
    post = make_post(headline="Было", lead="Лид.")
    keep(editor_client, post, post_data(post, headline="Пишу"))
    chief_client.post(change_url(post), post_data(post, lead="Их лид."))
    form = editor_client.post(change_url(post), {"_unsaved": "1"}).context["adminform"].form
    assert (form["headline"].value(), form["lead"].value()) == ("Пишу", "Их лид.")


def test_bringing_back_publishes_nothing(editor_client, reporter_client):
    post = make_post()
    for client in (editor_client, reporter_client):
        keep(client, post, post_data(post, "_publish"))
        client.post(change_url(post), {"_unsaved": "1", "_publish": "1"})
    assert not Edition.objects.exists()


def test_autosave_needs_the_right_and_a_post(editor_client):
    post = make_post()
    address = reverse("admin:articles_post_autosave", args=[post.pk])
    assert editor_client.get(address).status_code == 405
    assert Client().post(address, {"headline": "x"}).status_code == 302
    missing = reverse("admin:articles_post_autosave", args=[999999])
    assert editor_client.post(missing, {"headline": "x"}).status_code == 404
    assert not Autosave.objects.exists()


@pytest.mark.parametrize(
    "data", ["\x00=\x00&headline=a%00b", "persons=x&persons=9" + "9" * 30, "a"]
)
def test_hostile_autosave_is_kept_or_refused_but_never_breaks_the_form(editor_client, data):
    post = make_post()
    address = reverse("admin:articles_post_autosave", args=[post.pk])
    editor_client.post(address, data, content_type="application/x-www-form-urlencoded")
    assert unsaved(editor_client, change_url(post))
    assert editor_client.post(change_url(post), {"_unsaved": "1"}).status_code == 200


def test_one_window_writes_not_over_what_another_keeps(editor_client):
    post = make_post(headline="Было")
    first = post_data(post, headline="Первое окно", _window="a")
    second = post_data(post, headline="Второе окно", _window="b")
    assert keep(editor_client, post, first).status_code == 204
    assert keep(editor_client, post, second).status_code == 409
    assert editor_client.post(change_url(post), second).status_code == 302
    _offer, page = unsaved(editor_client, change_url(post))
    assert "Первое" in page
    # What is put back goes on under its own name, and is forgotten when it is saved.
    response = editor_client.post(change_url(post), {"_unsaved": "1"})
    assert 'data-window="a"' in response.content.decode()
    assert keep(editor_client, post, first).status_code == 204
    saved = post_data(Post.objects.get(), headline="Первое окно", _window="a")
    assert editor_client.post(change_url(post), saved).status_code == 302
    assert not Autosave.objects.exists()


def test_page_tells_the_script_that_its_form_was_saved(editor_client, chief_client):
    def last_save(client, address):
        return client.get(address).context["autosave_page"]["last_save"]

    post = make_post()
    for address, data in [(change_url(post), post_data(post)), (ADD, post_data())]:
        before = last_save(editor_client, address)
        chief_client.post(address, data)
        assert last_save(editor_client, address) == before
        editor_client.post(address, data)
        assert last_save(editor_client, address) != before
