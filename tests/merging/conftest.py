"""Two records that are one."""

import pytest

from tests.factories import make_person


@pytest.fixture
def pair(editor):
    return make_person(name="А. Петрова"), make_person(name="Айталина Петрова")
