"""Russian is complete; Sakha and Kazakh are complete on the readers' pages."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation

from articles.models import Content, Edition, EditionByline, Event, Organization
from tests.conftest import needs

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = [
    *(ROOT / "articles" / "locale").rglob("*.po"),
    *(ROOT / "articles" / "formats").rglob("*.po"),
]
# What a reader sees, of all there is: the pages, and what the code behind them says.
PUBLIC = r"templates/(?!admin/)|articles/(feeds|structured|views|templatetags)"


LABELS = [
    *(Content.Kind, EditionByline.Role, Event.Status, Organization.Kind),
    Edition.CorrectionKind,
]


@pytest.fixture(autouse=True)
def _gettext() -> None:
    needs("msgfmt", "msgcmp", "msggrep", "xgettext")


def run(*command, **options) -> subprocess.CompletedProcess:
    return subprocess.run(  # noqa: S603
        [str(part) for part in command], capture_output=True, text=True, check=True, **options
    )


def catalogue(language: str) -> Path:
    return ROOT / "articles" / "locale" / language / "LC_MESSAGES" / "django.po"


@pytest.fixture(scope="module")
def extracted(tmp_path_factory) -> Path:
    """Return the messages of the code as it stands, untranslated."""
    copy = tmp_path_factory.mktemp("source")
    for folder in ("articles", "newsroom", "templates"):
        ignored = shutil.ignore_patterns("*.po", "*.mo", "__pycache__", "content")
        shutil.copytree(ROOT / folder, copy / folder, ignore=ignored)
    shutil.copy(ROOT / "manage.py", copy)
    run(sys.executable, "manage.py", "makemessages", "--locale=ru", "--no-wrap", cwd=copy)
    return copy / "articles" / "locale" / "ru" / "LC_MESSAGES" / "django.po"


def test_russian_is_complete_and_fresh(extracted):
    # msgcmp fails on any message of the code that has no translation, or a fuzzy one.
    run("msgcmp", catalogue("ru"), extracted)


@pytest.mark.parametrize("language", ["sah", "kk"])
def test_readers_pages_are_complete_and_fresh(extracted, tmp_path, language):
    sources = re.findall(r"^#: (.*)$", extracted.read_text(), re.MULTILINE)
    files = {place.rpartition(":")[0] for line in sources for place in line.split()}
    public = [f"--location={file}" for file in files if re.match(PUBLIC, file)]
    assert len(public) > 10
    wanted = tmp_path / "public.po"
    run("msggrep", *public, "-o", wanted, extracted)
    run("msgcmp", catalogue(language), wanted)


@pytest.mark.parametrize("language", ["ru", "sah", "kk"])
def test_labels_on_readers_pages_are_translated(language):
    for choices in LABELS:
        for choice in choices:
            with translation.override("en"):
                english = str(choice.label)
            with translation.override(language):
                assert str(choice.label) != english, (language, choice)


def test_source_language_needs_no_catalogue():
    with translation.override("en"):
        assert str(Edition._meta.verbose_name) == "edition"


@pytest.mark.parametrize("po", CATALOGUES, ids=lambda po: str(po.relative_to(ROOT)))
def test_compiled_catalogue_is_fresh(po, tmp_path):
    compiled = tmp_path / "compiled.mo"
    run("msgfmt", "--check-format", "-o", compiled, po)
    assert compiled.read_bytes() == po.with_suffix(".mo").read_bytes()
