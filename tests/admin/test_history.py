import pytest

from articles.differences import diff_words
from articles.models import Edition
from articles.publishing import publish
from tests.admin.pages import change_url, post_data, url
from tests.factories import make_person, make_post, make_section, make_tag

pytestmark = pytest.mark.django_db


def history(client, post, **params):
    response = client.get(url(type(post), "history", post.pk), params)
    assert response.status_code == 200
    return response.content.decode()


def save(client, post, **changes):
    post.refresh_from_db()
    assert client.post(change_url(post), post_data(post, **changes)).status_code == 302
    post.refresh_from_db()


def test_every_save_is_kept_with_who_and_what(reporter_client, reporter):
    post = make_post(headline="Первый")
    save(reporter_client, post, headline="Второй")
    save(reporter_client, post, lead="Другой лид.")
    assert [row.snapshot["headline"] for row in post.revisions.all()] == ["Второй"] * 2 + ["Первый"]
    assert post.revisions.first().saved_by == reporter
    page = history(reporter_client, post)
    assert "Заголовок" in page
    assert "Лид" in page


def test_save_without_a_change_is_not_kept_again(editor_client):
    post = make_post()
    save(editor_client, post)
    assert post.revisions.count() == 1


def test_editions_stand_on_the_same_line(editor_client, editor):
    post = make_post(headline="Первый")
    publish(post, by=editor)
    save(editor_client, post, headline="Второй")
    page = history(editor_client, post, old="edition-1", new="save-2")
    assert f"/admin/articles/edition/{Edition.objects.get().pk}/change/" in page
    assert "<del>Первый</del><ins>Второй</ins>" in page


def test_body_is_compared_in_words_not_in_html(editor_client):
    post = make_post(body="<p>Паром взял сорок машин.</p>")
    save(editor_client, post, body="<p>Паром взял <strong>сто</strong> машин.</p>")
    page = history(editor_client, post)
    assert "<del>сорок</del><ins>сто</ins>" in page
    assert "strong" not in page.partition('class="comparison"')[2].partition("</section>")[0]


def test_records_are_compared_by_name(editor_client):
    old, new = make_person(name="Старая Персона"), make_person(name="Новая Персона")
    post = make_post(persons=[old], section=make_section(name="Наука"))
    save(editor_client, post, persons=[new.pk], section=make_section(name="Спорт").pk)
    page = history(editor_client, post)
    for words in ("Старая", "Новая", "Наука", "Спорт"):
        assert words in page.partition('class="comparison"')[2].partition("</section>")[0]


def restore(client, post, number):
    address = url(type(post), "restore", post.pk)
    return client.post(address, {"revision": number})


def test_any_save_can_be_restored(editor_client):
    person, tag, author = make_person(), make_tag(), make_person()
    post = make_post(headline="Первый", persons=[person], tags=[tag], bylines=[author])
    save(editor_client, post, headline="Второй", persons=[], tags=[], body="<p>Иное.</p>")
    assert restore(editor_client, post, 1).status_code == 302
    post.refresh_from_db()
    assert post.headline == "Первый"
    assert list(post.persons.all()) == [person]
    assert list(post.tags.all()) == [tag]
    assert [byline.person for byline in post.bylines.all()] == [author]
    assert post.revisions.count() == 3


def test_the_present_save_has_nothing_to_restore(editor_client, editor):
    post = make_post()
    publish(post, by=editor)
    assert 'name="revision"' not in history(editor_client, post)
    save(editor_client, post, headline="Второй")
    assert history(editor_client, post).count('name="revision"') == 1


def test_restore_leaves_out_what_is_gone(editor_client):
    person, section = make_person(), make_section()
    post = make_post(persons=[person], section=section)
    save(editor_client, post, persons=[], section=make_section().pk)
    person.delete()
    section.delete()
    assert restore(editor_client, post, 1).status_code == 302
    post.refresh_from_db()
    assert post.section is None
    assert not post.persons.exists()


def test_restore_changes_nothing_for_readers(editor_client, editor, reader):
    post = make_post(headline="Первый")
    save(editor_client, post, headline="Второй")
    publish(post, by=editor)
    restore(editor_client, post, 1)
    assert "Второй" in reader.get("/").content.decode()


@pytest.mark.parametrize("number", ["", "0", "99", "x", "9" * 30, "-1"])
def test_restore_of_nothing_is_not_found(editor_client, number):
    assert restore(editor_client, make_post(), number).status_code == 404


def test_restore_needs_the_right_and_a_post(client, editor_client, administrator):
    post = make_post()
    assert editor_client.get(url(type(post), "restore", post.pk)).status_code == 405
    assert "login" in restore(client, post, 1)["Location"]


@pytest.mark.parametrize("key", ["", "save-99", "edition-1", "x", "\x00"])
def test_comparison_with_nothing_is_a_whole_page(editor_client, key):
    history(editor_client, make_post(), old=key, new=key)


def test_history_costs_the_same_however_long(editor_client, django_assert_num_queries):
    post = make_post()
    for number in range(3):
        save(editor_client, post, headline=f"Правка {number}")
    address = url(type(post), "history", post.pk)
    with django_assert_num_queries(7):
        editor_client.get(address)
    for number in range(20):
        save(editor_client, post, headline=f"Ещё {number}")
    with django_assert_num_queries(7):
        editor_client.get(address)


def test_history_of_what_is_not_there_is_not_found(editor_client):
    assert editor_client.get(url(type(make_post()), "history", 999999)).status_code == 404


def test_diff_of_words():
    assert diff_words("два слова", "три слова") == [
        ("removed", "два"),
        ("added", "три"),
        ("same", " слова"),
    ]
