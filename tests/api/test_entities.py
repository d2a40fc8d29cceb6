from datetime import date, time

import pytest

from articles.models import Position
from tests.factories import (
    make_event,
    make_image,
    make_organization,
    make_person,
    make_section,
    make_tag,
)

pytestmark = pytest.mark.django_db
SITE = "https://sakha.example"
MAKERS = {"person": make_person, "organization": make_organization, "event": make_event}


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


def link(kind, record):
    return {
        "id": record.pk,
        "name": record.name,
        "url": f"{SITE}/{kind}s/{record.pk}-{record.slug}/",
        "api_url": f"{SITE}/api/v1/{kind}s/{record.pk}/",
    }


def fetch_both(fetch, path, record):
    """Return a record from its own address, which must be what the list has too."""
    detail = fetch(f"{path}/{record.pk}/")
    assert detail in fetch(f"{path}/")["results"]
    return detail


def test_person(fetch):
    organization = make_organization()
    person = make_person(
        name="Айталина Петрова",
        slug="aytalina",
        patronymic_name="Ивановна",
        aliases="Айта\n\n А. Петрова \nsah: Петрова Айта\nsah: Айта",
        birth_date=date(1980, 2, 29),
        biography="Инженер.",
        links="https://example.com/a\nhttps://example.com/b",
        wikidata_id="Q7747",
        photo=make_image(credit_organization=organization),
    )
    Position.objects.create(
        person=person, title="Директор", organization=organization, valid_from=date(2020, 1, 1)
    )
    shown = fetch_both(fetch, "persons", person)
    photo, updated_at = shown.pop("photo"), shown.pop("updated_at")
    assert shown == link("person", person) | {
        "names": {"sah": "Петрова Айта"},
        "aliases": ["Айта", "А. Петрова", "Петрова Айта"],
        "wikidata_id": "Q7747",
        "given_name": "Айталина",
        "family_name": "Петрова",
        "patronymic_name": "Ивановна",
        "birth_date": "1980-02-29",
        "biography": "Инженер.",
        "links": ["https://example.com/a", "https://example.com/b"],
        "positions": [
            {
                "title": "Директор",
                "organization": link("organization", organization),
                "valid_from": "2020-01-01",
                "valid_until": None,
            }
        ],
    }
    assert photo["url"] == f"{SITE}{person.photo.file.url}"
    assert photo["credit_organization"] == link("organization", organization)
    assert updated_at.endswith("+09:00")


def test_organization(fetch):
    parent = make_organization()
    organization = make_organization(
        short_name="ММ",
        kind="culture",
        parent=parent,
        place="Якутск",
        logo=make_image(),
        website="https://museum.example/",
        description="Музей.",
    )
    shown = fetch_both(fetch, "organizations", organization)
    assert shown["parent"] == link("organization", parent)
    assert shown["logo"]["url"] == f"{SITE}{organization.logo.file.url}"
    assert (shown["short_name"], shown["kind"], shown["place"]) == ("ММ", "culture", "Якутск")
    assert (shown["website"], shown["description"]) == ("https://museum.example/", "Музей.")


def test_event(fetch):
    series, organizer, participant = make_event(), make_organization(), make_person()
    event = make_event(
        start_date=date(2026, 6, 21),
        start_time=time(10, 30),
        end_date=date(2026, 6, 22),
        time_zone="Asia/Vladivostok",
        place="Туймаада",
        parent=series,
        status="postponed",
    )
    event.organizers.set([organizer])
    event.participants.set([participant])
    shown = fetch_both(fetch, "events", event)
    assert (shown["start_date"], shown["start_time"]) == ("2026-06-21", "10:30:00")
    assert (shown["end_date"], shown["end_time"]) == ("2026-06-22", None)
    assert (shown["time_zone"], shown["place"]) == ("Asia/Vladivostok", "Туймаада")
    assert shown["organizers"] == [link("organization", organizer)]
    assert shown["participants"] == [link("person", participant)]
    assert shown["parent"] == link("event", series)
    assert shown["status"] == "postponed"


def test_section_and_tag(fetch):
    section = make_section(
        name="Город", aliases="sah: Куорат", slug="gorod", description="Улицы", position=3
    )
    tag = make_tag(name="Мосты", slug="mosty")
    assert fetch_both(fetch, "sections", section) == {
        "id": section.pk,
        "url": f"{SITE}/sections/gorod/",
        "api_url": f"{SITE}/api/v1/sections/{section.pk}/",
        "name": "Город",
        "names": {"sah": "Куорат"},
        "slug": "gorod",
        "description": "Улицы",
        "position": 3,
    }
    assert fetch_both(fetch, "tags", tag) == {
        "id": tag.pk,
        "url": f"{SITE}/tags/mosty/",
        "api_url": f"{SITE}/api/v1/tags/{tag.pk}/",
        "name": "Мосты",
        "names": {},
        "slug": "mosty",
    }


def test_entity_without_a_slug_has_an_address(fetch):
    person = make_person(slug="")
    assert fetch(f"persons/{person.pk}/")["url"] == f"{SITE}/persons/{person.pk}/"


@pytest.mark.parametrize("kind", MAKERS)
def test_hidden_entity_cannot_be_told_from_an_unknown_one(reader, ids, kind):
    hidden = MAKERS[kind](is_published=False)
    shown = MAKERS[kind]()
    assert ids(f"{kind}s/") == [shown.pk]
    answers = [reader.get(f"/api/v1/{kind}s/{pk}/") for pk in (hidden.pk, 10**6)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_hidden_entities_vanish_from_the_facts_of_others(reader, fetch):
    hidden = {"name": "Тайна", "slug": "tayna", "is_published": False}
    person, organization, event = (
        make_person(**hidden),
        make_organization(**hidden),
        make_event(**hidden),
    )
    image = make_image(credit_person=person, credit_organization=organization)
    child = make_organization(parent=organization, logo=image)
    part = make_event(parent=event)
    part.organizers.set([organization])
    part.participants.set([person])
    director = make_person(photo=image)
    Position.objects.create(person=director, title="Директор", organization=organization)
    for path in ("persons", "organizations", "events"):
        assert "Тайна" not in reader.get(f"/api/v1/{path}/").content.decode()
    assert fetch(f"persons/{director.pk}/")["positions"][0]["organization"] is None
    assert fetch(f"persons/{director.pk}/")["photo"]["credit_person"] is None
    assert fetch(f"organizations/{child.pk}/")["parent"] is None
    assert fetch(f"organizations/{child.pk}/")["logo"]["credit_organization"] is None
    shown = fetch(f"events/{part.pk}/")
    assert (shown["parent"], shown["organizers"], shown["participants"]) == (None, [], [])
