"""Other names of a record, some of them of one language."""

import pytest
from django.conf import settings

from articles import aliases
from articles.linking import Words, names_in
from articles.lookalikes import find_lookalikes, keep_names
from articles.mentions.languages import LANGUAGES
from articles.merging import merge
from articles.models import Organization, Person
from tests.admin.pages import person_data
from tests.factories import make_organization, make_person


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Ил Тумэн", ("", "Ил Тумэн")),
        ("sah: Ил Түмэн", ("sah", "Ил Түмэн")),
        ("  SAH :Ил  Түмэн ", ("sah", "Ил Түмэн")),
        ("kk:Үкімет", ("kk", "Үкімет")),
        ("en: Il Tumen: the parliament", ("en", "Il Tumen: the parliament")),
        ("ВИЧ: фонд", ("", "ВИЧ: фонд")),
        ("de: Parlament", ("", "de: Parlament")),
        ("sah:", ("", "sah:")),
        ("sahara: Ил Түмэн", ("", "sahara: Ил Түмэн")),
        ("", ("", "")),
    ],
)
def test_parse_tells_the_language_of_a_name(line, parts):
    assert aliases.parse(line) == parts


def test_names_are_told_once_and_without_languages():
    text = "Ил Түмэн\nsah: Ил Түмэн\n\n kk: Үкімет\nВИЧ: фонд"
    assert aliases.names(text) == ["Ил Түмэн", "Үкімет", "ВИЧ: фонд"]


def test_languages_are_those_of_the_site_and_the_search():
    assert set(aliases.LANGUAGES) == set(LANGUAGES) == {code for code, _ in settings.LANGUAGES}


def found(body, language):
    words = Words(headline="", lead="", body=f"<p>{body}</p>", language=language)
    return [(name.words, name.span.entity) for name in names_in(words)]


@pytest.mark.django_db
def test_name_of_a_language_counts_in_texts_of_that_language_alone():
    assembly = make_organization(
        name="Государственное собрание", aliases="sah: Ил Түмэн\nen: Il Tumen\nПарламент"
    )
    keep_names(assembly)
    this = ("organization", assembly.pk)
    text = "Туһунан Ил Түмэн, Il Tumen уонна Парламент."
    assert found(text, "sah") == [("Ил Түмэн", this), ("Парламент", this)]
    assert found(text, "en") == [("Il Tumen", this), ("Парламент", this)]
    assert found(text, "kk") == [("Парламент", this)]
    assert found("Бүгүн Ил Түмэҥҥэ мунньах.", "sah") == [("Ил Түмэҥҥэ", this)]


@pytest.mark.django_db
def test_name_of_two_languages_counts_in_both():
    record = make_organization(name="Комитет", aliases="kk: Орда\nen: Орда")
    keep_names(record)
    assert [len(found("Это Орда.", language)) for language in ("kk", "en", "ru")] == [1, 1, 0]


@pytest.mark.django_db
def test_person_is_found_by_a_name_in_latin_letters():
    person = make_person(
        name="Ермек Кошербаев",
        given_name="Ермек",
        family_name="Кошербаев",
        aliases="en: Ermek Kosherbaev",
    )
    keep_names(person)
    assert found("It was Ermek Kosherbaev's visit.", "en") == [
        ("Ermek Kosherbaev's", ("person", person.pk))
    ]


@pytest.mark.django_db
def test_form_tidies_the_names_and_their_languages(editor_client):
    data = person_data(aliases=" SAH:  Тая \n\nkk :Тая\n Николаева:Попова ")
    assert editor_client.post("/admin/articles/person/add/", data).status_code == 302
    assert Person.objects.get().aliases == "sah: Тая\nkk: Тая\nНиколаева:Попова"


@pytest.mark.django_db
def test_language_of_a_name_does_not_hide_a_lookalike():
    keep_names(make_organization(name="Государственное собрание", aliases="sah: Ил Түмэн"))
    assert find_lookalikes(Organization(name="Ил Түмэн"))


@pytest.mark.django_db
def test_readers_do_not_see_the_language(reader):
    assembly = make_organization(name="Собрание", aliases="sah: Ил Түмэн\nПарламент")
    page = reader.get(assembly.get_absolute_url()).content.decode()
    assert "Ил Түмэн, Парламент" in page
    assert "sah:" not in page
    shown = reader.get(f"/api/v1/organizations/{assembly.pk}/").json()
    assert shown["aliases"] == ["Ил Түмэн", "Парламент"]


@pytest.mark.django_db
def test_merging_takes_over_names_with_their_languages(editor):
    into = make_organization(name="Собрание", aliases="en: Il Tumen")
    duplicate = make_organization(name="Госсобрание", aliases="sah: Ил Түмэн\nen: Il Tumen")
    merge(into=into, duplicate=duplicate, by=editor)
    into.refresh_from_db()
    assert into.aliases == "en: Il Tumen\nГоссобрание\nsah: Ил Түмэн"
