import pytest

from articles.mentions.tokens import APART, BESIDE, QUOTED, split


def words(text):
    return [text[token.start : token.end] for token in split(text)]


def test_split_gives_places_in_the_text_as_given():
    assert words("«Сахатранс», 12-й рейс") == ["Сахатранс", "12-й", "рейс"]


def test_split_parts_a_year_from_the_name_it_follows():
    assert words("На ПМЭФ-2025 и ВЭФ‑2024, но Ту-154, 2-й, П-20255") == [
        *("На", "ПМЭФ", "2025", "и", "ВЭФ", "2024", "но", "Ту-154", "2-й", "П-20255")
    ]


@pytest.mark.parametrize(
    "text", ["Яку\u00adтия", "Яку\u200bтия", "Якути\u0301я", "Як\u2060утия", "Якyтия", "ЯКУТИЯ"]
)
def test_split_sees_through_invisible_and_look_alike_letters(text):
    (token,) = split(f"😀 {text}.")
    assert (token.start, token.end, token.low) == (2, 2 + len(text), "якутия")


def test_split_reads_a_letter_and_its_mark_as_one():
    (token,) = split("Андреи\u0306")
    assert (token.low, token.end) == ("андрей", 7)


def test_split_knows_how_words_stand_to_one_another():
    joined = [token.joined for token in split("Глава\u00a0МИД «России». Он\nтам")]
    assert joined == [APART, BESIDE, QUOTED, APART, APART]


def test_split_does_not_end_a_sentence_at_an_initial():
    tokens = split("А. Н. Иванов, им. А.С. Пушкина")
    assert [token.initial for token in tokens] == [True, True, False, False, True, True, False]
    assert all(token.joined == BESIDE for token in tokens if token.low in ("иванов", "пушкина"))


def test_split_knows_what_opens_a_sentence():
    opens = [token.low for token in split("Он сказал. Мир победит!\nДа") if token.opens]
    assert opens == ["он", "мир", "да"]
