"""The desk's page on which a post is put into other languages, and kept in line with its source."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission

from articles.history import record_words
from articles.models import Post
from articles.publishing import publish
from articles.translating import translate
from tests.admin.pages import change_url, errors, post_data, url
from tests.conftest import as_user, make_user
from tests.factories import make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(editor):
    return publish(make_post(headline="Мост открыт"), by=editor).post


@pytest.fixture
def draft(source, editor):
    return translate(source, language="sah", by=editor)


@pytest.fixture
def changed(source, draft, editor):
    """Return a new edition of the source, which the translation does not follow yet."""
    Post.objects.filter(pk=source.pk).update(headline="Мост закрыт")
    record_words(Post.objects.get(pk=source.pk))
    return publish(source, by=editor)


def page_url(post) -> str:
    return url(Post, "translations", post.pk)


def html(response) -> str:
    return response.content.decode()


def test_button_makes_a_linked_draft_and_opens_it(source, reporter_client, reporter):
    page = html(reporter_client.get(page_url(source)))
    assert 'value="sah"' in page
    assert 'name="translate" value="ru"' not in page
    response = reporter_client.post(page_url(source), {"translate": "sah"})
    draft = source.translations.get()
    assert response.url == change_url(draft)
    assert (draft.headline, draft.language) == ("Мост открыт", "sah")
    assert draft.created_by == reporter
    assert LogEntry.objects.filter(object_id=str(draft.pk)).exists()
    assert "Мост открыт" in html(reporter_client.get(response.url))


def test_button_pressed_twice_makes_one_draft(source, editor_client):
    editor_client.post(page_url(source), {"translate": "sah"})
    response = editor_client.post(page_url(source), {"translate": "sah"}, follow=True)
    assert "уже" in html(response)
    assert source.translations.count() == 1


@pytest.mark.parametrize("language", ["", "de", "sah\0", "sah'--"])
def test_unknown_language_is_no_page(source, editor_client, language):
    assert editor_client.post(page_url(source), {"translate": language}).status_code == 404
    assert not source.translations.exists()


def test_page_tells_what_differs_and_takes_the_word_of_the_translator(
    draft, changed, editor_client
):
    page = html(editor_client.get(page_url(draft)))
    assert "<del>открыт</del><ins>закрыт</ins>" in page
    editor_client.post(page_url(draft), {"up_to_date": changed.pk})
    draft.refresh_from_db()
    assert draft.follows == changed
    page = html(editor_client.get(page_url(draft)))
    assert "<ins>" not in page
    assert 'name="up_to_date"' not in page


def test_word_of_the_translator_is_for_what_was_looked_at(source, draft, changed, editor_client):
    """Another edition was published meanwhile: the translation is behind that one."""
    publish(source, by=changed.published_by, correction="И это не так.")
    editor_client.post(page_url(draft), {"up_to_date": changed.pk})
    draft.refresh_from_db()
    assert draft.follows == changed
    assert Post.objects.behind().filter(pk=draft.pk).exists()


@pytest.mark.parametrize("pk", ["", "x", "0", "9" * 30, "-1", "1\0"])
def test_word_for_no_edition_is_no_page(draft, editor_client, pk):
    assert editor_client.post(page_url(draft), {"up_to_date": pk}).status_code == 404


def test_word_for_the_edition_of_another_post_is_no_page(draft, editor, editor_client):
    other = publish(make_post(), by=editor)
    assert editor_client.post(page_url(draft), {"up_to_date": other.pk}).status_code == 404


def test_form_and_lists_tell_that_a_translation_is_behind(draft, editor_client, source, editor):
    words = "отстаёт от оригинала"
    assert words not in html(editor_client.get(change_url(draft)))
    assert "queue-behind" not in html(editor_client.get("/admin/"))
    Post.objects.filter(pk=source.pk).update(headline="Мост закрыт")
    record_words(Post.objects.get(pk=source.pk))
    publish(source, by=editor)
    assert words in html(editor_client.get(change_url(draft)))
    index = html(editor_client.get("/admin/"))
    assert "queue-behind" in index
    assert page_url(draft) in index
    listed = editor_client.get(url(Post, "changelist"), {"queue": "behind"})
    assert list(listed.context["cl"].result_list) == [draft]
    page = html(editor_client.get(page_url(source)))
    assert words in page
    assert page_url(draft) in page


@pytest.mark.parametrize(
    "words", ["{pk}", "/posts/{pk}-most/", "http://x/sah/posts/{pk}/", "/admin/x/post/{pk}/change/"]
)
def test_post_is_linked_by_number_or_address(source, editor_client, words):
    post = make_post(language="sah")
    editor_client.post(page_url(post), {"link": words.format(pk=source.pk)})
    post.refresh_from_db()
    assert post.translation_of == source
    editor_client.post(page_url(post), {"unlink": "1"})
    post.refresh_from_db()
    assert post.translation_of is None


@pytest.mark.parametrize("words", ["", "x", "99999999", "9" * 40, "1\0", "/posts/", "١", "\ud800"])
def test_link_to_nothing_is_told(editor_client, words):
    post = make_post(language="sah")
    response = editor_client.post(
        page_url(post), {"link": words.encode("utf-8", "replace").decode()}, follow=True
    )
    assert "Публикации с таким номером" in html(response)


def test_reporter_links_drafts_alone(source, reporter_client, editor, draft):
    """What is on the site would change at once."""
    post = make_post(language="en")
    reporter_client.post(page_url(post), {"link": source.pk})
    post.refresh_from_db()
    assert post.translation_of == source
    publish(post, by=editor)
    assert 'name="unlink"' not in html(reporter_client.get(page_url(post)))
    assert reporter_client.post(page_url(post), {"unlink": "1"}).status_code == 403
    post.refresh_from_db()
    assert post.translation_of == source


def test_who_may_only_look_changes_nothing(draft, changed):
    user = make_user("guest")
    user.user_permissions.add(Permission.objects.get(codename="view_post"))
    client = as_user(user)
    page = html(client.get(page_url(draft)))
    assert "<ins>закрыт</ins>" in page
    for button in ("translate", "up_to_date", "link", "unlink"):
        assert f'name="{button}"' not in page
        data = {button: "en" if button == "translate" else changed.pk}
        assert client.post(page_url(draft), data).status_code == 403
    draft.refresh_from_db()
    assert draft.follows != changed
    assert Post.objects.count() == 2


def test_who_may_not_look_sees_nothing(draft, client):
    assert as_user(make_user("stranger")).get(page_url(draft)).status_code == 403
    assert client.get(page_url(draft)).status_code == 302


def test_unknown_post_is_no_page(editor_client):
    for pk in ("99999", "x", "1_5F"):
        assert editor_client.get(f"/admin/articles/post/{pk}/translations/").status_code == 404


def test_form_keeps_languages_of_a_story_apart(source, draft, editor_client):
    response = editor_client.post(change_url(draft), post_data(draft, language="ru"))
    assert "language" in errors(response)
    response = editor_client.post(change_url(source), post_data(source, language="sah"))
    assert "language" in errors(response)
    response = editor_client.post(change_url(draft), post_data(draft, language="kk"))
    assert response.status_code == 302


def test_saving_the_form_keeps_the_link(draft, editor_client):
    editor_client.post(change_url(draft), post_data(draft, headline="Муоста аһылынна"))
    draft.refresh_from_db()
    assert draft.headline == "Муоста аһылынна"
    assert draft.translation_of
    assert draft.follows


def test_published_translation_keeps_its_source_from_deletion(editor, chief_client):
    source = make_post()
    draft = translate(source, language="sah", by=editor)
    draft.slug = "muosta"
    draft.save()
    publish(draft, by=editor)
    page = html(chief_client.get(url(Post, "delete", source.pk)))
    assert draft.headline in page
    chief_client.post(url(Post, "delete", source.pk), {"post": "yes"})
    assert Post.objects.filter(pk=source.pk).exists()


def test_page_costs_the_same_however_many_translations(
    source, editor, editor_client, django_assert_max_num_queries
):
    translate(source, language="sah", by=editor)
    editor_client.get(page_url(source))
    with django_assert_max_num_queries(12) as few:
        editor_client.get(page_url(source))
    for language in ("kk", "en"):
        translate(source, language=language, by=editor)
    with django_assert_max_num_queries(len(few)):
        editor_client.get(page_url(source))
