"""What pages say that have nothing to show."""

import re

import pytest

from articles.publishing import publish, unpublish
from tests.factories import (
    make_event,
    make_organization,
    make_person,
    make_post,
    make_section,
    make_tag,
)

pytestmark = pytest.mark.django_db
EMPTY = re.compile(r'<p class="empty">(.*?)</p>', re.DOTALL)


@pytest.fixture
def told(reader):
    """Return what the page at an address says instead of a list, without its links."""

    def get(address: str) -> str:
        (words,) = EMPTY.findall(reader.get(address).content.decode())
        return " ".join(re.sub(r"<a .*?</a>", "", words, flags=re.DOTALL).split())

    return get


@pytest.mark.parametrize("make", [make_section, make_tag])
def test_list_without_posts_has_none_yet(told, make):
    assert told(make().get_absolute_url()) == "Здесь пока ничего не опубликовано."


@pytest.mark.parametrize("make", [make_person, make_organization, make_event])
def test_dossier_without_posts_tells_them_from_what_is_chosen(told, make):
    path = make().get_absolute_url()
    assert told(path) == "Публикаций об этом здесь пока нет."
    for choice in ("?year=2020", "?about=1"):
        assert told(path + choice) == "Под выбранное ничего не подходит."


def test_quotes_of_a_year_without_any_are_not_all_there_are(told):
    path = make_person().get_absolute_url()
    assert told(f"{path}?quotes=1") == "Цитат этого человека здесь пока нет."
    assert told(f"{path}?quotes=1&year=2020") == "Под выбранное ничего не подходит."


@pytest.mark.parametrize("path", ["2020/", "2020/02/", "2020/02/29/"])
def test_archive_of_a_time_without_posts(told, path):
    assert told(f"/archive/{path}") == "В это время ничего не публиковалось."


def test_lists_without_rows_say_of_what(told):
    assert told("/persons/") == "Персон здесь пока нет."
    assert told("/corrections/") == "Исправлений пока не было."
    assert told("/organizations/?kind=company") == "Под выбранное ничего не подходит."
    assert told("/events/") == "Событий пока не запланировано."
    assert told("/events/2020/02/") == "В этом месяце событий нет."


def test_page_that_was_the_last_leads_to_the_first(reader, told, editor):
    section = make_section()
    posts = [make_post(section=section) for _ in range(21)]
    for post in posts:
        publish(post, by=editor)
    path = section.get_absolute_url()
    page = reader.get(path).content.decode()
    (older,) = re.findall(r'href="([^"]*after=[^"]+)" rel="next"', page)
    unpublish(posts[0], by=editor, reason="Дубль.")
    address = older if older.startswith("/") else path + older
    assert told(address) == "Более ранних здесь нет."
    assert f'<a href="{path}" rel="first">' in reader.get(address).content.decode()
