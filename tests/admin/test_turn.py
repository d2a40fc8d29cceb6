"""Whose turn it is: approval of the words approved, mail, and who can be asked."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from articles.models import Note, Post
from tests.admin.pages import change_url, errors, post_data, url
from tests.conftest import as_user, make_user
from tests.factories import make_person, make_post

pytestmark = pytest.mark.django_db


def stage(post) -> str:
    return Post.objects.get(pk=post.pk).stage


@pytest.mark.parametrize(
    "changes", [{"headline": "Иначе"}, {"body": "<p>Иначе.</p>"}, {"persons": "one"}]
)
def test_changed_words_are_no_longer_approved(editor_client, changes):
    if "persons" in changes:
        changes = {"persons": [make_person().pk]}
    post = make_post(stage="approved")
    page = editor_client.post(change_url(post), post_data(post, **changes), follow=True)
    assert stage(post) == "in_review"
    assert "снова на проверке" in page.content.decode()


def test_approval_stays_with_the_same_words(editor_client, editor):
    post = make_post(stage="approved")
    data = post_data(post, assignee=editor.pk, note="Хорошо.", embargo_until_0="01.01.2099")
    editor_client.post(change_url(post), data | {"embargo_until_1": "07:00"})
    post = Post.objects.get()
    assert (post.stage, post.assignee, bool(post.embargo_until)) == ("approved", editor, True)


def test_words_changed_and_approved_in_one_save_are_approved(editor_client):
    post = make_post(stage="in_review")
    data = post_data(post, "_approve", headline="Иначе")
    editor_client.post(change_url(post), data)
    assert stage(post) == "approved"


@pytest.mark.parametrize("before", Post.Stage.values)
def test_who_publishes_approves(editor_client, before):
    post = make_post(stage=before)
    editor_client.post(change_url(post), post_data(post, "_publish", headline="Иначе"))
    assert stage(post) == "approved"
    assert post.editions.get().headline == "Иначе"


def test_change_of_a_published_post_asks_for_a_new_look(editor_client, reporter_client, editor):
    post = make_post()
    editor_client.post(change_url(post), post_data(post, "_publish"))
    post.refresh_from_db()
    reporter_client.post(change_url(post), post_data(post, headline="Иначе"))
    assert list(Post.objects.waiting_for(editor)) == [post]


@pytest.fixture
def save(django_capture_on_commit_callbacks):
    """Return a function that saves a post's form as somebody and returns who got mail."""

    def save(user, post, button="_save", **changes) -> list[str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            response = as_user(user).post(change_url(post), post_data(post, button, **changes))
        assert response.status_code == 302, errors(response)
        return sorted(address for message in mail.outbox for address in message.to)

    return save


def test_review_is_told_to_those_who_publish(save, reporter, editor, chief):
    make_user("away", "editor", is_active=False)
    post = make_post(created_by=reporter)
    assert save(reporter, post, "_review") == ["chief@example.com", "editor@example.com"]
    message = mail.outbox[0]
    assert str(post) in message.subject
    assert f"http://localhost:8000{change_url(post)}" in message.body


def test_review_is_told_to_the_one_who_is_asked(save, reporter, editor, chief):
    post = make_post(created_by=reporter)
    told = save(reporter, post, "_review", assignee=chief.pk)
    assert told == ["chief@example.com"]


def test_nobody_is_told_of_their_own_save(save, editor):
    post = make_post(created_by=editor)
    assert save(editor, post, "_review", assignee=editor.pk) == []


def test_draft_sent_back_is_told_to_its_writer_with_the_note(save, reporter, editor):
    post = make_post(created_by=reporter, stage="in_review")
    assert save(editor, post, "_return", note="Проверь имена.") == ["reporter@example.com"]
    assert "Проверь имена." in mail.outbox[0].body


def test_save_that_passes_nothing_on_is_told_to_nobody(save, reporter, editor):
    post = make_post(created_by=reporter, stage="in_review", assignee=editor)
    assert save(reporter, post, headline="Иначе", due_at_0="01.01.2099", due_at_1="7:00") == []


def test_what_is_published_is_nobodys_turn(save, reporter, editor):
    post = make_post(created_by=reporter, stage="in_review", assignee=reporter)
    assert save(editor, post, "_publish") == []
    assert stage(post) == "approved"


def test_who_has_no_address_is_passed_over(save, reporter, editor):
    editor.email = ""
    editor.save()
    assert save(reporter, make_post(), assignee=editor.pk) == []


def test_headline_of_two_lines_makes_one_header(save, reporter, editor):
    post = make_post(created_by=reporter)
    told = save(reporter, post, "_review", headline="Раз\r\nBcc: evil@example.com")
    assert told == ["editor@example.com"]
    assert "\n" not in mail.outbox[0].subject


def test_mail_server_that_is_away_loses_nothing(save, reporter, editor, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    post = make_post()
    assert save(reporter, post, "_review", note="Готово.") == []
    assert (stage(post), Note.objects.count()) == ("in_review", 1)
    assert "on_commit" in caplog.text


def test_post_handed_on_by_the_one_asked_waits_for_the_others(save, reporter, editor):
    post = make_post(created_by=reporter, assignee=reporter)
    assert save(reporter, post, "_review") == ["editor@example.com"]
    assert list(Post.objects.waiting_for(editor)) == [post]
    Post.objects.update(assignee=editor)
    post.refresh_from_db()
    assert save(editor, post, "_return", note="Проверь имена.") == ["reporter@example.com"]
    assert list(Post.objects.waiting_for(reporter)) == [post]


WHERE = {"app_label": "articles", "model_name": "post", "field_name": "assignee"}


def names(client, term) -> list[str]:
    response = client.get(reverse("admin:autocomplete"), WHERE | {"term": term})
    return [row["text"] for row in response.json()["results"]]


def test_colleagues_are_found_by_name_and_nobody_else(reporter_client, editor):
    editor.first_name, editor.last_name = "Пётр", "Слепцов"
    editor.save()
    make_user("reader").delete()
    outsider = make_user("editor-of-old")
    outsider.is_staff = False
    outsider.save()
    assert names(reporter_client, "editor") == names(reporter_client, "слепцов п") == ["editor"]
    assert names(reporter_client, "example.com") == []


def test_colleagues_are_not_shown_to_who_cannot_assign(client, editor):
    client.force_login(make_user("nobody"))
    assert client.get(reverse("admin:autocomplete"), WHERE).status_code == 403


def test_post_is_not_assigned_to_an_outsider(editor_client):
    outsider = make_user("outsider")
    outsider.is_staff = False
    outsider.save()
    post = make_post()
    response = editor_client.post(change_url(post), post_data(post, assignee=outsider.pk))
    assert list(errors(response)) == ["assignee"]


def test_list_marks_what_is_late(editor_client, editor):
    late = timezone.now() - timedelta(hours=1)
    make_post(due_at=late, assignee=editor, headline="Поздно")
    page = editor_client.get(url(Post, "changelist")).content.decode()
    assert "due-over" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"queue": "waiting"}, ["ждёт"]),
        ({"queue": "mine"}, ["моё"]),
        ({"queue": "overdue"}, ["поздно"]),
        ({"queue": "today"}, []),
        ({"assigned": "me"}, ["моё"]),
        ({"assigned": "nobody"}, ["ждёт", "поздно"]),
    ],
)
def test_list_shows_a_queue(editor_client, editor, query, found):
    make_post(headline="ждёт", stage="in_review")
    make_post(headline="моё", assignee=editor)
    make_post(headline="поздно", due_at=timezone.now())
    rows = editor_client.get(url(Post, "changelist"), query).context["cl"].result_list
    assert sorted(row.headline for row in rows) == found
