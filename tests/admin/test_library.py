"""The library of images: its cards, and which of them are shown."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from articles.history import record_words
from articles.models import Image
from articles.publishing import publish
from tests import factories
from tests.admin.pages import change_url, url
from tests.conftest import as_user, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/image/"
PICK = "/admin/articles/image/pick/"


def card(page: str, image: Image) -> str:
    """Return the card of an image in the list."""
    cards = page.partition('id="changelist-filter"')[0].split('class="library-card"')
    return next(part for part in cards if f'value="{image.pk}"' in part)


def test_card_says_whose_the_picture_is_and_where_it_stands(editor_client, editor):
    image = factories.make_image(
        caption="Ледоход", licence="CC BY 4.0", licence_until=timezone.localdate()
    )
    post = factories.make_post(lead_image=image)
    person = factories.make_person(photo=image)
    shown = card(editor_client.get(LIST).content.decode(), image)
    for words in ("Ледоход", "Река подо льдом", "Фото редакции", "CC BY 4.0", "Используется: 2"):
        assert words in shown
    for record in (image, post, person):
        assert change_url(record) in shown
    assert "Лицензия закончилась" not in shown


def test_card_marks_what_is_wrong(editor_client):
    yesterday = timezone.localdate() - timedelta(days=1)
    image = factories.make_image(alt_text="", credit="", licence_until=yesterday)
    shown = card(editor_client.get(LIST).content.decode(), image)
    for words in ("Не указано, чьё", "Нет описания", "Лицензия закончилась", "Не используется"):
        assert words in shown


def test_card_names_who_is_credited_instead_of_a_line(editor_client):
    image = factories.make_image(
        credit="", credit_person=factories.make_person(name="Мария Сивцева")
    )
    shown = card(editor_client.get(LIST).content.decode(), image)
    assert "Мария Сивцева" in shown
    assert "Не указано, чьё" not in shown


def test_post_with_many_editions_is_one_use(editor_client, editor):
    image, other = factories.make_image(), factories.make_image()
    post = factories.make_post(lead_image=image)
    publish(post, by=editor)
    edition = publish(post, by=editor, correction="Так.")
    page = editor_client.get(LIST).content.decode()
    assert "Используется: 1" in card(page, image)
    post.lead_image = other
    post.save()
    page = editor_client.get(LIST).content.decode()
    assert "Используется: 1" in card(page, image)
    assert change_url(edition) in card(page, image)
    assert change_url(post) in card(page, other)


def test_image_in_a_body_is_in_use(editor_client, editor):
    image = factories.make_image()
    post = factories.make_post(body=f'<figure data-image="{image.pk}"></figure>')
    publish(post, by=editor)
    edition = publish(post, by=editor, correction="Так.")
    shown = card(editor_client.get(LIST).content.decode(), image)
    assert "Используется: 1" in shown
    assert change_url(post) in shown
    post.body = "<p>Без картинки.</p>"
    post.save()
    record_words(post)
    shown = card(editor_client.get(LIST).content.decode(), image)
    assert "Используется: 1" in shown
    assert change_url(edition) in shown


def test_uses_are_counted_whole_and_named_in_part(editor_client):
    image = factories.make_image()
    posts = [factories.make_post(lead_image=image) for _ in range(5)]
    shown = card(editor_client.get(LIST).content.decode(), image)
    assert "Используется: 5" in shown
    assert "и ещё 2" in shown
    assert sum(change_url(post) in shown for post in posts) == 3


def test_uses_name_no_record_the_user_may_not_see():
    user = make_user("photographer")
    user.user_permissions.add(Permission.objects.get(codename="view_image"))
    image = factories.make_image()
    factories.make_post(lead_image=image, headline="Тайный черновик")
    factories.make_person(photo=image, name="Тайный человек")
    for page in (LIST, change_url(image), PICK):
        shown = as_user(user).get(page).content.decode()
        assert "Тайный" not in shown
    assert as_user(user).get(PICK).json()["images"][0]["uses"] == 0


@pytest.mark.parametrize(
    ("chosen", "expected"), [("ended", "past"), ("ending", "soon"), ("open", "open")]
)
def test_list_is_filtered_by_licence(editor_client, chosen, expected):
    today = timezone.localdate()
    images = {
        "past": factories.make_image(licence_until=today - timedelta(days=1)),
        "soon": factories.make_image(licence_until=today),
        "later": factories.make_image(licence_until=today + timedelta(days=31)),
        "open": factories.make_image(),
    }
    found = editor_client.get(LIST, {"licence": chosen}).context["cl"].result_list
    assert found == [images[expected]]


@pytest.mark.parametrize("words", ["ледоход", "сивцева", "редакции", "река льдом"])
def test_list_is_searched_by_what_is_said_of_images(editor_client, words):
    person = factories.make_person(name="Мария Сивцева")
    image = factories.make_image(caption="Ледоход", credit_person=person)
    factories.make_image(alt_text="Мост", credit="ТАСС")
    assert editor_client.get(LIST, {"q": words}).context["cl"].result_list == [image]
    assert [found["id"] for found in editor_client.get(PICK, {"q": words}).json()["images"]] == [
        image.pk
    ]


def test_empty_library_leads_to_the_first_image(editor_client):
    page = editor_client.get(LIST).content.decode()
    assert "Изображений пока нет." in page
    assert url(Image, "add") in page
    factories.make_image()
    page = editor_client.get(LIST, {"q": "нет такого"}).content.decode()
    assert "Под запрос не подходит ни одно изображение." in page


def test_image_in_use_is_not_deleted_and_says_where_it_stands(editor_client):
    image = factories.make_image()
    uses = [
        factories.make_post(lead_image=image),
        factories.make_person(photo=image),
        factories.make_organization(logo=image),
    ]
    page = editor_client.post(url(Image, "delete", image.pk), {"post": "yes"}).content.decode()
    form = editor_client.get(change_url(image)).content.decode()
    assert Image.objects.exists()
    for record in uses:
        assert change_url(record) in page
        assert change_url(record) in form
