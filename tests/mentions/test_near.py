"""Names of persons spelt a little otherwise than the registry has them."""

import pytest

from articles.mentions.keys import key_of, near_of
from articles.mentions.near import one_edit
from tests.mentions.conftest import person

ERMEK = person(1, "Ермек Кошербаев")
SEJDZI = person(2, "Сейдзи Маэхара")


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("кошербаев", "кошарбаев", True),
        ("кошербаев", "кошербаве", True),
        ("кошербаев", "кошербаеев", True),
        ("кошербаев", "кшербаев", True),
        ("кошербаев", "кошербаев", False),
        ("кошербаев", "кошарбаив", False),
        ("кошербаев", "кошербаеваа", False),
        ("", "а", True),
        ("", "", False),
    ],
)
def test_one_edit_is_one_letter_or_two_changed_about(one, other, near):
    assert one_edit(one, other) is one_edit(other, one) is near


def test_key_is_shared_by_names_whose_vowels_and_like_consonants_waver():
    names = ["кошербаев", "кошарбаева", "кожербаевым", "кошербоеву"]
    assert len({near_of(key_of("ермек"), key_of(name)) for name in names}) == 1
    assert near_of("ю", "а") == ""


@pytest.mark.parametrize(
    "words",
    [
        "Ермек Кошарбаев",
        "Ермеком Кошарбаевым",
        "Кошарбаева Ермека",
        "Ермека Кожербаева",
        "Ермика Кошербаева",
    ],
)
def test_person_spelt_otherwise_is_suggested(search, words):
    text = f"Он встретился с {words} в Астане"
    (span,) = search(text, ERMEK)
    assert (text[span.start : span.end], span.level) == (words, "suggest")
    assert (span.entity, span.name) == ("1", "Ермек Кошербаев")
    assert str(span.reason).startswith("spelt otherwise: Ермек Кошербаев")


@pytest.mark.parametrize(
    "words",
    [
        "Ермека Кошарбаив",  # two letters
        "Ермики Кошарбаева",  # a letter in each name
        "Ермеком Кошарбаева",  # in two cases
        "Марат Кошарбаев",
        "Ермек Ошербаев",  # another first letter
        "Ермека Кошербаевой",  # a woman
    ],
)
def test_person_who_is_another_is_not_suggested(search, words):
    assert search(f"Он встретился с {words} в Астане", ERMEK) == []


def test_short_family_name_is_not_suggested(search):
    assert search("Приехал Иван Карп.", person(3, "Иван Корп")) == []


def test_another_given_name_that_people_bear_is_another_person(search):
    spans = search("Приехала Марина Иванова.", person(3, "Мария Иванова"))
    assert [span.reason.code for span in spans if span.reason.code == "near"] == []


def test_name_that_is_somebodys_is_not_spelt_otherwise(search):
    (span,) = search("Приехал Ермек Кошарбаев.", ERMEK, person(2, "Ермек Кошарбаев"))
    assert (span.level, span.entity, span.others) == ("link", "2", ())


def test_several_who_are_spelt_nearly_so_are_offered(search):
    (span,) = search("Приехал Ермек Кошырбаев.", ERMEK, person(2, "Ермек Кошарбаев"))
    assert (span.level, span.entity, set(span.others)) == ("suggest", None, {"1", "2"})


@pytest.mark.parametrize(
    ("language", "words"), [("kk", "Ермек Көшербаевтың"), ("sah", "Ермек Кошарбаевка")]
)
def test_person_spelt_otherwise_is_suggested_in_languages_of_endings(search, language, words):
    text = f"Бу туһунан {words} айтты."
    spans = search(text, ERMEK, language=language)
    assert [(text[span.start : span.end], span.reason.code) for span in spans] == [(words, "near")]
