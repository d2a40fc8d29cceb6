"""How readers' pages look in a browser: their letters, the widest screen, and on paper."""

import pytest
from selenium.webdriver.common.by import By

from articles.publishing import publish
from tests.factories import make_post

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
WIDEST = 3840
ALPHABETS = {
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя «—» № 0123456789",
    "sah": "абвгҕдьеёжзийклмнҥньоөпрсһтуүфхцчшщъыьэюя",
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "en": "abcdefghijklmnopqrstuvwxyz “’” 0123456789",
}


@pytest.fixture
def open_post(desk, editor):
    """Return a function that publishes a post of these fields, and opens its page."""

    def open_it(**fields) -> None:
        desk.open(publish(make_post(**fields), by=editor).card["path"])
        desk.driver.execute_async_script("document.fonts.ready.then(() => arguments[0]())")

    return open_it


def faces(driver, selector: str) -> set[tuple[str, bool]]:
    """Return what a browser draws the letters of an element with, and whether the site gave it."""

    def ask(command: str, **what) -> dict:
        return driver.execute_cdp_cmd(command, what)

    ask("DOM.enable")
    ask("CSS.enable")
    page = ask("DOM.getDocument")["root"]["nodeId"]
    node = ask("DOM.querySelector", nodeId=page, selector=selector)["nodeId"]
    fonts = ask("CSS.getPlatformFontsForNode", nodeId=node)["fonts"]
    return {(font["familyName"], font["isCustomFont"]) for font in fonts}


@pytest.mark.parametrize("language", ALPHABETS)
def test_every_letter_of_a_language_stands_in_the_face_of_the_site(desk, open_post, language):
    letters = ALPHABETS[language] + ALPHABETS[language].upper()
    body = f"<p>{letters}</p><blockquote><p><em>{letters}</em></p></blockquote>"
    open_post(language=language, headline=letters, body=body)
    for selector in ("h1", ".body > p", ".body em"):
        assert faces(desk.driver, selector) == {("Vollkorn", True)}, selector
    assert desk.errors() == []


def test_widest_screen_shows_a_page_that_fills_it_and_lines_that_can_be_read(
    desk, open_post, screen
):
    screen(WIDEST, height=2160)
    open_post(body=f"<p>{'Слово о том и о сём. ' * 40}</p>")
    paragraph = desk.find(".body p")
    size = float(paragraph.value_of_css_property("font-size").removesuffix("px"))
    assert size > 30
    assert 25 < paragraph.rect["width"] / size < 40  # some 50 to 80 letters
    desk.open("/")
    assert desk.find("main").rect["width"] > 0.6 * WIDEST


def test_paper_shows_the_words_alone_in_black_on_white(desk, open_post, screen):
    screen(1280)
    open_post(body='<p>Ссылка <a href="https://example.org/way">туда</a>.</p>')
    dark = [{"name": "prefers-color-scheme", "value": "dark"}]
    media = {"media": "print", "features": dark}
    desk.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    for selector in (".sections", ".languages", ".find", ".colophon nav"):
        assert not desk.find(selector).is_displayed(), selector
    colours = [
        desk.find("body").value_of_css_property(name) for name in ("color", "background-color")
    ]
    assert colours == ["rgba(0, 0, 0, 1)", "rgba(255, 255, 255, 1)"]
    script = "return getComputedStyle(arguments[0], '::after').content"
    link = desk.driver.find_element(By.CSS_SELECTOR, ".body a")
    assert "https://example.org/way" in desk.driver.execute_script(script, link)
