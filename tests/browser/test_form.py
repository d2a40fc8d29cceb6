"""The form of a post in a browser: columns, bar, a correction in place, and who else is there."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from articles.models import Edition, Presence
from articles.publishing import publish
from tests.admin.pages import url
from tests.conftest import as_user
from tests.factories import make_event, make_person, make_post, make_tag

from .conftest import faults, sticks_out

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def post(editor):
    post = make_post(
        stage="approved", persons=[make_person()], events=[make_event()], tags=[make_tag()]
    )
    publish(post, by=editor)
    return post


def change(post) -> str:
    return url(type(post), "change", post.pk)


def shown(desk, selector: str) -> bool:
    return any(each.is_displayed() for each in desk.driver.find_elements(By.CSS_SELECTOR, selector))


def test_headline_is_counted_and_enter_goes_on_to_the_lead(desk, reporter):
    desk.log_in(reporter)
    desk.open("/admin/articles/post/add/")
    headline = desk.find("#id_headline:focus")
    headline.send_keys("я" * 110)
    assert desk.find(".headline-count").text == "110 / 110"
    assert not desk.has(".headline-count.over")
    headline.send_keys("я", Keys.ENTER)
    assert desk.has(".headline-count.over")
    assert desk.has("#id_lead:focus")
    assert headline.get_property("value") == "я" * 111
    assert desk.errors() == []


def test_correction_opens_in_place_and_loses_no_word(desk, editor, post):
    desk.log_in(editor)
    desk.open(change(post))
    desk.write("#id_headline", "Мост открыт, и по нему едут")
    assert not shown(desk, "#id_correction")
    desk.find("[data-correct=open]").click()
    assert desk.has("#id_correction:focus")
    assert not shown(desk, "[name=_publish], .unpublishlink")
    desk.find("[data-correct=close]").click()
    assert not shown(desk, "#id_correction, [name=_correct]")
    desk.find("[data-correct=open]").click()
    desk.press("[name=_correct]")
    assert shown(desk, ".field-correction .errorlist")
    desk.write("#id_correction", "Мост открыт не весь.")
    desk.press("[name=_correct]")
    edition = Edition.objects.live().get()
    assert edition.headline == "Мост открыт, и по нему едут"
    assert edition.correction == "Мост открыт не весь."
    assert desk.errors() == []


def test_line_tells_who_comes_and_who_goes(desk, reporter, editor, post):
    other = as_user(reporter)
    other.post(url(type(post), "presence", post.pk))
    desk.log_in(editor)
    desk.open(change(post))
    assert "reporter" in desk.find("#presence").text
    desk.wait.until(lambda _driver: Presence.objects.filter(user=editor).exists())
    other.post(url(type(post), "presence", post.pk), {"leave": "1"})
    # The form asks again when one comes back to it.
    desk.driver.execute_script("document.dispatchEvent(new Event('visibilitychange'))")
    desk.wait.until(lambda _driver: not shown(desk, "#presence"))
    desk.open("/admin/")
    desk.wait.until(lambda _driver: not Presence.objects.exists())
    assert desk.errors() == []


@pytest.mark.parametrize("width", [320, 390])
def test_phone_shows_the_next_step_and_folds_the_rest(desk, editor, screen, width):
    post = make_post(stage="in_review")
    desk.log_in(editor)
    screen(width)
    desk.open(change(post))
    assert shown(desk, "[name=_continue]")
    assert shown(desk, "[name=_approve]")
    assert not shown(desk, "[name=_preview], [name=_publish], [name=_return]")
    assert desk.find("#post-bar").rect["height"] < 80
    assert not sticks_out(desk.driver)
    desk.find(".bar-all").click()
    assert shown(desk, "[name=_preview]")
    assert shown(desk, "[name=_return]")
    desk.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not shown(desk, "[name=_preview]")
    assert desk.find(".bar-all") == desk.driver.switch_to.active_element


@pytest.mark.parametrize("role", ["reporter", "editor"])
def test_axe_finds_nothing_on_the_form(request, desk, screen, post, role):
    desk.log_in(request.getfixturevalue(role))
    for page in ("/admin/articles/post/add/", change(post), f"{change(post)}?correct=1"):
        for width in (1280, 390):
            for colours in ("light", "dark"):
                screen(width, colours, height=4000)
                desk.open(page)
                desk.find(".prose-menubar")
                desk.find("[role=combobox][aria-labelledby*=label]")
                assert faults(desk.driver) == [], f"{page} {width} {colours}"
