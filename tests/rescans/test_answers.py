"""What editors say of the posts a run has found: accepted, they name the entity for readers."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import rescans
from articles.history import fingerprint, record_words, words_of_edition
from articles.lookalikes import keep_names
from articles.models import Edition, Position, Post, Rejection, SeenName
from articles.publishing import publish, unpublish
from tests.factories import make_organization, make_person
from tests.rescans.conftest import found, look

pytestmark = pytest.mark.django_db


def save(post) -> None:
    post.save()
    record_words(post)


def state_of(post) -> str:
    return Post.objects.with_state().get(pk=post.pk).state


def test_accepted_post_names_the_record_and_readers_find_it_there(ermek, live, editor, reader):
    post = live(headline="Встреча послов в Якутске")
    page = f"/persons/{ermek.pk}-{ermek.slug}/"
    assert "Встреча послов" not in reader.get(page).content.decode()
    before = Edition.objects.get(post=post)
    rescan = look(ermek)
    assert rescans.accept(rescan, [rescan.finds.get().pk], by=editor) == 1

    assert list(post.persons.all()) == [ermek]
    assert post.revisions.first().snapshot["persons"] == [ermek.pk]
    assert post.revisions.first().saved_by == editor
    assert "Встреча послов" in reader.get(page).content.decode()
    edition = Edition.objects.get(post=post)
    assert edition.document["persons"] == [ermek.pk]
    mention = edition.mentions.get()
    assert (mention.form, mention.about) == ("Ермеком Кошербаевым", False)
    same = ("body", "headline", "live_from", "live_until", "number", "first_published_at")
    assert [getattr(edition, name) for name in same] == [getattr(before, name) for name in same]
    assert edition.document["updated_at"] == before.document["updated_at"]
    assert state_of(post) == "live"


def test_headline_tells_that_the_post_is_about_it(ermek, live, editor):
    live(headline="Ермек Кошербаев в Якутске")
    rescan = look(ermek)
    rescans.accept(rescan, [rescan.finds.get().pk], by=editor)
    assert Edition.objects.get().mentions.get().about


def test_post_being_changed_learns_it_and_stays_changed(ermek, live, editor):
    post = live()
    post.lead = "Иначе."
    save(post)
    rescan = look(ermek)
    rescans.accept(rescan, [rescan.finds.get().pk], by=editor)
    post.refresh_from_db()
    edition = Edition.objects.get(post=post)
    assert (post.lead, list(post.persons.all())) == ("Иначе.", [ermek])
    assert edition.document["persons"] == [ermek.pk]
    assert edition.lead != "Иначе."
    assert state_of(post) == "changed"
    post.lead = edition.lead  # back to what readers see
    save(post)
    publish(post, by=editor)
    assert Edition.objects.filter(post=post).count() == 1


def test_scheduled_change_keeps_the_name_when_it_opens(ermek, live, editor):
    post = live()
    post.lead = "Завтра иначе."
    save(post)
    tomorrow = timezone.now() + timedelta(days=1)
    publish(post, by=editor, at=tomorrow)
    rescan = look(ermek)
    rescans.accept(rescan, [rescan.finds.get().pk], by=editor)
    for edition in Edition.objects.filter(post=post):
        assert edition.document["persons"] == [ermek.pk]
    assert Post.objects.with_state(tomorrow + timedelta(hours=1)).get(pk=post.pk).state == "live"


def test_post_taken_off_the_site_meanwhile_learns_it_alone(ermek, live, editor):
    post = live()
    rescan = look(ermek)
    unpublish(post, by=editor, reason="Ошибка")
    rescans.accept(rescan, [rescan.finds.get().pk], by=editor)
    assert list(post.persons.all()) == [ermek]
    assert not Edition.objects.get(post=post).mentions.exists()


def test_words_of_an_edition_add_up_to_its_fingerprint(ermek, live):
    live(persons=[ermek], bylines=[make_person()], organizations=[make_organization()])
    edition = Edition.objects.get()
    assert fingerprint(words_of_edition(edition)) == edition.fingerprint


def test_accepted_words_are_counted_once_a_post(ermek, live, editor):
    for words in ("с Ермеком Кошербаевым", "опять с Ермеком Кошербаевым", "Ермек Кошербаев"):
        live(f"Пришли {words}.")
    rescan = look(ermek)
    rescans.accept(rescan, rescan.finds.values_list("pk", flat=True), by=editor)
    seen = SeenName.objects.filter(kind="person", record=ermek.pk)
    counted = dict(seen.values_list("text", "confirmed"))
    assert counted == {"Ермеком Кошербаевым": 2, "Ермек Кошербаев": 1}


@pytest.mark.parametrize("answer", [rescans.accept, rescans.dismiss])
def test_words_of_an_office_are_not_counted(live, editor, answer):
    person = make_person(name="Ермек Сонин", given_name="Ермек", family_name="Сонин")
    Position.objects.create(person=person, title="Ректор Арктического университета")
    keep_names(person)
    live("Вчера ректор Арктического университета приехал.")
    rescan = look(person)
    assert answer(rescan, [rescan.finds.get().pk], by=editor) == 1
    assert not SeenName.objects.exists()


def test_dismissed_post_is_not_proposed_again(ermek, live, editor):
    post = live()
    rescan = look(ermek)
    assert rescans.dismiss(rescan, [rescan.finds.get().pk], by=editor) == 1
    assert Rejection.objects.filter(post=post, kind="person", record=ermek.pk, by=editor).exists()
    assert not post.persons.exists()
    assert found(ermek) == {}


def test_post_said_not_to_name_it_is_counted_once_and_no_more_when_it_does(ermek, live, editor):
    post = live()
    rescan = look(ermek)
    rescans.dismiss(rescan, [rescan.finds.get().pk], by=editor)
    seen = Rejection.objects.get().seen
    assert (seen.text, seen.rejected) == ("Ермеком Кошербаевым", 1)
    again = {"words": "Ермеком", "sentence": "", "at": 0, "level": "link"}
    again["reason"] = ["full", "", ""]
    for answer in (rescans.dismiss, rescans.accept):
        assert SeenName.objects.get() == seen
        rescan = look(ermek)
        answer(rescan, [rescan.finds.create(post=post, **again).pk], by=editor)
    assert not Rejection.objects.exists()
    assert SeenName.objects.get(pk=seen.pk).rejected == 0


def test_find_is_answered_once(ermek, live, editor):
    post = live()
    rescan = look(ermek)
    pk = rescan.finds.get().pk
    assert rescans.dismiss(rescan, [pk], by=editor) == 1
    assert rescans.accept(rescan, [pk], by=editor) == 0
    assert not post.persons.exists()


def test_find_of_another_run_is_not_accepted(ermek, live, editor):
    live()
    mine, other = look(ermek), look(make_person())
    assert rescans.accept(other, [mine.finds.get().pk], by=editor) == 0


def test_who_may_not_publish_can_answer_nothing(ermek, live, reporter):
    live()
    rescan = look(ermek)
    for answer in (rescans.accept, rescans.dismiss):
        with pytest.raises(PermissionDenied):
            answer(rescan, [rescan.finds.get().pk], by=reporter)
    assert rescan.finds.open().count() == 1


def test_nothing_is_accepted_for_a_record_merged_meanwhile(ermek, live, editor):
    live()
    rescan = look(ermek)
    type(ermek).objects.filter(pk=ermek.pk).update(merged_into=make_person(), is_published=False)
    with pytest.raises(ValidationError):
        rescans.accept(rescan, [rescan.finds.get().pk], by=editor)
    assert rescan.finds.open().count() == 1


def accepting(rescan, editor) -> int:
    pks = list(rescan.finds.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as queries:
        rescans.accept(rescan, pks, by=editor)
    return len(queries)


def test_queries_of_an_acceptance_grow_evenly(ermek, live, editor):
    counts = []
    for posts in (1, 1, 2, 4):  # the first time the words are new
        for _ in range(posts):
            live()
        counts.append(accepting(look(ermek), editor))
    _, one, two, four = counts
    assert four - two == 2 * (two - one)
    assert two - one <= 40
