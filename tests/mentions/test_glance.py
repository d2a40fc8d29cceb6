"""The glance lets pass all that the search finds."""

import pytest

from articles.mentions.glance import Glance, fold
from articles.mentions.source import rows_of
from tests.mentions.conftest import organization, person


def glance(entity):
    return Glance([(row.key, row.text) for row in rows_of(entity)])


@pytest.mark.parametrize(
    ("entity", "text"),
    [
        (person(1, "Ермек Кошербаев"), "Встреча с Кошербаевым прошла."),
        (person(1, "Ермек Кошербаев"), "ЕРМЕК КОШЕРБАЕВ"),
        (person(1, "Павел Лев"), "о Павле Льве"),
        (person(1, "Пётр Орёл"), "у Петра Орла"),
        (person(1, "Дэйв Гаррисонн"), "Дейву Гарисону"),
        (person(1, "Анна Ким"), "Анна К\u00adим"),
        (organization(2, "МВД"), "сотрудники МВД"),
        (organization(2, "Минобороны"), "в Mинобороны"),  # the first letter is Latin
        (organization(2, "День республики"), "о Дне республики"),
        (person(1, "Ермек Кошербаев"), "В гостях Кошeрбаев"),  # one letter is Latin
        (person(1, "Николай Николаев"), "Hиколаев приехал"),  # the first letter is Latin
        (organization(2, "Hilton"), "В отеле Hilton"),
        (organization(2, "Правительство Якутии"), "якутским правительством"),
        (organization(2, "Северо-Восточный университет"), "Северо‑Восточном университете"),
        (organization(2, "Институт имени Аммосова"), "институтом им. М. К. Аммосова"),
    ],
)
def test_glance_lets_pass_the_forms_of_a_name(entity, text, linked):
    assert glance(entity).passes("Заголовок", text)


@pytest.mark.parametrize(
    ("entity", "text"),
    [
        (person(1, "Ермек Кошербаев"), "Ермек пришёл."),
        (organization(2, "Министерство финансов"), "Министерство культуры сообщило."),
        (organization(2, "Министерство охраны природы Якутии"), "В Якутии потеплело."),
    ],
)
def test_glance_spares_what_names_something_else(entity, text):
    assert not glance(entity).passes("Заголовок", text)


def test_glance_without_a_name_passes_nothing():
    assert not Glance([]).passes("Любой текст")


def test_letters_written_in_two_ways_are_one():
    assert fold("Ёл\u00adка Элла") == fold("елка ЕЛА")
