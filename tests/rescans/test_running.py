"""Old posts that name an entity, found by a run."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import rescans
from articles.lookalikes import forget_names, keep_names
from articles.models import Rejection, Rescan
from articles.models.rescan import SILENCE
from articles.publishing import publish, unpublish
from articles.rescans import running
from tests.factories import make_event, make_organization, make_person, make_post
from tests.rescans.conftest import NAME, found, look

pytestmark = pytest.mark.django_db


# What is found


def test_post_that_names_it_is_found_with_the_words_and_why(ermek, live):
    post, other = live(), live("Кошербаев приехал.", headline="Совсем другое")
    finds = found(ermek)
    find = finds[post.pk]
    assert find.words == "Ермеком Кошербаевым"
    assert find.sentence == "Вчера с Ермеком Кошербаевым встретились послы."
    assert find.sentence[find.at :].startswith(find.words)
    assert (find.level, find.reason[:2]) == ("link", ["full", "i"])
    assert finds[other.pk].level == "suggest"  # the family name alone


def test_headline_and_lead_are_searched_too(ermek, live):
    head = live("Без имён.", headline="Кошербаев Ермек назначен")
    lead = live("Без имён.", lead="Назначен Ермек Кошербаев.")
    assert found(ermek).keys() == {head.pk, lead.pk}


def test_posts_that_say_so_already_or_were_refused_are_no_finds(ermek, live, editor):
    live(persons=[ermek])
    added = live()
    added.persons.add(ermek)  # not published yet
    refused = live()
    Rejection.objects.create(post=refused, kind="person", record=ermek.pk, by=editor)
    assert found(ermek) == {}


def test_only_what_readers_see_now_is_searched(ermek, live, editor):
    make_post(body="<p>Ермек Кошербаев.</p>")
    unpublish(live(), by=editor, reason="Ошибка")
    publish(
        make_post(body="<p>Ермек Кошербаев.</p>"), by=editor, at=timezone.now() + timedelta(days=1)
    )
    changed = live()
    changed.body = "<p>Пусто.</p>"
    changed.save()
    rescan = look(ermek)
    assert [find.post_id for find in rescan.finds.all()] == [changed.pk]
    assert (rescan.total, rescan.done) == (1, 1)


def test_homonym_makes_a_find_one_to_check(ermek, live):
    post = live()
    keep_names(make_person(name=NAME, given_name="Ермек", family_name="Кошербаев"))
    find = found(ermek)[post.pk]
    assert (find.level, find.reason[0]) == ("suggest", "several")


def test_link_to_another_is_not_taken_from_it(live):
    ours = make_organization(name="Верховный суд")
    theirs = make_organization(name="Верховный суд Якутии")
    for court in (ours, theirs):
        keep_names(court)
    live("Решение принял Верховный суд Якутии.")
    assert found(ours) == {}


def test_events_and_organizations_are_found(live):
    event = make_event(name="Петербургский международный экономический форум", aliases="ПМЭФ")
    keep_names(event)
    post = live("На ПМЭФ приехали гости.")
    assert found(event).keys() == {post.pk}


def test_finds_stand_newest_first(ermek, editor):
    posts = []
    for days in (1, 3, 2):
        post = make_post(body="<p>Ермек Кошербаев.</p>")
        publish(post, by=editor, at=timezone.now() - timedelta(days=days))
        posts.append(post.pk)
    first, third, second = posts
    assert list(look(ermek).finds.values_list("post_id", flat=True)) == [first, second, third]


def test_record_without_names_finds_nothing(ermek, live):
    live()
    forget_names([ermek])
    assert found(ermek) == {}


# A run


def test_run_goes_in_batches_and_tells_how_far_it_is(ermek, live, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 2)
    for _ in range(5):
        live()
    told = []
    rescan = rescans.begin(ermek)
    assert rescans.run(rescan, lambda run: told.append((run.done, run.total))) == 5
    assert told == [(2, 5), (4, 5), (5, 5)]
    rescan.refresh_from_db()
    assert rescan.finished_at
    assert rescan.error == ""


def queries_of(record) -> int:
    rescan = rescans.begin(record)
    with CaptureQueriesContext(connection) as queries:
        rescans.run(rescan)
    return len(queries)


def test_queries_do_not_grow_with_what_is_published(ermek, live, monkeypatch):
    live("Без имён.")
    one = queries_of(ermek)
    for _ in range(6):
        live("Без имён.")
    assert queries_of(ermek) == one
    monkeypatch.setattr(running, "BATCH", 2)
    per_batch = 4  # the page, the savepoint and its release, how far it is
    assert queries_of(ermek) == one + 3 * per_batch


def test_queries_of_texts_that_may_name_it(ermek, live):
    live()
    one = queries_of(ermek)
    for _ in range(4):
        live()
    assert queries_of(ermek) == one + 4 * 1  # each text is looked up once


def test_second_run_of_a_record_is_refused_while_one_is_at_work(ermek, editor):
    rescans.begin(ermek)
    with pytest.raises(ValidationError):
        rescans.start(ermek, by=editor)
    assert rescans.begin(make_person())
    assert Rescan.objects.count() == 2


def test_run_whose_worker_fell_silent_is_replaced(ermek, live):
    live()
    lost = rescans.begin(ermek)
    Rescan.objects.update(seen_at=timezone.now() - SILENCE - timedelta(seconds=1))
    lost.refresh_from_db()
    assert lost.is_lost
    assert not lost.is_running
    assert look(ermek).finds.count() == 1
    assert not Rescan.objects.filter(pk=lost.pk).exists()
    assert rescans.run(lost) == 0  # should its worker wake after all


def test_cancelled_run_stops_after_its_batch(ermek, live, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 1)
    for _ in range(3):
        live()
    rescan = rescans.begin(ermek)
    rescans.run(rescan, lambda run: rescans.cancel(run))
    rescan.refresh_from_db()
    assert (rescan.error, rescan.done, rescan.finds.count()) == ("cancelled", 1, 1)
    assert not rescans.cancel(rescan)
    assert rescans.look_for.func(rescan.pk) == 0


def test_run_that_fails_says_so(ermek, live, monkeypatch):
    live()
    rescan = rescans.begin(ermek)

    def fall(_rescan):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        rescans.run(rescan, fall)
    rescan.refresh_from_db()
    assert rescan.error == "failed"
    assert look(ermek).error == ""


def test_what_a_run_left_undecided_is_found_by_the_next(ermek, live, editor):
    one, two = live(), live()
    first = look(ermek)
    rescans.accept(first, [first.finds.get(post=one).pk], by=editor)
    assert found(ermek).keys() == {two.pk}
    assert not Rescan.objects.filter(pk=first.pk).exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_worker_does_the_run(ermek, live, editor):
    post = live()
    rescan = rescans.start(ermek, by=editor)
    assert not rescan.finds.exists()
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    assert [find.post_id for find in rescan.finds.all()] == [post.pk]
