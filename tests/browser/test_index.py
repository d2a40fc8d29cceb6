"""The desk's first page as a browser shows it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.publishing import publish
from tests.factories import make_event, make_image, make_person, make_post

from .conftest import sticks_out

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
LONG = "Сельскохозяйственнотехникоэкономическийинститут"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_index_fits_its_width(desk, editor, screen, width):
    make_post(headline=LONG * 2, stage="in_review", due_at=timezone.now(), assignee=editor)
    for hours in (0, 1, 30):
        at = timezone.now() + timedelta(hours=hours) if hours else None
        publish(make_post(headline=LONG * 2), by=editor, at=at)
    make_image(credit="", caption=LONG)
    make_person(name=LONG)
    make_event(name=LONG)
    desk.log_in(editor)
    screen(width)
    desk.open("/admin/")
    assert not sticks_out(desk.driver)
    assert desk.find("#desk-nav").is_displayed()
    assert desk.errors() == []
