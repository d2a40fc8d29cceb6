from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

SEVEN = datetime(2026, 11, 23, 7, tzinfo=timezone.get_default_timezone())
HOUR = timedelta(hours=1)


@pytest.fixture
def clock():
    with time_machine.travel(SEVEN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def fetch(reader):
    """Return the JSON of an address beneath /api/v1/, which must be there."""

    def get(path, **params):
        response = reader.get(f"/api/v1/{path}", params)
        assert response.status_code == 200, response.content.decode()
        return response.json()

    return get


@pytest.fixture
def ids(fetch):
    """Return the ids in a list of the feed, in its order."""
    return lambda path, **params: [row["id"] for row in fetch(path, **params)["results"]]


@pytest.fixture
def refused(reader):
    """Return the names of the parameters that a request was refused for."""

    def get(path, params=None):
        response = reader.get(f"/api/v1/{path}", params)
        assert response.status_code == 400, response.content.decode()
        assert response["Content-Type"] == "application/problem+json"
        return {error["parameter"] for error in response.json()["errors"]}

    return get
