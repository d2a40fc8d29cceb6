"""What two people do at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from articles.models import Edition
from articles.publishing import publish
from tests.admin.pages import change_url, post_data
from tests.conftest import as_user
from tests.factories import make_post


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_publications_at_the_same_moment_have_numbers_of_their_own(editor):
    post, people = make_post(), 4
    start = Barrier(people)

    def press(number):
        start.wait(10)
        try:
            return publish(post, by=editor, correction=f"Поправка {number}").number
        finally:
            connection.close()

    with ThreadPoolExecutor(people) as pool:
        numbers = sorted(pool.map(press, range(people)))
    assert numbers == [1, 2, 3, 4]
    assert Edition.objects.live().filter(post=post).count() == 1
    assert Edition.objects.get(live_until=None).number == 4


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_saves_of_one_form_at_the_same_moment_write_over_nothing(editor, chief):
    post = make_post(headline="Было")
    opened = post_data(post)
    start = Barrier(2)

    def press(user):
        client = as_user(user)
        start.wait(10)
        try:
            data = opened | {"headline": f"Заголовок {user}"}
            return client.post(change_url(post), data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(press, [editor, chief]))
    # One was saved, and the other has both texts before them.
    assert answers == [200, 302]
    assert [row.number for row in post.revisions.all()] == [2, 1]
