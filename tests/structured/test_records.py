"""What the pages of persons, organizations and events say to search engines: schema.org."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from articles.models import Event, Position
from articles.publishing import publish
from tests.factories import known, make_event, make_image, make_organization, make_person, make_post
from tests.structured.conftest import SITE, THEN, steps

pytestmark = pytest.mark.django_db


def test_person_is_what_he_is_today(things):
    today = timezone.localdate()
    person = make_person(
        name="Айта Ли",
        given_name="Айта",
        family_name="Ли",
        patronymic_name="Ивановна",
        birth_date=date(1980, 2, 3),
        biography="Врач.",
        wikidata_id="Q42",
        links="https://example.org/a\nhttps://example.org/b",
        aliases="Айта\nsah: Ай",
        photo=make_image(),
    )
    office, hidden = make_organization(), make_organization(is_published=False)
    for title, organization, until in [
        ("Была", make_organization(), today - timedelta(days=1)),
        ("Директор", office, None),
        ("Советник", hidden, today),
    ]:
        Position.objects.create(
            person=person, title=title, organization=organization, valid_until=until
        )
    found = things(person.get_absolute_url())
    thing = found["Person"]
    assert thing["@id"] == f"{SITE}/persons/{person.pk}/"
    assert thing["name"] == "Айта Ли"
    names = ("givenName", "familyName", "additionalName", "birthDate", "description")
    assert [thing[name] for name in names] == ["Айта", "Ли", "Ивановна", "1980-02-03", "Врач."]
    assert sorted(thing["jobTitle"]) == ["Директор", "Советник"]
    assert [place["name"] for place in thing["worksFor"]] == [office.name]
    assert thing["sameAs"] == [
        "https://www.wikidata.org/entity/Q42",
        "https://example.org/a",
        "https://example.org/b",
    ]
    assert thing["image"]["url"].endswith(".jpg")
    assert thing["alternateName"] == ["Айта", "Ай"]
    assert steps(found["BreadcrumbList"])[1] == ("Персоны", "/persons/")


def test_organization_names_what_it_is_part_of_if_readers_may_know(things):
    parent = make_organization()
    organization = make_organization(
        parent=parent, short_name="ММ", website="https://example.org/", place="Якутск"
    )
    thing = things(organization.get_absolute_url())["Organization"]
    assert thing["parentOrganization"]["@id"] == f"{SITE}/organizations/{parent.pk}/"
    assert thing["alternateName"] == ["ММ"]
    assert thing["sameAs"] == ["https://example.org/"]
    assert thing["address"] == "Якутск"
    parent.is_published = False
    parent.save()
    thing = things(organization.get_absolute_url())["Organization"]
    assert "parentOrganization" not in thing


def test_event_has_its_hours_in_its_own_zone(things):
    event = make_event(
        start_date=date(2026, 6, 21),
        start_time=time(12),
        end_date=date(2026, 6, 22),
        time_zone="Europe/Moscow",
        place="Ус Хатын",
        description="Ысыах.",
        website="https://example.org/",
    )
    office, person = make_organization(), make_person()
    event.organizers.set([office, make_organization(is_published=False)])
    event.participants.set([person])
    found = things(event.get_absolute_url())
    thing = found["Event"]
    assert (thing["startDate"], thing["endDate"]) == ("2026-06-21T12:00+03:00", "2026-06-22")
    assert thing["location"] == {"@type": "Place", "name": "Ус Хатын", "address": "Ус Хатын"}
    assert thing["eventStatus"] == "https://schema.org/EventScheduled"
    assert [place["name"] for place in thing["organizer"]] == [office.name]
    assert [one["@id"] for one in thing["performer"]] == [f"{SITE}/persons/{person.pk}/"]
    assert thing["description"] == "Ысыах."
    assert steps(found["BreadcrumbList"])[1] == ("События", "/events/")


@pytest.mark.parametrize("status", Event.Status)
def test_event_has_a_status_search_engines_know(things, status):
    thing = things(make_event(status=status).get_absolute_url())["Event"]
    assert thing["eventStatus"].removeprefix("https://schema.org/") in {
        "EventScheduled",
        "EventPostponed",
        "EventCancelled",
    }


def test_event_has_the_image_of_the_newest_post_about_it(things, published, editor):
    event = known(make_event(name="Ысыах"))
    path = event.get_absolute_url()
    images = [make_image() for _ in range(4)]
    headline = "Ысыах начался"
    published(at=THEN, headline=headline, lead_image=images[0], events=[event])
    published(at=THEN + timedelta(days=1), headline=headline, lead_image=images[1], events=[event])
    published(at=THEN + timedelta(days=2), lead_image=images[2], events=[event])
    published(at=THEN + timedelta(days=3), headline=headline, events=[event])
    draft = make_post(headline=headline, lead_image=images[3], events=[event])
    publish(draft, by=editor, at=timezone.now() + timedelta(days=1))
    assert things(path)["Event"]["image"]["url"].startswith(f"{SITE}/media/{images[1].file.name}.")
    bare = things(make_event().get_absolute_url())["Event"]["image"]
    assert bare == {"@type": "ImageObject", "url": f"{SITE}/static/articles/icon.svg"}
