"""Whom a text names without a link though readers must be told something of them."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from articles.gate import warnings
from articles.models import Rejection
from articles.publishing import publish
from tests.factories import (
    known,
    make_notice,
    make_notice_kind,
    make_organization,
    make_person,
    make_post,
)

pytestmark = pytest.mark.django_db
SEVEN = datetime(2026, 11, 23, 7, tzinfo=timezone.get_default_timezone())
TODAY, DAY = date(2026, 11, 23), timedelta(days=1)
TEXT = "<p>Об этом сообщил <b>Ермек</b> Кошербаев в Якутске. Мост строит «Стальмост».</p>"


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(SEVEN, tick=False), translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _on(settings):
    settings.NOTICES = True


@pytest.fixture
def person():
    names = {"given_name": "Ермек", "family_name": "Кошербаев"}
    return known(make_person(name="Ермек Кошербаев", **names))


@pytest.fixture
def kind():
    return make_notice_kind(name="Ownership")


def test_person_named_without_a_link_is_told(person, kind):
    make_notice(person, kind=kind)
    (warning,) = warnings(make_post(body=TEXT))
    assert warning == (
        "Persons: “Ермек Кошербаев” is Ермек Кошербаев, of whom readers must see the notice "
        "“Ownership”: choose Ермек Кошербаев among the named, or they will not."
    )


def test_words_are_quoted_as_they_stand(person, kind):
    make_notice(person, kind=kind)
    (warning,) = warnings(make_post(lead="Встреча с Ермеком Кошербаевым."))
    assert warning.startswith("Persons: “Ермеком Кошербаевым” is Ермек Кошербаев,")


def test_organization_named_without_a_link_is_told(kind):
    make_notice(known(make_organization(name="Стальмост")), kind=kind)
    (warning,) = warnings(make_post(body=TEXT))
    assert warning.startswith("Organizations: “Стальмост” is Стальмост, of")


def test_two_of_one_name_may_both_be_meant(person, kind):
    other = known(make_person(name="Ермек Кошербаев"))
    make_notice(other, kind=kind)
    (warning,) = warnings(make_post(body=TEXT))
    assert "“Ермек Кошербаев” may be Ермек Кошербаев, of whom" in warning
    assert "if so" in warning


def test_family_name_alone_may_be_his(person, kind):
    make_notice(person, kind=kind)
    (warning,) = warnings(make_post(headline="Кошербаев приехал в Якутск"))
    assert "“Кошербаев” may be Ермек Кошербаев" in warning


@pytest.mark.parametrize("place", ["persons", "bylines"])
def test_linked_person_passes(person, kind, place):
    make_notice(person, kind=kind)
    assert not warnings(make_post(body=TEXT, **{place: [person]}))


def test_person_marked_in_the_body_passes(person, kind):
    make_notice(person, kind=kind)
    marked = f'<p><span data-person="{person.pk}">Ермек Кошербаев</span> приехал.</p>'
    assert not warnings(make_post(body=marked))


def test_person_the_post_does_not_name_after_all_passes(person, kind, editor):
    make_notice(person, kind=kind)
    post = make_post(body=TEXT)
    Rejection.objects.create(post=post, kind="person", record=person.pk, by=editor)
    assert not warnings(post)


def test_person_without_a_notice_passes(person, kind):
    make_notice(make_person(), kind=kind)
    assert not warnings(make_post(body=TEXT))


def test_notice_counts_on_the_day_the_post_opens(person, kind):
    make_notice(person, kind=kind, valid_from=TODAY + DAY, valid_until=TODAY + DAY)
    post = make_post(body=TEXT)
    told = [bool(warnings(post, SEVEN + days * DAY)) for days in range(3)]
    assert told == [False, True, False]
    assert not warnings(post, SEVEN - DAY)


def test_kind_not_in_use_passes(person):
    make_notice(person, kind=make_notice_kind(is_active=False))
    assert not warnings(make_post(body=TEXT))


def test_post_goes_out_all_the_same(person, kind, editor):
    make_notice(person, kind=kind)
    assert publish(make_post(body=TEXT), by=editor)


def test_switched_off_nothing_is_looked_for(person, kind, settings, django_assert_num_queries):
    make_notice(person, kind=kind)
    post = make_post(body=TEXT)
    settings.NOTICES = False
    with django_assert_num_queries(3):
        assert not warnings(post)


@pytest.mark.parametrize("count", [1, 10])
def test_gate_asks_the_same_number_of_queries_however_many_are_watched(
    kind, django_assert_num_queries, count
):
    names = ["Кошербаев", "Петров", "Сидоров", "Николаев", "Павлов", "Егоров", "Фёдоров"]
    names = [*names, "Осипов", "Тимофеев", "Слепцов"][:count]
    for name in names:
        make_notice(known(make_person(name=f"Ермек {name}")), kind=kind)
    text = "".join(f"<p>Приехал Ермек {name}.</p>" for name in names)
    post = make_post(body=text)
    # Persons and related posts as ever, the search (twice), its notices, what is linked.
    with django_assert_num_queries(6):
        assert len(warnings(post)) == count
