from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.utils import timezone

from articles.models import Edition, Person, Post
from articles.publishing import publish
from tests.admin.pages import change_url, errors, framed, post_data, url
from tests.conftest import as_user, make_user
from tests.factories import make_image, make_person, make_post, make_section

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/post/add/"


def snapshot():
    models = [Post, Edition, LogEntry, Post.persons.through]
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("role", ["reporter", "editor"])
def test_preview_shows_the_readers_page_and_stores_nothing(request, role):
    client = request.getfixturevalue(f"{role}_client")
    post, person = make_post(headline="Было"), make_person(name="Туйаара Николаева")
    before = snapshot()
    data = post_data(post, "_preview", headline="Стало", persons=[person.pk])
    response = client.post(change_url(post), data)
    page = framed(response)
    assert "Стало" in page
    assert "Туйаара Николаева" in page
    assert "csrfmiddlewaretoken" not in page
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]
    assert "public" not in response.headers["Cache-Control"]
    assert snapshot() == before


def test_preview_of_a_new_post_stores_nothing(reporter_client):
    response = reporter_client.post(ADD, post_data(None, "_preview", section=make_section().pk))
    assert "Мост открыт" in framed(response)
    assert not Post.objects.exists()
    assert not Edition.objects.exists()


@pytest.mark.parametrize("field", ["headline", "lead", "body", "section"])
def test_preview_works_with_blockers(reporter_client, field):
    post = make_post()
    response = reporter_client.post(change_url(post), post_data(post, "_preview", **{field: ""}))
    assert '<article class="story">' in framed(response)
    assert not Edition.objects.exists()


def test_preview_of_a_post_with_editions_leaves_them_alone(editor_client, editor):
    post = make_post(headline="Было")
    publish(post, by=editor)
    before = snapshot()
    data = post_data(post, "_preview", headline="Стало")
    assert "Стало" in framed(editor_client.post(change_url(post), data))
    assert snapshot() == before


def test_preview_speaks_the_language_of_the_post(editor_client):
    post = make_post(language="en", headline="The bridge")
    page = framed(editor_client.post(change_url(post), post_data(post, "_preview")))
    assert '<html lang="en"' in page


def test_preview_of_a_wrong_form_shows_its_errors(reporter_client):
    post = make_post()
    response = reporter_client.post(change_url(post), post_data(post, "_preview", slug="не так"))
    assert list(errors(response)) == ["slug"]


def test_preview_is_the_page_readers_get_byte_for_byte(editor_client, editor, reader, time_machine):
    time_machine.move_to("2026-11-24 07:00:00+09:00", tick=False)
    other = make_post()
    publish(other, by=editor)
    post = make_post(
        body='<p>«Кавычки», &amp; знаки: <a href="https://example.org/?a=1&amp;b=2">"да"</a></p>',
        persons=[make_person()],
        bylines=[make_person()],
        related_posts=[other],
        lead_image=make_image(),
    )
    shown = framed(editor_client.post(change_url(post), post_data(post, "_preview")))
    edition = publish(post, by=editor)
    assert shown == reader.get(edition.card["path"]).content.decode()


def test_no_address_of_a_preview_lets_itself_be_framed(editor_client):
    post = make_post()
    response = editor_client.post(change_url(post), post_data(post, "_preview"))
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert "allow-scripts" not in response.content.decode()


def test_preview_of_the_form_is_closed_without_permission(client, reporter):
    post = make_post()
    data = post_data(post, "_preview")
    assert client.post(change_url(post), data).status_code == 302
    permissions = Permission.objects.filter(codename__in=["change_post", "add_post"])
    reporter.groups.get().permissions.remove(*permissions)
    for address in (change_url(post), ADD):
        assert as_user(reporter).post(address, data).status_code == 403


# Of an edition that is scheduled.


@pytest.fixture
def scheduled(editor):
    post = make_post(headline="Завтрашнее", persons=[make_person(name="Туйаара Николаева")])
    return publish(post, by=editor, at=timezone.now() + timedelta(days=1))


def preview_of(edition) -> str:
    return url(Edition, "preview", edition.pk)


@pytest.mark.parametrize("role", ["reporter", "editor", "chief"])
def test_scheduled_edition_is_shown_as_it_will_open(request, role, scheduled):
    client = request.getfixturevalue(f"{role}_client")
    Post.objects.update(headline="Сохранено позже")
    Person.objects.update(name="Туйаара Семёнова")
    before = snapshot()
    response = client.get(preview_of(scheduled))
    page = framed(response)
    assert "Завтрашнее" in page
    assert "Сохранено позже" not in page
    assert "Туйаара Семёнова" in page
    assert f"{timezone.localtime(scheduled.live_from):%d.%m.%Y %H:%M}" in page
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]
    assert snapshot() == before


def test_scheduled_edition_opens_as_it_was_shown(editor_client, reader, scheduled, time_machine):
    shown = framed(editor_client.get(preview_of(scheduled)))
    assert reader.get(scheduled.card["path"]).status_code == 404
    time_machine.move_to(scheduled.live_from + timedelta(seconds=1))
    assert shown == reader.get(scheduled.card["path"]).content.decode()


def test_preview_of_an_edition_is_closed_without_permission(client, reporter, scheduled):
    assert client.get(preview_of(scheduled)).status_code == 302
    reporter.groups.get().permissions.remove(Permission.objects.get(codename="view_edition"))
    assert as_user(reporter).get(preview_of(scheduled)).status_code == 403
    nobody = make_user("nobody")
    assert as_user(nobody).get(preview_of(scheduled)).status_code == 403


@pytest.mark.parametrize("key", ["0", "x", "9" * 30, "1%00"])
def test_preview_of_no_edition_is_not_found(editor_client, key):
    assert editor_client.get(f"/admin/articles/edition/{key}/preview/").status_code in {400, 404}


def test_preview_of_a_scheduled_edition_is_reached_from_form_calendar_and_archive(
    reporter_client, scheduled
):
    link = f'href="{preview_of(scheduled)}"'
    for page in (change_url(scheduled.post), change_url(scheduled), "/admin/"):
        assert link in reporter_client.get(page).content.decode(), page


def test_form_without_a_schedule_offers_no_preview_of_it(editor_client, editor):
    post = make_post()
    edition = publish(post, by=editor)
    assert preview_of(edition) not in editor_client.get(change_url(post)).content.decode()
