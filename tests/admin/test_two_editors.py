"""Two people at one post: no word of either is lost."""

import pytest

from articles.history import record_words
from articles.models import Post, PostByline
from articles.publishing import publish
from tests.admin.pages import change_url, errors, filled, post_data, rows, url
from tests.factories import make_image, make_person, make_post, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return make_post(headline="Было", lead="Лид.", body="<p>Один.</p><p>Два.</p>")


@pytest.fixture
def save(post, editor_client, chief_client):
    """Return a function that opens the form twice, lets the chief save first, the editor second."""

    def save(theirs: dict, mine: dict):
        opened = post_data(post)
        assert chief_client.post(change_url(post), opened | theirs).status_code == 302
        return editor_client.post(change_url(post), opened | mine)

    return save


def test_changes_of_different_fields_are_merged(post, save):
    person, image, tag = make_person(), make_image(), make_tag()
    theirs = {"lead": "Их лид.", "persons": [person.pk], "age_mark": 12, "lead_image": image.pk}
    response = save(theirs, {"headline": "Моё", "tags": [tag.pk], "kind": "article"})
    assert response.status_code == 302
    post.refresh_from_db()
    assert (post.headline, post.lead) == ("Моё", "Их лид.")
    assert (post.age_mark, post.kind, post.lead_image) == (12, "article", image)
    assert list(post.persons.all()) == [person]
    assert list(post.tags.all()) == [tag]


def test_same_field_changed_by_both_is_put_to_the_second(post, save, editor_client, chief):
    response = save({"headline": "Их"}, {"headline": "Моё", "lead": "Мой лид."})
    shown = response.content.decode()
    assert list(errors(response)) == ["headline"]
    assert str(chief) in shown
    assert '<span class="theirs">Их</span>' in shown
    assert "Моё</textarea>" in shown
    post.refresh_from_db()
    assert post.headline == "Их"
    # The form now stands on what was saved: the editor has chosen by saving it again.
    form = response.context["adminform"].form
    again = post_data(post) | {"headline": "Моё", "lead": "Мой лид."}
    assert form["revision"].value() == again["revision"]
    assert editor_client.post(change_url(post), again).status_code == 302
    post.refresh_from_db()
    assert (post.headline, post.lead) == ("Моё", "Мой лид.")


def test_refused_save_shows_what_the_others_changed_elsewhere(save):
    response = save({"headline": "Их", "lead": "Их лид."}, {"headline": "Моё"})
    assert response.context["adminform"].form["lead"].value() == "Их лид."


def test_same_change_by_both_is_no_conflict(post, save):
    assert save({"headline": "Одно"}, {"headline": "Одно"}).status_code == 302


def test_body_conflict_shows_both_in_words(post, save):
    response = save({"body": "<p>Один. Их.</p>"}, {"body": "<p>Один. Мой.</p>"})
    assert list(errors(response)) == ["body"]
    shown = response.content.decode()
    assert "<del>Их</del>" in shown
    assert "<ins>Мой</ins>" in shown


def test_white_space_between_blocks_is_no_change(post, save):
    response = save({"body": "<p>Один.</p><p>Их.</p>"}, {"body": "<p>Один.</p>\n\n<p>Два.</p>"})
    assert response.status_code == 302
    post.refresh_from_db()
    assert "Их." in post.body


def test_set_keeps_what_either_added_and_drops_what_either_removed(post, save):
    stays, goes, came, new = (make_person() for _ in range(4))
    post.persons.set([stays, goes])
    record_words(post)
    response = save(
        {"persons": [stays.pk, goes.pk, came.pk]},
        {"persons": [stays.pk, new.pk]},
    )
    assert response.status_code == 302
    assert set(post.persons.all()) == {stays, came, new}


def test_bylines_of_one_side_are_kept(post, save):
    author = make_person()
    row = rows("bylines", {"person": author.pk, "role": "author", "position": "0"})
    assert save(row, {"headline": "Моё"}).status_code == 302
    assert [byline.person for byline in post.bylines.all()] == [author]


def test_bylines_changed_by_both_are_put_to_the_second(post, save):
    theirs, mine = make_person(name="Их Автор"), make_person(name="Мой Автор")
    response = save(
        rows("bylines", {"person": theirs.pk, "role": "author", "position": "0"}),
        rows("bylines", {"person": mine.pk, "role": "author", "position": "0"}),
    )
    assert response.status_code == 200
    assert "Мой Автор" in response.content.decode()
    assert PostByline.objects.get().person == theirs


def test_stale_publish_sends_out_nothing_unseen(post, save):
    response = save({"headline": "Их"}, {"headline": "Моё", "_publish": "1"})
    assert list(errors(response)) == ["headline"]
    assert not post.editions.exists()


def test_embargo_set_by_the_other_holds_a_stale_publish(post, save):
    response = save(
        {"embargo_until_0": "01.01.2100", "embargo_until_1": "10:00"}, {"_publish": "1"}
    )
    assert list(errors(response)) == ["embargo_until"]
    assert response.context["adminform"].form["embargo_until"].value()[0] == "01.01.2100"


@pytest.mark.parametrize(
    ("field", "mine", "theirs", "shown"),
    [
        ("headline", {"headline": "х" * 256}, {"headline": "Их"}, "Их"),
        ("kind", {"kind": "нет"}, {"kind": "column"}, "Колонка"),
        (
            "due_at",
            {"due_at_0": "вчера"},
            {"due_at_0": "01.01.2100", "due_at_1": "10:00"},
            "01.01.2100 10:00",
        ),
    ],
)
def test_mistake_in_a_field_does_not_hide_what_they_wrote_there(save, field, mine, theirs, shown):
    response = save(theirs, mine)
    assert len(errors(response)[field]) == 2
    assert f'<span class="theirs">{shown}</span>' in response.content.decode()


def test_record_that_is_gone_does_not_take_theirs_with_it(post, save):
    came, gone = make_person(), make_person()
    pk = gone.pk
    gone.delete()
    response = save({"persons": [came.pk]}, {"persons": [pk]})
    assert list(errors(response)) == ["persons"]
    form = response.context["adminform"].form
    assert form["persons"].value() == [str(came.pk), str(pk)]


@pytest.mark.parametrize("revision", ["", "0", "999", "x", "-1", "9" * 40, "1\x00"])
def test_forged_revision_saves_nothing(post, editor_client, revision):
    data = post_data(post, headline="Моё", revision=revision)
    response = editor_client.post(change_url(post), data)
    assert response.status_code == 200
    post.refresh_from_db()
    assert post.headline == "Было"


def test_publishing_between_does_not_make_the_form_stale(post, editor, editor_client):
    opened = post_data(post)
    publish(post, by=editor)
    assert editor_client.post(change_url(post), opened | {"headline": "Моё"}).status_code == 302


@pytest.mark.parametrize("button", ["_save", "_publish"])
def test_words_for_a_post_deleted_meanwhile_become_a_new_one(editor_client, post, button):
    author = make_person()
    PostByline.objects.create(post=post, person=author)
    opened, address = filled(editor_client.get(change_url(post))), change_url(post)
    post.delete()
    response = editor_client.post(address, opened | {"headline": "Моё", button: "1"})
    assert "__all__" in errors(response)
    assert not Post.objects.exists()
    page = response.content.decode()
    assert f'action="{url(Post, "add")}"' in page
    assert "удалена" in page
    assert editor_client.post(url(Post, "add"), filled(response)).status_code == 302
    saved = Post.objects.get()
    assert saved.headline == "Моё"
    assert [byline.person for byline in saved.bylines.all()] == [author]


def test_nothing_posted_to_a_post_that_is_gone_leads_home(editor_client, post):
    address = change_url(post)
    post.delete()
    assert editor_client.post(address, {}).status_code == 302
