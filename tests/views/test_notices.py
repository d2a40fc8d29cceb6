"""What readers' pages tell of whom a post names, and on which days."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.merging import merge
from articles.publishing import publish
from tests.factories import (
    make_event,
    make_image,
    make_notice,
    make_notice_kind,
    make_organization,
    make_person,
    make_post,
)

pytestmark = pytest.mark.django_db
SEVEN = datetime(2026, 11, 23, 7, tzinfo=timezone.get_default_timezone())
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(SEVEN, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _on(settings):
    settings.NOTICES = True


@pytest.fixture
def page(reader, editor):
    """Publish a post with these fields, or take one, and return its page."""

    def get(post=None, **fields):
        if post is None:
            post = make_post(**fields)
            publish(post, by=editor)
        prefix = "" if post.language == "ru" else f"/{post.language}"
        response = reader.get(f"{prefix}/posts/{post.pk}-{post.slug}/")
        assert response.status_code == 200
        return response.content.decode()

    return get


def notices_in(page: str) -> str:
    """Return the notices of a page as HTML, empty if it has none."""
    return page.partition('<aside class="notices"')[2].partition("</aside>")[0]


def test_post_tells_of_whom_it_names_before_its_text(page):
    person, company = make_person(name="Айталина Петрова"), make_organization(name="Алмазы")
    make_notice(person, kind=make_notice_kind(wording_ru="{name} — учредитель."))
    make_notice(company, kind=make_notice_kind(wording_ru="Владелец: {name}."))
    shown = page(persons=[person], organizations=[company], body="<p>Текст.</p>")
    told = notices_in(shown)
    assert (
        f'<p><a href="{person.get_absolute_url()}">Айталина Петрова</a> — учредитель.</p>' in told
    )
    assert f'<p>Владелец: <a href="{company.get_absolute_url()}">Алмазы</a>.</p>' in told
    assert shown.index('class="notices"') < shown.index("<p>Текст.</p>")
    assert 'aria-label="Пометки для читателей"' in shown


def test_post_that_names_nobody_of_the_kind_tells_nothing(page):
    make_notice(make_person())
    assert notices_in(page(persons=[make_person()], events=[make_event()])) == ""
    assert notices_in(page()) == ""


@pytest.mark.parametrize("place", ["byline", "body", "credit"])
def test_post_tells_of_whom_it_names_elsewhere(page, place):
    person = make_person(name="Айталина Петрова")
    make_notice(person)
    body = f'<p><span data-person="{person.pk}">Петровой</span></p>'
    fields = {
        "byline": {"bylines": [person]},
        "body": {"body": body},
        "credit": {"lead_image": make_image(credit_person=person)},
    }[place]
    assert "Айталина Петрова</a> — учредитель издания." in notices_in(page(**fields))


def test_post_tells_each_thing_once(page):
    person = make_person(name="Айталина Петрова")
    make_notice(person)
    assert notices_in(page(persons=[person], bylines=[person])).count("<p>") == 1


def test_notice_names_a_hidden_record_without_a_link(page):
    """It is in force because readers must be told, whether or not the record has a page."""
    person = make_person(name="Айталина Петрова", is_published=False)
    make_notice(person)
    shown = page(persons=[person])
    assert "<p>Айталина Петрова — учредитель издания.</p>" in notices_in(shown)
    assert person.get_absolute_url() not in shown


def test_notice_is_plain_text(page):
    person = make_person(name="<i>Петрова</i>", is_published=False)
    make_notice(person, kind=make_notice_kind(wording_ru="<b>{name}</b> & Co"))
    told = notices_in(page(persons=[person]))
    assert "&lt;b&gt;&lt;i&gt;Петрова&lt;/i&gt;&lt;/b&gt; &amp; Co" in told


def test_notice_has_the_name_of_today(page, editor):
    person = make_person(name="Старое Имя")
    make_notice(person)
    post = make_post(persons=[person])
    publish(post, by=editor)
    person.name = "Новое Имя"
    person.save()
    assert "Новое Имя" in notices_in(page(post))


def test_notice_of_what_a_named_record_was_merged_into(page, editor):
    duplicate, person = make_person(name="Петрова А."), make_person(name="Айталина Петрова")
    post = make_post(persons=[duplicate])
    publish(post, by=editor)
    merge(duplicate, into=person, by=editor)
    make_notice(person)
    assert notices_in(page(post)).count("Айталина Петрова</a> — учредитель") == 1


def test_notice_in_the_language_of_the_page(page):
    person = make_person(name="Айталина Петрова")
    words = {"wording_ru": "{name} — учредитель.", "wording_sah": "{name} — төрүттээччи."}
    make_notice(person, kind=make_notice_kind(**words))
    in_sakha = page(persons=[person], language="sah")
    assert "<p><a" in notices_in(in_sakha)
    assert "төрүттээччи" in notices_in(in_sakha)
    assert f'href="/sah{person.get_absolute_url()}"' in notices_in(in_sakha)
    in_kazakh = notices_in(page(persons=[person], language="kk"))
    assert '<p lang="ru">' in in_kazakh
    assert "учредитель" in in_kazakh


def test_readers_of_an_old_post_see_what_holds_today(page, editor, clock):
    person = make_person()
    post = make_post(persons=[person])
    publish(post, by=editor, at=SEVEN - 1000 * DAY)
    assert notices_in(page(post)) == ""
    make_notice(person, valid_from=TODAY + DAY, valid_until=TODAY + 2 * DAY)
    seen = []
    for days in range(4):
        clock.move_to(SEVEN + days * DAY)
        seen.append(bool(notices_in(page(post))))
    assert seen == [False, True, True, False]


def test_days_begin_at_midnight_in_the_zone_of_the_site(page, editor, clock):
    person = make_person()
    post = make_post(persons=[person])
    publish(post, by=editor)
    make_notice(person, valid_from=TODAY + DAY, valid_until=TODAY + DAY)
    midnight = SEVEN.replace(hour=0) + DAY  # in UTC it is still the day before
    seen = []
    for moment in (midnight - timedelta(seconds=1), midnight):
        clock.move_to(moment)
        seen.append(bool(notices_in(page(post))))
    clock.move_to(midnight + DAY)
    assert [*seen, bool(notices_in(page(post)))] == [False, True, False]


@pytest.mark.parametrize("make", [make_person, make_organization])
def test_page_of_a_record_tells_its_own(reader, make):
    record, other = make(), make()
    make_notice(record, kind=make_notice_kind(wording_ru="Это учредитель: {name}."))
    make_notice(other)
    told = notices_in(reader.get(record.get_absolute_url()).content.decode())
    assert f"<p>Это учредитель: {record.name}.</p>" in told  # it does not lead to itself
    assert other.name not in told


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize(("is_on", "queries"), [(True, 5), (False, 4)])
def test_notices_cost_a_post_one_query(
    reader, editor, settings, django_assert_num_queries, count, is_on, queries
):
    persons, companies = [], []
    for _ in range(count):
        persons.append(make_person())
        companies.append(make_organization())
        make_notice(persons[-1])
        make_notice(companies[-1])
    post = make_post(persons=persons, organizations=companies)
    publish(post, by=editor)
    settings.NOTICES = is_on
    # The edition, the facts, the positions, the menu; related posts are none.
    with django_assert_num_queries(queries):
        page = reader.get(f"/posts/{post.pk}-{post.slug}/").content.decode()
    assert notices_in(page).count("<p>") == 2 * count * is_on


@pytest.mark.parametrize(("is_on", "queries"), [(True, 8), (False, 7)])
def test_notices_cost_a_person_one_query(
    reader, settings, django_assert_num_queries, is_on, queries
):
    person = make_person()
    for number in range(5):
        make_notice(person, kind=make_notice_kind(wording_ru=f"Пометка {number}"))
    settings.NOTICES = is_on
    with django_assert_num_queries(queries):
        page = reader.get(person.get_absolute_url()).content.decode()
    assert notices_in(page).count("<p>") == 5 * is_on
