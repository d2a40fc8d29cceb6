"""Axe finds nothing on the pages of the desk (WCAG 2.2 AA), light and dark, narrow and wide.

A new page is one line of PAGES: who opens it, its address, and maybe what is opened on it first;
"{post}" and the like stand for the key of a record that says much. The dialog of the library,
the preview and the page of an outsider are looked at where they are tried.
"""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium_axe_python import Axe

from articles.history import record_words
from articles.merging import merge
from articles.models import Note
from articles.publishing import publish
from articles.translating import translate
from tests import factories

from .conftest import COLOUR_RULES, broken, faults

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
DESK = "/admin/articles"
BOX = ".mention-box"


def open_mention_box(desk):
    desk.find(".field-body [contenteditable=true]").send_keys(Keys.CONTROL + Keys.END, Keys.NULL)
    desk.driver.switch_to.active_element.send_keys(" @")
    desk.find(f"{BOX} input").send_keys("Новое Имя")
    desk.find(f"{BOX} [role=option]")


def open_times(desk):
    opener = desk.find("[data-opens=bar-times]")
    desk.unfold(opener)
    opener.click()
    assert desk.find("#bar-times [name=_schedule]").is_displayed()


def open_the_rest(desk):
    # On a phone one button opens all that is folded.
    openers = desk.driver.find_elements(By.CSS_SELECTOR, ".bar-all, .bar-more > .bar-opener")
    next(opener for opener in openers if opener.is_displayed()).click()
    assert desk.find("#bar-folded").is_displayed()


PAGES = [
    (None, "/admin/login/"),
    ("reporter", "/admin/"),
    ("reporter", f"{DESK}/post/"),
    ("reporter", f"{DESK}/post/add/"),
    ("reporter", f"{DESK}/post/add/", open_mention_box),
    ("reporter", f"{DESK}/post/{{post}}/change/"),
    ("reporter", f"{DESK}/post/{{draft}}/change/"),
    ("reporter", f"{DESK}/post/{{draft}}/change/", open_the_rest),
    ("reporter", f"{DESK}/post/{{post}}/history/"),
    ("reporter", f"{DESK}/post/{{draft}}/links/"),
    ("reporter", f"{DESK}/image/"),
    ("reporter", f"{DESK}/person/{{person}}/change/"),
    ("reporter", f"{DESK}/person/{{person}}/history/"),
    ("reporter", f"{DESK}/person/{{person}}/named/"),
    ("editor", f"{DESK}/post/add/", open_mention_box),
    ("editor", f"{DESK}/post/{{post}}/change/"),
    ("editor", f"{DESK}/post/{{post}}/change/", open_mention_box),
    ("editor", f"{DESK}/post/{{post}}/change/", open_times),
    ("editor", f"{DESK}/post/{{post}}/change/", open_the_rest),
    ("editor", f"{DESK}/post/{{post}}/change/?correct=1"),
    ("editor", f"{DESK}/post/{{post}}/history/"),
    ("editor", f"{DESK}/post/{{post}}/links/"),
    ("editor", f"{DESK}/post/{{post}}/translations/"),
    ("editor", f"{DESK}/post/{{translation}}/translations/"),
    ("editor", f"{DESK}/post/{{post}}/unpublish/"),
    ("editor", f"{DESK}/post/{{post}}/delete/"),
    ("editor", f"{DESK}/edition/{{edition}}/change/"),
    ("editor", f"{DESK}/edition/{{edition}}/preview/"),
    ("editor", f"{DESK}/image/add/"),
    ("editor", f"{DESK}/image/{{image}}/change/"),
    ("editor", f"{DESK}/person/{{person}}/change/"),
    ("editor", f"{DESK}/person/{{person}}/history/"),
    ("editor", f"{DESK}/person/{{person}}/named/"),
    ("editor", f"{DESK}/person/{{person}}/merge/"),
    ("editor", f"{DESK}/person/{{person}}/merge/?into={{twin}}"),
    ("editor", f"{DESK}/person/{{merged}}/history/"),
    ("editor", f"{DESK}/organization/{{organization}}/change/"),
    ("editor", f"{DESK}/organization/{{organization}}/history/"),
    ("editor", f"{DESK}/event/{{event}}/change/"),
    ("editor", f"{DESK}/event/{{event}}/history/"),
    ("editor", "/admin/password_change/"),
    ("chief", "/admin/"),
    ("chief", f"{DESK}/post/"),
    ("chief", f"{DESK}/edition/"),
    ("chief", f"{DESK}/person/"),
    ("chief", f"{DESK}/organization/"),
    ("chief", f"{DESK}/event/"),
    ("chief", f"{DESK}/image/"),
    ("chief", f"{DESK}/section/"),
    ("chief", f"{DESK}/section/add/"),
    ("chief", f"{DESK}/tag/"),
    ("chief", f"{DESK}/tag/add/"),
    ("chief", f"{DESK}/noticekind/"),
    ("chief", f"{DESK}/noticekind/{{kind}}/change/"),
    ("chief", f"{DESK}/post/{{post}}/change/"),
    ("chief", f"{DESK}/webhook/"),
    ("chief", f"{DESK}/webhook/add/"),
    ("chief", f"{DESK}/webhook/{{webhook}}/change/"),
    ("chief", f"{DESK}/webhook/{{webhook}}/deliveries/"),
    ("chief", f"{DESK}/webhook/{{webhook}}/secret/"),
    ("administrator", "/admin/auth/user/{administrator}/change/"),
]


@pytest.fixture
def keys(settings, reporter, editor, administrator) -> dict[str, int]:
    """Return the keys of one record of each kind."""
    settings.NOTICES = True
    made = {
        kind: getattr(factories, f"make_{kind}")() for kind in ("person", "organization", "event")
    }
    image = factories.make_image(caption="Лена у Якутска")
    post = factories.make_post(
        tags=[factories.make_tag()],
        lead_image=image,
        bylines=[factories.make_person()],
        headline="Паром через Лену пришёл раньше срока",
        **{f"{kind}s": [record] for kind, record in made.items()},
    )
    edition = publish(post, by=editor)
    post.lead = "Первый рейс взял сто машин."
    post.stage = post.Stage.IN_REVIEW
    post.save()
    record_words(post, editor)
    Note.objects.create(post=post, author=editor, text="Проверьте число машин.")
    source = publish(factories.make_post(), by=editor).post
    translation = translate(source, language="sah", by=editor)
    publish(source, by=editor, correction="Первый рейс был вечером.")
    factories.make_event(start_date="2020-01-01")
    kind = factories.make_notice(made["person"]).kind
    factories.make_image(credit="")
    merged, twin = factories.make_person(name="Старое Имя"), factories.make_person()
    merge(merged, into=made["person"], by=editor)
    made |= {"image": image, "post": post, "edition": edition, "administrator": administrator}
    made |= {"kind": kind, "translation": translation, "webhook": factories.make_webhook()}
    made |= {"draft": factories.make_post(created_by=reporter), "merged": merged, "twin": twin}
    return {name: record.pk for name, record in made.items()}


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_of_the_desk_are_accessible(desk, screen, request, keys, width):
    now, found = None, []
    for who, page, *first in PAGES:
        if who != now:
            desk.log_in(request.getfixturevalue(who))
            now = who
        # So high that the row of buttons, which stays in sight, covers no field.
        screen(width, "light", height=6000)
        desk.open(page.format(**keys))
        desk.find("#content, #content-main")
        for open_it in first:
            open_it(desk)
        names = " ".join(map(str, [who, page, *(open_it.__name__ for open_it in first)]))
        light = faults(desk.driver)
        screen(width, "dark", height=6000)
        dark = broken(desk.driver, COLOUR_RULES)
        found += [f"{names} {fault}" for fault in light + [f"dark: {fault}" for fault in dark]]
    assert not found, "\n\n".join(found)


def test_axe_asks_for_what_wcag_22_added(desk):
    desk.open("/admin/login/")
    Axe(desk.driver).inject()
    rules = desk.driver.execute_script(
        "return axe.getRules(['wcag22aa']).map((rule) => rule.ruleId)"
    )
    assert "target-size" in rules
