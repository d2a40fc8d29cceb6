import re
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult
from PIL import Image as PillowImage

from articles import images
from articles.documents import ImageDocument
from articles.models import Edition, Image
from articles.publishing import publish
from tests import factories
from tests.images.samples import SECRET, drawn, encoded, telling

pytestmark = pytest.mark.django_db
SIZES = "(min-width: 44rem) 42rem, 100vw"
MINUTE = "public, max-age=60"
ONE_BY_ONE = {"file": "images/2026/11/x.jpg", "width": 1, "height": 1}


def body(response) -> PillowImage.Image:
    return PillowImage.open(BytesIO(response.getvalue()))


def srcset(html: str, mime_type: str) -> list[tuple[str, int]]:
    tag = "<img [^>]*?" if mime_type == "image/jpeg" else f'<source type="{mime_type}" '
    (candidates,) = re.findall(f'{tag}srcset="([^"]*)"', html)
    pairs = (candidate.split() for candidate in candidates.split(", "))
    return [(address, int(width.removesuffix("w"))) for address, width in pairs]


def test_page_offers_each_format_in_each_width_of_the_picture_and_no_larger():
    image = factories.make_image(file=encoded(drawn((1000, 750))))
    html = images.picture(ImageDocument(image).data, sizes=SIZES)
    for mime_type, extension in [
        ("image/avif", "avif"),
        ("image/webp", "webp"),
        ("image/jpeg", "jpg"),
    ]:
        assert srcset(html, mime_type) == [
            (f"/media/{image.file.name}.{width}.{extension}", width) for width in (320, 640, 960)
        ]
    assert html.index("image/avif") < html.index("image/webp") < html.index("<img")
    assert f'src="/media/{image.file.name}"' in html
    assert html.count(f'sizes="{SIZES}"') == 3
    assert 'width="1000" height="750"' in html
    assert 'alt="Река подо льдом"' in html


def test_picture_smaller_than_every_width_is_offered_in_its_own():
    html = images.picture(ONE_BY_ONE, sizes=SIZES)
    assert srcset(html, "image/avif") == [("/media/images/2026/11/x.jpg.320.avif", 1)]


def test_only_the_first_picture_of_a_page_is_fetched_at_once():
    lazy = images.picture(ONE_BY_ONE, sizes=SIZES)
    eager = images.picture(ONE_BY_ONE, sizes=SIZES, eager=True)
    assert 'loading="lazy"' in lazy
    assert "fetchpriority" not in lazy
    assert 'fetchpriority="high"' in eager
    assert "lazy" not in eager


def test_focal_point_becomes_classes_of_the_nearest_tenth():
    html = images.picture(
        ONE_BY_ONE | {"focal_x": 0.31, "focal_y": 1.0}, sizes=SIZES, css_class="x"
    )
    assert 'class="x focal-x-3 focal-y-10"' in html
    assert "class" not in images.picture(ONE_BY_ONE, sizes=SIZES)
    sheet = Path("articles/static/articles/site.css").read_text()
    for axis in "xy":
        named = set(map(int, re.findall(rf"\.focal-{axis}-(\d+) ", sheet)))
        assert named == set(range(11)) - {5}


def test_texts_cannot_leave_their_attributes():
    hostile = '"><script>alert(1)</script>'
    document = ONE_BY_ONE | {"file": f"x{hostile}.jpg", "alt_text": hostile}
    html = images.picture(document, sizes=hostile, css_class=hostile)
    assert "<script" not in html
    assert '""' not in html


def test_pages_show_pictures_without_a_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        images.picture(ONE_BY_ONE, sizes=SIZES)


def test_rendition_not_made_yet_is_answered_for_by_the_clean_copy(reader):
    image = images.store(telling("photo.png", (700, 500)))
    for address, _width in srcset(
        images.picture(ImageDocument(image).data, sizes=""), "image/avif"
    ):
        response = reader.get(address)
        assert response.status_code == 200
        assert response["Content-Type"] == "image/jpeg"
        assert response["Cache-Control"] == MINUTE
        content = response.getvalue()
        assert SECRET.encode() not in content
        assert PillowImage.open(BytesIO(content)).size == (700, 500)


def test_rendition_once_made_is_kept_for_ever(reader):
    image = images.store(encoded(drawn((700, 350))))
    assert images.make_renditions(image) == 6
    assert images.make_renditions(image) == 0
    for mime_type, kind in [("image/avif", "AVIF"), ("image/webp", "WEBP"), ("image/jpeg", "JPEG")]:
        for address, width in srcset(
            images.picture(ImageDocument(image).data, sizes=""), mime_type
        ):
            response = reader.get(address)
            assert response["Content-Type"] == mime_type
            assert "immutable" in response["Cache-Control"]
            assert response["X-Content-Type-Options"] == "nosniff"
            assert "default-src 'none'" in response["Content-Security-Policy"]
            assert "sandbox" in response["Content-Security-Policy"]
            picture = body(response)
            assert (picture.format, picture.size) == (kind, (width, width // 2))


@pytest.mark.parametrize(
    "name",
    [
        "{file}.321.avif",
        "{file}.0320.avif",
        "{file}.320.gif",
        "{file}.320.html",
        "{file}.99999999999999999999.jpg",
        "{file}.320.avif.part",
        "{file}/320.avif",
        "images/nothing.jpg.320.avif",
        "{file}.320.avif/",
        "../originals/{original}",
        "%2e%2e/originals/{original}",
        "../manage.py",
        "..%2fmanage.py",
        "..%2fmanage.py.320.avif",
        "/etc/passwd",
        "{file}%00.320.avif",
        "",
    ],
)
def test_nothing_else_is_served(reader, name):
    image = images.store(encoded(drawn()))
    response = reader.get("/media/" + name.format(file=image.file.name, original=image.original))
    assert response.status_code in {400, 404}


def test_address_that_leads_outside_is_refused(reader):
    for path in ("/media/../secret.jpg", "/media/..%2fsecret.jpg.320.avif"):
        assert reader.get(path).status_code == 400


def test_pictures_are_only_read(client):
    image = factories.make_image()
    assert client.post(image.file.url).status_code == 405
    response = client.head(image.file.url)
    assert response.status_code == 200
    assert response.getvalue() == b""


def test_half_a_file_is_never_seen(settings, monkeypatch):
    """A worker that dies while it writes leaves no rendition rather than a part of one."""
    image = images.store(encoded(drawn((700, 350))))
    monkeypatch.setattr("os.replace", lambda *paths: (_ for _ in ()).throw(OSError("no room")))
    with pytest.raises(OSError, match="no room"):
        images.make_renditions(image)
    monkeypatch.undo()
    assert len(images.missing_renditions(image)) == 6
    assert [path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == [
        Path(image.file.name).name
    ]


def test_renditions_of_an_image_deleted_meanwhile_do_not_stay(settings):
    image = images.store(encoded(drawn((700, 350))))
    Image.objects.all().delete()
    images.make_renditions(image)
    assert len([path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]) == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_worker_makes_what_an_upload_asked_for():
    image = images.store(encoded(drawn((700, 350))))
    assert len(images.missing_renditions(image)) == 6
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    assert images.missing_renditions(image) == []
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_upload_that_is_rolled_back_asks_for_nothing(settings):
    with pytest.raises(Exception, match="focal"):
        images.store(encoded(drawn()), focal_x=2)
    assert not DBTaskResult.objects.exists()


# Pictures of before: stored as they were uploaded.


@pytest.fixture
def old_image(editor):
    """Return an image with everything in it, lying on its side, on a published page."""
    upload = telling("photo.jpg", (800, 600), exif=turned())
    image = factories.make_image(file=upload)
    publish(factories.make_post(lead_image=image), by=editor)
    return image


def turned() -> bytes:
    data = PillowImage.Exif()
    data[0x0112] = 6
    data[0x0110] = SECRET
    return data.tobytes()


def test_make_renditions_cleans_what_was_stored_before(reader, settings, old_image):
    before = reader.get(old_image.file.url).getvalue()
    assert SECRET.encode() in before
    out = StringIO()
    call_command("make_renditions", stdout=out)
    assert "3" in out.getvalue()
    image = Image.objects.get()
    assert image.file.name == old_image.file.name
    assert (image.width, image.height) == (600, 800)
    assert images.missing_renditions(image) == []
    for path in Path(settings.MEDIA_ROOT).rglob("*.*"):
        assert SECRET.encode() not in path.read_bytes()
    assert (Path(settings.ORIGINALS_ROOT) / image.original).read_bytes() == before
    card = Edition.objects.get().card["lead_image"]
    assert (card["width"], card["height"]) == (600, 800)
    call_command("make_renditions", stdout=out)
    assert Image.objects.get().original == image.original


@pytest.mark.parametrize("extension", ["jpg", "jpeg", "png", "webp", "avif", "gif"])
def test_old_picture_keeps_its_name_and_its_format(extension):
    image = factories.make_image(file=encoded(drawn(), f"photo.{extension}"))
    name = image.file.name
    call_command("make_renditions", stdout=StringIO())
    with default_storage.open(name) as file:
        picture = PillowImage.open(file)
        assert picture.format == PillowImage.registered_extensions()[f".{extension}"]
        assert picture.size == (64, 48)


def test_make_renditions_names_what_it_could_not_read_and_goes_on(settings):
    broken, lost, whole = (factories.make_image(file=encoded(drawn())) for _ in range(3))
    Path(broken.file.path).write_bytes(b"nonsense")
    Path(lost.file.path).unlink()
    errors = StringIO()
    with pytest.raises(CommandError, match="2"):
        call_command("make_renditions", stdout=StringIO(), stderr=errors)
    assert broken.file.name in errors.getvalue()
    assert lost.file.name in errors.getvalue()
    assert images.missing_renditions(whole) == []


def test_document_of_before_focal_points_is_shown_and_served(reader, editor):
    image = factories.make_image(file=encoded(drawn((700, 350))))
    post = factories.make_post(lead_image=image)
    edition = publish(post, by=editor)
    edition.refresh_from_db()
    for prepared in (edition.card, edition.document):
        del prepared["lead_image"]["focal_x"], prepared["lead_image"]["focal_y"]
    edition.save(update_fields=["card", "document"])
    page = reader.get(f"/posts/{post.pk}-{post.slug}/")
    assert f"{image.file.name}.640.avif 640w" in page.content.decode()
    shown = reader.get(f"/api/v1/posts/{post.pk}/").json()["lead_image"]
    assert (shown["focal_x"], shown["focal_y"]) == (0.5, 0.5)
    assert len(shown["renditions"]) == 6


def test_feed_lists_the_renditions(reader, editor):
    image = factories.make_image(file=encoded(drawn((700, 350))), focal_x=0.2)
    person = factories.make_person(photo=image)
    publish(factories.make_post(lead_image=image), by=editor)
    card = reader.get("/api/v1/posts/").json()["results"][0]["lead_image"]
    portrait = reader.get(f"/api/v1/persons/{person.pk}/").json()["photo"]
    assert card["renditions"] == portrait["renditions"]
    assert card["focal_x"] == portrait["focal_x"] == 0.2
    first = card["renditions"][0]
    url = f"http://localhost:8000/media/{image.file.name}.320.avif"
    assert first == {"url": url, "width": 320, "height": 160, "format": "image/avif"}
    assert body(reader.get(first["url"].removeprefix("http://localhost:8000"))).width == 700
