from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.models import Edition
from articles.publishing import publish, unpublish
from tests.factories import make_post

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
Kind = Edition.CorrectionKind


def html(reader, path="/corrections/"):
    response = reader.get(path)
    assert response.status_code == 200
    return response.content.decode()


def corrected(editor, note, kind=Kind.CORRECTION, **fields):
    post = make_post(**fields)
    publish(post, by=editor)
    publish(post, by=editor, correction=note, correction_kind=kind)
    return post


def test_corrections_are_listed_newest_first_with_their_kind(reader, editor):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for note, kind in [("Одно", Kind.CORRECTION), ("Другое", Kind.CLARIFICATION)]:
            clock.shift(HOUR)
            post = corrected(editor, note, kind)
        page = html(reader)
    assert page.index("Другое") < page.index("Одно")
    assert "Уточнение" in page
    assert "Исправление" in page
    assert post.editions.first().card["path"] in page


def test_correction_stays_told_after_a_later_edition(reader, editor):
    post = corrected(editor, "Мост длиннее.", headline="Старый заголовок")
    post.headline = "Новый заголовок"
    post.save()
    publish(post, by=editor)
    page = html(reader)
    assert "Мост длиннее." in page
    assert "Новый заголовок" in page
    assert "Старый заголовок" not in page


def test_correction_of_an_unpublished_post_is_not_listed(reader, editor):
    post = corrected(editor, "Мост длиннее.")
    unpublish(post, by=editor, reason="Ошибка")
    assert "Мост длиннее." not in html(reader)


def test_scheduled_correction_is_told_at_its_time(reader, editor):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        post = make_post()
        publish(post, by=editor)
        clock.shift(HOUR)
        publish(post, by=editor, at=timezone.now() + HOUR, correction="Позже.")
        assert "Позже." not in html(reader)
        clock.shift(HOUR)
        assert "Позже." in html(reader)


def test_corrections_of_each_language_stand_apart(reader, editor):
    corrected(editor, "Көннөрүү буолла", language="sah")
    assert "Көннөрүү буолла" not in html(reader)
    assert "Көннөрүү буолла" in html(reader, "/sah/corrections/")


def test_corrections_cost_the_same_however_many(reader, editor, django_assert_num_queries):
    for count in (1, 12):
        for _ in range(count):
            corrected(editor, "Так.")
        with django_assert_num_queries(2):
            html(reader)


def test_kind_is_told_on_the_page_and_in_the_feed(reader, editor):
    post = corrected(editor, "Стало известно больше.", Kind.UPDATE)
    assert "Дополнение" in html(reader, Edition.objects.live().get().card["path"])
    row = reader.get(f"/api/v1/posts/{post.pk}/").json()["corrections"][0]
    assert (row["kind"], row["text"]) == ("update", "Стало известно больше.")


def test_no_corrections_is_a_whole_page(reader):
    assert 'class="empty"' in html(reader)
