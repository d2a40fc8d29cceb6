"""The actors of the newsroom, and the reader whose every query is watched."""

import os
import re
import shutil
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.test import Client

from articles.api import bodies
from articles.mentions import morphology, ner
from articles.publishing import publish
from tests.factories import make_post


def pytest_configure() -> None:
    # A file, not memory: threads of the live server and of races open connections of their own.
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(
            Path(tempfile.gettempdir()) / f"newsroom-test-{os.getpid()}.sqlite3"
        )
    else:
        # A pool keeps connections open, so the test database could not be dropped.
        database["OPTIONS"].pop("pool", None)
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Without collectstatic there is nothing to serve; the live server finds the files itself.
    settings.MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """No test finds what another has left there."""
    cache.clear()
    bodies.forget()


@pytest.fixture(autouse=True)
def _unlimited(settings) -> None:
    """Ask the feed as often as a test likes."""
    settings.API_LIMIT = settings.API_TOKEN_LIMIT = 0


@pytest.fixture(autouse=True)
def _media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ORIGINALS_ROOT = str(tmp_path / "originals")
    originals = settings.STORAGES["originals"]
    options = originals["OPTIONS"] | {"location": settings.ORIGINALS_ROOT}
    settings.STORAGES = settings.STORAGES | {"originals": originals | {"OPTIONS": options}}


def needs(*programs: str) -> None:
    """Skip the test where a program is missing; fail instead in CI, which installs them all."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        stop(f"not on this machine: {', '.join(missing)}")


def stop(reason: str) -> None:
    """Skip the test; fail instead in CI, where nothing is missing."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


@pytest.fixture(autouse=True)
def _rules_alone(settings) -> None:
    """Find the same new names whether the optional extra is installed or not."""
    settings.NER = False


@pytest.fixture
def network(settings) -> None:
    """Switch on the network that finds names; skip where the optional extra is not installed."""
    if not (ner.is_installed() and morphology.is_installed()):
        stop("the extra ner is not installed: see the README")
    settings.NER = True


def make_user(login: str, group: str | None = None, **fields):
    user = get_user_model().objects.create_user(
        login, f"{login}@example.com", "correct horse", is_staff=True, **fields
    )
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def reporter(db):
    return make_user("reporter", "reporter")


@pytest.fixture
def editor(db):
    return make_user("editor", "editor")


@pytest.fixture
def chief(db):
    return make_user("chief", "chief editor")


@pytest.fixture
def administrator(db):
    return make_user("administrator", is_superuser=True)


def as_user(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def reporter_client(reporter) -> Client:
    return as_user(reporter)


@pytest.fixture
def editor_client(editor) -> Client:
    return as_user(editor)


@pytest.fixture
def chief_client(chief) -> Client:
    return as_user(chief)


@pytest.fixture
def published(editor):
    """Make a post, publish it and return it; ``at`` dates it back or ahead."""

    def make(*, at=None, **fields):
        post = make_post(**fields)
        publish(post, by=editor, at=at)
        return post

    return make


DESK_TABLE = re.compile(
    r'"articles_(post\w*|revision|autosave|note|presence|previewlink|historical\w*'
    r'|merge|namekey|nameword|lookalike|rescan\w*|webhook\w*)"'
)
EDITION_TABLE = re.compile(r'FROM "articles_edition"|JOIN "articles_edition"')
TIME_BOUND = re.compile(r'"live_from" <= ')


def forbid_desk_data(execute, sql, params, many, context):
    """Fail on any SQL that touches a post, or editions without their time bounds."""
    assert not DESK_TABLE.search(sql), f"a reader's query touches the working copy: {sql}"
    assert not EDITION_TABLE.search(sql) or TIME_BOUND.search(sql), (
        f"a reader's query reads editions without time bounds: {sql}"
    )
    return execute(sql, params, many, context)


class ReaderClient(Client):
    """A client whose requests may not see what readers must not."""

    def request(self, **request):
        with connection.execute_wrapper(forbid_desk_data):
            return super().request(**request)


@pytest.fixture
def reader(db) -> ReaderClient:
    return ReaderClient()
