"""Records that may be one are found by the keys of their names."""

from datetime import date

import pytest

from articles.lookalikes import (
    dismiss,
    find_lookalikes,
    forget_names,
    keep_names,
    key_of,
    names_of,
    open_lookalikes,
)
from articles.models import Lookalike, NameKey, Organization, Person
from tests.admin.pages import person_data, url
from tests.factories import make_event, make_organization, make_person

pytestmark = pytest.mark.django_db


def kept(make, **fields):
    record = make(**fields)
    keep_names(record)
    return record


def bare(name, **fields):
    """Return a person known by one name alone."""
    return {"name": name, "given_name": "", "family_name": ""} | fields


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Семён Попов", "СЕМЕН ПОПОВ"),
        ("Попов Семён", "Семён Попов"),
        ("Семён  Попов", "Семён, Попов"),
        ("Попов-Сергеев", "Попов Сергеев"),
    ],
)
def test_spelling_makes_no_difference(one, other):
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ООО «Сахатранс»", "Сахатранс"),
        ("АО Сахатранс", 'ПАО "Сахатранс"'),
        ("Общество с ограниченной ответственностью «Сахатранс»", "ООО Сахатранс"),
        ("ГБУ Республиканская больница № 2", "Республиканская больница №2"),
    ],
)
def test_legal_form_of_an_organization_makes_no_difference(one, other):
    assert key_of(one, "organization") == key_of(other, "organization")


def test_name_that_is_a_legal_form_alone_keeps_it():
    assert key_of("АО", "organization") == "ао"


@pytest.mark.parametrize("name", ["", "—", "«»", "x" * 900, "北京", "\u0301"])
def test_any_name_has_a_key_that_fits(name):
    keep_names(make_person(**bare("Имя", aliases=f"{name} {name}")))
    assert len(key_of(name)) <= 255


def test_same_name_is_proposed_to_both():
    one, other = kept(make_person, **bare("Семён Попов")), kept(make_person, **bare("Попов Семен"))
    assert open_lookalikes(one) == [other]
    assert open_lookalikes(other) == [one]


def test_alias_equal_to_a_name_is_proposed():
    one = kept(make_organization, name="Музей мерзлоты", aliases="ММ\nКриомузей")
    other = kept(make_organization, name="Криомузей")
    assert open_lookalikes(one) == [other]


def test_short_name_equal_to_a_name_is_proposed():
    one = kept(make_organization, name="Северо-Восточный университет", short_name="СВУ")
    assert open_lookalikes(kept(make_organization, name="«СВУ»")) == [one]


def test_name_with_patronymic_is_the_same_as_its_parts():
    parts = {"given_name": "Семён", "patronymic_name": "Ильич", "family_name": "Попов"}
    one = kept(make_person, name="Семён Попов", **parts)
    assert open_lookalikes(kept(make_person, **bare("Попов Семён Ильич"))) == [one]


@pytest.mark.parametrize(
    ("make", "first", "second"),
    [
        (make_person, {"patronymic_name": "Ильич"}, {"patronymic_name": "Петрович"}),
        (make_person, {"birth_date": date(1980, 1, 1)}, {"birth_date": date(1999, 1, 1)}),
        (make_organization, {"place": "Вилюйск"}, {"place": "Нюрба"}),
        (make_event, {"start_date": date(2025, 6, 21)}, {"start_date": date(2026, 6, 21)}),
        (make_person, {}, {"name": "Совсем Другой", "given_name": "", "family_name": ""}),
    ],
)
def test_records_that_cannot_be_one_are_not_proposed(make, first, second):
    kept(make, **{"name": "Одно Имя"} | first)
    kept(make, **{"name": "Одно Имя"} | second)
    assert not Lookalike.objects.exists()


def test_short_alias_of_a_person_says_nothing():
    kept(make_person, **bare("Айталина Петрова", aliases="Тая"))
    kept(make_person, **bare("Тая Николаева", aliases="Тая"))
    assert not Lookalike.objects.exists()


def test_kinds_are_not_confused():
    kept(make_person, **bare("Ысыах Туймаады"))
    assert find_lookalikes(kept(make_event, name="Ысыах Туймаады")) == []


def test_changed_name_takes_the_proposal_back():
    one, other = kept(make_person, **bare("Семён Попов")), kept(make_person, **bare("Семён Попов"))
    other.name = "Иван Попов"
    other.save()
    keep_names(other)
    assert open_lookalikes(one) == []
    assert NameKey.objects.filter(record=other.pk).count() == 1


def test_those_said_not_to_be_the_same_are_not_proposed_again(editor):
    one, other = kept(make_person, **bare("Семён Попов")), kept(make_person, **bare("Семён Попов"))
    dismiss(other, one, by=editor)
    keep_names(one)
    keep_names(other)
    assert open_lookalikes(one) == open_lookalikes(other) == []


def test_forgotten_names_are_proposed_to_nobody():
    one, other = kept(make_person, **bare("Семён Попов")), kept(make_person, **bare("Семён Попов"))
    forget_names([other])
    other.delete()
    assert open_lookalikes(one) == []
    assert not NameKey.objects.filter(record=other.pk).exists()


def test_name_that_everybody_has_says_nothing():
    for _ in range(30):
        kept(make_person, **bare("Иван Иванов"))
    assert Lookalike.objects.count() <= 21 * 20 / 2


def test_record_costs_the_same_however_many_there_are(django_assert_max_num_queries):
    for number in range(15):
        kept(make_person, **bare(f"Семён Попов {number}"))
    record = make_person(**bare("Семён Попов"))
    with django_assert_max_num_queries(14):
        keep_names(record)


def test_names_of_all_kinds_are_read_in_one_query(django_assert_num_queries):
    for make in (make_person, make_organization, make_event):
        for _ in range(2):
            kept(make, name="Одно Название")
    pairs = list(Lookalike.objects.all())
    assert len(pairs) == 3
    with django_assert_num_queries(1):
        assert set(names_of(pairs).values()) == {"Одно Название"}
    assert names_of([]) == {}


def test_names_of_records_from_the_forms_are_kept(editor_client):
    editor_client.post(url(Person, "add"), person_data(name="Суорун Омоллоон"))
    data = {"name": "Музей", "kind": "culture", "slug": "", "wikidata_id": ""}
    editor_client.post(url(Organization, "add"), data)
    assert {row.kind for row in NameKey.objects.all()} == {"person", "organization"}
