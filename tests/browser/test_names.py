"""The panel beside a text, as somebody pastes an article, decides on its names and publishes it."""

from urllib.parse import unquote_plus

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from articles.lookalikes import keep_names
from articles.models import Autosave, Edition, Organization, Post, Rejection
from tests import factories
from tests.conftest import make_user

from .conftest import faults
from .test_editor import PASTE, body, stored, written

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
ADD = "/admin/articles/post/add/"
ARTICLE = """
<p>Управление речного надзора открыло навигацию на Лене. Первым о ней рассказал капитан Айсен
Тарабукин: на Слёте речников Лены он показал карту новых мелей.</p>
<p>Карту проверила Сахая Неустроева, старший лоцман. Вместе с Тарабукиным она прошла путь от
Якутска до Жатая. Копию карты получит Музей Ленского пути, а к Дню речника её напечатают.</p>
<p>Горячее для экипажей готовит столовая Речного порта Якутска. Карту оплатил
фонд «Чистая Лена».</p>
"""
ONE_LINE = " ".join(ARTICLE.split())
PERSONS = ["Айсен Тарабукин", "Сахая Неустроева"]
ORGANIZATIONS = ["Управление речного надзора", "Музей Ленского пути", "Речной порт Якутска"]
FORMS = {
    "Слёт речников Лены": "Слёте речников Лены",
    "День речника": "Дню речника",
    "Речной порт Якутска": "Речного порта Якутска",
}
ALL_IN = "Все найденные имена внесены в поля."
NEW = "Фонд «Чистая Лена»"
EVENTS = ["Слёт речников Лены", "День речника"]


def person(name: str, **fields):
    given, family = name.split()
    record = factories.make_person(name=name, given_name=given, family_name=family, **fields)
    keep_names(record)
    return record


@pytest.fixture
def registry():
    """Return the records an article names, by name."""
    made = [person(name) for name in PERSONS]
    made += [factories.make_organization(name=name) for name in ORGANIZATIONS]
    made += [factories.make_event(name=name) for name in EVENTS]
    for record in made:
        keep_names(record)
    return {record.name: record for record in made}


@pytest.fixture
def page(desk, editor, registry, settings):
    settings.NER = False  # there is no worker here
    factories.make_section(name="Транспорт")
    desk.log_in(editor)
    desk.open(ADD)
    desk.find(".prose-menubar [data-name=typography]")
    return desk


def listed(desk, name: str) -> list[str]:
    """Return the names in one list of the panel."""
    if name == "new":  # what they will be called
        script = "return [...document.querySelectorAll('.names-input')].map((each) => each.value)"
        return desk.driver.execute_script(script)
    return desk.texts(f"[data-list={name}] :is(.names-name, .names-plain)")


def wait_for(desk, name: str, rows: list[str]) -> None:
    """Wait until a list of the panel holds these names, in any order."""
    desk.wait.until(lambda _driver: sorted(listed(desk, name)) == sorted(rows))


def chosen(desk, field: str) -> list[str]:
    """Return what stands in a field, in the order of names."""
    shown = desk.texts(f".field-{field} .select2-selection__choice")
    return sorted(words.removeprefix("×") for words in shown)


def button(desk, row: str, do: str):
    """Return a button of the item of that name."""
    path = f"//li[contains(@class, 'names-item')][contains(., '{row}')]//*[@data-do='{do}']"
    return in_sight(desk, desk.driver.find_element(By.XPATH, path))


def in_sight(desk, element):
    """Return an element after scrolling it away from the bar of buttons."""
    desk.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    return element


def test_article_is_pasted_accepted_published_and_linked(page, registry, fetch):
    page.driver.execute_script(PASTE, body(page), ARTICLE)
    wait_for(page, "known", list(registry))
    wait_for(page, "new", [NEW])
    assert page.texts(".names-line") == ["Найдено: 7 известных имён, 1 новое."]
    page.find("[data-do=accept-all]").click()
    wait_for(page, "known", [])
    assert chosen(page, "persons") == sorted(PERSONS)
    assert chosen(page, "organizations") == sorted(ORGANIZATIONS)
    assert chosen(page, "events") == sorted(EVENTS)
    # The focus is not lost with what had it.
    assert page.find("#names-title") == page.driver.switch_to.active_element
    assert page.find("[data-list=new] select").get_property("value") == "organization"
    page.find("[data-list=new] [data-do=create]").click()
    wait_for(page, "new", [])
    made = Organization.objects.get(name=NEW)
    assert (made.is_incomplete, made.is_published) == (True, False)
    assert chosen(page, "organizations") == sorted([*ORGANIZATIONS, NEW])
    assert page.find("#names-title") == page.driver.switch_to.active_element
    page.wait.until(
        lambda _driver: page.texts(".names-line") == ["Все найденные имена внесены в поля."]
    )
    assert listed(page, "gone") == []
    publish(page)
    post = Post.objects.get()
    edition = Edition.objects.live().get(post=post)
    for record in registry.values():
        status, html = fetch(record.get_absolute_url())
        assert (status, "Карта мелей" in html) == (200, True), record
    assert page.errors() == []
    page.open(edition.card["path"])
    links = page.driver.find_elements(By.CSS_SELECTOR, ".body a")
    found = {link.text: link.get_attribute("href").removeprefix(page.url) for link in links}
    # Each where it stands first; the new one only once somebody publishes it.
    assert len(links) == 7
    assert found == {FORMS.get(name, name): registry[name].get_absolute_url() for name in registry}


def publish(desk) -> None:
    """Fill what a post cannot go without, and publish it."""
    desk.write("#id_headline", "Карта мелей готова")
    desk.write("#id_lead", "По ней пойдут суда.")
    desk.choose("section", "Транспорт")
    desk.choose("age_mark", "0+")
    desk.press("[name=_publish]")


def test_new_name_is_put_right_before_it_is_made(page):
    body(page).send_keys("Карту оплатил фонд «Чистая Лена».")
    wait_for(page, "new", [NEW])
    name = page.find("[data-list=new] input")
    name.clear()
    name.send_keys(" — ", Keys.ENTER)
    page.wait.until(lambda _driver: page.texts(".names-error") == ["Напишите хотя бы одно имя."])
    name.clear()
    name.send_keys("Экологический фонд")
    body(page).send_keys(" Спасибо.")  # what is typed meanwhile takes nothing away
    page.wait.until(lambda _driver: "Спасибо" in kept(page))
    assert name.get_property("value") == "Экологический фонд"
    name.send_keys(Keys.ENTER)
    wait_for(page, "new", [])
    assert chosen(page, "organizations") == ["Экологический фонд"]
    assert listed(page, "gone") == []
    stored(page)
    # Next time its words are known.
    page.open(ADD)
    page.find(".prose-menubar [data-name=typography]")
    body(page).send_keys("Снова помог фонд «Чистая Лена».")
    page.wait.until(
        lambda _driver: "Экологический фонд" in listed(page, "known") + listed(page, "suggested")
    )


def test_new_name_that_may_be_a_body_and_an_event_stands_there_once(page):
    for sentence in ("Лига Севера открылась. В Лиге Севера играют.", "Снова.", "Всё."):
        body(page).send_keys(sentence)
        page.wait.until(lambda _driver, words=sentence: words in kept(page))
        wait_for(page, "new", ["Лига Севера"])
    button(page, "Лига Севера", "refuse").click()
    wait_for(page, "new", [])
    body(page).send_keys(" Лига Севера.")
    page.wait.until(lambda _driver: " Лига Севера.</p>" in kept(page))
    assert listed(page, "new") == []
    assert page.errors() == []


def test_new_name_is_a_record_there_is_or_none(page):
    person("Анна Сидорова")
    body(page).send_keys("Посол говорил с Анной Седоровой. Помог фонд «Чистая Лена».")
    wait_for(page, "new", ["Анна Седорова", NEW])
    button(page, "Анной Седоровой", "pick").click()
    wait_for(page, "new", [NEW])
    assert chosen(page, "persons") == ["Анна Сидорова"]
    button(page, "Чистая Лена", "refuse").click()
    wait_for(page, "new", [])
    body(page).send_keys(" Всё.")
    page.wait.until(lambda _driver: "Всё." in kept(page))
    assert listed(page, "new") == listed(page, "gone") == []
    assert page.errors() == []


def test_one_is_accepted_one_refused_for_good_and_brought_back(page):
    page.driver.execute_script(PASTE, body(page), "<p>Айсен Тарабукин и Сахая Неустроева.</p>")
    wait_for(page, "known", PERSONS)
    accept = button(page, "Айсен Тарабукин", "accept")
    accept.click()
    wait_for(page, "known", ["Сахая Неустроева"])
    assert chosen(page, "persons") == ["Айсен Тарабукин"]
    # The focus is where one goes on.
    assert page.find("[data-list=known] [data-do=accept]") == page.driver.switch_to.active_element
    button(page, "Сахая Неустроева", "refuse").click()
    wait_for(page, "known", [])
    stored(page)
    post = Post.objects.get()
    page.open(f"/admin/articles/post/{post.pk}/change/")
    refused = page.find("[data-list=refused] summary")
    page.wait.until(lambda _driver: refused.is_displayed())  # once the server has answered
    in_sight(page, refused).click()
    assert listed(page, "refused") == ["Сахая Неустроева"]
    assert listed(page, "known") == []
    button(page, "Сахая Неустроева", "back").click()
    # Somebody has said once that these words do not mean her: no more than a suggestion.
    wait_for(page, "suggested", ["Сахая Неустроева"])
    page.press("[name=_continue]")
    assert not Rejection.objects.exists()
    assert list(post.persons.values_list("name", flat=True)) == ["Айсен Тарабукин"]
    assert page.errors() == []


def test_homonym_is_chosen_or_none(page):
    for year in (1960, 1985):
        person("Пётр Слепцов", birth_date=f"{year}-01-01")
    page.driver.execute_script(PASTE, body(page), "<p>Рядом стоял Пётр Слепцов.</p>")
    wait_for(page, "choices", ["«Пётр Слепцов»"])
    second = "//button[@data-do='pick'][contains(., '1985 года рождения')]"
    page.driver.find_element(By.XPATH, second).click()
    wait_for(page, "choices", [])
    assert chosen(page, "persons") == ["Пётр Слепцов"]
    stored(page)
    assert Post.objects.get().persons.get().birth_date.year == 1985


def test_where_and_why_are_shown_on_hover_and_on_focus(page):
    body(page).send_keys("Ветер стих. Вчера с Айсеном Тарабукиным говорил порт. Потом ушли.")
    wait_for(page, "known", ["Айсен Тарабукин"])
    name = page.find("[data-list=known] .names-name")
    tip = page.find("#names-tip")
    assert not tip.is_displayed()
    ActionChains(page.driver).move_to_element(name).perform()
    page.wait.until(lambda _driver: tip.is_displayed())
    assert tip.text.split("\n") == [
        "Вчера с Айсеном Тарабукиным говорил порт.",
        "полное имя, творительный падеж",
    ]
    assert tip.find_element(By.TAG_NAME, "mark").text == "Айсеном Тарабукиным"
    ActionChains(page.driver).move_to_element(tip).pause(0.4).perform()
    assert tip.is_displayed()
    ActionChains(page.driver).move_to_element(page.find("#id_lead")).perform()
    page.wait.until(lambda _driver: not tip.is_displayed())
    page.driver.execute_script("arguments[0].focus()", name)
    assert tip.is_displayed()
    assert name.get_attribute("aria-describedby") == tip.get_attribute("id")
    name.send_keys(Keys.ESCAPE)
    assert not tip.is_displayed()


def test_names_gone_from_the_text_are_removed_in_one_click(page, registry):
    page.driver.execute_script(PASTE, body(page), "<p>Айсен Тарабукин и Сахая Неустроева.</p>")
    wait_for(page, "known", PERSONS)
    page.find("[data-do=accept-all]").click()
    wait_for(page, "known", [])
    assert listed(page, "gone") == []
    body(page).send_keys(Keys.CONTROL, "a", Keys.NULL, "Пришла Сахая Неустроева.")
    wait_for(page, "gone", ["Айсен Тарабукин"])
    button(page, "Айсен Тарабукин", "remove").click()
    wait_for(page, "gone", [])
    assert chosen(page, "persons") == ["Сахая Неустроева"]
    stored(page)
    assert list(Post.objects.get().persons.all()) == [registry["Сахая Неустроева"]]


def test_name_chosen_in_the_text_by_hand_is_named(page):
    body(page).send_keys("Вёл @")
    page.find(".mention-box input").send_keys("Тарабукин")
    page.wait.until(lambda _driver: page.texts(".mention-box [role=option]"))
    page.find(".mention-box input").send_keys(Keys.ENTER)
    body(page).send_keys(" катер.")
    page.wait.until(lambda _driver: "data-person" in written(page))
    # As it stands in no form of the name, only the mark tells whom it names.
    for _letter in range(len("Айсен Тарабукин") - 2):
        body(page).send_keys(Keys.BACKSPACE)
    page.wait.until(
        lambda _driver: page.texts(".names-line") == ["Все найденные имена внесены в поля."]
    )
    assert listed(page, "gone") == []


def test_writing_goes_on_while_the_panel_is_filled(page):
    field = body(page)
    below = page.find(".field-persons").rect["y"]
    for sentence in ("Айсен Тарабукин пришёл. ", "Сахая Неустроева ушла. "):
        for letter in sentence:
            field.send_keys(letter)
        wait_for(page, "known", PERSONS[: 1 + ("Сахая" in sentence)])
        assert page.driver.switch_to.active_element == field
    # What is below the panel stays where it was.
    assert page.find(".field-persons").rect["y"] == below
    field.send_keys("Всё.")
    assert written(page) == "<p>Айсен Тарабукин пришёл. Сахая Неустроева ушла. Всё.</p>"
    page.wait.until(lambda _driver: "Всё." in kept(page))
    button(page, "Сахая Неустроева", "refuse").click()
    page.wait.until(lambda _driver: "decided=[{" in kept(page))
    assert page.errors() == []


def kept(desk) -> str:
    """Return what the server keeps of the form."""
    autosave = Autosave.objects.first()
    return unquote_plus(autosave.data) if autosave else ""


def test_nothing_is_said_while_there_is_no_connection(page):
    page.driver.set_network_conditions(offline=True, latency=0, throughput=0)
    try:
        body(page).send_keys("Айсен Тарабукин пришёл.")
        page.wait.until(lambda _driver: "связи" in page.texts("#autosave")[0])
        assert listed(page, "known") == []
    finally:
        page.driver.delete_network_conditions()
    page.driver.execute_script("dispatchEvent(new Event('online'))")
    wait_for(page, "known", ["Айсен Тарабукин"])


def test_who_may_only_look_sees_no_panel_and_nobody_without_scripts(desk, registry):
    post = factories.make_post()
    looker = make_user("looker")
    looker.user_permissions.add(Permission.objects.get(codename="view_post"))
    desk.log_in(looker)
    desk.open(f"/admin/articles/post/{post.pk}/change/")
    desk.find("#content")
    assert not desk.has(".names")


def test_without_scripts_the_fields_are_all(page):
    page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page.open(ADD)
        assert page.find("#id_persons").is_displayed()
        assert not page.find("#names").is_displayed()
    finally:
        page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_on_a_full_panel(page, screen, registry, width):
    for _time in range(2):
        person("Пётр Слепцов")
    gone = person("Ушедшая Персона")
    long = factories.make_organization(name=f"Государственное учреждение {'длинного ' * 20}имени")
    keep_names(long)
    post = factories.make_post(
        headline="Речники",
        persons=[gone],
        body=f"{ONE_LINE}<p>Пётр Слепцов, {long.name}.</p><p>Тарабукин.</p>",
    )
    screen(width, "light", height=4000)
    page.open(f"/admin/articles/post/{post.pk}/change/")
    wait_for(page, "choices", ["«Пётр Слепцов»"])
    button(page, "Сахая Неустроева", "refuse").click()
    page.wait.until(lambda _driver: page.texts(".names-count") == ["1"])
    refused = page.find("[data-list=refused] summary")
    page.wait.until(lambda _driver: refused.is_displayed())  # once the server has answered
    in_sight(page, refused).click()
    page.driver.execute_script("document.querySelector('.names-name').focus()")
    for colours in ("light", "dark"):
        screen(width, colours, height=4000)
        assert faults(page.driver) == [], colours


@pytest.mark.usefixtures("network")
def test_names_the_worker_finds_come_by_themselves(page, settings):
    settings.NER = True
    body(page).send_keys("Вечером на сцене стояли Оголдай Хандагар и хор.")
    page.wait.until(lambda _driver: DBTaskResult.objects.exists())
    assert listed(page, "new") == []
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    wait_for(page, "new", ["Оголдай Хандагар"])
    assert page.errors() == []
