"""A person to look for, and posts that name them."""

import pytest

from articles import rescans
from articles.lookalikes import keep_names
from articles.models import Rescan, RescanFind
from articles.publishing import publish
from tests.factories import make_person, make_post

NAME = "Ермек Кошербаев"


@pytest.fixture
def ermek():
    person = make_person(name=NAME, given_name="Ермек", family_name="Кошербаев")
    keep_names(person)
    return person


@pytest.fixture
def live(editor):
    """Return a function that publishes a post with that text."""

    def live(text="Вчера с Ермеком Кошербаевым встретились послы.", **fields):
        post = make_post(body=f"<p>Начало.</p><p>{text}</p>", **fields)
        publish(post, by=editor)
        return post

    return live


def look(record, **kwargs) -> Rescan:
    rescan = rescans.begin(record, **kwargs)
    rescans.run(rescan)
    rescan.refresh_from_db()
    return rescan


def found(record) -> dict[int, RescanFind]:
    return {find.post_id: find for find in look(record).finds.all()}
