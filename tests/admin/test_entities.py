import pytest

from articles.models import Event, Organization, Person, Section, Tag
from articles.publishing import publish
from tests.admin.pages import change_url, errors, person_data, rows, url
from tests.factories import make_event, make_organization, make_person, make_post, make_tag

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/person/add/"


def organization_data(**changes):
    data = {"name": "Музей", "kind": "culture", "slug": "", "wikidata_id": "", "_save": "1"}
    return data | changes


def event_data(**changes):
    data = {"name": "Ысыах", "status": "planned", "start_date": "21.06.2026", "_save": "1"}
    return data | {"time_zone": "Asia/Yakutsk"} | changes


def test_person_is_named_by_given_and_family_name(editor_client):
    data = person_data(aliases=" Тая \n\n Николаева-Попова ")
    assert editor_client.post(ADD, data).status_code == 302
    person = Person.objects.get()
    assert (person.name, person.slug) == ("Туйаара Николаева", "tuyaara-nikolaeva")
    assert person.aliases == "Тая\nНиколаева-Попова"


def test_person_keeps_a_display_name_of_its_own(editor_client):
    editor_client.post(ADD, person_data(name="Суорун Омоллоон"))
    assert Person.objects.get().name == "Суорун Омоллоон"


@pytest.mark.parametrize("name", ["", " ", "\x0b"])
def test_person_without_any_name_is_a_form_error(editor_client, name):
    data = person_data(name=name, given_name="", family_name="")
    assert list(errors(editor_client.post(ADD, data))) == ["name"]


@pytest.mark.parametrize("line", ["javascript:alert(1)", "ftp://x.ru/", "просто слова", "http://"])
def test_person_links_are_web_addresses(editor_client, line):
    response = editor_client.post(ADD, person_data(links=f"https://ya.ru/\n{line}"))
    assert list(errors(response)) == ["links"]
    assert line in str(errors(response)["links"][0])


def test_person_links_are_kept_a_line_each(editor_client):
    editor_client.post(ADD, person_data(links=" https://ya.ru/ \r\n\r\nhttp://example.com/я"))
    assert Person.objects.get().links == "https://ya.ru/\nhttp://example.com/я"


def test_person_is_saved_with_positions(editor_client):
    museum = make_organization()
    row = {"title": "Директор", "organization": museum.pk, "valid_from": "01.02.2020"}
    assert editor_client.post(ADD, person_data(**rows("positions", row))).status_code == 302
    assert Person.objects.get().positions.get().organization == museum


def test_position_that_ends_before_it_starts_saves_nothing(editor_client):
    row = {"title": "Директор", "valid_from": "01.02.2020", "valid_until": "01.01.2020"}
    assert editor_client.post(ADD, person_data(**rows("positions", row))).status_code == 200
    assert not Person.objects.exists()


def test_organization_slug_is_made_of_the_name(editor_client):
    editor_client.post(url(Organization, "add"), organization_data(name="Музей мерзлоты"))
    assert Organization.objects.get().slug == "muzey-merzloty"


def test_organization_cannot_stand_above_itself(editor_client):
    parent = make_organization()
    child = make_organization(parent=parent)
    response = editor_client.post(change_url(parent), organization_data(parent=child.pk))
    assert list(errors(response)) == ["parent"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("wikidata_id", "7747"),
        ("website", "javascript:alert(1)"),
        ("kind", "нет"),
        ("parent", "нет"),
        ("name", "x" * 256),
        ("name", "\x0b"),
        ("slug", "не так"),
    ],
)
def test_organization_with_a_wrong_field_saves_nothing(editor_client, field, value):
    response = editor_client.post(url(Organization, "add"), organization_data(**{field: value}))
    assert list(errors(response)) == [field]
    assert not Organization.objects.exists()


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("start_date", {"start_date": "31.02.2026"}),
        ("start_date", {"start_date": "01.01.10000"}),
        ("start_date", {"start_date": "0001-01-01"}),
        ("end_date", {"end_date": "9999-12-31"}),
        ("__all__", {"end_date": "20.06.2026"}),
        ("time_zone", {"time_zone": "Asia/Nowhere"}),
        ("time_zone", {"time_zone": "../../etc/passwd"}),
        ("start_time", {"start_time": "25:00"}),
    ],
)
def test_event_with_a_wrong_field_saves_nothing(editor_client, field, changes):
    response = editor_client.post(url(Event, "add"), event_data(**changes))
    assert list(errors(response)) == [field]
    assert not Event.objects.exists()


def test_event_is_saved_with_its_people(editor_client):
    person, organization = make_person(), make_organization()
    data = event_data(participants=[person.pk], organizers=[organization.pk], start_time="10:00")
    assert editor_client.post(url(Event, "add"), data).status_code == 302
    event = Event.objects.get()
    assert list(event.participants.all()) == [person]
    assert list(event.organizers.all()) == [organization]
    assert event.is_published is False  # the box was not ticked


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (make_person, "persons"),
        (make_organization, "organizations"),
        (make_event, "events"),
        (make_tag, "tags"),
        (make_person, "bylines"),
    ],
)
def test_what_an_edition_names_is_not_deleted(editor_client, editor, make, field):
    record = make()
    post = make_post(**{field: [record]})
    publish(post, by=editor)
    getattr(post, field).all().delete() if field == "bylines" else getattr(post, field).clear()
    deletion = url(type(record), "delete", record.pk)
    assert b"/admin/articles/edition/" in editor_client.get(deletion).content
    assert editor_client.post(deletion, {"post": "yes"}).status_code == 200
    bulk = {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"}
    assert editor_client.post(url(type(record), "changelist"), bulk).status_code == 200
    assert type(record).objects.filter(pk=record.pk).exists()


def test_person_whom_nothing_names_is_deleted(editor_client):
    person = make_person()
    assert editor_client.post(url(Person, "delete", person.pk), {"post": "yes"}).status_code == 302
    assert not Person.objects.exists()


def test_view_on_site_only_for_the_published(editor_client):
    shown, hidden = make_person(), make_person(is_published=False)
    assert f'href="/persons/{shown.pk}-' in editor_client.get(change_url(shown)).content.decode()
    assert "viewsitelink" not in editor_client.get(change_url(hidden)).content.decode()


def test_tag_slug_is_made_of_the_name(reporter_client):
    reporter_client.post(url(Tag, "add"), {"name": "Мерзлота", "slug": "", "_save": "1"})
    assert Tag.objects.get().slug == "merzlota"


@pytest.mark.parametrize(
    ("name", "field"), [("北京", "slug"), ("Мост", "slug"), ("Мосты", "name"), ("\x0b", "name")]
)
def test_tag_that_cannot_have_its_address_is_a_form_error(reporter_client, name, field):
    make_tag(name="Мосты", slug="most")
    response = reporter_client.post(url(Tag, "add"), {"name": name, "slug": "", "_save": "1"})
    assert field in errors(response)
    assert Tag.objects.count() == 1


def test_names_of_a_section_need_their_languages(chief_client):
    data = {"name": "Культура", "slug": "", "position": "0", "description": "", "_save": "1"}
    response = chief_client.post(url(Section, "add"), data | {"aliases": "Култуура"})
    assert "Култуура" in errors(response)["aliases"][0]
    chief_client.post(url(Section, "add"), data | {"aliases": "\n SAH :Култуура \n"})
    assert Section.objects.get().aliases == "sah: Култуура"
