"""What two people do at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from articles.models import Edition
from articles.publishing import publish
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
