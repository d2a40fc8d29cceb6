import pytest
from django.utils import translation

from tests.mentions.conftest import person

ERMEK = person(1, "Ермек Кошербаев")
NIKOLAEV = person(2, "Айсен Сергеевич Николаев")


@pytest.mark.parametrize(
    "words",
    [
        "Ермеком Кошербаевым",
        "Кошербаевым Ермеком",
        "Е. Кошербаевым",
        "Е.Кошербаевым",
        "Кошербаевым Е.",
        "Ер\u00adмеком\u00a0Кошербаевым",
    ],
)
def test_person_is_found_in_any_form_and_order(linked, words):
    found = linked(f"Он встретился с {words} в Астане", ERMEK)
    assert [entity for _, entity in found] == ["1"]


@pytest.mark.parametrize(
    "words",
    ["Айсена Сергеевича Николаева", "Николаева Айсена Сергеевича", "А. С. Николаева"],
)
def test_person_is_found_with_the_patronymic(linked, words):
    assert linked(f"мнение {words} известно", NIKOLAEV) == [(words, "2")]


@pytest.mark.parametrize(
    "words",
    ["Ивановой", "Айсена Петровича Николаева", "Ермеком Кошербаева", "В. Николаева", "Николаевой"],
)
def test_person_is_not_found_in_what_is_somebody_else(linked, words):
    assert linked(f"мнение {words} известно", ERMEK, NIKOLAEV, person(3, "Иван Иванов")) == []


def test_reason_names_the_case(search):
    (span,) = search("Встреча с Ермеком Кошербаевым.", ERMEK)
    assert (span.name, str(span.reason)) == ("Ермек Кошербаев", "full name, instrumental")


def test_reason_is_told_in_the_language_of_the_reader(search):
    (span,) = search("Встреча с Ермеком Кошербаевым.", ERMEK)
    with translation.override("ru"):
        assert str(span.reason) == "полное имя, творительный падеж"


def test_family_name_alone_is_only_suggested(search):
    (span,) = search("Вчера Кошербаев вернулся.", ERMEK)
    assert (span.level, str(span.reason)) == ("suggest", "family name alone, nominative")


def test_family_name_after_the_full_name_is_linked(search):
    text = "Первый абзац.\n\nПриехал Ермек Кошербаев.\n\nВизит Кошербаева долог."
    full, bare = search(text, ERMEK)
    assert (text[bare.start : bare.end], bare.entity, bare.level) == ("Кошербаева", "1", "link")
    assert "full name in paragraph 2" in str(bare.reason)


def test_family_name_of_a_woman_is_not_that_of_the_man_met(linked):
    text = "Приехал Иван Иванов. Позже не было Ивановой, вместе с Ивановым."
    assert linked(text, person(3, "Иван Иванов")) == [("Иван Иванов", "3"), ("Ивановым", "3")]


def test_family_name_beside_another_given_name_is_somebody_else(linked):
    text = "Приехал Иван Иванов. Позже видели Семёна Иванова."
    assert linked(text, person(3, "Иван Иванов")) == [("Иван Иванов", "3")]


def test_namesakes_are_offered_and_not_guessed(search):
    (span,) = search("Видели Ивана Иванова.", person(3, "Иван Иванов"), person(4, "Иван Иванов"))
    assert (span.level, span.entity, set(span.others)) == ("suggest", None, {"3", "4"})
    assert str(span.reason).startswith("several are called so")


def test_namesake_linked_far_more_often_is_linked(linked):
    often = person(3, "Иван Иванов", seen=[["Иван Иванов", 8]])
    assert linked("Видели Ивана Иванова.", often, person(4, "Иван Иванов")) == [
        ("Ивана Иванова", "3")
    ]


def test_family_name_two_people_met_share_is_not_guessed(search):
    text = "Иван Петров и Семён Петров ушли. Позже Петров вернулся."
    spans = search(text, person(3, "Иван Петров"), person(4, "Семён Петров"))
    assert [span.level for span in spans] == ["link", "link", "suggest"]


@pytest.mark.parametrize("words", ["Дейва Роккелли", "Дэйва Рокелли", "Дейва Рокелли"])
def test_person_is_found_where_foreign_spelling_wavers(linked, words):
    assert linked(f"снимки {words} известны", person(5, "Дэйв Роккелли")) == [(words, "5")]
