from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from articles.models import Edition, Post
from articles.publishing import publish
from tests.admin.pages import change_url, split, url
from tests.factories import make_post

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def post(editor):
    post = make_post()
    publish(post, by=editor)
    return post


def page(post):
    return url(Post, "unpublish", post.pk)


def test_unpublish_asks_first(editor_client, post):
    response = editor_client.get(page(post))
    assert response.status_code == 200
    assert post.headline in response.content.decode()
    assert Edition.objects.live().exists()


def test_unpublish_takes_the_post_from_readers(editor_client, editor, post):
    other = make_post()
    data = {"reason": "Суд", "reader_note": "Снято.", "redirect_to": other.pk}
    response = editor_client.post(page(post), data)
    assert response.url == change_url(post)
    ended = Edition.objects.get(post=post)
    assert (ended.ended_by, ended.end_reason, ended.reader_note) == (editor, "Суд", "Снято.")
    assert ended.redirect_to == other
    assert not Edition.objects.live().exists()
    assert len(list(get_messages(response.wsgi_request))) == 1


def test_unpublish_later(editor_client, post):
    at = (timezone.now() + HOUR).replace(second=0, microsecond=0)
    editor_client.post(page(post), {"reason": "Срок", **split("at", at)})
    assert Edition.objects.get(post=post).live_until == at


@pytest.mark.parametrize(
    ("field", "data"),
    [
        ("reason", {}),
        ("reason", {"reason": "\x0b"}),
        ("at", {"reason": "x", "at_0": "01.01.2020", "at_1": "07:00"}),
        ("at", {"reason": "x", "at_0": "01.01.10000", "at_1": "07:00"}),
        ("redirect_to", {"reason": "x", "redirect_to": "999999999"}),
        ("redirect_to", {"reason": "x", "redirect_to": "self"}),
        ("reader_note", {"reason": "x", "reader_note": "a\0b"}),
    ],
)
def test_unpublish_with_a_wrong_form_changes_nothing(editor_client, post, field, data):
    if data.get("redirect_to") == "self":
        data = data | {"redirect_to": post.pk}
    response = editor_client.post(page(post), data)
    assert list(response.context["form"].errors) == [field]
    assert Edition.objects.live().exists()


def test_unpublish_takes_back_what_is_scheduled(editor_client, editor):
    post = make_post()
    publish(post, by=editor, at=timezone.now() + HOUR)
    assert 'name="_take_back"' in editor_client.get(change_url(post)).content.decode()
    editor_client.post(page(post), {"reason": "Рано"})
    assert not Edition.objects.pending().exists()


@pytest.mark.parametrize("verb", ["get", "post"])
def test_unpublish_of_a_draft_says_there_is_nothing_to_do(editor_client, verb):
    post = make_post()
    response = getattr(editor_client, verb)(page(post), {"reason": "x"}, follow=True)
    assert response.redirect_chain == [(change_url(post), 302)]
    assert len(response.context["messages"]) == 1


@pytest.mark.parametrize("pk", ["0", "99999999999999999999", "abc", "%00"])
def test_unpublish_of_nothing_is_404(editor_client, pk):
    assert editor_client.get(f"/admin/articles/post/{pk}/unpublish/").status_code == 404
