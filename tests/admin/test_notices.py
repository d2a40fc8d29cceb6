"""The desk's part in notices to readers: their kinds, who carries them, and what it is told."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from articles.models import Notice, NoticeKind, Organization, Person
from tests.admin.pages import change_url, errors, filled, no_rows, person_data, rows, url
from tests.factories import (
    known,
    make_notice,
    make_notice_kind,
    make_organization,
    make_person,
    make_post,
)

pytestmark = pytest.mark.django_db
WORDS = {"wording_ru": "", "wording_sah": "", "wording_kk": "", "wording_en": ""}
KIND = WORDS | {"name": "Владение", "is_active": "on", "wording_ru": "{name} — учредитель."}


@pytest.fixture(autouse=True)
def _on(settings):
    settings.NOTICES = True


def text_of(response) -> str:
    assert response.status_code == 200
    return unescape(response.content.decode())


def notice_rows(**row) -> dict:
    """Return the rows of a form with one notice, or none."""
    if not row:
        return no_rows("notices")
    return rows("notices", WORDS | {"valid_from": "", "valid_until": ""} | row)


# Kinds.


def test_chief_editor_makes_a_kind(chief_client):
    assert chief_client.post(url(NoticeKind, "add"), KIND | {"_save": "1"}).status_code == 302
    kind = NoticeKind.objects.get()
    assert (kind.name, kind.wording_ru, kind.is_active) == ("Владение", KIND["wording_ru"], True)


@pytest.mark.parametrize(
    ("field", "text"), [("wording_ru", ""), ("wording_ru", "  "), ("wording_sah", "{кто}")]
)
def test_wrong_wording_is_told_beside_its_field(chief_client, field, text):
    found = errors(chief_client.post(url(NoticeKind, "add"), KIND | {field: text, "_save": "1"}))
    assert list(found) == [field]


@pytest.mark.parametrize("who", ["reporter_client", "editor_client"])
def test_others_may_read_the_kinds_alone(request, who):
    client, kind = request.getfixturevalue(who), make_notice_kind()
    assert kind.name in text_of(client.get(url(NoticeKind, "changelist")))
    assert client.get(change_url(kind)).status_code == 200
    assert client.post(change_url(kind), KIND).status_code == 403
    assert client.post(url(NoticeKind, "add"), KIND).status_code == 403
    assert client.post(url(NoticeKind, "delete", kind.pk), {"post": "yes"}).status_code == 403


def test_kind_in_use_cannot_be_deleted(chief_client):
    kind = make_notice(make_person()).kind
    chief_client.post(url(NoticeKind, "delete", kind.pk), {"post": "yes"})
    assert NoticeKind.objects.exists()


def test_groups_have_their_rights():
    rights = {
        group.name: set(
            Permission.objects.filter(group=group, content_type__model__startswith="notice")
            .order_by()
            .values_list("codename", flat=True)
        )
        for group in Group.objects.all()
    }
    reads = {"view_notice", "view_noticekind"}
    writes = reads | {"add_notice", "change_notice", "delete_notice"}
    assert rights == {
        "reporter": reads,
        "editor": writes,
        "chief editor": writes | {f"{verb}_noticekind" for verb in ("add", "change", "delete")},
    }


# Who carries them.


def test_editor_gives_a_person_a_notice_and_takes_it_away(editor_client, editor):
    person, kind = make_person(), make_notice_kind()
    data = person_data(person) | notice_rows(
        kind=kind.pk, valid_from="23.11.2026", wording_ru="Доля {name} — 51 %."
    )
    assert editor_client.post(change_url(person), data).status_code == 302
    notice = person.notices.get()
    assert (notice.kind, notice.valid_from, notice.valid_until) == (kind, date(2026, 11, 23), None)
    assert notice.wording_ru == "Доля {name} — 51 %."
    form = filled(editor_client.get(change_url(person))) | {"notices-0-DELETE": "on"}
    assert editor_client.post(change_url(person), form).status_code == 302
    assert not Notice.objects.exists()
    kept = Notice.history.filter(id=notice.pk)
    assert [(row.history_type, row.history_user) for row in kept] == [("-", editor), ("+", editor)]


def test_editor_gives_an_organization_a_notice(editor_client):
    company, kind = make_organization(), make_notice_kind()
    form = filled(editor_client.get(change_url(company))) | notice_rows(kind=kind.pk)
    assert editor_client.post(change_url(company), form).status_code == 302
    assert company.notices.get().kind == kind


@pytest.mark.parametrize(
    "row",
    [
        {"valid_from": "24.11.2026", "valid_until": "23.11.2026"},
        {"wording_sah": "{кто}"},
        {"kind": ""},
    ],
)
def test_wrong_notice_is_refused(editor_client, row):
    person, kind = make_person(), make_notice_kind()
    data = person_data(person) | notice_rows(**{"kind": kind.pk, "valid_from": "1.11.2026"} | row)
    response = editor_client.post(change_url(person), data)
    assert response.status_code == 200
    assert not Notice.objects.exists()
    (formset,) = (
        shown.formset
        for shown in response.context["inline_admin_formsets"]
        if shown.formset.model is Notice
    )
    assert not formset.is_valid()


def test_reporter_reads_notices_and_writes_none(reporter_client):
    person = make_person(is_published=False)
    kind = make_notice(person, wording_ru="Доля {name} — 51 %.").kind
    assert "Доля {name} — 51 %." in text_of(reporter_client.get(change_url(person)))
    form = filled(reporter_client.get(change_url(person))) | {"biography": "Иначе."}
    assert reporter_client.post(change_url(person), form).status_code == 302
    assert Person.objects.get().biography == "Иначе."
    reporter_client.post(change_url(person), person_data(person) | notice_rows(kind=kind.pk))
    assert person.notices.count() == 1


@pytest.mark.parametrize("make", [make_person, make_organization])
def test_list_shows_who_carries_a_notice(editor_client, make):
    carrier, former, other = make(name="Носитель"), make(name="Бывший"), make(name="Прочий")
    make_notice(carrier)
    make_notice(former, valid_until=timezone.localdate() - timedelta(days=1))
    changelist = url(type(other), "changelist")

    def shown(query):
        page = editor_client.get(changelist, query)
        return {record.name for record in page.context["cl"].result_list}

    assert shown({"notice": "now"}) == {"Носитель"}
    assert shown({"notice": "any"}) == {"Носитель", "Бывший"}
    assert shown({}) == {"Носитель", "Бывший", "Прочий"}


# Their history.


def history(client, record) -> list[dict]:
    return client.get(url(type(record), "history", record.pk)).context["entries"]


@pytest.mark.parametrize("make", [make_person, make_organization])
def test_history_of_a_record_tells_of_its_notices(editor_client, make):
    record, kind = make(), make_notice_kind(name="Владение")
    editor_client.post(change_url(record), filled(editor_client.get(change_url(record))))
    form = filled(editor_client.get(change_url(record))) | notice_rows(
        kind=kind.pk, valid_from="23.11.2026", wording_ru="Доля {name} — 51 %."
    )
    assert editor_client.post(change_url(record), form).status_code == 302
    assert history(editor_client, record)[0]["changed"] == ["Пометки для читателей"]
    page = text_of(editor_client.get(url(type(record), "history", record.pk)))
    assert "Владение (23.11.2026 — …): Доля {name} — 51 %." in page


def test_restored_record_keeps_its_notice(editor_client):
    person, kind = make_person(biography="Было."), make_notice_kind()
    data = person_data(person, is_published="on")
    editor_client.post(change_url(person), data | notice_rows())
    changed = data | {"biography": "Стало."} | notice_rows(kind=kind.pk)
    assert editor_client.post(change_url(person), changed).status_code == 302
    first = history(editor_client, person)[-1]
    editor_client.post(url(Person, "restore", person.pk), {"version": first["key"]})
    person.refresh_from_db()
    assert (person.biography, person.notices.count()) == ("Было.", 1)


def test_page_of_a_merge_counts_the_notices(editor_client):
    duplicate, person = make_person(), make_person()
    make_notice(duplicate)
    page = editor_client.get(url(Person, "merge", duplicate.pk), {"into": person.pk})
    counted = {row["label"]: (row["duplicate"], row["into"]) for row in page.context["counted"]}
    assert counted["Пометки для читателей"] == (1, 0)


# What the desk is told of a post.


@pytest.fixture
def unlinked():
    """Return a post that names somebody of whom readers must be told, without a link."""
    names = {"given_name": "Ермек", "family_name": "Кошербаев"}
    person = known(make_person(name="Ермек Кошербаев", **names))
    make_notice(person, kind=make_notice_kind(name="Владение"))
    return make_post(body="<p>Приехал Ермек Кошербаев.</p>")


def test_form_of_a_post_tells_whom_it_names_without_a_link(editor_client, unlinked):
    page = text_of(editor_client.get(change_url(unlinked)))
    assert "обязательна пометка «Владение»" in page
    unlinked.persons.set(Person.objects.all())
    assert "Владение" not in text_of(editor_client.get(change_url(unlinked)))


def test_publishing_tells_it_too(editor_client, unlinked):
    form = filled(editor_client.get(change_url(unlinked)), "_publish")
    page = text_of(editor_client.post(change_url(unlinked), form, follow=True))
    assert "обязательна пометка «Владение»" in page
    assert unlinked.editions.live().exists()


def test_preview_shows_the_notice(editor_client, unlinked):
    unlinked.persons.set(Person.objects.all())
    form = filled(editor_client.get(change_url(unlinked)), "_preview")
    page = text_of(editor_client.post(change_url(unlinked), form))
    assert "Ермек Кошербаев</a> — учредитель издания." in unescape(page)


# Switched off.


def test_switched_off_the_desk_shows_nothing_of_it(chief_client, settings, unlinked):
    settings.NOTICES = False
    kind, person = NoticeKind.objects.get(), Person.objects.get()
    for address in (url(NoticeKind, "changelist"), url(NoticeKind, "add"), change_url(kind)):
        assert chief_client.get(address).status_code == 403
    assert chief_client.post(url(NoticeKind, "delete", kind.pk), {"post": "yes"}).status_code == 403
    changelist = url(Person, "changelist")
    assert history(chief_client, person)[0]["changed"] == []
    for page in ("/admin/", change_url(person), changelist, change_url(unlinked)):
        shown = text_of(chief_client.get(page)).lower()
        assert "notice" not in shown
        assert "пометк" not in shown
    assert person.name in text_of(chief_client.get(changelist, {"notice": "any"}))
    assert chief_client.post(change_url(person), person_data(person)).status_code == 302
    assert person.notices.exists()


def test_organizations_form_is_as_ever_when_switched_off(editor_client, settings):
    settings.NOTICES = False
    company = make_organization()
    form = filled(editor_client.get(change_url(company)))
    assert editor_client.post(change_url(company), form).status_code == 302
    assert Organization.objects.get() == company
