"""What pages say to social networks: Open Graph."""

import re

import pytest

from articles.models import Edition
from tests.factories import make_image, make_person, make_section, make_tag, picture
from tests.structured.conftest import SITE, THEN, path_of

pytestmark = pytest.mark.django_db


def test_card_of_a_post(cards, published):
    tag, image = make_tag(), make_image(file=picture(size=(1400, 735)), alt_text="Лёд")
    post = published(at=THEN, language="kk", tags=[tag], lead_image=image)
    card = cards(f"/kk{path_of(post)}")
    assert card["og:type"] == "article"
    assert card["og:title"] == post.headline
    assert card["og:description"] == card["description"] == post.lead
    assert card["og:url"] == f"{SITE}/kk{path_of(post)}"
    assert (card["og:site_name"], card["og:locale"]) == ("Newsroom", "kk_KZ")
    drawn = Edition.objects.get().document["social"]
    assert card["og:image"] == card["twitter:image"] == f"{SITE}/social/{post.pk}-{drawn}.jpg"
    assert (card["og:image:width"], card["og:image:height"]) == ("1200", "630")
    assert card["og:image:alt"] == card["twitter:image:alt"] == f"{post.headline}. Лёд"
    assert card["article:published_time"] == "2022-11-24T10:52:00+09:00"
    assert card["article:tag"] == tag.name
    assert card["twitter:card"] == "summary_large_image"


def test_card_of_a_post_without_an_image_has_its_headline_on_paper(cards, published):
    post = published()
    card = cards(path_of(post))
    assert card["twitter:card"] == "summary_large_image"
    assert card["og:image"].startswith(f"{SITE}/social/{post.pk}-")
    assert card["og:image:alt"] == post.headline


def test_card_of_a_post_prepared_before_pictures_were_drawn_has_its_lead_image(cards, published):
    image = make_image(file=picture(size=(1400, 735)), alt_text="Лёд")
    posts = [published(lead_image=image), published()]
    for edition in Edition.objects.all():
        del edition.document["social"]
        edition.save()
    card = cards(path_of(posts[0]))
    assert card["og:image"] == f"{SITE}/media/{image.file.name}.1280.jpg"
    assert (card["og:image:width"], card["og:image:height"]) == ("1280", "672")
    assert "og:image" not in cards(path_of(posts[1]))


def test_card_without_an_image_is_a_small_one(cards):
    card = cards(make_person().get_absolute_url())
    assert card["twitter:card"] == "summary"
    assert "og:image" not in card


def test_card_of_a_record_has_the_beginning_of_its_words(page, cards):
    person = make_person(biography="Врач.\n\n" + "Очень " * 100)
    card = cards(person.get_absolute_url())
    assert card["og:type"] == "website"
    assert card["og:description"].startswith("Врач. Очень")
    assert len(card["og:description"]) <= 200
    assert page(person.get_absolute_url()).count('name="description"') == 1


PAGES = {
    "/": "Newsroom",
    "/persons/": "Персоны",
    "/organizations/": "Организации",
    "/events/": "События",
    "/events/2026/11/": "События, Ноябрь 2026 г.",
    "/archive/": "Архив",
    "/corrections/": "Исправления",
    "/search/": "Поиск по сайту",
}


@pytest.mark.parametrize(("path", "title"), PAGES.items())
def test_every_page_has_one_address_and_a_card(page, cards, path, title):
    assert page(path).count(f'<link rel="canonical" href="{SITE}{path}">') == 1
    assert cards(path)["og:title"] == title
    assert cards(path)["og:url"] == f"{SITE}{path}"


def test_page_without_words_of_its_own_says_what_the_site_writes_of(page, cards):
    make_section(name="Наука")
    person = make_person(name="Айта Ли")
    assert cards("/")["description"].startswith("Newsroom: ")
    for path, title in [(person.get_absolute_url(), "Айта Ли"), ("/persons/", "Персоны")]:
        assert page(path).count('<meta name="description"') == 1
        assert re.fullmatch(rf"{title}: Newsroom: .*Наука.*", cards(path)["description"])


def test_page_that_is_not_there_has_neither(reader):
    text = reader.get("/nothing/").content.decode()
    assert "canonical" not in text
    assert "og:" not in text
