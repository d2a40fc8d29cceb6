import pytest

from articles.excerpts import sentence_round


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Раз. Два ИМЯ три. Четыре.", "Два ", " три."),
        ("Раз!\nИМЯ\nчетыре", "", ""),
        ("Сказал А. П. ИМЯ вчера", "Сказал А. П. ", " вчера"),
        ("Об этом сказал ИМЯ. Потом.", "Об этом сказал ", "."),
        ("Это было. В 2020 г. ИМЯ на ул. Мира тут. Три.", "В 2020 г. ", " на ул. Мира тут."),
        ("«Да!» ИМЯ", "", ""),
        ("Это «Дом». ИМЯ?.. Что", "", "?.."),
        ("ИМЯ", "", ""),
        (f"{'слово ' * 40}ИМЯ {'слово ' * 40}", f"…{'слово ' * 18}", f"{' слово' * 18}…"),
        (f"{'я' * 400}ИМЯ{'я' * 400}", "…", "…"),
    ],
)
def test_sentence_round_some_words(text, before, after):
    start = text.index("ИМЯ")
    assert sentence_round(text, start, start + 3, 110) == (before, after)
