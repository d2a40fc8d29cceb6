import os
import stat
import struct
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image as PillowImage
from PIL import ImageCms, ImageOps

from articles import images
from articles.checks import originals_are_private
from articles.images import check
from articles.models import Image
from tests import factories
from tests.images.samples import SECRET, drawn, encoded, png, telling

pytestmark = pytest.mark.django_db
FORMATS = ["jpg", "png", "webp", "avif", "gif"]


def files(place) -> list[Path]:
    return sorted(path for path in Path(place).rglob("*") if path.is_file())


def shown(image: Image) -> PillowImage.Image:
    with image.file.open() as file:
        return PillowImage.open(BytesIO(file.read()))


def corners(picture: PillowImage.Image) -> list[tuple]:
    """Return roughly the colours left and right: (1, 0, 0) for red."""
    picture = picture.convert("RGB")
    y = picture.height // 2
    found = (picture.getpixel((x, y)) for x in (picture.width // 8, picture.width * 7 // 8))
    return [tuple(round(value / 255) for value in colour) for colour in found]


RED, BLUE, WHITE = (1, 0, 0), (0, 0, 1), (1, 1, 1)


@pytest.mark.parametrize("extension", FORMATS)
def test_picture_is_stored_clean_and_its_original_in_private(settings, extension):
    upload = telling(f"photo.{extension}")
    image = images.store(upload, alt_text="Мост")
    image.refresh_from_db()
    assert shown(image).format == "JPEG"
    assert (image.width, image.height) == shown(image).size == (64, 48)
    assert corners(shown(image)) == [RED, BLUE]
    upload.seek(0)
    (original,) = files(settings.ORIGINALS_ROOT)
    assert original.read_bytes() == upload.read()
    assert stat.S_IMODE(original.stat().st_mode) == 0o600
    assert stat.S_IMODE(original.parent.stat().st_mode) == 0o700
    assert len(files(settings.MEDIA_ROOT)) == 1


@pytest.mark.parametrize("extension", FORMATS)
def test_nothing_a_camera_wrote_is_in_any_file_readers_get(settings, extension):
    upload = telling(f"photo.{extension}", (700, 500))
    if extension != "gif":
        assert SECRET.encode() in upload.read()
    images.make_renditions(images.store(upload))
    served = files(settings.MEDIA_ROOT)
    assert len(served) == 1 + 2 * 3
    for path in served:
        content = path.read_bytes()
        for trace in (SECRET.encode(), b"Exif", b"http://ns.adobe", b"8BIM", b"ICC_PROFILE"):
            assert trace not in content, path
        picture = PillowImage.open(BytesIO(content))
        assert not picture.getexif(), path
        assert not {"comment", "xmp", "exif", "photoshop", "icc_profile"} & set(picture.info), path


def test_what_hangs_on_a_picture_stays_behind(settings):
    page = b"<html><script>alert(1)</script></html>"
    archive = b"PK\x03\x04" + b"x" * 100
    image = images.store(ContentFile(encoded(drawn()).read() + page + archive, "photo.jpg"))
    content = shown(image).fp.getvalue()
    assert b"<script" not in content
    assert b"PK\x03\x04" not in content
    assert content.endswith(b"\xff\xd9")


@pytest.mark.parametrize(
    ("turn", "size", "colours"),
    [(1, (64, 48), [RED, BLUE]), (3, (64, 48), [BLUE, RED]), (6, (48, 64), None)],
)
def test_picture_is_turned_upright(turn, size, colours):
    data = PillowImage.Exif()
    data[0x0112] = turn
    image = images.store(encoded(drawn(), exif=data.tobytes()))
    assert shown(image).size == (image.width, image.height) == size
    if colours:
        assert corners(shown(image)) == colours
    else:  # a turn to the right brings the left side up
        assert shown(image).getpixel((24, 8))[0] > 200


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_jpeg_of_any_colours_is_shown_in_srgb(mode):
    image = images.store(encoded(drawn(mode=mode)))
    assert shown(image).mode == "RGB"
    if mode != "L":
        assert corners(shown(image)) == [RED, BLUE]


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
def test_png_without_transparency_becomes_a_jpeg(mode):
    image = images.store(encoded(drawn(mode=mode), "graph.png"))
    assert image.file.name.endswith(".jpg")
    assert (image.width, image.height) == (64, 48)


def test_png_of_16_bits_keeps_its_greys():
    row = b"\0" + struct.pack(">H", 0x8000) * 64
    image = images.store(ContentFile(png(64, 2, colour=0, bits=16, data=row * 2), "x.png"))
    assert abs(shown(image).getpixel((5, 1))[0] - 128) < 3


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparent_picture_stays_transparent_and_is_white_where_it_cannot(mode):
    logo = PillowImage.new("RGBA", (400, 300), (0, 0, 0, 0))
    logo.paste((255, 0, 0, 255), (0, 0, 200, 300))
    logo = logo.quantize(4) if mode == "P" else logo.convert(mode)
    image = images.store(encoded(logo, "logo.png"))
    assert image.file.name.endswith(".png")
    assert shown(image).convert("RGBA").getpixel((350, 150))[3] == 0
    images.make_renditions(image)
    for extension, is_transparent in (("avif", True), ("webp", True), ("jpg", False)):
        with default_storage.open(f"{image.file.name}.320.{extension}") as file:
            pixel = PillowImage.open(file).convert("RGBA").getpixel((280, 120))
        assert (pixel[3] == 0) is is_transparent
        assert is_transparent or min(pixel[:3]) > 250


@pytest.mark.parametrize("extension", ["gif", "webp"])
def test_moving_picture_shows_its_first_frame(extension):
    first, second = drawn(), ImageOps.mirror(drawn())
    upload = encoded(first, f"moving.{extension}", save_all=True, append_images=[second])
    image = images.store(upload)
    assert getattr(shown(image), "n_frames", 1) == 1
    assert corners(shown(image)) == [RED, BLUE]


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (5000, 3), (3, 5000)])
def test_odd_sizes_have_all_their_renditions(size):
    image = images.store(encoded(drawn(size)))
    assert max(image.width, image.height) <= 2560
    assert images.make_renditions(image) >= 3
    assert images.missing_renditions(image) == []


def test_large_picture_is_made_smaller():
    image = images.store(encoded(drawn((5200, 2600))))
    assert (image.width, image.height) == (2560, 1280)
    assert corners(shown(image)) == [RED, BLUE]


def test_picture_named_for_another_format_is_taken_for_what_it_is():
    image = images.store(ContentFile(encoded(drawn(), "x.png").read(), "photo.jpg"))
    assert shown(image).format == "JPEG"
    assert corners(shown(image)) == [RED, BLUE]


def test_colour_profile_is_applied():
    """A profile with red and green changed over turns a red picture green."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for position in range(132, 132 + 12 * int.from_bytes(profile[128:132]), 12):
        tag = bytes(profile[position : position + 4])
        if tag in (b"rXYZ", b"gXYZ"):
            profile[position : position + 4] = b"gXYZ" if tag == b"rXYZ" else b"rXYZ"
    image = images.store(encoded(drawn(), icc_profile=bytes(profile)))
    assert corners(shown(image))[0] == (0, 1, 0)


@pytest.mark.parametrize("profile", [b"x" * 200, b"", b"\0" * 5_000_000])
def test_broken_colour_profile_is_passed_over(profile):
    image = images.store(encoded(drawn(), "photo.webp", icc_profile=profile))
    assert corners(shown(image)) == [RED, BLUE]


def test_upload_in_a_file_of_its_own_is_kept_whole():
    content = telling().read()
    upload = TemporaryUploadedFile("photo.jpg", "image/jpeg", len(content), None)
    upload.write(content)
    image = images.store(upload)
    upload.close()
    with storages["originals"].open(image.original) as original:
        assert original.read() == content


PHOTO = encoded(drawn((640, 480))).read()
HOSTILE = {
    "truncated": PHOTO[: len(PHOTO) // 2],
    "headless": PHOTO[200:],
    "truncated png": encoded(drawn((640, 480)), "x.png").read()[:300],
    "html": b"<html><script>alert(1)</script></html>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
    "another format": factories.picture("photo.bmp").read(),
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "empty": b"",
    "bomb": png(60000, 60000),
    "half a bomb": png(12000, 10000),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_no_picture_is_refused_and_leaves_no_file(settings, case):
    with pytest.raises(ValidationError) as refused:
        images.store(ContentFile(HOSTILE[case], "photo.jpg"))
    assert list(refused.value.message_dict) == ["file"]
    assert files(settings.MEDIA_ROOT) == files(settings.ORIGINALS_ROOT) == []
    assert not Image.objects.exists()


def test_facts_that_do_not_fit_are_refused_and_leave_no_file(settings):
    with pytest.raises(ValidationError) as refused:
        images.store(encoded(drawn()), alt_text="x" * 300, focal_x=1.5)
    assert set(refused.value.message_dict) == {"alt_text", "focal_x"}
    assert files(settings.MEDIA_ROOT) == files(settings.ORIGINALS_ROOT) == []


def test_upload_of_100_mb_is_refused_unread():
    upload = TemporaryUploadedFile("photo.jpg", "image/jpeg", 100 * 1024 * 1024, None)
    os.truncate(upload.temporary_file_path(), upload.size)
    with pytest.raises(ValidationError) as refused:
        images.store(upload)
    assert refused.value.message_dict == {"file": [check.TOO_HEAVY]}
    upload.close()


MEASURE = """
import django; django.setup()
import resource, sys
from django.core.files.base import ContentFile
from articles.images import clean_copy
content = open(sys.argv[1], "rb").read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
clean_copy(ContentFile(content, "x"))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize(
    ("case", "megabytes"), [("photo", 250), ("line", 400), ("transparent line", 800)]
)
def test_memory_for_the_largest_pictures_is_bounded(tmp_path, case, megabytes):
    """Measured in a process of its own: 50 million pixels in a square, and in one line."""
    made = {
        "photo": lambda: encoded(PillowImage.new("RGB", (8600, 5800)), quality=50).read(),
        "line": lambda: png(49_000_000, 1, data=b"\0" * 147_000_001),
        "transparent line": lambda: png(24_000_000, 2, colour=4, data=b"\0" * 96_000_002),
    }
    path = tmp_path / "picture"
    path.write_bytes(made[case]())
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", MEASURE, path],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < megabytes


@pytest.mark.parametrize("point", [-0.1, 1.1, float("nan")])
def test_database_refuses_a_focal_point_outside_the_picture(point):
    image = factories.make_image()
    with pytest.raises(IntegrityError), transaction.atomic():
        Image.objects.filter(pk=image.pk).update(focal_x=point)


@pytest.mark.parametrize("place", ["MEDIA_ROOT", "STATIC_ROOT"])
def test_originals_where_anyone_could_get_them_are_an_error(settings, place):
    assert originals_are_private(None) == []
    open_place = getattr(settings, place)
    options = {"location": str(Path(open_place) / "originals")}
    changed = settings.STORAGES["originals"] | {"OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"originals": changed}
    (error,) = originals_are_private(None)
    assert place in error.msg
