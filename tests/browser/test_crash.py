"""The browser is killed in mid-sentence, and so is the server: the sentence is offered back."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from selenium.common.exceptions import TimeoutException, WebDriverException
from selenium.webdriver.support.wait import WebDriverWait

from articles.models import Post
from tests.browser.conftest import Desk, start_chromium
from tests.factories import make_post

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
BODY = ".field-body [contenteditable=true]"
SENTENCE = "Лёд сошёл быстро, и паром"


def database_url() -> str:
    """Return where the tests' own database is, for a process of its own."""
    place = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{place['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**place)


class Server:
    """The site in a process of its own, which can be killed."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.url = f"http://{self.address}"

    def start(self) -> None:
        place = {"DATABASE_URL": database_url(), "SITE_URL": self.url, "DEBUG": "1"}
        command = [sys.executable, "manage.py", "runserver", "--noreload", self.address]
        self.process = subprocess.Popen(  # noqa: S603  (our own)
            command,
            cwd=settings.BASE_DIR,
            env=os.environ | place,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        WebDriverWait(None, 60).until(lambda _driver: self._answers())

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(20)

    def _answers(self) -> bool:
        assert self.process.poll() is None
        try:
            with urlopen(f"{self.url}/admin/login/") as answer:  # noqa: S310  (our own)
                return answer.status == 200
        except (URLError, ConnectionError):
            return False


@pytest.fixture
def server():
    server = Server()
    server.start()
    yield server
    server.kill()


@pytest.fixture
def open_browser(tmp_path):
    """Return a function that opens one more browser, with a profile of its own."""
    drivers = []

    def start() -> Desk:
        drivers.append(start_chromium(tmp_path / f"profile-{len(drivers)}"))
        return Desk(drivers[-1], "")

    yield start
    for driver in drivers:
        driver.quit()


def kill_browser(driver) -> None:
    """End the browser as a crash does: it can save nothing and say nothing."""
    pid = driver.capabilities["goog:processID"]
    assert b"chrom" in Path(f"/proc/{pid}/cmdline").read_bytes()
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(WebDriverException) as ended:
        WebDriverWait(driver, 20).until(lambda driver: driver.title is None)
    assert not isinstance(ended.value, TimeoutException)


@pytest.fixture
def writer(editor):
    """Return an editor whose password a server with its usual settings understands."""
    editor.password = PBKDF2PasswordHasher().encode("correct horse", "salt", 1000)
    editor.save()
    return editor


@pytest.mark.parametrize("is_new", [False, True], ids=["saved post", "new post"])
def test_sentence_survives_the_death_of_browser_and_server(server, open_browser, writer, is_new):
    path = "/admin/articles/post/add/"
    if not is_new:
        path = f"/admin/articles/post/{make_post(body='<p>Было.</p>').pk}/change/"
    first = open_browser()
    first.url = server.url
    first.log_in(writer)
    first.open(path)
    first.find(BODY).send_keys(SENTENCE)
    kept = first.find("#autosave").get_attribute("data-kept")
    first.wait.until(lambda _driver: first.find("#autosave").text == kept)
    kill_browser(first.driver)
    server.kill()
    server.start()

    second = open_browser()
    second.url = server.url
    second.log_in(writer)
    second.open(path)
    assert SENTENCE in second.find("#autosave-offer").text
    second.press("#autosave-offer [name=_unsaved]")
    assert SENTENCE in second.find(BODY).text
    assert not Post.objects.filter(body__contains=SENTENCE).exists()
    if is_new:
        return
    second.press("[name=_save]")
    assert SENTENCE in Post.objects.get().body
