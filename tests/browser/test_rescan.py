"""An editor looks for a person in what is published, sees how far it is, and accepts."""

import pytest

from articles import rescans
from articles.lookalikes import keep_names
from articles.models import Person, Post, Rescan
from articles.publishing import publish
from tests.admin.pages import change_url, url
from tests.factories import make_person, make_post

from .conftest import COLOUR_RULES, broken, faults

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def ermek(editor):
    """Return a person two published posts name."""
    person = make_person(name="Ермек Кошербаев", given_name="Ермек", family_name="Кошербаев")
    keep_names(person)
    for n in range(2):
        text = "<p>Вчера с Ермеком Кошербаевым встретились послы.</p>"
        publish(make_post(headline=f"Встреча {n}", body=text), by=editor)
    return person


def test_run_is_started_watched_and_its_finds_accepted(desk, editor, ermek, fetch):
    desk.log_in(editor)
    desk.open(change_url(ermek))
    desk.press(f'a[href="{url(Person, "rescan", ermek.pk)}"]')
    desk.press("[name=_start]")
    assert desk.has("#rescan-progress[data-running]")
    Rescan.objects.update(total=10, done=4)
    bar = "return document.querySelector('#rescan-bar')?.value"
    desk.wait.until(lambda driver: driver.execute_script(bar) == 4)
    rescan = Rescan.objects.get()
    rescans.run(rescan)  # as the worker does
    desk.find("[name=find]")
    assert desk.texts("mark") == ["Ермеком Кошербаевым"] * 2

    desk.find("[name=find]").click()
    desk.press("[name=_accept]")
    assert Post.objects.filter(persons=ermek).count() == 1
    desk.press("[name=_accept_all]")
    assert Post.objects.filter(persons=ermek).count() == 2
    assert not desk.has("[name=find]")
    status, page = fetch(f"/persons/{ermek.pk}-{ermek.slug}/")
    assert (status, "Встреча 0" in page, "Встреча 1" in page) == (200, True, True)
    assert desk.errors() == []


def test_what_was_chosen_is_kept_when_the_run_ends(desk, editor, ermek):
    rescans.run(rescans.begin(ermek))
    Rescan.objects.update(finished_at=None)
    desk.log_in(editor)
    desk.open(url(Person, "rescan", ermek.pk))
    desk.find("[name=find]").click()
    rescans.cancel(Rescan.objects.get())
    desk.find("#rescan-progress:not([data-running])")
    assert desk.find("[name=find]").is_selected()
    assert "остановлен" in desk.find("#rescan-news").get_attribute("textContent")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("state", ["new", "running", "found"])
def test_page_is_accessible(desk, editor, screen, ermek, state, width):
    if state != "new":
        rescan = rescans.begin(ermek)
        Rescan.objects.update(total=10, done=4)
        if state == "found":
            rescans.run(rescan)
    desk.log_in(editor)
    screen(width, "light", height=3000)
    desk.open(url(Person, "rescan", ermek.pk))
    desk.find("#rescan-progress")
    light = faults(desk.driver)
    screen(width, "dark", height=3000)
    assert light + broken(desk.driver, COLOUR_RULES) == []
