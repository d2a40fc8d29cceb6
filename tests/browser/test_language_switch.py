"""The switch between languages, as readers find it: with the mouse, by keys, without scripts."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support import expected_conditions as expected

from articles.publishing import publish, unpublish
from articles.translating import translate
from tests.factories import make_organization, make_post, make_section

from .conftest import faults, sticks_out

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
SWITCH = ".languages a"


@pytest.fixture
def story(editor):
    """Return posts of one story: Russian and Sakha, and an English draft nobody may find."""
    museum = make_organization(name="Музей мерзлоты", aliases="sah: Ирбэт тоҥ түмэлэ")
    section = make_section(name="Культура", aliases="sah: Култуура")
    source = make_post(headline="Мост открыт", slug="most", section=section, organizations=[museum])
    publish(source, by=editor)
    sakha = translate(source, language="sah", by=editor)
    sakha.headline, sakha.slug = "Муоста аһылынна", "muosta"
    sakha.save()
    publish(sakha, by=editor)
    translate(source, language="en", by=editor)
    return {"ru": source, "sah": sakha}


def go(desk, language: str) -> None:
    link = desk.find(f"{SWITCH}[lang={language}]")
    link.click()
    desk.wait.until(expected.staleness_of(link))
    desk.find(f"html[lang={language}]")


def current(desk) -> list[str]:
    return [
        each.text for each in desk.driver.find_elements(By.CSS_SELECTOR, f"{SWITCH}[aria-current]")
    ]


def test_reader_goes_from_a_post_to_its_translation_and_back(desk, story):
    desk.open(story["ru"].editions.get().card["path"])
    assert desk.find("h1").text == "Мост открыт"
    assert current(desk) == ["Русский"]
    go(desk, "sah")
    assert desk.find("h1").text == "Муоста аһылынна"
    assert current(desk) == ["саха тыла"]
    # The page around the words, and whom they name, are in its language too.
    assert "Култуура" in desk.texts(".sections a")
    assert "Ирбэт тоҥ түмэлэ" in desk.texts(".named a")
    assert desk.texts(".translations a") == ["Русский"]
    go(desk, "ru")
    assert desk.find("h1").text == "Мост открыт"
    assert "Культура" in desk.texts(".sections a")
    assert desk.errors() == []


def test_line_under_the_headline_leads_to_translations_alone(desk, story, editor):
    desk.open(story["ru"].editions.get().card["path"])
    assert desk.texts(".translations a") == ["саха тыла"]
    desk.find(".translations a").send_keys(Keys.ENTER)
    desk.find("html[lang=sah]")
    assert desk.find("h1").text == "Муоста аһылынна"
    unpublish(story["sah"], by=editor, reason="Ошибка")
    desk.open(story["ru"].editions.get().card["path"])
    assert not desk.has(".translations")


def test_language_without_a_translation_leads_to_its_front_page(desk, story):
    for language in ("en", "kk"):
        desk.open(story["ru"].editions.get().card["path"])
        go(desk, language)
        assert desk.driver.current_url == f"{desk.url}/{language}/"


def test_reader_stays_on_the_page_of_a_record(desk, story):
    museum = story["ru"].organizations.get()
    desk.open(museum.get_absolute_url())
    assert desk.find("h1").text == "Музей мерзлоты"
    go(desk, "sah")
    assert desk.find("h1").text == "Ирбэт тоҥ түмэлэ"
    assert desk.driver.current_url == f"{desk.url}/sah{museum.get_absolute_url()}"
    go(desk, "kk")
    assert desk.find("h1").text == "Музей мерзлоты"


def test_machines_find_the_same_pages(desk, story):
    desk.open(story["sah"].editions.get().card["path"])
    links = desk.driver.find_elements(By.CSS_SELECTOR, "link[rel=alternate][hreflang]")
    paths = {each.get_attribute("hreflang"): each.get_attribute("href") for each in links}
    assert set(paths) == {"ru", "sah"}
    for language, address in paths.items():
        desk.driver.get(address)
        assert desk.find("html").get_attribute("lang") == language
        assert desk.find("link[rel=canonical]").get_attribute("href") == address


def test_switch_works_without_scripts(desk, story, chromium):
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        desk.open(story["ru"].editions.get().card["path"])
        desk.find(f"{SWITCH}[lang=sah]").click()
        desk.find("html[lang=sah]")
        assert desk.find("h1").text == "Муоста аһылынна"
    finally:
        chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_translation_fits_and_can_be_read(desk, story, screen, width, theme):
    screen(width, theme)
    desk.open(story["sah"].editions.get().card["path"])
    assert not sticks_out(desk.driver)
    assert faults(desk.driver) == []
