"""Who may do what with images, as a table that matrix.py tries."""

import pytest

from articles.publishing import publish
from tests import factories
from tests.admin.matrix import COMMON, ROLES, again, cells, compare_with, took
from tests.admin.pages import change_url

pytestmark = pytest.mark.django_db

# f used nowhere, w in a working copy, e in an edition, b in the body of an edition,
# p portrait of a published person, h of a hidden one
IMAGES = """
                      stranger  nobody  reporter  editor  chief  administrator
open                  .         .       *         *       *      *
edit                  .         .       fwh       *       *      *
delete                .         .       .         f       f      f
delete from the list  .         .       .         f       f      f
"""


@pytest.fixture
def images(editor):
    """Return one image in each state."""
    made = {letter: factories.make_image() for letter in "fwebph"}
    factories.make_post(lead_image=made["w"])
    publish(factories.make_post(lead_image=made["e"]), by=editor)
    body = f'<p>Река.</p><figure data-image="{made["b"].pk}"></figure>'
    publish(factories.make_post(body=body), by=editor)
    factories.make_person(photo=made["p"])
    factories.make_person(photo=made["h"], is_published=False)
    return made


def edits_image(client, image):
    data = {"alt_text": "Иначе", "credit": "Фото редакции", "_save": "1"}
    return took(client.post(change_url(image), data)) and again(image).alt_text == "Иначе"


@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what_with_images(client_of, images, role):
    actions = COMMON | {"edit": edits_image}
    compare_with(cells(IMAGES, role), actions, client_of(role), images)
