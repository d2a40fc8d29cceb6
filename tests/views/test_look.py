"""What readers' pages are dressed in: the style sheet, its letters, and what both weigh."""

import gzip
import re
from pathlib import Path

import pytest

from articles.publishing import publish
from tests.factories import make_event, make_image, make_post, make_section

pytestmark = pytest.mark.django_db
FOLDER = Path("articles/static/articles")
SHEET = (FOLDER / "site.css").read_text()
FILES = set(re.findall(r'url\("([^"]+)"\)', SHEET))
PRELOADED = re.compile(r'<link rel="preload" href="/static/articles/([^"]+)" as="font"')
SIGNS, LATIN, RUSSIAN, SAKHA = (
    f"fonts/vollkorn-{name}-normal.woff2" for name in ("signs", "latin", "russian", "sakha")
)


def test_style_sheet_and_its_folder_name_the_same_letters():
    assert {FOLDER / name for name in FILES} == set((FOLDER / "fonts").glob("*.woff2"))
    assert "SIL Open Font License" in (FOLDER / "fonts" / "OFL.txt").read_text()


@pytest.mark.parametrize(
    ("path", "files"),
    [
        ("/", [SIGNS, RUSSIAN]),
        ("/sah/", [SIGNS, RUSSIAN, SAKHA]),
        ("/kk/", [SIGNS, RUSSIAN, SAKHA]),
        ("/en/", [SIGNS, LATIN]),
    ],
)
def test_page_asks_early_for_the_letters_of_its_language(reader, path, files):
    page = reader.get(path).content.decode()
    assert PRELOADED.findall(page) == files
    assert set(files) <= FILES


FACE = re.compile(r'url\("([^"]+)"\) format\("woff2"\);\s*unicode-range:([^;]+);')
RUSSIAN_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
ALPHABETS = {
    "/": RUSSIAN_LETTERS,
    "/sah/": RUSSIAN_LETTERS + "ҕҥөһү",
    "/kk/": RUSSIAN_LETTERS + "әғқңөұүһі",
    "/en/": "abcdefghijklmnopqrstuvwxyz",
}


def characters(file: str) -> set[int]:
    """Return the characters that the style sheet takes from a file."""
    (ranges,) = [text for name, text in FACE.findall(SHEET) if name == file]
    found = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", ranges)
    return {
        code for first, last in found for code in range(int(first, 16), int(last or first, 16) + 1)
    }


@pytest.mark.parametrize("path", ALPHABETS)
def test_letters_asked_for_early_are_all_that_the_language_has(reader, path):
    files = PRELOADED.findall(reader.get(path).content.decode())
    known = set().union(*(characters(file) for file in files))
    letters = ALPHABETS[path]
    assert set(map(ord, letters + letters.upper() + "0123456789 .,:;!?«»—()")) <= known


def test_no_character_is_in_two_files():
    for style in ("normal", "italic"):
        files = [name for name in FILES if name.endswith(f"-{style}.woff2")]
        every = [code for name in files for code in characters(name)]
        assert len(every) == len(set(every))


def test_first_view_of_a_full_front_page_weighs_little(reader, editor):
    for number in range(8):
        section, image = make_section(name=f"Раздел {number}"), make_image()
        for _ in range(8):
            post = make_post(
                section=section,
                lead_image=image,
                headline=f"Заголовок, в котором знаков столько, сколько бывает обычно {number}",
                lead="Две строки о том, что произошло, где и когда, и что об этом говорят. " * 3,
            )
            publish(post, by=editor)
        make_event()
    page = reader.get("/").content
    assert page.count(b"<article") > 30
    assert len(gzip.compress(page)) + len(gzip.compress(SHEET.encode())) < 60_000
    assert page.count(b"<script") - page.count(b'<script type="application/ld+json"') <= 1
