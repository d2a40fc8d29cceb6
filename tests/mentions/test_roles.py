"""A position in a text suggests who held it on the day of the post."""

from datetime import date

import pytest
from django.utils import translation

from articles.lookalikes import keep_names
from articles.mentions import find
from articles.mentions.registry import Registry
from articles.mentions.roles import genitive, titles
from articles.merging import merge, undo_merge
from articles.models import Position
from tests.factories import make_organization, make_person

pytestmark = pytest.mark.django_db


def person_of(pk_name: str, title: str, body: str = "", **days):
    given, family = pk_name.split()
    person = make_person(name=pk_name, given_name=given, family_name=family)
    organization = make_organization(name=body) if body else None
    Position.objects.create(person=person, title=title, organization=organization, **days)
    keep_names(person)
    return person


def suggested(text: str, day: date | None = None) -> list[tuple]:
    """Return (words, ids) of each role in a text, and see that none is linked."""
    spans = [s for s in find(text, source=Registry(day)) if s.reason.code == "role"]
    assert {span.level for span in spans} <= {"suggest"}
    return [
        (text[s.start : s.end], [pk for _, pk in ([s.entity] if s.entity else s.others)])
        for s in spans
    ]


@pytest.mark.parametrize(
    ("title", "body", "words"),
    [
        ("глава", "Республика Саха (Якутия)", "главы республики"),
        ("Глава Республики Саха (Якутия)", "", "главой Якутии"),
        ("глава", "Республика Саха (Якутия)", "главе Республики Саха (Якутия)"),
        ("Чрезвычайный и полномочный посол", "Посольство Казахстана", "послом Казахстана"),
        ("посол Республики Казахстан в России", "", "посла Казахстана"),
        ("министр", "Министерство здравоохранения Республики Саха (Якутия)", ""),
        ("министр здравоохранения Якутии", "", ""),
        ("министр здравоохранения", "Правительство Республики Саха (Якутия)", ""),
        ("ректор", "Северо-Восточный федеральный университет", ""),
    ],
)
def test_role_suggests_who_holds_it(title, body, words):
    minister = "министра здравоохранения Якутии"
    words = words or (
        minister if "министр" in title else "ректору Северо-Восточного федерального университета"
    )
    person = person_of("Айсен Сонин", title, body)
    assert suggested(f"Вчера слова {words} обсудили.") == [(words, [person.pk])]


def test_role_is_told_with_its_title_and_case():
    person_of("Айсен Сонин", "глава", "Республика Саха (Якутия)")
    (span,) = find("Слова главы Якутии обсудили.", source=Registry())
    assert (span.name, span.type) == ("Айсен Сонин", "PERSON")
    with translation.override("en"):
        assert str(span.reason) == "position on that day: глава Якутии, genitive"


def test_role_is_that_of_the_day():
    before = person_of("Айсен Сонин", "глава Якутии", valid_until=date(2018, 5, 27))
    after = person_of("Айтал Бонин", "глава Якутии", valid_from=date(2018, 5, 28))
    text = "Приехал глава Якутии."
    assert suggested(text, date(2018, 5, 27)) == [("глава Якутии", [before.pk])]
    assert suggested(text, date(2018, 5, 28)) == [("глава Якутии", [after.pk])]
    assert suggested(text) == [("глава Якутии", [after.pk])]


def test_several_holders_are_offered():
    one, other = (person_of(name, "вице-спикер Ил Тумэна") for name in ("Айсен Сонин", "Айтал Бон"))
    ((_, offered),) = suggested("Выступил вице-спикер Ил Тумэна.")
    assert set(offered) == {one.pk, other.pk}


@pytest.mark.parametrize(
    "text",
    [
        "Глава Якутии Айсен Сонин приехал.",
        "Глава Якутии А. Сонин приехал.",
        "Глава Якутии Новый Человек приехал.",
        "Новый Человек, глава Якутии, приехал.",
        "Айсен Сонин приехал. Потом глава Якутии уехал.",
        "Заместитель главы Якутии приехал.",
        "Пресс-секретарь главы Якутии приехал.",
        "Врио главы Якутии приехал.",
        "Глава Казахстана приехал.",
        "Глава семьи приехал. Якутии нет.",
    ],
)
def test_role_of_somebody_named_or_else_suggests_nobody(text):
    person_of("Айсен Сонин", "глава", "Республика Саха (Якутия)")
    assert suggested(text) == []


def test_role_of_one_word_stands_only_where_nothing_says_of_what():
    person = person_of("Ермек Бонин", "посол Казахстана")
    assert suggested("Вчера посол рассказал о визите.") == [("посол", [person.pk])]
    assert suggested("Вчера посол республики Конго рассказал.") == []
    assert suggested("Вчера посол США рассказал.") == []
    person_of("Айтал Сонин", "посол Франции")
    assert suggested("Вчера посол рассказал о визите.") == []


def test_role_is_found_beside_the_body_that_is_linked():
    person = person_of("Айсен Сонин", "директор", "Музей мерзлоты")
    museum = person.positions.get().organization
    keep_names(museum)
    text = "Выступил директор Музея мерзлоты."
    assert suggested(text) == [("директор Музея мерзлоты", [person.pk])]
    linked = [span.entity for span in find(text, source=Registry()) if span.level == "link"]
    assert linked == [("organization", museum.pk)]


def test_roles_follow_a_renamed_body_and_its_merge(editor):
    person = person_of("Айсен Сонин", "директор", "Музей мерзлоты")
    museum = person.positions.get().organization
    museum.name = "Дом льда"
    museum.save()
    keep_names(museum)
    assert suggested("Выступил директор Музея мерзлоты.") == []
    assert suggested("Выступил директор Дома льда.") == [("директор Дома льда", [person.pk])]
    merged = merge(museum, into=make_organization(name="Театр Олонхо"), by=editor)
    assert suggested("Выступил директор Театра Олонхо.")[0][1] == [person.pk]
    undo_merge(merged, by=editor)
    assert suggested("Выступил директор Театра Олонхо.") == []


def test_roles_follow_a_merge_of_persons(editor):
    one, other = person_of("Айсен Сонин", "глава Якутии"), person_of("Айсен Бонин", "ректор СВФУ")
    merge(one, into=other, by=editor)
    assert suggested("Приехал глава Якутии.") == [("глава Якутии", [other.pk])]


def test_roles_are_kept_by_the_form_of_the_admin(chief_client):
    data = {
        "name": "Айсен Сонин",
        "slug": "sonin",
        "positions-TOTAL_FORMS": 1,
        "positions-INITIAL_FORMS": 0,
        "positions-0-title": "глава Якутии",
    }
    answer = chief_client.post("/admin/articles/person/add/", data)
    assert answer.status_code == 302, answer.context["errors"]
    assert len(suggested("Приехал глава Якутии.")) == 1


@pytest.mark.parametrize("title", ["", " ", "—", "«»", "в", "и.о.", "глава " * 40, "Ы" * 255])
def test_any_title_makes_keys_without_an_error(title):
    person_of("Айсен Сонин", title, "«»")
    person_of("Айтал Бонин", title, "Республика " * 20)
    assert titles(title, ["", "«»", "Я" * 255, "в в в"]) is not None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Республика Саха (Якутия)", "Республики Саха (Якутия)"),
        ("Якутская городская дума", "Якутской городской думы"),
        ("СВФУ", "СВФУ"),
        ("Музей «Мост»", "Музея «Мост»"),
        ("", ""),
    ],
)
def test_genitive(name, expected):
    assert genitive(name) == expected


def test_many_who_held_it_once_do_not_hide_who_does():
    for _ in range(20):
        person_of("Айсен Сонин", "депутат Ил Тумэна", valid_until=date(2015, 1, 1))
    holder = person_of("Иван Слепцов", "депутат Ил Тумэна", valid_from=date(2020, 1, 1))
    text = "Вчера депутат Ил Тумэна приехал."
    assert suggested(text, date(2024, 6, 1)) == [("депутат Ил Тумэна", [holder.pk])]
    # Of so many a part is no answer.
    assert suggested(text, date(2014, 6, 1)) == []
