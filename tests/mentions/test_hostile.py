"""Whatever is pasted: no error, right places, and time that grows with the length alone."""

import gc
import time
from contextlib import closing

import pytest

from articles.mentions import SqlSource, find
from articles.mentions.candidates import MOST_KEYS
from articles.mentions.keys import key_of
from articles.mentions.languages import LANGUAGES
from tests.mentions.conftest import organization, person

REGISTRY = [
    person(1, "Ермек Кошербаев"),
    person(2, "Иван Иванов"),
    organization(3, "Государственная дума"),
    organization(4, "Ил Түмэн"),
    *(person(pk, "Иван Иванов") for pk in range(10, 30)),
]
UNSEEN = "\u200b\u00ad\ufeff\u0301"
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
    "marks upon marks": "Ермек" + "\u0301\u0323" * 20_000 + " Кошербаев",
    "sakha": "Ил Түмэҥҥэ Баһылай, Дьокуускай-га-га-га",
    "kazakh": "Қазақстан Үкіметінің-нің Ғалым ұлы",
    "apostrophes": "Kosherbaev's's's 's s' ''",
}


@pytest.fixture(scope="module")
def source():
    with closing(SqlSource()) as source:
        source.add(REGISTRY)
        yield source


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", TEXTS)
def test_find_bears_any_text(source, kind, language):
    text = TEXTS[kind]
    spans = find(text, language, source=source)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(text[span.start].isalnum() and text[span.end - 1] != " " for span in spans)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "kind", ["capitals", "zero width", "right to left", "emoji", "quotes", "marks"]
)
def test_find_sees_the_name_in_a_strange_text(source, kind, language):
    text = TEXTS[kind].replace("ЕРМЕКОМ КОШЕРБАЕВЫМ", "ЕРМЕК КОШЕРБАЕВ")
    span = next(span for span in find(text, language, source=source) if span.entity == "1")
    seen = "".join(sign for sign in text[span.start : span.end] if sign not in UNSEEN)
    assert seen.title() == "Ермек Кошербаев"


@pytest.mark.parametrize("language", LANGUAGES)
def test_find_reads_latin_letters_that_look_cyrillic(source, language):
    text = "Встреча: Epмeк Кoшepбaeв"
    (span,) = find(text, language, source=source)
    assert (span.entity, text[span.start :]) == ("1", "Epмeк Кoшepбaeв")


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_find_sees_every_one_of_many_names(source, language):
    text = "Ермек Кошербаев, " * 20_000
    spans = find(text, language, source=source)
    assert len(spans) == 20_000
    assert {text[span.start : span.end] for span in spans} == {"Ермек Кошербаев"}


def test_find_asks_of_a_text_without_end_for_its_beginning(source, monkeypatch):
    asked = []
    monkeypatch.setattr(source, "lookup", lambda keys: asked.extend(keys) or [])
    words = (f"Слово{''.join(chr(1072 + int(digit)) for digit in str(n))}" for n in range(20_000))
    find(" ".join(words), source=source)
    assert MOST_KEYS <= len(asked) < 2 * MOST_KEYS  # of names as they are, and spelt otherwise
    assert asked[0] == key_of("словоа")


REPEATED = {
    "news": "Вчера Ермек Кошербаев и Госдума. ",
    "family name": "Иванов ",
    "full name": "Иван Иванов ",
    "body": "Государственная дума ",
    "initials": "А. А. А. ",
    "initials of somebody": "И. Иванов ",
    "one word": "а",
    "hyphens": "Аб-",
    "zero width": "а\u200b",
    "quotes": "«",
    "quoted": "«Ил Түмэн»нэ ",
    "capitals": "КОШЕРБАЕВ ",
    "marks": "а\u0301\u0323",
    "marks alone": "\u0301\u0323",
    "html": "<b>Иван</b>&nbsp;",
    "emoji": "👩‍👩‍👧",
    "apostrophes": "Kosherbaev's ",
    "endings": "Н" + "е" * 36 + "т ",
}


@pytest.fixture
def _uncollected():
    """Leave alone what all tests before have kept: to look through it would be measured too."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("_uncollected")
@pytest.mark.parametrize("language", ["ru", "sah"])
@pytest.mark.parametrize("kind", REPEATED)
def test_time_grows_with_the_length_alone(source, kind, language):
    part = REPEATED[kind]

    def seconds(length):
        text = part * (length // len(part))
        start = time.process_time()
        find(text, language, source=source)
        return time.process_time() - start

    seconds(2_000)
    short = min(seconds(10_000), seconds(10_000))
    long = min(seconds(40_000), seconds(40_000))
    assert long < 10 * short + 0.1  # sixteen times as long if it grew with the square


def test_find_refuses_a_language_it_cannot_read(source):
    with pytest.raises(ValueError, match="no rules"):
        find("Ermek Kosherbaev", "fr", source=source)
