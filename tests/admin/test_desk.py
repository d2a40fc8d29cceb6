"""The site around the forms: lists, search, language, policy, the archive."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import (
    Edition,
    Event,
    Image,
    Organization,
    Person,
    Post,
    Section,
    Tag,
)
from articles.publishing import publish
from tests import factories
from tests.admin.pages import change_url, post_data, url
from tests.conftest import as_user

pytestmark = pytest.mark.django_db
MODELS = [Post, Edition, Person, Organization, Event, Image, Section, Tag]
# Of these four are for the session, the user and the permissions.
QUERIES = {
    Post: 9,
    Edition: 9,
    Person: 8,
    Organization: 8,
    Event: 8,
    Image: 15,
    Section: 6,
    Tag: 6,
}


@pytest.fixture
def fill(editor):
    """Return a function that makes one row of each model, with all that a list may show of it."""

    def make():
        organization = factories.make_organization(parent=factories.make_organization())
        person, event = factories.make_person(), factories.make_event()
        post = factories.make_post(
            persons=[person],
            organizations=[organization],
            events=[event],
            tags=[factories.make_tag()],
            lead_image=factories.make_image(),
            section=Section.objects.first() or factories.make_section(),
            created_by=editor,
        )
        publish(post, by=editor)

    return make


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_list_queries_do_not_grow(chief_client, fill, model):
    counts = []
    for rows in (3, 27):
        for _ in range(rows):
            fill()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = chief_client.get(url(model, "changelist"))
        assert response.status_code == 200
        counts.append(len(queries))
    assert counts == [QUERIES[model]] * 2


@pytest.mark.parametrize("term", ["петров", "ПЕТРОВ", "айталина петр", "тая"])
def test_list_finds_cyrillic_in_any_case(editor_client, term):
    person = factories.make_person(name="Айталина Петрова", aliases="Тая")
    factories.make_person(name="Сергей Иванов", given_name="Сергей", family_name="Иванов")
    found = editor_client.get(url(Person, "changelist"), {"q": term}).context["cl"].result_list
    assert list(found) == [person]


@pytest.mark.parametrize(
    ("model", "source", "field"),
    [
        (Person, "post", "persons"),
        (Person, "postbyline", "person"),
        (Post, "edition", "redirect_to"),
    ],
)
def test_autocomplete_finds_cyrillic_in_any_case(reporter_client, model, source, field):
    wanted = (
        factories.make_person(name="Ҕ Петрова")
        if model is Person
        else factories.make_post(headline="ПЕТРОВА открыла мост")
    )
    factories.make_person(name="Сергей Иванов", given_name="Сергей", family_name="Иванов")
    where = {"app_label": "articles", "model_name": source, "field_name": field}
    response = reporter_client.get(reverse("admin:autocomplete"), where | {"term": "петров"})
    assert [row["id"] for row in response.json()["results"]] == [str(wanted.pk)]


def test_search_takes_wildcards_for_themselves(editor_client):
    percent = factories.make_person(name="100% Петров_а")
    factories.make_person(name="1000 Петровна")
    for term in ("100%", "ПЕТРОВ_"):
        found = editor_client.get(url(Person, "changelist"), {"q": term}).context["cl"].result_list
        assert list(found) == [percent]


def test_every_relation_but_the_few_sections_is_chosen_by_autocomplete(editor_client):
    section = factories.make_section()
    for model in (Post, Person, Organization, Event, Image):
        form = editor_client.get(url(model, "add")).context["adminform"].form
        for name, field in form.fields.items():
            if name == "section":
                assert f'type="radio" name="section" value="{section.pk}"' in str(form[name])
            elif hasattr(field, "queryset"):
                assert "admin-autocomplete" in str(form[name]), (model, name)


def test_many_sections_are_a_list(editor_client):
    for _ in range(17):
        factories.make_section()
    form = editor_client.get(url(Post, "add")).context["adminform"].form
    assert str(form["section"]).count("<option") == 18


def test_lists_of_the_desk_are_those_of_the_newsroom_and_its_accounts(administrator):
    page = as_user(administrator).get(reverse("admin:index"))
    assert [app["app_label"] for app in page.context["available_apps"]] == ["articles", "auth"]


def test_posts_stand_first_on_the_desk(chief_client):
    apps = chief_client.get(reverse("admin:index")).context["app_list"]
    assert [model["object_name"] for model in apps[0]["models"]][:2] == ["Post", "Edition"]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_language_is_the_users_choice(editor_client, language):
    home = reverse("admin:index")
    data = {"language": language, "next": home}
    response = editor_client.post(reverse("admin:set_language"), data)
    assert response.url == home
    page = editor_client.get(home)
    assert f'<html lang="{language}"' in page.content.decode()
    assert page.headers["Content-Language"] == language


def test_language_can_be_chosen_before_the_log_in(client):
    page = client.get(reverse("admin:login")).content.decode()
    assert reverse("admin:set_language") in page
    client.post(reverse("admin:set_language"), {"language": "en", "next": "/admin/login/"})
    assert '<html lang="en"' in client.get(reverse("admin:login")).content.decode()


@pytest.mark.parametrize("language", ["", "kk", "xx", "../../etc", "\0"])
def test_language_that_the_desk_does_not_speak_leaves_the_main_one(editor_client, language):
    data = {"language": language, "next": "https://evil.example/"}
    response = editor_client.post(reverse("admin:set_language"), data)
    assert "evil" not in response.url
    assert '<html lang="ru"' in editor_client.get(reverse("admin:index")).content.decode()


def test_policy_lets_the_editor_run_and_nothing_else(editor_client):
    response = editor_client.get(url(Post, "add"))
    policy = response.headers["Content-Security-Policy"]
    nonce = re.search(r"script-src 'self' 'nonce-([^']+)'(;|$)", policy)[1]
    assert re.search(r"style-src 'self'(;|$)", policy)
    scripts = re.findall(r"<script[^>]*>", response.content.decode())
    inline = [tag for tag in scripts if "src=" not in tag]
    assert inline == [f'<script type="importmap" nonce="{nonce}">']


@pytest.mark.parametrize("page", ["login", "index", "jsi18n", "articles_post_add"])
def test_policy_of_the_desk_allows_nothing_unsafe(editor_client, client, page):
    who = client if page == "login" else editor_client
    assert "unsafe" not in who.get(reverse(f"admin:{page}")).headers["Content-Security-Policy"]


def test_wrong_post_names_its_errors_at_the_top(editor_client):
    data = post_data(factories.make_post(), erid="x" * 65)
    page = editor_client.post(url(Post, "add"), data).content.decode()
    assert page.index("error-summary") < page.index("id_headline")


def test_edition_shows_the_words_as_they_were(reporter_client, editor):
    maker = factories.make_person(name="Туйаара Николаева")
    post = factories.make_post(body="<p>Как <strong>было</strong></p>", bylines=[maker])
    edition = publish(post, by=editor)
    page = reporter_client.get(change_url(edition)).content.decode()
    assert "<p>Как <strong>было</strong></p>" in page
    assert "Туйаара Николаева" in page


def test_edition_is_closed_to_everyone(administrator, client, editor):
    edition = publish(factories.make_post(), by=editor)
    client.force_login(administrator)
    assert client.post(change_url(edition), {"headline": "Подлог"}).status_code == 403
    assert client.get(url(Edition, "add")).status_code == 403
    assert client.post(url(Edition, "delete", edition.pk), {"post": "yes"}).status_code == 403
