from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.models import Edition, Post
from articles.publishing import publish
from tests.admin.pages import change_url, errors, post_data, split, url
from tests.factories import make_image, make_person, make_post

pytestmark = pytest.mark.django_db
LONG = "Мост через Лену открыт для всех машин " * 4


def before_publishing(client, post) -> list[str]:
    """Return what the form of the post says stands before its publication."""
    found = client.get(change_url(post)).context.get("before_publishing") or []
    return [text for _heading, texts in found for text in texts]


def messages(response) -> list[tuple[str, str]]:
    return [(message.level_tag, str(message)) for message in response.context["messages"]]


@pytest.mark.parametrize("button", ["_publish", "_schedule"])
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("age_mark", {"age_mark": ""}),
        ("advertiser", {"is_paid": "on"}),
        ("lead_image", {"lead_image": {"credit": ""}}),
        ("lead_image", {"lead_image": {"alt_text": ""}}),
        ("lead_image", {"lead_image": {"licence_until": date(2020, 1, 1)}}),
    ],
)
def test_block_is_an_error_of_its_field_and_loses_nothing(editor_client, button, field, changes):
    post = make_post(headline="Было")
    if field == "lead_image":
        changes = {"lead_image": make_image(**changes["lead_image"]).pk}
    times = split("publish_at", timezone.now() + timedelta(days=1))
    times = times if button == "_schedule" else {}
    data = post_data(post, button, headline="Стало", **times, **changes)
    response = editor_client.post(change_url(post), data)
    assert list(errors(response)) == [field]
    assert "Стало</textarea>" in response.content.decode()
    assert not Edition.objects.exists()
    post.refresh_from_db()
    assert post.headline == "Было"


def test_draft_needs_nothing_of_the_gate(reporter_client):
    data = post_data(age_mark="", is_paid="on", lead_image=make_image(credit="").pk)
    assert reporter_client.post(url(Post, "add"), data).status_code == 302
    assert Post.objects.get().age_mark is None


def test_advertiser_of_what_is_not_paid_is_a_form_error(editor_client):
    response = editor_client.post(url(Post, "add"), post_data(advertiser="Порт"))
    assert list(errors(response)) == ["__all__"]


def test_form_offers_no_age_mark_by_itself(editor_client):
    form = editor_client.get(url(Post, "add")).context["adminform"].form
    assert form["age_mark"].value() is None


def test_publish_succeeds_and_tells_the_warnings(editor_client):
    post = make_post(headline=LONG.strip())
    person = make_person(name="<b>Туйаара</b>", is_published=False)
    data = post_data(post, "_publish", persons=[person.pk])
    response = editor_client.post(change_url(post), data, follow=True)
    assert Edition.objects.live().count() == 1
    (_done, (level, text)) = messages(response)
    assert level == "warning"
    assert text.count("<br>") == 3
    assert "&lt;b&gt;Туйаара&lt;/b&gt;" in text


def test_publish_without_warnings_tells_none(editor_client):
    post = make_post()
    response = editor_client.post(change_url(post), post_data(post, "_publish"), follow=True)
    assert [level for level, _text in messages(response)] == ["success"]


def test_schedule_warns_of_what_readers_will_not_see_then(editor_client, editor):
    soon, later, at = make_post(), make_post(), timezone.now() + timedelta(days=1)
    publish(soon, by=editor, at=at - timedelta(hours=1))
    publish(later, by=editor, at=at + timedelta(hours=1))
    post = make_post(related_posts=[soon, later])
    data = post_data(post, "_schedule", **split("publish_at", at))
    response = editor_client.post(change_url(post), data, follow=True)
    (_done, (level, text)) = messages(response)
    assert level == "warning"
    assert later.headline in text
    assert soon.headline not in text


def test_form_lists_what_stands_before_publication(editor_client):
    post = make_post(headline=LONG.strip(), lead="", age_mark=None)
    assert len(before_publishing(editor_client, post)) == 3
    page = editor_client.get(change_url(post)).content.decode()
    assert page.index('id="before-publishing"') < page.index('id="id_headline"')


def test_form_of_a_post_without_fault_lists_nothing(editor_client):
    person = make_person()
    body = f'<p><span data-person="{person.pk}">Она</span> приехала.</p>'
    post = make_post(lead_image=make_image(), persons=[person], body=body)
    assert before_publishing(editor_client, post) == []
    assert b"before-publishing" not in editor_client.get(change_url(post)).content


def test_list_is_for_whoever_may_publish(reporter_client, editor_client):
    post = make_post(lead="")
    assert before_publishing(editor_client, post)
    assert not before_publishing(reporter_client, post)


def test_list_is_escaped(editor_client):
    post = make_post(persons=[make_person(name="<script>1</script>", is_published=False)])
    page = editor_client.get(change_url(post)).content.decode()
    assert "<script>1</script>" not in page.partition('id="id_headline"')[0]
