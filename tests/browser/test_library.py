"""The library of images in a browser: chosen with one press, added from where one writes."""

from base64 import b64encode
from datetime import timedelta

import pytest
from django.utils import timezone
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from articles.models import Image, Person, Post
from tests.factories import make_image, make_person, make_post
from tests.images.samples import XMP, drawn, encoded

from .conftest import faults

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
# A file that comes to an element from outside the browser, as (kind of event, element, base64).
BRING = """
const [kind, target, base64, name, type] = arguments;
const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
const files = new DataTransfer();
files.items.add(new File([bytes], name, {type}));
const options = {bubbles: true, cancelable: true};
const event = kind === "paste"
  ? new ClipboardEvent("paste", {...options, clipboardData: files})
  : new DragEvent(kind, {...options, dataTransfer: files});
target.dispatchEvent(event);
return event.defaultPrevented;
"""


@pytest.fixture
def photo(tmp_path):
    """Return a photograph on the disk that says who made it and what it shows."""
    path = tmp_path / "photo.jpg"
    path.write_bytes(encoded(drawn((640, 480)), xmp=XMP.encode()).read())
    return path


def bring(desk, kind: str, selector: str, path, mime_type: str = "image/jpeg") -> bool:
    """Drop or paste a file on an element; return whether the page took it."""
    desk.find(".image-field.is-live")
    content = b64encode(path.read_bytes()).decode()
    target = desk.find(selector)
    return desk.driver.execute_script(BRING, kind, target, content, path.name, mime_type)


def open_picker(desk) -> None:
    button = desk.find("[data-choose]")
    desk.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    button.click()
    desk.find("dialog.image-picker[open]")


def wait_for_no_picker(desk) -> None:
    desk.wait.until(lambda _driver: not desk.has("dialog.image-picker"))


def cards(desk) -> list[str]:
    """Return what stands on the cards of the dialog, first lines alone."""
    found = desk.driver.find_elements(By.CSS_SELECTOR, ".image-picker-name")
    return [card.text for card in found]


def value(desk, selector: str) -> str:
    return desk.find(selector).get_property("value")


def text(desk, selector: str) -> str:
    return desk.find(selector).text


def test_picture_is_chosen_with_one_press_and_saved(desk, editor):
    make_image(caption="Мост")
    image = make_image(caption="Ледоход", credit="ТАСС")
    post = make_post()
    desk.log_in(editor)
    desk.open(f"/admin/articles/post/{post.pk}/change/")
    open_picker(desk)
    desk.wait.until(lambda _driver: len(cards(desk)) == 2)
    desk.find("#image-picker-q").send_keys("ледо")
    desk.wait.until(lambda _driver: cards(desk) == ["Ледоход"])
    desk.find(".image-picker-card").click()
    wait_for_no_picker(desk)
    assert text(desk, ".image-field-name") == "Ледоход"
    assert text(desk, ".image-field-credit") == "ТАСС"
    desk.press("[name=_continue]")
    post.refresh_from_db()
    assert post.lead_image == image
    assert text(desk, ".image-field-name") == "Ледоход"

    remove = desk.find("[data-remove]")
    desk.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", remove)
    remove.click()
    desk.press("[name=_save]")
    post.refresh_from_db()
    assert post.lead_image is None
    assert desk.errors() == []


def test_picture_is_chosen_by_keyboard_alone(desk, editor):
    for caption in ("Третий", "Второй", "Первый"):
        make_image(caption=caption)
    desk.log_in(editor)
    desk.open("/admin/articles/post/add/")
    desk.find("[data-choose]").send_keys(Keys.ENTER)
    desk.wait.until(lambda _driver: len(cards(desk)) == 3)
    first = desk.find(".image-picker-card")
    first.send_keys(Keys.ARROW_RIGHT)
    desk.driver.switch_to.active_element.send_keys(Keys.ENTER)
    wait_for_no_picker(desk)
    assert text(desk, ".image-field-name") == "Второй"
    focused = desk.driver.switch_to.active_element
    assert focused.get_attribute("data-choose") is not None


def test_dialog_closed_chooses_and_leaves_nothing(desk, editor, photo):
    image = make_image(caption="Ледоход")
    post = make_post(lead_image=image)
    desk.log_in(editor)
    desk.open(f"/admin/articles/post/{post.pk}/change/")
    open_picker(desk)
    desk.find(".image-picker-file").send_keys(str(photo))
    desk.wait.until(lambda _driver: value(desk, "#image-picker-credit"))
    desk.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    wait_for_no_picker(desk)
    assert value(desk, "#id_lead_image") == str(image.pk)
    assert list(Image.objects.all()) == [image]
    assert desk.errors() == []


def test_new_picture_is_added_with_what_must_be_said(desk, editor, photo):
    desk.log_in(editor)
    desk.open("/admin/articles/post/add/")
    open_picker(desk)
    desk.find(".image-picker-file").send_keys(str(photo))
    desk.wait.until(lambda _driver: value(desk, "#image-picker-credit"))
    assert value(desk, "#image-picker-caption") == "Мост через Лену"
    assert text(desk, "#image-picker-credit ~ .image-proposed") == "Из самого файла: проверьте."
    desk.write("#image-picker-alt_text", " ")
    desk.write("#image-picker-credit", "Фото редакции")
    assert not desk.has("#image-picker-credit ~ .image-proposed")
    desk.find(".image-picker-new [type=submit]").click()
    desk.wait.until(lambda _driver: text(desk, "#image-picker-alt_text-errors"))
    assert not Image.objects.exists()
    assert desk.driver.switch_to.active_element == desk.find("#image-picker-alt_text")

    desk.find(".focal-point").send_keys(Keys.ARROW_LEFT, Keys.ARROW_LEFT, Keys.ARROW_UP)
    desk.write("#image-picker-alt_text", "Мост на рассвете")
    desk.find("#image-picker-alt_text").send_keys(Keys.ENTER)
    wait_for_no_picker(desk)
    image = Image.objects.get()
    assert (image.alt_text, image.credit) == ("Мост на рассвете", "Фото редакции")
    assert (image.focal_x, image.focal_y) == (0.48, 0.49)
    assert value(desk, "#id_lead_image") == str(image.pk)
    assert text(desk, ".image-field-credit") == "Фото редакции"
    desk.press("[name=_save]")
    assert Post.objects.get().lead_image == image
    assert desk.errors() == []


@pytest.mark.parametrize(("kind", "target"), [("drop", "#id_lead"), ("paste", "[data-choose]")])
def test_picture_brought_to_the_form_becomes_its_image(desk, editor, photo, kind, target):
    desk.log_in(editor)
    desk.open("/admin/articles/post/add/")
    desk.write("#id_headline", "Мост открыт")
    assert bring(desk, kind, target, photo)
    desk.wait.until(lambda _driver: value(desk, "#image-picker-credit"))
    desk.find(".image-picker-new [type=submit]").click()
    wait_for_no_picker(desk)
    assert value(desk, "#id_lead_image") == str(Image.objects.get().pk)
    assert value(desk, "#id_headline") == "Мост открыт"
    assert desk.errors() == []


def test_drop_beside_the_form_does_not_leave_the_page(desk, editor, photo):
    desk.log_in(editor)
    desk.open("/admin/articles/post/add/")
    assert bring(desk, "drop", "#header", photo)
    assert not desk.has("dialog.image-picker")


def test_file_that_is_no_picture_is_refused_in_the_dialog(desk, editor, tmp_path):
    text_file = tmp_path / "photo.jpg"
    text_file.write_text("<html><script>alert(1)</script></html>")
    desk.log_in(editor)
    desk.open("/admin/articles/post/add/")
    bring(desk, "drop", "#id_lead", text_file)
    desk.wait.until(lambda _driver: "Это не " in text(desk, "[data-errors=file]"))
    desk.find("[data-back]").click()
    desk.wait.until(lambda _driver: "Изображений пока нет." in text(desk, ".image-picker-status"))
    assert not Image.objects.exists()
    assert desk.errors() == []


def test_portrait_is_chosen_in_the_same_way(desk, editor):
    image, person = make_image(caption="Портрет"), make_person()
    desk.log_in(editor)
    desk.open(f"/admin/articles/person/{person.pk}/change/")
    open_picker(desk)
    desk.find(".image-picker-card").click()
    wait_for_no_picker(desk)
    desk.press("[name=_save]")
    assert Person.objects.get().photo == image
    assert desk.errors() == []


def test_focal_point_follows_a_press_and_the_keys(desk, editor):
    image = make_image(file=encoded(drawn((400, 200))))
    desk.log_in(editor)
    desk.open(f"/admin/articles/image/{image.pk}/change/")
    desk.find(".focal.is-live")
    press = """
      const frame = arguments[0].getBoundingClientRect();
      const at = {clientX: frame.left + frame.width / 4, clientY: frame.top + frame.height / 2};
      const options = {...at, bubbles: true, pointerId: 1, button: 0, isPrimary: true};
      arguments[0].dispatchEvent(new PointerEvent("pointerdown", options));
    """
    picture = desk.find(".focal-picture")
    desk.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", picture)
    actions = desk.driver.execute_script
    assert actions(press, picture) is None
    assert abs(float(value(desk, "#id_focal_x")) - 0.25) < 0.01
    point = desk.find(".focal-point")
    point.send_keys(Keys.SHIFT, Keys.ARROW_DOWN)
    assert abs(float(value(desk, "#id_focal_y")) - 0.6) < 0.01
    assert "слева 25 %" in point.get_attribute("aria-valuetext")
    crop = desk.find(".focal-square img")
    assert crop.value_of_css_property("object-position") == "30% 60%"
    desk.press("[name=_save]")
    image.refresh_from_db()
    assert abs(image.focal_x - 0.25) < 0.01
    assert desk.errors() == []


def test_form_of_a_new_image_shows_the_file_and_what_it_says(desk, editor, photo):
    desk.log_in(editor)
    desk.open("/admin/articles/image/add/")
    desk.find("#id_file").send_keys(str(photo))
    desk.wait.until(lambda _driver: value(desk, "#id_credit"))
    assert value(desk, "#id_alt_text") == "Мост на рассвете"
    desk.wait.until(lambda _driver: desk.find(".focal-picture").is_displayed())
    desk.press("[name=_save]")
    assert Image.objects.get().caption == "Мост через Лену"
    assert desk.errors() == []


def test_all_images_of_a_page_are_chosen_for_an_action(desk, editor):
    for _ in range(3):
        make_image()
    desk.log_in(editor)
    desk.open("/admin/articles/image/")
    desk.find("#library-all").click()
    assert text(desk, ".action-counter") == "Выбрано 3 из 3"
    desk.find(".library .action-select").click()
    assert text(desk, ".action-counter") == "Выбрано 2 из 3"
    desk.find("select[name=action] option[value=delete_selected]").click()
    desk.press("#changelist-form button[name=index]")
    desk.press("#content [type=submit]")
    assert Image.objects.count() == 1
    assert desk.errors() == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_library_is_without_fault(desk, editor, photo, screen, width, theme):
    long = "Сельскохозяйственнотехникоэкономическийинститут" * 3
    yesterday = timezone.localdate() - timedelta(days=1)
    image = make_image(caption=long, licence=long, licence_until=yesterday)
    make_image(credit="", alt_text="", licence_until=timezone.localdate())
    post = make_post(lead_image=image, headline=long)
    desk.log_in(editor)
    screen(width, theme)
    for path in ("", "?q=nothing", f"{image.pk}/change/", f"{image.pk}/delete/"):
        desk.open(f"/admin/articles/image/{path}")
        desk.find("#content")
        assert faults(desk.driver) == [], path
    desk.open("/admin/articles/image/add/")
    desk.find("#id_file").send_keys(str(photo))
    desk.wait.until(lambda _driver: value(desk, "#id_credit"))
    assert faults(desk.driver) == []
    desk.open(f"/admin/articles/post/{post.pk}/change/")
    open_picker(desk)
    desk.wait.until(lambda _driver: len(cards(desk)) == 2)
    assert faults(desk.driver) == []
    desk.find(".image-picker-file").send_keys(str(photo))
    desk.wait.until(lambda _driver: value(desk, "#image-picker-credit"))
    desk.write("#image-picker-alt_text", " ")
    desk.find(".image-picker-new [type=submit]").click()
    desk.wait.until(lambda _driver: text(desk, "#image-picker-alt_text-errors"))
    assert faults(desk.driver) == []
    desk.errors()  # axe's own: it measures with styles of its own
