"""Records and sections that are called otherwise in another language of the site."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.merging import merge
from articles.models import Position
from articles.publishing import publish
from tests.factories import (
    known,
    make_event,
    make_image,
    make_notice,
    make_notice_kind,
    make_organization,
    make_person,
    make_post,
    make_section,
    make_tag,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return known(
        make_person(name="Мария Егорова", family_name="Егорова", aliases="sah: Маайа Дьөгүөрэбэ")
    )


@pytest.fixture
def organization():
    names = "Музей\nsah: Ытык Сирэ түмэл\nsah: Түмэл\nen: Museum of Ytyk Sire"
    return known(make_organization(name="Музей Ытык-Сирэ", aliases=names))


@pytest.fixture
def event(organization, person):
    soon = timezone.localdate() + timedelta(days=1)
    event = make_event(name="Ночь музеев", aliases="sah: Түмэл түүнэ", start_date=soon)
    event.organizers.add(organization)
    event.participants.add(person)
    return known(event)


@pytest.fixture
def section():
    return make_section(name="Культура", aliases="sah: Култуура")


def html(reader, path: str) -> str:
    response = reader.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def told(editor, person, organization, event, section):
    """Return the pages of two posts that name the same: in the language, and in Russian."""

    def tell(language: str):
        post = make_post(
            language=language,
            section=section,
            tags=[make_tag(name=f"Тег {language}", aliases="sah: Бэлиэ")],
            persons=[person],
            organizations=[organization],
            events=[event],
            bylines=[person],
            lead_image=make_image(credit="", credit_organization=organization),
        )
        Position.objects.get_or_create(
            person=person, organization=organization, title="Директор", valid_from=date(2000, 1, 1)
        )
        return publish(post, by=editor)

    return tell


OTHERS = ["Мария Егорова", "Музей Ытык-Сирэ", "Ночь музеев", "Культура", "Тег sah"]
SAKHA = ["Маайа Дьөгүөрэбэ", "Ытык Сирэ түмэл", "Түмэл түүнэ", "Култуура", "Бэлиэ"]


def test_post_calls_everyone_as_its_language_does(reader, told):
    page = html(reader, told("sah").card["path"])
    for name in SAKHA:
        assert name in page, name
    for name in OTHERS:
        assert name not in page, name


def test_post_in_another_language_falls_back_to_the_main_name(reader, told):
    page = html(reader, told("kk").card["path"])
    for name in [*OTHERS[:4], "Тег kk"]:
        assert name in page, name
    for name in SAKHA:
        assert name not in page, name


def test_post_in_the_main_language_keeps_to_the_main_name(reader, editor):
    person = make_person(name="Мария Егорова", aliases="ru: Маша")
    post = make_post(persons=[person])
    page = html(reader, publish(post, by=editor).card["path"])
    assert "Маша" not in page


@pytest.mark.parametrize("kind", ["person", "organization", "event"])
def test_dossier_calls_everyone_as_its_language_does(reader, told, request, kind):
    told("ru"), told("kk")
    record = request.getfixturevalue(kind)
    main = {"person": 0, "organization": 1, "event": 2}[kind]
    page = html(reader, f"/sah{record.get_absolute_url()}")
    assert f"<h1>{SAKHA[main]}</h1>" in page
    for name in SAKHA[:3]:
        assert name in page, name
    # Readers still learn what else it is called, machines too; of the others only the one name.
    assert page.count(OTHERS[main]) == 2
    for name in set(OTHERS[:3]) - {OTHERS[main]}:
        assert name not in page, name
    page = html(reader, record.get_absolute_url())
    assert f"<h1>{OTHERS[main]}</h1>" in page


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/persons/", 0),
        ("/organizations/", 1),
        ("/events/", 2),
        ("/events/calendar.ics", 2),
        ("/", 2),
        ("/", 3),
    ],
)
def test_lists_call_everyone_as_their_language_does(reader, told, path, name):
    assert SAKHA[name] in html(reader, f"/sah{path}")
    assert SAKHA[name] not in html(reader, path)
    assert OTHERS[name] in html(reader, path)
    assert OTHERS[name] in html(reader, f"/kk{path}")


def test_calendar_of_a_month_calls_everyone_as_its_language_does(reader, event):
    day = event.start_date
    path = f"/sah/events/{day:%Y}/{day:%m}/"
    page = html(reader, path)
    assert "Түмэл түүнэ" in page
    assert "Ытык Сирэ түмэл</option>" in page
    organizer = event.organizers.get()
    assert "Ытык Сирэ түмэл" in html(reader, f"{path}?organizer={organizer.pk}")


def test_section_and_tag_are_called_as_their_language_does(reader, section):
    tag = make_tag(name="Мосты", aliases="sah: Муосталар")
    assert "<h1>Култуура</h1>" in html(reader, f"/sah/sections/{section.slug}/")
    assert "<h1>Культура</h1>" in html(reader, f"/sections/{section.slug}/")
    assert "Муосталар" in html(reader, f"/sah/tags/{tag.slug}/")
    assert "Култуура</a>" in html(reader, "/sah/persons/")


def test_search_suggests_by_the_name_of_the_language(reader, person):
    page = html(reader, "/sah/search/?q=Дьөгүөрэбэ")
    assert "Маайа Дьөгүөрэбэ</a>" in page
    page = html(reader, "/search/?q=Дьөгүөрэбэ")
    assert "Мария Егорова</a>" in page
    page = html(reader, f"/sah/search/?q=мост&person={person.pk}")
    assert "Маайа Дьөгүөрэбэ" in page


def test_feeds_call_everyone_as_the_language_of_a_post_does(reader, told, organization):
    told("sah"), told("ru")
    items = reader.get(f"{organization.get_absolute_url()}feed.json").json()["items"]
    by_language = {item["language"]: item for item in items}
    assert by_language["sah"]["authors"][0]["name"] == "Маайа Дьөгүөрэбэ"
    assert by_language["sah"]["tags"][0] == "Култуура"
    assert "Ытык Сирэ түмэл" in by_language["sah"]["content_html"]
    assert by_language["ru"]["authors"][0]["name"] == "Мария Егорова"
    assert by_language["ru"]["tags"][0] == "Культура"
    feed = reader.get(f"/sah{organization.get_absolute_url()}feed.json").json()
    assert feed["title"].startswith("Ытык Сирэ түмэл")


def test_rest_calls_everyone_as_the_language_of_a_post_does(reader, told):
    told("sah"), told("ru")
    rows = reader.get("/api/v1/posts/").json()["results"]
    names = {row["language"]: row["persons"][0]["name"] for row in rows}
    assert names == {"sah": "Маайа Дьөгүөрэбэ", "ru": "Мария Егорова"}
    sections = {row["language"]: row["section"]["name"] for row in rows}
    assert sections == {"sah": "Култуура", "ru": "Культура"}


def test_notice_calls_the_record_as_the_language_of_a_post_does(reader, told, person, settings):
    settings.NOTICES = True
    kind = make_notice_kind(wording_ru="{name} — учредитель.", wording_sah="{name} — төрүттээччи.")
    make_notice(person, kind=kind)
    assert "Маайа Дьөгүөрэбэ</a> — төрүттээччи." in html(reader, told("sah").card["path"])
    assert "Мария Егорова</a> — учредитель." in html(reader, told("ru").card["path"])


def test_merged_record_is_called_as_the_other(reader, editor, told, chief):
    other = known(make_person(name="М. Егорова", family_name="Егорова"))
    post = make_post(language="sah", persons=[other])
    path = publish(post, by=editor).card["path"]
    assert "М. Егорова" in html(reader, path)
    merge(other, into=known(make_person(name="Мария Егорова", aliases="sah: Маайа")), by=chief)
    page = html(reader, path)
    assert "Маайа</a>" in page
    assert "Мария Егорова" not in page
