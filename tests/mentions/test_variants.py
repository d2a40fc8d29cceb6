import pytest

from articles.mentions.bodies import all_other_names, other_names
from articles.mentions.variants import variants


@pytest.mark.parametrize(
    ("name", "other", "rule"),
    [
        ("Министерство обороны Российской Федерации", "минобороны рф", "rule"),
        ("Министерство обороны Российской Федерации", "минобороны", "bare"),
        ("Парламент Японии", "японский парламент", "rule"),
        ("Палата общин Великобритании", "палата общин", "bare"),
        ("Национальный банк Казахстана", "нацбанк казахстана", "rule"),
        ("Европейский суд по правам человека", "ЕСПЧ", "acronym"),
        ("Михайловский горно-обогатительный комбинат", "михайловский гок", "rule"),
        ("Институт языка имени А. С. Пушкина", "институт пушкина", "bare"),
        ("Газета «Саха сирэ»", "Саха сирэ", "rule"),
    ],
)
def test_variants_are_told_by_rule(name, other, rule):
    assert variants(name)[other] == rule


def test_variants_of_a_country_alone_are_not_its_bodies():
    assert "парламент" not in variants("Парламент Японии")


def test_other_names_are_found_whatever_the_case_of_letters():
    assert "Рособрнадзор" in other_names(
        "федеральная служба по надзору в сфере образования и науки"
    )
    assert len(all_other_names()) > 120


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Московский городской суд", {"мосгорсуд"}),
        ("Московская городская", set()),
        ("Московский городок", {"мосгородок"}),
    ],
)
def test_names_of_a_city_run_together(name, others):
    assert {other for other in variants(name) if other.startswith("мос")} - {name.lower()} == others
