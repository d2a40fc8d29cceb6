"""What whoever holds a link sees, and may answer."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.admin.posts.links import ANSWERS, document_of
from articles.history import record_words
from articles.models import Edition, Note, Post, PreviewLink, Revision
from articles.publishing import publish
from tests.admin.links.conftest import MORNING, answer, make
from tests.admin.pages import change_url, post_data
from tests.factories import make_image, make_person, make_post, make_tag

pytestmark = pytest.mark.django_db
COMMENT = "В третьем абзаце я сказала <b>не так</b>."


# What is seen.


def test_link_shows_the_readers_page_under_a_bar(post, outsider, editor_client, editor, reader):
    editor.first_name, editor.last_name = "Анна", "Редакторова"
    editor.save()
    post.bylines.create(person=make_person())
    post.tags.add(make_tag())
    post.lead_image = make_image()
    post.save()
    record_words(post)
    response = outsider.get(make(editor_client, post))
    page = response.content.decode()
    assert response.status_code == 200
    for words in ("Черновик, не опубликован", "Для: Айталина.", "Отправитель: Анна Редакторова."):
        assert words in page
    edition = publish(post, by=editor)
    article = re.compile(r"<main.*</html>", re.DOTALL)
    # A draft is nothing to tell others of.
    share = re.compile(r"<time.*?</time>|<nav class=\"share\".*?</nav>", re.DOTALL)
    seen = re.sub(r"<time.*?</time>", "", article.search(page)[0])
    readers = reader.get(edition.card["path"]).content.decode()
    assert seen.split() == share.sub("", article.search(readers)[0]).split()


def test_link_does_not_tell_the_log_in_of_its_maker(outsider, address):
    assert "editor" not in outsider.get(address).content.decode()


def test_link_keeps_to_its_revision(post, outsider, address, editor, editor_client):
    data = post_data(post, headline="Мост закрыт", persons=[])
    assert editor_client.post(change_url(post), data).status_code == 302
    assert "Мост открыт" in outsider.get(address).content.decode()
    publish(post, by=editor)
    page = outsider.get(address).content.decode()
    assert "Мост открыт" in page
    assert "Мост закрыт" not in page


def test_an_older_revision_is_prepared_from_its_snapshot(post, editor):
    first = post.revisions.get()
    person = post.persons.get()
    post.persons.clear()
    Post.objects.update(headline="Мост закрыт", stage="approved")
    record_words(Post.objects.get())
    before = [list(model.objects.order_by("pk").values()) for model in (Post, Revision, Edition)]
    document = document_of(first, editor)
    assert (document["headline"], document["persons"]) == ("Мост открыт", [person.pk])
    models = (Post, Revision, Edition)
    assert [list(model.objects.order_by("pk").values()) for model in models] == before


def test_looking_asks_for_no_word_of_the_post_and_locks_nothing(outsider, address):
    outsider.get(address)  # the first look is noticed
    with CaptureQueriesContext(connection) as queries:
        outsider.get(address)
    for query in queries.captured_queries:
        assert query["sql"].lstrip("(").startswith("SELECT"), query["sql"]
        assert "FOR UPDATE" not in query["sql"]
        assert 'FROM "articles_post"' not in query["sql"]
    assert len(queries) < 8


def test_page_of_a_link_is_kept_by_nobody_and_sets_no_cookie(outsider, address):
    for response in (outsider.get(address), outsider.head(address), answer(outsider, address)):
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert not response.cookies


def test_page_of_a_link_never_holds_its_token(outsider, address):
    token = address.strip("/").rpartition("/")[2]
    assert len(token) >= 32
    for page in (outsider.get(address), answer(outsider, address, name="")):
        assert token not in page.content.decode()
    assert token not in str(list(PreviewLink.objects.values()))
    assert token not in str(list(LogEntry.objects.values()))


def test_link_speaks_the_language_of_the_post(outsider, editor_client):
    post = make_post(language="en", headline="The bridge")
    page = outsider.get(make(editor_client, post)).content.decode()
    assert '<html lang="en"' in page
    assert "Draft, not published" in page


def test_link_of_an_empty_post(outsider, editor_client):
    post = make_post(headline="", slug="", lead="", body="", section=None, age_mark=None)
    assert outsider.get(make(editor_client, post)).status_code == 200


def test_opening_is_noticed(outsider, address, time_machine):
    assert PreviewLink.objects.get().last_opened_at is None
    outsider.get(address)
    first = PreviewLink.objects.get().last_opened_at
    assert first
    time_machine.move_to(first + timedelta(minutes=5))
    outsider.get(address)
    assert PreviewLink.objects.get().last_opened_at > first


# Links that do not work.


def test_links_that_do_not_work_look_all_the_same(dead, outsider):
    answers = [outsider.get(address) for address in dead]
    answers += [answer(outsider, address) for address in dead]
    assert {response.status_code for response in answers} == {404}
    assert len({response.content for response in answers}) == 1
    assert len({str(sorted(response.headers.items())) for response in answers}) == 1
    assert "Мост" not in answers[0].content.decode()
    assert "Ссылка не работает" in answers[0].content.decode()
    assert answers[0].headers["Referrer-Policy"] == "no-referrer"
    assert not Note.objects.exists()


def test_link_works_until_its_time(post, editor_client, outsider, time_machine):
    time_machine.move_to(MORNING, tick=False)
    address = make(editor_client, post, days="3")
    time_machine.move_to("2026-11-27 06:59:59+09:00", tick=False)
    assert outsider.get(address).status_code == 200
    time_machine.move_to(MORNING.replace("24", "27"), tick=False)
    assert outsider.get(address).status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods_are_not_allowed(outsider, address, method):
    assert getattr(outsider, method)(address).status_code == 405


# The answer.


@pytest.mark.parametrize(
    ("kind", "comment", "shown"),
    [("approve", "", "Согласовано"), ("change", COMMENT, "Просит исправить")],
)
def test_answer_lands_in_the_notes(post, outsider, address, reporter_client, kind, comment, shown):
    response = answer(outsider, address, kind, comment=comment)
    assert response.status_code == 303
    assert "Спасибо" in outsider.get(response.url).content.decode()
    note = Note.objects.get()
    assert (note.post, note.author, note.text) == (post, None, comment)
    page = reporter_client.get(change_url(post)).content.decode()
    for words in ("Айталина Петрова (по ссылке)", shown, "ссылка для: Айталина, сохранение 1"):
        assert words in page
    assert "<b>не так" not in page


def test_answer_is_mailed_to_author_and_maker(
    post, outsider, address, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer(outsider, address, "change", comment=COMMENT)
    assert {to for message in mail.outbox for to in message.to} == {
        "reporter@example.com",
        "editor@example.com",
    }
    message = mail.outbox[0]
    assert "Мост открыт" in message.subject
    for words in ("Айталина Петрова (по ссылке)", "Просит исправить", COMMENT, change_url(post)):
        assert words in message.body


def test_answer_is_mailed_to_the_assignee_instead_of_the_author(
    post, outsider, address, chief, django_capture_on_commit_callbacks
):
    Post.objects.update(assignee=chief)
    with django_capture_on_commit_callbacks(execute=True):
        answer(outsider, address)
    told = sorted(to for message in mail.outbox for to in message.to)
    assert told == ["chief@example.com", "editor@example.com"]


def test_answer_puts_a_draft_into_the_queue_of_its_author(post, outsider, address, reporter):
    assert not Post.objects.waiting_for(reporter)
    answer(outsider, address)
    assert list(Post.objects.waiting_for(reporter)) == [post]


def test_approval_from_outside_is_none_of_the_desk(post, outsider, address):
    answer(outsider, address)
    post.refresh_from_db()
    assert post.stage == "draft"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Обязательное поле."),
        ({"name": "\u200b\u202e"}, "Обязательное поле."),
        ({"name": "я" * 101}, "100"),
        ({"comment": "я" * 2001}, "2000"),
        ({"comment": "а\x00б"}, "ноль-байт"),
        ({"answer": "publish"}, "publish"),
        ({"answer": "change", "comment": ""}, "Напишите, что исправить."),
        ({"answer": "change", "comment": " \n\x08"}, "Напишите, что исправить."),
    ],
)
def test_refused_answer_says_why_and_keeps_what_was_typed(outsider, address, changes, words):
    typed = {"name": "Айталина Петрова", "comment": "Мой ответ"} | changes
    response = answer(outsider, address, **typed)
    page = unescape(response.content.decode())
    assert response.status_code == 200
    assert words in page
    assert "<details open>" in page
    assert "Айталина Петрова" in page or "name" in changes
    assert "Мой ответ" in page or "comment" in changes
    assert not Note.objects.exists()


def test_name_cannot_hide_that_it_came_by_a_link(outsider, address):
    answer(outsider, address, name="Главный\u202e \n редактор\u200b")
    note = Note.objects.get()
    assert note.author_name == "Главный редактор"
    assert note.signature == "Главный редактор (по ссылке)"


def test_answer_of_somebody_logged_in_is_not_signed_by_the_account(address, editor_client):
    answer(editor_client, address)
    assert Note.objects.get().author is None


@pytest.mark.parametrize("fields", [{}, {"author_name": "Кто-то", "author": True}])
def test_note_has_an_author_or_a_name_and_not_both(post, editor, fields):
    author = editor if fields.get("author") else None
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.create(post=post, text="?", **fields | {"author": author})


def test_link_takes_so_many_answers_and_no_more(outsider, address):
    for _ in range(ANSWERS):
        assert answer(outsider, address).status_code == 303
    response = answer(outsider, address, name="Двадцать первый")
    assert "больше не принимает" in response.content.decode()
    assert "Двадцать первый" in response.content.decode()
    assert Note.objects.count() == ANSWERS


def test_thread_reads_answers_at_once(post, outsider, address, editor_client):
    counts = []
    for times in (1, 9):
        for _ in range(times):
            answer(outsider, address)
        editor_client.get(change_url(post))
        with CaptureQueriesContext(connection) as queries:
            editor_client.get(change_url(post))
        counts.append(len(queries))
    assert counts[0] == counts[1]
