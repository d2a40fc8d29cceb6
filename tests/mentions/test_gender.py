import pytest

from articles.mentions import given
from articles.mentions.gender import gender_of, gender_of_given


@pytest.mark.parametrize(
    ("names", "gender"),
    [
        ("Айсен Айаал Нюргун Ньургун Дьулустаан Эллэй Уйбаан Эрчим Харысхал Тыгын", "m"),
        ("Айталина Сардаана Кюннэй Күннэй Туйаара Саргылана Нарыйа Ньургуйаана Сайаана", "f"),
        ("Нурлан Нұрлан Ермек Ерлан Қасым-Жомарт Бауыржан Серік Қайрат Мустафа Зейнолла", "m"),
        ("Айгуль Айгүл Асель Әсел Гульнар Гүлнар Жанар Меруерт Ботагоз Қарлығаш Салтанат", "f"),
        ("Алексей Илья Никита Фёдор Пётр Семён Павел Лев", "m"),
        ("Любовь Ольга Нинель Мария Алёна Наталья", "f"),
        ("Кошербаев Якутск Саша", ""),
    ],
)
def test_gender_of_given_knows_the_names_of_the_region(names, gender):
    assert {gender_of_given(name) for name in names.split()} == {gender}


def test_given_names_belong_to_one_gender_and_are_as_texts_are_compared():
    assert not given.MEN & given.WOMEN
    assert all(name == name.lower() and "ё" not in name for name in given.MEN | given.WOMEN)
    assert len(given.SAKHA_MEN | given.SAKHA_WOMEN) >= 120
    assert len(given.KAZAKH_MEN | given.KAZAKH_WOMEN) >= 200


@pytest.mark.parametrize(
    ("given_name", "family", "gender"),
    [
        ("айгуль", "тлеубаева", "f"),
        ("жанар", "аскар", "f"),
        ("айтал", "бурцев", "m"),
        ("сардаана", "аммосов", "f"),
        ("абдулла", "ибрагим", "m"),
    ],
)
def test_gender_of_a_known_given_name_needs_no_family_name(given_name, family, gender):
    assert gender_of(given_name, "", family) == gender
