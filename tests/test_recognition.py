from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import recognition
from articles.linking import Words, is_pending, names_in, proposals
from articles.mentions import ner
from articles.models import FoundNames

pytestmark = pytest.mark.django_db
needs_extra = pytest.mark.usefixtures("network")
in_earnest = pytest.mark.django_db(transaction=True, serialized_rollback=True)

# Two people whom no rule knows: no given name of any list, no role and no verb beside.
TEXT = "Вечером на сцене стояли Оголдай Хандагар и хор. Зал долго не отпускал Хандагара."
WORDS = Words("Концерт", "", f"<p>{TEXT}</p>", "ru")


def new_names(words=WORDS):
    return [proposal.new.name for proposal in proposals(words)]


def work():
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


@needs_extra
@in_earnest
def test_worker_finds_names_that_the_rules_do_not():
    assert new_names() == []
    assert is_pending(WORDS)
    work()
    assert not is_pending(WORDS)
    assert new_names() == ["Оголдай Хандагар"]
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


@needs_extra
@in_earnest
def test_worker_is_asked_once_about_a_text():
    for _ in range(3):
        new_names()
    assert DBTaskResult.objects.count() == 1
    work()
    new_names()
    assert DBTaskResult.objects.count() == 1
    new_names(Words("Другой концерт", "", WORDS.body, "ru"))
    assert DBTaskResult.objects.count() == 2


@needs_extra
@in_earnest
def test_words_of_a_draft_do_not_stay_once_read():
    new_names()
    work()
    assert FoundNames.objects.get().text == ""
    assert "Хандагар" not in str(DBTaskResult.objects.get().args_kwargs)


@needs_extra
@in_earnest
def test_old_texts_are_forgotten_when_another_is_read():
    new_names()
    FoundNames.objects.update(asked_at=timezone.now() - timedelta(days=2))
    new_names(Words("Другой концерт", "", WORDS.body, "ru"))
    work()
    (kept,) = FoundNames.objects.all()
    assert kept.made_at


@needs_extra
def test_nobody_waits_for_a_worker_that_does_not_run():
    new_names()
    assert is_pending(WORDS)
    FoundNames.objects.update(asked_at=timezone.now() - timedelta(minutes=2))
    assert not is_pending(WORDS)


@needs_extra
def test_worker_that_does_not_run_is_not_asked_without_end():
    for number in range(recognition.MOST_AWAITED + 5):
        recognition.recognized(f"Текст {number}", "ru")
    assert FoundNames.objects.count() == recognition.MOST_AWAITED
    FoundNames.objects.update(asked_at=timezone.now() - timedelta(days=2))
    recognition.recognized("Последний", "ru")
    recognition.recognized("Последний", "ru")
    assert FoundNames.objects.get().text == "Последний"


@needs_extra
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "ru"),
        ("Yermek met the press.", "en"),
        ("Текст\0", "ru"),
        ("Текст \ud83d", "ru"),
        ("а" * (recognition.LONGEST + 1), "ru"),
    ],
)
def test_some_texts_are_not_for_the_worker(text, language):
    assert recognition.recognized(text, language) == []
    assert not recognition.is_pending(text, language)
    assert not FoundNames.objects.exists()


def test_switched_off_nobody_is_asked():
    words = Words("", "", "<p>Об этом сказал Нюргун Черноградский.</p>", "ru")
    assert new_names(words) == ["Нюргун Черноградский"]
    assert not is_pending(words)
    assert not FoundNames.objects.exists()


@needs_extra
def test_proposals_ask_the_same_of_a_text_read_before():
    found = FoundNames.objects.create(
        fingerprint=recognition.fingerprint(f"Концерт\n\n{TEXT}", "ru"), language="ru", text=TEXT
    )
    FoundNames.objects.update(spans=ner.find_names(f"Концерт\n\n{TEXT}"), made_at=timezone.now())
    named = names_in(WORDS)
    with CaptureQueriesContext(connection) as asked:
        assert [proposal.new.name for proposal in proposals(WORDS, named)] == ["Оголдай Хандагар"]
    assert len(asked) == 2
    assert found.fingerprint in asked[0]["sql"]
