"""Notices to readers in the feed for programs."""

import jsonschema
import pytest

from articles.merging import merge
from articles.models import Edition
from tests.api.test_schema import check
from tests.factories import (
    make_image,
    make_notice,
    make_notice_kind,
    make_organization,
    make_person,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on(settings):
    settings.NOTICES = True


def founder(name: str, **fields):
    person = make_person(name=name, **fields)
    make_notice(person, kind=make_notice_kind(name="Владение", wording_ru="{name} — учредитель."))
    return person


def test_post_and_list_carry_the_notices(fetch, published):
    post = published(persons=[founder("Айталина Петрова")])
    told = [
        {"kind": "Владение", "name": "Айталина Петрова", "text": "Айталина Петрова — учредитель."}
    ]
    assert fetch(f"posts/{post.pk}/")["notices"] == told
    assert fetch("posts/")["results"][0]["notices"] == told


def test_each_post_of_a_list_carries_its_own(fetch, published):
    company = make_organization(name="Алмазы")
    make_notice(company, kind=make_notice_kind(wording_ru="{name} — учредитель."))
    published(organizations=[company])
    published()
    rows = fetch("posts/")["results"]
    assert [[notice["name"] for notice in row["notices"]] for row in rows] == [[], ["Алмазы"]]


@pytest.mark.parametrize("place", ["byline", "body", "credit"])
def test_list_tells_what_the_post_tells(fetch, published, place):
    person = founder("Айталина Петрова")
    body = f'<p><span data-person="{person.pk}">Петровой</span></p>'
    fields = {
        "byline": {"bylines": [person]},
        "body": {"body": body},
        "credit": {"lead_image": make_image(credit_person=person)},
    }[place]
    post = published(**fields)
    (row,) = fetch("posts/")["results"]
    assert row["notices"] == fetch(f"posts/{post.pk}/")["notices"] != []


def test_card_prepared_before_there_were_notices_tells_what_it_can(fetch, published):
    post = published(persons=[founder("Айталина Петрова")])
    edition = Edition.objects.get(post=post)
    del edition.card["named"]
    edition.save(update_fields=["card"])
    assert len(fetch("posts/")["results"][0]["notices"]) == 1


def test_notice_is_in_the_language_of_the_post(fetch, published):
    person = make_person(name="Айталина Петрова")
    words = {"wording_ru": "{name} — учредитель.", "wording_en": "Founded by {name}."}
    make_notice(person, kind=make_notice_kind(**words))
    for language in ("ru", "en", "kk"):
        published(persons=[person], language=language)
    texts = [row["notices"][0]["text"].partition(" ")[0] for row in fetch("posts/")["results"]]
    assert texts == ["Айталина", "Founded", "Айталина"]


def test_hidden_record_is_named_in_its_notice_alone(fetch, published):
    post = published(persons=[founder("Айталина Петрова", is_published=False)])
    shown = fetch(f"posts/{post.pk}/")
    assert (shown["persons"], shown["notices"][0]["name"]) == ([], "Айталина Петрова")


def test_list_follows_a_merge(editor, fetch, published):
    duplicate, person = make_person(), founder("Айталина Петрова")
    published(persons=[duplicate])
    published(persons=[duplicate, person])
    merge(duplicate, into=person, by=editor)
    assert [len(row["notices"]) for row in fetch("posts/")["results"]] == [1, 1]


def test_switched_off_the_list_is_empty(settings, fetch, published):
    post = published(persons=[founder("Айталина Петрова")])
    settings.NOTICES = False
    assert fetch(f"posts/{post.pk}/")["notices"] == []
    assert fetch("posts/")["results"][0]["notices"] == []


@pytest.mark.parametrize("is_on", [True, False])
def test_schema_is_true_on_and_off(settings, reader, fetch, published, is_on):
    post = published(persons=[founder("Айталина Петрова")])
    settings.NOTICES = is_on
    schema = reader.get("/api/v1/schema/").json()
    shown = fetch(f"posts/{post.pk}/")
    check(schema, "posts/{id}/", shown)
    check(schema, "posts/", fetch("posts/"))
    with pytest.raises(jsonschema.ValidationError):
        check(schema, "posts/{id}/", shown | {"notices": [{"kind": "x"}]})


@pytest.mark.parametrize("count", [1, 12])
def test_notices_cost_one_query(fetch, settings, published, django_assert_num_queries, count):
    for _ in range(count):
        post = published(persons=[make_person()])
        make_notice(post.persons.get())
    for is_on, queries in ((True, 3), (False, 2)):
        settings.NOTICES = is_on
        with django_assert_num_queries(queries):
            rows = fetch("posts/")["results"]
        assert sum(len(row["notices"]) for row in rows) == count * is_on
        with django_assert_num_queries(queries):
            fetch(f"posts/{post.pk}/")


def test_list_that_names_nobody_asks_for_no_notices(fetch, published, django_assert_num_queries):
    published()
    with django_assert_num_queries(2):
        fetch("posts/")
