"""The panel beside a text, as somebody pastes an article, decides on its names and publishes it."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from articles.lookalikes import keep_names
from articles.models import Post, Rejection
from tests import factories

from .conftest import faults, sticks_out
from .test_editor import PASTE, body, stored, written

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
ADD = "/admin/articles/post/add/"
ARTICLE = """
<p>Управление речного надзора открыло навигацию на Лене. Первым о ней рассказал капитан Айсен
Тарабукин: на Слёте речников Лены он показал карту новых мелей.</p>
<p>Карту проверила Сахая Неустроева, старший лоцман. Вместе с Тарабукиным она прошла путь от
Якутска до Жатая. Копию карты получит Музей Ленского пути, а к Дню речника её напечатают.</p>
<p>Горячее для экипажей готовит столовая Речного порта Якутска.</p>
"""
PERSONS = ["Айсен Тарабукин", "Сахая Неустроева"]
ORGANIZATIONS = ["Управление речного надзора", "Музей Ленского пути", "Речной порт Якутска"]
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
def page(desk, editor, registry):
    desk.log_in(editor)
    desk.open(ADD)
    desk.find(".prose-menubar [data-name=typography]")
    return desk


def listed(desk, name: str) -> list[str]:
    """Return the names in one list of the panel."""
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
    found = desk.driver.find_element(By.XPATH, path)
    desk.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
    return found


def test_article_is_pasted_and_all_its_names_accepted(page, registry):
    page.driver.execute_script(PASTE, body(page), ARTICLE)
    wait_for(page, "known", list(registry))
    assert page.texts(".names-line") == ["Найдено: 7 известных имён"]
    page.find("[data-do=accept-all]").click()
    wait_for(page, "known", [])
    assert chosen(page, "persons") == sorted(PERSONS)
    assert chosen(page, "organizations") == sorted(ORGANIZATIONS)
    assert chosen(page, "events") == sorted(EVENTS)
    assert page.find("#names-title") == page.driver.switch_to.active_element
    stored(page)
    post = Post.objects.get()
    assert sorted(record.name for record in post.persons.all()) == sorted(PERSONS)
    assert post.organizations.count() == 3
    assert post.events.count() == 2
    assert page.errors() == []
