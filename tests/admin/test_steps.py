"""What may be done next with a post: the table, the bar that shows it, the server that holds it.

Each row is a state of a post; beside it stand the buttons of a reporter and those of an editor.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.admin.posts.steps import STEPS
from articles.history import record_words
from articles.models import Edition, Note, Post
from articles.publishing import publish, unpublish
from tests.admin.pages import change_url, errors, post_data, split, url
from tests.conftest import as_user
from tests.factories import make_post

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SAVE = "_continue _save _preview "
OUT = "_publish _schedule "
TABLE = {
    "new": ("_review", "_review _approve " + OUT),
    "draft": ("_review", "_review _approve " + OUT),
    "in_review": ("_draft", "_approve _return " + OUT),
    "approved": ("", "_return " + OUT),
    "scheduled": ("", "_take_back " + OUT),
    "scheduled, changed since": ("_draft", "_approve _return _take_back " + OUT),
    "live": ("", "_correct " + OUT),
    "live, sent for review": ("", "_approve _return _correct " + OUT),
    "changed": ("_draft", "_approve _return _correct " + OUT),
    "changed, approved": ("", "_return _correct " + OUT),
    "changed, scheduled": ("", "_take_back _correct " + OUT),
    "unpublished": ("", "_return _correct " + OUT),
    "unpublished, back in draft": ("_review", "_review _approve _correct " + OUT),
}
ROLES = {"reporter": 0, "editor": 1, "chief": 1, "administrator": 1}


def change(post, stage) -> None:
    post.headline, post.stage = f"{post.headline}, иначе", stage
    post.save()
    record_words(post)


@pytest.fixture
def make(editor):
    """Return a function that makes a post in a state of the table; None for a new one."""

    def make(name: str) -> Post | None:
        if name == "new":
            return None
        state, _comma, detail = name.partition(", ")
        if state in Post.Stage.values:
            return make_post(stage=state, created_by=editor)
        post = make_post(stage="approved")
        publish(post, by=editor, at=timezone.now() + DAY if state == "scheduled" else None)
        if state == "unpublished":
            unpublish(post, by=editor, reason="Ошибка")
        if detail == "approved" or detail == "scheduled":
            change(post, "approved")
        elif state == "changed" or detail == "changed since":
            change(post, "in_review")
        if detail == "scheduled":
            publish(post, by=editor, at=timezone.now() + DAY)
        stages = {"sent for review": "in_review", "back in draft": "draft"}
        if stage := stages.get(detail):
            Post.objects.update(stage=stage)
        return post

    return make


def address(post) -> str:
    return change_url(post) if post else url(Post, "add")


def allowed(name: str, role: str) -> set[str]:
    return set((SAVE + TABLE[name][ROLES[role]]).split())


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", TABLE)
def test_bar_shows_what_may_be_done_and_nothing_else(request, make, name, role):
    post = make(name)
    page = as_user(request.getfixturevalue(role)).get(address(post)).content.decode()
    assert set(re.findall(r'name="(_\w+)"', page)) - {"_unsaved"} == allowed(name, role)
    is_live = name.startswith(("live", "changed"))
    assert ("unpublishlink" in page) == (role != "reporter" and is_live)
    assert page.count(" main") <= 2  # the next step, and that of a correction in its place


@pytest.mark.parametrize("role", ["reporter", "editor"])
@pytest.mark.parametrize("name", TABLE)
def test_server_refuses_every_other_button_and_saves_nothing(request, make, name, role):
    post, client = make(name), as_user(request.getfixturevalue(role))
    before = list(Post.objects.with_state().values_list("headline", "stage", "state"))
    editions = Edition.objects.count()
    for step in set(STEPS) - allowed(name, role):
        data = post_data(post, step, headline="Подлог", note="Подлог", correction="Подлог")
        response = client.post(address(post), data)
        if response.status_code != 403:
            assert "__all__" in errors(response), step
            assert "Подлог</textarea>" in response.content.decode()
    assert list(Post.objects.with_state().values_list("headline", "stage", "state")) == before
    assert (Edition.objects.count(), Note.objects.count()) == (editions, 0)


MOVES = [
    ("reporter", "draft", "_review", "in_review"),
    ("reporter", "in_review", "_draft", "draft"),
    ("editor", "draft", "_approve", "approved"),
    ("editor", "in_review", "_approve", "approved"),
    ("editor", "in_review", "_return", "draft"),
    ("editor", "approved", "_return", "draft"),
    ("editor", "changed", "_approve", "approved"),
]


@pytest.mark.parametrize(("role", "name", "step", "stage"), MOVES)
def test_step_saves_the_words_and_moves_the_post(request, make, role, name, step, stage):
    post, client = make(name), as_user(request.getfixturevalue(role))
    data = post_data(post, step, headline="Стало", note="Проверь имена.")
    response = client.post(change_url(post), data, follow=True)
    assert response.redirect_chain == [(change_url(post), 302)]
    assert [message.level_tag for message in response.context["messages"]] == ["success"]
    post.refresh_from_db()
    assert (post.headline, post.stage) == ("Стало", stage)
    assert post.revisions.first().snapshot["stage"] == stage
    assert Note.objects.get().text == "Проверь имена."


def test_new_post_goes_for_review_in_one_press(reporter_client, reporter, editor):
    response = reporter_client.post(url(Post, "add"), post_data(None, "_review"), follow=True)
    post = Post.objects.get()
    assert (post.stage, post.created_by) == ("in_review", reporter)
    assert response.redirect_chain == [(change_url(post), 302)]
    assert "editor" in "".join(str(message) for message in response.context["messages"])


def test_nobody_is_said_to_be_told_who_is_not(reporter_client, editor):
    type(editor).objects.update(email="")
    response = reporter_client.post(url(Post, "add"), post_data(None, "_review"), follow=True)
    (message,) = response.context["messages"]
    assert "editor" not in str(message)


def test_post_is_not_sent_back_without_a_word(editor_client, make):
    post = make("in_review")
    response = editor_client.post(change_url(post), post_data(post, "_return", headline="Стало"))
    assert list(errors(response)) == ["note"]
    assert "Стало</textarea>" in response.content.decode()
    post.refresh_from_db()
    assert post.stage == "in_review"


def test_step_of_a_post_that_has_moved_on_is_refused_in_words(editor_client, chief_client, make):
    post = make("in_review")
    opened = post_data(post, "_approve", headline="Моё")
    chief_client.post(change_url(post), post_data(post, "_publish"))
    response = editor_client.post(change_url(post), opened)
    assert "На сайте" in str(errors(response)["__all__"])
    page = response.content.decode()
    assert "Моё</textarea>" in page
    assert 'name="_approve"' not in page
    assert 'name="_correct"' in page


def test_forged_stage_is_not_taken(reporter_client, make):
    post = make("draft")
    reporter_client.post(change_url(post), post_data(post, stage="approved"))
    post.refresh_from_db()
    assert post.stage == "draft"


def test_take_back_leaves_nothing_to_open(editor_client, make):
    post = make("scheduled")
    editor_client.post(change_url(post), post_data(post, "_take_back"))
    assert not Edition.objects.pending().exists()
    assert Post.objects.with_state().get().state == "approved"


def test_take_back_of_a_change_leaves_the_post_live(editor_client, make):
    post = make("changed, scheduled")
    editor_client.post(change_url(post), post_data(post, "_take_back"))
    assert Edition.objects.live(timezone.now() + 2 * DAY).get().number == 1


def test_quick_choice_carries_its_time(editor_client, make):
    post = make("approved")
    page = editor_client.get(change_url(post)).content.decode()
    times = re.findall(r'name="_schedule" value="([^"]{10,})"', page)
    assert len(times) == len(set(times)) >= 3
    assert sorted(times) == times
    editor_client.post(change_url(post), post_data(post) | {"_schedule": times[-1]})
    assert Edition.objects.get().live_from.isoformat(timespec="minutes")[-6:] == "+00:00"
    assert timezone.localtime(Edition.objects.get().live_from).isoformat() == times[-1]


def test_quick_choices_respect_the_embargo(editor_client, make):
    until = (timezone.now() + 3 * DAY).replace(second=0, microsecond=0)
    post = make("approved")
    Post.objects.update(embargo_until=until)
    page = editor_client.get(change_url(post)).content.decode()
    first, *later = re.findall(r'name="_schedule" value="([^"]{10,})"', page)
    assert first == timezone.localtime(until).isoformat()
    assert all(time > first for time in later)


@pytest.mark.parametrize(
    "value",
    ["x", "2020-01-01T07:00+09:00", "2099-01-01T07:00", "2099-02-31T07:00+09:00", "9" * 30]
    + ["9999-12-31T23:59-23:59", "0001-01-01T00:00+23:59"],
)
def test_forged_time_of_a_button_schedules_nothing(editor_client, make, value):
    post = make("approved")
    data = post_data(post) | {"_schedule": value, "headline": "Стало"}
    response = editor_client.post(change_url(post), data)
    assert list(errors(response)) == ["publish_at"]
    assert not Edition.objects.exists()
    assert "bar-panel open" in response.content.decode()


def test_quick_choice_wins_over_a_time_half_written(editor_client, make):
    post = make("approved")
    at = (timezone.localtime() + DAY).replace(microsecond=0)
    data = post_data(post) | {"_schedule": at.isoformat(), "publish_at_0": "завтра"}
    assert editor_client.post(change_url(post), data).status_code == 302
    assert Edition.objects.get().live_from == at


def test_reschedule_replaces_the_first_time(editor_client, make):
    post = make("scheduled")
    at = (timezone.now() + 2 * DAY).replace(second=0, microsecond=0)
    editor_client.post(change_url(post), post_data(post, "_schedule", **split("publish_at", at)))
    assert Edition.objects.pending().get().live_from == at


def test_preview_of_approved_words_says_nothing_of_their_approval(editor_client, make):
    post = make("approved")
    editor_client.post(change_url(post), post_data(post, "_preview", headline="Стало"))
    page = editor_client.get(change_url(post))
    assert not list(page.context["messages"])
    assert Post.objects.get().stage == "approved"


def test_new_post_begins_as_the_last_of_its_writer(reporter_client, reporter, editor):
    mine = make_post(created_by=reporter, language="sah", kind="interview", age_mark=12)
    make_post(created_by=editor, kind="column")
    form = reporter_client.get(url(Post, "add")).context["adminform"].form
    assert [form[name].value() for name in ("section", "language", "kind")] == [
        *(mine.section_id, "sah", "interview")
    ]
    assert form["age_mark"].value() is None


def test_filters_of_the_list_are_kept_through_a_step(editor_client, make):
    post = make("in_review")
    kept = "_changelist_filters=queue%3Dwaiting"
    response = editor_client.post(f"{change_url(post)}?{kept}", post_data(post, "_approve"))
    assert response.url == f"{change_url(post)}?{kept}"
    assert "/post/?queue=waiting" in editor_client.get(response.url).content.decode()
