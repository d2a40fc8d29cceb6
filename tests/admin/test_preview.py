import pytest
from django.contrib.admin.models import LogEntry

from articles.models import Edition, Post
from articles.publishing import publish
from tests.admin.pages import change_url, errors, post_data
from tests.factories import make_person, make_post, make_section

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/post/add/"


def snapshot():
    models = [Post, Edition, LogEntry, Post.persons.through]
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("role", ["reporter", "editor"])
def test_preview_shows_the_readers_page_and_stores_nothing(request, role):
    client = request.getfixturevalue(f"{role}_client")
    post, person = make_post(headline="Было"), make_person(name="Туйаара Николаева")
    before = snapshot()
    data = post_data(post, "_preview", headline="Стало", persons=[person.pk])
    response = client.post(change_url(post), data)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Стало" in page
    assert "Туйаара Николаева" in page
    assert "csrfmiddlewaretoken" not in page
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]
    assert "public" not in response.headers["Cache-Control"]
    assert snapshot() == before


def test_preview_of_a_new_post_stores_nothing(reporter_client):
    response = reporter_client.post(ADD, post_data(None, "_preview", section=make_section().pk))
    assert "Мост открыт" in response.content.decode()
    assert not Post.objects.exists()
    assert not Edition.objects.exists()


@pytest.mark.parametrize("field", ["headline", "lead", "body", "section"])
def test_preview_works_with_blockers(reporter_client, field):
    post = make_post()
    response = reporter_client.post(change_url(post), post_data(post, "_preview", **{field: ""}))
    assert response.status_code == 200
    assert "adminform" not in response.context
    assert not Edition.objects.exists()


def test_preview_of_a_post_with_editions_leaves_them_alone(editor_client, editor):
    post = make_post(headline="Было")
    publish(post, by=editor)
    before = snapshot()
    data = post_data(post, "_preview", headline="Стало")
    assert "Стало" in editor_client.post(change_url(post), data).content.decode()
    assert snapshot() == before


def test_preview_speaks_the_language_of_the_post(editor_client):
    post = make_post(language="en", headline="The bridge")
    page = editor_client.post(change_url(post), post_data(post, "_preview")).content.decode()
    assert '<html lang="en"' in page


def test_preview_of_a_wrong_form_shows_its_errors(reporter_client):
    post = make_post()
    response = reporter_client.post(change_url(post), post_data(post, "_preview", slug="не так"))
    assert list(errors(response)) == ["slug"]
