"""Dossiers: what the posts that name a record tell of it."""

import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Edition, Mention
from articles.publishing import publish, unpublish
from articles.views import dossiers
from tests.factories import make_event, make_organization, make_person, make_post, make_section

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def tell(editor):
    """Return a function that publishes a post on a day, at noon in Yakutsk."""
    section = make_section()

    def tell(headline, day, **named):
        post = make_post(headline=headline, section=section, **named)
        at = datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_default_timezone())
        publish(post, by=editor, at=at)
        return post

    return tell


def html(response):
    assert response.status_code == 200
    return response.content.decode()


def headlines(page):
    return re.findall(r'<h2>\s*<a href="/posts/[^"]*">([^<]*)</a>', page)


def chart(page):
    found = re.search(r'<svg role="img"[^>]*aria-label="([^"]*)"', page)
    return found and found[1].split("; ")


def together(page):
    block = page.partition('<section class="together"')[2].partition("</section>")[0]
    return re.findall(r'">([^<]*)</a> <span class="quiet">(\d+)</span>', block)


def test_dossier_tells_with_whom_somebody_is_named_most(reader, editor, tell):
    person, friend = make_person(), make_person(name="Подруга")
    office, hidden = make_organization(name="Музей"), make_person(name="Тайна", is_published=False)
    once = make_person(name="Однажды")
    for number in range(4):
        persons = [person, hidden, *([friend] if number else []), *([] if number else [once])]
        tell("Заметка", date(2026, 11, 1), persons=persons, organizations=[office])
    assert together(html(reader.get(person.get_absolute_url()))) == [
        ("Подруга", "3"),
        ("Музей", "4"),
    ]
    assert together(html(reader.get(office.get_absolute_url())))[0] == (person.name, "4")


def test_unpublished_scheduled_and_earlier_editions_are_not_counted(reader, editor, tell):
    person, friend = make_person(), make_person()
    gone = tell("Снята", date(2026, 11, 1), persons=[person, friend])
    kept = tell("Есть", date(2026, 10, 1), persons=[person, friend])
    tell("Будет", date(2026, 12, 1), persons=[person, friend])
    assert together(html(reader.get(person.get_absolute_url()))) == [(friend.name, "2")]
    unpublish(gone, by=editor, reason="Ошибка")
    publish(kept, by=editor, correction="Исправлено.")
    page = html(reader.get(person.get_absolute_url()))
    assert together(page) == []
    assert chart(page) is None


def said(page):
    """Return what is quoted, and the headlines of where."""
    return (
        re.findall(r"<blockquote>([^<]*)</blockquote>", page),
        re.findall(r'</time> <a href="/posts/[^"]*">([^<]*)</a>', page),
    )


def quoting(person, *words):
    cite = f'<cite><span data-person="{person.pk}">Она</span></cite>'
    return "".join(f"<blockquote><p>{text}</p>{cite}</blockquote>" for text in words)


def test_dossier_quotes_a_person_the_newest_first(reader, editor, tell):
    person, other = make_person(), make_person()
    for number in range(1, 5):
        body = quoting(person, f"Слово {number}.") + quoting(other, "Чужое.")
        tell(f"Н{number}", date(2026, 10, number), persons=[person, other], body=body)
    tell("Без слов", date(2026, 11, 1), persons=[person, other])
    page = html(reader.get(person.get_absolute_url()))
    assert said(page) == (["Слово 4.", "Слово 3.", "Слово 2."], ["Н4", "Н3", "Н2"])
    assert 'href="?quotes=1"' in page
    words, where = said(html(reader.get(f"{person.get_absolute_url()}?quotes=1")))
    assert words == [f"Слово {number}." for number in (4, 3, 2, 1)]
    assert where == ["Н4", "Н3", "Н2", "Н1"]


def test_quotes_are_narrowed_by_year_and_go_on(reader, tell):
    person = make_person()
    for number in range(22):
        day = date(2026, 10, 1) - timedelta(days=20 * number)
        tell(
            f"Н{number}", day, persons=[person], body=quoting(person, f"Слово {number}.", "И ещё.")
        )
    address = f"{person.get_absolute_url()}?quotes=1"
    page = html(reader.get(address))
    assert len(said(page)[0]) == 2 * len(said(page)[1]) == 40
    further = re.search(r'href="([^"]*)" rel="next"', page)[1].replace("&amp;", "&")
    further = person.get_absolute_url() + further
    assert said(html(reader.get(further)))[1] == ["Н20", "Н21"]
    assert said(html(reader.get(f"{address}&year=2025")))[1] == [f"Н{n}" for n in range(14, 22)]


def test_quotes_that_readers_may_not_see_are_not_there(reader, editor, tell):
    person = make_person()
    gone = tell("Снята", date(2026, 11, 1), persons=[person], body=quoting(person, "Снятое."))
    tell("Будет", date(2026, 12, 1), persons=[person], body=quoting(person, "Будущее."))
    post = tell("Есть", date(2026, 10, 1), persons=[person], body=quoting(person, "Старое."))
    unpublish(gone, by=editor, reason="Ошибка")
    post.body = quoting(person, "Новое &amp; <em>верное</em>.")
    post.save()
    publish(post, by=editor)
    for tail in ("", "?quotes=1"):
        page = html(reader.get(f"{person.get_absolute_url()}{tail}"))
        assert said(page)[0] == ["Новое &amp; верное."]


def test_nobody_is_offered_quotes_there_are_none_of(reader, tell):
    person, office = make_person(), make_organization()
    tell("Заметка", date(2026, 11, 1), persons=[person], organizations=[office])
    for record in (person, office):
        page = html(reader.get(record.get_absolute_url()))
        assert "quotes=1" not in page
        assert "<blockquote" not in page
    page = html(reader.get(f"{person.get_absolute_url()}?quotes=1"))
    assert "Цитат этого человека здесь пока нет" in page
    # The way back, and what was chosen.
    assert f'<a href="{person.get_absolute_url()}">Показать все</a>' in page
    assert '<a href="?quotes=1" aria-current="true">Цитаты</a>' in page
    assert "Заметка" in html(reader.get(f"{office.get_absolute_url()}?quotes=1"))


def test_dossier_counts_posts_by_month(reader, tell):
    person = make_person()
    for day in (date(2026, 11, 3), date(2026, 11, 4), date(2026, 8, 31), date(2026, 9, 1)):
        tell("Заметка", day, persons=[person])
    assert chart(html(reader.get(person.get_absolute_url()))) == [
        "08.2026 — 1",
        "09.2026 — 1",
        "10.2026 — 0",
        "11.2026 — 2",
    ]


def test_month_is_counted_in_the_time_of_the_site(reader, editor):
    person = make_person()
    # Half past midnight of the 1st in Yakutsk is the 31st in UTC.
    for month in (9, 10):
        moment = datetime(2026, month, 1, 0, 30, tzinfo=timezone.get_default_timezone())
        publish(make_post(persons=[person]), by=editor, at=moment)
    assert chart(html(reader.get(person.get_absolute_url()))) == ["09.2026 — 1", "10.2026 — 1"]


def test_chart_leaves_out_a_month_it_does_not_know_whole(reader, tell, monkeypatch):
    monkeypatch.setattr(dossiers, "SAMPLE", 3)
    person = make_person()
    for day in (date(2026, 11, 3), date(2026, 10, 4), date(2026, 9, 5), date(2026, 9, 1)):
        tell("Заметка", day, persons=[person])
    page = html(reader.get(person.get_absolute_url()))
    assert chart(page) == ["10.2026 — 1", "11.2026 — 1"]


def test_posts_of_one_month_make_no_chart_and_no_choice_of_years(reader, tell):
    person = make_person()
    tell("Заметка", date(2026, 11, 3), persons=[person])
    page = html(reader.get(person.get_absolute_url()))
    assert "<svg" not in page
    assert "year=" not in page


@pytest.mark.parametrize("kind", ["person", "organization", "event"])
def test_posts_of_a_year(reader, tell, kind):
    make = {"person": make_person, "organization": make_organization, "event": make_event}[kind]
    record = make()
    for year in (2023, 2024, 2026):
        tell(f"Год {year}", date(year, 1, 1), **{f"{kind}s": [record]})
    path = record.get_absolute_url()
    page = html(reader.get(path))
    assert re.findall(r'href="\?year=(\d+)"', page) == ["2026", "2025", "2024", "2023"]
    assert headlines(html(reader.get(f"{path}?year=2024"))) == ["Год 2024"]
    assert 'class="empty"' in html(reader.get(f"{path}?year=2025"))
    assert 'href="?year=2024" aria-current="true"' in html(reader.get(f"{path}?year=2024"))


def test_year_is_kept_beside_the_main_subject_and_on_further_pages(reader, tell):
    person = make_person(name="Айталина Петрова")
    for number in range(22):
        tell(f"Петрова Айталина {number}", date(2025, 2, 1), persons=[person])
    tell("Другое", date(2026, 2, 1), persons=[person])
    path = person.get_absolute_url()
    page = html(reader.get(f"{path}?year=2025"))
    assert 'href="?year=2025&amp;about=1"' in page
    further = re.search(r'href="([^"]*)" rel="next"', page)[1].replace("&amp;", "&")
    assert further.startswith("?year=2025&after=")
    page = html(reader.get(path + further))
    assert len(headlines(page)) == 2
    assert f'href="{path}?year=2025" rel="first"' in page


@pytest.mark.parametrize(
    "year", ["0", "20266", "двад", "%00", "-999", "0000", "0001", "9999", "²²²²"]
)
def test_year_that_is_none_is_not_found(reader, year):
    assert reader.get(f"{make_person().get_absolute_url()}?year={year}").status_code == 404


def test_posts_before_during_and_after_an_event(reader, tell):
    event = make_event(start_date=date(2026, 6, 20), end_date=date(2026, 6, 22))
    for headline, day in (
        ("Готовятся", date(2026, 6, 19)),
        ("Открыли", date(2026, 6, 20)),
        ("Закрыли", date(2026, 6, 22)),
        ("Итоги", date(2026, 6, 23)),
    ):
        tell(headline, day, events=[event])
    path = event.get_absolute_url()
    assert 'href="?when=during"' in html(reader.get(path))
    assert headlines(html(reader.get(f"{path}?when=before"))) == ["Готовятся"]
    assert headlines(html(reader.get(f"{path}?when=during"))) == ["Закрыли", "Открыли"]
    assert headlines(html(reader.get(f"{path}?when=after"))) == ["Итоги"]
    assert reader.get(f"{path}?when=never").status_code == 404


def test_coming_event_has_no_after(reader, tell):
    event = make_event(start_date=date(2026, 12, 1))
    tell("Готовятся", date(2026, 11, 1), events=[event])
    assert "when=" not in html(reader.get(event.get_absolute_url()))


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
@pytest.mark.parametrize("when", ["before", "during", "after"])
def test_event_at_the_ends_of_the_calendar_has_a_page(reader, day, when):
    path = make_event(start_date=day).get_absolute_url()
    html(reader.get(path))
    assert reader.get(f"{path}?when={when}").status_code in {200, 404}


def test_event_shows_its_series(reader):
    series = make_event(name="Ысыахи", start_date=date(2025, 1, 1))
    event = make_event(name="Ысыах 2026", parent=series)
    make_event(name="Ысыах 2025", start_date=date(2025, 6, 21), parent=series)
    make_event(name="Ысыах скрытый", parent=series, is_published=False)
    make_event(name="Скачки", parent=event)
    page = html(reader.get(event.get_absolute_url()))
    names = re.findall(r"<dt>([^<]*)</dt>|<a[^>]*>(Ысыах[^<]*|Скачки)</a>", page)
    assert [name for pair in names for name in pair if name in {"Скачки", "Ысыах 2025"}] == [
        "Скачки",
        "Ысыах 2025",
    ]
    assert "Ещё в «Ысыахи»" in page
    assert "Ысыах скрытый" not in page
    series.is_published = False
    series.save()
    assert "Ысыах 2025" not in html(reader.get(event.get_absolute_url()))


def test_long_dossier_is_read_no_further_than_its_newest_posts(reader, editor, tell):
    person, friend = make_person(), make_person()
    edition = Edition.objects.get(post=tell("Заметка", date(2026, 11, 1), persons=[person, friend]))
    plain = {"persons": [person, friend]}
    for number in range(1, 4):
        tell("Заметка", date(2026, 11, 1) - timedelta(days=40 * number), **plain)
    with CaptureQueriesContext(connection) as few:
        page = html(reader.get(person.get_absolute_url()))
    assert together(page) == [(friend.name, "4")]
    limits = [query["sql"] for query in few if "articles_mention" in query["sql"]]
    assert limits
    assert all(" LIMIT " in sql for sql in limits), limits
    assert Mention.objects.filter(edition=edition).count() == 2
