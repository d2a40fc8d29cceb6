"""What readers do on the site, and editors with its front page, in a browser."""

from datetime import date, datetime, time, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.utils import timezone
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

from articles.models import Slot
from articles.publishing import publish
from tests.factories import (
    known,
    make_event,
    make_organization,
    make_person,
    make_post,
    make_section,
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
NEXT_YEAR = timezone.localdate().year + 1


def asked(desk) -> dict[str, str]:
    """Return what the address of the page asks for."""
    query = parse_qs(urlsplit(desk.driver.current_url).query)
    return {name: values[0] for name, values in query.items()}


def arrive(desk, path: str) -> None:
    """Wait until the browser shows that page, whatever its query."""
    desk.wait.until(lambda driver: unquote(urlsplit(driver.current_url).path) == path)
    desk.find("main h1")


def press(desk, link) -> None:
    # At once: readers' pages scroll smoothly.
    into_view = "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})"
    desk.driver.execute_script(into_view, link)
    link.click()


def headlines(desk) -> list[str]:
    return desk.texts("main article h3")


# Search


@pytest.fixture
def found(editor) -> dict:
    """Return a section and the person named in one of three posts about bridges."""
    river, town = make_section(name="Река"), make_section(name="Город")
    captain = known(make_person(name="Айта Мостова"))
    now = timezone.now()
    for days, headline, fields in [
        (0, "Мост открыт", {"section": river, "persons": [captain]}),
        (2, "Ремонт мостов", {"section": town}),
        (400, "О мостах", {"section": river}),
        (1, "Паром пришёл", {"section": town}),
    ]:
        publish(make_post(headline=headline, **fields), by=editor, at=now - timedelta(days=days))
    return {"section": river, "captain": captain}


def test_words_typed_on_any_page_are_found_in_any_form(desk, found):
    desk.open("/archive/")
    field = desk.find("header input[name=q]")
    field.send_keys("мосты", Keys.ENTER)
    arrive(desk, "/search/")
    assert set(headlines(desk)) == {"Мост открыт", "Ремонт мостов", "О мостах"}
    marked = [mark.lower() for mark in desk.texts("main mark")]
    assert {"мост", "мостов", "мостах"} <= set(marked)
    assert desk.find("#q").get_property("value") == "мосты"


def test_search_is_narrowed_by_the_form_and_keeps_its_words(desk, found):
    desk.open("/search/?q=мосты")
    Select(desk.find("#section")).select_by_visible_text("Река")
    press(desk, desk.find("main [type=submit]"))
    desk.wait.until(lambda _driver: asked(desk).get("section") == found["section"].slug)
    assert set(headlines(desk)) == {"Мост открыт", "О мостах"}
    year_ago = timezone.localdate() - timedelta(days=300)
    desk.driver.execute_script(
        "arguments[0].value = arguments[1]", desk.find("#from"), f"{year_ago}"
    )
    desk.find("#q").send_keys(Keys.ENTER)
    desk.wait.until(lambda _driver: asked(desk).get("from") == f"{year_ago}")
    assert headlines(desk) == ["Мост открыт"]
    assert Select(desk.find("#section")).first_selected_option.text == "Река"
    assert asked(desk)["q"] == "мосты"


def test_order_of_what_is_found_is_chosen(desk, found):
    desk.open("/search/?q=мосты")
    press(desk, desk.find("main a[href*='sort=date']"))
    desk.wait.until(lambda _driver: asked(desk).get("sort") == "date")
    assert headlines(desk) == ["Мост открыт", "Ремонт мостов", "О мостах"]


def test_person_called_so_is_offered_before_posts(desk, found):
    desk.open("/search/?q=мостова")
    press(desk, desk.find("main").find_element(By.LINK_TEXT, "Айта Мостова"))
    arrive(desk, found["captain"].get_absolute_url())
    assert "Мост открыт" in desk.find("main").text


def test_mistyped_word_is_mended_with_a_press(desk, found):
    desk.open("/search/?q=мосст")
    assert headlines(desk) == []
    press(desk, desk.find("main .empty a"))
    desk.wait.until(lambda _driver: asked(desk).get("q") == "мост")
    assert "Мост открыт" in headlines(desk)


# Calendar


@pytest.fixture
def events() -> dict:
    """Return the organizer of one of three events: two in June, one in July."""
    port = make_organization(name="Речной порт")
    regatta = make_event(name="Регата", start_date=date(NEXT_YEAR, 6, 6), place="Якутск")
    regatta.organizers.set([port])
    make_event(
        name="Ысыах",
        start_date=date(NEXT_YEAR, 6, 21),
        end_date=date(NEXT_YEAR, 6, 22),
        start_time=time(12),
        place="Ус Хатын",
    )
    make_event(name="Сплав", start_date=date(NEXT_YEAR, 7, 4), place="Ленск")
    return {"port": port, "regatta": regatta}


def in_calendar(desk) -> set[str]:
    return {name.partition("\n")[0] for name in desk.texts("main table a")}


@pytest.mark.parametrize("width", [390, 1280])
def test_calendar_goes_from_month_to_month(desk, events, screen, width):
    screen(width)
    desk.open(f"/events/{NEXT_YEAR}/06/")
    assert {"Регата", "Ысыах"} <= in_calendar(desk)
    press(desk, desk.find("main a[rel=next]"))
    arrive(desk, f"/events/{NEXT_YEAR}/07/")
    assert in_calendar(desk) == {"Сплав"}
    assert not desk.has("main a[rel=next]")  # there is nothing later
    press(desk, desk.find("main a[rel=prev]"))
    arrive(desk, f"/events/{NEXT_YEAR}/06/")
    press(desk, desk.find("main table").find_element(By.LINK_TEXT, "Регата"))
    arrive(desk, events["regatta"].get_absolute_url())


def test_calendar_is_narrowed_by_place_and_organizer_from_month_to_month(desk, events):
    desk.open(f"/events/{NEXT_YEAR}/06/")
    Select(desk.find("#place")).select_by_visible_text("Ус Хатын")
    press(desk, desk.find("main form [type=submit]"))
    desk.wait.until(lambda _driver: asked(desk).get("place") == "Ус Хатын")
    assert in_calendar(desk) == {"Ысыах"}
    press(desk, desk.find("main a[rel=next]"))
    arrive(desk, f"/events/{NEXT_YEAR}/07/")
    assert asked(desk)["place"] == "Ус Хатын"
    assert in_calendar(desk) == set()
    desk.open(f"/events/{NEXT_YEAR}/06/")
    Select(desk.find("#organizer")).select_by_visible_text("Речной порт")
    press(desk, desk.find("main form [type=submit]"))
    desk.wait.until(lambda _driver: "organizer" in asked(desk))
    assert in_calendar(desk) == {"Регата"}


def test_calendar_for_a_device_has_what_the_page_has(desk, events, fetch):
    desk.open(f"/events/{NEXT_YEAR}/06/?organizer={events['port'].pk}")
    address = desk.find("main a[href*='.ics']").get_attribute("href")
    status, text = fetch(address.removeprefix(desk.url))
    assert (status, text[:15]) == (200, "BEGIN:VCALENDAR")
    desk.open(events["regatta"].get_absolute_url())
    address = desk.find("main a[href$='event.ics']").get_attribute("href")
    status, text = fetch(address.removeprefix(desk.url))
    assert status == 200
    assert "SUMMARY:Регата" in text


# The front page as it will be


@pytest.fixture
def seven(editor) -> datetime:
    """Return tomorrow's hour at which a post opens that is to lead the front page from then on."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    seven = timezone.make_aware(datetime.combine(tomorrow, time(7)))
    publish(make_post(headline="Сегодняшняя"), by=editor, at=timezone.now() - timedelta(hours=1))
    scheduled = make_post(headline="Утренняя")
    publish(scheduled, by=editor, at=seven)
    Slot.objects.create(position=1, post=scheduled, label="Главное", valid_from=seven)
    return seven


def framed(desk) -> list[str]:
    """Return the headlines of the page in the frame, once it is there."""
    desk.driver.switch_to.frame(desk.find("iframe"))
    desk.find("main h2")
    shown = desk.texts("main h2")
    desk.driver.switch_to.default_content()
    return shown


def test_editor_looks_at_the_front_page_of_seven_tomorrow(desk, editor, seven):
    desk.log_in(editor)
    desk.open("/admin/articles/slot/")
    desk.press("#content a[href*='/slot/preview/']")
    assert "Утренняя" not in framed(desk)
    desk.press(f".preview-times a[href*='at_0={seven:%Y-%m-%d}&at_1=07']")
    shown = framed(desk)
    assert shown[0] == "Утренняя"
    assert "Сегодняшняя" in shown
    desk.write("[name=at_1]", "06:59")
    desk.press(".preview-at [type=submit]")
    assert "Утренняя" not in framed(desk)
    assert desk.errors() == []
    desk.open("/")
    assert "Утренняя" not in desk.find("main").text
