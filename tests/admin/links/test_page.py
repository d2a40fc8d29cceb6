"""The page of the desk on which links are made, listed and revoked."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.utils import timezone

from articles.models import Note, Post, PreviewLink
from tests.admin.links.conftest import answer, links_url, make
from tests.admin.pages import change_url, url
from tests.conftest import as_user, make_user
from tests.factories import make_post

pytestmark = pytest.mark.django_db


def test_link_is_shown_once(post, editor_client):
    address = make(editor_client, post)
    page = editor_client.get(links_url(post)).content.decode()
    assert address not in page
    assert "Айталина" in page


def test_links_are_listed_with_their_state(post, dead, outsider, editor_client):
    works = make(editor_client, post, label="Третий")
    outsider.get(works)
    answer(outsider, works)
    page = editor_client.get(links_url(post)).content.decode()
    for words in ("Отозвана", "Истекла", "Действует до", "Последний раз открыта", "Ответов: 1"):
        assert words in page
    assert page.count('name="revoke"') == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"label": " "},
        {"label": "\x08"},
        {"label": "я" * 101},
        {"label": "а\x00"},
        {"days": "30"},
        {"days": ""},
    ],
)
def test_wrong_form_makes_no_link(post, editor_client, changes):
    data = {"label": "Айталина", "days": "3"} | changes
    response = editor_client.post(links_url(post), data)
    assert response.context["form"].errors
    assert not PreviewLink.objects.exists()


def test_making_and_revoking_are_in_the_log(post, editor_client):
    make(editor_client, post)
    editor_client.post(links_url(post), {"revoke": PreviewLink.objects.get().pk})
    messages = [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]
    assert messages == ["Создана ссылка для: Айталина", "Отозвана ссылка для: Айталина"]


def test_link_of_another_post_is_not_revoked(address, editor_client):
    pk = PreviewLink.objects.get().pk
    other = links_url(make_post())
    for wrong in (pk, "x", "9" * 30, ""):
        assert editor_client.post(other, {"revoke": wrong}).status_code == 404
    assert PreviewLink.objects.working().exists()


@pytest.mark.parametrize("role", ["reporter", "editor", "chief", "administrator"])
def test_whoever_may_change_the_post_may_share_it(request, role, post, outsider):
    client = as_user(request.getfixturevalue(role))
    assert links_url(post) in client.get(change_url(post)).content.decode()
    assert outsider.get(make(client, post)).status_code == 200


def test_page_of_links_is_closed_without_permission(post, address, client, reporter):
    key = {"revoke": PreviewLink.objects.get().pk}
    reporter.groups.get().permissions.remove(Permission.objects.get(codename="change_post"))
    viewer = as_user(reporter)
    assert links_url(post) not in viewer.get(change_url(post)).content.decode()
    for who, status in ((viewer, 403), (as_user(make_user("nobody")), 403), (client, 302)):
        assert who.get(links_url(post)).status_code == status
        assert who.post(links_url(post), {"label": "x", "days": "1"}).status_code == status
        assert who.post(links_url(post), key).status_code == status
    assert PreviewLink.objects.working().count() == 1


def test_post_with_links_and_answers_can_be_deleted(post, outsider, address, editor_client):
    answer(outsider, address)
    editor_client.post(url(Post, "delete", post.pk), {"post": "yes"})
    assert not Post.objects.exists()
    assert not PreviewLink.objects.exists()
    assert not Note.objects.exists()


def test_new_post_offers_no_link(editor_client):
    assert "/links/" not in editor_client.get(url(Post, "add")).content.decode()


def test_expiry_is_counted_from_now(post, editor_client):
    make(editor_client, post, days="7")
    left = PreviewLink.objects.get().expires_at - timezone.now()
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)
