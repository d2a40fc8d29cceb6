"""The front page of readers: what stands where, at what moment, and never twice."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import BreakingLine, Post, Section, Slot
from articles.publishing import publish, unpublish
from tests.factories import make_event, make_image, make_post, make_section, make_tag

pytestmark = pytest.mark.django_db
HERE = timezone.get_default_timezone()
MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=HERE)
LINKED = re.compile(r'<a href="/posts/[^"]*">([^<]+)</a>')


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(MORNING, tick=False)
    return time_machine


@pytest.fixture
def section():
    return make_section(name="Общество", position=1)


@pytest.fixture
def write(editor, section):
    """Return a function that publishes a post so many minutes ago."""

    def written(headline: str, ago: int = 60, **fields) -> Post:
        post = make_post(**{"headline": headline, "section": section} | fields)
        publish(post, by=editor, at=MORNING - timedelta(minutes=ago))
        return post

    return written


def html(reader, path="/") -> str:
    response = reader.get(path)
    assert response.status_code == 200
    return response.content.decode()


def stories(page: str) -> list[str]:
    """Return the headlines of all that stands on the page, in its order."""
    return LINKED.findall(page)


def part(page: str, css_class: str) -> str:
    """Return the page from the element of that class on, up to the next part of the page."""
    rest = page.split(f'class="{css_class}', 1)[1]
    return re.split(r'class="(?:front-beside|front-latest|front-below|bands|coming|pager)', rest)[0]


def lead(page: str) -> str:
    return stories(part(page, "tile tile-lead"))[0]


# Places


def test_without_places_the_newest_leads(reader, write):
    for ago in range(1, 31):
        write(f"Новость {ago:02}", ago)
    page = html(reader)
    assert lead(page) == "Новость 01"
    assert stories(part(page, "front-beside")) == ["Новость 02", "Новость 03", "Новость 04"]
    latest = stories(part(page, "front-latest"))
    assert latest == [f"Новость {number:02}" for number in range(5, 13)]


def test_chosen_post_stands_at_its_place_under_its_label(reader, write):
    old = write("Выбранная", ago=50_000)
    for ago in range(1, 20):
        write(f"Новость {ago:02}", ago)
    Slot.objects.create(position=3, post=old, label="Главное")
    page = html(reader)
    beside = part(page, "front-beside")
    assert stories(beside) == ["Новость 02", "Выбранная", "Новость 03"]
    assert beside.index("Главное") < beside.index("Выбранная")
    assert lead(page) == "Новость 01"


def test_rules_choose_the_newest_of_a_section_a_tag_a_kind_and_of_all(reader, write):
    sport, tag = make_section(), make_tag()
    write("Свежая", 1)
    for ago in (50, 51):
        write(f"Спорт {ago}", ago, section=sport)
        write(f"Метка {ago}", ago, tags=[tag])
        write(f"Беседа {ago}", ago, kind=Post.Kind.INTERVIEW)
    for ago in range(2, 10):
        write(f"Новость {ago}", ago)
    Slot.objects.create(position=1, section=sport)
    Slot.objects.create(position=2, tag=tag)
    Slot.objects.create(position=3, kind=Post.Kind.INTERVIEW)
    Slot.objects.create(position=4)
    Slot.objects.create(position=5, section=sport)
    page = html(reader)
    assert lead(page) == "Спорт 50"
    assert stories(part(page, "front-beside")) == ["Метка 50", "Беседа 50", "Свежая"]
    assert stories(part(page, "front-below")) == ["Спорт 51"]


@pytest.mark.parametrize("state", ["draft", "unpublished", "scheduled", "other language"])
def test_place_of_a_post_that_is_not_open_is_filled_by_rule(reader, write, editor, state):
    sport = make_section()
    write("Новая", 1)
    write("Спорт", 30, section=sport)
    if state == "draft":
        post = make_post(headline="Выбранная")
    elif state == "scheduled":
        post = make_post(headline="Выбранная")
        publish(post, by=editor, at=MORNING + timedelta(minutes=1))
    else:
        post = write("Выбранная", 5, language="sah" if state == "other language" else "ru")
    if state == "unpublished":
        unpublish(post, by=editor, reason="Ошибка")
    Slot.objects.create(position=1, post=post, label="Главное")
    page = html(reader)
    assert lead(page) == "Новая"
    assert "Главное" not in page
    assert "Выбранная" not in page
    Slot.objects.create(position=1, section=sport)
    assert lead(html(reader)) == "Спорт"


def test_post_chosen_goes_before_a_rule_and_what_began_last_before_the_rest(reader, write):
    first, second = write("Первая", 500), write("Вторая", 600)
    write("Новая", 1)
    Slot.objects.create(position=1)
    Slot.objects.create(position=1, post=first)
    assert lead(html(reader)) == "Первая"
    Slot.objects.create(position=1, post=second, valid_from=MORNING - timedelta(hours=1))
    assert lead(html(reader)) == "Вторая"


def test_place_holds_from_its_instant_until_its_end(reader, write, clock):
    chosen = write("Утренняя", 900)
    write("Новая", 1)
    opens, ends = MORNING + timedelta(hours=1), MORNING + timedelta(hours=2)
    Slot.objects.create(position=1, post=chosen, valid_from=opens, valid_until=ends)
    tiny = timedelta(microseconds=1)
    for moment, expected in [
        (opens - tiny, "Новая"),
        (opens, "Утренняя"),
        (ends - tiny, "Утренняя"),
        (ends, "Новая"),
    ]:
        clock.move_to(moment, tick=False)
        assert lead(html(reader)) == expected, moment


def test_scheduled_post_takes_its_place_at_the_instant_it_opens(reader, write, editor, clock):
    write("Новая", 1)
    post = make_post(headline="В восемь")
    opens = MORNING + timedelta(hours=1)
    publish(post, by=editor, at=opens)
    Slot.objects.create(position=1, post=post)
    clock.move_to(opens - timedelta(microseconds=1), tick=False)
    assert "В восемь" not in html(reader)
    clock.move_to(opens, tick=False)
    assert lead(html(reader)) == "В восемь"


def test_each_language_has_a_front_page_of_its_own(reader, write):
    write("По-русски", 1)
    write("Сахалыы", 1, language="sah")
    old = write("Былыргы", 900, language="sah")
    Slot.objects.create(position=1, post=old, language="sah")
    BreakingLine.objects.create(text="Ыксал", language="sah")
    assert lead(html(reader)) == "По-русски"
    assert "Ыксал" not in html(reader)
    page = html(reader, "/sah/")
    assert "Ыксал" in page
    assert re.findall(r'<a href="/sah/posts/[^"]*">([^<]+)</a>', page) == ["Былыргы", "Сахалыы"]


def test_no_story_stands_twice(reader, write):
    sections = [make_section(position=number) for number in range(3)]
    tag = make_tag()
    posts = [
        write(f"Заметка {ago:03}", ago, section=sections[ago % 3], tags=[tag])
        for ago in range(1, 61)
    ]
    Slot.objects.create(position=1, post=posts[5])
    Slot.objects.create(position=2, post=posts[5])  # by mistake
    Slot.objects.create(position=3, tag=tag)
    Slot.objects.create(position=4, section=sections[1])
    Slot.objects.create(position=5, section=sections[1])
    Slot.objects.create(position=8)
    found = stories(html(reader))
    assert len(found) == len(set(found))
    assert len(stories(part(html(reader), "front-below"))) == 4
    assert len(stories(part(html(reader), "bands"))) == 12


# The rest of the page


def test_bands_hold_the_newest_of_each_section_that_has_any(reader, write):
    sport = make_section(name="Спорт", position=2)
    make_section(name="Пусто", position=3)
    for ago in range(1, 21):
        write(f"Общее {ago:02}", ago)
    for ago in range(1001, 1007):
        write(f"Матч {ago}", ago, section=sport)
    write("Чужой матч", 1000, section=sport, language="kk")
    page = html(reader)
    assert stories(part(page, "bands")) == [
        *(f"Общее {number}" for number in (13, 14, 15, 16)),
        *(f"Матч {number}" for number in (1001, 1002, 1003, 1004)),
    ]
    assert re.findall(r'<h2 id="section-[^>]*>\s*<a[^>]*>([^<]*)', page) == ["Общество", "Спорт"]


def test_all_posts_are_reached_by_going_further(reader, write):
    expected = {write(f"Заметка {ago:02}", ago // 10).headline for ago in range(60)}
    Slot.objects.create(position=1, post=Post.objects.get(headline="Заметка 55"))
    found, address = [], "/"
    while address:
        page = html(reader, address)
        assert len(stories(page)) == len(set(stories(page)))
        found += stories(page)
        further = re.search(r'href="/?(\?after=[^"]*)" rel="next"', page)
        address = "/" + further[1].replace("&amp;", "&") if further else None
    assert set(found) == expected


def test_further_pages_are_by_date_alone(reader, write):
    old = write("Выбранная", 90_000)
    for ago in range(1, 40):
        write(f"Новость {ago:02}", ago)
    Slot.objects.create(position=1, post=old)
    BreakingLine.objects.create(text="Срочное дело")
    further = re.search(r'href="/?(\?after=[^"]*)" rel="next"', html(reader))[1]
    page = html(reader, "/" + further)
    assert stories(page)[0] == "Новость 13"
    assert "Срочное дело" not in page
    assert 'class="bands"' not in page


def test_hour_is_told_of_today_and_the_day_of_what_is_older(reader, write):
    write("Сегодня", 5)
    write("Вчера", 24 * 60)
    write("Давно", 400 * 24 * 60)
    page = html(reader)
    assert '<time datetime="2026-11-24T06:55:00+09:00">06:55</time>' in page
    assert ">23.11</time>" in page
    assert ">20.10.2025</time>" in page


def test_coming_events_stand_on_it(reader, write):
    write("Новость")
    today = MORNING.date()
    make_event(name="Будет", start_date=today + timedelta(days=1))
    make_event(name="Идёт", start_date=today - timedelta(days=1), end_date=today)
    make_event(name="Прошло", start_date=today - timedelta(days=1))
    make_event(name="Скрыто", start_date=today, is_published=False)
    make_event(name="Отложено", start_date=today + timedelta(days=2), status="postponed")
    page = html(reader)
    assert page.index("Идёт") < page.index("Будет") < page.index("Отложено")
    assert "Прошло" not in page
    assert "Скрыто" not in page
    assert page.count('class="status ') == 1


def test_age_mark_and_advertisement_are_told_everywhere(reader, write):
    other = make_section()
    for ago in range(1, 16):
        write(f"Новость {ago}", ago, is_paid=True, advertiser="ООО", age_mark=12)
    write("В рубрике", 900, section=other, is_paid=True, advertiser="ООО", age_mark=12)
    Slot.objects.create(position=5)
    page = html(reader)
    count = len(stories(page))
    assert count == 16
    assert page.count('class="paid"') == page.count(">12+<") == count


def test_empty_newsroom_with_places_is_a_whole_page(reader, editor):
    Slot.objects.create(position=1)
    Slot.objects.create(position=5, section=make_section())
    Slot.objects.create(position=2, post=make_post())
    page = html(reader)
    assert 'class="empty"' in page
    assert stories(page) == []


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_few_posts_make_a_whole_page(reader, write, count):
    for number in range(count):
        write(f"Новость {number}", number + 1)
    Slot.objects.create(position=12)
    page = html(reader)
    assert len(stories(page)) == count
    assert ('class="front-beside"' in page) == (count > 1)


def test_words_of_the_desk_are_escaped(reader, write):
    post = write("<b>Жирная</b>")
    Slot.objects.create(position=1, post=post, label="<i>Ж</i>")
    BreakingLine.objects.create(text="<script>alert(1)</script>", path='/events/"><b>/')
    Section.objects.update(name="<u>О</u>")
    page = html(reader)
    for tag in ("<b>", "<i>", "<script>", "<u>"):
        assert tag not in page


# Breaking lines


def test_breaking_line_leads_to_its_post_or_page_or_nowhere(reader, write):
    post = write("Вода", 900)
    line = BreakingLine.objects.create(text="Авария")
    assert "<span>Авария</span>" in html(reader)
    line.path = "/events/"
    line.save()
    assert '<a href="/events/">Авария</a>' in html(reader)
    BreakingLine.objects.create(text="Вода", post=post, valid_from=MORNING)
    page = html(reader)
    assert f'<a href="/posts/{post.pk}-{post.slug}/">Вода</a>' in part(page, "breaking")
    assert "Авария" not in page


def test_breaking_line_of_a_post_stands_while_the_post_is_live(reader, write, editor, clock):
    write("Новая", 1)
    post = make_post(headline="Восемь")
    publish(post, by=editor, at=MORNING + timedelta(hours=1))
    BreakingLine.objects.create(text="Срочное", post=post)
    assert "Срочное" not in html(reader)
    clock.move_to(MORNING + timedelta(hours=1), tick=False)
    assert "Срочное" in html(reader)
    unpublish(post, by=editor, reason="Ошибка")
    assert "Срочное" not in html(reader)


def test_breaking_line_stands_from_its_instant_until_its_end(reader, clock):
    ends = MORNING + timedelta(hours=1)
    BreakingLine.objects.create(text="Срочное", valid_from=MORNING, valid_until=ends)
    assert "Срочное" in html(reader)
    clock.move_to(MORNING - timedelta(microseconds=1), tick=False)
    assert "Срочное" not in html(reader)
    clock.move_to(ends, tick=False)
    assert "Срочное" not in html(reader)


# What it costs


@pytest.mark.parametrize(("has_places", "queries"), [(False, 6), (True, 8)])
def test_front_costs_the_same_however_much_there_is(reader, write, has_places, queries):
    tag = make_tag()
    chosen = write("Выбранная", 5)
    for count in (1, 40):
        for number in range(count):
            write(
                f"Новость {number}",
                number,
                section=make_section() if number < 10 else chosen.section,
                tags=[tag],
                lead_image=make_image(),
            )
            make_event(start_date=MORNING.date())
        if has_places:
            Slot.objects.create(position=1, post=chosen)
            Slot.objects.create(position=2, tag=tag)
            Slot.objects.create(position=3, section=chosen.section)
            Slot.objects.create(position=4, kind=Post.Kind.NEWS)
            BreakingLine.objects.create(text="Срочное", post=chosen)
        with CaptureQueriesContext(connection) as captured:
            html(reader)
        assert len(captured) == queries, [query["sql"][:200] for query in captured]


def test_front_makes_no_model_instances(reader, write, monkeypatch):
    section = make_section()
    Slot.objects.create(position=2, section=section)
    Slot.objects.create(position=1, post=write("Новость", section=section))
    BreakingLine.objects.create(text="Срочное")
    make_event(start_date=MORNING.date())

    def refuse(cls, *args, **kwargs):
        raise AssertionError(f"an instance of {cls}")

    monkeypatch.setattr("django.db.models.Model.from_db", classmethod(refuse))
    assert "Срочное" in html(reader)
