"""Pictures of posts for social networks: drawn by the worker, for the words that readers see."""

import os
from datetime import datetime, timedelta
from io import BytesIO, StringIO

import pytest
import time_machine
from django.core.files.storage import storages
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image as PillowImage
from PIL import ImageFont

from articles import structured
from articles.images import keep_social
from articles.images.social import FONT, MISSING, draw
from articles.models import Edition, Section
from articles.publishing import preview, publish, refocus, unpublish
from tests.factories import make_image, make_post, make_section
from tests.images.samples import drawn, encoded

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 7, tzinfo=timezone.get_default_timezone())
DAY = timedelta(days=1)
LETTERS = (
    "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя"
    "ҔҕҤҥӨөҺһҮүӘәҒғҚқҢңҰұІі0123456789«»—–…„“№₽₸%€ABCabcÄöé"
)


def digest(post) -> str:
    return post.editions.order_by("-number").first().document["social"]


def address(post) -> str:
    return f"/social/{post.pk}-{digest(post)}.jpg"


def stored(post) -> list[str]:
    try:
        return storages["originals"].listdir(f"social/{post.pk}")[1]
    except FileNotFoundError:
        return []


def opened(content: bytes) -> PillowImage.Image:
    return PillowImage.open(BytesIO(content))


def work() -> None:
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


@pytest.fixture
def published(editor):
    def make(*, at=None, **fields):
        post = make_post(**fields)
        publish(post, by=editor, at=at)
        keep_social(post.pk)
        return post

    return make


# How it looks


def test_font_has_every_letter_of_the_languages():
    font = ImageFont.truetype(FONT, 40)
    nothing = bytes(font.getmask("\ue000"))
    assert not MISSING.search(LETTERS)
    assert [letter for letter in LETTERS if bytes(font.getmask(letter)) == nothing] == []
    # And each is another: none stands in for its neighbour.
    assert len({bytes(font.getmask(letter)) for letter in "ҕғҥңөoһhүұyәəіi"}) >= 11


@pytest.mark.parametrize(
    "headline",
    [
        "Воду дали",
        "Ж" * 255,
        ("Саха сирин оҕолоро " * 15)[:255],
        "",
        "😀 中文 \u202e \x00",
        "<b>&amp;",
        "\n\n" + "а " * 120,
    ],
)
@pytest.mark.parametrize("section", ["Город", "", "Очень длинный раздел " * 5])
def test_any_words_make_a_picture_of_its_size(headline, section):
    picture = opened(content := draw(headline, section, None))
    assert (picture.format, picture.size, picture.mode) == ("JPEG", (1200, 630), "RGB")
    assert len(content) < 200_000
    assert not picture.info.get("exif")
    # Nothing is written into the margins.
    assert picture.convert("L").crop((0, 0, 50, 630)).getextrema()[0] > 230
    assert picture.convert("L").crop((1150, 0, 1200, 630)).getextrema()[0] > 230


def test_busy_picture_is_still_light(tmp_path):
    noise = PillowImage.frombytes("RGB", (1400, 800), os.urandom(1400 * 800 * 3))
    image = make_image(file=encoded(noise, "photo.png"))
    content = draw("Ж" * 255, "Город", document(image))
    assert len(content) < 200_000
    assert opened(content).size == (1200, 630)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P"])
def test_lead_image_is_behind_the_words_around_its_focal_point(mode):
    image = make_image(file=encoded(drawn((3000, 500), mode), "photo.png"), focal_x=1.0)
    red, _green, blue = opened(draw("Да", "", document(image))).getpixel((600, 20))
    assert (blue > 150, red < 80) == ((False, True) if mode == "L" else (True, True))
    white = opened(draw("Да", "", document(make_image(file=encoded(blank()))))).convert("L")
    # White letters are to be read on a white picture.
    assert white.getpixel((1100, 480)) < 110


def blank() -> PillowImage.Image:
    return PillowImage.new("RGB", (1300, 700), "white")


def document(image) -> dict:
    return {"file": image.file.name, "focal_x": image.focal_x, "focal_y": image.focal_y}


def test_lost_lead_image_leaves_plain_paper(published):
    image = make_image()
    image.file.storage.delete(image.file.name)
    assert draw("Да", "Город", document(image)) == draw("Да", "Город", None)


# When it is drawn, and for whom


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_worker_draws_what_is_published_and_deletes_what_is_past(editor, reader):
    with time_machine.travel(NOW, tick=False) as clock:
        post = make_post(headline="Мост закрыт")
        publish(post, by=editor)
        work()
        first = digest(post)
        assert stored(post) == [f"{first}.jpg"]
        assert opened(reader.get(address(post)).getvalue()).format == "JPEG"
        post.headline = "Мост открыт"
        post.save()
        publish(post, by=editor, at=NOW + DAY, correction="Так.")
        work()
        assert first != digest(post)
        assert sorted(stored(post)) == sorted([f"{first}.jpg", f"{digest(post)}.jpg"])
        # What opens tomorrow is nobody's business today.
        assert reader.get(address(post))["Location"] == f"/social/{post.pk}-{first}.jpg"
        clock.move_to(NOW + DAY)
        work()
        assert stored(post) == [f"{digest(post)}.jpg"]
        assert opened(reader.get(address(post)).getvalue()).format == "JPEG"
        unpublish(post, by=editor, reason="Ошибка")
        work()
        assert stored(post) == []
        assert {result.status for result in DBTaskResult.objects.all()} == {"SUCCESSFUL"}


def test_preview_draws_nothing(editor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        preview(make_post(), by=editor)
    assert callbacks == []


def test_same_words_keep_their_address_and_others_have_another(published, editor):
    post = published(headline="Было")
    before = address(post)
    post.body = "<p>Другой текст.</p>"
    post.save()
    publish(post, by=editor)
    assert address(post) == before
    post.headline = "Стало"
    post.save()
    publish(post, by=editor)
    assert address(post) != before
    assert keep_social(post.pk) == 1
    assert keep_social(post.pk) == 0


def test_moved_focal_point_is_drawn_anew(published):
    image = make_image(file=encoded(drawn((1600, 400))))
    post = published(lead_image=image)
    before = address(post)
    image.focal_x = 0.9
    image.save()
    refocus(image)
    assert address(post) != before
    assert keep_social(post.pk) == 1
    assert stored(post) == [f"{digest(post)}.jpg"]


def test_command_draws_what_is_missing_and_what_is_called_otherwise_now(published, settings):
    post = published(section=make_section(name="Город"))
    before = digest(post)
    Section.objects.update(name="Посёлок")
    output = StringIO()
    call_command("make_renditions", stdout=output)
    assert digest(post) != before
    assert stored(post) == [f"{digest(post)}.jpg"]
    assert "1" in output.getvalue().splitlines()[-1]


# Who gets it


def test_picture_of_a_live_post_may_be_kept_for_ever(reader, published):
    post = published(lead_image=make_image())
    response = reader.get(address(post))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert not response.cookies
    assert opened(response.getvalue()).size == (1200, 630)
    shown = structured.social_picture(Edition.objects.live().get().document)
    path = reverse("machines:social", args=[post.pk, digest(post)])
    assert shown["url"] == f"http://localhost:8000{path}"


def test_picture_of_what_is_not_live_is_not_there(reader, published, editor):
    scheduled = published(at=timezone.now() + DAY)
    gone = published()
    unpublish(gone, by=editor, reason="Ошибка")
    draft = make_post()
    assert reader.get(address(scheduled)).status_code == 404
    assert reader.get(address(gone)).status_code == 404
    assert reader.get(f"/social/{draft.pk}-{'0' * 32}.jpg").status_code == 404


def test_old_address_leads_to_the_picture_of_today(reader, published, editor):
    post = published(headline="Было")
    before = address(post)
    post.headline = "Стало"
    post.save()
    publish(post, by=editor, correction="Так.")
    response = reader.get(before)
    assert (response.status_code, response["Location"]) == (302, address(post))
    assert response["Cache-Control"] == "public, max-age=60"


def test_lead_image_stands_for_what_is_not_drawn_yet(reader, editor):
    image = make_image(file=encoded(drawn((1400, 700))))
    post, bare = make_post(lead_image=image), make_post()
    publish(post, by=editor)
    publish(bare, by=editor)
    response = reader.get(address(post), follow=True)
    assert response.redirect_chain[0][0].endswith(f"{image.file.name}.1280.jpg")
    assert response.status_code == 200
    assert opened(response.getvalue()).size == (1400, 700)
    assert stored(post) == []  # nothing is drawn for whoever asks
    assert reader.get(address(bare)).status_code == 404


@pytest.mark.parametrize(
    "path", ["1-x.png", "1-.jpg", "1.jpg", "x-1.jpg", "1-a/b.jpg", "9" * 30 + "-x.jpg", "1-..jpg"]
)
def test_bad_address_is_not_found(reader, published, path):
    published()
    assert reader.get(f"/social/{path}").status_code == 404


def test_picture_is_only_read(client, published):
    assert client.post(address(published())).status_code == 405


def test_picture_costs_one_query(reader, published, django_assert_num_queries):
    path = address(published())
    with django_assert_num_queries(1):
        reader.get(path).getvalue()
