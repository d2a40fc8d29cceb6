import pytest

from articles.mentions.people import family_forms, given_forms, parse


@pytest.mark.parametrize(
    ("word", "gender", "instrumental"),
    [
        ("иванов", "m", "ивановым"),
        ("иванова", "f", "ивановой"),
        ("ушницкий", "m", "ушницким"),
        ("ушницкая", "f", "ушницкой"),
        ("гоголь", "m", "гоголем"),
        ("черных", "m", "черных"),
        ("шевченко", "f", "шевченко"),
        ("трамп", "m", "трампом"),
        ("трамп", "f", "трамп"),
        ("токарев-шубин", "m", "токаревым-шубиным"),
        ("гарсия", "m", "гарсией"),
    ],
)
def test_family_name_declines_by_gender(word, gender, instrumental):
    assert "i" in family_forms(word, gender)[instrumental]


def test_family_name_of_a_man_has_no_form_of_a_woman():
    assert "ивановой" not in family_forms("иванов", "m")
    assert "трампа" not in family_forms("трамп", "f")


@pytest.mark.parametrize(
    ("word", "gender", "genitive"),
    [
        ("ермек", "m", "ермека"),
        ("лев", "m", "льва"),
        ("павел", "m", "павла"),
        ("илья", "m", "ильи"),
        ("юрий", "m", "юрия"),
        ("мария", "f", "марии"),
        ("любовь", "f", "любови"),
        ("айгуль", "f", "айгули"),
        ("туйаара", "f", "туйаары"),
    ],
)
def test_given_name_declines(word, gender, genitive):
    assert "g" in given_forms(word, gender).get(genitive, "")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Айсен Сергеевич Николаев", ("айсен", "николаев", "m")),
        ("Николаева Анна Петровна", ("анна", "николаева", "f")),
        ("Иоганн Вольфганг фон Гёте", ("иоганн", "гете", "m")),
        ("Пеле", ("", "пеле", "")),
        ("Император Нарухито", ("", "нарухито", "")),
    ],
)
def test_parse_tells_given_from_family_name(name, parts):
    parsed = parse(name)
    assert (parsed.given, parsed.family, parsed.gender) == parts
