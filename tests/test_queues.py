"""What stands in whose queue: one queryset method each."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.history import record_words
from articles.models import Note, Post
from articles.publishing import publish, unpublish
from tests.factories import make_post

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def change(post):
    post.headline += ", и ещё кое-что"
    post.save()
    record_words(post)


@pytest.fixture
def in_every_state(reporter, editor):
    """Return one post of the reporter's in each state."""
    posts = {stage: make_post(stage=stage, created_by=reporter) for stage in Post.Stage.values}
    for state in ("scheduled", "live", "changed", "unpublished"):
        posts[state] = make_post(stage="approved", created_by=reporter)
        at = timezone.now() + HOUR if state == "scheduled" else None
        publish(posts[state], by=editor, at=at)
    change(posts["changed"])
    unpublish(posts["unpublished"], by=editor, reason="Ошибка")
    return posts


def states(posts) -> set[str]:
    return {post.state for post in posts}


def test_mine_is_what_is_not_finished(in_every_state, reporter, editor):
    unfinished = {"draft", "in_review", "approved", "changed"}
    assert states(Post.objects.mine(reporter)) == unfinished
    assert not Post.objects.mine(editor).exists()


def test_mine_is_what_i_was_given_too(reporter, editor):
    post = make_post(created_by=reporter, assignee=editor)
    assert list(Post.objects.mine(editor)) == list(Post.objects.mine(reporter)) == [post]


def test_review_waits_for_those_who_publish(in_every_state, editor, reporter):
    assert states(Post.objects.waiting_for(editor)) == {"in_review"}
    assert not Post.objects.waiting_for(reporter).exists()


def test_review_waits_for_the_one_who_was_asked(editor, chief):
    asked = make_post(stage="in_review", assignee=chief)
    anybody = make_post(stage="in_review")
    assert list(Post.objects.waiting_for(editor)) == [anybody]
    assert set(Post.objects.waiting_for(chief)) == {asked, anybody}


@pytest.mark.parametrize("state", ["scheduled", "live", "changed", "unpublished"])
def test_review_of_what_was_published_waits_too(in_every_state, editor, state):
    post = in_every_state[state]
    Post.objects.filter(pk=post.pk).update(stage="in_review")
    assert post in Post.objects.waiting_for(editor)


def test_draft_sent_back_with_a_note_waits_for_its_reporter(reporter, editor):
    given = make_post(assignee=reporter)
    written = make_post(created_by=reporter)
    of_another = make_post(created_by=reporter, assignee=editor)
    silent = make_post(assignee=reporter)
    for post in (given, written, of_another):
        Note.objects.create(post=post, author=editor, text="Проверь имена.")
    assert set(Post.objects.waiting_for(reporter)) == {given, written}
    Note.objects.create(post=given, author=reporter, text="Проверила.")
    assert list(Post.objects.waiting_for(reporter)) == [written]
    assert silent not in Post.objects.waiting_for(reporter)


def test_overdue_is_late_and_unfinished(in_every_state):
    Post.objects.update(due_at=timezone.now() - HOUR)
    make_post(due_at=timezone.now() + HOUR)
    make_post()
    assert states(Post.objects.overdue()) == {"draft", "in_review", "approved", "changed"}


def test_today_ends_at_the_newsrooms_midnight(editor):
    # 23:00 of the 24th in Yakutsk.
    with time_machine.travel(datetime(2026, 11, 24, 14, tzinfo=UTC), tick=False):
        today, tomorrow, taken_back = make_post(), make_post(), make_post()
        publish(today, by=editor, at=timezone.now() + HOUR * 0.9)
        publish(tomorrow, by=editor, at=timezone.now() + HOUR)
        publish(taken_back, by=editor, at=timezone.now() + HOUR * 0.5)
        unpublish(taken_back, by=editor, reason="Рано")
        assert list(Post.objects.going_out_today()) == [today]
        change(today)
        assert list(Post.objects.going_out_today()) == [today]


def test_live_post_with_its_next_words_scheduled_is_finished(in_every_state, reporter, editor):
    publish(in_every_state["changed"], by=editor, at=timezone.now() + HOUR)
    assert "changed" not in states(Post.objects.mine(reporter))
