"""Every kind of page that readers see: for all eyes, without scripts, by night and on paper.

A new kind of page is one line of the fixture ``site``.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from selenium.webdriver.common.by import By

from articles.models import BreakingLine, Event, Organization, Person, Position, Post, Slot
from articles.publishing import publish, unpublish
from articles.translating import translate
from tests.factories import (
    known,
    make_event,
    make_image,
    make_notice,
    make_organization,
    make_page,
    make_person,
    make_post,
    make_section,
    make_tag,
    picture,
)

from .conftest import COLOUR_RULES, broken, faults

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
NOVEMBER = datetime(2022, 11, 24, 10, 52, tzinfo=timezone.get_default_timezone())
BODY = """
<p>Лёд сошёл быстро, <strong>билеты</strong> уже <a href="https://example.org/">продают</a>.</p>
<h2>Первый рейс</h2>
<ul><li>сорок машин</li><li>два автобуса</li></ul>
<blockquote><p>Такого мая не было.</p><cite>Айта Ли, капитан</cite></blockquote>
<table><tbody><tr><th>Рейс</th><th>Машин</th></tr><tr><td>1</td><td>40</td></tr></tbody></table>
<figure data-embed="youtube"><a href="https://youtu.be/a1">Ледоход</a></figure>
"""


def make_records() -> dict:
    """Return what posts are about and filed under, each with all that its page can show."""
    image = make_image(file=picture(size=(1400, 735)), caption="Лена у Якутска")
    port = make_organization(name="Речной порт", place="Якутск", logo=image, website="https://a.b/")
    make_organization(name="Причал", parent=port)
    make_notice(port)
    person = known(make_person(name="Айта Ли", biography="Капитан.", photo=image))
    Position.objects.create(person=person, organization=port, title="Капитан")
    Position.objects.create(person=person, title="Матрос", valid_until="2020-01-01")
    return {
        "section": make_section(name="Транспорт"),
        "tag": make_tag(name="Лена"),
        "image": image,
        "organization": port,
        "person": person,
        "event": make_events(port, person),
    }


def make_events(organizer: Organization, participant: Person) -> Event:
    """Return an event that has others in its series, one of which goes on for days."""
    today = timezone.localdate()
    event = make_event(name="Навигация", start_date=today, place="Якутск", status="postponed")
    event.organizers.set([organizer])
    event.participants.set([participant])
    make_event(name="Сплав", start_date=today, end_date=today + timedelta(days=2), parent=event)
    make_event(name="Ледоход", start_date="2020-05-20")
    return event


def make_full_post(records: dict, **fields) -> Post:
    """Return a post that has everything a post can have."""
    image = records["image"]
    return make_post(
        headline="Паром через Лену пришёл раньше срока",
        lead="Айта Ли привёл его первым.",
        body=f'{BODY}<figure data-image="{image.pk}">Причал</figure>',
        tags=[records["tag"]],
        bylines=[records["person"], make_person()],
        lead_image=image,
        is_paid=True,
        advertiser="ООО «Порт»",
        source_name="Вестник",
        source_url="https://example.org/",
        **fields,
    )


def publish_posts(records: dict, editor) -> dict[str, Post]:
    """Return posts of each kind, and fill the section and the tag beyond their first page."""
    section = records["section"]
    named = {f"{kind}s": [records[kind]] for kind in ("person", "organization", "event")}
    full = make_full_post(records, section=section, **named)
    corrected, gone = make_post(section=section, **named), make_post()
    short = make_post(headline="Да", lead="Да.", body="<p>Да.</p>", section=section)
    full.related_posts.add(short)
    for post in (corrected, gone):
        publish(post, by=editor, at=NOVEMBER)
    many = (make_post(section=section, tags=[records["tag"]]) for _ in range(21))
    for post in (short, full, *many):
        publish(post, by=editor)
    corrected.body = "<p>Первый рейс был вечером.</p><p>Второй абзац.</p><p>Третий.</p>"
    corrected.save()
    note = "Рейс был вечерним."
    publish(corrected, by=editor, correction=note, correction_place="bottom")
    unpublish(gone, by=editor, reason="Ошибка", reader_note="Рейса не было.")
    translated = translate(full, language="sah", by=editor)
    translated.slug = "paarom"
    translated.save()
    publish(translated, by=editor)
    return {
        "post": full,
        "short post": short,
        "corrected post": corrected,
        "withdrawn post": gone,
        "translated post": translated,
    }


@pytest.fixture
def site(editor, settings) -> dict[str, str]:
    """Return the addresses of a site that has something of everything, by the kind of page."""
    settings.NOTICES = True
    records = make_records()
    posts = publish_posts(records, editor)
    Slot.objects.create(position=1, post=posts["post"], label="Главное")
    BreakingLine.objects.create(text="Паром пришёл", post=posts["post"])
    of_posts = {kind: post.editions.first().card["path"] for kind, post in posts.items()}
    editions = f"{of_posts['corrected post']}editions/"
    kinds = ("section", "tag", "person", "organization", "event")
    of_records = {kind: records[kind].get_absolute_url() for kind in kinds}
    about = f"person={records['person'].pk}&section={records['section'].slug}"
    return {
        "front": "/",
        "front in Sakha": "/sah/",
        **of_posts,
        "editions": editions,
        "earlier edition": f"{editions}1/",
        **of_records,
        "empty section": make_section().get_absolute_url(),
        "quotes": f"{of_records['person']}?quotes=1",
        "persons": "/persons/",
        "organizations": "/organizations/",
        "events": "/events/",
        "month of events": f"/events/{timezone.localdate():%Y/%m}/",
        "empty month": "/events/1999/01/",
        "archive": "/archive/",
        "year": "/archive/2022/",
        "month": "/archive/2022/11/",
        "day": "/archive/2022/11/24/",
        "corrections": "/corrections/",
        "page about us": make_page().get_absolute_url(),
        "search": "/search/",
        "results": "/search/?q=паром",
        "found names": "/search/?q=Ли",
        "filtered results": f"/search/?q=паром&{about}&sort=date",
        "mistyped search": "/search/?q=мосст",
        "fruitless search": "/search/?q=зззз",
        "malformed search": "/search/?from=вчера&section=нет",
        "nothing": "/nothing/",
        "bad request": "/events/calendar.ics?unknown=1",
    }


@pytest.fixture
def emulate(chromium) -> Iterator:
    """Return a function that lets the browser show the page as a medium and a theme have it."""

    def emulate(medium: str = "", theme: str = "light") -> None:
        features = [{"name": "prefers-color-scheme", "value": theme}]
        chromium.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"media": medium, "features": features}
        )

    yield emulate
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


@pytest.fixture
def no_scripts(chromium) -> Iterator[None]:
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    yield
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_of_the_site_are_accessible(desk, screen, site, width):
    found = []
    for kind, path in site.items():
        screen(width, "light")
        desk.open(path)
        desk.find("main h1")
        light = faults(desk.driver)
        screen(width, "dark")
        dark = [f"dark: {fault}" for fault in broken(desk.driver, COLOUR_RULES)]
        found += [f"{kind}: {fault}" for fault in light + dark]
    assert not found, "\n\n".join(found)


def colour(desk, selector: str, name: str) -> list[float]:
    """Return a computed colour as [red, green, blue, and how opaque], however it is written."""
    return desk.driver.execute_script(
        """
        const dot = new OffscreenCanvas(1, 1).getContext("2d");
        dot.fillStyle = getComputedStyle(document.querySelector(arguments[0]))[arguments[1]];
        dot.fillRect(0, 0, 1, 1);
        return [...dot.getImageData(0, 0, 1, 1).data];
        """,
        selector,
        name,
    )


def brightness(rgba: list[float]) -> float:
    return sum(rgba[:3]) / 3


def test_night_is_dark(desk, site, emulate):
    desk.open(site["post"])
    shown = {}
    for theme in ("light", "dark"):
        emulate(theme=theme)
        shown[theme] = [
            brightness(colour(desk, "body", "backgroundColor")),
            brightness(colour(desk, "main h1", "color")),
        ]
    (day_paper, day_ink), (night_paper, night_ink) = shown.values()
    assert day_paper > 200 > 100 > day_ink
    assert night_paper < 60 < 180 < night_ink


def test_paper_has_the_story_and_nothing_to_press(desk, site, emulate):
    desk.open(site["post"])
    emulate("print", "dark")  # whatever the screen is like, paper is white
    for selector in ("nav", "form", "button", "input", ".skip"):
        shown = [
            each.get_attribute("outerHTML")[:200]
            for each in desk.driver.find_elements(By.CSS_SELECTOR, selector)
            if each.is_displayed()
        ]
        assert not shown
    for selector in ("h1", ".lead", ".body p", ".body blockquote", "figure img", ".dateline"):
        assert desk.find(f"main {selector}").is_displayed(), selector
    assert brightness(colour(desk, "main h1", "color")) < 60
    paper = colour(desk, "body", "backgroundColor")
    assert paper[3] == 0 or brightness(paper) > 240


def test_pages_need_no_script_and_no_other_host(desk, site, screen, no_scripts):
    """A page may have one script; what it is for must be there without it, the data apart."""
    screen(390)
    for kind, path in site.items():
        desk.open(path)
        assert desk.find("main h1").text, kind
        loaded = desk.driver.execute_script(
            "return performance.getEntriesByType('resource').map((each) => each.name)"
        )
        assert [name for name in loaded if not name.startswith(f"{desk.url}/")] == [], kind
        scripts = desk.driver.find_elements(
            By.CSS_SELECTOR, "script:not([type='application/ld+json'])"
        )
        assert len(scripts) <= 1, kind
    refused = [error for error in desk.errors() if not is_status(error)]
    assert refused == []


def is_status(error: str) -> bool:
    """Return whether the browser only says that a page answered with an error, as it should."""
    return any(f"status of {status}" in error for status in (400, 404, 410))


def follow(desk, link) -> None:
    """Follow a link of the menu, which a summary may have to unfold first."""
    if not link.is_displayed():
        link.find_element(By.XPATH, "ancestor::details[1]/summary").click()
    into_view = "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})"
    desk.driver.execute_script(into_view, link)
    link.click()


@pytest.mark.parametrize("width", [390, 1280])
def test_menu_works_without_scripts(desk, site, screen, no_scripts, width):
    screen(width)
    for path in (site["section"], "/archive/", "/sah/"):
        desk.open("/")
        follow(desk, desk.find(f"header a[href='{path}']"))
        desk.wait.until(lambda driver: driver.current_url == desk.url + path)  # noqa: B023
        assert desk.find("main h1").is_displayed()


def test_search_works_without_scripts(desk, site, no_scripts):
    desk.open("/")
    field = desk.find("header input[name=q]")
    if not field.is_displayed():
        field.find_element(By.XPATH, "ancestor::details[1]/summary").click()
    field.send_keys("паром")
    field.submit()
    desk.find("main mark")
    assert "q=" in desk.driver.current_url
