from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from articles import gate
from articles.importing.text import MalformedText, decode, parse
from articles.models import Edition, Post, Section
from tests.factories import make_section

YAKUTSK = timezone.get_default_timezone()
UNTITLED = """\
Паром «Тойон» вышел в первый рейс — на неделю раньше срока. Об этом сообщил порт.
— Лёд сошёл быстро, – сказал А. П. Слепцов.
Билеты продают в Якутске и в с. Павловске.
This post was published on 24.11.2022 10:52"""
TITLED = """\
Паром вышел в первый рейс

Он взял сорок машин.

Второй рейс вечером.

Опубликовано 05.03.2021 в 09:30
"""


def run(*arguments):
    out, err = StringIO(), StringIO()
    try:
        call_command("import_text", *map(str, arguments), stdout=out, stderr=err)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


@pytest.fixture
def write(tmp_path):
    def write(text, name="a.txt"):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return write


def test_parse_makes_a_headline_of_the_first_sentence():
    article = parse(UNTITLED)
    assert article.headline == "Паром «Тойон» вышел в первый рейс — на неделю раньше срока"
    assert not article.has_title
    assert article.lead == UNTITLED.splitlines()[0]
    assert article.paragraphs == UNTITLED.splitlines()[1:3]


def test_parse_takes_a_title():
    article = parse(TITLED)
    assert (article.headline, article.has_title) == ("Паром вышел в первый рейс", True)
    assert (article.lead, article.paragraphs) == ("Он взял сорок машин.", ["Второй рейс вечером."])


def test_first_sentence_does_not_end_at_initials():
    text = "Врач А. П. Слепцов из с. Майя получил премию. Её вручили днём.\nДа.\nпубликация "
    article = parse(text + "опубликована 01.02.2020 10:00")
    assert article.headline == "Врач А. П. Слепцов из с. Майя получил премию"


@pytest.mark.parametrize(
    "line",
    [
        "This post was published on 24.11.2022 10:52",
        "published on 24.11.2022 10:52",
        "Published on: 24.11.2022, 10:52.",
        "Опубликовано 24.11.2022 10:52",
        "Запись опубликована 24.11.2022 в 10:52",
        "Пост был опубликован 24.11.2022 г., 10:52",
    ],
)
def test_dateline_in_english_and_russian(line):
    article = parse(f"Одно предложение.\nДругое.\n{line}")
    assert article.published_at == datetime(2022, 11, 24, 10, 52, tzinfo=YAKUTSK)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("\n \n", 1),
        ("Абзац.\n\nЕщё абзац.\n", 3),
        ("published on 24.11.2022 10:52", 1),
        ("Заголовок\npublished on 24.11.2022 10:52", 2),
        ("Абзац.\npublished on 31.02.2022 10:52", 2),
        ("Абзац.\npublished on 24.11.2022 25:00", 2),
        ("Абзац.\npublished on 01.01.0000 00:00", 2),
        ("Абзац.\npublished on 01.01.0001 00:00", 2),
        ("Абзац.\npublished on 01.01.9999 00:00", 2),
        ("Абзац.\npublished on 24.11.2022", 2),
    ],
)
def test_malformed_text_is_refused_with_its_line(text, line):
    with pytest.raises(MalformedText) as error:
        parse(text)
    assert error.value.line == line


def test_text_in_another_encoding_is_refused_with_its_line():
    with pytest.raises(MalformedText) as error:
        decode("Abc.\nПаром\n".encode("cp1251"))
    assert error.value.line == 2


def test_byte_order_mark_and_control_characters_are_dropped():
    article = parse(decode(("\ufeff" + UNTITLED.replace("Паром", "Па\x02ром")).encode()))
    assert article.headline.startswith("Паром")


def test_import_publishes_with_the_date_of_the_file(db, reader, write):
    out, err = run(write(UNTITLED))
    edition = Edition.objects.live().get()
    assert not err
    assert edition.first_published_at == datetime(2022, 11, 24, 10, 52, tzinfo=YAKUTSK)
    page = reader.get(edition.card["path"]).content.decode()
    places = [page.index(paragraph[:20]) for paragraph in UNTITLED.splitlines()[:3]]
    assert places == sorted(places)
    assert "24.11.2022 10:52" in page


def test_import_twice_imports_once(db, write):
    run(write(UNTITLED))
    # The same words under another name, with other line ends.
    run(write(UNTITLED.replace("\n", "\r\n\r\n"), "b.txt"))
    assert Post.objects.count() == Edition.objects.count() == 1


def test_made_up_headline_is_left_for_review_and_listed(editor, write):
    out, _err = run(write(UNTITLED), write(TITLED, "b.txt"))
    doubtful, titled = Post.objects.get(stage="in_review"), Post.objects.get(stage="approved")
    assert doubtful.headline in out
    assert titled.headline not in out
    assert list(Post.objects.waiting_for(editor)) == [doubtful]


def test_malformed_file_is_named_and_the_others_go_in(db, write, tmp_path):
    bad, good = write("Абзац.\nбез даты", "bad.txt"), write(TITLED, "good.txt")
    _out, err = run(bad, tmp_path / "missing.txt", tmp_path, good)
    assert f"{bad}:2:" in err
    assert "missing.txt" in err
    assert Post.objects.get().headline == "Паром вышел в первый рейс"


def test_file_that_cannot_be_a_post_leaves_nothing(db, write):
    # A headline without a letter gives no slug, without which nothing is published.
    _out, err = run(write("!?\n\nАбзац.\n\npublished on 24.11.2022 10:52", "odd.txt"))
    assert "odd.txt" in err
    assert not Post.objects.exists()


def test_section_and_user_can_be_named(editor, write):
    make_section()
    section = make_section(slug="sport")
    run("--section", "sport", "--by", "editor", write(TITLED))
    edition = Edition.objects.get()
    assert (edition.section, edition.published_by) == (section, editor)


@pytest.mark.parametrize(
    "options", [["--section", "nothing"], ["--by", "nobody"], ["--by", "reporter"]]
)
def test_unknown_section_or_user_who_may_not_publish_is_refused(reporter, write, options):
    _out, err = run(*options, write(TITLED))
    assert options[1] in err
    assert not Post.objects.exists()


def test_first_import_makes_a_section(db, write):
    run(write(TITLED))
    assert Section.objects.get() == Edition.objects.get().section


def test_imported_post_has_the_age_mark_of_all(db, write):
    run(write(TITLED))
    assert Edition.objects.get().age_mark == 0


def test_refused_file_is_told_the_field_it_fails_in(db, write):
    with translation.override("en"):
        _out, err = run(write("!?\n\nАбзац.\n\npublished on 24.11.2022 10:52", "odd.txt"))
    assert "odd.txt: Slug: A post cannot be published without this." in err


def test_block_refuses_the_file_by_name(db, write, monkeypatch):
    monkeypatch.setattr(gate, "BLOCKS", [lambda post, at: [("lead", f"Нет: {post.headline}")]])
    _out, err = run(write(TITLED))
    assert "a.txt: " in err
    assert "Нет: Паром вышел в первый рейс" in err
    assert not Post.objects.exists()


def test_warnings_are_counted_and_listed(db, write):
    long = TITLED.replace("Паром", "Паром " * 20)
    with translation.override("en"):
        out, err = run(write(TITLED), write(long, "b.txt"))
    post = Post.objects.get(headline__startswith="Паром Паром")
    assert not err
    assert "Published with warnings: 1" in out
    assert f"/admin/articles/post/{post.pk}/change/" in out.partition("with warnings")[2]
    assert "Headline: " in out
