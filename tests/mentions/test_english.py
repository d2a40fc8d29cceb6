"""Names in English text."""

import pytest

from articles.mentions import english
from tests.mentions.conftest import event, organization, person

ERMEK = person(1, "Ермек Кошербаев", "Ermek Kosherbaev")
TUMEN = organization(2, "Ил Тумэн", "Il Tumen")
MINISTRY = organization(3, "Министерство иностранных дел", "Ministry of Foreign Affairs")
GAMES = event(4, "Дети Азии", "Children of Asia Games")
APPLE = organization(5, "Apple")


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("kosherbaev's", "kosherbaev"),
        ("kosherbaevs", "kosherbaev"),
        ("tumen's", "tumen"),
        ("affairs'", "affairs'"),
        ("jones's", "jones"),
        ("joneses", "jones"),
        ("un's", "un"),
    ],
)
def test_name_takes_endings(form, name):
    endings = english.endings()
    assert endings.cases(form, name)
    assert name in endings.stems(form)


@pytest.mark.parametrize("form", ["kosherbaeva", "kosherbaevsky", "kosherbae", "kosherbaev'x"])
def test_what_only_begins_so_is_not_that_name(form):
    assert not english.endings().cases(form, "kosherbaev")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Yesterday Ermek Kosherbaev came.", [("Ermek Kosherbaev", "1")]),
        ("It was Ermek Kosherbaev's visit.", [("Ermek Kosherbaev's", "1")]),
        ("It was Ermek Kosherbaev’s visit.", [("Ermek Kosherbaev’s", "1")]),
        ("It was E. Kosherbaev's visit.", [("E. Kosherbaev's", "1")]),
        (
            "Ermek Kosherbaev came. Later Kosherbaev's car left.",
            [("Ermek Kosherbaev", "1"), ("Kosherbaev's", "1")],
        ),
        ("The vote in Il Tumen's hall.", [("Il Tumen's", "2")]),
        ("The Ministry of Foreign Affairs said so.", [("Ministry of Foreign Affairs", "3")]),
        ("the Ministry of Foreign Affairs' note", [("Ministry of Foreign Affairs", "3")]),
        ("at the Children of Asia Games in Yakutsk", [("Children of Asia Games", "4")]),
        ("He works at Apple.", [("Apple", "5")]),
        ("Ermek Kosherbaeva came.", []),
    ],
)
def test_name_is_linked(linked, text, found):
    assert linked(text, ERMEK, TUMEN, MINISTRY, GAMES, APPLE, language="en") == found


def test_name_that_is_a_word_of_the_text_too_is_only_suggested(search):
    (span,) = search("Apple pie needs an apple.", APPLE, language="en")
    assert (span.level, str(span.reason)) == ("suggest", "also an ordinary word in this text")
