import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

from articles.languages import path_in

DAY = date(2026, 11, 23)
ROOT = Path(__file__).resolve().parent.parent
SECRET = "x7" * 40


def start(module: str, **environment) -> subprocess.CompletedProcess:
    """Import a module of the project in a process of its own, with only that environment."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"import {module}; print('started')"],
        env={"PATH": os.environ["PATH"], **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("module", ["newsroom.wsgi", "newsroom.asgi"])
@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        ({}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": SECRET, "DEBUG": "1"}, "DEBUG"),
    ],
)
def test_production_refuses_unsafe_settings(module, environment, complaint):
    done = start(module, **environment)
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr
    assert complaint in done.stderr


@pytest.mark.parametrize("module", ["newsroom.wsgi", "newsroom.asgi"])
def test_production_starts_with_a_secret(module):
    done = start(module, SECRET_KEY=SECRET.replace("x7", "k3yQ-"))
    assert done.stdout.strip() == "started", done.stderr


def test_settings_come_from_the_environment():
    shown = start(
        "django.conf as d; s = d.settings; "
        "print(s.LANGUAGE_CODE, s.TIME_ZONE, s.MEDIA_ROOT, s.DATABASES['default']['ENGINE'],"
        " s.DATABASES['default']['HOST'], s.SESSION_COOKIE_SECURE)",
        DJANGO_SETTINGS_MODULE="newsroom.settings",
        LANGUAGE_CODE="sah",
        TIME_ZONE="Asia/Magadan",
        MEDIA_ROOT="/srv/media",
        DATABASE_URL="postgres://me:secret@db.example.org/news",
        SITE_URL="https://news.example.org",
    )
    assert shown.stdout.splitlines()[0] == (
        "sah Asia/Magadan /srv/media django.db.backends.postgresql db.example.org True"
    ), shown.stderr


def test_sakha_has_its_own_dates():
    with translation.override("sah"):
        assert date_format(DAY, "F") == "Сэтинньи"
        assert date_format(DAY, "j E") == "23 сэтинньи"
        assert "2026" in date_format(DAY)
        assert translation.ngettext("%d post", "%d posts", 5) == "%d posts"


@pytest.mark.parametrize(
    ("language", "path", "expected"),
    [
        ("sah", "/persons/7-x/", "/sah/persons/7-x/"),
        ("ru", "/sah/persons/7-x/", "/persons/7-x/"),
        ("kk", "/sah/", "/kk/"),
        ("sah", "/posts/42-x/", "/sah/"),
        ("ru", "/en/posts/42-x/", "/"),
    ],
)
def test_page_in_another_language(language, path, expected):
    assert path_in(language, path) == expected
    assert settings.LANGUAGE_CODE == "ru"
