"""Links for somebody without an account: made on the desk, opened by anybody who holds one."""

import re

import pytest
from django.test import Client

from articles.models import Post, PreviewLink
from tests.admin.pages import url
from tests.factories import make_person, make_post

MORNING = "2026-11-24 07:00:00+09:00"


def links_url(post) -> str:
    return url(Post, "links", post.pk)


def make(client, post, **changes) -> str:
    """Make a link as the desk does. Returns its address without the host."""
    response = client.post(links_url(post), {"label": "Айталина", "days": "3"} | changes)
    assert response.status_code == 200
    found = re.search(r'value="([^"]*/preview/[^"]+)"', response.content.decode())
    return found[1].removeprefix("http://localhost:8000")


@pytest.fixture
def post(reporter):
    return make_post(headline="Мост открыт", persons=[make_person()], created_by=reporter)


@pytest.fixture
def outsider() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def address(post, editor_client) -> str:
    return make(editor_client, post)


def answer(outsider, address, kind="approve", **changes):
    data = {"name": "Айталина Петрова", "comment": "", "answer": kind} | changes
    return outsider.post(address, data)


@pytest.fixture
def dead(post, editor_client, time_machine):
    """Return addresses that do not work: expired, revoked, and never made."""
    time_machine.move_to(MORNING)
    expired, revoked = make(editor_client, post, days="1"), make(editor_client, post, days="7")
    time_machine.move_to("2026-11-25 07:00:01+09:00")
    newest = PreviewLink.objects.first()
    editor_client.post(links_url(post), {"revoke": newest.pk})
    return [expired, revoked, "/preview/" + "x" * 32 + "/", "/preview/%00/", "/preview/я/"]
