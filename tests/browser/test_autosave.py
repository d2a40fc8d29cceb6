"""A crash, a closed tab and a lost session lose no sentence."""

import pytest

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
