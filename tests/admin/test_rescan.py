"""The page where old posts that name a record are looked for, and accepted."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import rescans
from articles.admin.records import rescan as page
from articles.lookalikes import keep_names
from articles.models import Person, Post, Rejection, Rescan
from articles.publishing import publish
from tests.admin.pages import change_url, person_data, post_data, url
from tests.factories import make_person, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def ermek():
    person = make_person(name="Ермек Кошербаев", given_name="Ермек", family_name="Кошербаев")
    keep_names(person)
    return person


@pytest.fixture
def posts(ermek, editor):
    """Return three published posts that name him, with a run that found them."""
    posts = [make_post(body="<p>Приехал <b>Ермек Кошербаев</b>.</p>") for _ in range(2)]
    posts.append(make_post(body="<p>Приехал Кошербаев.</p>"))
    for post in posts:
        publish(post, by=editor)
    rescans.run(rescans.begin(ermek))
    return posts


def address(record) -> str:
    return url(type(record), "rescan", record.pk)


def finds_of(record):
    return Rescan.objects.of("person", record.pk).get().finds


def html(response) -> str:
    assert response.status_code == 200, response.status_code
    return re.sub(r"\s+", " ", response.content.decode())


def says(response) -> str:
    return html(response.client.get(response.url))


def test_form_leads_to_the_page_and_the_page_to_the_start(editor_client, ermek):
    assert f'href="{address(ermek)}"' in html(editor_client.get(change_url(ermek)))
    shown = html(editor_client.get(address(ermek)))
    assert 'name="_start"' in shown
    assert "<progress" not in shown
    editor_client.post(address(ermek), {"_start": "1"})
    shown = html(editor_client.get(address(ermek)))
    assert "data-running" in shown
    assert "Ждёт" in shown
    assert 'name="_cancel"' in shown


def test_page_tells_how_far_the_run_is(editor_client, ermek):
    rescans.begin(ermek)
    Rescan.objects.update(total=200, done=50)
    shown = html(editor_client.get(address(ermek)))
    assert 'max="200" value="50"' in shown
    assert "50 из 200" in shown


def test_page_shows_the_sentence_with_the_words_marked_and_why(editor_client, ermek, posts):
    shown = html(editor_client.get(address(ermek)))
    assert "Приехал <mark>Ермек Кошербаев</mark>." in shown
    assert "Приехал <mark>Кошербаев</mark>." in shown
    assert "полное имя" in shown
    assert posts[0].headline in shown


def test_words_of_a_post_are_shown_as_words(editor_client, ermek, editor):
    post = make_post(headline="<b>Ермек Кошербаев</b>", body="<p>Да.</p>")
    publish(post, by=editor)
    rescans.run(rescans.begin(ermek))
    shown = html(editor_client.get(address(ermek)))
    assert "&lt;b&gt;<mark>Ермек Кошербаев</mark>&lt;/b&gt;" in shown


def test_chosen_finds_are_accepted_and_no_others(editor_client, ermek, posts):
    pk = finds_of(ermek).get(post=posts[0]).pk
    response = editor_client.post(address(ermek), {"_accept": "1", "find": [pk]})
    assert "ещё 1 публикация" in says(response)
    named = Post.objects.filter(persons=ermek)
    assert list(named) == [posts[0]]
    assert f'value="{pk}"' not in html(editor_client.get(address(ermek)))


def test_all_shown_are_accepted(editor_client, ermek, posts):
    shown = html(editor_client.get(f"{address(ermek)}?level=link"))
    pks = re.findall(r'name="shown" value="(\d+)"', shown)
    assert len(pks) == 2
    editor_client.post(f"{address(ermek)}?level=link", {"_accept_all": "1", "shown": pks})
    assert Post.objects.filter(persons=ermek).count() == 2
    assert finds_of(ermek).open().count() == 1


def test_finds_are_dismissed(editor_client, ermek, posts):
    pks = list(finds_of(ermek).values_list("pk", flat=True))
    editor_client.post(address(ermek), {"_dismiss_all": "1", "shown": pks})
    assert not Post.objects.filter(persons=ermek).exists()
    assert Rejection.objects.filter(record=ermek.pk).count() == 3
    shown = html(editor_client.get(address(ermek)))
    assert 'id="rescan-finds"' not in shown


def test_nothing_chosen_is_said(editor_client, ermek, posts):
    response = editor_client.post(address(ermek), {"_accept": "1", "find": ["x", "9" * 30]})
    assert "Выберите" in says(response)
    assert not Post.objects.filter(persons=ermek).exists()


def test_reporter_sees_finds_and_no_buttons(reporter_client, ermek, posts):
    shown = html(reporter_client.get(address(ermek)))
    assert "<mark>Ермек Кошербаев</mark>" in shown
    for button in ("_start", "_accept", "_dismiss"):
        assert f'name="{button}' not in shown
    pk = finds_of(ermek).first().pk
    for data in ({"_start": "1"}, {"_accept": "1", "find": pk}, {"_dismiss": "1", "find": pk}):
        assert reporter_client.post(address(ermek), data).status_code == 403


def test_pages_go_on_by_key(editor_client, ermek, posts, monkeypatch):
    monkeypatch.setattr(page, "SHOWN", 2)
    first = html(editor_client.get(address(ermek)))
    older = re.search(r'href="(\?level=&amp;after=[^"]+)"', first)[1].replace("&amp;", "&")
    second = html(editor_client.get(address(ermek) + older))
    seen = [re.findall(r'name="find" value="(\d+)"', shown) for shown in (first, second)]
    assert [len(pks) for pks in seen] == [2, 1]
    assert not set(seen[0]) & set(seen[1])
    assert editor_client.get(address(ermek) + "?after=forged").status_code == 404


def test_queries_of_the_page_do_not_grow_with_the_finds(editor_client, ermek, posts, editor):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            html(editor_client.get(address(ermek)))
        return len(captured)

    queries()
    before = queries()
    for _ in range(5):
        publish(make_post(body="<p>Ермек Кошербаев.</p>"), by=editor)
    rescans.run(rescans.begin(ermek))
    assert queries() == before


def test_run_is_stopped(editor_client, ermek):
    rescans.begin(ermek)
    response = editor_client.post(address(ermek), {"_cancel": "1"})
    assert "остановлен" in says(response)
    assert 'name="_start"' in html(editor_client.get(address(ermek)))


def test_second_start_is_refused_in_words(editor_client, ermek):
    rescans.begin(ermek)
    response = editor_client.post(address(ermek), {"_start": "1"})
    assert "уже" in says(response)
    assert Rescan.objects.count() == 1


def test_new_alias_offers_the_search(editor_client, ermek):
    response = editor_client.post(change_url(ermek), person_data(ermek, aliases="Посол Кошербаев"))
    shown = html(editor_client.get(response.url))
    assert f"<a href='{address(ermek)}'>" in shown.split("messagelist")[1].split("</ul>")[0]


def test_change_of_something_else_offers_nothing(editor_client, ermek):
    data = person_data(ermek, biography="Дипломат.", is_published="on")
    response = editor_client.post(change_url(ermek), data)
    shown = html(editor_client.get(response.url))
    assert address(ermek) not in shown.split("messagelist")[1].split("</ul>")[0]


def test_several_are_started_from_the_list(editor_client, ermek):
    other = make_person()
    data = {"action": "find_in_posts", "_selected_action": [ermek.pk, other.pk]}
    shown = says(editor_client.post(url(Person, "changelist"), data))
    assert address(ermek) in shown
    assert address(other) in shown
    assert Rescan.objects.running().count() == 2


def test_one_started_from_the_list_leads_to_its_page(editor_client, ermek):
    data = {"action": "find_in_posts", "_selected_action": [ermek.pk]}
    assert editor_client.post(url(Person, "changelist"), data).url == address(ermek)


def test_too_many_at_once_are_refused(editor_client, monkeypatch):
    monkeypatch.setattr(page, "MOST_AT_ONCE", 1)
    pks = [make_person().pk, make_person().pk]
    data = {"action": "find_in_posts", "_selected_action": pks}
    assert "не больше" in says(editor_client.post(url(Person, "changelist"), data))
    assert not Rescan.objects.exists()


def test_reporter_starts_only_what_readers_do_not_see(reporter_client, ermek):
    hidden = make_person(is_published=False)
    data = {"action": "find_in_posts", "_selected_action": [ermek.pk, hidden.pk]}
    reporter_client.post(url(Person, "changelist"), data)
    assert [run.record for run in Rescan.objects.all()] == [hidden.pk]


def test_merged_record_has_no_page(editor_client, ermek):
    Person.objects.filter(pk=ermek.pk).update(merged_into=make_person(), is_published=False)
    assert editor_client.get(address(ermek)).status_code == 404


def test_form_opened_before_an_acceptance_does_not_undo_it(editor_client, ermek, posts):
    form = post_data(posts[0], lead="Иначе.")
    finds = finds_of(ermek).filter(post=posts[0])
    editor_client.post(address(ermek), {"_accept": "1", "find": finds.get().pk})
    assert editor_client.post(change_url(posts[0]), form).status_code == 302
    posts[0].refresh_from_db()
    assert (posts[0].lead, list(posts[0].persons.all())) == ("Иначе.", [ermek])


def test_runs_of_a_deleted_record_go_with_it(editor_client):
    record = make_person()
    rescans.begin(record)
    editor_client.post(url(Person, "delete", record.pk), {"post": "yes"})
    assert not Rescan.objects.exists()
