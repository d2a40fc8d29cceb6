import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.publishing import publish, unpublish
from tests.factories import (
    known,
    make_event,
    make_organization,
    make_person,
    make_post,
    make_section,
)

pytestmark = pytest.mark.django_db
THEN = datetime(2022, 11, 24, 10, 52, tzinfo=timezone.get_default_timezone())


def page_of(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def headlines(page):
    """Return the headlines of the results without their marks."""
    found = re.findall(r'<h3>\s*<a href="/(?:sah/)?posts/[^"]*">(.*?)</a>', page)
    return [re.sub("</?mark>", "", headline) for headline in found]


def search(reader, prefix="", **params):
    return page_of(reader.get(f"{prefix}/search/", params))


@pytest.mark.parametrize("prefix", ["", "/sah", "/kk", "/en"])
def test_without_words_there_is_a_form_and_help(reader, prefix):
    page = search(reader, prefix)
    assert '<input type="search" id="q" name="q"' in page
    assert 'class="empty"' in page
    assert '<meta name="robots" content="noindex, follow">' in page


def test_every_page_has_a_field_that_leads_to_the_search(reader):
    for prefix in ("", "/sah"):
        page = page_of(reader.get(f"{prefix}/"))
        assert re.search(rf'<form class="find" role="search" action="{prefix}/search/">', page)


def test_words_are_found_and_marked(reader, editor):
    post = make_post(headline="Мост & выборы", lead="О мосте", body="<p>Выборы прошли.</p>")
    publish(post, by=editor)
    page = search(reader, q="выборах мосты")
    assert "<mark>Мост</mark> &amp; <mark>выборы</mark>" in page
    assert "О <mark>мосте</mark>" in page


@pytest.mark.parametrize(
    "forms",
    [
        ["паром", "парома", "паромы", "паромов"],
        ["остров", "острова", "островах"],
        ["Григорьев", "Григорьева", "Григорьевым"],
        ["Сергей", "Сергея", "Сергеем"],
        ["Николай", "Николая", "Николаю"],
        ["музей", "музея", "музеи", "музеев"],
        ["лицей", "лицея", "лицеи"],
        ["случай", "случая", "случаи", "случаев"],
    ],
    ids=lambda forms: forms[0],
)
def test_word_is_found_in_every_case_by_every_case(reader, editor, forms):
    for form in forms:
        publish(make_post(headline=f"Вот {form} там"), by=editor)
    for form in forms:
        page = search(reader, q=f"{form} там")
        assert {line.split()[1] for line in headlines(page)} == set(forms), form
        assert f"<mark>{form}</mark>" in page


def test_an_excerpt_shows_words_of_the_text_alone(reader, editor):
    body = f"<p>{'Вода. ' * 50}Построен &lt;мост&gt; через Лену. {'Лёд. ' * 90}</p>"
    publish(make_post(headline="Заметка", lead="Коротко.", body=body), by=editor)
    page = search(reader, q="мостами")
    excerpt = re.search(r'<p class="excerpt">(.*?)</p>', page)[1]
    assert "Построен &lt;<mark>мост</mark>&gt; через Лену." in excerpt
    assert excerpt.startswith("… ")
    assert excerpt.endswith(" …")
    assert len(excerpt) < 400


def test_what_is_written_is_shown_escaped(reader):
    page = search(reader, q='<script>"&')
    assert "<script>" not in page
    assert "&lt;script&gt;&quot;&amp;" in page


@pytest.mark.parametrize(
    "query",
    ['"', "*", "-", "AND", "а\x00б", "\x1b", "%", "мост'", "я" * 10_000, "а " * 5_000, "\u202e"],
)
def test_whatever_is_written_is_answered(reader, editor, query):
    publish(make_post(headline="Мост"), by=editor)
    page = search(reader, q=query)
    assert "\x00" not in page
    assert "\x1b" not in page


def test_scheduled_and_unpublished_are_not_found(reader, editor):
    publish(make_post(headline="Мост завтра"), by=editor, at=timezone.now() + timedelta(days=1))
    post = make_post(headline="Мост снят")
    publish(post, by=editor)
    unpublish(post, by=editor, reason="Так.")
    make_post(headline="Мост в черновике")
    assert headlines(search(reader, q="мост")) == []


def test_words_of_hidden_posts_are_not_proposed(reader, editor):
    post = make_post(headline="Тайнопись", body="<p>Тайнопись.</p>")
    publish(post, by=editor, at=timezone.now() + timedelta(days=1))
    assert "Тайнопис" not in search(reader, q="тайнопесь").replace("тайнопесь", "")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("выбары", "выборы"),
        ("вборы", "выборы"),
        ("выбоорам", "выборам"),
        ("вбыоры", "выборы"),
        ("ds,jhs", "выборы"),
        ("electoin", "election"),
        ("өймөкон", "өймөкөн"),
        ("выбары прошли", "выборы прошли"),
    ],
)
def test_a_typo_is_put_right(reader, editor, typed, meant):
    body = "<p>Выборы прошли, к выборам. Election. Өймөкөн.</p>"
    publish(make_post(headline="Заметка", body=body), by=editor)
    page = search(reader, q=typed)
    link = re.search(r'<a href="(\?q=[^"]*)">([^<]*)</a>', page)
    assert link[2] == meant
    assert headlines(page_of(reader.get(f"/search/{link[1]}"))) == ["Заметка"]


def test_nothing_found_is_said_kindly(reader, editor):
    publish(make_post(headline="Заметка"), by=editor)
    page = search(reader, q="синхрофазотрон")
    assert "Нет материала, где есть все эти слова." in page


@pytest.mark.parametrize("query", ["музей", "музея мерзлоты", "мерзл", "Музей МЕРЗЛОТЫ", "муз"])
def test_an_organization_is_proposed_first(reader, query):
    body = known(make_organization(name="Музей мерзлоты", slug="muzey"))
    page = search(reader, q=query)
    is_found = f'<a href="{body.get_absolute_url()}">Музей мерзлоты</a>' in page
    assert is_found is (query != "мерзл")


@pytest.mark.parametrize(
    "query",
    ["петрова", "Петровой", "айталина петрова", "Петрова Айталина", "айталине петровой", "петро"],
)
def test_a_person_is_proposed_first(reader, query):
    person = known(make_person(name="Айталина Петрова"))
    assert f'<a href="{person.get_absolute_url()}">Айталина Петрова</a>' in search(reader, q=query)


def test_an_event_is_proposed_first(reader):
    event = known(make_event(name="Форум оленеводов"))
    assert event.get_absolute_url() in search(reader, q="форум оленеводов")


def test_hidden_records_are_not_proposed(reader):
    known(make_person(name="Айталина Петрова", is_published=False))
    assert "Айталина" not in search(reader, q="петрова")


def test_results_are_narrowed_by_section_and_days(reader, editor):
    section = make_section(slug="city")
    publish(make_post(headline="Мост", section=section), by=editor, at=THEN)
    publish(make_post(headline="Мост раньше"), by=editor, at=THEN - timedelta(days=1))
    assert headlines(search(reader, q="мост", section="city")) == ["Мост"]
    both = ["Мост", "Мост раньше"]
    day = {"from": "2022-11-24", "until": "2022-11-24"}
    assert headlines(search(reader, q="мост", **day)) == ["Мост"]
    assert headlines(search(reader, q="мост", **{"from": "2022-11-23"})) == both
    assert headlines(search(reader, q="мост", until="2022-11-23")) == ["Мост раньше"]
    assert headlines(search(reader, q="мост", until="", section="")) == both


@pytest.mark.parametrize("kind", ["person", "organization", "event"])
def test_results_are_narrowed_by_whom_they_name(reader, editor, kind):
    record = {"person": make_person, "organization": make_organization, "event": make_event}[kind]()
    publish(make_post(headline="Мост", **{f"{kind}s": [record]}), by=editor)
    publish(make_post(headline="Другой мост"), by=editor)
    page = search(reader, q="мост", **{kind: record.pk})
    assert headlines(page) == ["Мост"]
    assert f'name="{kind}" value="{record.pk}" checked' in page


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("section", "no"),
        ("section", "\x00"),
        ("section", "x" * 5000),
        ("from", "вчера"),
        ("from", "2022-02-30"),
        ("until", "9999-12-31"),
        ("from", "0000-01-01"),
        ("until", "\x00"),
        ("person", "x"),
        ("person", "-1"),
        ("person", "9" * 30),
        ("organization", "0"),
        ("event", "٣"),
        ("event", "7"),
    ],
)
def test_a_wrong_filter_is_named(reader, name, value):
    page = page_of(reader.get("/search/", {"q": "мост", name: value}), 400)
    assert 'class="search-error"' in page


@pytest.mark.parametrize("day", ["0001-01-01", "1969-12-31", "9999-12-30"])
def test_any_day_can_be_asked_for(reader, day):
    search(reader, q="мост", **{"from": day})
    search(reader, q="мост", until=day)


def test_a_hidden_person_is_as_unknown_as_none(reader):
    hidden = make_person(is_published=False)
    one = page_of(reader.get("/search/", {"person": hidden.pk}), 400)
    none = page_of(reader.get("/search/", {"person": hidden.pk + 1}), 400)
    assert one == none


@pytest.mark.parametrize("cursor", ["x", "WyJ4Il0:x", "\x00", "9" * 5000])
def test_forged_cursor_is_not_found(reader, cursor):
    assert reader.get("/search/", {"q": "мост", "after": cursor}).status_code == 404


@pytest.mark.parametrize("sort", ["", "date"])
def test_pages_hold_every_post_once(reader, editor, sort):
    section = make_section()
    for number in range(45):
        headline = f"{'Мост' if number % 2 else 'Заметка'} {number:02}"
        post = make_post(headline=headline, lead="Мост.", section=section)
        publish(post, by=editor, at=THEN - timedelta(minutes=number // 10))
    found, address = [], f"/search/?q=мост&sort={sort}"
    while address:
        page = page_of(reader.get(address))
        found += headlines(page)
        further = re.search(r'href="(\?[^"]*)" rel="next"', page)
        address = f"/search/{further[1].replace('&amp;', '&')}" if further else None
    assert len(found) == len(set(found)) == 45
    if not sort:
        assert all(headline.startswith("Мост") for headline in found[:22])


def test_sakha_page_lets_words_go_on(reader, editor):
    publish(make_post(headline="Куоратыгар тиийдэ", language="sah"), by=editor)
    assert headlines(search(reader, "/sah", q="куорат тиийдэ")) == ["Куоратыгар тиийдэ"]


@pytest.mark.parametrize("params", [{"q": "мост"}, {"q": "мост", "sort": "date"}])
def test_queries_are_as_many_for_few_posts_as_for_many(reader, editor, params):
    section = make_section()
    known(make_person(name="Мост Иванович Мост"))
    counts = []
    for many in (1, 60):
        for number in range(many):
            publish(make_post(headline=f"Мост {many} {number}", section=section), by=editor)
        with CaptureQueriesContext(connection) as queries:
            search(reader, **params)
        counts.append(len(queries))
        assert not any("COUNT(" in query["sql"] or "OFFSET" in query["sql"] for query in queries)
    # Words that go on, posts, names, their facts, sections of the menu.
    # Where the first words are found often enough, the text is not looked through.
    assert counts[1] <= counts[0] <= counts[1] + 2
    assert max(counts) <= 7
