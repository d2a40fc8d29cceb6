"""The body on its way through the form of a post."""

import pytest

from articles.models import Autosave, Post
from articles.publishing import publish
from tests.admin.pages import change_url, errors, post_data, url
from tests.factories import make_image, make_person, make_post

pytestmark = pytest.mark.django_db


def test_form_keeps_what_the_policy_lets_through(reporter_client):
    person, image = make_person(), make_image()
    body = (
        f'<p onclick="x()"><span data-person="{person.pk}" title="y">Он</span></p>'
        "<script>z</script>"
        f'<figure data-image="{image.pk}"><img src=x><figcaption></figcaption></figure>'
    )
    reporter_client.post(url(Post, "add"), post_data(body=body))
    post = Post.objects.get()
    assert post.body == (
        f'<p><span data-person="{person.pk}">Он</span></p><figure data-image="{image.pk}"></figure>'
    )
    assert list(post.body_images.values_list("image", flat=True)) == [image.pk]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<table><tr><td>" * 5000, "вложенных"),
        ("<blockquote>" * 60 + "x", "вложенных"),
        ("<p>слово</p>" * 20_000, "слишком длинный"),
        ("x" * 5_000_000, "слишком длинный"),
        ('<figure data-image="99999"></figure>', "нет в библиотеке"),
    ],
    ids=["tables", "quotes", "long", "5 MB", "image"],
)
@pytest.mark.parametrize("button", ["_save", "_publish", "_preview"])
def test_body_nobody_could_have_written_is_refused(editor_client, body, said, button):
    found = errors(editor_client.post(url(Post, "add"), post_data(body=body, button=button)))
    assert said in str(found["body"])
    assert not Post.objects.exists()


def test_body_that_is_endless_is_offered_back_with_the_reason(reporter_client):
    post = make_post()
    kept = post_data(post, body="<blockquote>" * 60 + "x")
    address = f"/admin/articles/post/{post.pk}/autosave/"
    assert reporter_client.post(address, kept).status_code == 204
    assert Autosave.objects.exists()
    page = reporter_client.get(change_url(post))
    assert page.status_code == 200
    assert "вложенных" in page.content.decode()
    page = reporter_client.post(change_url(post), {"_unsaved": "1"})
    assert "вложенных" in str(errors(page)["body"])


def test_image_in_a_body_is_not_deleted_in_the_admin(chief_client):
    image = make_image()
    make_post(headline="Пост с картинкой", body=f'<figure data-image="{image.pk}"></figure>')
    page = chief_client.get(url(type(image), "delete", image.pk)).content.decode()
    assert "Пост с картинкой" in page
    chief_client.post(url(type(image), "delete", image.pk), {"post": "yes"})
    assert type(image).objects.exists()


def test_history_says_in_words_what_became_of_a_picture(editor_client):
    image = make_image()
    post = make_post(body="<p>Текст.</p>")
    figure = f'<figure data-image="{image.pk}"><figcaption>Ледоход</figcaption></figure>'
    editor_client.post(change_url(post), post_data(post, body=f"<p>Текст.</p>{figure}"))
    page = editor_client.get(url(Post, "history", post.pk)).content.decode()
    assert "Изображение" in page
    assert "Ледоход" in page


def test_archive_shows_the_body_with_its_pictures(editor_client, editor):
    image, person = make_image(), make_person()
    body = (
        f'<p><span data-person="{person.pk}">Он</span></p><figure data-image="{image.pk}"></figure>'
    )
    edition = publish(make_post(body=body), by=editor)
    page = editor_client.get(change_url(edition)).content.decode()
    assert image.file.url in page
    assert f'<a href="{person.get_absolute_url()}">Он</a>' in page
