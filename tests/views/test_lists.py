import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from articles.publishing import publish, unpublish
from tests.factories import make_event, make_image, make_person, make_post, make_section, make_tag

pytestmark = pytest.mark.django_db
THEN = datetime(2022, 11, 24, 10, 52, tzinfo=timezone.get_default_timezone())


def html(response):
    assert response.status_code == 200
    return response.content.decode()


def headlines(page):
    return re.findall(r'<h2>\s*<a href="/posts/[^"]*">([^<]*)</a>', page)


def walk(reader, path):
    """Return the headlines of all pages of a list, following "further" like a reader."""
    found, address = [], path
    while address:
        page = html(reader.get(address))
        found += headlines(page)
        further = re.search(r'href="(\?after=[^"]*)" rel="next"', page)
        address = path + further[1].replace("&amp;", "&") if further else None
    return found


@pytest.fixture
def section():
    return make_section()


@pytest.mark.parametrize("path", ["/", "/archive/", "/persons/", "/organizations/", "/events/"])
@pytest.mark.parametrize("prefix", ["", "/sah", "/kk", "/en"])
def test_empty_site_has_whole_pages(reader, path, prefix):
    assert 'class="empty"' in html(reader.get(prefix + path))


def test_empty_section_tag_and_day(reader, section):
    tag = make_tag()
    for path in (f"/sections/{section.slug}/", f"/tags/{tag.slug}/", "/archive/2026/01/01/"):
        assert 'class="empty"' in html(reader.get(path))


def test_lists_are_newest_first_by_first_publication(reader, editor, section):
    old = make_post(headline="Старая", section=section)
    publish(old, by=editor, at=THEN)
    publish(make_post(headline="Новая", section=section), by=editor, at=THEN + timedelta(days=1))
    old.headline = "Старая, исправлена"
    old.save()
    publish(old, by=editor)
    for path in ("/", f"/sections/{section.slug}/"):
        assert headlines(html(reader.get(path))) == ["Новая", "Старая, исправлена"]


@pytest.mark.parametrize("kind", ["section", "tag", "person", "archive"])
def test_pages_of_a_list_hold_every_post_once(reader, editor, section, kind):
    tag, person = make_tag(), make_person()
    for number in range(45):
        # Many of the same minute: the key must still tell them apart.
        post = make_post(
            headline=f"Заметка {number:02}", section=section, tags=[tag], persons=[person]
        )
        publish(post, by=editor, at=THEN - timedelta(minutes=number // 10))
    path = {
        "section": f"/sections/{section.slug}/",
        "tag": f"/tags/{tag.slug}/",
        "person": person.get_absolute_url(),
        "archive": "/archive/2022/11/",
    }[kind]
    found = walk(reader, path)
    assert sorted(found) == [f"Заметка {number:02}" for number in range(45)]
    assert {name[:9] for name in found[:10]} == {"Заметка 0"}


@pytest.mark.parametrize("cursor", ["x", "WyJ4Il0:x", "%00", "9" * 5000])
def test_forged_cursor_is_not_found(reader, cursor):
    assert reader.get(f"/?after={cursor}").status_code == 404


def test_cursor_of_another_list_is_not_found(reader, editor, section):
    person = make_person()
    for _ in range(21):
        publish(make_post(section=section, persons=[person]), by=editor)
    cursor = re.search(r"after=([^\"]*)\"", html(reader.get("/")))[1]
    assert reader.get(f"{person.get_absolute_url()}?after={cursor}").status_code == 404


def test_language_lists_hold_posts_of_that_language(reader, editor, section):
    publish(make_post(headline="По-русски", section=section), by=editor)
    publish(make_post(headline="Сахалыы", language="sah", section=section), by=editor)
    for path in ("/", f"/sections/{section.slug}/"):
        assert "Сахалыы" not in html(reader.get(path))
        assert "По-русски" not in html(reader.get("/sah" + path))
        assert "Сахалыы" in html(reader.get("/sah" + path))


def test_entity_page_lists_posts_of_all_languages(reader, editor):
    person = make_person()
    publish(make_post(headline="Сахалыы", language="sah", persons=[person]), by=editor)
    page = html(reader.get(person.get_absolute_url()))
    assert "Сахалыы" in page
    assert '<article class="card" lang="sah">' in page


def test_unpublished_post_is_in_no_list(reader, editor, section):
    person, tag = make_person(), make_tag()
    post = make_post(headline="Снята", section=section, persons=[person], tags=[tag])
    publish(post, by=editor)
    today = timezone.localdate()
    places = [
        "/",
        f"/sections/{section.slug}/",
        f"/tags/{tag.slug}/",
        person.get_absolute_url(),
        f"/archive/{today:%Y}/",
        f"/archive/{today:%Y/%m}/",
        f"/archive/{today:%Y/%m/%d}/",
    ]
    assert all("Снята" in html(reader.get(place)) for place in places)
    unpublish(post, by=editor, reason="Ошибка")
    assert not any("Снята" in html(reader.get(place)) for place in places)


def test_archive_day_is_the_day_of_yakutsk(reader, editor):
    # Half past midnight of the 24th in Yakutsk is the 23rd in UTC.
    moment = datetime(2022, 11, 24, 0, 30, tzinfo=timezone.get_default_timezone())
    publish(make_post(headline="Ночная"), by=editor, at=moment)
    assert "Ночная" in html(reader.get("/archive/2022/11/24/"))
    assert "Ночная" not in html(reader.get("/archive/2022/11/23/"))
    assert "/archive/2022/11/24/" in html(reader.get("/archive/2022/11/"))
    assert "/archive/2022/11/" in html(reader.get("/archive/"))


def counts(page):
    """Return the periods an archive page leads to, as {its words: count}."""
    found = re.findall(r'<a href="/archive/[^"]*">([^<]*) <span class="quiet">(\d+)</span>', page)
    return {words: int(count) for words, count in found}


def test_archive_counts_by_month_and_by_day(reader, editor, section):
    kept = make_post(section=section)
    moments = [THEN, THEN.replace(hour=23, minute=59), THEN.replace(day=25, hour=0, minute=0)]
    for post, at in zip([kept, make_post(), make_post()], moments, strict=True):
        publish(post, by=editor, at=at)
    publish(make_post(language="sah"), by=editor, at=THEN)
    publish(make_post(), by=editor, at=THEN.replace(month=3))
    publish(kept, by=editor, correction="Исправлено.")
    year, month = html(reader.get("/archive/2022/")), html(reader.get("/archive/2022/11/"))
    assert counts(year) == {"Март": 1, "Ноябрь": 3}
    assert "Публикаций: 4" in year
    assert counts(month) == {"24": 2, "25": 1}
    assert "Публикаций: 3" in month
    assert "Публикаций: 2" in html(reader.get("/archive/2022/11/24/"))
    assert "Матырыйаал ахсаана: 1" in html(reader.get("/sah/archive/2022/11/24/"))


def test_archive_counts_what_readers_see(reader, editor):
    post = make_post()
    publish(post, by=editor, at=THEN)
    publish(make_post(), by=editor, at=THEN)
    unpublish(post, by=editor, reason="Ошибка")
    assert counts(html(reader.get("/archive/2022/11/"))) == {"24": 1}
    assert counts(html(reader.get("/archive/2022/"))) == {"Ноябрь": 1}


def test_counts_of_a_year_are_kept_for_a_minute(reader, editor, django_assert_num_queries):
    publish(make_post(), by=editor, at=THEN)
    assert counts(html(reader.get("/archive/2022/"))) == {"Ноябрь": 1}
    with django_assert_num_queries(2):
        html(reader.get("/archive/2022/"))
    # Each language has posts of its own, so it has counts of its own too.
    assert "/sah/archive/2022/11/" not in html(reader.get("/sah/archive/2022/"))


@pytest.mark.parametrize(
    "path",
    [
        "/archive/0000/",
        "/archive/0001/",
        "/archive/0001/01/01/",
        "/archive/9999/12/31/",
        "/archive/2022/13/",
        "/archive/2022/02/30/",
        "/archive/2022/1/",
        "/archive/22022/",
        "/sections/nothing/",
        "/tags/nothing/",
        "/persons/1/",
        "/persons/99999999999999999999999999/",
        "/posts/99999999999999999999999999-x/",
        "/nothing",
        "/media/nothing.jpg",
        "/media/%00.jpg",
        "/media/" + "x" * 300,
    ],
)
def test_unknown_address_is_not_found(reader, path):
    assert reader.get(path).status_code == 404


def test_first_and_last_years_of_the_calendar_are_whole_pages(reader):
    for path in ("/archive/0002/", "/archive/9998/"):
        assert reader.get(path).status_code in {200, 404}


@pytest.mark.parametrize(
    ("kind", "queries"),
    [
        *(("section", 3), ("tag", 3)),
        *(("archive_day", 3), ("archive_month", 3), ("archive_year", 3)),
    ],
)
def test_list_costs_the_same_however_long(
    reader, editor, section, django_assert_num_queries, kind, queries
):
    tag = make_tag()
    path = {
        "section": f"/sections/{section.slug}/",
        "tag": f"/tags/{tag.slug}/",
        "archive_day": "/archive/2022/11/24/",
        "archive_month": "/archive/2022/11/",
        "archive_year": "/archive/2022/",
    }[kind]
    for count in (1, 29):
        for _ in range(count):
            post = make_post(
                section=section,
                tags=[tag, make_tag()],
                persons=[make_person(), make_person()],
                lead_image=make_image(),
            )
            publish(post, by=editor, at=THEN)
            make_event(start_date=timezone.localdate())
        cache.clear()
        with django_assert_num_queries(queries):
            html(reader.get(path))


def test_pages_are_the_same_for_everyone(reader, editor, editor_client):
    post = make_post()
    with time_machine.travel(THEN, tick=False):
        publish(post, by=editor)
        for path in ("/", f"/posts/{post.pk}-{post.slug}/"):
            public, staff = reader.get(path), editor_client.get(path)
            assert public.content == staff.content
            assert not public.cookies
            assert "Vary" not in public.headers
            assert "nonce" not in public["Content-Security-Policy"]


def test_language_switch_leads_to_the_same_list(reader, section):
    page = html(reader.get(f"/sah/sections/{section.slug}/"))
    assert f'href="/sections/{section.slug}/"' in page
    assert f'href="/kk/sections/{section.slug}/"' in page
