"""Inflected names in Sakha text."""

import pytest

from articles.mentions import sakha
from tests.mentions.conftest import organization, person

NIKOLAEV = person(1, "Айсен Николаев")
AMMOSOVA = person(2, "Сардаана Аммосова")
TUMEN = organization(3, "Ил Түмэн")
GOVERNMENT = organization(4, "Саха Өрөспүүбүлүкэтин Бырабыыталыстыбата")

PEOPLE = """
айсен айсеҥҥэ айсены айсентэн айсенинэн айсеннээх айсеннэр
николаев николаевка николаевы николаевтан николаевынан николаевтыын николаевтар николаевтаах
николаев николаевтааҕар николаевтарга николаевтары
аммосова аммосоваҕа аммосованы аммосоваттан аммосованан аммосовалыын аммосовалаах
иванов ивановка ивановтан ивановтыын
туйаара туйаараҕа туйаараны туйаараттан туйааранан туйааралыын туйааратааҕар
эллэй эллэйгэ эллэйи эллэйтэн эллэйинэн эллэйдиин эллэйдээх
айаал айаалга айаалы айаалтан айаалынан айааллыын айааллаах айааллар
нюргун нюргуҥҥа нюргуну нюргунтан нюргунунан нюргуннуун нюргуннаах
кулаковскай кулаковскайга кулаковскайы кулаковскайтан кулаковскайдыын
сидоров сидоровка сидоровтан
өлөксөй өлөксөйгө өлөксөйү өлөксөйтөн өлөксөйүнэн
"""
BODIES = """
түмэн түмэҥҥэ түмэни түмэнтэн түмэнинэн түмэнниин түмэннээҕи түмэнэ түмэнин түмэҥҥэ түмэн-нэ
бырабыыталыстыбата бырабыыталыстыбатын бырабыыталыстыбатыгар бырабыыталыстыбатыттан
бырабыыталыстыбата бырабыыталыстыбатынан бырабыыталыстыбатыныын
бырабыыталыстыба бырабыыталыстыбаҕа бырабыыталыстыбаны бырабыыталыстыбаттан
министиэристибэтэ министиэристибэтин министиэристибэтигэр министиэристибэтиттэн
министиэристибэ министиэристибэҕэ министиэристибэни министиэристибэтэ министиэристибэтигэр
университет университекка университеты университеттан университетынан университетыгар
университета университетын университетыгар университетыттан
улуус улууска улууһу улуустан улууһа улууһугар улууһун
тэрилтэ тэрилтэҕэ тэрилтэни тэрилтэлэр тэрилтэлэргэ
бөлөх бөлөххө бөлөҕү бөлөхтөн бөлөҕө бөлөҕүн
кулууп кулуупка кулуубу кулууптан кулууба кулуубугар
тыйаатыр тыйаатырга тыйаатыры тыйаатыра тыйаатырыгар
хаһыат хаһыакка хаһыаты хаһыата хаһыатыгар
дойду дойдуга дойдуну дойдута дойдутугар
"""


def rows(text):
    return [
        (form, line.split()[0]) for line in text.strip().split("\n") for form in line.split()[1:]
    ]


@pytest.mark.parametrize(("form", "name"), rows(PEOPLE))
def test_name_of_a_person_takes_endings(form, name):
    endings = sakha.endings()
    assert endings.cases(form, name)
    assert name in endings.stems(form)


@pytest.mark.parametrize(("form", "name"), rows(BODIES))
def test_name_of_a_body_takes_endings(form, name):
    endings = sakha.endings()
    assert endings.cases(form, name, body=True)
    assert name in endings.stems(form)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("николаева", "николаев"),  # a woman's name
        ("николаеваҕа", "николаев"),
        ("николаевскай", "николаев"),
        ("айсенова", "айсен"),
        ("айсенка", "айсен"),
        ("түмэнов", "түмэн"),
        ("ивановна", "иванов"),
        ("ивановаҕа", "ивановна"),
        ("айаалка", "айаал"),
        ("сахалыы", "саха"),
    ],
)
def test_what_only_begins_so_is_not_that_name(form, name):
    assert not sakha.endings().cases(form, name)


def test_case_is_told_where_the_ending_tells_it():
    endings = sakha.endings()
    forms = ["түмэҥҥэ", "түмэни", "түмэнтэн", "түмэнинэн", "түмэнниин"]
    assert [endings.cases(form, "түмэн", body=True) for form in forms] == list("dabic")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ил дархан Айсен Николаевка махтанна.", "Айсен Николаевка"),
        ("Бу туһунан Айсен Николаевтан ыйыттылар.", "Айсен Николаевтан"),
        ("Николаев Айсеҥҥэ сурук суруйбуттар.", "Николаев Айсеҥҥэ"),
        ("Дьон А. Николаевы кытта көрүстэ.", "А. Николаевы"),
    ],
)
def test_person_is_linked_in_any_case(linked, text, found):
    assert linked(text, NIKOLAEV, AMMOSOVA, language="sah") == [(found, "1")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Бүгүн Ил Түмэҥҥэ мунньах буолла.", "Ил Түмэҥҥэ"),
        ("Бүгүн Ил Түмэн-нэ мунньах буолла.", "Ил Түмэн-нэ"),
        ("Бүгүн «Ил Түмэн»нэ мунньах буолла.", "Ил Түмэн"),
        ("Ил Түмэнинэн бигэргэтиллибит.", "Ил Түмэнинэн"),
    ],
)
def test_body_is_linked_in_any_case(linked, text, found):
    assert linked(text, TUMEN, GOVERNMENT, language="sah") == [(found, "3")]


@pytest.mark.parametrize("end", ["бата", "батын", "батыгар", "батыттан", "батынан"])
def test_body_that_is_somebodys_narrows_its_vowel(linked, end):
    name = f"Саха Өрөспүүбүлүкэтин бырабыыталысты{end}"
    assert linked(f"Бу туһунан {name} этилиннэ.", GOVERNMENT, language="sah") == [(name, "4")]


def test_family_name_alone_follows_the_full_name(linked):
    text = "Кэпсэтиигэ Айсен Николаев кытынна. Онтон Николаевка ыйытыы биэрдилэр."
    assert linked(text, NIKOLAEV, language="sah") == [("Айсен Николаев", "1"), ("Николаевка", "1")]


def test_family_name_of_a_woman_is_not_that_of_the_man_met(linked):
    text = "Кэпсэтиигэ Айсен Николаев кытынна. Онтон Николаеваҕа ыйытыы биэрдилэр."
    assert linked(text, NIKOLAEV, language="sah") == [("Айсен Николаев", "1")]


def test_latin_letters_that_look_like_sakha_are_read(linked):
    text = "Кэлбит Баhылай Николаевка."
    assert linked(text, person(5, "Баһылай Николаев"), language="sah") == [
        ("Баhылай Николаевка", "5")
    ]
