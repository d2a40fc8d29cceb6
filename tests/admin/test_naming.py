"""What the body editor asks the server: who may, what it gets, and what it cannot get."""

import json
from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.lookalikes import find_called
from articles.models import Event, NameWord, Organization, Person, Position
from tests.conftest import as_user, make_user
from tests.factories import known, make_event, make_image, make_organization, make_person

pytestmark = pytest.mark.django_db
MENTIONS = "/admin/articles/post/mentions/"
FACTS = "/admin/articles/post/body-facts/"


def search(client, words: str) -> list[dict]:
    return client.get(MENTIONS, {"q": words}).json()["results"]


def create(client, kind, name, **options):
    body = json.dumps({"kind": kind, "name": name})
    return client.post(MENTIONS, body, "application/json", **options)


def client_with(*codenames: str) -> Client:
    user = make_user("somebody")
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return as_user(user)


@pytest.mark.parametrize(
    "words", ["Кошерб", "кошерб", "ермек кош", "  КОШЕРБАЕВ  ", "Ермеком Кошербаевым", "Ереке"]
)
def test_search_finds_by_name_alias_and_inflected_form(reporter_client, words):
    person = known(
        make_person(
            name="Ермек Кошербаев", given_name="Ермек", family_name="Кошербаев", aliases="Ереке"
        )
    )
    known(make_person())
    (found,) = search(reporter_client, words)
    assert (found["kind"], found["id"], found["name"]) == ("person", person.pk, person.name)


def test_search_puts_first_what_begins_so(reporter_client):
    for name, aliases in (("Оксана Мельникова", "Ника"), ("Айтал Никифоров", "")):
        known(make_person(name=name, family_name=name.split()[1], aliases=aliases))
    known(make_organization(name="Городская клиника", short_name="НИКА"))
    names = [row["name"] for row in search(reporter_client, "ник")]
    assert names == ["Айтал Никифоров", "Оксана Мельникова", "Городская клиника"]


def test_search_reads_the_index_of_words(reporter_client):
    NameWord.objects.bulk_create(
        NameWord(kind="person", record=number, word=f"{number % 1000:03}слово".encode())
        for number in range(20_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_nameword")
    with CaptureQueriesContext(connection) as captured:
        assert len(find_called("person", {b"00", "001сл".encode()}, 60)) == 20
    (sql,) = [query["sql"] for query in captured]
    with connection.cursor() as cursor:
        postgresql = connection.vendor == "postgresql"
        cursor.execute(f"EXPLAIN {'' if postgresql else 'QUERY PLAN'} {sql}")
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    assert "articles_nameword_" in plan, plan
    for slow in ("Seq Scan", "SCAN", "TEMP B-TREE"):
        assert slow not in plan, plan


def test_search_tells_homonyms_apart_and_what_is_hidden(reporter_client):
    office = known(make_organization(name="Минсвязи"))
    minister = known(make_person(name="Иван Петров", family_name="Петров"))
    Position.objects.create(person=minister, title="министр", organization=office)
    Position.objects.create(
        person=minister, title="студент", organization=office, valid_until=date(2001, 1, 1)
    )
    known(make_person(name="Иван Петров", birth_date=date(1980, 5, 1), is_published=False))
    known(make_organization(name="Петровский музей", kind="culture", place="Якутск"))
    known(make_event(name="Петровская ярмарка", place="Покровск", start_date=date(2026, 6, 21)))
    found = {row["about"]: row for row in search(reporter_client, "Петров")}
    assert set(found) == {
        "министр, Минсвязи",
        "1980 года рождения",
        "Культура, Якутск",
        "21 июня 2026 г., Покровск",
    }
    assert not found["1980 года рождения"]["is_published"]


def test_search_costs_the_same_however_much_is_found(
    reporter_client, django_assert_max_num_queries
):
    def count(words):
        with django_assert_max_num_queries(9) as queries:
            reporter_client.get(MENTIONS, {"q": words})
        return len(queries)

    known(make_person(name="Один Якут"))
    one = count("Якут")
    for number in range(20):
        person = known(make_person(name=f"Якут {number}"))
        Position.objects.create(
            person=person, title="врач", organization=known(make_organization())
        )
        known(make_organization(name=f"Якут {number}")), known(make_event(name=f"Якут {number}"))
    assert count("Якут") == one
    assert len(search(reporter_client, "Якут")) == 18


@pytest.mark.parametrize(
    "words", ["", " ", "\0", "%", "_", "x" * 5000, "а " * 3000, "'\"\\", "\ud83d"]
)
def test_search_of_anything_answers(reporter_client, words):
    known(make_person())
    query = words.encode("utf-8", "surrogatepass")
    assert reporter_client.get(MENTIONS, {"q": query}).status_code == 200


def test_search_shows_only_what_the_user_may_see():
    for make in (make_person, make_organization, make_event):
        known(make(name="Якут"))
    client = client_with("change_post", "view_organization")
    answer = client.get(MENTIONS, {"q": "Якут"}).json()
    assert [row["kind"] for row in answer["results"]] == ["organization"]
    assert answer["create"] == []


@pytest.mark.parametrize("address", [MENTIONS, FACTS])
def test_who_writes_no_posts_asks_nothing(client, address):
    assert client.get(address).status_code == 302  # to the log-in
    reader = client_with("view_post", "view_person", "add_person")
    assert reader.get(address).status_code == 403
    assert create(reader, "person", "Новый").status_code == 403
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Сардаана Новикова", "Сардаана", "Новикова"),
        ("  Иван   Иванович Петров ", "Иван Иванович", "Петров"),
        ("Баба", "", ""),
        ("Мария де ла Крус", "", ""),
    ],
)
def test_new_person_has_only_a_name(reporter_client, reporter, name, given, family):
    answer = create(reporter_client, "person", name)
    assert answer.status_code == 201
    person = Person.objects.get()
    assert answer.json()["id"] == person.pk
    assert person.name == " ".join(name.split())
    assert (person.given_name, person.family_name) == (given, family)
    assert (person.is_incomplete, person.is_published) == (True, False)
    assert person.slug
    history = reporter_client.get(f"/admin/articles/person/{person.pk}/history/")
    assert "reporter" in history.content.decode()


def test_new_organization_and_event(reporter_client):
    assert create(reporter_client, "organization", "Музей").status_code == 201
    assert create(reporter_client, "event", "Ысыах").status_code == 201
    assert Organization.objects.get().is_incomplete
    assert Event.objects.get().is_incomplete
    assert Event.objects.get().start_date == timezone.localdate()


def test_who_may_not_add_a_kind_does_not_make_it():
    client = client_with("add_post", "add_event")
    assert client.get(MENTIONS, {"q": "x"}).json() == {"results": [], "create": ["event"]}
    assert create(client, "person", "Новый Человек").status_code == 403
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        *("", "{", "[]", "null", '"x"', "{}", '{"kind": "person"}', '{"name": "x"}'),
        '{"kind": "user", "name": "x"}',
        '{"kind": ["person"], "name": "x"}',
        '{"kind": "person", "name": null}',
        '{"kind": "person", "name": {"a": 1}}',
        '{"kind": "person", "name": " \\u0000 "}',
        '{"kind": "person", "name": "\\ud800"}',
        '{"kind": "person", "name": "—"}',
        json.dumps({"kind": "person", "name": "x" * 256}),
        json.dumps({"kind": "person", "name": f"x {'y' * 101}"}),
        b"\xff\xfe",
        "[" * 100_000,
    ],
    ids=lambda body: str(body)[:40],
)
def test_forged_request_makes_nothing(reporter_client, body):
    answer = reporter_client.post(MENTIONS, body, "application/json")
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not Person.objects.exists()


def test_request_without_its_token_or_of_another_method_is_refused(reporter):
    client = Client(enforce_csrf_checks=True)
    client.force_login(reporter)
    assert create(client, "person", "Новый Человек").status_code == 403
    assert not Person.objects.exists()
    client = as_user(reporter)
    for address in (MENTIONS, FACTS):
        answer = client.delete(address)
        assert answer.status_code == 405
        assert "GET" in answer["Allow"]


def test_facts_of_ids(reporter_client):
    person, image = make_person(is_published=False), make_image(credit="Фото", caption="Лёд")
    query = {"person": f"{person.pk},9999", "image": image.pk, "event": ""}
    facts = reporter_client.get(FACTS, query).json()
    assert facts["person"] == {
        str(person.pk): {"name": person.name, "is_published": False, "is_incomplete": False}
    }
    shown = facts["image"][str(image.pk)]
    assert (shown["credit"], shown["caption"], shown["width"]) == ("Фото", "Лёд", 64)
    assert shown["thumbnail"].startswith(image.file.url)


@pytest.mark.parametrize(
    "query",
    ["person=x", "image=-1", "event=1;2", "person=99999999999999999999", "image=" + "1," * 301],
)
def test_facts_of_what_are_no_ids_are_refused(reporter_client, query):
    assert reporter_client.get(f"{FACTS}?{query}").status_code == 400


def test_facts_are_of_what_the_user_may_see():
    person, image = make_person(), make_image()
    client = client_with("add_post", "view_image")
    facts = client.get(FACTS, {"person": person.pk, "image": image.pk}).json()
    assert list(facts) == ["image"]
