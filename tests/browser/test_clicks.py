"""What one story costs the people who make it: every click counted, every command key beside it.

Words typed cost nothing here; a file dragged onto the form counts as a click, and so would every
menu opened or closed. The log-ins are counted too: they need keys only.
"""

from base64 import b64encode

import pytest
from django.utils import timezone
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from articles.models import Edition, Event, Post
from tests import factories
from tests.images.samples import drawn, encoded

from .conftest import is_gone
from .test_library import BRING

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
MOST = 16
BODY = ".field-body [contenteditable=true]"
BOX = ".mention-box"
PERSONS = ["Айталина Петрова", "Пётр Слепцов"]
ORGANIZATIONS = ["Речной порт", "Музей мерзлоты", "Лицей Сарыал", "Северный завоз"]
KNOWN, NEW = "Открытие навигации", "Слёт речников"


class Hands:
    """A person at the desk: does what is asked and counts what it costs."""

    def __init__(self, desk) -> None:
        self.desk, self.clicks, self.keys, self.steps = desk, 0, 0, []

    def note(self, what: str, clicks: int = 0, keys: int = 0) -> None:
        self.clicks, self.keys = self.clicks + clicks, self.keys + keys
        self.steps.append(f"{clicks or '':>6} {keys or '':>6}   {what}")

    def click(self, what: str, element) -> None:
        if isinstance(element, str):
            element = self.desk.find(element)
        self.desk.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()
        self.note(what, clicks=1)

    def follow(self, what: str, element) -> None:
        """Click what leads to another page, and wait for that."""
        if isinstance(element, str):
            element = self.desk.find(element)
        self.click(what, element)
        self.desk.wait.until(lambda _driver: is_gone(element))
        self.desk.find("#content")

    @property
    def focus(self):
        return self.desk.driver.switch_to.active_element

    def write(self, words: str) -> None:
        """Type where the focus is: nothing is clicked to get there."""
        self.focus.send_keys(words)

    def press(self, what: str, *keys: str) -> None:
        self.focus.send_keys(*keys)
        self.note(what, keys=len(keys))

    def log_in(self, user) -> None:
        self.desk.open("/admin/login/")
        self.desk.driver.delete_all_cookies()
        self.desk.open("/admin/login/")
        self.desk.find("#id_username:focus")
        self.write(user.username)
        self.press("from name to password", Keys.TAB)
        self.write("correct horse")
        button = self.desk.find("#login-form [type=submit]")
        self.press(f"{user.username} logs in", Keys.ENTER)
        self.desk.wait.until(lambda _driver: is_gone(button))
        self.desk.find(".desk-head")

    def options(self) -> list[str]:
        return self.desk.texts(f"{BOX} [role=option]")

    def wait_for_option(self, words: str) -> None:
        self.desk.wait.until(lambda _driver: any(words in row for row in self.options()))

    def mention(self, name: str) -> None:
        """Name a record that exists: @, its name, Enter."""
        self.write(" @")
        self.desk.find(f"{BOX} input")
        self.write(name)
        self.wait_for_option(name)
        self.press(f"name {name}", Keys.ENTER)
        self.desk.wait.until(lambda _driver: not self.desk.has(BOX))

    def mention_new_event(self, name: str) -> None:
        self.write(" @")
        self.desk.find(f"{BOX} input")
        self.write(name)
        self.wait_for_option("Создать как событие")
        rows = enumerate(self.options(), 1)
        down = next(number for number, row in rows if "Создать как событие" in row)
        self.press(f"make the new event {name}", *([Keys.ARROW_DOWN] * down), Keys.ENTER)
        self.desk.wait.until(lambda _driver: not self.desk.has(BOX))

    def drop(self, what: str, selector: str, content: bytes) -> None:
        self.desk.find(".image-field.is-live")
        target = self.desk.find(selector)
        encoded = b64encode(content).decode()
        args = ("drop", target, encoded, "photo.jpg", "image/jpeg")
        assert self.desk.driver.execute_script(BRING, *args)
        self.note(what, clicks=1)

    def report(self) -> str:
        lines = ["", "clicks   keys   step", *self.steps]
        return "\n".join([*lines, f"{self.clicks:>6} {self.keys:>6}   in all", ""])


@pytest.fixture
def scene(reporter):
    section = factories.make_section(name="Транспорт")
    for name in PERSONS:
        given, family = name.split()
        factories.known(factories.make_person(name=name, given_name=given, family_name=family))
    for name in ORGANIZATIONS:
        factories.known(factories.make_organization(name=name))
    factories.known(factories.make_event(name=KNOWN))
    # The reporter has written here before: a new post begins in the section of the last.
    factories.make_post(section=section, created_by=reporter)


def write(hands: Hands) -> None:
    hands.follow("open a new post", ".desk-new")
    hands.desk.find("#id_headline:focus")
    hands.desk.find(".prose-menubar")
    hands.write("Паром пришёл раньше срока")
    hands.press("from headline to lead", Keys.ENTER)
    hands.write("Первый рейс взял сорок машин.")
    hands.click("into the body", BODY)
    hands.write("Рейс встречали")
    for name in [*PERSONS, *ORGANIZATIONS, KNOWN]:
        hands.mention(name)
    hands.mention_new_event(NEW)
    pill = ".//*[contains(@class, 'field-age_mark')]//label[contains(., '12+')]"
    hands.click("age mark", hands.desk.driver.find_element(By.XPATH, pill))


def add_image(hands: Hands) -> None:
    desk = hands.desk
    hands.drop("drag the photo onto the form", "#id_lead", encoded(drawn((640, 480))).read())
    desk.find("#image-picker-alt_text:focus")
    hands.write("Паром у причала")
    names = "return document.activeElement.name"
    tabs = 0
    while desk.driver.execute_script(names) != "credit":
        hands.focus.send_keys(Keys.TAB)
        tabs += 1
        assert tabs < 10
    hands.note("from alternative text to credit", keys=tabs)
    hands.write("Фото Айталины Петровой")
    hands.click("add the image", ".image-picker-new [type=submit]")
    desk.wait.until(lambda _driver: not desk.has("dialog.image-picker"))


def come_to_seven_o_clock() -> None:
    """Let the scheduled edition open now; nobody waits for it in a test."""
    Edition.objects.pending().update(live_from=timezone.now(), first_published_at=timezone.now())


def test_one_story_takes_sixteen_clicks_at_most(desk, reporter, editor, scene, capsys):
    hands = Hands(desk)
    hands.log_in(reporter)
    write(hands)
    add_image(hands)
    hands.follow("send for review", "[name=_review]")
    post = Post.objects.latest("pk")
    assert post.stage == Post.Stage.IN_REVIEW, desk.find("#content").text
    counts = [post.persons.count(), post.organizations.count(), post.events.count()]
    assert counts == [2, 4, 2]
    assert Event.objects.get(name=NEW).is_incomplete
    assert post.lead_image.credit == "Фото Айталины Петровой"

    hands.log_in(editor)
    hands.follow("open it from the queue", ".queue-waiting .desk-title")
    hands.follow("approve", "[name=_approve]")
    post.refresh_from_db()
    assert post.stage == Post.Stage.APPROVED
    hands.click("open the times", "[data-opens=bar-times]")
    times = desk.driver.find_elements(By.CSS_SELECTOR, ".bar-times [name=_schedule]")
    tomorrow = next(each for each in times if each.text == "Завтра, 07:00")
    hands.follow("schedule for tomorrow, 07:00", tomorrow)
    assert timezone.localtime(Edition.objects.pending().get().live_from).hour == 7

    come_to_seven_o_clock()
    hands.log_in(editor)
    hands.follow("correct, from what went live today", ".desk-correct")
    desk.find("#id_correction:focus")
    hands.write("В первой версии было неверно названо число машин.")
    hands.click("into the body", BODY)
    hands.press("to its end", Keys.CONTROL + Keys.END)
    hands.write(" Машин было тридцать.")
    hands.follow("publish the correction", "[name=_correct]")
    edition = Edition.objects.live().get()
    assert edition.correction.startswith("В первой версии")
    assert "тридцать" in edition.body

    hands.follow("unpublish", ".unpublishlink")
    desk.find("#id_reason:focus")
    hands.write("Порт отозвал сообщение")
    hands.follow("yes, unpublish", "[name=_unpublish]")
    assert not Edition.objects.live().exists()

    with capsys.disabled():
        print(hands.report())
    assert hands.clicks <= MOST
    assert desk.errors() == []
