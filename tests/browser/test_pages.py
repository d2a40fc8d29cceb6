"""Readers' pages as a browser shows them: nothing sticks out, nothing is blocked, no error."""

import pytest
from selenium.webdriver.common.by import By

from articles.images import make_renditions
from articles.publishing import publish, unpublish
from tests.factories import (
    make_event,
    make_image,
    make_organization,
    make_person,
    make_post,
    picture,
)

from .conftest import sticks_out

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
LONG = "Сельскохозяйственнотехникоэкономическийинститут"


@pytest.fixture
def addresses(editor):
    """Return pages with the longest words, twelve bylines, and one post that says little."""
    person = make_person(name=f"{LONG} Иннокентьевич", biography=LONG * 3)
    organization = make_organization(name=LONG, website=f"https://example.org/{'x' * 80}")
    event = make_event(name=LONG, place=LONG)
    post = make_post(
        headline=f"{LONG} и ещё двести знаков заголовка " + "о том и о сём " * 12,
        lead=LONG * 2,
        body=f"<p>{LONG * 3}</p><table><tbody><tr>{'<td>ячейка</td>' * 20}</tr></tbody></table>",
        bylines=[make_person() for _ in range(12)],
        persons=[person],
        organizations=[organization],
        events=[event],
        lead_image=make_image(caption=LONG),
    )
    short = make_post(headline="Да", lead="Да.", body="<p>Да.</p>", section=post.section)
    gone = make_post()
    for each in (post, short, gone):
        publish(each, by=editor)
    unpublish(gone, by=editor, reason="Ошибка", reader_note=LONG * 2)
    return [
        "/",
        "/sah/",
        "/persons/",
        "/organizations/",
        "/events/",
        "/archive/",
        post.section.get_absolute_url(),
        *(entity.get_absolute_url() for entity in (person, organization, event)),
        *(each.editions.get().card["path"] for each in (post, short, gone)),
        "/nothing/",
    ]


@pytest.mark.parametrize("width", [320, 390, 1280, 3840])
def test_pages_fit_their_width(desk, addresses, screen, width):
    screen(width)
    for address in addresses:
        desk.open(address)
        assert not sticks_out(desk.driver), address
    # A page that is not there is an error to the browser; anything else would be ours.
    assert [error for error in desk.errors() if "404" not in error and "410" not in error] == []


def test_docs_describe_every_list_under_our_policy(desk):
    desk.open("/api/v1/docs/")
    desk.wait.until(lambda driver: len(driver.find_elements(By.CSS_SELECTOR, ".opblock")) >= 13)
    assert desk.errors() == []


def test_page_loads_the_smallest_picture_that_serves_made_or_not(desk, editor, screen):
    image = make_image(file=picture(size=(1400, 900)), focal_x=0.31, focal_y=0.9)
    publish(make_post(lead_image=image), by=editor)
    screen(390)
    for loaded_width in (1400, 640):  # of the picture itself, then of the rendition
        desk.open("/?" + str(loaded_width))
        shown = desk.find(".card-picture img")
        desk.wait.until(lambda driver: shown.get_property("complete"))  # noqa: B023
        assert shown.get_property("currentSrc").endswith(".jpg.640.avif")
        assert loaded_as(desk, shown) == loaded_width
        assert shown.value_of_css_property("object-position") == "30% 90%"
        assert make_renditions(image) in {12, 0}
        desk.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
    assert desk.errors() == []


def loaded_as(desk, shown) -> int:
    """Return how wide the file is that the browser has loaded."""
    script = "return createImageBitmap(arguments[0]).then(bitmap => bitmap.width)"
    return desk.driver.execute_script(script, shown)
