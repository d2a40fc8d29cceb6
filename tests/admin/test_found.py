"""What the panel makes of a text: known, perhaps, to choose from, gone, and nothing twice."""

from datetime import date

import pytest
from django.utils import translation

from articles.admin.posts.found import shown
from articles.linking import Words
from articles.lookalikes import keep_names
from articles.models import ENTITIES, Position
from tests.factories import make_event, make_organization, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.NER = False  # the rules alone, whatever is installed
    with translation.override("en"):
        yield


def known(record):
    """Return a record as every save of one leaves it: found in texts."""
    keep_names(record)
    return record


def person(name: str, **fields):
    given, *_, family = name.split()
    return known(make_person(name=name, given_name=given, family_name=family, **fields))


def key_of(record) -> tuple[str, int]:
    return record._meta.model_name, record.pk


def panel(body="", *, headline="", lead="", accepted=(), refused=(), kinds=ENTITIES):
    return shown(
        Words(headline, lead, body, "ru"),
        accepted=[key_of(record) for record in accepted],
        refused=[key_of(record) for record in refused],
        kinds=list(kinds),
    )


def names(rows) -> list[str]:
    return [row["name"] for row in rows]


def test_all_places_of_a_name_are_one_item():
    person("Ермек Кошербаев")
    found = panel(
        "<p>Посол встретился с Ермеком Кошербаевым. Говорили долго.</p><p>Кошербаев доволен.</p>",
        headline="Кошербаев приехал",
    )
    (row,) = found["known"]
    assert row["name"] == "Ермек Кошербаев"
    assert row["kind"] == "person"
    assert row["words"] == ["Кошербаев", "Ермеком Кошербаевым"]
    assert row["times"] == 3
    assert row["where"][1] == {
        "before": "Посол встретился с ",
        "words": "Ермеком Кошербаевым",
        "after": ".",
        "reason": "full name, instrumental",
    }
    assert found["suggested"] == found["choices"] == found["gone"] == []


def test_what_is_not_sure_is_a_suggestion():
    person("Ермек Кошербаев")
    found = panel("<p>Вчера Кошербаев вернулся.</p>")
    assert found["known"] == []
    assert names(found["suggested"]) == ["Ермек Кошербаев"]


def test_homonyms_are_told_apart():
    office = make_organization(name="Минсвязи")
    first, second = person("Иван Петров"), person("Иван Петров", birth_date=date(1980, 5, 1))
    Position.objects.create(person=first, title="министр", organization=office)
    (choice,) = panel("<p>Слово взял Иван Петров.</p>")["choices"]
    assert {row["id"]: row["about"] for row in choice["candidates"]} == {
        first.pk: "министр, Минсвязи",
        second.pk: "born 1980",
    }
    assert choice["words"] == ["Иван Петров"]
    assert choice["where"][0]["reason"]


def test_homonym_that_is_accepted_is_meant():
    first, second = person("Иван Петров"), person("Иван Петров")
    found = panel("<p>Слово взял Иван Петров.</p>", accepted=[second])
    assert found["choices"] == found["suggested"] == found["gone"] == []
    found = panel("<p>Слово взял Иван Петров.</p>", refused=[second])
    assert found["choices"] == []
    assert [row["id"] for row in found["suggested"]] == [first.pk]


def test_accepted_is_not_offered_and_gone_is_told():
    named, gone = person("Ермек Кошербаев"), known(make_organization(name="Музей мерзлоты"))
    body = "<p>Ермек Кошербаев приехал.</p>"
    found = panel(body, accepted=[named, gone])
    assert found["known"] == []
    assert names(found["gone"]) == ["Музей мерзлоты"]
    assert panel(accepted=[named, gone])["gone"] == []  # nothing is written yet


def test_refused_is_offered_no_more_unless_accepted():
    record = person("Ермек Кошербаев")
    body = "<p>Ермек Кошербаев приехал.</p>"
    found = panel(body, refused=[record])
    assert found["known"] == []
    assert names(found["refused"]) == ["Ермек Кошербаев"]
    found = panel(body, refused=[record], accepted=[record])
    assert found["refused"] == found["gone"] == []


def test_words_marked_by_hand_are_named():
    record, other = known(make_event(name="Ысыах Туймаады")), person("Ермек Кошербаев")
    body = (
        f'<p>На <span data-event="{record.pk}">празднике</span> был '
        f'<span data-person="{other.pk}">он</span>.</p>'
    )
    found = panel(body, accepted=[other])
    assert found["gone"] == []
    (row,) = found["known"]
    assert (row["name"], row["words"]) == ("Ысыах Туймаады", ["празднике"])
    assert row["where"][0]["before"] == "На "


def test_mark_tells_whom_words_mean_whatever_the_search_says():
    person("Иван Петров"), person("Иван Петров")
    third = person("Иван Иванович Петров")
    found = panel(f'<p>Слово взял <span data-person="{third.pk}">Иван Петров</span>.</p>')
    assert found["choices"] == found["new"] == []
    assert [row["id"] for row in found["known"]] == [third.pk]


def test_new_name_comes_with_its_kind_and_what_it_may_be():
    alike = person("Анна Сидорова")
    (row,) = panel("<p>Вчера посол говорил с Анной Седоровой.</p>")["new"]
    assert (row["kind"], row["name"]) == ("person", "Анна Седорова")
    assert row["words"] == ["Анной Седоровой"]
    assert row["where"][0]["before"] == "Вчера посол говорил с "
    assert [like["id"] for like in row["looks_like"]] == [alike.pk]


def test_whom_words_mean_by_decision_is_not_gone():
    record = known(make_organization(name="Музей мерзлоты"))
    words = Words("", "", "<p>Открыт подземный музей.</p>", "ru")
    found = shown(
        words, accepted=[key_of(record)], refused=[], meant=[key_of(record)], kinds=ENTITIES
    )
    assert found["gone"] == []


def test_merged_record_counts_as_the_one_that_stands():
    stands = person("Ермек Кошербаев")
    merged = make_person(merged_into=stands, is_published=False)
    found = panel("<p>Ермек Кошербаев приехал.</p>", accepted=[merged])
    assert found["known"] == found["gone"] == []
    by_hand = f'<p>Приехал <span data-person="{merged.pk}">он</span>.</p>'
    assert names(panel(by_hand)["known"]) == ["Ермек Кошербаев"]
    assert not any(panel(by_hand, accepted=[stands]).values())


def test_only_kinds_the_user_may_see():
    person("Ермек Кошербаев")
    known(make_organization(name="Музей мерзлоты"))
    body = "<p>Ермек Кошербаев открыл Музей мерзлоты.</p>"
    assert names(panel(body, kinds=["organization"])["known"]) == ["Музей мерзлоты"]
    assert panel(body, kinds=[])["known"] == []


def test_ids_of_nothing_are_nothing():
    found = shown(
        Words("", "", '<p><span data-person="99">Он</span></p>', "ru"),
        accepted=[("person", 98)],
        refused=[("event", 97)],
        kinds=list(ENTITIES),
    )
    assert not any(found.values())


def test_queries_do_not_grow_with_what_is_named(django_assert_num_queries):
    families = [f"{first}о{second}баев" for first in "БВГДЖЗ" for second in "клмнпрстшщ"]
    office = make_organization(name="Минсвязи")
    for family in families:
        record = person(f"Ермек {family}")
        Position.objects.create(person=record, title="министр", organization=office)
    for some in (families[:1], families):
        body = "".join(f"<p>Пришёл Ермек {family}.</p>" for family in some)
        with django_assert_num_queries(5):  # keys twice, keys of the new, persons, positions
            found = panel(f"{body}<p>Ушла Анна Седорова.</p>")
        assert len(found["known"]) == len(some)
        assert names(found["new"]) == ["Анна Седорова"]
