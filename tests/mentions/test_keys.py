import pytest

from articles.mentions.keys import key_of, pair_key


@pytest.mark.parametrize(
    "forms",
    [
        "кошербаев кошербаева кошербаеву кошербаевым кошербаеве",
        "ермек ермека ермеку ермеком ермеке",
        "павел павла павлу павлом павле",
        "петр петра петру петром петре",
        "любовь любви любовью любови",
        "организация организации организацию организацией организаций",
        "правительство правительства правительству правительством правительстве",
        "день дня дню днем дне дни дней",
        "якутская якутской якутскую",
        "министр-президент министра-президента министром-президентом",
        "игры игр играм играми играх",
    ],
)
def test_key_is_one_for_all_forms_of_a_word(forms):
    assert len({key_of(form) for form in forms.split()}) == 1


def test_key_leaves_short_and_latin_words_as_they_are():
    assert [key_of("оно"), key_of("google"), key_of("12")] == ["оно", "google", "12"]


def test_key_of_a_pair_does_not_mind_the_order():
    assert pair_key("иван", "петров") == pair_key("петрова", "ивана")
