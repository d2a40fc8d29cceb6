"""A crash, a closed tab and a lost session lose no sentence."""

import pytest
from django.contrib.sessions.models import Session

from articles.models import Autosave, Post
from tests.factories import make_post

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
BODY = ".field-body [contenteditable=true]"
SENTENCE = "Лёд сошёл быстро, и паром"


def test_sentence_broken_off_is_offered_back(desk, editor):
    post = make_post(body="<p>Было.</p>")
    desk.log_in(editor)
    desk.open(f"/admin/articles/post/{post.pk}/change/")
    assert not desk.has("#autosave-offer")
    desk.find(BODY).send_keys(SENTENCE)
    desk.wait.until(lambda _driver: Autosave.objects.filter(post=post).exists())
    # The tab dies with its cookies: no save, no farewell.
    desk.driver.get("about:blank")
    desk.log_in(editor)
    desk.open(f"/admin/articles/post/{post.pk}/change/")
    assert SENTENCE in desk.find("#autosave-offer").text
    desk.press("#autosave-offer [name=_unsaved]")
    assert SENTENCE in desk.find(BODY).text
    desk.press("[name=_save]")
    assert SENTENCE in Post.objects.get().body
    assert not Autosave.objects.exists()
    assert desk.errors() == []


def test_words_wait_in_the_browser_while_there_is_no_connection(desk, editor):
    post = make_post()
    desk.log_in(editor)
    desk.open(f"/admin/articles/post/{post.pk}/change/")
    desk.find(BODY)
    desk.driver.set_network_conditions(offline=True, latency=0, throughput=0)
    try:
        desk.write("#id_headline", SENTENCE)
        desk.wait.until(lambda _driver: desk.find("#autosave").text)
        assert not Autosave.objects.exists()
    finally:
        desk.driver.delete_network_conditions()
    desk.wait.until(lambda _driver: Autosave.objects.filter(post=post).exists())


def test_form_that_nobody_touched_keeps_nothing(desk, editor):
    post = make_post(body="<p>Один.</p>\n<p>Два.</p>")
    desk.log_in(editor)
    desk.open(f"/admin/articles/post/{post.pk}/change/")
    desk.find(BODY).click()
    # Another field's change is what is kept first; the body by itself would have come before.
    desk.find("#id_headline").send_keys("!")
    desk.wait.until(lambda _driver: Autosave.objects.exists())
    desk.open(f"/admin/articles/post/{post.pk}/change/")
    assert len(desk.driver.find_elements("css selector", "#autosave-offer .diff")) == 1


def kept_here(desk) -> list[str]:
    """Return what this browser keeps of the form it shows."""
    script = "return Object.keys(localStorage).filter((key) => key.includes(location.pathname))"
    return desk.driver.execute_script(script)


def test_save_pressed_after_the_session_was_lost_loses_no_word(desk, editor):
    post = make_post(headline="Было")
    desk.log_in(editor)
    desk.open(f"/admin/articles/post/{post.pk}/change/")
    desk.find(BODY)
    # Somebody has logged out in another tab.
    Session.objects.all().delete()
    desk.write("#id_headline", SENTENCE)
    desk.press("[name=_save]")
    assert desk.has("#login-form")
    desk.write("#id_username", editor.username)
    desk.write("#id_password", "correct horse")
    desk.press("#login-form [type=submit]")
    desk.wait.until(lambda _driver: SENTENCE in desk.find("#autosave-offer").text)
    desk.press("#autosave-offer [name=_unsaved]")
    assert desk.find("#id_headline").get_attribute("value") == SENTENCE
    desk.press("[name=_save]")
    assert Post.objects.get().headline == SENTENCE


def test_saved_words_are_offered_no_more(desk, editor):
    post = make_post(headline="Было")
    desk.log_in(editor)
    desk.open(f"/admin/articles/post/{post.pk}/change/")
    desk.find(BODY)
    desk.write("#id_headline", SENTENCE)
    desk.press("[name=_save]")
    assert Post.objects.get().headline == SENTENCE
    desk.open(f"/admin/articles/post/{post.pk}/change/")
    desk.wait.until(lambda _driver: not kept_here(desk))
    assert not desk.has("#autosave-offer")


def test_two_windows_of_one_writer_keep_the_words_of_both(desk, editor):
    post = make_post(headline="Было", lead="Лид.")
    path = f"/admin/articles/post/{post.pk}/change/"
    desk.log_in(editor)
    desk.open(path)
    desk.find(BODY)
    desk.write("#id_headline", "Первое окно")
    desk.wait.until(lambda _driver: Autosave.objects.exists())
    first = desk.driver.current_window_handle
    desk.driver.switch_to.new_window("tab")
    try:
        desk.open(path)
        assert "Первое окно" in desk.find("#autosave-offer").text
        desk.write("#id_lead", "Второе окно")
        beside = desk.find("#autosave-page").get_attribute("data-beside")
        desk.wait.until(lambda _driver: desk.find("#autosave").text == beside)
        assert "lead=%D0%9B" in Autosave.objects.get().data  # Лид.
        second = desk.driver.current_window_handle
        desk.driver.switch_to.window(first)
        desk.press("[name=_save]")
        assert Post.objects.get().headline == "Первое окно"
        desk.driver.switch_to.window(second)
        desk.wait.until(lambda _driver: Autosave.objects.exists())
        desk.open(path)
        assert "Второе окно" in desk.find("#autosave-offer").text
        desk.driver.close()
    finally:
        desk.driver.switch_to.window(first)
