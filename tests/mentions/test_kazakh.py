"""Inflected names in Kazakh text."""

import pytest

from articles.mentions import kazakh
from tests.mentions.conftest import organization, person
from tests.mentions.test_sakha import rows

TOKAEV = person(1, "Қасым-Жомарт Кемелұлы Тоқаев")
FOREIGN = organization(2, "Сыртқы істер министрлігі")
GOVERNMENT = organization(3, "Қазақстан Үкіметі")

PEOPLE = """
тоқаев тоқаевтың тоқаевқа тоқаевты тоқаевта тоқаевтан тоқаевпен тоқаевтар тоқаевтікі
назарбаева назарбаеваның назарбаеваға назарбаеваны назарбаевада назарбаевадан назарбаевамен
ермек ермектің ермекке ермекті ермекте ермектен ермекпен
нұрлан нұрланның нұрланға нұрланды нұрланда нұрланнан нұрланмен
айгүл айгүлдің айгүлге айгүлді айгүлде айгүлден айгүлмен
абай абайдың абайға абайды абайда абайдан абаймен
әсел әселдің әселге әселді әселмен
қанат қанаттың қанатқа қанатты қанатпен қанаттар
ілияс ілиястың ілиясқа ілиясты ілияспен
алмаз алмаздың алмазға алмазды алмазбен алмаздан
мәди мәдидің мәдиге мәдиді мәдимен
сәуле сәуленің сәулеге сәулені сәуледе сәуледен сәулемен
"""
BODIES = """
үкіметі үкіметінің үкіметіне үкіметін үкіметінде үкіметінен үкіметімен үкіметіндегі
министрлігі министрлігінің министрлігіне министрлігін министрлігінде министрлігінен
министрлігі министрлігімен
министрлік министрліктің министрлікке министрлікті министрлікте министрлігі министрлігінің
үкімет үкіметтің үкіметке үкіметті үкіметте үкіметтен үкіметпен үкіметі үкіметіміз
парламент парламенттің парламентке парламентті парламентте парламенттен парламентпен парламенті
мәжіліс мәжілістің мәжіліске мәжілісті мәжілісте мәжілістен мәжіліспен мәжілісі мәжілісінде
сенат сенаттың сенатқа сенатты сенатта сенаттан сенатпен сенаты сенатының
банкі банкінің банкіне банкін банкінде банкінен банкімен
комитет комитеттің комитетке комитеті комитетінің комитеттер комитеттерінің
университет университеттің университетке университеті университетінде
мектеп мектептің мектепке мектебі мектебінің мектептер
қазақстан қазақстанның қазақстанға қазақстанда қазақстаннан қазақстандағы
ұу ұу-ға
"""


@pytest.mark.parametrize(("form", "name"), rows(PEOPLE))
def test_name_of_a_person_takes_endings(form, name):
    endings = kazakh.endings()
    assert endings.cases(form, name)
    assert name in endings.stems(form)


@pytest.mark.parametrize(("form", "name"), rows(BODIES))
def test_name_of_a_body_takes_endings(form, name):
    endings = kazakh.endings()
    assert endings.cases(form, name, body=True)
    assert name in endings.stems(form)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("тоқаева", "тоқаев"),
        ("тоқаеваның", "тоқаев"),
        ("тоқаевич", "тоқаев"),
        ("нұрланов", "нұрлан"),
        ("нұрлантың", "нұрлан"),
        ("абайла", "абай"),
        ("ермекбай", "ермек"),
        ("ермеков", "ермек"),
    ],
)
def test_what_only_begins_so_is_not_that_name(form, name):
    assert not kazakh.endings().cases(form, name)


def test_case_is_told_where_the_ending_tells_it():
    endings = kazakh.endings()
    forms = ["тоқаевтың", "тоқаевқа", "тоқаевты", "тоқаевта", "тоқаевтан", "тоқаевпен"]
    assert [endings.cases(form, "тоқаев") for form in forms] == list("gdalbi")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Кеше Қасым-Жомарт Тоқаевпен кездесті.", "Қасым-Жомарт Тоқаевпен"),
        (
            "Мемлекет басшысы Қасым-Жомарт Кемелұлы Тоқаевтың сөзі.",
            "Қасым-Жомарт Кемелұлы Тоқаевтың",
        ),
        ("Бұл туралы Қ. Тоқаевқа айтылды.", "Қ. Тоқаевқа"),
        ("Бұл туралы Тоқаев Қасым-Жомартқа айтылды.", "Тоқаев Қасым-Жомартқа"),
    ],
)
def test_person_is_linked_in_any_case(linked, text, found):
    assert linked(text, TOKAEV, language="kk") == [(found, "1")]


@pytest.mark.parametrize(
    "found",
    [
        "Сыртқы істер министрлігі",
        "Сыртқы істер министрлігінің",
        "Сыртқы істер министрлігіне",
        "Сыртқы істер министрлігінде",
        "Сыртқы істер министрлігінен",
        "Сыртқы істер министрлігімен",
    ],
)
def test_body_of_three_words_is_linked_in_any_case(linked, found):
    assert linked(f"Бұл туралы {found} айтылды.", FOREIGN, language="kk") == [(found, "2")]


@pytest.mark.parametrize("found", ["Қазақстан Үкіметіне", "Қазақстанның Үкіметі"])
def test_body_of_two_words_is_linked_in_any_case(linked, found):
    assert linked(f"Бұл туралы {found} айтты.", GOVERNMENT, language="kk") == [(found, "3")]


def test_family_name_alone_follows_the_full_name(linked):
    text = "Қасым-Жомарт Тоқаев келді. Кейін Тоқаевтың сөзі айтылды."
    assert linked(text, TOKAEV, language="kk")[1:] == [("Тоқаевтың", "1")]


def test_latin_letters_that_look_kazakh_are_read(linked):
    text = "Бүгін Сыртқы iстер министрлiгiне барды."  # with the Latin i, as is often typed
    assert linked(text, FOREIGN, language="kk") == [("Сыртқы iстер министрлiгiне", "2")]
