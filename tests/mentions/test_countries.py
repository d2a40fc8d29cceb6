import pytest

from articles.mentions.countries import agreeing, country_in, land_of


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("верховный суд российской федерации", 2),
        ("парламент японии", 1),
        ("сенат соединенных штатов америки", 1),
        ("верховный суд", 0),
        ("японии", 0),
    ],
)
def test_country_at_the_end_of_a_name_is_found(name, at):
    assert country_in(name.split())[0] == at


@pytest.mark.parametrize(
    ("name", "land"),
    [
        ("министерство обороны рф", "россии"),
        ("российская академия наук", "россии"),
        ("палата представителей сша", "сша"),
        ("правительство республики казахстан", "казахстана"),
        ("литературный институт", ""),
    ],
)
def test_land_of_a_name_is_one_whatever_it_is_called(name, land):
    assert land_of(name.split()) == land


@pytest.mark.parametrize(
    ("noun", "adjective"),
    [("парламент", "японский"), ("армия", "японская"), ("войны", "японские")],
)
def test_adjective_of_a_country_agrees(noun, adjective):
    assert agreeing("японский", noun) == adjective
