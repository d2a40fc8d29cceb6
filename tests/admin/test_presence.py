"""Who else has a post open."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.utils import timezone

from articles.models import Autosave, Post, Presence
from tests.admin.pages import change_url, post_data, url
from tests.conftest import as_user
from tests.factories import make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return make_post()


def ping(client, post, **fields) -> dict:
    response = client.post(url(Post, "presence", post.pk), fields)
    assert response.status_code == 200
    return response.json()


@pytest.fixture
def named(editor):
    editor.first_name, editor.last_name = "Айталина", "Петрова"
    editor.save()
    return editor


def test_others_are_named_and_oneself_is_not(reporter_client, editor_client, named, post):
    assert ping(editor_client, post)["line"] == ""
    assert "Айталина Петрова" in ping(reporter_client, post)["line"]
    assert "reporter" in ping(editor_client, post)["line"]
    assert ping(reporter_client, make_post())["line"] == ""


def test_form_names_them_without_scripts(reporter_client, editor_client, named, post):
    assert "Айталина Петрова" not in reporter_client.get(change_url(post)).content.decode()
    ping(editor_client, post)
    assert "Айталина Петрова" in reporter_client.get(change_url(post)).content.decode()


def test_who_leaves_is_gone_at_once(reporter_client, editor_client, post):
    ping(editor_client, post)
    response = editor_client.post(url(Post, "presence", post.pk), {"leave": "1"})
    assert response.status_code == 204
    assert ping(reporter_client, post)["who"] == []


def test_who_is_silent_is_gone_after_a_while(reporter_client, editor_client, editor, post):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ping(editor_client, post)
        clock.shift(timedelta(seconds=39))
        assert ping(reporter_client, post)["who"] == [editor.pk]
        clock.shift(timedelta(seconds=2))
        assert ping(reporter_client, post)["who"] == []
    assert Presence.objects.count() == 1


def test_line_says_when_they_last_wrote(reporter_client, editor_client, editor, post):
    ping(editor_client, post)
    assert "пишет" not in ping(reporter_client, post)["line"]
    editor_client.post(url(Post, "autosave", post.pk), post_data(post, headline="Пишу"))
    assert "пишет" in ping(reporter_client, post)["line"]
    Autosave.objects.update(saved_at=timezone.now() - timedelta(minutes=2))
    assert "2\xa0минуты" in ping(reporter_client, post)["line"]


def test_save_of_another_is_told(reporter_client, editor_client, post):
    opened = str(post.revisions.first().number)
    assert ping(reporter_client, post, revision=opened)["saved"] == ""
    editor_client.post(change_url(post), post_data(post, headline="Иначе"))
    assert "editor" in ping(reporter_client, post, revision=opened)["saved"]


def test_presence_is_closed_to_who_may_only_look(editor, reporter, client, post):
    address = url(Post, "presence", post.pk)
    assert client.post(address).status_code == 302
    reporter.groups.clear()
    assert as_user(reporter).post(address).status_code == 403
    viewers = Group.objects.create(name="viewers")
    permissions = Group.objects.get(name="editor").permissions
    viewers.permissions.set(permissions.filter(codename="view_post"))
    reporter.groups.add(viewers)
    assert as_user(reporter).post(address).status_code == 403
    assert not Presence.objects.exists()


def test_presence_takes_posts_alone(editor_client, post):
    address = url(Post, "presence", post.pk)
    assert editor_client.get(address).status_code == 405
    assert editor_client.post(url(Post, "presence", post.pk + 1)).status_code == 404
    assert not Presence.objects.exists()


def test_names_are_escaped(reporter_client, editor_client, named, post):
    named.last_name = "<b>Петрова</b>"
    named.save()
    ping(editor_client, post)
    assert "<b>Петрова" not in reporter_client.get(change_url(post)).content.decode()
