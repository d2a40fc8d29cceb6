"""The same story in other languages: the switch, hreflang, JSON-LD and REST."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.history import record_words
from articles.models import Post
from articles.publishing import publish, unpublish
from articles.translating import translate
from tests.factories import make_page, make_post

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def source(editor):
    post = make_post(headline="Мост открыт", slug="most-otkryt")
    publish(post, by=editor)
    return post


@pytest.fixture
def told(source, editor):
    """Return a function that puts the story into a language and publishes that."""

    def tell(language: str, **kwargs) -> Post:
        post = translate(source, language=language, by=editor)
        post.slug = f"most-{language}"
        post.save()
        publish(post, by=editor, **kwargs)
        return post

    return tell


def path_of(post) -> str:
    return post.editions.order_by("-number").first().card["path"]


def switch(page: str) -> dict[str, str]:
    """Return where the switch in the head of a page leads, by language."""
    nav = re.search(r'<nav class="languages".*?</nav>', page, re.DOTALL)[0]
    return {code: path for path, code in re.findall(r'href="([^"]+)" lang="(\w+)"', nav)}


def alternates(page: str) -> dict[str, str]:
    return dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)">', page))


def read(reader, path: str) -> str:
    response = reader.get(path)
    assert response.status_code == 200
    return response.content.decode()


def graph(page: str) -> dict:
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1]
    return json.loads(data)["@graph"][0]


def test_translations_lead_to_each_other(reader, source, told):
    posts = {"ru": source, "sah": told("sah"), "en": told("en")}
    paths = {language: path_of(post) for language, post in posts.items()}
    assert paths["sah"] == f"/sah/posts/{posts['sah'].pk}-most-sah/"
    for path in paths.values():
        page = read(reader, path)
        assert switch(page) == paths | {"kk": "/kk/"}
        assert alternates(page) == {
            language: f"http://localhost:8000{path}" for language, path in paths.items()
        }
    page = read(reader, paths["sah"])
    line = re.search(r'<p class="quiet translations">.*?</p>', page, re.DOTALL)[0]
    assert re.findall(r'href="([^"]+)"', line) == [paths["ru"], paths["en"]]
    assert "Русский" in line


def test_post_without_translations_says_nothing_of_them(reader, source):
    page = read(reader, path_of(source))
    assert alternates(page) == {}
    assert "translations" not in page
    assert switch(page)["sah"] == "/sah/"


def test_drafts_and_scheduled_translations_never_show(reader, source, told, editor):
    translate(source, language="en", by=editor)
    told("sah", at=timezone.now() + HOUR)
    path = path_of(source)
    page = read(reader, path)
    assert alternates(page) == {}
    assert "/posts/" not in switch(page)["sah"] + switch(page)["en"]
    with time_machine.travel(timezone.now() + 2 * HOUR):
        assert set(alternates(read(reader, path))) == {"ru", "sah"}


def test_unpublished_translation_is_no_more_led_to(reader, source, told, editor):
    sakha, english = told("sah"), told("en")
    unpublish(sakha, by=editor, reason="Ошибка")
    assert set(alternates(read(reader, path_of(source)))) == {"ru", "en"}
    unpublish(source, by=editor, reason="Ошибка")
    assert alternates(read(reader, path_of(english))) == {}
    assert reader.get(path_of(source)).status_code == 410


def test_translations_of_an_unpublished_source_still_lead_to_each_other(
    reader, source, told, editor
):
    sakha, english = told("sah"), told("en")
    unpublish(source, by=editor, reason="Ошибка")
    page = read(reader, path_of(sakha))
    assert set(alternates(page)) == {"sah", "en"}
    assert "translationOfWork" not in graph(page)
    assert "workTranslation" not in graph(page)
    assert set(alternates(read(reader, path_of(english)))) == {"sah", "en"}


def test_lists_and_records_exist_in_each_language(reader, source):
    page = read(reader, "/sah/persons/")
    prefix = "http://localhost:8000"
    assert alternates(page) == {
        "ru": f"{prefix}/persons/",
        "sah": f"{prefix}/sah/persons/",
        "kk": f"{prefix}/kk/persons/",
        "en": f"{prefix}/en/persons/",
    }
    assert alternates(reader.get("/nothing/").content.decode()) == {}


def test_machines_learn_what_was_translated(reader, source, told):
    sakha = told("sah")
    of_source = graph(read(reader, path_of(source)))
    assert of_source["workTranslation"] == [
        {
            "@type": "NewsArticle",
            "@id": f"http://localhost:8000/posts/{sakha.pk}/",
            "url": f"http://localhost:8000{path_of(sakha)}",
            "inLanguage": "sah",
        }
    ]
    of_sakha = graph(read(reader, path_of(sakha)))
    assert [row["inLanguage"] for row in of_sakha["translationOfWork"]] == ["ru"]
    assert "workTranslation" not in of_sakha


def test_rest_names_the_translations(reader, source, told, editor):
    sakha = told("sah")
    translate(source, language="en", by=editor)
    shown = reader.get(f"/api/v1/posts/{source.pk}/").json()
    assert shown["translations"] == [
        {
            "language": "sah",
            "is_source": False,
            "id": sakha.pk,
            "url": f"http://localhost:8000{path_of(sakha)}",
            "api_url": f"http://localhost:8000/api/v1/posts/{sakha.pk}/",
        }
    ]
    back = reader.get(f"/api/v1/posts/{sakha.pk}/").json()["translations"]
    assert [(row["language"], row["is_source"]) for row in back] == [("ru", True)]


def test_translations_cost_one_query_and_others_nothing(
    reader, source, told, editor, django_assert_num_queries
):
    plain = make_post(section=source.section)
    publish(plain, by=editor)
    reader.get("/")  # what is read once
    with CaptureQueriesContext(connection) as captured:
        reader.get(path_of(plain))
    told("sah")
    with django_assert_num_queries(len(captured) + 1):
        reader.get(path_of(source))
    told("en"), told("kk")
    with django_assert_num_queries(len(captured) + 1):
        reader.get(path_of(source))


def test_page_that_is_no_news_leads_to_its_own_versions(reader):
    make_page(slug="about", title="О редакции")
    make_page(slug="about", title="Эрэдээксийэ", language="sah")
    page = read(reader, "/pages/about/")
    assert switch(page)["sah"] == "/sah/pages/about/"
    assert set(alternates(page)) == {"ru", "sah"}
    make_page(slug="contacts", title="Контакты")
    assert alternates(read(reader, "/pages/contacts/")) == {}


def test_earlier_editions_are_no_translations(reader, source, told, editor):
    told("sah")
    Post.objects.filter(pk=source.pk).update(headline="Мост закрыт")
    record_words(Post.objects.get(pk=source.pk))
    publish(source, by=editor)
    for tail in ("editions/", "editions/1/"):
        assert alternates(read(reader, f"{path_of(source)}{tail}")) == {}
