"""An image picked from the library or uploaded in passing, and the forms that show it."""

from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.admin.pictures.library import PAGE
from articles.models import Image
from tests import factories
from tests.admin.pages import change_url, errors, post_data, url
from tests.admin.test_image import HOSTILE, PHOTO
from tests.conftest import as_user, make_user
from tests.images.samples import XMP, drawn, encoded

pytestmark = pytest.mark.django_db
PICK = "/admin/articles/image/pick/"
UPLOAD = "/admin/articles/image/upload/"


@pytest.fixture
def files(settings):
    roots = [settings.MEDIA_ROOT, settings.ORIGINALS_ROOT]
    return lambda: [path for root in roots for path in Path(root).rglob("*") if path.is_file()]


def told_photo() -> bytes:
    """Return a photograph that says who made it and what it shows."""
    return encoded(drawn(), xmp=XMP.encode()).read()


def sent(content: bytes = PHOTO, name: str = "photo.jpg", **said) -> dict:
    facts = {"alt_text": "Река подо льдом", "credit": "Фото редакции"}
    return facts | said | {"file": SimpleUploadedFile(name, content)}


# Picking


def test_pick_pages_through_the_library(editor_client, django_assert_num_queries):
    images = [factories.make_image() for _ in range(PAGE + 1)]
    editor_client.get(PICK)
    with django_assert_num_queries(12):  # session, user, permissions of two kinds; images; uses
        first = editor_client.get(PICK).json()
    assert [found["id"] for found in first["images"]] == [image.pk for image in images[:0:-1]]
    last = editor_client.get(PICK, {"before": first["next"]}).json()
    assert [found["id"] for found in last["images"]] == [images[0].pk]
    assert last["next"] is None


def test_pick_says_what_a_form_needs(editor_client):
    image = factories.make_image(caption="Лёд", licence_until=date(2020, 5, 1))
    factories.make_post(lead_image=image)
    (found,) = editor_client.get(PICK).json()["images"]
    thumbnail = found.pop("thumbnail")
    assert found == {
        "id": image.pk,
        "url": image.file.url,
        "width": 64,
        "height": 48,
        "alt_text": "Река подо льдом",
        "caption": "Лёд",
        "credit": "Фото редакции",
        "licence": "",
        "licence_until": "01.05.2020",
        "is_expired": True,
        "uses": 1,
    }
    shown = editor_client.get(thumbnail)
    assert shown.status_code == 200
    shown.close()


@pytest.mark.parametrize(
    "query",
    [
        *("before=x", "before=-1", "before=99999999999999999999", "before=%00", "before=1%0a"),
        *("q=%00", "q=%FF%FE", "q=%ED%A0%80", "q=" + "я+" * 3000, "q='%22\\"),
    ],
)
def test_pick_with_a_bogus_query_answers(editor_client, query):
    factories.make_image()
    assert editor_client.get(f"{PICK}?{query}").status_code in (200, 400)


# Uploading


def test_upload_stores_an_image(reporter_client, files):
    answer = reporter_client.post(UPLOAD, sent(focal_x="0.25", focal_y="0.75"))
    image = Image.objects.get()
    assert answer.status_code == 201
    assert answer.json()["image"]["id"] == image.pk
    assert answer.json()["image"]["credit"] == "Фото редакции"
    assert (image.focal_x, image.focal_y) == (0.25, 0.75)
    assert len(files()) == 2  # the clean copy and the original


def test_upload_of_a_file_alone_is_asked_what_it_says(reporter_client, files):
    answer = reporter_client.post(UPLOAD, {"file": SimpleUploadedFile("a.jpg", told_photo())})
    assert answer.status_code == 200
    assert answer.json()["proposals"] == {
        "alt_text": "Мост на рассвете",
        "caption": "Мост через Лену",
        "credit": "Семён Аржаков / ЯСИА",
        "licence": "© ЯСИА",
    }
    assert set(answer.json()["errors"]) == {"alt_text", "credit"}
    assert not Image.objects.exists()
    assert files() == []


@pytest.mark.parametrize(
    "said",
    [
        {"credit": ""},
        {"alt_text": " \t"},
        {"alt_text": "\x01\x02"},
        {"credit": "\x01"},
        {"alt_text": "я" * 256},
        {"licence_until": "99999-01-01"},
        {"licence_until": "0001-01-01"},
        {"focal_x": "nan"},
        {"focal_x": "1.5"},
        {"focal_y": "-1e400"},
    ],
)
def test_upload_is_refused_with_words_beside_the_field(reporter_client, files, said):
    answer = reporter_client.post(UPLOAD, sent(**said))
    assert answer.status_code == 200
    assert list(answer.json()["errors"]) == list(said)
    assert not Image.objects.exists()
    assert files() == []


def test_upload_is_refused_in_the_language_of_the_user(reporter_client):
    reporter_client.post(reverse("admin:set_language"), {"language": "en"})
    answer = reporter_client.post(UPLOAD, sent(PHOTO[:100]))
    assert answer.json()["errors"]["file"][0].startswith("This is not a whole picture")


@pytest.mark.parametrize("case", HOSTILE)
def test_upload_of_no_picture_leaves_no_file(reporter_client, files, case):
    answer = reporter_client.post(UPLOAD, sent(*HOSTILE[case]))
    assert answer.status_code == 200
    assert list(answer.json()["errors"]) == ["file"]
    assert not Image.objects.exists()
    assert files() == []


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
        (b"\xff\xfe", "multipart/form-data"),
        (b"file=a&alt_text=%00", "application/x-www-form-urlencoded"),
    ],
)
def test_upload_of_no_form_answers(reporter_client, body, content_type):
    answer = reporter_client.post(UPLOAD, body, content_type=content_type)
    assert answer.status_code in (200, 400)
    assert not Image.objects.exists()


def test_upload_that_the_database_refuses_leaves_no_file(reporter_client, files, monkeypatch):
    def refuse(*args, **kwargs):
        raise RuntimeError("no room")

    monkeypatch.setattr("django.db.models.base.Model._save_table", refuse)
    with pytest.raises(RuntimeError):
        reporter_client.post(UPLOAD, sent())
    monkeypatch.undo()
    assert files() == []


# Who may


@pytest.mark.parametrize("role", ["reporter", "editor", "chief", "administrator"])
def test_every_role_picks_and_uploads(request, role):
    client = as_user(request.getfixturevalue(role))
    assert client.get(PICK).status_code == 200
    assert client.post(UPLOAD, sent()).status_code == 201


@pytest.mark.parametrize(
    ("permissions", "pick", "upload"),
    [([], 403, 403), (["view_image"], 200, 403), (["add_image"], 403, 201)],
)
def test_each_address_asks_its_own_permission(permissions, pick, upload):
    user = make_user("photographer")
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    assert as_user(user).get(PICK).status_code == pick
    assert as_user(user).post(UPLOAD, sent()).status_code == upload
    assert Image.objects.count() == (upload == 201)


def test_strangers_are_sent_to_log_in(client):
    for answer in (client.get(PICK), client.post(UPLOAD, sent())):
        assert answer.status_code == 302
        assert answer.url.startswith("/admin/login/")
    assert not Image.objects.exists()


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "head", "options"])
def test_upload_takes_no_other_method(editor_client, method):
    assert getattr(editor_client, method)(UPLOAD).status_code == 405


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_pick_takes_no_other_method(editor_client, method):
    assert getattr(editor_client, method)(PICK).status_code == 405


def test_upload_needs_the_token_of_the_form(editor):
    client = as_user(editor)
    client.handler.enforce_csrf_checks = True
    assert client.post(UPLOAD, sent()).status_code == 403
    assert not Image.objects.exists()


# The form of an image


@pytest.mark.parametrize("credited", ["credit", "credit_person", "credit_organization"])
def test_image_is_credited_by_a_line_or_by_a_record(editor_client, credited):
    value = {
        "credit": "ТАСС",
        "credit_person": factories.make_person().pk,
        "credit_organization": factories.make_organization().pk,
    }[credited]
    data = sent(credit="") | {credited: value, "_save": "1"}
    assert editor_client.post(url(Image, "add"), data).status_code == 302


def test_image_without_words_is_refused_with_what_the_file_says(editor_client, files):
    data = sent(told_photo(), alt_text="", credit="", caption="Своя подпись") | {"_save": "1"}
    response = editor_client.post(url(Image, "add"), data)
    assert set(errors(response)) == {"alt_text", "credit", "__all__"}
    page = response.content.decode()
    assert "Кое-что из этого сказано в самом файле" in page
    assert 'value="Семён Аржаков / ЯСИА"' in page
    assert 'value="Своя подпись"' in page
    assert "Мост через Лену" not in page
    assert not Image.objects.exists()
    assert files() == []


def test_old_image_without_words_opens_and_asks_for_them(editor_client):
    image = factories.make_image(alt_text="", credit="")
    assert editor_client.get(change_url(image)).status_code == 200
    refused = editor_client.post(change_url(image), {"caption": "Лёд", "_save": "1"})
    assert set(errors(refused)) == {"alt_text", "credit"}
    data = {"alt_text": "Лёд", "credit": "ТАСС", "_save": "1"}
    assert editor_client.post(change_url(image), data).status_code == 302


def test_focal_point_is_kept_where_the_form_does_not_say(editor_client):
    image = factories.make_image(focal_x=0.2, focal_y=0.8)
    data = {"alt_text": "Лёд", "credit": "ТАСС", "_save": "1"}
    for changes, expected in [({}, (0.2, 0.8)), ({"focal_x": "", "focal_y": "0.4"}, (0.2, 0.4))]:
        assert editor_client.post(change_url(image), data | changes).status_code == 302
        image.refresh_from_db()
        assert (image.focal_x, image.focal_y) == expected


# The field of another record


def test_form_of_a_post_shows_its_image(editor_client):
    image = factories.make_image(caption="Ледоход", credit="")
    post = factories.make_post(lead_image=image)
    page = editor_client.get(change_url(post)).content.decode()
    field = page.partition("data-image-field")[2].partition("data-image-picker")[0]
    for words in (image.file.url, "Ледоход", "Не указано, чьё", change_url(image)):
        assert words in field
    data = post_data(post, lead_image="")
    assert editor_client.post(change_url(post), data).status_code == 302
    post.refresh_from_db()
    assert post.lead_image is None


def test_upload_is_offered_to_those_who_may(editor_client):
    user = make_user("writer")
    codenames = ["view_post", "change_post", "view_image"]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    post = factories.make_post()
    assert b"Add and use" not in editor_client.get(change_url(post)).content
    assert "Добавить и поставить" in editor_client.get(change_url(post)).content.decode()
    assert "Добавить и поставить" not in as_user(user).get(change_url(post)).content.decode()
