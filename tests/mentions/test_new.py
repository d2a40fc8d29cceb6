import time

import pytest

from articles.mentions.new import find_new
from tests.mentions.conftest import organization, person


@pytest.fixture
def names(search):
    """Return a function: {name: words} of the new names of a type in a text."""

    def names(text, *known, type=None):
        new = find_new(text, found=search(text, *known))
        return {
            one.name: [text[start:end] for start, end in one.places]
            for one in new
            if type in (None, one.type)
        }

    return names


ARTICLE = """Якутия и Магадан договорились о новой дороге

Соглашение подписали министр транспорта Якутии Пётр Слепцов и Сардаана Охлопкова, которая \
возглавляет ООО «Северный путь». По словам Слепцова, дорогу начнут строить весной.

С Охлопковой беседовал наш корреспондент. В Министерстве транспорта и дорожного хозяйства Якутии \
рассказали, что стройку обсудят на Ленском экономическом форуме и на IV Международной выставке \
«Дороги Севера».

«Северный путь» уже работал с Институтом мерзлотоведения имени П. И. Мельникова, а на празднике \
Ысыах Туймаады компанию наградили."""


def test_new_names_of_an_article_stand_in_the_nominative(names):
    assert set(names(ARTICLE)) == {
        "Пётр Слепцов",
        "Сардаана Охлопкова",
        "ООО «Северный путь»",
        "Министерство транспорта и дорожного хозяйства Якутии",
        "Ленский экономический форум",
        "IV Международная выставка «Дороги Севера»",
        "Институт мерзлотоведения имени П. И. Мельникова",
        "Ысыах Туймаады",
    }


def test_new_name_has_all_its_places(names):
    found = names(ARTICLE)
    assert found["Пётр Слепцов"] == ["Пётр Слепцов", "Слепцова"]
    assert found["Сардаана Охлопкова"] == ["Сардаана Охлопкова", "Охлопковой"]
    assert found["ООО «Северный путь»"] == ["ООО «Северный путь»", "Северный путь"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Встретились с Ермеком Кошербаевым.", "Ермек Кошербаев"),
        ("Об этом говорили с Туйаарой Слепцовой.", "Туйаара Слепцова"),
        ("Награду вручили Марии Ким и всем.", "Мария Ким"),
        ("Слово дали Иннокентию Иннокентьевичу Аргунову.", "Иннокентий Иннокентьевич Аргунов"),
        ("Слово дали Аргунову Иннокентию Иннокентьевичу.", "Иннокентий Иннокентьевич Аргунов"),
        ("Это слова А. С. Неустроевой.", "А. С. Неустроева"),
        ("Это слова Неустроевой А. С. и других.", "А. С. Неустроева"),
        ("Это решил глава района Нюргун Черноградский.", "Нюргун Черноградский"),
        ("Премия досталась режиссёру Дьулустаану Дьячковскому.", "Дьулустаан Дьячковский"),
        ("Приз у Павла Иванова.", "Павел Иванов"),
        ("Доклад прочла профессор Айталина Иванова.", "Айталина Иванова"),
        ("Благодарность министру Сыромятникову передали.", "Сыромятников"),
        ("Песню написал с Львом Ковалём.", "Лев Коваль"),
        ("Шахматистку Анну-Марию Сивцеву ждут.", "Анна-Мария Сивцева"),
    ],
)
def test_new_person_is_named_in_the_nominative(names, text, name):
    assert list(names(text, type="PERSON")) == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Пришли с Министерством здравоохранения Якутии.", "Министерство здравоохранения Якутии"),
        ("Спросили у правительства Якутии.", "Правительство Якутии"),
        ("Работает в ООО «Алмазы Анабара» давно.", "ООО «Алмазы Анабара»"),
        ("Спор с компанией «Туймаада-Нефть» решён.", "Компания «Туймаада-Нефть»"),
        (
            "Встреча в Арктическом государственном институте.",
            "Арктический государственный институт",
        ),
        ("Пишут из Верхоянского районного суда Якутии.", "Верхоянский районный суд Якутии"),
        ("Об Областном театре имени Волкова спорят.", "Областной театр имени Волкова"),
        (
            "В Министерстве экологии, природопользования и лесного хозяйства ответили.",
            "Министерство экологии, природопользования и лесного хозяйства",
        ),
        ("Акимату Северо-Казахстанской области писали.", "Акимат Северо-Казахстанской области"),
        (
            "Письмо из Министерства финансов Республики Саха (Якутия) пришло.",
            "Министерство финансов Республики Саха (Якутия)",
        ),
        ("Проверит Роспотребнадзором названный отдел.", "Роспотребнадзор"),
    ],
)
def test_new_organization_is_named_in_the_nominative(names, text, name):
    assert list(names(text, type="ORGANIZATION")) == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ждут VIII Международных игр «Дети Азии».", "VIII Международные игры «Дети Азии»"),
        ("Говорили на Петербургском форуме.", "Петербургский форум"),
        ("Готовятся к чемпионату мира по вольной борьбе.", "Чемпионат мира по вольной борьбе"),
        ("Пели на фестивале «Зима в Якутске».", "Фестиваль «Зима в Якутске»"),
        ("К 21-му Северному марафону готовы.", "21-й Северный марафон"),
        (
            "Петербургский международный экономический форум открылся вчера.",
            "Петербургский международный экономический форум",
        ),
    ],
)
def test_new_event_is_named_in_the_nominative(names, text, name):
    assert list(names(text, type="EVENT")) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Министерство сообщило, что совет и комитет решили провести форум и чемпионат.",
        "Новый мост соединит Хангаласский район с Амгинским районом.",
        "В Якутске прошёл дождь. В Российской Федерации ждут снега.",
        "Летом в ДТП на трассе Лена погибли трое, в ДТП виноват водитель.",
        "На совещании в понедельник говорили о Дальнем Востоке и Северном Ледовитом океане.",
    ],
)
def test_common_words_and_places_are_no_new_names(names, text):
    assert names(text) == {}


def test_known_names_are_not_new(names):
    known = person(1, "Пётр Слепцов"), organization(2, "Северный путь", "ООО «Северный путь»")
    found = names(ARTICLE, *known)
    assert "Пётр Слепцов" not in found
    assert not any("Северный путь" in name for name in found)


def test_noun_before_a_known_name_is_no_new_name(names):
    text = "Об этом пишет газета «Кыым» и радио «Тэтим»."
    assert list(names(text, organization(1, "Кыым"))) == ["Радио «Тэтим»"]


def test_body_around_a_known_one_is_new(names):
    text = "В Пресс-службе Минздрава Якутии подтвердили."
    (name,) = names(text, organization(1, "Минздрав Якутии"))
    assert name == "Пресс-служба Минздрава Якутии"


def test_body_and_event_of_one_name_are_one_new_name(names):
    text = "Лига Севера открылась. В Лиге Севера играют."
    assert names(text) == {"Лига Севера": ["Лига Севера", "Лиге Севера"]}
    (one,) = find_new(text, found=[])
    assert one.type == "ORGANIZATION"


def test_letters_stand_for_the_name_they_follow(names):
    text = (
        "Северный торговый союз (СТС) закрыли. В СТС не ждали такого, ведь Северному торговому"
        " союзу и года нет."
    )
    found = names(text)
    assert found == {
        "Северный торговый союз": [
            "Северный торговый союз",
            "СТС",
            "СТС",
            "Северному торговому союзу",
        ]
    }


def test_family_name_of_two_people_is_neither_of_them(names):
    text = "Пришли Анна Попова и Мария Попова. Попова улыбалась."
    found = names(text)
    assert found["Анна Попова"] == ["Анна Попова"]
    assert found["Мария Попова"] == ["Мария Попова"]


def test_places_of_new_names_are_of_the_text_as_given(names):
    text = "Ди\u00adрек\u00adтор Нур\u00adлан Сери\u00adков и\u200b Нурлана Серикова семья."
    new = names(text)
    assert new == {"Нурлан Сериков": ["Нур\u00adлан Сери\u00adков", "Нурлана Серикова"]}


def test_language_without_rules_has_no_new_names():
    assert find_new("Yermek Kosherbayev met the press.", "en", found=[]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Министерство",
        "ООО «",
        "МЧС",
        "Иван",
        "И. И.",
        "Петров И",
        "министерство культуры, спорта и",
        "Институт имени",
        "Комитет по",
        "«Форум «Форум «Форум",
        "Фонд (Я",
        "VIII",
        "\u200b\u00ad«\u200b»",
        "\u202eИван Петров\u202c",
        "Иван-",
        "-Иван Петров-",
        "Ив😀ан Петров",
    ],
)
def test_text_cut_short_or_strange_does_no_harm(text):
    for new in find_new(text, found=[]):
        for start, end in new.places:
            assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    "piece",
    ["Иван Петров и ", "ООО «А ", "Министерство культуры, спорта, ", "МЧС РОССИИ ", "Большого "],
)
def test_long_text_takes_time_by_its_length(piece):
    def spent(size):
        text = piece * (size // len(piece))
        begin = time.process_time()
        find_new(text, found=[])
        return time.process_time() - begin

    # The best of some, for another program may have the machine meanwhile.
    short, long = (min(spent(size) for _ in range(3)) for size in (10_000, 100_000))
    assert long < 30 * max(short, 0.01)
