"""The keys in the database: read by their index, and true after whatever is done to a record."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.lookalikes import forget_names, keep_all_names, keep_names
from articles.mentions import find
from articles.mentions.registry import Registry, confirm, question
from articles.merging import merge, undo_merge
from articles.models import MentionKey, Organization, Person
from articles.versions import restore_version, versions
from tests.factories import make_event, make_organization, make_person

pytestmark = pytest.mark.django_db


def found(text: str) -> set[tuple]:
    """Return the records that a text names or may name."""
    spans = find(text, source=Registry())
    return {key for span in spans for key in (span.entity, *span.others) if key}


def fill(count: int) -> None:
    """Store keys, most of them alone and some shared by many, as those of a large registry."""
    MentionKey.objects.bulk_create(
        MentionKey(
            key=f"{'f:' * (number % 4 == 1)}{number % 50 if number % 2 else number}",
            kind="person",
            record=number,
            name="Имя",
            text="Имя",
            source="name",
            times=number // 50 % 5,
            version=1,
        )
        for number in range(count)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_mentionkey")


def test_lookup_reads_the_index_in_its_order():
    fill(20_000)
    keys = [f"{begin}{number}" for begin in ("", "f:") for number in range(75)]
    sql, values = question(keys, date(2026, 11, 24))
    analyze = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{analyze} {sql}", values)
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    assert "articles_mentionkey_by_key" in plan, plan
    for slow in ("TEMP B-TREE", "Sort", "Seq Scan on articles_mentionkey", "SCAN n", "Bitmap"):
        assert slow not in plan, plan


def test_lookup_brings_of_a_key_the_names_confirmed_most_often():
    fill(5_000)
    rows = Registry().lookup(["3", "f:1", "2", "f:none"])
    times = Counter((row.key, row.times) for row in rows)
    assert times == {("3", 4): 10, ("3", 3): 6, ("f:1", 4): 3, ("2", 0): 1}


@pytest.mark.parametrize(("words", "queries"), [(0, 0), (300, 2), (3_000, 7), (15_000, 23)])
def test_find_asks_twice_for_an_article_and_in_steps_for_a_book(words, queries):
    text = " ".join(f"Слово{chr(1072 + n % 30)}{chr(1072 + n // 30)}" for n in range(words))
    with CaptureQueriesContext(connection) as captured:
        find(text, source=Registry())
    assert len(captured) == queries


def test_names_of_any_length_have_keys_that_find_them():
    longest = "Ы" * 127 + " " + "Э" * 127
    keep_names(make_organization(name=longest, aliases="Я" * 9000))
    keep_names(make_organization(name="Северо-" * 36 + "Юг", short_name="Ю" * 100))
    keep_names(make_person(name="Ж" * 255, family_name="Щ" * 100, given_name="Ш" * 100))
    keep_names(make_event(name="Форум " * 42))
    assert found(f"Открыт {longest}.")
    assert found("Открыт " + "Северо-" * 36 + "Юг.")
    assert found("Пришёл " + "Ш" * 100 + " " + "Щ" * 100)
    assert found("Начался " + "Форум " * 42)


@pytest.mark.parametrize("text", ["\0Иван\0", "\ud800Иван Иванов\udfff", "\u0301", "%", "'; --"])
def test_lookup_bears_any_text(text):
    keep_names(make_person(name="Иван Иванов"))
    find(text, source=Registry())
    Registry().lookup(["'", '"', "%", "\u0301", "{", "\\"])


def test_keys_follow_a_changed_name():
    museum = make_organization(name="Музей мерзлоты")
    keep_names(museum)
    museum.name = "Дом льда"
    museum.save()
    keep_names(museum)
    assert found("Открыты Музей мерзлоты и Дом льда.") == {("organization", museum.pk)}
    assert found("Открыт Музей мерзлоты.") == set()


def test_keys_follow_a_merge_and_come_back_when_it_is_undone(editor):
    museum, house = make_organization(name="Музей мерзлоты"), make_organization(name="Дом льда")
    keep_all_names([museum, house])
    confirm("organization", house.pk, "Ледяной Дом", "ru")
    merged = merge(house, into=museum, by=editor)
    assert found("Дом льда") == found("Ледяной Дом") == {("organization", museum.pk)}
    undo_merge(merged, by=editor)
    assert found("Дом льда") == found("Ледяной Дом") == {("organization", house.pk)}
    assert found("Музей мерзлоты") == {("organization", museum.pk)}


def test_keys_follow_a_version_restored(editor):
    museum = make_organization(name="Музей мерзлоты")
    museum.name = "Дом льда"
    museum.save()
    keep_names(museum)
    restore_version(museum, versions(museum)[-1], by=editor)
    assert found("Музей мерзлоты") == {("organization", museum.pk)}
    assert found("Дом льда") == set()


def test_keys_go_with_a_record_deleted_in_the_admin(chief_client):
    one, other = make_person(name="Айсен Сонин"), make_person(name="Айтал Бонин")
    third = make_person(name="Ньургун Конин")
    keep_all_names([one, other, third])
    chief_client.post(f"/admin/articles/person/{one.pk}/delete/", {"post": "yes"})
    data = {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"}
    chief_client.post("/admin/articles/person/", data)
    assert set(Person.objects.all()) == {third}
    assert set(MentionKey.objects.values_list("record", flat=True)) == {third.pk}


def test_keys_are_made_by_the_form_of_the_admin(chief_client):
    data = {"name": "Дом льда", "slug": "dom", "aliases": "Ледяной Дом", "kind": "culture"}
    answer = chief_client.post("/admin/articles/organization/add/", data)
    assert answer.status_code == 302
    made = Organization.objects.get()
    assert found("Вчера Ледяной Дом открылся") == {("organization", made.pk)}


def test_keys_of_nobody_are_forgotten():
    person = make_person(name="Айсен Сонин")
    keep_names(person)
    forget_names([person])
    assert not MentionKey.objects.exists()
