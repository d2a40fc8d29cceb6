"""What the database refuses of the front page."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import BreakingLine, Slot
from tests.factories import make_post, make_section, make_tag

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(
    "fields",
    [
        {"position": 0},
        {"position": 13},
        {"valid_from": MORNING, "valid_until": MORNING},
        {"section": True, "kind": "news"},
        {"tag": True, "section": True},
        {"post": True, "section": True},
        {"post": True, "kind": "news"},
    ],
)
def test_database_refuses_a_place_that_says_two_things(fields):
    made = {"post": make_post, "section": make_section, "tag": make_tag}
    fields = {name: made[name]() if value is True else value for name, value in fields.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Slot.objects.create(**{"position": 1} | fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"path": "https://example.org/"},
        {"path": "//example.org/"},
        {"path": "/events/", "post": True},
        {"valid_from": MORNING, "valid_until": MORNING},
    ],
)
def test_database_refuses_a_line_that_leads_astray(fields):
    fields = {name: make_post() if value is True else value for name, value in fields.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakingLine.objects.create(**{"text": "Срочное"} | fields)
