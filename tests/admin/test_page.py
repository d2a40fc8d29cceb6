"""Pages that are no news, as chief editors write them."""

import pytest
from django.db.models import ProtectedError

from articles.models import Page
from tests.admin.pages import change_url, framed, url
from tests.factories import make_image, make_page

pytestmark = pytest.mark.django_db


def page_data(**changes) -> dict:
    data = {
        "title": "О редакции",
        "body": "<p>Мы пишем.</p>",
        "language": "ru",
        "slug": "",
        "is_published": "on",
        "position": "1",
        "_save": "1",
    }
    return data | changes


def test_chief_editor_writes_a_page_and_readers_see_it(chief_client, reader, chief):
    response = chief_client.post(url(Page, "add"), page_data(body="<p>Мы<script>x</script></p>"))
    assert response.status_code == 302
    page = Page.objects.get()
    assert (page.slug, page.body) == ("o-redaktsii", "<p>Мы</p>")
    assert page.history.get().history_user == chief
    assert "<p>Мы</p>" in reader.get("/pages/o-redaktsii/").content.decode()


def test_form_refuses_a_second_page_of_an_address_in_a_language(chief_client):
    make_page(slug="about")
    response = chief_client.post(url(Page, "add"), page_data(slug="about"))
    assert "уже есть" in response.content.decode()
    assert chief_client.post(url(Page, "add"), page_data(slug="about", language="sah")).url
    assert Page.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "中文"}, "slug"),
        ({"slug": "a b"}, "slug"),
        ({"language": "xx"}, "language"),
        ({"position": "-1"}, "position"),
        ({"body": '<figure data-image="99"></figure>'}, "body"),
        ({"body": "<p>" + "а" * 200_001}, "body"),
        ({"body": "<blockquote>" * 60 + "а"}, "body"),
    ],
)
def test_form_refuses(chief_client, changes, field):
    response = chief_client.post(url(Page, "add"), page_data(**changes))
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == [field]
    assert not Page.objects.exists()


def test_control_characters_are_left_out(chief_client):
    chief_client.post(url(Page, "add"), page_data(title="О\x0b нас", body="<p>а\x0bб</p>"))
    page = Page.objects.get()
    assert (page.title, page.body) == ("О нас", "<p>аб</p>")


@pytest.mark.parametrize("role", ["reporter_client", "editor_client"])
def test_others_look_and_do_not_write(request, role):
    client, page = request.getfixturevalue(role), make_page(title="Было")
    assert client.get(change_url(page)).status_code == 200
    assert client.post(change_url(page), page_data()).status_code == 403
    assert client.post(url(Page, "add"), page_data()).status_code == 403
    version = page.history.get().history_id
    forged = client.post(url(Page, "restore", page.pk), {"version": version})
    assert forged.status_code == 403
    assert Page.objects.get().title == "Было"


def test_preview_shows_what_readers_do_not_see_yet(chief_client, client):
    page = make_page(title="Скоро", body="<p>Черновик</p>", is_published=False)
    address = url(Page, "preview", page.pk)
    response = chief_client.get(address)
    assert "<p>Черновик</p>" in framed(response)
    assert response["X-Robots-Tag"] == "noindex"
    assert client.get(address).status_code == 302
    assert chief_client.get(url(Page, "preview", 999)).status_code == 404
    assert address in chief_client.get(change_url(page)).content.decode()


def test_history_compares_and_restores(chief_client, chief):
    page = make_page(title="Было", body="<p>Первые слова</p>")
    data = page_data(title="Стало", body="<p>Другие слова</p>", slug=page.slug, is_published="")
    del data["is_published"]
    chief_client.post(change_url(page), data)
    history = url(Page, "history", page.pk)
    text = chief_client.get(history).content.decode()
    assert "<del>Первые" in text
    assert "<ins>Другие" in text
    first = page.history.earliest()
    response = chief_client.post(url(Page, "restore", page.pk), {"version": first.history_id})
    assert response.status_code == 302
    page.refresh_from_db()
    assert (page.title, page.body) == ("Было", "<p>Первые слова</p>")
    assert page.parts == ["<p>Первые слова</p>"]
    assert page.is_published is False  # that is a decision of its own
    assert page.history.latest().history_user == chief


def test_restored_page_leaves_out_a_picture_that_is_gone(chief_client):
    image = make_image()
    page = make_page(body=f'<p>а</p><figure data-image="{image.pk}"></figure>')
    with pytest.raises(ProtectedError):
        image.delete()
    chief_client.post(change_url(page), page_data(slug=page.slug))
    image.delete()
    first = page.history.earliest()
    chief_client.post(url(Page, "restore", page.pk), {"version": first.history_id})
    page.refresh_from_db()
    assert page.body == "<p>а</p>"


def test_library_tells_of_the_page_an_image_stands_on(chief_client, reporter_client):
    image = make_image()
    page = make_page(title="Контакты", body=f'<figure data-image="{image.pk}"></figure>')
    assert change_url(page) in chief_client.get(change_url(image)).content.decode()
    data = {"alt_text": "Иначе", "credit": "Редакция", "_save": "1"}
    assert reporter_client.post(change_url(image), data).status_code == 403
