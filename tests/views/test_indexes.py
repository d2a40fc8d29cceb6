"""The lists of persons, organizations and events: by letter, kind and place."""

import re
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Organization, Person
from articles.models.alphabet import KEY_LENGTH, make_sort_key
from articles.models.listed import KEYS
from articles.paging import cursor_after
from tests.factories import make_event, make_organization, make_person
from tests.test_plans import explain

pytestmark = pytest.mark.django_db


def html(response):
    assert response.status_code == 200
    return response.content.decode()


def names(page, kind="organizations"):
    return re.findall(rf'<a href="(?:/\w+)?/{kind}/\d+[^"]*">([^<]*)</a>', page)


def letters(page):
    block = page.partition('<nav class="letters"')[2].partition("</nav>")[0]
    return re.findall(r">([^<]+)</a>", block)


def test_names_stand_in_the_order_of_the_sakha_alphabet(reader):
    ordered = [
        *(
            "4-я школа",
            "Arctic Media",
            "Аал",
            "Бэрдьигэс",
            "Газета",
            "Ҕаҕара",
            "Дьокуускай",
            "Елена",
        ),
        *("Ёлка", "Ель", "Намцы", "Ҥэҥэ", "Олоҥхо", "Өлүөнэ", "Саха", "Һорон", "Тускул", "Удачный"),
        *("Үөрүү", "«Феникс»", "Ысыах", "Эдьигээн", "Якутск"),
    ]
    for name in sorted(ordered):
        make_organization(name=name)
    assert names(html(reader.get("/organizations/"))) == ordered


def test_kazakh_letters_have_their_places(reader):
    ordered = ["Ақтау", "Әуезов", "Газ", "Ғылым", "Кино", "Қазақстан", "Нан", "Ңан", "Ұлы", "Үміт"]
    for name in sorted(ordered):
        make_organization(name=name)
    assert names(html(reader.get("/organizations/"))) == ordered


def test_letters_are_those_that_occur_among_the_published(reader):
    for name in ("Ҕаҕара", "ель", "Ёлка", "«Намцы»", "Arctic", "7 дней", "!!!"):
        make_organization(name=name)
    make_organization(name="Тайна", is_published=False)
    page = html(reader.get("/organizations/"))
    assert letters(page) == ["Все", "7", "A", "Ҕ", "Е", "Н"]


@pytest.mark.parametrize(
    ("letter", "found"),
    [
        ("Ҕ", ["Ҕаҕара"]),
        ("ҕ", ["Ҕаҕара"]),
        ("Е", ["ель", "Ёлка"]),
        ("Ё", ["ель", "Ёлка"]),
        ("Н", ["«Намцы»"]),
        ("Ы", []),
    ],
)
def test_list_by_letter(reader, letter, found):
    for name in ("Газ", "Ҕаҕара", "Дом", "ель", "Ёлка", "«Намцы»", "Ҥэҥэ"):
        make_organization(name=name)
    page = html(reader.get("/organizations/", {"letter": letter}))
    assert sorted(names(page)) == sorted(found)
    assert ('class="empty"' in page) == (not found)


@pytest.mark.parametrize("letter", ["НН", "!", "%00", "<b>", "Щ" * 5000, "中", "ß", "İ", "́"])
def test_what_is_no_letter_is_not_found(reader, letter):
    make_person()
    for path in ("/persons/", "/organizations/", "/kk/persons/"):
        assert reader.get(path, {"letter": letter}).status_code == 404


def test_person_stands_under_the_family_name(reader):
    make_person(name="Айталина Петрова", family_name="Петрова")
    make_person(name="Туйаара", family_name="")
    page = html(reader.get("/persons/"))
    assert letters(page) == ["Все", "П", "Т"]
    assert names(html(reader.get("/persons/?letter=П")), "persons") == ["Айталина Петрова"]


def test_renamed_record_moves_to_its_letter(reader):
    person = make_person(name="Анна Ильина", family_name="Ильина")
    person.name, person.family_name = "Анна Уварова", "Уварова"
    person.save()
    assert letters(html(reader.get("/persons/"))) == ["Все", "У"]


def test_records_from_before_have_keys(reader):
    make_person(name="Анна Ильина", family_name="Ильина")
    make_organization(name="Музей")
    make_organization(name="Театр", aliases="en: Theatre")
    make_organization(name="Һорон")
    for model in (Person, Organization):
        model.objects.update(**dict.fromkeys(["sort_key", *KEYS.values()], ""))
    for name in ("0020_sort_keys", "0033_list_keys"):
        import_module(f"articles.migrations.{name}").make_keys(apps, connection.schema_editor())
    assert letters(html(reader.get("/persons/"))) == ["Все", "И"]
    assert letters(html(reader.get("/sah/persons/")))[1:] == ["И"]
    assert letters(html(reader.get("/organizations/"))) == ["Все", "М", "Һ", "Т"]
    assert letters(html(reader.get("/kk/organizations/")))[1:] == ["М", "Т", "Һ"]
    assert letters(html(reader.get("/en/organizations/")))[1:] == ["T", "М", "Һ"]


@pytest.fixture
def called_otherwise():
    make_person(name="Нұрлан Әбенов", family_name="Әбенов", aliases="en: Nurlan Abenov")
    names = "Маша\nsah: Маайа Дьөгүөрэбэ\nen: Maria Yegorova"
    make_person(name="Мария Егорова", family_name="Егорова", aliases=names)
    make_person(name="Анна Зорина", family_name="Зорина", aliases="kk: Анна Һорина")
    make_person(name="Тайна", aliases="en: Secret", is_published=False)


ORDERED = {
    "": ["Нұрлан Әбенов", "Мария Егорова", "Анна Зорина"],
    "/sah": ["Нұрлан Әбенов", "Маайа Дьөгүөрэбэ", "Анна Зорина"],
    "/kk": ["Нұрлан Әбенов", "Мария Егорова", "Анна Һорина"],
    "/en": ["Nurlan Abenov", "Maria Yegorova", "Анна Зорина"],
}
INITIALS = {"": "ӘЕЗ", "/sah": "ӘДЗ", "/kk": "ӘЕҺ", "/en": "AYЗ"}


@pytest.mark.parametrize("language", ORDERED)
def test_list_stands_in_the_order_of_the_names_it_shows(reader, called_otherwise, language):
    path = f"{language}/persons/"
    page = html(reader.get(path))
    assert names(page, "persons") == ORDERED[language]
    assert "".join(letters(page)[1:]) == INITIALS[language]
    for letter, name in zip(INITIALS[language], ORDERED[language], strict=True):
        assert names(html(reader.get(path, {"letter": letter})), "persons") == [name]
    assert 'class="empty"' in html(reader.get(path, {"letter": "Ц"}))


def test_record_called_anew_moves_to_its_letter(reader, called_otherwise):
    person = Person.objects.get(name="Мария Егорова")
    person.aliases = "en: Mary Egorova"
    person.save()
    assert letters(html(reader.get("/en/persons/")))[1:] == ["A", "E", "З"]
    assert letters(html(reader.get("/sah/persons/")))[1:] == ["Ә", "Е", "З"]


@pytest.mark.parametrize(
    ("name", "family_name", "called", "listed_under"),
    [
        ("Нурлан Абенов", "Абенов", "Nurlan Abenov", "Abenov"),
        ("Абенов Нурлан", "Абенов", "Nurlan Abenov", "Abenov"),
        ("Иванов Иван Иванович", "Иванов", "Ivan Ivanov", "Ivanov"),
        ("Иванов Иван Иванович", "Иванов", "Ivanov Ivan Ivanovich", "Ivanov"),
        ("Павел Петров", "Петров", "Paul Boturuop", "Boturuop"),
        ("Ли Мэйлинь", "Ли", "Lee Meiling", "Lee"),
        ("Анна ван дер Мер", "ван дер Мер", "Anna van der Meer", "van der Meer"),
        ("Анна ван дер Мер", "ван дер Мер", "Anna Meer", "Meer"),
        ("Мария Егорова", "Егорова", "Masha", "Masha"),
        ("Туйаара", "", "Tuyaara the Star", ""),
    ],
)
def test_family_name_is_found_in_another_name(name, family_name, called, listed_under):
    person = Person(name=name, family_name=family_name, aliases=f"en: {called}")
    assert person.sort_words("en") == f"{listed_under} {called}"
    assert person.sort_words("sah") == person.sort_words("") == f"{family_name} {name}"


def test_further_page_follows_the_names_of_the_language(reader):
    for number in range(101):
        name = f"en: Museum {100 - number:03}"
        make_organization(name=f"Музей {number:03}", aliases=name, kind="media")
    page = html(reader.get("/en/organizations/?letter=m&kind=media"))
    assert names(page)[::99] == ["Museum 000", "Museum 099"]
    further = re.search(r'href="(\?[^"]*)" rel="next"', page)[1].replace("&amp;", "&")
    assert names(html(reader.get("/en/organizations/" + further))) == ["Museum 100"]
    # The same place in the lists of other languages is another one.
    assert reader.get("/kk/organizations/" + further.replace("letter=M&", "")).status_code == 404


def test_organizations_of_a_kind_and_a_letter(reader):
    make_organization(name="Намцы", kind="company")
    make_organization(name="Нерюнгри", kind="media")
    make_organization(name="Айхал", kind="company")
    assert names(html(reader.get("/organizations/?kind=company"))) == ["Айхал", "Намцы"]
    page = html(reader.get("/organizations/?kind=company&letter=Н"))
    assert names(page) == ["Намцы"]
    assert 'href="?kind=company"' in page
    assert 'href="?letter=%D0%9D"' in page
    for kind in ("nothing", "%00", "COMPANY"):
        assert reader.get(f"/organizations/?kind={kind}").status_code == 404


def test_letter_and_kind_stay_on_further_pages(reader):
    for number in range(101):
        make_organization(name=f"Намцы {number:03}", kind="company")
    page = html(reader.get("/organizations/?letter=н&kind=company"))
    further = re.search(r'href="(\?[^"]*)" rel="next"', page)[1].replace("&amp;", "&")
    assert names(html(reader.get("/organizations/" + further))) == ["Намцы 100"]


def test_events_of_a_place(reader):
    tomorrow = timezone.localdate() + timedelta(days=1)
    make_event(name="Будет", start_date=tomorrow, place="Якутск & Ко")
    make_event(name="Было", start_date=date(2020, 1, 1), place="Якутск & Ко")
    make_event(name="Чужое", start_date=tomorrow, place="Намцы")
    page = html(reader.get("/events/"))
    address = re.search(r'href="(/events/\?place=[^"]*)">Якутск', page)[1]
    page = html(reader.get(address))
    assert "Будет" in page
    assert "Было" in page
    assert "Чужое" not in page
    assert "Чужое" not in html(reader.get("/events/?place=<b>%00"))
    assert "<b>" not in html(reader.get("/events/?place=<b>%00"))


def test_key_is_short_and_of_digits_alone():
    assert make_sort_key("Ҕ " * 500).isdigit()
    assert len(make_sort_key("Ҕ " * 500)) == KEY_LENGTH
    assert make_sort_key("«»!") == ""
    assert make_sort_key("Наука  — жизнь") == make_sort_key("наука-жизнь")


INDEXED = {
    "/persons/": "articles_person_by_letter",
    "/persons/?letter=П": "articles_person_by_letter",
    "/organizations/": "articles_organization_letter",
    "/organizations/?letter=М": "articles_organization_letter",
    "/organizations/?kind=other": "articles_organization_kind",
    "/organizations/?kind=other&letter=М": "articles_organization_kind",
    "/sah/persons/": "articles_person_letter_sah",
    "/kk/persons/?letter=П": "articles_person_letter_kk",
    "/en/persons/?after={person}": "articles_person_letter_en",
    "/sah/organizations/?letter=М": "articles_body_letter_sah",
    "/kk/organizations/?kind=other": "articles_body_kind_kk",
    "/en/organizations/?kind=other&letter=М&after={organization}": "articles_body_kind_en",
}


@pytest.mark.parametrize("path", INDEXED)
def test_list_and_its_letters_are_read_from_an_index(reader, path):
    for _number in range(3):
        last = {"person": make_person(), "organization": make_organization()}
    after = {
        kind: cursor_after(type(record), ("sort_key_en", "id"), record)
        for kind, record in last.items()
    }
    with CaptureQueriesContext(connection) as captured:
        html(reader.get(path.format(**after)))
    lists = [query["sql"] for query in captured if "sort_key" in query["sql"]]
    assert len(lists) == 2
    with connection.cursor() as cursor:
        plans = [explain(cursor, sql) for sql in lists]
    for plan in plans:
        assert "TEMP B-TREE" not in plan, plan
        assert "Sort" not in plan, plan
        assert not re.search(r"SCAN articles_\w+$|Seq Scan on articles", plan, re.MULTILINE), plan
    index = INDEXED[path]
    if connection.vendor == "postgresql":
        # Once it has counted how few rows there are, those of the same records are as good to it.
        index = f"using {'_'.join(index.split('_')[:2])}_"
    assert any(index in plan for plan in plans), plans
