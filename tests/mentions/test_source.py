from articles.mentions.source import QUERY
from tests.mentions.conftest import event, organization, person


def test_lookup_asks_the_index(source):
    plan = source.connection.execute(
        f"EXPLAIN QUERY PLAN {QUERY}", ('["a"]', 1, '["f:a"]', 1)
    ).fetchall()
    assert "USING COVERING INDEX by_key (key=?)" in str(plan)
    assert "SCAN n" not in str(plan)


def test_lookup_takes_more_keys_than_a_query_may_hold(source):
    source.add([organization(1, "Росатом")])
    keys = [str(number) for number in range(2_500)] + ["росат"]
    assert {row.entity for row in source.lookup(keys)} == {"1"}


def test_lookup_brings_but_the_most_linked_of_many_namesakes(source):
    source.add(person(pk, "Иван Иванов", seen=[["Иванов", pk]]) for pk in range(1, 101))
    found = {row.entity for row in source.lookup(["f:иван"])}
    assert "100" in found
    assert len(found) <= 6


def test_add_is_seen_at_once(source):
    source.add([organization(1, "Росатом")])
    source.add([organization(2, "Росатом")])
    assert {row.entity for row in source.lookup(["росат"])} == {"1", "2"}


def test_forum_is_found_with_its_year(linked):
    forum = event(1, "Петербургский экономический форум", "ПМЭФ")
    assert linked("Она была на ПМЭФ-2025.", forum) == [("ПМЭФ", "1")]


def test_name_with_a_year_is_found_with_a_hyphen_and_without(linked):
    games = event(1, "Дети Азии-2024")
    text = "На «Детях Азии-2024» и на «Детях Азии 2024»."
    assert linked(text, games) == [("Детях Азии-2024", "1"), ("Детях Азии 2024", "1")]
