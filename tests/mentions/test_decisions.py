"""What editors decided of words weighs in what these words link."""

import pytest

from articles.lookalikes import keep_names
from articles.mentions import find
from articles.mentions.registry import Registry, confirm, confirm_all, refuse
from articles.merging import merge
from articles.models import MentionKey, SeenName
from tests.factories import make_organization
from tests.mentions.conftest import organization, person


def levels(text: str) -> list[tuple]:
    """Return (level, entity) of what the database knows of a text."""
    return [(span.level, span.entity) for span in find(text, source=Registry())]


@pytest.mark.parametrize(
    ("refused", "level"), [(0, "link"), (2, "link"), (3, "suggest"), (40, "suggest")]
)
def test_words_link_by_what_was_seen_if_most_decisions_were_for_it(search, refused, level):
    theatre = organization(1, "Театр юного зрителя", seen=[["Большой дом", 3]])
    theatre["refused"] = [["Большого дома", refused]] if refused else []
    (span,) = search("Вчера Большой дом открылся.", theatre)
    assert (span.level, span.entity) == (level, "1")


def test_refusals_of_another_weigh_too(search):
    one = organization(1, "Театр юного зрителя", seen=[["Большой дом", 3]])
    other = organization(2, "Музей мерзлоты") | {"refused": [["Большой дом", 3]]}
    (span,) = search("Вчера Большой дом открылся.", one, other)
    assert (span.level, span.entity) == ("suggest", "1")


@pytest.mark.parametrize(("confirmed", "level"), [(0, "suggest"), (1, "suggest"), (2, "link")])
def test_name_refused_more_often_than_confirmed_is_only_suggested(search, confirmed, level):
    ermek = person(1, "Ермек Кошербаев", seen=[["Ермек Кошербаев", confirmed]])
    (span,) = search("Приехал Ермек Кошербаев.", ermek | {"refused": [["Ермеком Кошербаевым", 2]]})
    assert span.level == level
    if level == "suggest":
        assert str(span.reason).startswith("editors said of these words")


def test_words_that_were_only_refused_name_nothing(search):
    theatre = organization(1, "Театр юного зрителя") | {"refused": [["Большой дом", 3]]}
    assert search("Вчера Большой дом открылся.", theatre) == []


@pytest.mark.django_db
def test_confirmed_words_link_at_once_in_any_form():
    museum = make_organization(name="Музей мерзлоты")
    keep_names(museum)
    assert levels("Вчера Ледяной Дом открылся.") == []
    confirm("organization", museum.pk, "Ледяной  Дом", "ru")
    confirm("organization", museum.pk, "Ледяной Дом", "ru")
    assert levels("Открытие Ледяного Дома.") == [("link", ("organization", museum.pk))]
    seen = SeenName.objects.get()
    assert (seen.text, seen.language, seen.confirmed, seen.rejected) == ("Ледяной Дом", "ru", 2, 0)


@pytest.mark.django_db
def test_refused_name_is_suggested_until_it_is_confirmed_as_often():
    museum = make_organization(name="Музей мерзлоты")
    keep_names(museum)
    here = ("organization", museum.pk)
    refuse(*here, "Музеем мерзлоты", "ru")
    assert levels("Открылся Музей мерзлоты.") == [("suggest", here)]
    confirm(*here, "Музей мерзлоты", "ru")
    assert levels("Открылся Музей мерзлоты.") == [("link", here)]


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["", " ", "—", "\0", "\ud800", "!" * 999])
def test_no_words_are_counted_of_what_has_none(words):
    museum = make_organization()
    confirm("organization", museum.pk, words, "ru")
    assert not SeenName.objects.exists()


@pytest.mark.django_db
def test_any_words_are_counted_without_an_error():
    museum = make_organization()
    for words in ("Дом" * 900, "До\0м", "Дом\ud800\u00ad", "дом " * 900):
        refuse("organization", museum.pk, words, "ru")
    texts = set(SeenName.objects.values_list("text", flat=True))
    assert texts == {("Дом" * 900)[:255], "Дом", ("дом " * 900)[:255].strip()}


@pytest.mark.django_db
def test_words_of_no_record_are_not_counted():
    confirm("organization", 999, "Дом", "ru")
    assert not SeenName.objects.exists()


@pytest.mark.django_db
def test_words_of_a_merged_record_name_the_other(editor):
    museum, house = make_organization(name="Музей мерзлоты"), make_organization(name="Дом льда")
    merge(house, into=museum, by=editor)
    confirm("organization", house.pk, "Ледяной Дом", "ru")
    assert levels("Открытие Ледяного Дома.") == [("link", ("organization", museum.pk))]
    assert not MentionKey.objects.filter(record=house.pk).exists()


@pytest.mark.django_db
def test_words_of_many_are_counted_in_as_many_queries(django_assert_num_queries):
    bodies = [make_organization(name=f"Музей номер {number}") for number in range(20)]
    few, many = bodies[:1], bodies[1:]
    for some in (few, many):
        named = [("organization", body.pk, f"Музее {body.pk}") for body in some]
        with django_assert_num_queries(11):
            confirm_all(named, "ru")
    assert SeenName.objects.filter(confirmed=1).count() == 20


@pytest.mark.parametrize("text", ["Компания «Луч» подняла цены.", "Компания растёт."])
def test_noun_linked_once_by_hand_is_no_name_where_a_sentence_opens(search, text):
    body = organization(1, "Алмазный завод", seen=[["Компания", 1]])
    assert [span.level for span in search(text, body)] == ["suggest"]


def test_noun_linked_once_by_hand_is_a_name_where_it_has_a_capital(search):
    body = organization(1, "Алмазный завод", seen=[["Компания", 1]])
    assert [span.level for span in search("За это платит Компания.", body)] == ["link"]


def test_family_name_linked_once_is_still_that_of_others(search):
    people = [person(2, "Михаил Слепцов"), person(3, "Иван Слепцов")]
    aysen = person(1, "Айсен Слепцов", seen=[["Слепцов", 5]])
    (span,) = search("Об этом рассказал Слепцов вчера.", aysen, *people)
    assert (span.level, span.entity, span.others) == ("suggest", None, ("1", "2", "3"))


def test_family_name_of_one_alone_links_once_it_was_linked(search):
    (span,) = search(
        "Об этом рассказал Слепцов вчера.", person(1, "Айсен Слепцов", seen=[["Слепцов", 1]])
    )
    assert (span.level, span.entity) == ("link", "1")
