import pytest

from tests.mentions.conftest import event, organization, person

FORUM = event(1, "Петербургский международный экономический форум", "ПМЭФ")
MID = organization(2, "Министерство иностранных дел Российской Федерации")
MINFIN = organization(3, "Министерство финансов Российской Федерации")
UNIVERSITY = organization(4, "Литературный институт имени А. М. Горького")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("гости Петербургского международного экономического форума", FORUM),
        ("гости ПМЭФ", FORUM),
        ("заявили в Минфине", MINFIN),
        ("заявили в министерстве финансов России", MINFIN),
        ("российское министерство финансов решило", MINFIN),
        ("глава МИД РФ", MID),
        ("студенты Литературного института им. М. Горького", UNIVERSITY),
        ("студенты Литературного института", UNIVERSITY),
    ],
)
def test_body_is_found_under_its_other_names(linked, text, found):
    assert [entity for _, entity in linked(text, found)] == [str(found["id"])]


@pytest.mark.parametrize(
    "text",
    ["в министерстве финансов Украины", "украинское министерство финансов", "Минфин Казахстана"],
)
def test_body_of_another_country_is_not_meant(linked, text):
    assert linked(text, MINFIN) == []


def test_body_inside_the_name_of_another_is_kept(linked):
    text = "Об этом заявила Пресс-служба Российского союза МИДа."
    union = organization(9, "Пресс-служба Российского союза МИДа")
    mid = organization(2, "МИД")
    assert [entity for _, entity in linked(text, union, mid)] == ["9", "2"]


def test_body_whose_name_begins_another_is_not_found_in_it(linked):
    text = "Решение принял Верховный суд Якутии."
    court, other = organization(5, "Верховный суд Якутии"), organization(6, "Верховный суд")
    assert linked(text, court, other) == [("Верховный суд Якутии", "5")]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("театр «Вера» открылся", "link"),
        ("в Вере открылся театр", "link"),
        ("в Вере открылся театр, а вера осталась", "suggest"),
    ],
)
def test_ordinary_word_needs_quotes_or_a_capital_alone(search, text, level):
    assert [span.level for span in search(text, organization(7, "Вера"))] == [level]


def test_place_is_a_body_only_in_quotes(search):
    club = organization(8, "Барселона")
    levels = [span.level for span in search("В Барселоне выиграла «Барселона»", club)]
    assert levels == ["suggest", "link"]


def test_confirmed_name_links_and_says_so(search):
    body = organization(3, "Ил Дархан", seen=[["Белом доме", 3]])
    (span,) = search("Об этом сообщили в Белом доме.", body)
    assert (span.level, str(span.reason)) == ("link", "linked so by editors before")


def test_name_confirmed_for_two_alike_is_offered(search):
    one = organization(3, "Ил Дархан", seen=[["Белом доме", 3]])
    two = organization(4, "Президентская администрация", seen=[["Белый дом", 3]])
    (span,) = search("Об этом сообщили в Белом доме.", one, two)
    assert (span.level, set(span.others)) == ("suggest", {"3", "4"})


def test_army_with_a_number_is_another(linked):
    assert linked("войска 1-го Украинского фронта", organization(3, "Украинский фронт")) == []


def test_person_in_the_name_of_a_body_is_found_too(linked):
    text = "Собралась Партия Олега Ляшко."
    entities = organization(1, "Партия Олега Ляшко"), person(2, "Олег Ляшко")
    assert [entity for _, entity in linked(text, *entities)] == ["1", "2"]


def test_name_with_quotes_is_one_span_that_closes_them(linked):
    games = event(1, "Дети Азии", "Международные спортивные игры «Дети Азии»")
    text = "на VIII Международные спортивные игры «Дети Азии», которые пройдут летом"
    assert linked(text, games) == [("Международные спортивные игры «Дети Азии»", "1")]


def test_comma_in_a_name_parts_its_words_in_the_text_too(linked):
    body = organization(3, "Министерство инноваций, цифрового развития и технологий")
    text = "в Министерстве инноваций, цифрового развития и технологий решили"
    assert [entity for _, entity in linked(text, body)] == ["3"]
    assert linked("о Министерстве инноваций. Цифрового развития и технологий нет", body) == []


def test_republic_with_a_bracket_is_named(linked):
    body = organization(3, "Министерство спорта Республики Саха (Якутия)")
    text = "Минспорт РС(Я), Министерство спорта Республики Саха (Якутия), Минспорт Якутии"
    assert [words for words, _ in linked(text, body)] == [
        "Минспорт РС(Я)",
        "Министерство спорта Республики Саха (Якутия)",
        "Минспорт Якутии",
    ]


def test_body_is_found_among_many_whose_names_begin_alike(linked):
    others = [organization(n, f"Федеральная служба по надзору номер {n}") for n in range(40)]
    body = organization(99, "Федеральная служба по гидрометеорологии")
    text = "Об этом сообщили в Федеральной службе по гидрометеорологии."
    assert [entity for _, entity in linked(text, *others, body)] == ["99"]


@pytest.mark.parametrize(("alias", "found"), [("Мажилис", True), ("Минфин", False)])
def test_name_no_other_country_has_needs_no_country_beside_it(linked, alias, found):
    body = organization(4, "Некий орган Республики Казахстан", alias)
    assert bool(linked(f"Вчера {alias} принял решение.", body)) == found
