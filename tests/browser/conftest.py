"""A real Chromium against a real server."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Condition
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.core.signals import request_finished, request_started
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as expected
from selenium.webdriver.support.wait import WebDriverWait
from selenium_axe_python import Axe

from tests.conftest import needs

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,1000",
]
OPEN_BOX = ".select2-container--open .select2-search__field"
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The size of targets is off by default in axe 4.9, though WCAG 2.2 asks for it.
AXE = {"resultTypes": ["violations"], "preload": False}
ALL_RULES = {
    "runOnly": {"type": "tag", "values": STANDARD},
    "rules": {"target-size": {"enabled": True}},
}
# The rules that another theme has a bearing on.
COLOUR_RULES = {"runOnly": ["color-contrast", "link-in-text-block"]}


def start_chromium(profile: Path):
    """Return the driver of a new browser, whose profile is kept in that folder."""
    needs("chromium", "chromedriver")
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in [*FLAGS, f"--user-data-dir={profile}"]:
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"intl.accept_languages": "ru"})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


@pytest.fixture(scope="session")
def chromium(tmp_path_factory):
    driver = start_chromium(tmp_path_factory.mktemp("chromium"))
    yield driver
    driver.quit()


def is_gone(element) -> bool:
    """Return whether the page of an element has been left.

    Between two pages the driver may say so with an error that selenium has no name for.
    """
    try:
        element.is_enabled()
    except WebDriverException:
        return True
    return False


@pytest.fixture
def screen(chromium):
    """Return a function that sets width, theme and height of what the browser shows."""

    def set_screen(width: int, theme: str = "light", height: int = 900) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        media = {"features": [{"name": "prefers-color-scheme", "value": theme}]}
        chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", media)

    yield set_screen
    chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def faults(driver) -> list[str]:
    """Return what axe finds on the page, a line for each place, and whether it is too wide."""
    Axe(driver).inject()
    return [*broken(driver, ALL_RULES), *(["wider than its window"] if sticks_out(driver) else [])]


def broken(driver, rules: dict) -> list[str]:
    """Return where the page, which axe is in already, breaks those of its rules."""
    # What fades into another colour is to have it.
    driver.execute_async_script(
        "Promise.all(document.getAnimations().map((each) => each.finished)).then(arguments[0])"
    )
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in Axe(driver).run(options=json.dumps(AXE | rules))["violations"]
        for node in rule["nodes"]
    ]


def sticks_out(driver) -> bool:
    page = "document.documentElement"
    return driver.execute_script(f"return {page}.scrollWidth > {page}.clientWidth")


class Desk:
    """What somebody at the desk does in the browser."""

    def __init__(self, driver, url: str) -> None:
        self.driver, self.url = driver, url
        self.wait = WebDriverWait(driver, 15)

    def open(self, path: str) -> None:
        self.driver.get(self.url + path)

    def find(self, selector: str):
        return self.wait.until(expected.presence_of_element_located((By.CSS_SELECTOR, selector)))

    def has(self, selector: str) -> bool:
        return bool(self.driver.find_elements(By.CSS_SELECTOR, selector))

    def texts(self, selector: str) -> list[str]:
        """Return what each of these elements says, all read at one moment."""
        script = "return [...document.querySelectorAll(arguments[0])].map((each) => each.innerText)"
        return self.driver.execute_script(script, selector)

    def write(self, selector: str, words: str) -> None:
        field = self.find(selector)
        field.clear()
        field.send_keys(words)

    def press(self, selector: str) -> None:
        """Press a button or link and wait until the page it leads to is there."""
        button = self.find(selector)
        self.unfold(button)
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
        button.click()
        self.wait.until(lambda _driver: is_gone(button))
        self.find("#content")

    def unfold(self, element) -> None:
        """Open what an element is folded away behind, if it is."""
        if element.is_displayed():
            return
        panel = "return arguments[0].closest('.bar-panel, .bar-rest').id"
        folded = self.driver.execute_script(panel, element)
        self.find(f"[data-opens='{folded}']").click()

    def choose(self, field: str, words: str) -> None:
        """Press a pill, or find a record in an autocomplete field by typing, as an editor does."""
        if self.has(f".field-{field} .pills"):
            pill = f".//*[contains(@class, 'field-{field}')]//label[contains(., '{words}')]"
            self.driver.find_element(By.XPATH, pill).click()
            return
        wait = WebDriverWait(self.driver, 15, ignored_exceptions=[WebDriverException])
        wait.until(lambda _driver: self.opened(f".field-{field} .select2-selection"))
        self.find(OPEN_BOX).send_keys(words)
        found = f"//li[contains(@class, 'select2-results__option')][contains(., '{words}')]"
        # What is found for no words yet is replaced, maybe while we reach for it.
        wait.until(lambda driver: driver.find_element(By.XPATH, found).click() or True)

    def opened(self, selector: str) -> bool:
        """Press an autocomplete field, again if it has moved meanwhile: what is above it grows."""
        if not self.has(OPEN_BOX):
            box = self.find(selector)
            self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", box)
            box.click()
        return self.has(OPEN_BOX)

    def log_in(self, user) -> None:
        self.open("/admin/login/")
        self.driver.delete_all_cookies()
        self.open("/admin/login/")
        self.write("#id_username", user.username)
        self.write("#id_password", "correct horse")
        self.press("#login-form [type=submit]")

    def errors(self) -> list[str]:
        """Return what the browser has complained of since last asked, the policy included."""
        return [
            entry["message"]
            for entry in self.driver.get_log("browser")
            if entry["level"] == "SEVERE"
        ]


class InFlight:
    """The requests the server has begun and not ended."""

    def __init__(self) -> None:
        self.count, self.changed = 0, Condition()
        request_started.connect(self.begin)
        request_finished.connect(self.end)

    def begin(self, **_kwargs) -> None:
        self.add(1)

    def end(self, **_kwargs) -> None:
        self.add(-1)

    def add(self, number: int) -> None:
        with self.changed:
            self.count += number
            self.changed.notify_all()

    def wait(self) -> None:
        """Wait until none is left: one that still reads locks tables that are to be emptied."""
        with self.changed:
            self.changed.wait_for(lambda: self.count <= 0, timeout=10)
        request_started.disconnect(self.begin)
        request_finished.disconnect(self.end)


@pytest.fixture
def desk(chromium, live_server, settings) -> Iterator[Desk]:
    settings.SITE_URL = live_server.url
    chromium.get_log("browser")
    in_flight = InFlight()
    yield Desk(chromium, live_server.url)
    leave(chromium)
    in_flight.wait()


def leave(driver) -> None:
    """Leave the page without a farewell to the server.

    A form keeps what is written every few seconds: it would go on while the database is emptied,
    and complain in the test that follows.
    """
    driver.set_network_conditions(offline=True, latency=0, throughput=0)
    driver.get("about:blank")
    driver.delete_network_conditions()


@pytest.fixture
def fetch(live_server):
    """Return a function that reads an address as anybody may: (status, text)."""

    def fetch(path: str) -> tuple[int, str]:
        try:
            with urlopen(live_server.url + path) as answer:  # noqa: S310  (the live server)
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    return fetch
