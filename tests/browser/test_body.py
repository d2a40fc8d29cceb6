"""What a body holds beside words, as somebody types, chooses, pastes and drops it."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from articles.models import Event, Image, Organization, Person, Post
from tests import factories

from .conftest import faults
from .test_editor import PASTE, body, click, stored, written
from .test_library import bring
from .test_library import photo as photo  # a fixture

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
NBSP = "\u00a0"
BOX = ".mention-box"


@pytest.fixture
def person():
    return factories.known(
        factories.make_person(
            name="Ермек Кошербаев", given_name="Ермек", family_name="Кошербаев", slug="ermek"
        )
    )


@pytest.fixture
def page(desk, editor, person):
    desk.log_in(editor)
    desk.open("/admin/articles/post/add/")
    desk.find(".prose-menubar [data-name=typography]")
    return desk


def options(desk) -> list[str]:
    return desk.texts(f"{BOX} [role=option]")


def wait_for(desk, words: str):
    """Wait until the box offers something with these words."""
    desk.wait.until(lambda driver: any(words in row for row in options(desk)))


def test_name_is_chosen_inflected_and_added_to_the_field(page, person):
    body(page).send_keys("Встреча с @")
    page.find(f"{BOX} input").send_keys("кошерб")
    wait_for(page, "Ермек Кошербаев")
    page.find(f"{BOX} input").send_keys(Keys.ENTER)
    page.wait.until(lambda driver: "data-person" in written(page))
    body(page).send_keys("ым прошла. ")
    mark = page.find(".ProseMirror .mention")
    assert mark.text == "Ермек Кошербаевым"
    assert mark.get_attribute("title") == "Ермек Кошербаев"
    chosen = page.find(".field-persons select")
    assert chosen.find_element(By.CSS_SELECTOR, "option:checked").text == "Ермек Кошербаев"
    assert stored(page) == (
        f'<p>Встреча с <span data-person="{person.pk}">Ермек Кошербаевым</span> прошла. </p>'
    )
    assert list(Post.objects.get().persons.all()) == [person]
    assert page.errors() == []


def test_new_person_is_made_from_the_box(page):
    body(page).send_keys("Пришла @")
    page.find(f"{BOX} input").send_keys("Сардаана Новикова")
    wait_for(page, "Создать как персону: Сардаана Новикова")
    page.find(f"{BOX} input").send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    page.wait.until(lambda driver: "data-person" in written(page))
    made = Person.objects.get(family_name="Новикова")
    assert (made.given_name, made.is_incomplete, made.is_published) == ("Сардаана", True, False)
    assert "Создана персона" in page.find(".prose-notice").text
    assert page.has(".ProseMirror .mention-hidden")
    body(page).send_keys(", потом ушла.")
    assert stored(page) == (
        f'<p>Пришла <span data-person="{made.pk}">Сардаана Новикова</span>, потом ушла.</p>'
    )
    assert list(Post.objects.get().persons.all()) == [made]
    assert page.errors() == []


def test_new_organization_and_event_are_made_from_the_box(page):
    for name, model, mark in [
        ("Создать как организацию", Organization, "data-organization"),
        ("Создать как событие", Event, "data-event"),
    ]:
        body(page).send_keys(" @")
        page.find(f"{BOX} input").send_keys(f"Нечто {mark}")
        wait_for(page, name)
        page.driver.find_element(By.XPATH, f"//li[@role='option'][contains(., '{name}')]").click()
        page.wait.until(lambda driver, mark=mark: mark in written(page))
        assert model.objects.get().is_incomplete
    assert page.errors() == []


def test_selected_words_are_marked_and_kept(page, person):
    body(page).send_keys("Ермеком Кошербаевым", Keys.CONTROL, "a", Keys.NULL)
    click(page, "mention")
    wait_for(page, "Ермек Кошербаев")
    page.driver.find_element(By.CSS_SELECTOR, f"{BOX} [role=option]").click()
    page.wait.until(lambda driver: "data-person" in written(page))
    marked = f'<p><span data-person="{person.pk}">Ермеком Кошербаевым</span></p>'
    assert written(page) == marked
    click(page, "mention")
    wait_for(page, "Снять пометку")
    page.driver.find_element(By.XPATH, "//li[contains(., 'Снять пометку')]").click()
    page.wait.until(lambda driver: "data-person" not in written(page))
    assert stored(page) == "<p>Ермеком Кошербаевым</p>"
    assert list(Post.objects.get().persons.all()) == [person]  # the editor decides
    assert page.errors() == []


def test_words_typed_into_the_box_for_nothing_are_kept(page):
    body(page).send_keys("Пишите @")
    page.find(f"{BOX} input").send_keys("ykt_news", Keys.ESCAPE)
    body(page).send_keys(" или a@b.ru")
    assert not page.has(BOX)
    assert stored(page) == "<p>Пишите @ykt_news или a@b.ru</p>"


def test_quote_has_an_attribution(page):
    field = body(page)
    field.send_keys("Он сказал:", Keys.ENTER)
    click(page, "blockquote")
    field.send_keys("Лёд сойдёт", Keys.ENTER, "в мае", Keys.ENTER, Keys.ENTER)
    field.send_keys("Иван Петров, гидролог", Keys.ENTER, "И ушёл.")
    quote = (
        "<blockquote><p>Лёд сойдёт</p><p>в мае</p><cite>Иван Петров, гидролог</cite></blockquote>"
    )
    assert written(page) == f"<p>Он сказал:</p>{quote}<p>И ушёл.</p>"
    assert stored(page) == f"<p>Он сказал:</p>{quote}<p>И ушёл.</p>"
    page.open(f"/admin/articles/post/{Post.objects.get().pk}/change/")
    page.find(".ProseMirror cite").click()
    click(page, "blockquote")
    assert written(page) == (
        "<p>Он сказал:</p><p>Лёд сойдёт</p><p>в мае</p><p>Иван Петров, гидролог</p><p>И ушёл.</p>"
    )
    assert page.errors() == []


PASTE_TEXT = """
const clipboard = new DataTransfer();
clipboard.setData("text/plain", arguments[1]);
arguments[0].focus();
arguments[0].dispatchEvent(
  new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true, cancelable: true}));
"""


def test_address_on_its_own_line_becomes_a_card(page):
    field = body(page)
    field.send_keys("Смотрите видео:", Keys.ENTER)
    page.driver.execute_script(PASTE_TEXT, field, " http://www.youtube.com/watch?v=a1&t=5 ")
    field.send_keys("Дальше ")
    page.driver.execute_script(PASTE_TEXT, field, "https://t.me/example/5")
    assert page.find(".body-card-provider").text == "YouTube"
    assert stored(page) == (
        '<p>Смотрите видео:</p><figure data-embed="youtube">'
        '<a href="https://www.youtube.com/watch?v=a1&amp;t=5" rel="noopener">'
        "youtube.com/watch?v=a1&amp;t=5</a></figure><p>Дальше https://t.me/example/5</p>"
    )
    assert page.errors() == []


def test_card_is_made_by_its_button(page):
    click(page, "embed")
    dialog = page.find("dialog[open]")
    address, title = dialog.find_elements(By.TAG_NAME, "input")
    address.send_keys("https://example.org/video/")
    title.send_keys("Ледоход", Keys.ENTER)
    page.wait.until(lambda driver: "этих сайтов" in page.find("dialog[open]").text)
    address = page.find("dialog[open] input")
    address.clear()
    address.send_keys("rutube.ru/video/1/", Keys.ENTER)
    page.wait.until(lambda driver: "rutube" in written(page))
    assert stored(page) == (
        '<figure data-embed="rutube"><a href="https://rutube.ru/video/1/" rel="noopener">'
        "Ледоход</a></figure>"
    )
    assert page.errors() == []


def test_image_shows_in_the_editor_and_its_caption_is_written_there(page):
    image = factories.make_image(caption="Своя подпись", credit="Фото Сахалыы")
    factories.make_post(body=f'<p>Текст.</p><figure data-image="{image.pk}"></figure>')
    page.open(f"/admin/articles/post/{Post.objects.get().pk}/change/")
    picture = page.find(".body-figure img[src]")
    page.wait.until(lambda driver: picture.get_property("naturalWidth"))
    assert picture.get_attribute("alt") == image.alt_text
    assert page.find(".body-credit").text == "Фото Сахалыы"
    caption = page.find(".body-figure figcaption")
    assert caption.get_attribute("data-placeholder") == "Своя подпись"
    caption.click()
    body(page).send_keys("Ледоход", Keys.ENTER, "После.")
    figure = f'<figure data-image="{image.pk}"><figcaption>Ледоход</figcaption></figure>'
    assert stored(page) == f"<p>Текст.</p>{figure}<p>После.</p>"
    page.open(f"/admin/articles/post/{Post.objects.get().pk}/change/")
    page.find(".body-figure .body-remove").click()
    assert stored(page) == "<p>Текст.</p><p>После.</p>"
    assert page.errors() == []


def test_what_is_copied_from_an_editor_keeps_its_marks(page, person):
    image = factories.make_image()
    page.driver.execute_script(
        PASTE,
        body(page),
        f'<p data-pm-slice="1 1 []">О <span data-person="{person.pk}">Ермеке</span>.</p>'
        f'<figure data-image="{image.pk}"><figcaption>Он же</figcaption></figure>'
        "<blockquote><p>Да</p><cite>Он</cite></blockquote><p>Всё</p>",
    )
    page.wait.until(lambda driver: page.has(".body-figure img[src]"))
    page.wait.until(
        lambda driver: page.find(".ProseMirror .mention").get_attribute("title") == person.name
    )
    click(page, "typography")
    assert stored(page) == (
        f'<p>О&nbsp;<span data-person="{person.pk}">Ермеке</span>.</p>'
        f'<figure data-image="{image.pk}"><figcaption>Он&nbsp;же</figcaption></figure>'
        "<blockquote><p>Да</p><cite>Он</cite></blockquote><p>Всё</p>"
    )
    assert page.errors() == []


def pick_first(desk) -> None:
    """Take the newest picture of the library, in the dialog that is open."""
    card = desk.find("dialog.image-picker[open] .image-picker-card")
    card.click()
    desk.wait.until(lambda driver: not desk.has("dialog.image-picker"))


def test_image_is_picked_by_its_button(page):
    image = factories.make_image(caption="Ледоход", credit="ТАСС")
    body(page).send_keys("До.", Keys.ENTER)
    click(page, "figure")
    pick_first(page)
    assert page.find(".body-credit").text == "ТАСС"
    body(page).send_keys("После.")
    assert stored(page) == f'<p>До.</p><figure data-image="{image.pk}"></figure><p>После.</p>'
    assert page.errors() == []


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_picture_file_dropped_or_pasted_goes_into_the_body(page, photo, kind):
    body(page).send_keys("До.")
    assert bring(page, kind, ".ProseMirror[contenteditable=true]", photo)
    alt_text = page.find("dialog.image-picker[open] [name=alt_text]")
    page.wait.until(lambda driver: alt_text.is_displayed())
    for name in ("alt_text", "credit"):
        page.write(f"dialog.image-picker[open] [name={name}]", f"Слова {name}")
    page.driver.find_element(By.CSS_SELECTOR, "dialog.image-picker[open] [type=submit]").click()
    page.wait.until(lambda driver: not page.has("dialog.image-picker"))
    page.wait.until(lambda driver: "data-image" in written(page))
    image = Image.objects.get()
    assert not page.find("#id_lead_image").get_property("value")
    assert f'<figure data-image="{image.pk}"></figure>' in stored(page)
    assert page.errors() == []


def test_story_with_all_of_it_goes_to_readers(page, person, fetch):
    """Written, saved, opened again, published: the same words, and links to what is public."""
    image = factories.make_image(caption="Ледоход", credit="ТАСС")
    section = factories.make_section()
    page.open("/admin/articles/post/add/")  # again: the sections stand open on the form
    page.find("#id_headline").send_keys("Встреча на льду")
    page.find("#id_lead").send_keys("Встретились утром.")
    page.choose("section", section.name)
    page.choose("age_mark", "0+")
    field = body(page)
    field.send_keys("Говорили с @")
    page.find(f"{BOX} input").send_keys("Кошерб", Keys.ENTER)
    page.wait.until(lambda driver: "data-person" in written(page))
    field.send_keys("ым о льде.", Keys.ENTER)
    click(page, "blockquote")
    field.send_keys("Лёд сойдёт", Keys.ENTER, Keys.ENTER, "Гидролог", Keys.ENTER)
    page.driver.execute_script(PASTE_TEXT, field, "https://vk.com/wall-1_2")
    click(page, "figure")
    pick_first(page)
    field.send_keys("Конец.")
    page.press("[name=_continue]")
    page.find(".body-figure img[src]")
    once = written(page)
    page.find(".ProseMirror .mention")
    assert NBSP not in once
    assert "&nbsp;" not in once
    page.press("[name=_publish]")
    post = Post.objects.get()
    assert post.editions.exists(), page.find("#content").text
    assert "&nbsp;" not in post.body
    _status, html = fetch(f"/posts/{post.pk}-{post.slug}/")
    assert f'Говорили с <a href="/persons/{person.pk}-ermek/">Ермек Кошербаевым</a> о льде.' in html
    assert "<blockquote><p>Лёд сойдёт</p><cite>Гидролог</cite></blockquote>" in html
    assert "ВКонтакте" in html
    assert "ТАСС" in html
    page.open(f"/posts/{post.pk}-{post.slug}/")
    picture = page.find(".body .picture img")
    page.driver.execute_script("arguments[0].scrollIntoView()", picture)
    page.wait.until(lambda driver: picture.get_property("naturalWidth"))
    assert image.alt_text in html
    assert page.errors() == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_body_is_without_fault_with_the_box_open(page, screen, width, theme):
    image = factories.make_image()
    screen(width, theme, height=4000)
    page.driver.execute_script(
        PASTE,
        body(page),
        f'<p data-pm-slice="1 1 []">О</p><figure data-image="{image.pk}"></figure>'
        "<blockquote><p>Да</p><cite>Он</cite></blockquote>"
        '<figure data-embed="telegram"><a href="https://t.me/a/1">Пост</a></figure><p>x </p>',
    )
    page.find(".body-figure img[src]")
    body(page).send_keys("@")
    page.find(f"{BOX} input").send_keys("Кош")
    wait_for(page, "Ермек Кошербаев")
    box = page.find(BOX).rect
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= page.driver.execute_script("return innerWidth")
    assert faults(page.driver) == []
