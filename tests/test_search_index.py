"""What the search finds: the same on SQLite and PostgreSQL."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from articles.checks import what_is_published_can_be_found
from articles.models import SearchRow, SearchWord
from articles.publishing import publish, take_back, unpublish
from articles.search.asking import read
from articles.search.finding import Narrowed, find, go_on
from articles.search.index import first_key
from tests.factories import make_event, make_organization, make_person, make_post, make_section

pytestmark = pytest.mark.django_db
THEN = datetime(2022, 11, 24, 10, 52, tzinfo=timezone.get_default_timezone())


def headlines(query: str, *, exact: bool = False, by_date: bool = False, now=None, **narrowed):
    asked = read(query)
    go_on(asked, exact)
    rows = find(asked, Narrowed(**narrowed), 50, by_date=by_date, now=now)
    return [row["card"]["headline"] for row in rows]


@pytest.fixture
def open_post(editor):
    """Return a function that publishes a post of that headline and body."""

    def do(headline: str, body: str = "Всё.", **fields):
        at = fields.pop("at", None)
        fields.setdefault("lead", "Коротко.")
        post = make_post(headline=headline, body=f"<p>{body}</p>", **fields)
        publish(post, by=editor, at=at)
        return post

    return do


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("выборах", "Выборы прошли"),
        ("ВЫБОРЫ", "на выборах"),
        ("еще ёлка", "Ещё одна елка"),
        ("elections", "The election of a mayor"),
        ("өймөкөн", "ӨЙМӨКӨН улууһа"),
        ("Һаҥа", "саҥа һаҥа"),
        ("қазақ", "Қазақ елі"),
        ("за\u0301мок", "Замок"),
        ("2022", "в 2022 году"),
        ("юго-восточный", "на юго-восточной окраине"),
        ("«мост через реку»", "про мосты через реки"),
        ("мост -река", "мост без воды"),
        ("респуб", "жители республики"),
        ("респуб* жители", "жители республики"),
        ("\u00adмост", "мо\u00adст"),
    ],
)
def test_words_are_found(open_post, query, text):
    open_post("Заметка", text)
    assert headlines(query) == ["Заметка"]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("мост дорога", "мост через Лену"),
        ('"реку мост"', "мост через реку"),
        ("мост -лена", "мост через Лену"),
        ("мос", "мост рядом, а Мос тоже"),  # stands as it is, so it is whole
        ("ре", "республика"),
        ("республика", "республиканский"),
    ],
)
def test_other_words_are_not_found(open_post, query, text):
    open_post("Заметка", text)
    found = headlines(query)
    assert found == (["Заметка"] if query == "мос" else [])


def test_words_of_a_phrase_stand_in_one_field(open_post):
    open_post("Открыт мост", "через Лену", lead="Первый день")
    assert headlines('"открыт мост"') == ["Открыт мост"]
    assert headlines('"мост первый"') == []
    assert headlines('"день через"') == []


@pytest.mark.parametrize("language", ["sah", "kk"])
def test_words_of_languages_without_stems_are_exact_and_go_on(open_post, language):
    open_post("Заметка", "куоратыгар тиийдэ", language=language)
    assert headlines("куоратыгар") == ["Заметка"]
    assert headlines("куорат* тиийдэ") == ["Заметка"]
    assert headlines("куорат тиийдэ", exact=True) == ["Заметка"]


def test_headline_comes_before_lead_and_lead_before_text(open_post):
    open_post("Мост готов", at=THEN - timedelta(days=9))
    open_post("Второй", lead="О том, как мосты строят", at=THEN - timedelta(days=5))
    open_post("Третий", "мост", at=THEN - timedelta(days=1))
    open_post("Четвёртый", "мост", at=THEN)
    open_post("Новый мост", at=THEN - timedelta(days=7))
    ranked = ["Новый мост", "Мост готов", "Второй", "Четвёртый", "Третий"]
    assert headlines("мост") == ranked
    dated = ["Четвёртый", "Третий", "Второй", "Новый мост", "Мост готов"]
    assert headlines("мост", by_date=True) == dated


@pytest.mark.parametrize("by_date", [False, True])
def test_pages_hold_every_post_once(open_post, by_date):
    for number in range(12):
        at = THEN - timedelta(minutes=number // 4)  # many of one moment
        words = (
            {"headline": f"Мост {number:02}"} if number % 3 else {"headline": f"Река {number:02}"}
        )
        open_post(**words, body="мост", at=at)
    found, after = [], None
    while rows := find(read("мост"), Narrowed(), 5, by_date=by_date, after=after):
        found += [(row["rank"], row["key"], row["card"]["headline"]) for row in rows]
        after = found[-1][:2]
    assert len(found) == len(set(found)) == 12
    assert found == sorted(found, key=lambda row: (row[0], -row[1]))


def test_scheduled_is_found_from_its_moment_on(open_post, editor):
    tomorrow = timezone.now() + timedelta(days=1)
    open_post("Завтра мост", at=tomorrow)
    assert headlines("мост") == []
    assert headlines("мост", now=tomorrow - timedelta(seconds=1)) == []
    assert headlines("мост", now=tomorrow + timedelta(seconds=1)) == ["Завтра мост"]


def test_unpublished_is_never_found(open_post, editor):
    post = open_post("Мост снят")
    unpublish(post, by=editor, reason="Так.")
    assert headlines("мост") == []


def test_unpublished_later_is_found_until_then(open_post, editor):
    tomorrow = timezone.now() + timedelta(days=1)
    unpublish(open_post("Мост снимут"), by=editor, at=tomorrow, reason="Так.")
    assert headlines("мост") == ["Мост снимут"]
    assert headlines("мост", now=tomorrow + timedelta(seconds=1)) == []


def test_taken_back_is_never_found(open_post):
    tomorrow = timezone.now() + timedelta(days=1)
    take_back(open_post("Мост отменён", at=tomorrow))
    assert headlines("мост", now=tomorrow + timedelta(days=1)) == []


def test_new_words_take_the_place_of_the_old(open_post, editor):
    post = open_post("Старый мост")
    post.headline = "Новая дорога"
    post.save()
    tomorrow = timezone.now() + timedelta(days=1)
    publish(post, by=editor, at=tomorrow)
    assert headlines("мост") == ["Старый мост"]
    assert headlines("дорога") == []
    later = tomorrow + timedelta(seconds=1)
    assert headlines("мост", now=later) == []
    assert headlines("дорога", now=later) == ["Новая дорога"]
    take_back(post)
    assert headlines("мост", now=later) == ["Старый мост"]


def test_what_readers_no_longer_see_leaves_the_index(open_post, editor):
    post = open_post("Старый мост")
    post.headline = "Новый мост"
    post.save()
    publish(post, by=editor)
    assert SearchRow.objects.count() == 1


def test_results_are_narrowed(open_post):
    section, person = make_section(), make_person()
    organization, event = make_organization(), make_event()
    open_post("Мост раньше", at=THEN - timedelta(days=400))
    open_post("Мост", section=section, persons=[person], at=THEN)
    open_post("Мост и музей", organizations=[organization], events=[event], at=THEN)
    assert headlines("мост", section=section.pk) == ["Мост"]
    assert headlines("мост", entities=[("person", person.pk)]) == ["Мост"]
    assert headlines("мост", entities=[("organization", organization.pk)]) == ["Мост и музей"]
    assert headlines("мост", entities=[("event", event.pk)]) == ["Мост и музей"]
    assert headlines("мост", until=first_key(THEN)) == ["Мост раньше"]
    assert headlines("мост", since=first_key(THEN), section=section.pk) == ["Мост"]


HOSTILE = [
    *('"', '""', "*", "-", "--мост", "AND", "OR NOT", "NEAR(а б)", "^мост", "{words}: мост"),
    *("мост)", "(мост", "мост:*", "'", "\\", "мост\\'", "%s", "а\x00б", "\ud800", "§1", "†мост"),
    *("&|!", "<->", "·", "мост*" * 3000, '"мост' * 2000, "а " * 5000, "-" * 9999, "😀"),
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_a_reader_writes_is_an_error(open_post, query):
    open_post("Мост")
    asked = read(query)
    go_on(asked, exact=True)
    if asked.terms:
        find(asked, Narrowed(), 5)


def test_signs_of_the_index_are_no_words(open_post):
    open_post("Мост")
    assert not read("† ‡ · §").terms
    assert headlines("†мост") == ["Мост"]


def test_a_long_text_is_found_by_its_words(open_post):
    words = " ".join(f"слово{number} и" for number in range(9_000))
    open_post("Длинный", f"начало {words}", lead="Концевой.")
    assert headlines("слово7000 концевой") == ["Длинный"]
    assert headlines('"слово100 и слово101"') == ["Длинный"]
    # Beyond what PostgreSQL keeps of one word, and beyond what is kept of a text.
    assert headlines('"слово400 и"') == []
    assert headlines("слово8999") == []


def test_index_is_made_anew(open_post, editor, capsys):
    open_post("Мост")
    unpublish(open_post("Снятый мост"), by=editor, reason="Так.")
    open_post("Мост завтра", at=timezone.now() + timedelta(days=1))
    SearchRow.objects.all().delete()
    SearchWord.objects.all().delete()
    assert headlines("мост") == []
    assert [found.id for found in what_is_published_can_be_found(None, ["default"])] == [
        "articles.W002"
    ]
    call_command("index_search")
    assert what_is_published_can_be_found(None, ["default"]) == []
    assert "2" in capsys.readouterr().out
    assert headlines("мост") == ["Мост"]
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert headlines("мост") == ["Мост завтра", "Мост"]
    assert SearchWord.objects.get(word="мост").times == 2
