"""Axe finds nothing on the pages of the desk (WCAG 2.2 AA), light and dark, narrow and wide.

A new page is one line of PAGES: who opens it, and its address; "{post}" and the like stand for
the key of a record that says much.
"""

import json

import pytest
from selenium_axe_python import Axe

from articles.history import record_words
from articles.models import Note
from articles.publishing import publish
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Off by default in axe 4.9, though WCAG 2.2 asks for it.
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "rules": {"target-size": {"enabled": True}}}
DESK = "/admin/articles"
PAGES = [
    (None, "/admin/login/"),
    ("reporter", "/admin/"),
    ("chief", "/admin/"),
    ("chief", f"{DESK}/post/"),
    ("chief", f"{DESK}/edition/"),
    ("chief", f"{DESK}/person/"),
    ("chief", f"{DESK}/organization/"),
    ("chief", f"{DESK}/event/"),
    ("chief", f"{DESK}/image/"),
    ("chief", f"{DESK}/section/"),
    ("chief", f"{DESK}/tag/"),
    ("reporter", f"{DESK}/post/add/"),
    ("reporter", f"{DESK}/post/{{post}}/change/"),
    ("editor", f"{DESK}/post/{{post}}/change/"),
    ("chief", f"{DESK}/post/{{post}}/change/"),
    ("editor", f"{DESK}/post/{{post}}/history/"),
    ("editor", f"{DESK}/post/{{post}}/unpublish/"),
    ("editor", f"{DESK}/post/{{post}}/delete/"),
    ("editor", f"{DESK}/edition/{{edition}}/change/"),
    ("editor", f"{DESK}/image/add/"),
    ("editor", f"{DESK}/image/{{image}}/change/"),
    ("editor", f"{DESK}/person/{{person}}/change/"),
    ("reporter", f"{DESK}/person/{{person}}/change/"),
    ("editor", f"{DESK}/person/{{person}}/history/"),
    ("editor", f"{DESK}/organization/{{organization}}/change/"),
    ("editor", f"{DESK}/event/{{event}}/change/"),
    ("chief", f"{DESK}/section/add/"),
    ("chief", f"{DESK}/tag/add/"),
    ("editor", "/admin/password_change/"),
    ("administrator", "/admin/auth/user/{administrator}/change/"),
]


@pytest.fixture
def keys(editor, administrator) -> dict[str, int]:
    """Return the keys of one record of each kind."""
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
    factories.make_event(start_date="2020-01-01")
    factories.make_image(credit="")
    made |= {"image": image, "post": post, "edition": edition, "administrator": administrator}
    return {name: record.pk for name, record in made.items()}


@pytest.fixture
def screen(desk):
    """Return a function that sets the width and the theme of the browser."""

    def set_screen(width: int, theme: str) -> None:
        # So high that the row of buttons, which stays in sight, covers no field.
        size = {"width": width, "height": 6000, "deviceScaleFactor": 1, "mobile": False}
        media = {"features": [{"name": "prefers-color-scheme", "value": theme}]}
        desk.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        desk.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)

    yield set_screen
    desk.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    desk.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def violations(driver) -> list[str]:
    """Return what axe finds on the page, a line for each place."""
    axe = Axe(driver)
    axe.inject()
    found = axe.run(options=json.dumps(OPTIONS))
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_of_the_desk_are_accessible(desk, screen, request, keys, width, theme):
    screen(width, theme)
    now, found = None, []
    for who, page in PAGES:
        if who and who != now:
            desk.log_in(request.getfixturevalue(who))
            now = who
        desk.open(page.format(**keys))
        desk.find("#content, #content-main")
        found += [f"{who} {page} {line}" for line in violations(desk.driver)]
    assert not found, "\n\n".join(found)


def test_axe_asks_for_what_wcag_22_added(desk):
    desk.open("/admin/login/")
    Axe(desk.driver).inject()
    rules = desk.driver.execute_script(
        "return axe.getRules(['wcag22aa']).map((rule) => rule.ruleId)"
    )
    assert "target-size" in rules
