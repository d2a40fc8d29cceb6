"""Whatever is pasted: no error, right places, and time that grows with the length alone."""

import time
from contextlib import closing

import pytest

from articles.mentions import SqlSource, find
from tests.mentions.conftest import organization, person

REGISTRY = [
    person(1, "Ермек Кошербаев"),
    person(2, "Иван Иванов"),
    organization(3, "Государственная дума"),
]
TEXTS = {
    "empty": "",
    "spaces": " \n\t\u00a0",
    "no spaces": "ЕрмекКошербаев" * 20,
    "capitals": "ЕРМЕКОМ КОШЕРБАЕВЫМ И ГОСДУМОЙ",
    "zero width": "\u200b\u200bЕр\u200bмек\u200b \ufeffКошер\u00adбаев\u200b",
    "right to left": "\u202eЕрмек Кошербаев\u202c שלום مرحبا",
    "emoji": "👩‍👩‍👧 Ермек Кошербаев 🇰🇿",
    "html": '<p>Ермек <b>Кошербаев</b></p><a href="Иван Иванов">',
    "nulls": "Ермек\x00Кошербаев\ud800",
    "marks": "Ермек" + "\u0301" * 500 + " Кошербаев",
    "quotes": "«" * 200 + "Ермек Кошербаев" + "»" * 200,
    "initials": "Е. " * 200,
}


@pytest.fixture(scope="module")
def source():
    with closing(SqlSource()) as source:
        source.add(REGISTRY)
        yield source


@pytest.mark.parametrize("kind", TEXTS)
def test_find_bears_any_text(source, kind):
    text = TEXTS[kind]
    spans = find(text, source=source)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(text[span.start].isalnum() and text[span.end - 1] != " " for span in spans)


@pytest.mark.parametrize("kind", ["capitals", "zero width", "right to left", "emoji", "quotes"])
def test_find_sees_the_name_in_a_strange_text(source, kind):
    text = TEXTS[kind]
    span = next(span for span in find(text, source=source) if span.entity == "1")
    seen = text[span.start : span.end].replace("\u200b", "").replace("\u00ad", "")
    assert seen.replace("\ufeff", "").title().startswith("Ермек")


def test_find_reads_latin_letters_that_look_cyrillic(source):
    text = "Встреча с Epмeкoм Кoшepбaeвым"
    (span,) = find(text, source=source)
    assert (span.entity, text[span.start :]) == ("1", "Epмeкoм Кoшepбaeвым")


@pytest.mark.parametrize(
    "part",
    [
        "Вчера Ермек Кошербаев и Госдума. ",
        "Иванов ",
        "Иван Иванов ",
        "Государственная дума ",
        "А. ",
        "а",
        "а-",
        "а\u200b",
        "«",
    ],
)
def test_time_grows_with_the_length_alone(source, part):
    def seconds(length):
        text = part * (length // len(part))
        start = time.process_time()
        find(text, source=source)
        return time.process_time() - start

    seconds(2_000)
    short, long = seconds(10_000), seconds(100_000)
    assert long < max(25 * short, 0.5)


def test_find_refuses_a_language_it_cannot_read(source):
    with pytest.raises(ValueError, match="no rules"):
        find("Ermek Kosherbaev", "fr", source=source)
