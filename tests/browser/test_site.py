"""Every kind of page that readers see: for all eyes, without scripts, by night and on paper.

A new kind of page is one line of the fixture ``site``.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from selenium.webdriver.common.by import By

from articles.models import BreakingLine, Position, Slot
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


@pytest.fixture
def site(editor, settings) -> dict[str, str]:
    """Return the addresses of a site that has something of everything, by the kind of page."""
    settings.NOTICES = True
    section, empty, tag = make_section(name="Транспорт"), make_section(), make_tag(name="Лена")
    image = make_image(file=picture(size=(1400, 735)), caption="Лена у Якутска")
    port = make_organization(name="Речной порт", place="Якутск", logo=image, website="https://a.b/")
    make_organization(name="Причал", parent=port)
    person = known(make_person(name="Айта Ли", biography="Капитан.", photo=image))
    Position.objects.create(person=person, organization=port, title="Капитан")
    Position.objects.create(person=person, title="Матрос", valid_until="2020-01-01")
    make_notice(port)
    today = timezone.localdate()
    event = make_event(name="Навигация", start_date=today, place="Якутск", status="postponed")
    event.organizers.set([port])
    event.participants.set([person])
    make_event(name="Сплав", start_date=today, end_date=today + timedelta(days=2), parent=event)
    make_event(name="Ледоход", start_date="2020-05-20")
    named = {"persons": [person], "organizations": [port], "events": [event]}
    full = make_post(
        headline="Паром через Лену пришёл раньше срока",
        lead="Айта Ли привёл его первым.",
        body=f'{BODY}<figure data-image="{image.pk}">Причал</figure>',
        section=section,
        tags=[tag],
        bylines=[person, make_person()],
        lead_image=image,
        is_paid=True,
        advertiser="ООО «Порт»",
        source_name="Вестник",
        source_url="https://example.org/",
        **named,
    )
    corrected, gone = make_post(section=section, **named), make_post()
    short = make_post(headline="Да", lead="Да.", body="<p>Да.</p>", section=section)
    full.related_posts.add(short)
    for post in (corrected, gone):
        publish(post, by=editor, at=NOVEMBER)
    for post in (short, full, *(make_post(section=section, tags=[tag]) for _ in range(21))):
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
    Slot.objects.create(position=1, post=full, label="Главное")
    BreakingLine.objects.create(text="Паром пришёл", post=full)
    posts = (full, short, corrected, gone, translated)
    paths = {post: post.editions.first().card["path"] for post in posts}
    return {
        "front": "/",
        "front in Sakha": "/sah/",
        "post": paths[full],
        "short post": paths[short],
        "corrected post": paths[corrected],
        "withdrawn post": paths[gone],
        "translated post": paths[translated],
        "editions": f"{paths[corrected]}editions/",
        "earlier edition": f"{paths[corrected]}editions/1/",
        "section": section.get_absolute_url(),
        "empty section": empty.get_absolute_url(),
        "tag": tag.get_absolute_url(),
        "person": person.get_absolute_url(),
        "quotes": f"{person.get_absolute_url()}?quotes=1",
        "organization": port.get_absolute_url(),
        "event": event.get_absolute_url(),
        "persons": "/persons/",
        "organizations": "/organizations/",
        "events": "/events/",
        "month of events": f"/events/{today:%Y/%m}/",
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
        "filtered results": f"/search/?q=паром&person={person.pk}&section={section.slug}&sort=date",
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
