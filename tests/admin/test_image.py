import struct
import zlib
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.images import check, make_renditions
from articles.models import Image
from articles.publishing import publish
from tests import factories
from tests.admin.pages import change_url, errors, url

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/image/add/"


@pytest.fixture
def files(settings):
    return lambda: sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def upload(content: bytes, name: str) -> dict:
    return {"file": SimpleUploadedFile(name, content), "alt_text": "Река", "_save": "1"}


def huge_png(width: int, height: int) -> bytes:
    """Return a PNG of a hundred bytes that says it is that large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (
        chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )
    return b"\x89PNG\r\n\x1a\n" + chunks


@pytest.mark.parametrize("extension", ["jpg", "jpeg", "png", "webp", "avif", "gif"])
def test_upload_of_a_picture(reporter_client, files, extension):
    content = factories.picture(f"photo.{extension}").read()
    name = f"{'длинное имя ' * 20}.{extension.upper()}"
    assert reporter_client.post(ADD, upload(content, name)).status_code == 302
    image = Image.objects.get()
    assert (image.width, image.height) == (64, 48)
    assert [str(path) for path in files()] == [image.file.path]
    assert image.file.path.endswith(".jpg")
    with storages["originals"].open(image.original) as original:
        assert original.read() == content


def test_upload_that_went_to_disk_first_is_stored_whole(reporter_client, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    assert reporter_client.post(ADD, upload(PHOTO, "photo.jpg")).status_code == 302
    image = Image.objects.get()
    with storages["originals"].open(image.original) as original:
        assert original.read() == PHOTO
    assert image.file.size > 0


PHOTO = factories.picture("photo.jpg", (640, 480)).read()
HOSTILE = {
    "truncated": (PHOTO[: len(PHOTO) // 2], "photo.jpg"),
    "headless": (PHOTO[200:], "photo.jpg"),
    "html": (b"<html><script>alert(1)</script></html>", "photo.jpg"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>', "photo.svg"),
    "svg named png": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "photo.png"),
    "wrong extension": (PHOTO, "photo.html"),
    "no extension": (PHOTO, "photo"),
    "another format": (factories.picture("photo.bmp").read(), "photo.png"),
    "empty": (b"", "photo.jpg"),
    "over our limit": (huge_png(8000, 8000), "photo.png"),
    "over the limit of Pillow": (huge_png(12000, 10000), "photo.png"),
    "bomb": (huge_png(60000, 60000), "photo.png"),
    "absurd": (huge_png(2**31 - 1, 2**31 - 1), "photo.png"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_upload_of_no_picture_is_a_form_error_and_leaves_no_file(reporter_client, files, case):
    response = reporter_client.post(ADD, upload(*HOSTILE[case]))
    assert list(errors(response)) == ["file"]
    assert not Image.objects.exists()
    assert files() == []


@pytest.mark.parametrize("case", ["over our limit", "over the limit of Pillow", "bomb"])
def test_upload_says_that_the_picture_is_too_large(reporter_client, case):
    response = reporter_client.post(ADD, upload(*HOSTILE[case]))
    assert errors(response)["file"] == [check.TOO_LARGE]


def test_upload_of_a_heavy_file_is_a_form_error(reporter_client, monkeypatch):
    monkeypatch.setattr(check, "MAX_BYTES", 100)
    response = reporter_client.post(ADD, upload(PHOTO, "photo.jpg"))
    assert errors(response)["file"] == [check.TOO_HEAVY]


def test_upload_without_a_file_is_a_form_error(reporter_client):
    assert list(errors(reporter_client.post(ADD, {"alt_text": "Река"}))) == ["file"]


def test_upload_that_the_database_refuses_leaves_no_file(reporter_client, files, monkeypatch):
    def refuse(*args, **kwargs):
        raise RuntimeError("no room")

    monkeypatch.setattr("django.db.models.base.Model._save_table", refuse)
    with pytest.raises(RuntimeError):
        reporter_client.post(ADD, upload(PHOTO, "photo.jpg"))
    monkeypatch.undo()
    assert files() == []


def test_file_of_a_stored_image_never_changes(editor_client, files):
    image = factories.make_image()
    before = files()
    editor_client.post(change_url(image), upload(PHOTO, "photo.jpg"))
    image.refresh_from_db()
    assert image.alt_text == "Река"
    assert files() == before


def test_deleted_image_takes_its_file_along(
    editor_client, files, django_capture_on_commit_callbacks
):
    one, two, three = (factories.make_image() for _ in range(3))
    with django_capture_on_commit_callbacks(execute=True):
        editor_client.post(url(Image, "delete", one.pk), {"post": "yes"})
    assert len(files()) == 2
    bulk = {"action": "delete_selected", "_selected_action": [two.pk, three.pk], "post": "yes"}
    with django_capture_on_commit_callbacks(execute=True):
        editor_client.post(url(Image, "changelist"), bulk)
    assert files() == []
    assert not Image.objects.exists()


def test_image_of_an_edition_is_not_deleted(editor_client, editor, files):
    image = factories.make_image()
    publish(factories.make_post(lead_image=image), by=editor)
    page = editor_client.post(url(Image, "delete", image.pk), {"post": "yes"})
    assert b"/admin/articles/edition/" in page.content
    assert len(files()) == 1


def test_deleted_image_takes_original_and_renditions_along(
    reporter_client, editor_client, settings, django_capture_on_commit_callbacks
):
    reporter_client.post(ADD, upload(PHOTO, "photo.jpg"))
    image = Image.objects.get()
    assert make_renditions(image) == 6
    places = [Path(settings.MEDIA_ROOT), Path(settings.ORIGINALS_ROOT)]

    def stored():
        return [path for place in places for path in place.rglob("*") if path.is_file()]

    assert len(stored()) == 1 + 1 + 6
    with django_capture_on_commit_callbacks(execute=True):
        editor_client.post(url(Image, "delete", image.pk), {"post": "yes"})
    assert stored() == []
