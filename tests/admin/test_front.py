"""The front page on the desk: who may lay it out, and what it will look like."""

from datetime import datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.utils import timezone

from articles.models import BreakingLine, Slot
from articles.publishing import publish, unpublish
from tests.admin.pages import change_url, errors, framed, split, url
from tests.conftest import as_user, make_user
from tests.factories import make_event, make_post, make_section, make_tag

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 6, 30, tzinfo=timezone.get_default_timezone())
SEVEN = NOW + timedelta(minutes=30)
LIST, ADD = "/admin/articles/slot/", "/admin/articles/slot/add/"
LINE_ADD = "/admin/articles/breakingline/add/"
PREVIEW = "/admin/articles/slot/preview/"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def live(editor):
    post = make_post(headline="Открытая")
    publish(post, by=editor, at=NOW - timedelta(hours=5))
    return post


@pytest.fixture
def scheduled(editor):
    post = make_post(headline="В семь")
    publish(post, by=editor, at=SEVEN)
    return post


def slot_data(**changes) -> dict:
    data = {"position": "1", "language": "ru", "label": "", "kind": "", "_save": "1"}
    data |= {"post": "", "section": "", "tag": ""}
    return data | split("valid_from", None) | split("valid_until", None) | changes


def line_data(**changes) -> dict:
    data = {"text": "Срочное", "language": "ru", "post": "", "path": "", "_save": "1"}
    return data | split("valid_from", None) | split("valid_until", None) | changes


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def asked(at: datetime, language: str = "ru") -> dict:
    return {"language": language, "at_0": f"{at:%Y-%m-%d}", "at_1": f"{at:%H:%M}"}


# Places and lines


def test_editor_puts_a_scheduled_post_on_the_front_page(editor_client, scheduled):
    hours = split("valid_from", SEVEN) | split("valid_until", SEVEN + timedelta(hours=5))
    data = slot_data(post=scheduled.pk, label="Главное", **hours)
    assert editor_client.post(ADD, data).status_code == 302
    slot = Slot.objects.get()
    assert (slot.post, slot.label, slot.valid_from) == (scheduled, "Главное", SEVEN)


@pytest.mark.parametrize("state", ["draft", "unpublished"])
def test_post_readers_never_see_cannot_be_chosen(editor_client, editor, live, state):
    if state == "unpublished":
        unpublish(live, by=editor, reason="Ошибка")
    post = live if state == "unpublished" else make_post()
    for address, data in [(ADD, slot_data(post=post.pk)), (LINE_ADD, line_data(post=post.pk))]:
        assert list(errors(editor_client.post(address, data))) == ["post"]


def test_search_for_a_post_finds_what_readers_see_or_will(editor_client, live, scheduled):
    make_post(headline="Черновик")
    address = "/admin/autocomplete/?app_label=articles&model_name={}&field_name=post&term="
    for model in ("slot", "breakingline"):
        found = editor_client.get(address.format(model)).json()["results"]
        assert {row["text"] for row in found} == {"Открытая", "В семь"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"position": "0"}, "position"),
        ({"position": "13"}, "position"),
        ({"language": "sah", "post": True}, "post"),
        ({"section": True, "kind": "news"}, "__all__"),
        ({"post": True, "section": True}, "__all__"),
        (split("valid_from", SEVEN) | split("valid_until", NOW), "__all__"),
        ({"post": "x"}, "post"),
    ],
)
def test_place_that_says_too_much_is_not_saved(editor_client, live, changes, field):
    made = {"post": lambda: live, "section": make_section}
    changes = {name: made[name]().pk if value is True else value for name, value in changes.items()}
    response = editor_client.post(ADD, slot_data(**changes))
    assert list(errors(response)) == [field]
    assert not Slot.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "text"),
        ({"path": "https://example.org/"}, "path"),
        ({"path": "//example.org"}, "path"),
        ({"path": "/\\example.org"}, "path"),
        ({"path": "javascript:alert(1)"}, "path"),
        ({"path": "/events/", "post": True}, "__all__"),
    ],
)
def test_line_that_leads_astray_is_not_saved(editor_client, live, changes, field):
    changes = {name: live.pk if value is True else value for name, value in changes.items()}
    assert list(errors(editor_client.post(LINE_ADD, line_data(**changes)))) == [field]


def test_line_loses_control_characters(editor_client):
    assert editor_client.post(LINE_ADD, line_data(text="Сроч\x0bное")).status_code == 302
    assert BreakingLine.objects.get().text == "Срочное"


def test_list_shows_the_places_of_one_language_in_order_with_their_state(
    editor_client, live, scheduled
):
    Slot.objects.create(position=2, section=make_section(name="Спорт"))
    Slot.objects.create(position=1, post=live)
    Slot.objects.create(position=3, post=scheduled)
    Slot.objects.create(position=4, tag=make_tag(name="Лёд"), valid_from=SEVEN)
    Slot.objects.create(position=5, kind="interview", valid_until=NOW)
    Slot.objects.create(position=1, language="sah")
    page = editor_client.get(LIST, headers={"accept-language": "en"})
    rows = [(slot.position, page_state(slot, page)) for slot in page.context["cl"].result_list]
    assert rows == [(1, "Now"), (2, "Now"), (3, "The post is not open"), (4, "Later")]
    for words in ("Открытая", "Newest in the section “Спорт”", "Newest under the tag “Лёд”"):
        assert words in text(page)
    over = editor_client.get(f"{LIST}?when=over", headers={"accept-language": "en"})
    assert [slot.position for slot in over.context["cl"].result_list] == [5]
    sakha = editor_client.get(f"{LIST}?language=sah", headers={"accept-language": "en"})
    assert [slot.language for slot in sakha.context["cl"].result_list] == ["sah"]


def page_state(slot, page) -> str:
    """Return what the list says of the state of the record."""
    row = text(page).split(f'value="{slot.pk}" class="action-select"')[1].split("</tr>")[0]
    return row.split('class="state state-')[1].split(">")[1].split("<")[0]


def list_data(*rows: tuple[Slot, int, int]) -> dict:
    """Return the list as a browser sends it: each row with the position shown and that typed."""
    data = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), "_save": "1"}
    for number, (slot, shown, typed) in enumerate(rows):
        data |= {
            f"form-{number}-id": slot.pk,
            f"form-{number}-position": typed,
            f"initial-form-{number}-position": shown,
        }
    return data


def test_positions_are_changed_in_the_list(editor_client):
    first, second = Slot.objects.create(position=1), Slot.objects.create(position=2)
    assert 'name="initial-form-0-position"' in text(editor_client.get(LIST))
    assert editor_client.post(LIST, list_data((first, 1, 2), (second, 2, 1))).status_code == 302
    assert list(Slot.objects.values_list("pk", flat=True)) == [second.pk, first.pk]


def test_list_opened_before_another_changed_it_writes_nothing_over(editor_client):
    first, second = Slot.objects.create(position=1), Slot.objects.create(position=2)
    Slot.objects.filter(pk=first.pk).update(position=5)  # a colleague, meanwhile
    assert editor_client.post(LIST, list_data((first, 1, 1), (second, 2, 3))).status_code == 302
    assert list(Slot.objects.order_by("pk").values_list("position", flat=True)) == [5, 3]


def test_form_opened_from_the_list_of_a_language_proposes_it(editor_client):
    page = text(editor_client.get(f"{ADD}?_changelist_filters=language%3Dsah"))
    assert '<option value="sah" selected' in page


@pytest.mark.parametrize("model", [Slot, BreakingLine])
def test_taking_off_ends_what_stands_now_and_nothing_else(editor_client, model):
    text = {"text": "Срочное"} if model is BreakingLine else {}
    standing = model.objects.create(valid_until=NOW + timedelta(days=1), **text)
    later = model.objects.create(valid_from=SEVEN, **text)
    over = model.objects.create(valid_until=NOW - timedelta(hours=1), **text)
    chosen = [standing.pk, later.pk, over.pk]
    data = {"action": "take_off", "_selected_action": chosen}
    response = editor_client.post(url(model, "changelist") + "?when=now", data)
    assert response.status_code == 302
    ends = dict(model.objects.values_list("pk", "valid_until"))
    assert ends == {standing.pk: NOW, later.pk: None, over.pk: NOW - timedelta(hours=1)}
    assert list(LogEntry.objects.values_list("object_id", flat=True)) == [str(standing.pk)]


def test_section_and_tag_on_the_front_page_cannot_be_deleted(chief_client):
    slots = [
        Slot.objects.create(section=make_section()),
        Slot.objects.create(tag=make_tag()),
    ]
    for slot in slots:
        record = slot.section or slot.tag
        chief_client.post(url(type(record), "delete", record.pk), {"post": "yes"})
        assert type(record).objects.filter(pk=record.pk).exists()


# Who may


@pytest.mark.parametrize(
    ("role", "may_look", "may_change"),
    [
        ("nobody", False, False),
        ("reporter", True, False),
        ("editor", True, True),
        ("chief", True, True),
    ],
)
@pytest.mark.parametrize("model", [Slot, BreakingLine])
def test_who_may_look_and_who_may_change(request, model, role, may_look, may_change):
    user = make_user(role) if role == "nobody" else request.getfixturevalue(role)
    client, words = as_user(user), {"text": "Было"} if model is BreakingLine else {}
    record = model.objects.create(**words)
    data = line_data(text="Стало") if words else slot_data(label="Стало")
    assert (client.get(url(model, "changelist")).status_code == 200) == may_look
    assert (client.get(change_url(record)).status_code == 200) == may_look
    assert (client.post(change_url(record), data).status_code == 302) == may_change
    assert (client.post(url(model, "add"), data).status_code == 302) == may_change
    action = {"action": "take_off", "_selected_action": [record.pk]}
    client.post(url(model, "changelist"), action)
    record.refresh_from_db()
    assert (record.valid_until is not None) == may_change
    client.post(url(model, "delete", record.pk), {"post": "yes"})
    assert model.objects.filter(pk=record.pk).exists() != may_change


def test_reporter_cannot_change_positions_in_the_list(reporter_client):
    slot = Slot.objects.create(position=1)
    assert "form-0-position" not in text(reporter_client.get(LIST))
    reporter_client.post(LIST, list_data((slot, 1, 2)))
    slot.refresh_from_db()
    assert slot.position == 1


# Preview


@pytest.mark.parametrize("role", ["reporter", "editor", "chief"])
def test_preview_shows_the_front_page_as_it_will_be(request, role, live, scheduled):
    client = request.getfixturevalue(f"{role}_client")
    Slot.objects.create(position=1, post=scheduled, label="Утром", valid_from=SEVEN)
    BreakingLine.objects.create(text="С восьми", valid_from=SEVEN + timedelta(hours=1))
    before = framed(client.get(PREVIEW))
    assert "Открытая" in before
    assert "В семь" not in before
    response = client.get(PREVIEW, asked(SEVEN))
    page = framed(response)
    assert "В семь" in page
    assert "Утром" in page
    assert "С восьми" not in page
    assert "24.11.2026 07:00" in text(response)
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]
    assert "public" not in response.headers["Cache-Control"]
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "csrfmiddlewaretoken" not in page
    assert "С восьми" in framed(client.get(PREVIEW, asked(SEVEN + timedelta(hours=1))))


@pytest.mark.parametrize(("language", "path"), [("ru", "/"), ("sah", "/sah/")])
def test_preview_is_the_page_readers_get_byte_for_byte(
    editor_client, editor, reader, clock, language, path
):
    make_event(start_date=SEVEN.date())
    for number in range(30):
        post = make_post(headline=f"Новость {number}", language=language)
        publish(post, by=editor, at=SEVEN - timedelta(minutes=number))
    Slot.objects.create(position=2, post=post, language=language)
    shown = framed(editor_client.get(PREVIEW, asked(SEVEN, language)))
    assert "Новость 0" not in reader.get(path).content.decode()
    clock.move_to(SEVEN, tick=False)
    assert shown == reader.get(path).content.decode()
    # A frame with its page in itself takes addresses without a path from the preview around it.
    assert f'href="{path}?after=' in shown


def test_preview_of_another_day_has_the_events_of_that_day(editor_client, live):
    make_event(name="Сегодня", start_date=NOW.date())
    make_event(name="Потом", start_date=NOW.date() + timedelta(days=3))
    page = framed(editor_client.get(PREVIEW, asked(NOW + timedelta(days=2))))
    assert "Потом" in page
    assert "Сегодня" not in page


def test_preview_is_closed_without_its_permission(client, reporter):
    assert client.get(PREVIEW).status_code == 302
    reporter.groups.get().permissions.remove(Permission.objects.get(codename="preview_front"))
    assert as_user(reporter).get(PREVIEW).status_code == 403
    assert as_user(make_user("nobody")).get(PREVIEW).status_code == 403
    assert PREVIEW not in text(as_user(reporter).get(LIST))


@pytest.mark.parametrize(
    "query",
    [
        {"language": "xx"},
        {"at_0": "", "at_1": ""},
        {"at_0": "31.02.2026", "at_1": "07:00"},
        {"at_0": "0001-01-01", "at_1": "00:00"},
        {"at_0": "9999-12-31", "at_1": "23:59"},
        {"at_0": "\x00", "at_1": "'\"<b>"},
    ],
)
def test_preview_of_no_time_says_so_and_shows_the_present(editor_client, live, query):
    response = editor_client.get(PREVIEW, query)
    assert 'class="errorlist"' in text(response)
    assert "Открытая" in framed(response)
    assert "<b>" not in text(response)


def test_preview_offers_likely_times_and_the_list_offers_the_preview(editor_client, live):
    page = text(editor_client.get(PREVIEW, {"language": "sah"}))
    assert "?language=sah&amp;at_0=2026-11-25&amp;at_1=07%3A00" in page
    assert f'href="{PREVIEW}?language=sah"' in text(editor_client.get(f"{LIST}?language=sah"))
    assert f'href="{PREVIEW}"' in text(editor_client.get("/admin/articles/breakingline/"))


def test_readers_cannot_ask_for_another_time(reader, live, scheduled):
    page = reader.get("/", asked(SEVEN) | {"at": SEVEN.isoformat()}).content.decode()
    assert "В семь" not in page
