"""A day of a story: written by a reporter, published, corrected and withdrawn by an editor."""

import json

import pytest

from articles.models import Edition, Post
from tests.factories import make_event, make_organization, make_person, make_section

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
HEADLINE = "Паром пришёл раньше срока"
CHANGED = "Паром пришёл на неделю раньше"


@pytest.fixture
def scene():
    return {
        "section": make_section(name="Транспорт"),
        "person": make_person(name="Айталина Петрова"),
        "organization": make_organization(name="Речной порт"),
        "event": make_event(name="Открытие навигации"),
    }


def places(scene):
    """Return every list, feed and filter the story belongs in."""
    named = {kind: scene[kind] for kind in ("person", "organization", "event")}
    return [
        "/",
        scene["section"].get_absolute_url(),
        *(entity.get_absolute_url() for entity in named.values()),
        "/api/v1/posts/",
        f"/api/v1/posts/?section={scene['section'].slug}",
        *(f"/api/v1/posts/?{kind}={entity.pk}" for kind, entity in named.items()),
    ]


def where(fetch, scene, words):
    """Return in how many of those places the words stand."""
    answers = [fetch(path) for path in places(scene)]
    assert {status for status, _text in answers} == {200}
    return sum(words in text for _status, text in answers)


def write_story(desk, scene):
    desk.open("/admin/articles/post/add/")
    desk.write("#id_headline", HEADLINE)
    desk.write("#id_lead", "Первый рейс взял сорок машин.")
    body = desk.find(".field-body [contenteditable=true]")
    body.send_keys("Лёд сошёл быстро.\nБилеты уже продают.")
    desk.choose("section", "Транспорт")
    desk.find("#id_age_mark option[value='12']").click()
    desk.choose("persons", "Петрова")
    desk.choose("organizations", "порт")
    desk.choose("events", "навигации")


def test_story_from_draft_to_withdrawal(desk, fetch, reporter, editor, scene):
    everywhere = len(places(scene))

    desk.log_in(reporter)
    write_story(desk, scene)
    assert not desk.has("[name=_publish]")
    assert not desk.has("[name=_schedule]")
    desk.press("[name=_save]")
    post = Post.objects.get()
    assert post.body == "<p>Лёд сошёл быстро.</p><p>Билеты уже продают.</p>"
    assert where(fetch, scene, HEADLINE) == 0
    assert desk.errors() == []

    desk.log_in(editor)
    desk.open(f"/admin/articles/post/{post.pk}/change/")
    desk.press("[name=_publish]")
    assert desk.has(".messagelist .success")
    assert where(fetch, scene, HEADLINE) == everywhere
    path = Edition.objects.get().card["path"]
    status, page = fetch(path)
    assert status == 200
    assert "Билеты уже продают." in page

    desk.write("#id_headline", CHANGED)
    desk.press("[name=_save]")
    assert where(fetch, scene, HEADLINE) == everywhere
    assert where(fetch, scene, CHANGED) == 0

    desk.open(f"/admin/articles/post/{post.pk}/change/")
    desk.press("[name=_publish]")
    assert where(fetch, scene, CHANGED) == everywhere
    assert json.loads(fetch(f"/api/v1/posts/{post.pk}/")[1])["edition"] == 2

    desk.press(".unpublishlink")
    desk.write("#id_reason", "Порт отозвал сообщение")
    desk.write("#id_reader_note", "Порт сообщил об ошибке.")
    desk.press("[name=_unpublish]")
    assert where(fetch, scene, "Паром пришёл") == 0
    status, page = fetch(path)
    assert status == 410
    assert "Порт сообщил об ошибке." in page
    assert "Порт отозвал" not in page
    assert fetch(f"/api/v1/posts/{post.pk}/")[0] == 410
    assert desk.errors() == []


def test_preview_opens_beside_the_form_and_stores_nothing(desk, reporter, scene):
    desk.log_in(reporter)
    write_story(desk, scene)
    form = desk.driver.current_window_handle
    desk.find("[name=_preview]").click()
    desk.wait.until(lambda driver: len(driver.window_handles) == 2)
    preview = next(handle for handle in desk.driver.window_handles if handle != form)
    desk.driver.switch_to.window(preview)
    desk.driver.switch_to.frame(desk.find("iframe"))
    assert desk.find(".story h1").text == HEADLINE
    desk.driver.close()
    desk.driver.switch_to.window(form)
    assert desk.find("#id_headline").get_attribute("value") == HEADLINE
    assert not Post.objects.exists()
    assert not Edition.objects.exists()


def test_refused_publication_loses_no_word(desk, editor, scene):
    desk.log_in(editor)
    write_story(desk, scene)
    desk.find("#id_lead").clear()
    desk.press("[name=_publish]")
    assert desk.has(".field-lead .errorlist")
    assert desk.find("#id_headline").get_attribute("value") == HEADLINE
    assert "Билеты уже продают." in desk.find(".field-body [contenteditable=true]").text
    assert "Айталина Петрова" in desk.find(".field-persons .select2-selection").text
    assert not Post.objects.exists()
