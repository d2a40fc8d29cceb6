import time

import pytest

from articles.mentions import morphology, ner
from articles.mentions.new import find_new

pytestmark = pytest.mark.usefixtures("network")

# Invented people, whose given names are in no list, and a body without a noun that says so.
ARTICLE = """Театр зимы открыл сезон

Первым вышел к публике Тэмир Оголдаев, за ним — Юрюнг Тойонов и гости из «Полярной сцены». \
В зале сидели посол Кадарского королевства Бьёрн Хальворсен и глава общества «Знание» Аграфена \
Неустроева.

Спектакль по пьесе Оголдаева поставила Сайнара Бытакова. На Северном театральном форуме его \
покажут весной, рассказали в Министерстве культуры Якутии. Хальворсену понравилось."""


def names(text, type=None):
    new = find_new(text, found=[], recognized=ner.find_names(text))
    return {
        one.name: [text[start:end] for start, end in one.places]
        for one in new
        if type in (None, one.type)
    }


def test_names_of_an_article_stand_in_the_nominative():
    found = names(ARTICLE)
    assert set(found) >= {
        "Тэмир Оголдаев",
        "Юрюнг Тойонов",
        "Бьёрн Хальворсен",
        "Аграфена Неустроева",
        "Сайнара Бытакова",
        "Министерство культуры Якутии",
        "Северный театральный форум",
    }
    assert found["Тэмир Оголдаев"] == ["Тэмир Оголдаев", "Оголдаева"]
    assert found["Бьёрн Хальворсен"] == ["Бьёрн Хальворсен", "Хальворсену"]


def test_weights_are_loaded_and_places_are_of_the_text_as_given():
    text = "Вчера Бьёрн Халь\u00adвор\u200bсен улетел в Осло.\n\nС ним летел Юрюнг Тойонов."
    spans = [(text[start:end], type) for start, end, type, _ in ner.find_names(text)]
    assert ("Бьёрн Халь\u00adвор\u200bсен", "PERSON") in spans
    assert ("Юрюнг Тойонов", "PERSON") in spans
    assert ("Осло", "PLACE") in spans


def test_names_at_the_end_of_a_long_text_are_found_in_their_places():
    text = "Снег шёл всю ночь и весь день. " * 400 + "Об этом написал Бьёрн Хальворсен."
    assert names(text) == {"Бьёрн Хальворсен": ["Бьёрн Хальворсен"]}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "\u200b\u00ad",
        "🐎🐎 🐎",
        "а" * 50_000,
        "\u202eНазад",
        "<p>&nbsp;</p>",
        "12.5 %",
    ],
)
def test_texts_that_name_nobody_do_no_harm(text):
    assert names(text) == {}


def test_long_text_takes_time_by_its_length():
    ner.find_names("Раз.")
    text = "Утром Бьёрн Хальворсен говорил с Юрюнгом Тойоновым о снеге. "
    spent = []
    for times in (20, 200):
        begin = time.process_time()
        assert len(ner.find_names(text * times)) >= times
        spent.append(time.process_time() - begin)
    assert spent[1] < 30 * spent[0]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Роснефтью", "Роснефть"),
        ("Красному Кресту", "Красный Крест"),
        ("Уральской стали", "Уральская сталь"),
        ("Братья художники", "Братья художники"),
        ("Концертном зале имени Чайковского", "Концертный зал имени Чайковского"),
        ("IBM", ""),
        ("Абырвалгом", ""),
    ],
)
def test_dictionary_gives_the_nominative_of_words_it_knows(words, name):
    assert morphology.nominative(words) == name


def test_names_of_works_and_cinemas_are_nobody():
    text = "Роман «Анна Снегина» ставят в театре «Полюс», а фильм «Бьёрн Хальворсен» снят."
    assert "Анна Снегина" not in names(text)
    assert "Бьёрн Хальворсен" not in names(text)
    assert names(text)
