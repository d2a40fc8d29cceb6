from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from articles.models import Position
from articles.publishing import publish
from tests.factories import make_event, make_image, make_organization, make_person, make_post

pytestmark = pytest.mark.django_db


def html(response):
    assert response.status_code == 200
    return response.content.decode()


def test_person_page_shows_facts_and_posts(reader, editor):
    office = make_organization()
    person = make_person(
        aliases="А. Петрова\nПетрова-Сивцева",
        birth_date=date(1980, 4, 27),
        biography="Родилась в Намцах.",
        photo=make_image(alt_text="Портрет"),
        links="https://example.org/petrova",
    )
    Position.objects.create(
        person=person, organization=office, title="Директор", valid_from=date(2021, 2, 1)
    )
    event = make_event()
    event.participants.add(person)
    publish(make_post(headline="О Петровой", persons=[person]), by=editor)
    page = html(reader.get(person.get_absolute_url()))
    for words in (
        "А. Петрова, Петрова-Сивцева",
        '<time datetime="1980-04-27">',
        "Родилась в Намцах.",
        'alt="Портрет"',
        'href="https://example.org/petrova"',
        "Директор",
        office.get_absolute_url(),
        "01.02.2021",
        event.get_absolute_url(),
        "О Петровой",
    ):
        assert words in page


def test_organization_page_shows_people_of_today_then_former(reader):
    parent = make_organization()
    office = make_organization(
        short_name="ММ", place="Якутск", website="https://example.org", parent=parent
    )
    branch = make_organization(parent=office)
    today, former, hidden = make_person(), make_person(), make_person(is_published=False)
    Position.objects.create(person=today, organization=office, title="Директор")
    Position.objects.create(
        person=former, organization=office, title="Сторож", valid_until=date(2020, 1, 1)
    )
    Position.objects.create(person=hidden, organization=office, title="Тайный советник")
    page = html(reader.get(office.get_absolute_url()))
    for words in ("ММ", "Якутск", "https://example.org", parent.name, branch.name, today.name):
        assert words in page
    today_at, former_at = page.index(today.name), page.index(former.name)
    assert page.index("<dt>Люди</dt>") < today_at < page.index("<dt>Прежде</dt>") < former_at
    assert "до 01.01.2020" in page
    for words in (hidden.name, "Тайный советник"):
        assert words not in page


def test_event_page_shows_its_own_time_zone(reader):
    event = make_event(
        start_date=date(2026, 9, 1),
        start_time=time(10, 0),
        end_date=date(2026, 9, 2),
        time_zone="Asia/Almaty",
        status="postponed",
        place="Алматы",
    )
    organizer, participant = make_organization(), make_person()
    event.organizers.add(organizer)
    event.participants.add(participant)
    child = make_event(parent=event)
    page = html(reader.get(event.get_absolute_url()))
    assert '<time datetime="2026-09-01T10:00+05:00">' in page
    assert "Asia/Almaty" in page
    assert '<time datetime="2026-09-02">' in page
    assert "status-postponed" in page
    for named in (organizer, participant, child):
        assert named.get_absolute_url() in page


def test_hidden_neighbours_are_not_named(reader):
    hidden = make_organization(name="Скрытая контора", is_published=False)
    office = make_organization(parent=hidden)
    make_organization(name="Скрытый отдел", parent=office, is_published=False)
    event = make_event(parent=make_event(name="Скрытая серия", is_published=False))
    event.organizers.add(hidden)
    event.participants.add(make_person(name="Скрытый гость", is_published=False))
    person = make_person()
    Position.objects.create(person=person, organization=hidden, title="Директор")
    person.events.add(make_event(name="Скрытая встреча", is_published=False))
    for entity in (office, event, person):
        page = html(reader.get(entity.get_absolute_url()))
        assert "Скрыт" not in page


@pytest.mark.parametrize("make", [make_person, make_organization, make_event])
def test_unpublished_entity_is_not_found(reader, make):
    entity = make(is_published=False)
    assert reader.get(entity.get_absolute_url()).status_code == 404
    assert reader.get(f"/{entity._meta.model_name}s/{entity.pk}/").status_code == 404
    assert entity.name not in html(reader.get(f"/{entity._meta.model_name}s/"))


@pytest.mark.parametrize("make", [make_person, make_organization, make_event])
def test_renamed_entity_redirects_from_its_old_address(reader, make):
    entity = make(slug="staryy")
    old = entity.get_absolute_url()
    entity.slug = "novyy"
    entity.save()
    response = reader.get(old)
    assert response.status_code == 301
    assert response["Location"] == entity.get_absolute_url()


@pytest.mark.parametrize("make", [make_person, make_organization, make_event])
def test_entity_page_costs_the_same_however_much_it_names(
    reader, editor, django_assert_num_queries, make
):
    entity = make()
    kind = entity._meta.model_name
    queries = {"person": 9, "organization": 9, "event": 9}[kind]
    named = {"persons": [make_person()], "organizations": [make_organization()]}
    named[f"{kind}s"] = [entity, *named.get(f"{kind}s", [])]
    for count in (2, 12):
        for _ in range(count):
            publish(make_post(**named), by=editor)
            _surround(entity, kind)
        with django_assert_num_queries(queries):
            html(reader.get(entity.get_absolute_url()))


def _surround(entity, kind):
    if kind == "person":
        Position.objects.create(person=entity, title="Врач", organization=make_organization())
        make_event().participants.add(entity)
    elif kind == "organization":
        Position.objects.create(person=make_person(), title="Врач", organization=entity)
        make_organization(parent=entity)
        make_event().organizers.add(entity)
    else:
        entity.organizers.add(make_organization())
        entity.participants.add(make_person())
        make_event(parent=entity)


@pytest.mark.parametrize(
    ("path", "queries"),
    [("/persons/", 4), ("/en/persons/", 4), ("/organizations/", 3), ("/events/", 3)],
)
def test_entity_lists_cost_the_same_however_long(reader, django_assert_num_queries, path, queries):
    for count in (1, 120):
        for number in range(count):
            Position.objects.create(person=make_person(), title="Врач")
            make_organization()
            make_event(start_date=timezone.localdate() + timedelta(days=number - 60))
        with django_assert_num_queries(queries):
            html(reader.get(path))


def test_person_list_is_by_family_name_and_goes_on(reader):
    for number in range(101):
        make_person(name=f"Имя {number:03}", family_name=f"Фамилия {number:03}")
    first = html(reader.get("/persons/"))
    assert first.index("Имя 000") < first.index("Имя 001") < first.index("Имя 099")
    assert "Имя 100" not in first
    further = first.partition('href="?after=')[2].partition('"')[0]
    assert "Имя 100" in html(reader.get(f"/persons/?after={further}"))


def test_event_of_one_day_names_it_once(reader):
    event = make_event(
        start_date=date(2026, 9, 1),
        start_time=time(10, 0),
        end_date=date(2026, 9, 1),
        end_time=time(18, 0),
    )
    assert html(reader.get(event.get_absolute_url())).count("2026 г.") == 1
    assert html(reader.get("/events/")).count("2026 г.") == 1


def test_people_of_an_organization_are_called_by_their_names(reader):
    port, person = make_organization(), make_person(name="Айта Ли")
    Position.objects.create(person=person, organization=port, title="Капитан")
    page = reader.get(port.get_absolute_url()).content.decode()
    assert f'<a href="{person.get_absolute_url()}">Айта Ли</a>' in page
