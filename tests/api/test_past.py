"""What the feed answers for posts that are not published, or not any more."""

import pytest

from articles.publishing import publish, unpublish
from tests.api.conftest import HOUR, SEVEN
from tests.factories import make_post

pytestmark = pytest.mark.django_db


def get(reader, pk):
    return reader.get(f"/api/v1/posts/{pk}/")


def test_unpublished_post_is_gone_with_the_note(editor, reader, ids, published, clock):
    post = published()
    clock.shift(HOUR)
    unpublish(post, by=editor, reason="Суд", reader_note="Снято по решению суда.")
    response = get(reader, post.pk)
    assert response.status_code == 410
    assert response["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": "Gone",
        "status": 410,
        "detail": "Снято по решению суда.",
        "errors": [],
    }
    assert "Суд" not in response.content.decode()
    assert ids("posts/") == []


def test_unpublished_post_without_a_note_says_so_itself(editor, reader, published, clock):
    post = published()
    clock.shift(HOUR)
    unpublish(post, by=editor, reason="Ошибка")
    problem = get(reader, post.pk).json()
    assert problem["status"] == 410
    assert problem["detail"]
    assert "Ошибка" not in problem["detail"]


def test_unpublished_later_is_gone_at_its_time(editor, reader, published, clock):
    post = published()
    unpublish(post, by=editor, at=SEVEN + HOUR, reason="Срок")
    assert get(reader, post.pk).status_code == 200
    clock.move_to(SEVEN + HOUR)
    assert get(reader, post.pk).status_code == 410


def test_unpublished_post_scheduled_again_is_gone_until_then(editor, reader, published, clock):
    post = published()
    clock.shift(HOUR)
    unpublish(post, by=editor, reason="Проверка", reader_note="Проверяем.")
    publish(post, by=editor, at=SEVEN + 3 * HOUR)
    assert get(reader, post.pk).json()["detail"] == "Проверяем."
    clock.move_to(SEVEN + 3 * HOUR)
    assert get(reader, post.pk).status_code == 200


def test_unpublished_post_redirects_to_the_one_in_its_place(
    editor, reader, published, clock, settings
):
    settings.SITE_URL = "https://sakha.example"
    post, other = published(), published()
    clock.shift(HOUR)
    unpublish(post, by=editor, reason="Дубль", redirect_to=other)
    response = get(reader, post.pk)
    assert response.status_code == 301
    assert response["Location"] == f"https://sakha.example/api/v1/posts/{other.pk}/"


@pytest.mark.parametrize("target", ["draft", "scheduled", "unpublished"])
def test_redirect_to_what_is_not_live_is_gone(editor, reader, published, clock, target):
    post, other = published(), make_post()
    if target == "scheduled":
        publish(other, by=editor, at=SEVEN + 9 * HOUR)
    if target == "unpublished":
        publish(other, by=editor)
        clock.shift(HOUR)
        unpublish(other, by=editor, reason="Тоже")
    clock.shift(HOUR)
    unpublish(post, by=editor, reason="Дубль", reader_note="Снято.", redirect_to=other)
    response = get(reader, post.pk)
    assert response.status_code == 410
    assert response.json()["detail"] == "Снято."
    assert "Location" not in response


def test_never_published_cannot_be_told_from_unknown(editor, reader, clock):
    draft, scheduled, taken_back = make_post(), make_post(), make_post()
    publish(scheduled, by=editor, at=SEVEN + HOUR)
    publish(taken_back, by=editor, at=SEVEN + HOUR)
    unpublish(taken_back, by=editor, reason="Рано", reader_note="Снято.")
    unknown = get(reader, 10**6)
    assert unknown.status_code == 404
    for post in (draft, scheduled, taken_back):
        response = get(reader, post.pk)
        assert response.status_code == 404
        assert response.content == unknown.content
        assert response.headers == unknown.headers
    clock.move_to(SEVEN + 2 * HOUR)
    assert get(reader, taken_back.pk).content == unknown.content
