"""What two people do at once."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from articles import rescans
from articles.admin.posts.links import ANSWERS, make_link, take_answer
from articles.lookalikes import keep_all_names, keep_names
from articles.mentions.registry import confirm, refuse
from articles.models import (
    Edition,
    MentionKey,
    Note,
    Position,
    Post,
    PreviewLink,
    Rescan,
    SeenName,
)
from articles.publishing import publish
from tests.admin.pages import change_url, post_data
from tests.conftest import as_user
from tests.factories import make_organization, make_person, make_post


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_publications_at_the_same_moment_have_numbers_of_their_own(editor):
    post, people = make_post(), 4
    start = Barrier(people)

    def press(number):
        start.wait(10)
        try:
            return publish(post, by=editor, correction=f"Поправка {number}").number
        finally:
            connection.close()

    with ThreadPoolExecutor(people) as pool:
        numbers = sorted(pool.map(press, range(people)))
    assert numbers == [1, 2, 3, 4]
    assert Edition.objects.live().filter(post=post).count() == 1
    assert Edition.objects.get(live_until=None).number == 4


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_saves_of_one_form_at_the_same_moment_write_over_nothing(editor, chief):
    post = make_post(headline="Было")
    opened = post_data(post)
    start = Barrier(2)

    def press(user):
        client = as_user(user)
        start.wait(10)
        try:
            data = opened | {"headline": f"Заголовок {user}"}
            return client.post(change_url(post), data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(press, [editor, chief]))
    # One was saved, and the other has both texts before them.
    assert answers == [200, 302]
    assert [row.number for row in post.revisions.all()] == [2, 1]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_answers_at_the_same_moment_are_no_more_than_a_link_takes(editor):
    link, _address = make_link(make_post(), label="Айталина", days=1, by=editor)
    PreviewLink.objects.update(answers=ANSWERS - 2)
    people = 6
    start = Barrier(people)

    def press(number):
        start.wait(10)
        try:
            return take_answer(link, name=f"Гость {number}", answer="approve", comment="")
        finally:
            connection.close()

    with ThreadPoolExecutor(people) as pool:
        taken = [note for note in pool.map(press, range(people)) if note]
    assert len(taken) == Note.objects.count() == 2


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_link_made_while_somebody_saves_shows_one_save_whole(editor, chief):
    post = make_post(headline="Было", lead="Было")
    data = post_data(post) | {"headline": "Стало", "lead": "Стало"}
    start = Barrier(2)

    def save():
        client = as_user(chief)
        start.wait(10)
        try:
            return client.post(change_url(post), data).status_code
        finally:
            connection.close()

    def share():
        start.wait(10)
        try:
            return make_link(post, label="Айталина", days=1, by=editor)[0].document
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        saved, shown = pool.submit(save), pool.submit(share)
        assert saved.result() == 302
        assert (shown.result()["headline"], shown.result()["lead"]) in {
            ("Было", "Было"),
            ("Стало", "Стало"),
        }
    post.refresh_from_db()
    assert (post.headline, post.editions.count()) == ("Стало", 0)
    assert [row.number for row in post.revisions.all()] == [2, 1]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_decisions_of_the_same_moment_are_all_counted():
    museum, people = make_organization(name="Музей мерзлоты"), 6
    start = Barrier(people)

    def press(number):
        decide = refuse if number % 3 else confirm
        start.wait(10)
        try:
            decide("organization", museum.pk, "Ледяной дом", "ru")
        finally:
            connection.close()

    with ThreadPoolExecutor(people) as pool:
        list(pool.map(press, range(people)))
    seen = SeenName.objects.get()
    assert (seen.confirmed, seen.rejected) == (2, 4)
    rows = MentionKey.objects.filter(text="Ледяной дом").values_list("source", "times")
    assert sorted(rows) == [("refused", 4), ("seen", 2)]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_names_counted_while_a_body_is_renamed_have_the_keys_of_its_new_name_once():
    body, person = make_organization(name="Музей мерзлоты"), make_person(name="Айтал Бонин")
    Position.objects.create(person=person, organization=body, title="директор")
    keys = MentionKey.objects.filter(kind="person", record=person.pk)
    start = Barrier(2)

    @transaction.atomic
    def rename():
        body.name += " и льда"
        body.save()
        keep_names(body)

    def press(act):
        start.wait(10)
        try:
            act()
        finally:
            connection.close()

    acts = [rename, lambda: confirm("person", person.pk, "Бонин", "ru")]
    for _time in range(10):
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(press, acts))
        kept = sorted(keys.values_list("key", "text", "source", "times"))
        keep_names(person)
        assert kept == sorted(keys.values_list("key", "text", "source", "times"))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_searches_of_the_same_moment_for_a_record_one_begins():
    museum, people = make_organization(name="Музей мерзлоты"), 4
    start = Barrier(people)

    def press(_number):
        start.wait(10)
        try:
            return rescans.begin(museum).pk
        except ValidationError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(people) as pool:
        begun = [pk for pk in pool.map(press, range(people)) if pk]
    assert begun == [rescan.pk for rescan in Rescan.objects.all()]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_find_accepted_while_its_post_is_published_is_in_the_new_words_or_added_to_them(editor):
    museum, post = make_organization(name="Музей мерзлоты"), make_post()
    publish(post, by=editor)
    rescan = rescans.begin(museum)
    find = rescan.finds.create(
        post=post, words="Музей", sentence="Музей", at=0, level="link", reason=["name", "", ""]
    )
    start = Barrier(2)

    def press(act):
        start.wait(10)
        try:
            act()
        finally:
            connection.close()

    acts = [
        lambda: rescans.accept(rescan, [find.pk], by=editor),
        lambda: publish(post, by=editor, correction="Было иначе."),
    ]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(press, acts))
    edition = Edition.objects.live().get(post=post)
    assert edition.correction
    assert edition.document["organizations"] == [museum.pk]
    assert Post.objects.with_state().get(pk=post.pk).state == "live"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_crossing_decisions_of_posts_that_are_published_wait_for_each_other(editor):
    museum, house = make_organization(name="Музей мерзлоты"), make_organization(name="Дом льда")
    keep_all_names([museum, house])
    start = Barrier(2)

    def press(named, refused):
        post = make_post(body=f"<p>Открыт {named.name}.</p>", organizations=[named])
        words = {"kind": "organization", "id": refused.pk, "words": "Здание"}
        data = post_data(post, button="_publish", decided=json.dumps([words]))
        client = as_user(editor)
        start.wait(10)
        try:
            return client.post(change_url(post), data).status_code
        finally:
            connection.close()

    for _time in range(3):
        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(press, [museum, house], [house, museum])) == [302, 302]
    seen = SeenName.objects.values_list("text", "confirmed", "rejected")
    assert sorted(seen) == [
        ("Дом льда", 3, 0),
        ("Здание", 0, 3),
        ("Здание", 0, 3),
        ("Музей мерзлоты", 3, 0),
    ]
