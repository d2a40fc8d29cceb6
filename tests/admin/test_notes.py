"""The thread of notes on a post: anybody at the desk adds, nobody changes."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Edition, Note, Post
from tests.admin.pages import change_url, errors, post_data, url
from tests.conftest import as_user
from tests.factories import make_post

pytestmark = pytest.mark.django_db
TEXT = "Проверь имена и <b>даты</b>."


@pytest.mark.parametrize("role", ["reporter", "editor", "chief"])
def test_note_goes_with_the_save(request, role):
    user, post = request.getfixturevalue(role), make_post()
    response = as_user(user).post(change_url(post), post_data(post, note=f" {TEXT}\x08 "))
    assert response.status_code == 302
    note = Note.objects.get()
    assert (note.post, note.author, note.text) == (post, user, TEXT)


def test_note_of_a_new_post(reporter_client, reporter):
    reporter_client.post(url(Post, "add"), post_data(note=TEXT))
    assert Note.objects.get().post == Post.objects.get()


def test_empty_note_is_no_note(reporter_client):
    post = make_post()
    reporter_client.post(change_url(post), post_data(post, note="  "))
    assert not Note.objects.exists()


def test_thread_stands_on_the_form_newest_first(reporter_client, editor, reporter):
    post = make_post()
    Note.objects.create(post=post, author=editor, text=TEXT)
    Note.objects.create(post=post, author=reporter, text="Проверила.")
    page = reporter_client.get(change_url(post)).content.decode()
    assert "<b>даты" not in page
    assert page.index("Проверила.") < page.index("&lt;b&gt;даты")


def test_thread_reads_its_authors_at_once(reporter_client, editor):
    post = make_post()
    Note.objects.create(post=post, author=editor, text=TEXT)
    _queries(reporter_client, post)  # fills the caches of permissions and types
    with_one = len(_queries(reporter_client, post))
    for _ in range(9):
        Note.objects.create(post=post, author=editor, text=TEXT)
    assert len(_queries(reporter_client, post)) == with_one


def test_note_with_a_refused_form_is_not_kept_but_stays_typed(editor_client):
    post = make_post(section=None)
    response = editor_client.post(change_url(post), post_data(post, "_publish", note=TEXT))
    assert "section" in errors(response)
    assert "Проверь имена" in response.content.decode()
    assert not Note.objects.exists()


def test_note_that_is_too_long_is_refused(editor_client):
    post = make_post()
    response = editor_client.post(change_url(post), post_data(post, note="я" * 2001))
    assert list(errors(response)) == ["note"]


def test_preview_keeps_no_note(editor_client, mailoutbox, django_capture_on_commit_callbacks):
    post = make_post()
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        editor_client.post(change_url(post), post_data(post, "_preview", note=TEXT))
    assert not Note.objects.exists()
    assert not callbacks


def test_notes_are_neither_shown_nor_taken_without_permission(reporter):
    post = make_post()
    Note.objects.create(post=post, author=reporter, text=TEXT)
    reporter.groups.get().permissions.remove(
        *Permission.objects.filter(codename__in=["view_note", "add_note"])
    )
    client = as_user(reporter)
    page = client.get(change_url(post)).content.decode()
    assert "Проверь имена" not in page
    assert 'name="note"' not in page
    client.post(change_url(post), post_data(post, note="Подлог"))
    assert Note.objects.count() == 1


def test_note_is_never_in_an_edition(editor_client):
    post = make_post()
    editor_client.post(change_url(post), post_data(post, "_publish", note=TEXT))
    edition = Edition.objects.get()
    assert "Проверь" not in f"{edition.document}{edition.card}{edition.text}"
    assert Note.objects.exists()


def _queries(client, post):
    with CaptureQueriesContext(connection) as queries:
        client.get(change_url(post))
    return queries.captured_queries
