"""The preview at three widths, and the page of somebody without an account."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from articles.models import Note
from articles.publishing import publish
from tests.admin.pages import change_url
from tests.factories import make_image, make_person, make_post

from .conftest import faults, sticks_out

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
LONG = "Сельскохозяйственнотехникоэкономическийинститут"


@pytest.fixture
def post(reporter):
    return make_post(
        headline="Паром пришёл раньше срока",
        body=f"<p>{'Лёд сошёл быстро, билеты уже продают. ' * 40}</p>" * 3,
        persons=[make_person()],
        bylines=[make_person()],
        lead_image=make_image(),
        created_by=reporter,
    )


def width_of_the_page(desk) -> int:
    """Return how wide the readers' page is laid out in its frame, once it is there."""
    desk.driver.switch_to.frame(desk.find("iframe"))
    desk.find(".story")
    width = desk.driver.execute_script("return window.innerWidth")
    desk.driver.switch_to.default_content()
    return width


def open_preview(desk, post) -> None:
    """Press the button of the form, and go on in the window it opens."""
    desk.open(change_url(post))
    desk.find("[name=_preview]")
    # In this window, so that no other is left behind.
    desk.driver.execute_script("document.querySelector('[name=_preview]').formTarget = ''")
    desk.press("[name=_preview]")


def test_widths_are_chosen_by_keyboard_and_remembered(desk, reporter, post, screen):
    screen(1400)
    desk.log_in(reporter)
    open_preview(desk, post)
    assert width_of_the_page(desk) == 1280
    chosen = desk.find("#width-1280")
    chosen.send_keys(Keys.ARROW_LEFT)
    assert width_of_the_page(desk) == 768
    desk.driver.switch_to.active_element.send_keys(Keys.ARROW_LEFT)
    assert width_of_the_page(desk) == 390
    assert not sticks_out(desk.driver)
    assert desk.errors() == []
    open_preview(desk, post)
    desk.wait.until(lambda _driver: width_of_the_page(desk) == 390)
    desk.driver.execute_script("localStorage.clear()")


def test_links_of_a_preview_open_beside_it(desk, editor, post, screen):
    edition = publish(post, by=editor)
    desk.log_in(editor)
    desk.open(f"/admin/articles/edition/{edition.pk}/preview/")
    preview, before = desk.driver.current_window_handle, set(desk.driver.window_handles)
    width_of_the_page(desk)
    # The page in the frame may be there before the script is, and be loaded after it.
    again = "document.querySelector('iframe').dispatchEvent(new Event('load'))"
    desk.driver.execute_script(f"{again}; {again}")
    desk.driver.switch_to.frame(desk.find("iframe"))
    desk.wait.until(lambda _driver: desk.find(".name").get_attribute("target") == "_blank")
    desk.find(".name").click()
    desk.driver.switch_to.default_content()
    beside = desk.wait.until(lambda driver: set(driver.window_handles) - before)
    desk.driver.switch_to.window(beside.pop())
    assert desk.find(".tile")
    desk.driver.close()
    desk.driver.switch_to.window(preview)
    desk.driver.switch_to.frame(desk.find("iframe"))
    desk.driver.execute_script("arguments[0].click()", desk.find(".skip"))
    desk.wait.until(
        lambda driver: driver.execute_script("return location.href") == "about:srcdoc#main"
    )
    assert desk.find(".story").is_displayed()
    desk.driver.switch_to.default_content()
    assert desk.errors() == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_preview_and_links_are_open_to_all(desk, editor, post, screen, width, theme):
    desk.log_in(editor)
    screen(width, theme)
    open_preview(desk, post)
    width_of_the_page(desk)
    assert faults(desk.driver) == []
    desk.open(change_url(post).replace("/change/", "/links/"))
    desk.write("#id_label", LONG)
    desk.press("[name=_make]")
    assert faults(desk.driver) == []
    desk.open(desk.find("#link-address").get_attribute("value").removeprefix(desk.url))
    assert faults(desk.driver) == []
    desk.find(".draft summary").click()
    desk.find("[name=answer][value=change]").click()
    desk.find(".draft .errorlist")
    assert faults(desk.driver) == []
    desk.open("/preview/nothing/")
    assert faults(desk.driver) == []


def test_somebody_without_an_account_approves_by_a_link(desk, editor, reporter, post, screen):
    desk.log_in(reporter)
    desk.open(change_url(post))
    desk.press(".object-tools [href$='/links/']")
    desk.write("#id_label", "Айталина, героиня")
    desk.press("[name=_make]")
    address = desk.find("#link-address").get_attribute("value")
    desk.find("#link-copy").click()
    desk.wait.until(lambda _driver: desk.find("#link-copied").text == "Скопировано")

    desk.driver.delete_all_cookies()
    screen(390)
    desk.driver.get(address)
    assert desk.find(".story h1").text == post.headline
    assert "не опубликован" in desk.find(".draft").text
    desk.find(".draft summary").click()
    desk.write("#id_name", "Айталина Петрова")
    desk.write("#id_comment", "Всё верно.")
    desk.find("[name=answer][value=approve]").click()
    assert "Спасибо" in desk.find(".draft [role=status]").text
    assert desk.driver.get_cookies() == []
    note = Note.objects.get()
    assert (note.author_name, note.answer, note.text) == (
        "Айталина Петрова",
        "approve",
        "Всё верно.",
    )

    screen(1280)
    desk.log_in(editor)
    desk.open(change_url(post))
    thread = desk.find(".notes").text
    for words in ("Айталина Петрова (по ссылке)", "Согласовано", "Всё верно."):
        assert words in thread
    assert desk.driver.find_elements(By.CSS_SELECTOR, ".note-from-outside")
    assert desk.errors() == []
