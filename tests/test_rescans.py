"""Old posts that name an entity: found by a run, accepted by people, listed with the entity."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import rescans
from articles.history import fingerprint, record_words, words_of_edition
from articles.lookalikes import forget_names, keep_names
from articles.models import Edition, Position, Post, Rejection, Rescan, RescanFind, SeenName
from articles.models.rescan import SILENCE
from articles.publishing import publish, unpublish
from articles.rescans import running
from tests.factories import make_event, make_organization, make_person, make_post

pytestmark = pytest.mark.django_db

NAME = "Ермек Кошербаев"


@pytest.fixture
def ermek():
    person = make_person(name=NAME, given_name="Ермек", family_name="Кошербаев")
    keep_names(person)
    return person


@pytest.fixture
def live(editor):
    """Return a function that publishes a post with that text."""

    def live(text="Вчера с Ермеком Кошербаевым встретились послы.", **fields):
        post = make_post(body=f"<p>Начало.</p><p>{text}</p>", **fields)
        publish(post, by=editor)
        return post

    return live


def look(record, **kwargs) -> Rescan:
    rescan = rescans.begin(record, **kwargs)
    rescans.run(rescan)
    rescan.refresh_from_db()
    return rescan


def save(post) -> None:
    post.save()
    record_words(post)


def found(record) -> dict[int, RescanFind]:
    return {find.post_id: find for find in look(record).finds.all()}


def state_of(post) -> str:
    return Post.objects.with_state().get(pk=post.pk).state


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


# What is accepted


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


# The command


def test_command_looks_and_accepts_nothing(ermek, live):
    post, out = live(), StringIO()
    call_command("rescan", person=ermek.pk, stdout=out)
    assert "1" in out.getvalue()
    assert f"/admin/articles/person/{ermek.pk}/rescan/" in out.getvalue()
    assert RescanFind.objects.open().get().post == post
    assert not post.persons.exists()


def test_command_draws_on_a_terminal_how_far_it_is(ermek, live, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 1)
    live("Без имён.")
    live("Без имён.")
    terminal = StringIO()
    terminal.isatty = lambda: True
    call_command("rescan", person=ermek.pk, stdout=terminal)
    half, full = "#" * 15 + "." * 15, "#" * 30
    assert terminal.getvalue().startswith(f"\r[{half}] 1/2\r[{full}] 2/2\n")


def test_command_refuses_a_record_that_is_not_there_or_at_work(ermek):
    with pytest.raises(CommandError):
        call_command("rescan", organization=999)
    rescans.begin(ermek)
    with pytest.raises(CommandError):
        call_command("rescan", person=ermek.pk)
