from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from articles.history import record_words
from articles.models import Edition
from articles.publishing import publish
from tests.api.conftest import HOUR, SEVEN
from tests.factories import (
    known,
    make_event,
    make_image,
    make_organization,
    make_person,
    make_post,
    make_section,
    make_tag,
)

pytestmark = pytest.mark.django_db
SITE = "https://sakha.example"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


def test_list_card(fetch, published):
    section = make_section(name="Город", slug="gorod")
    tag = make_tag(name="Мосты", slug="mosty")
    person = make_person(name="Айталина Петрова", slug="aytalina-petrova")
    moment = datetime(2022, 11, 24, 10, 52, tzinfo=timezone.get_default_timezone())
    post = published(at=moment, slug="most", section=section, tags=[tag], persons=[person])
    (card,) = fetch("posts/")["results"]
    assert card == {
        "id": post.pk,
        "url": f"{SITE}/posts/{post.pk}-most/",
        "api_url": f"{SITE}/api/v1/posts/{post.pk}/",
        "edition": 1,
        "language": "ru",
        "kind": "news",
        "headline": post.headline,
        "slug": "most",
        "lead": post.lead,
        "first_published_at": "2022-11-24T10:52:00+09:00",
        "updated_at": "2022-11-24T10:52:00+09:00",
        "age_mark": 0,
        "is_paid": False,
        "advertiser": "",
        "section": {
            "id": section.pk,
            "name": "Город",
            "slug": "gorod",
            "url": f"{SITE}/sections/gorod/",
            "api_url": f"{SITE}/api/v1/sections/{section.pk}/",
        },
        "tags": [
            {
                "id": tag.pk,
                "name": "Мосты",
                "slug": "mosty",
                "url": f"{SITE}/tags/mosty/",
                "api_url": f"{SITE}/api/v1/tags/{tag.pk}/",
            }
        ],
        "lead_image": None,
        "persons": [
            {
                "id": person.pk,
                "name": "Айталина Петрова",
                "url": f"{SITE}/persons/{person.pk}-aytalina-petrova/",
                "api_url": f"{SITE}/api/v1/persons/{person.pk}/",
                "about": False,
            }
        ],
        "organizations": [],
        "events": [],
        "notices": [],
    }


def test_detail_holds_the_card_and_the_rest(fetch, published):
    author, other = make_person(), published()
    post = published(
        bylines=[author],
        related_posts=[other],
        source_name="Вестник",
        source_url="https://vestnik.example/1",
        is_paid=True,
        advertiser="Порт",
        erid="2Vfnx",
    )
    document = fetch(f"posts/{post.pk}/")
    (card,) = (row for row in fetch("posts/")["results"] if row["id"] == post.pk)
    assert card.items() <= document.items()
    assert document["body"] == "<p>Первый абзац.</p><p>Второй абзац.</p>"
    (byline,) = document["bylines"]
    assert (byline["role"], byline["person"]["id"]) == ("author", author.pk)
    assert document["related_posts"] == [
        {
            "id": other.pk,
            "url": f"{SITE}/posts/{other.pk}-{other.slug}/",
            "api_url": f"{SITE}/api/v1/posts/{other.pk}/",
            "headline": other.headline,
            "first_published_at": document["related_posts"][0]["first_published_at"],
        }
    ]
    assert document["corrections"] == []
    assert document["source_url"] == "https://vestnik.example/1"
    assert (document["is_paid"], document["advertiser"]) == (True, "Порт")
    assert document["erid"] == "2Vfnx"


def test_detail_lead_image(fetch, published):
    person, organization = make_person(), make_organization()
    image = make_image(credit_person=person, credit_organization=organization, caption="Лёд")
    post = published(lead_image=image)
    shown = fetch(f"posts/{post.pk}/")["lead_image"]
    assert shown["url"] == f"{SITE}{image.file.url}"
    assert "file" not in shown
    assert (shown["width"], shown["height"]) == (64, 48)
    assert shown["caption"] == "Лёд"
    assert shown["credit"] == "Фото редакции"
    assert shown["credit_person"]["id"] == person.pk
    assert shown["credit_organization"]["id"] == organization.pk


def test_detail_corrections(editor, fetch, published, clock):
    post = published()
    clock.shift(HOUR)
    publish(post, by=editor, correction="Мост длиннее.")
    document = fetch(f"posts/{post.pk}/")
    assert document["corrections"] == [
        {
            "kind": "correction",
            "published_at": "2026-11-23T08:00:00+09:00",
            "text": "Мост длиннее.",
            "place": "top",
        }
    ]
    assert document["first_published_at"] == "2026-11-23T07:00:00+09:00"
    assert document["updated_at"] == "2026-11-23T08:00:00+09:00"


def test_facts_are_those_of_today(fetch, published):
    person = make_person(name="Прежняя фамилия", slug="prezhnyaya")
    post = published(persons=[person])
    person.name, person.slug = "Новая фамилия", "novaya"
    person.save()
    (shown,) = fetch(f"posts/{post.pk}/")["persons"]
    assert shown["name"] == "Новая фамилия"
    assert shown["url"] == f"{SITE}/persons/{person.pk}-novaya/"


def test_hidden_entities_vanish_entirely(reader, published):
    hidden = {"name": "Тайна", "slug": "tayna", "is_published": False}
    person, organization, event = (
        make_person(**hidden),
        make_organization(**hidden),
        make_event(**hidden),
    )
    seen = make_person()
    post = published(
        persons=[person, seen],
        organizations=[organization],
        events=[event],
        bylines=[person, seen],
        lead_image=make_image(credit_person=person, credit_organization=organization),
    )
    for address in ("/api/v1/posts/", f"/api/v1/posts/{post.pk}/"):
        content = reader.get(address).content.decode()
        assert "Тайна" not in content
        assert "tayna" not in content
    document = reader.get(f"/api/v1/posts/{post.pk}/").json()
    assert [row["id"] for row in document["persons"]] == [seen.pk]
    assert document["organizations"] == document["events"] == []
    assert [byline["person"]["id"] for byline in document["bylines"]] == [seen.pk]
    assert document["lead_image"]["credit_person"] is None
    assert document["lead_image"]["credit_organization"] is None


def test_entity_hidden_later_vanishes_from_what_is_published(fetch, published):
    person = make_person()
    post = published(persons=[person])
    type(person).objects.update(is_published=False)
    assert fetch(f"posts/{post.pk}/")["persons"] == []


def test_related_posts_are_those_live_now(editor, fetch, published, clock):
    live, draft, scheduled = published(), make_post(), make_post()
    publish(scheduled, by=editor, at=SEVEN + HOUR)
    post = published(related_posts=[scheduled, draft, live])

    def related():
        return [row["id"] for row in fetch(f"posts/{post.pk}/")["related_posts"]]

    assert related() == [live.pk]
    clock.move_to(SEVEN + HOUR)
    assert set(related()) == {live.pk, scheduled.pk}


def test_draft_is_nowhere(reader, ids):
    draft = make_post()
    assert ids("posts/") == []
    assert reader.get(f"/api/v1/posts/{draft.pk}/").status_code == 404


def test_scheduled_post_appears_at_its_time(editor, reader, ids, clock):
    post = make_post()
    publish(post, by=editor, at=SEVEN + HOUR)
    clock.move_to(SEVEN + HOUR - timedelta(microseconds=1))
    assert ids("posts/") == []
    assert reader.get(f"/api/v1/posts/{post.pk}/").status_code == 404
    clock.move_to(SEVEN + HOUR)
    assert ids("posts/") == [post.pk]
    assert reader.get(f"/api/v1/posts/{post.pk}/").status_code == 200


def test_unpublished_changes_are_not_shown(editor, fetch, published):
    post = published(headline="Было")
    post.headline = "Стало"
    post.save()
    record_words(post)
    assert fetch(f"posts/{post.pk}/")["headline"] == "Было"
    publish(post, by=editor)
    document = fetch(f"posts/{post.pk}/")
    assert (document["headline"], document["edition"]) == ("Стало", 2)


def test_post_in_another_language_has_its_own_address(reader, published):
    post = published(language="sah", slug="muosta")
    response = reader.get(f"/api/v1/posts/{post.pk}/")
    assert response.json()["url"] == f"{SITE}/sah/posts/{post.pk}-muosta/"
    assert response["Content-Language"] == "sah"


@pytest.mark.parametrize("path", ["posts/", "posts/{pk}/", "persons/", "sections/"])
def test_answer_is_the_same_for_every_reader(reader, published, clock, path):
    post = published(persons=[make_person()], tags=[make_tag()])
    address = f"/api/v1/{path.format(pk=post.pk)}"
    first, second = (
        reader.get(address, headers={"accept-language": language, "host": host})
        for language, host in [("ru", "localhost"), ("en", "127.0.0.1:8000")]
    )
    assert first.content == second.content
    assert first.headers == second.headers
    assert first["Vary"] == "Accept"
    assert not first.cookies
    assert f'"{SITE}/' in first.content.decode()


def test_answer_reads_no_model_of_an_edition(fetch, published, monkeypatch):
    post = published(persons=[make_person()])
    monkeypatch.setattr(Edition, "__init__", None)
    assert fetch("posts/")["results"]
    assert fetch(f"posts/{post.pk}/")["id"] == post.pk


def test_feed_says_whom_a_post_is_about(fetch, published):
    ermek = known(make_person(name="Ермек Кошербаев", slug="ermek"))
    office = known(make_organization(name="Якутский порт"))
    fields = {"headline": "Ермек Кошербаев в Якутске", "body": "<p>Он в Якутском порту.</p>"}
    post = published(persons=[ermek], organizations=[office], **fields)
    (card,) = fetch("posts/")["results"]
    for shown in (card, fetch(f"posts/{post.pk}/")):
        assert [(row["id"], row["about"]) for row in shown["persons"]] == [(ermek.pk, True)]
        assert [(row["id"], row["about"]) for row in shown["organizations"]] == [(office.pk, False)]
        assert "about" not in shown


def test_document_prepared_before_it_said_so_is_about_nobody(fetch, published):
    person = known(make_person(name="Ермек Кошербаев"))
    post = published(persons=[person], headline="Ермек Кошербаев в Якутске")
    edition = post.editions.get()
    del edition.document["about"]
    edition.save()
    assert fetch(f"posts/{post.pk}/")["persons"][0]["about"] is False
