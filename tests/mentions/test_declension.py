import pytest

from articles.mentions.declension import adjective, noun
from articles.mentions.gender import gender_of


@pytest.mark.parametrize(
    ("word", "form", "case"),
    [
        ("форум", "форумом", "i"),
        ("министерство", "министерстве", "p"),
        ("дума", "думой", "i"),
        ("академия", "академию", "a"),
        ("собрание", "собрания", "g"),
        ("день", "дня", "g"),
        ("игры", "играм", "d"),
    ],
)
def test_noun_has_its_forms(word, form, case):
    assert case in noun(word)[form]


@pytest.mark.parametrize(
    ("word", "form", "case"),
    [
        ("международный", "международного", "g"),
        ("единая", "единую", "a"),
        ("высшее", "высшему", "d"),
        ("железные", "железными", "i"),
    ],
)
def test_adjective_has_its_forms(word, form, case):
    assert case in adjective(word)[form]


@pytest.mark.parametrize("word", ["собрание", "развитие", "санаторий", "форум", "дума"])
def test_noun_is_not_an_adjective(word):
    assert adjective(word) == {}


@pytest.mark.parametrize(
    ("given", "patronymic", "family", "gender"),
    [
        ("иван", "", "иванов", "m"),
        ("никита", "", "иванов", "m"),
        ("анна", "", "иванова", "f"),
        ("саша", "петровна", "ким", "f"),
        ("мехрибан", "ариф кызы", "алиева", "f"),
        ("илья", "ильич", "дорош", "m"),
        ("дональд", "", "трамп", "m"),
        ("иванка", "", "трамп", "f"),
        ("джо", "", "ли", ""),
    ],
)
def test_gender_is_told_by_the_endings(given, patronymic, family, gender):
    assert gender_of(given, patronymic, family) == gender
