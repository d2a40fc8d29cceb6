from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from articles.history import record_words
from articles.models import Edition, Post
from articles.publishing import publish
from tests.admin.pages import change_url, errors, post_data, rows, split, url
from tests.factories import (
    make_event,
    make_organization,
    make_person,
    make_post,
    make_section,
    make_tag,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ADD = "/admin/articles/post/add/"


def state(post):
    return Post.objects.with_state().get(pk=post.pk).state


def test_add_saves_a_draft_with_its_author(reporter_client, reporter):
    data = post_data(section=make_section().pk, persons=[make_person().pk])
    assert reporter_client.post(ADD, data).status_code == 302
    post = Post.objects.get()
    assert (post.created_by, post.slug, post.persons.count()) == (reporter, "most-otkryt", 1)
    assert post.fingerprint
    assert state(post) == "draft"


def test_save_by_another_keeps_the_author(editor_client, reporter):
    post = make_post(created_by=reporter)
    editor_client.post(change_url(post), post_data(post, headline="Иначе"))
    post.refresh_from_db()
    assert (post.created_by, post.headline) == (reporter, "Иначе")


def test_save_cleans_the_body_and_strips_control_characters(editor_client):
    data = post_data(
        headline="Мост\x0b открыт", body='<p onclick="x">Да\x08</p><script>1</script><p></p>'
    )
    editor_client.post(ADD, data)
    post = Post.objects.get()
    assert (post.headline, post.body) == ("Мост открыт", "<p>Да</p>")


def test_publish_freezes_what_the_form_says_with_its_relations(editor_client, editor):
    person, maker = make_person(), make_person()
    organization, event, tag = make_organization(), make_event(), make_tag()
    data = post_data(
        None,
        "_publish",
        section=make_section().pk,
        persons=[person.pk],
        organizations=[organization.pk],
        events=[event.pk],
        tags=[tag.pk],
        **rows("bylines", {"person": maker.pk, "role": "author", "position": "0"}),
    )
    response = editor_client.post(ADD, data, follow=True)
    post = Post.objects.get()
    assert response.redirect_chain == [(change_url(post), 302)]
    edition = Edition.objects.live().get()
    assert edition.published_by == editor
    assert edition.document["persons"] == [person.pk]
    assert edition.document["organizations"] == [organization.pk]
    assert edition.document["events"] == [event.pk]
    assert edition.document["tags"] == [tag.pk]
    assert edition.document["bylines"] == [{"person": maker.pk, "role": "author"}]
    assert edition.card["path"] in response.content.decode()
    assert state(post) == "live"


def test_publish_again_freezes_changed_relations(editor_client, editor):
    post, person = make_post(), make_person()
    publish(post, by=editor)
    editor_client.post(change_url(post), post_data(post, "_publish", persons=[person.pk]))
    assert Edition.objects.live().get().document["persons"] == [person.pk]


def test_publish_of_unchanged_words_says_so(editor_client, editor):
    post = make_post()
    publish(post, by=editor)
    response = editor_client.post(change_url(post), post_data(post, "_publish"), follow=True)
    assert Edition.objects.count() == 1
    assert "See it on the site" not in response.content.decode()
    assert len(response.context["messages"]) == 1


def test_publish_is_in_the_history(editor_client, editor):
    post = make_post()
    editor_client.post(change_url(post), post_data(post, "_publish"))
    assert LogEntry.objects.filter(object_id=post.pk, user=editor).count() == 2


@pytest.mark.parametrize("field", ["headline", "lead", "body", "section"])
def test_publish_shows_blockers_on_their_fields_and_saves_nothing(editor_client, field):
    post = make_post(headline="Было")
    data = post_data(post, "_publish", **{"headline": "Стало", field: ""})
    response = editor_client.post(change_url(post), data)
    assert list(errors(response)) == [field]
    post.refresh_from_db()
    assert post.headline == "Было"
    assert not Edition.objects.exists()
    if field != "headline":
        assert "Стало" in response.content.decode()


def test_publish_shows_a_headline_without_letters_as_a_slug_error(editor_client):
    data = post_data(None, "_publish", headline="…", section=make_section().pk)
    assert list(errors(editor_client.post(ADD, data))) == ["slug"]


def test_publish_before_the_embargo_is_a_form_error(editor_client):
    post = make_post(embargo_until=timezone.now() + HOUR)
    response = editor_client.post(change_url(post), post_data(post, "_publish"))
    assert list(errors(response)) == ["embargo_until"]
    assert not Edition.objects.exists()


def test_schedule_opens_at_its_time(editor_client):
    post = make_post()
    at = (timezone.now() + 24 * HOUR).replace(second=0, microsecond=0)
    data = post_data(post, "_schedule", **split("publish_at", at))
    assert editor_client.post(change_url(post), data).status_code == 302
    assert Edition.objects.get().live_from == at
    assert state(post) == "scheduled"


@pytest.mark.parametrize(
    "time",
    [{}, {"publish_at_0": "01.01.2020", "publish_at_1": "07:00"}, {"publish_at_0": "завтра"}],
)
def test_schedule_without_a_future_time_saves_nothing(editor_client, time):
    post = make_post(headline="Было")
    data = post_data(post, "_schedule", headline="Стало", **time)
    assert list(errors(editor_client.post(change_url(post), data))) == ["publish_at"]
    post.refresh_from_db()
    assert post.headline == "Было"
    assert not Edition.objects.exists()


@pytest.mark.parametrize("button", ["_save", "_continue", "_publish"])
def test_a_time_is_not_silently_dropped(editor_client, button):
    post = make_post()
    data = post_data(post, button, **split("publish_at", timezone.now() + HOUR))
    assert list(errors(editor_client.post(change_url(post), data))) == ["publish_at"]
    assert not Edition.objects.exists()


def test_correction_goes_out_with_publish(editor_client, editor):
    post = make_post()
    publish(post, by=editor)
    data = post_data(post, "_publish", correction="Мост длиннее.")
    assert editor_client.post(change_url(post), data).status_code == 302
    assert Edition.objects.live().get().correction == "Мост длиннее."


def test_correction_is_not_silently_dropped(editor_client, editor):
    post = make_post()
    publish(post, by=editor)
    response = editor_client.post(change_url(post), post_data(post, correction="Мост длиннее."))
    assert list(errors(response)) == ["correction"]


def test_correction_of_what_was_never_published_is_not_asked_for(editor_client):
    post = make_post()
    assert b'name="correction"' not in editor_client.get(change_url(post)).content
    editor_client.post(change_url(post), post_data(post, "_publish", correction="Подлог"))
    assert Edition.objects.get().correction == ""


def test_slug_follows_the_headline_until_published(editor_client, editor):
    post = make_post(headline="Старый мост", slug="staryy-most")
    editor_client.post(change_url(post), post_data(post, headline="Новый мост"))
    post.refresh_from_db()
    assert post.slug == "novyy-most"
    publish(post, by=editor)
    editor_client.post(change_url(post), post_data(post, headline="Третий мост"))
    post.refresh_from_db()
    assert post.slug == "novyy-most"


def test_slug_of_ones_own_stays(editor_client):
    post = make_post(headline="Старый мост", slug="moy")
    editor_client.post(change_url(post), post_data(post, headline="Новый мост"))
    post.refresh_from_db()
    assert post.slug == "moy"


def test_bylines_stand_in_the_order_of_their_rows(editor_client):
    first, second = make_person(), make_person()
    given = rows(
        "bylines",
        {"person": second.pk, "role": "author", "position": "0"},
        {"person": first.pk, "role": "photographer", "position": "0"},
    )
    assert editor_client.post(ADD, post_data(**given)).status_code == 302
    assert list(Post.objects.get().bylines.values_list("person", "position")) == [
        (second.pk, 1),
        (first.pk, 2),
    ]


def test_the_same_byline_twice_is_a_form_error(editor_client):
    row = {"person": make_person().pk, "role": "author", "position": "0"}
    response = editor_client.post(ADD, post_data(**rows("bylines", row, row)))
    assert response.status_code == 200
    assert not Post.objects.exists()


def test_all_seven_states_stand_in_the_list(editor_client, editor):
    for stage in Post.Stage.values:
        make_post(stage=stage)
    posts = [make_post() for _ in range(4)]
    publish(posts[0], by=editor, at=timezone.now() + HOUR)
    for post in posts[1:]:
        publish(post, by=editor)
    posts[2].headline = "Иначе"
    posts[2].save()
    record_words(posts[2])
    editor_client.post(url(Post, "unpublish", posts[3].pk), {"reason": "Ошибка"})
    page = editor_client.get(url(Post, "changelist")).content.decode()
    for name in ("draft", "in_review", "approved", "scheduled", "live", "changed", "unpublished"):
        assert f"state-{name}" in page
        found = editor_client.get(url(Post, "changelist"), {"state": name}).context["cl"]
        assert [post.state for post in found.result_list] == [name]


def test_list_of_ones_own_posts(reporter_client, reporter, editor):
    mine = make_post(created_by=reporter)
    make_post(created_by=editor)
    found = reporter_client.get(url(Post, "changelist"), {"mine": "1"}).context["cl"].result_list
    assert list(found) == [mine]


def test_view_on_site_only_while_live(editor_client, editor):
    post = make_post()
    assert "viewsitelink" not in editor_client.get(change_url(post)).content.decode()
    edition = publish(post, by=editor)
    assert f'href="{edition.card["path"]}"' in editor_client.get(change_url(post)).content.decode()


def test_post_with_editions_is_not_deleted(editor_client, editor):
    post = make_post(headline="Хранимое")
    publish(post, by=editor)
    deletion = url(Post, "delete", post.pk)
    page = editor_client.get(deletion)
    assert b"/admin/articles/edition/" in page.content
    assert editor_client.post(deletion, {"post": "yes"}).status_code == 200
    bulk = {"action": "delete_selected", "_selected_action": [post.pk], "post": "yes"}
    assert editor_client.post(url(Post, "changelist"), bulk).status_code == 200
    assert Post.objects.filter(pk=post.pk).exists()


def test_post_without_editions_is_deleted(editor_client):
    post = make_post(bylines=[make_person()])
    assert editor_client.post(url(Post, "delete", post.pk), {"post": "yes"}).status_code == 302
    assert not Post.objects.exists()
