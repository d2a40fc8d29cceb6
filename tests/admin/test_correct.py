"""A correction: the note beside the words, and an edition that carries it."""

import pytest
from django.urls import reverse

from articles.models import Edition
from articles.publishing import publish
from tests.admin.pages import change_url, errors, post_data
from tests.factories import make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(editor):
    post = make_post(stage="approved")
    publish(post, by=editor)
    return post


def is_correcting(page: str) -> bool:
    return 'class="post-columns is-correcting"' in page and "post-bar is-correcting" in page


def test_address_opens_the_form_with_the_note(editor_client, post):
    page = editor_client.get(f"{change_url(post)}?correct=1").content.decode()
    assert is_correcting(page)
    assert page.index('id="id_correction"') < page.index('id="id_headline"')
    assert not is_correcting(editor_client.get(change_url(post)).content.decode())


def test_desk_leads_there_in_one_press(editor_client, reporter_client, post):
    link = f'href="{change_url(post)}?correct=1"'
    assert link in editor_client.get(reverse("admin:index")).content.decode()
    assert link not in reporter_client.get(reverse("admin:index")).content.decode()


def test_address_is_an_ordinary_form_for_who_cannot_publish(reporter_client, post):
    page = reporter_client.get(f"{change_url(post)}?correct=1")
    assert page.status_code == 200
    assert "correction" not in page.content.decode()


def test_correction_goes_to_readers_with_its_kind(editor_client, post):
    data = post_data(post, "_correct", headline="Стало", correction="Мост длиннее.")
    data |= {"correction_kind": "clarification", "correction_place": "bottom"}
    response = editor_client.post(f"{change_url(post)}?correct=1", data, follow=True)
    edition = Edition.objects.live().get()
    assert (edition.headline, edition.correction) == ("Стало", "Мост длиннее.")
    assert (edition.correction_kind, edition.correction_place) == ("clarification", "bottom")
    assert not is_correcting(response.content.decode())


@pytest.mark.parametrize("note", ["", "  ", "\x08", "\xa0"])
def test_correction_without_its_note_is_refused_and_loses_no_word(editor_client, post, note):
    data = post_data(post, "_correct", headline="Стало", correction=note)
    response = editor_client.post(change_url(post), data)
    assert list(errors(response)) == ["correction"]
    page = response.content.decode()
    assert is_correcting(page)
    assert "Стало</textarea>" in page
    assert Edition.objects.get().headline == post.headline


def test_note_is_not_lost_by_a_plain_save(editor_client, post):
    response = editor_client.post(change_url(post), post_data(post, correction="Мост длиннее."))
    assert list(errors(response)) == ["correction"]
    assert is_correcting(response.content.decode())


def test_typo_is_published_without_a_note(editor_client, post):
    editor_client.post(change_url(post), post_data(post, "_publish", headline="Без опечатки"))
    edition = Edition.objects.live().get()
    assert (edition.headline, edition.correction) == ("Без опечатки", "")


def test_correction_on_an_older_revision_writes_over_nothing(editor_client, chief_client, post):
    opened = post_data(post, "_correct", headline="Моё", correction="Мост длиннее.")
    chief_client.post(change_url(post), post_data(post, headline="Их"))
    response = editor_client.post(change_url(post), opened)
    assert list(errors(response)) == ["headline"]
    page = response.content.decode()
    assert is_correcting(page)
    assert "Мост длиннее.</textarea>" in page
    assert Edition.objects.count() == 1
