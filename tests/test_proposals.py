import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.linking import Words, names_in, proposals
from articles.lookalikes import keep_names
from tests.factories import make_organization, make_person

pytestmark = pytest.mark.django_db


def recorded(record):
    keep_names(record)
    return record


def person(given, family, patronymic=""):
    name = " ".join(filter(None, (given, patronymic, family)))
    return recorded(
        make_person(name=name, given_name=given, family_name=family, patronymic_name=patronymic)
    )


def organization(name):
    return recorded(make_organization(name=name))


def proposed(body, headline="", lead=""):
    return proposals(Words(headline, lead, f"<p>{body}</p>", "ru"))


def test_proposal_says_where_a_new_name_stands():
    (proposal,) = proposed(
        "Об этом сказал <strong>Нюргун</strong> Черноградский.",
        headline="Черноградский обещал мост",
        lead="Мост обещали Нюргуну Черноградскому.",
    )
    assert proposal.new.name == "Нюргун Черноградский"
    assert proposal.places == (
        ("headline", 0, 13),
        ("lead", 13, 35),
        ("body", 15, 35),
    )


def test_known_name_is_not_proposed():
    person("Нюргун", "Черноградский")
    assert proposed("Об этом сказал Нюргун Черноградский.") == []


def test_homonyms_are_not_proposed_as_new():
    person("Нюргун", "Черноградский")
    person("Нюргун", "Черноградский")
    assert proposed("Об этом сказал Нюргун Черноградский.") == []


@pytest.mark.parametrize(
    "words",
    [
        "Нюргюн Черноградский",
        "Нюргун Черногродский",
        "Нюргун Чернорадский",
        "Н. Черногрядский",
        "Айсен Черноградский",
    ],
)
def test_new_person_looks_like_one_of_almost_the_same_name(words):
    known = person("Нюргун", "Черноградский")
    (proposal,) = proposed(f"Об этом сказал {words}.")
    assert proposal.looks_like == (("person", known.pk, known.name),)


def test_family_name_that_is_suggested_is_not_new():
    person("Нюргун", "Черноградский")
    assert proposed("Об этом сказал министр Черноградский.") == []
    (proposal,) = proposed("Об этом сказал министр Слепцов.")
    assert proposal.new.name == "Слепцов"


def test_new_person_does_not_look_like_others():
    person("Анна", "Черноградская")
    person("Нюргун", "Слепцов")
    (proposal,) = proposed("Об этом сказал Нюргун Черноградский.")
    assert proposal.looks_like == ()


def test_given_name_and_patronymic_look_like_somebody_linked():
    known = person("Айталина", "Попова", "Ивановна")
    found = proposed("Выступила Айталина Ивановна Попова. Гости благодарили Айталину Ивановну.")
    (proposal,) = found
    assert proposal.new.name == "Айталина Ивановна"
    assert proposal.looks_like == (("person", known.pk, known.name),)


def test_new_organization_looks_like_one_with_a_longer_name():
    known = organization("Центр развития талантов «Сандал»")
    (proposal,) = proposed("Об этом знают в Центре развития талантов.")
    assert proposal.new.name == "Центр развития талантов"
    assert proposal.looks_like == (("organization", known.pk, known.name),)


def test_new_organization_does_not_look_like_that_of_another_land():
    organization("Министерство здравоохранения Республики Саха (Якутия)")
    (proposal,) = proposed("В Министерстве здравоохранения Тувы ответили, что мост не их дело.")
    assert proposal.new.name == "Министерство здравоохранения Тувы"
    assert proposal.looks_like == ()


def test_proposals_ask_once_of_however_many_names():
    person("Айсен", "Каратов")
    names = [f"Айсен {letter}аратов" for letter in "БВГДЖЗЛМНПРТФХЦЧШЩ"]
    words = Words("", "", f"<p>Пришли {', '.join(names)}.</p>", "ru")
    named = names_in(words)
    with CaptureQueriesContext(connection) as asked:
        found = proposals(words, named)
    assert [proposal.new.name for proposal in found] == names
    assert len(asked) == 1
    assert found[0].looks_like[0][2] == "Айсен Каратов"
