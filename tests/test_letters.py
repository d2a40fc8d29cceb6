"""The letters of Sakha and Kazakh beyond the Russian ones: in addresses, in lists, in search."""

import re
import unicodedata

import pytest

from articles.models import make_slug
from articles.publishing import publish
from tests.factories import make_organization, make_post

SAKHA = {"ҕ": "gh", "ҥ": "ng", "ө": "o", "һ": "h", "ү": "u"}
KAZAKH = {"ә": "a", "і": "i", "ғ": "gh", "қ": "q", "ң": "ng", "ұ": "u", **SAKHA}
KAZAKH = {letter: KAZAKH[letter] for letter in "әіғқңөұүһ"}
LETTERS = [("sah", letter) for letter in SAKHA] + [("kk", letter) for letter in KAZAKH]
# Before each letter in its own alphabet, and after it.
NEXT_TO = ["гд", "но", "оп", "ст", "уф", "аб", "ыь", "гд", "кл", "но", "оп", "ую", "уф", "хц"]
BETWEEN = dict(zip(LETTERS, NEXT_TO, strict=True))
words = pytest.mark.parametrize(("language", "letter"), LETTERS)


@words
def test_letter_has_its_place_in_a_slug(language, letter):
    latin = (SAKHA | KAZAKH)[letter]
    assert make_slug(f"{letter}а{letter.upper()}") == f"{latin}a{latin}"


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Өлүөнэ өрүскэ муоста аһылынна", "oluone oruske muosta ahylynna"),
        ("Дьоҕур, саҥа, оҕо, үүнүү", "doghur sanga ogho uunuu"),
        ("Қазақстанның жаңа көпірі ұзын", "qazaqstannyng zhanga kopiri uzyn"),
        ("Әуежай ғимараты іске қосылды, һәм", "auezhay ghimaraty iske qosyldy ham"),
    ],
)
def test_words_of_a_headline_are_read_in_its_slug(headline, slug):
    assert make_slug(headline).replace("-", " ") == slug
    assert make_slug(unicodedata.normalize("NFD", headline)).replace("-", " ") == slug


@pytest.mark.django_db
@words
def test_letter_stands_at_its_place_in_lists(reader, language, letter):
    before, after = BETWEEN[language, letter]
    names = [f"{start.upper()}аб" for start in (before, letter, after)]
    for name in reversed(names):
        make_organization(name=name)
    page = reader.get(f"/{language}/organizations/").content.decode()
    assert re.findall(r'<a href="/\w+/organizations/\d+[^"]*">([^<]*)</a>', page) == names
    for asked in (letter, letter.upper()):
        page = reader.get(f"/{language}/organizations/", {"letter": asked}).content.decode()
        found = re.findall(r'<a href="/\w+/organizations/\d+[^"]*">([^<]*)</a>', page)
        assert found == [names[1]]


@pytest.mark.django_db
@words
def test_word_with_the_letter_is_found_in_either_case(reader, editor, language, letter):
    post = make_post(headline=f"Ба{letter}а тиийдэ", language=language, lead="Туох да.")
    publish(post, by=editor)
    # The Russian letter it looks like, or none, is another word.
    publish(make_post(headline="Бага тиийдэ", language=language), by=editor)
    for asked in (f"ба{letter}а", f"БА{letter.upper()}А", f"ба{letter}"):
        page = reader.get(f"/{language}/search/", {"q": asked}).content.decode()
        found = re.findall(r'<h3>\s*<a href="[^"]*/(\d+)-', page)
        assert found == [str(post.pk)], asked
