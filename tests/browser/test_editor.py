"""The body editor as somebody types, pastes and presses its buttons, under the strict policy."""

import random
import re

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from articles.models import Post

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
NBSP = "\u00a0"
PASTE = """
const clipboard = new DataTransfer();
clipboard.setData("text/html", arguments[1]);
arguments[0].focus();
arguments[0].dispatchEvent(
  new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true, cancelable: true}));
"""
TYPESET = """
const [texts, done] = arguments;
import("articles/typography").then(({typeset}) => done(texts.map(typeset)));
"""
EDITS = """
const [texts, done] = arguments;
import("articles/typography").then(({STEPS}) =>
  done(texts.flatMap((text) => STEPS.flatMap((step) => step(text)))));
"""
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style><!-- p.MsoNormal {margin:0cm; font-family:"Calibri",sans-serif;} --></style></head>
<body lang=RU style='tab-interval:35.4pt'><!--StartFragment-->
<h1 style='margin-left:0cm'>Паводок<o:p></o:p></h1>
<p class=MsoNormal style='text-align:justify'><b style='mso-bidi-font-weight:normal'><span
style='font-size:14.0pt;font-family:"Times New Roman",serif'>Вода&nbsp;пришла</span></b><span
style='mso-spacerun:yes'>&nbsp; </span>в&nbsp;<i>Якутск</i>.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New
Roman"'>&nbsp;&nbsp; </span></span><![endif]>лодки<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='mso-list:Ignore'>2.<span style='font:7.0pt "Times New
Roman"'>&nbsp;&nbsp; </span></span><![endif]>палатки<o:p></o:p></p>
<p class=MsoNormal><img width=100 height=50 id="Picture 1" alt="Рисунок"></p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr><td width=100
style='width:75pt'><p class=MsoNormal>Улус<o:p></o:p></p></td><td><p class=MsoNormal>5</p></td>
</tr></table><!--EndFragment--></body></html>"""
WORD_CLEAN = (
    "<h2>Паводок</h2><p><strong>Вода пришла</strong> в <em>Якутск</em>.</p>"
    "<ol><li><p>лодки</p></li><li><p>палатки</p></li></ol>"
    "<table><tbody><tr><td><p>Улус</p></td><td><p>5</p></td></tr></tbody></table>"
)
GOOGLE = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1f2e">
<p dir="ltr" style="line-height:1.38;margin-top:0pt;"><span
style="font-size:11pt;font-weight:400;font-style:normal;white-space:pre-wrap;">Обычные слова, </span
><span style="font-size:11pt;font-weight:700;white-space:pre-wrap;">важные</span><span
style="font-weight:400;"> и </span><span style="font-weight:400;font-style:italic;">тихие</span
><span style="font-weight:400;">.</span></p><br /><ul style="margin-top:0;"><li dir="ltr"
style="list-style-type:disc;" aria-level="1"><p dir="ltr" role="presentation"><span
style="font-weight:400;">первое</span></p></li></ul><p dir="ltr"><a href="https://example.org/"
style="text-decoration:none;"><span style="color:#1155cc;text-decoration:underline;">ссылка</span
></a></p><p dir="ltr"><span><img src="https://example.com/i.png" width="5"></span></p></b>"""
GOOGLE_CLEAN = (
    "<p>Обычные слова, <strong>важные</strong> и <em>тихие</em>.</p>"
    "<ul><li><p>первое</p></li></ul>"
    '<p><a href="https://example.org/" rel="noopener">ссылка</a></p>'
)
TELEGRAM = """<div class="text-content clearfix with-meta" dir="auto"><strong>Срочно!</strong>
<img src="./img-apple-64/1f525.png" class="emoji emoji-small" alt="🔥" draggable="false"><br><br>
Мост закрыт.<br>Объезд по&nbsp;зимнику.<br><br><a href="https://t.me/example"
class="text-entity-link" data-entity-type="MessageEntityUrl">t.me/example</a></div>"""
TELEGRAM_CLEAN = (
    "<p><strong>Срочно!</strong> 🔥</p><p>Мост закрыт.<br>Объезд по зимнику.</p>"
    '<p><a href="https://t.me/example" rel="noopener">t.me/example</a></p>'
)
LETTERS = '"«»„“” \u00a0-—а1г.бАнС№%()\n'
TYPOGRAPHY = {
    'Он сказал: "Да" - и ушёл.': "Он сказал: «Да»~— и~ушёл.",
    '"Газета "Якутия" вышла"': "«Газета „Якутия“ вышла»",
    'ООО "Фирма "Заря"': "ООО «Фирма «Заря»",
    "«Завод «Заря»": "«Завод «Заря»",
    "“English” и „немецкие“": "«English» и~«немецкие»",
    'Экран 24" и "Боинг 737"': 'Экран 24" и~«Боинг 737»',
    'Вот ("скобки"), "дальше".': "Вот («скобки»), «дальше».",
    '""Заря" гаснет" - роман': "«„Заря“ гаснет»~— роман",
    "- Кто там? -- Я.": "—~Кто там?~— Я.",
    "в 2022 г. и с 5 км до 10 000 руб.": "в~2022~г. и~с~5~км до~10~000~руб.",
    "№5, № 7": "№~5, №~7",
    "А. С. Пушкин, А.С.Пушкин, Пушкин А. С.": "А.~С.~Пушкин, А.С.~Пушкин, Пушкин~А.~С.",
    "г. Якутск, ул. Ленина, XX в., 5 %": "г.~Якутск, ул.~Ленина, XX~в., 5~%",
    "и т. д., так же, кое-где, что-то": "и~т.~д., так~же, кое-где, что-то",
    "из-за дома, Во дворе": "из-за~дома, Во~дворе",
    "Плечо и строка\n- вторая": "Плечо и~строка\n—~вторая",
    "3 кв. м": "3~кв. м",
    "кто-то - 5-6": "кто-то~— 5-6",
}


@pytest.fixture
def page(desk, editor):
    desk.log_in(editor)
    desk.open("/admin/articles/post/add/")
    desk.find(".prose-menubar [data-name=typography]")
    return desk


def body(desk):
    return desk.find(".ProseMirror[contenteditable=true]")


def stored(desk) -> str:
    """Save, and return the body as it stands in the database."""
    desk.write("#id_headline", "Заголовок")
    desk.press("[name=_save]")
    return Post.objects.get().body


def written(desk) -> str:
    return desk.find("textarea[name=body]").get_property("value")


def click(desk, name: str) -> None:
    desk.find(f".prose-menubar [data-name='{name}']").click()


def press_keys(desk, *keys: str) -> None:
    body(desk).send_keys("".join(keys), Keys.NULL)


def test_typed_words_are_stored_with_plain_spaces(page):
    body(page).send_keys("Лёд  сошёл быстро. \nБилеты продают ")
    assert stored(page) == "<p>Лёд  сошёл быстро. </p><p>Билеты продают </p>"
    assert page.errors() == []


@pytest.mark.parametrize(
    ("pasted", "clean"),
    [(WORD, WORD_CLEAN), (GOOGLE, GOOGLE_CLEAN), (TELEGRAM, TELEGRAM_CLEAN)],
    ids=["word", "google", "telegram"],
)
def test_pasted_text_comes_out_clean(page, pasted, clean):
    page.driver.execute_script(PASTE, body(page), pasted)
    assert "style=" not in written(page)
    assert stored(page) == clean
    assert page.errors() == []


def test_typography_knows_russian_rules_and_repeats_nothing(page):
    texts = [text.replace("~", NBSP) for text in TYPOGRAPHY]
    wanted = [text.replace("~", NBSP) for text in TYPOGRAPHY.values()]
    for given in (texts, wanted):
        assert page.driver.execute_async_script(TYPESET, given) == wanted


def test_typography_is_done_once_whatever_the_text(page):
    chance = random.Random(1)  # noqa: S311  (nonsense to read, the same at each run)
    texts = ["".join(chance.choices(LETTERS, k=20)) for _ in range(5000)]
    once = page.driver.execute_async_script(TYPESET, texts)
    assert page.driver.execute_async_script(EDITS, once) == []


def test_typography_works_across_marks_and_undoes_at_once(page):
    given = (
        '<p>Газета "<strong>Якутия</strong>" - <a href="https://example.org/">"новая"</a>.</p>'
        '<ul><li><p>"слово <em>в</em> кавычках"</p></li></ul>'
    )
    page.driver.execute_script(PASTE, body(page), given)
    before = written(page)
    body(page).send_keys(" Да")
    typed = written(page)
    press_keys(page, Keys.CONTROL, Keys.SHIFT, "l")
    once = written(page).replace("&nbsp;", NBSP)
    assert f"Газета «<strong>Якутия</strong>»{NBSP}— <a" in once
    assert ">«новая»</a>." in once
    assert f"«слово <em>в</em>{NBSP}кавычках»" in once
    click(page, "typography")
    assert written(page).replace("&nbsp;", NBSP) == once
    click(page, "history:undo")
    assert written(page) == typed != before
    click(page, "history:redo")
    assert written(page).replace("&nbsp;", NBSP) == once
    assert f"»{NBSP}— <a" in stored(page).replace("&nbsp;", NBSP)
    assert page.errors() == []


def titles(desk) -> list[str]:
    buttons = desk.driver.find_elements(By.CSS_SELECTOR, ".prose-menubar button")
    return [button.get_attribute("aria-label") for button in buttons]


def test_every_label_follows_the_users_language(page):
    russian = titles(page)
    page.press("#language-form [value=en]")
    page.find(".prose-menubar [data-name=typography]")
    english = titles(page)
    page.press("#language-form [value=ru]")
    assert len(russian) == len(english) == 29
    assert len(set(russian)) == 29
    assert all(re.match("[А-Я]", label) for label in russian)
    assert all(re.match("[A-Z][^А-я]+$", label) for label in english)


def test_link_dialog_speaks_russian_and_completes_the_address(page):
    body(page).send_keys("Якутск", Keys.CONTROL, "a", Keys.NULL)
    click(page, "link")
    dialog = page.find("dialog[open]")
    assert dialog.text.split("\n") == ["Ссылка", "Адрес", "Готово", "Отмена"]
    dialog.find_element(By.TAG_NAME, "input").send_keys("ykt.ru", Keys.ENTER)
    page.wait.until(lambda driver: "<a " in written(page))
    assert stored(page) == '<p><a href="https://ykt.ru" rel="noopener">Якутск</a></p>'
    assert page.errors() == []


def test_buttons_make_what_they_say(page):
    field = body(page)
    for name, words in [("heading2", "Два"), ("heading3", "Три"), ("blockquote", "Цитата")]:
        click(page, name)
        field.send_keys(words, Keys.ENTER)
    field.send_keys(Keys.ENTER, Keys.ENTER)  # to the attribution and, leaving it empty, out
    click(page, "bulletList")
    field.send_keys("точка", Keys.ENTER, Keys.ENTER)
    click(page, "orderedList")
    field.send_keys("номер", Keys.ENTER, Keys.ENTER)
    click(page, "bold")
    field.send_keys("Жирно")
    click(page, "bold")
    click(page, "italic")
    field.send_keys(" косо")
    click(page, "italic")
    click(page, "horizontalRule")
    field.send_keys("- не список")
    click(page, "table")
    field.send_keys("Улус")
    click(page, "table:addRowAfter")
    assert written(page).count("<tr>") == 4
    assert "<th><p>Улус</p></th>" in written(page)
    click(page, "table:deleteTable")
    assert stored(page) == (
        "<h2>Два</h2><h3>Три</h3><blockquote><p>Цитата</p></blockquote>"
        "<ul><li><p>точка</p></li></ul><ol><li><p>номер</p></li></ol>"
        "<p><strong>Жирно</strong><em> косо</em></p><hr><p>- не список</p>"
    )
    assert page.errors() == []


def test_count_and_full_screen(page):
    field = body(page)
    field.send_keys("Лёд сошёл")
    assert page.find(".prose-count").text == "9 знаков · 2 слова"
    click(page, "fullscreen")
    assert page.find(".prose-editor.fullscreen").rect["width"] == page.driver.execute_script(
        "return innerWidth"
    )
    field.send_keys(Keys.ESCAPE)
    assert not page.has(".prose-editor.fullscreen")
    field.send_keys(" быстро")
    assert page.find(".prose-count").text == "16 знаков · 3 слова"
    assert page.errors() == []


def test_without_scripts_the_text_area_remains(desk, editor):
    desk.log_in(editor)
    desk.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        desk.open("/admin/articles/post/add/")
        area = desk.driver.find_element(By.CSS_SELECTOR, "textarea[name=body]")
        assert area.is_displayed()
    finally:
        desk.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_toolbar_is_one_stop_on_the_way_to_the_text(page):
    def here() -> str:
        focused = page.driver.switch_to.active_element
        return focused.get_attribute("aria-label")

    page.find("#id_lead").send_keys("Лид.", Keys.TAB)
    assert here() == "Абзац"
    page.driver.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    assert here() == "Подзаголовок"
    page.driver.switch_to.active_element.send_keys(Keys.ARROW_LEFT, Keys.ARROW_LEFT)
    assert here() == "Во весь экран (F11)"
    page.driver.switch_to.active_element.send_keys(Keys.TAB)
    page.driver.switch_to.active_element.send_keys("Слова")
    assert page.find(".field-body [contenteditable=true]").text == "Слова"
