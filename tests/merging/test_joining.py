"""Two records become one: what names the duplicate follows, and comes back when that is undone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib import import_module
from threading import Barrier

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection

from articles.history import record_words, restore
from articles.lookalikes import keep_names
from articles.merging import merge, undo_merge
from articles.models import (
    EditionByline,
    Event,
    Lookalike,
    Mention,
    Merge,
    Organization,
    Person,
    Position,
    Post,
    live_facts,
)
from articles.pointers import label_of, pointers_to
from articles.publishing import publish
from tests.admin.pages import change_url, person_data
from tests.conftest import as_user
from tests.factories import make_event, make_image, make_organization, make_person, make_post

pytestmark = pytest.mark.django_db

MAKE = {"persons": make_person, "organizations": make_organization, "events": make_event}


def state_of(post) -> str:
    return Post.objects.with_state().get(pk=post.pk).state


@pytest.mark.parametrize("field", MAKE)
def test_posts_and_editions_follow(editor, reader, field):
    old, new = MAKE[field](), MAKE[field]()
    post = make_post(**{field: [old]})
    publish(post, by=editor)
    merge(old, into=new, by=editor)
    assert list(getattr(post, field).all()) == [new]
    assert str(post) in reader.get(new.get_absolute_url()).content.decode()
    page = reader.get(f"/posts/{post.pk}-{post.slug}/").content.decode()
    assert new.name in page
    assert f"/{field}/{old.pk}" not in page
    answer = reader.get(f"/api/v1/posts/{post.pk}/").json()
    assert [row["id"] for row in answer[field]] == [new.pk]


@pytest.mark.parametrize("field", MAKE)
def test_what_is_published_stays_as_it_is_on_the_desk(editor, field):
    old, new = MAKE[field](), MAKE[field]()
    post = make_post(**{field: [old]})
    publish(post, by=editor)
    done = merge(old, into=new, by=editor)
    record_words(post, editor)
    assert (state_of(post), post.revisions.count()) == ("live", 1)
    undo_merge(done, by=editor)
    record_words(post, editor)
    assert (state_of(post), post.revisions.count()) == ("live", 1)


def test_changed_words_are_still_seen_after_a_merge(editor, pair):
    post = make_post(persons=[pair[0]])
    publish(post, by=editor)
    merge(pair[0], into=pair[1], by=editor)
    post.headline = "Иначе"
    post.save()
    record_words(post, editor)
    assert (state_of(post), post.revisions.count()) == ("changed", 2)


def test_old_version_of_a_post_is_restored_with_the_other_record(editor, pair):
    post = make_post(persons=[pair[0]], bylines=[pair[0]])
    first = post.revisions.get()
    merge(pair[0], into=pair[1], by=editor)
    post.persons.clear()
    post.bylines.all().delete()
    record_words(post, editor)
    restore(post, first, by=editor)
    assert list(post.persons.all()) == [pair[1]]
    assert [byline.person for byline in post.bylines.all()] == [pair[1]]


def test_post_that_names_both_names_the_other_once(editor, reader, pair):
    post = make_post(persons=[*pair], bylines=[*pair])
    publish(post, by=editor)
    done = merge(pair[0], into=pair[1], by=editor)
    assert list(post.persons.all()) == [pair[1]]
    assert [byline.person for byline in post.bylines.all()] == [pair[1]]
    assert [row.person for row in Mention.objects.all()] == [pair[1]]
    page = reader.get(f"/posts/{post.pk}-{post.slug}/").content.decode()
    link = f'href="{pair[1].get_absolute_url()}"'
    assert page.count(link) == 2  # named, and the author
    answer = reader.get(f"/api/v1/posts/{post.pk}/").json()
    assert len(answer["persons"]) == len(answer["bylines"]) == 1
    assert undo_merge(done, by=editor) == []
    assert set(post.persons.all()) == set(pair)
    assert {row.person for row in Mention.objects.all()} == set(pair)
    assert {row.person for row in EditionByline.objects.all()} == set(pair)


def test_other_keeps_what_the_second_duplicate_brought_when_the_first_is_taken_out(
    editor, reader, pair
):
    other = make_person()
    post = make_post(persons=[*pair], bylines=[*pair])
    edition = publish(post, by=editor)
    event = make_event()
    event.participants.set(pair)
    first, second = (merge(person, into=other, by=editor) for person in pair)

    def named():
        answer = reader.get(f"/api/v1/posts/{post.pk}/").json()
        shown = {person["id"] for person in answer["persons"]}
        rows = [edition.mentions, edition.bylines, post.bylines]
        led = {frozenset(found.values_list("person_id", flat=True)) for found in rows}
        led.add(frozenset(post.persons.values_list("pk", flat=True)))
        led.add(frozenset(event.participants.values_list("pk", flat=True)))
        assert led == {frozenset(shown)}
        return shown

    assert named() == {other.pk}
    assert undo_merge(first, by=editor) == []
    assert named() == {pair[0].pk, other.pk}
    second.refresh_from_db()
    assert undo_merge(second, by=editor) == []
    assert named() == {person.pk for person in pair}


def test_merge_from_before_bylines_had_dates_is_undone(editor, pair):
    edition = publish(make_post(bylines=[*pair]), by=editor)
    done = merge(pair[0], into=pair[1], by=editor)
    [dropped] = done.moved["rows"]["articles.editionbyline.person"]["dropped"]
    del dropped["first_published_at"]
    done.save()
    EditionByline.objects.update(first_published_at=done.at - timedelta(days=9))
    import_module("articles.migrations.0034_bylines").fill(apps, None)
    assert edition.bylines.get().first_published_at == edition.first_published_at
    done.refresh_from_db()
    assert undo_merge(done, by=editor) == []
    ages = [edition.first_published_at - row.first_published_at for row in edition.bylines.all()]
    assert [age < timedelta(seconds=1) for age in ages] == [True, True]


def test_bylines_positions_events_and_credits_follow(editor, pair):
    museum = make_organization()
    held = {"title": "Директор", "organization": museum}
    same = [Position.objects.create(person=person, **held) for person in pair]
    other = Position.objects.create(person=pair[0], title="Учёный")
    event, image = make_event(), make_image(credit_person=pair[0])
    event.participants.set(pair)
    post = make_post(bylines=[pair[0]])
    edition = publish(post, by=editor)
    done = merge(pair[0], into=pair[1], by=editor)
    image.refresh_from_db()
    assert image.credit_person == pair[1]
    assert set(pair[1].positions.all()) == {same[1], other}
    assert list(event.participants.all()) == [pair[1]]
    assert edition.bylines.get().person == pair[1]
    assert undo_merge(done, by=editor) == []
    image.refresh_from_db()
    assert image.credit_person == pair[0]
    assert set(pair[0].positions.all()) == {same[0], other}
    assert set(event.participants.all()) == set(pair)
    assert edition.bylines.get().person == pair[0]


def test_what_was_touched_since_is_left_and_said(editor, pair):
    Person.objects.filter(pk=pair[0].pk).update(biography="Учёный.")
    post, image = make_post(persons=[pair[0]]), make_image(credit_person=pair[0])
    done = merge(pair[0], into=pair[1], by=editor)
    post.persons.clear()
    person = Person.objects.get(pk=pair[1].pk)
    person.biography, person.aliases = "Теперь иначе.", person.aliases + "\nЕщё одно имя"
    person.save()
    assert len(undo_merge(done, by=editor)) == 2
    person.refresh_from_db()
    assert (person.biography, person.aliases) == ("Теперь иначе.", "Ещё одно имя")
    assert not post.persons.exists()
    image.refresh_from_db()
    assert image.credit_person == pair[0]


def test_chain_of_merges_leads_to_the_last(editor, reader):
    first, second, third = make_person(), make_person(), make_person()
    post = make_post(persons=[first])
    publish(post, by=editor)
    one = merge(first, into=second, by=editor)
    two = merge(second, into=third, by=editor)
    assert set(third.absorbed.all()) == {first, second}
    for merged in (first, second):
        answer = reader.get(f"/persons/{merged.pk}/")
        assert answer.headers["Location"] == third.get_absolute_url()
    with pytest.raises(ValidationError):
        undo_merge(one, by=editor)
    undo_merge(two, by=editor)
    first.refresh_from_db()
    assert first.merged_into == second
    undo_merge(one, by=editor)
    assert list(post.persons.all()) == [first]


def test_refused_merges_change_nothing(editor, reporter, pair):
    old, new = pair
    for wrong in (old, make_organization(id=new.pk)):
        with pytest.raises(ValidationError):
            merge(old, into=wrong, by=editor)
    with pytest.raises(PermissionDenied):
        merge(old, into=new, by=reporter)
    assert not Merge.objects.exists()
    done = merge(old, into=new, by=editor)
    for one, other in ((old, new), (new, old), (make_person(), old)):
        with pytest.raises(ValidationError):
            merge(one, into=other, by=editor)
    with pytest.raises(PermissionDenied):
        undo_merge(done, by=reporter)
    undo_merge(done, by=editor)
    with pytest.raises(ValidationError):
        undo_merge(done, by=editor)


def test_merged_record_cannot_be_shown(editor, pair):
    merge(pair[0], into=pair[1], by=editor)
    with pytest.raises(IntegrityError):
        Person.objects.filter(pk=pair[0].pk).update(is_published=True)


def test_merge_costs_the_same_however_many_posts(editor, django_assert_max_num_queries):
    old, new = make_person(), make_person()
    for _ in range(12):
        publish(make_post(persons=[old], bylines=[old]), by=editor)
    with django_assert_max_num_queries(80):
        done = merge(old, into=new, by=editor)
    with django_assert_max_num_queries(80):
        undo_merge(done, by=editor)


def test_facts_of_the_merged_cost_a_query_more(editor, pair, django_assert_num_queries):
    with django_assert_num_queries(1):
        live_facts({"person": [pair[0].pk, pair[1].pk], "organization": []})
    merge(pair[0], into=pair[1], by=editor)
    with django_assert_num_queries(2):
        facts = live_facts({"person": [pair[0].pk]})
    assert facts["person", pair[0].pk]["id"] == pair[1].pk


def test_merged_into_a_hidden_record_is_hidden(editor, reader, pair):
    merge(pair[0], into=pair[1], by=editor)
    pair[1].refresh_from_db()
    pair[1].is_published = False
    pair[1].save()
    assert live_facts({"person": [pair[0].pk]}) == {}
    assert reader.get(f"/persons/{pair[0].pk}/").status_code == 404
    assert reader.get(f"/api/v1/persons/{pair[0].pk}/").status_code == 410
    assert reader.get(f"/api/v1/posts/?person={pair[0].pk}").status_code == 400


def test_post_that_was_being_saved_meanwhile_goes_out_with_the_other(editor, pair):
    post = make_post()
    merge(pair[0], into=pair[1], by=editor)
    post.persons.set(pair)
    post.bylines.create(person=pair[0])
    edition = publish(post, by=editor)
    assert [row.person for row in edition.mentions.all()] == [pair[1]]
    assert [row.person for row in edition.bylines.all()] == [pair[1]]


@pytest.mark.parametrize("language", ["", "/sah", "/kk", "/en"])
@pytest.mark.parametrize("plural", MAKE)
def test_old_address_redirects(editor, reader, language, plural):
    old, new = MAKE[plural](), MAKE[plural]()
    merge(old, into=new, by=editor)
    for address in (f"{old.pk}/", f"{old.pk}-{old.slug}/"):
        answer = reader.get(f"{language}/{plural}/{address}")
        assert answer.status_code == 301
        assert answer.headers["Location"] == f"{language}/{plural}/{new.pk}-{new.slug}/"


@pytest.mark.parametrize("plural", MAKE)
def test_feed_redirects_and_filters_by_the_old_id(editor, reader, plural):
    old, new = MAKE[plural](), MAKE[plural]()
    publish(make_post(**{plural: [old]}), by=editor)
    merge(old, into=new, by=editor)
    answer = reader.get(f"/api/v1/{plural}/{old.pk}/")
    assert answer.status_code == 301
    assert answer.headers["Location"].endswith(f"/api/v1/{plural}/{new.pk}/")
    listed = reader.get(f"/api/v1/{plural}/").json()["results"]
    assert [row["id"] for row in listed] == [new.pk]
    found = reader.get("/api/v1/posts/", {plural[:-1]: old.pk}).json()["results"]
    assert len(found) == 1
    assert reader.get(f"/api/v1/{plural}/{2**70}/").status_code == 404


def test_merge_leaves_history_of_both_by_one_hand_at_one_time(editor, pair):
    event = make_event()
    event.participants.add(pair[0])
    done = merge(pair[0], into=pair[1], by=editor)
    for record in (*pair, event):
        last = record.history.first()
        assert (last.history_user, last.history_date) == (editor, done.at)


def test_pairs_are_forgotten_with_the_merged(editor):
    old, new = make_person(name="Иван Попов"), make_person(name="Попов Иван")
    keep_names(old)
    keep_names(new)
    assert Lookalike.objects.count() == 1
    done = merge(old, into=new, by=editor)
    assert not Lookalike.objects.exists()
    undo_merge(done, by=editor)
    assert Lookalike.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_crossing_merges_end_in_one(editor):
    one, other = make_person(), make_person()
    post = make_post(persons=[one, other])
    publish(post, by=editor)
    start = Barrier(2)

    def press(records):
        start.wait(10)
        try:
            merge(records[0], into=records[1], by=editor)
        except ValidationError:
            return "refused"
        else:
            return "merged"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(press, [(one, other), (other, one)]))
    assert answers == ["merged", "refused"]
    assert Person.objects.filter(merged_into=None).count() == 1
    assert post.persons.get().merged_into is None


def test_every_kind_has_its_pointers():
    labels = {
        label_of(field) for model in (Person, Organization, Event) for field in pointers_to(model)
    }
    assert {
        "articles.position.person",
        "articles.post_persons.person",
        "articles.postbyline.person",
        "articles.editionbyline.person",
        "articles.mention.event",
        "articles.image.credit_organization",
        "articles.organization.parent",
        "articles.event_participants.person",
    } <= labels
    assert not any("historical" in label for label in labels)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_form_saved_while_its_record_is_merged_brings_nothing_back(editor):
    old, new = make_person(), make_person()
    start = Barrier(2)

    def save():
        client = as_user(editor)
        start.wait(10)
        try:
            data = person_data(old, is_published="on", name="Иное имя")
            return client.post(change_url(old), data).status_code
        finally:
            connection.close()

    def join():
        start.wait(10)
        try:
            merge(old, into=new, by=editor)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        saved, _merged = pool.submit(save), pool.submit(join)
    assert saved.result() == 302
    old.refresh_from_db()
    assert (old.merged_into, old.is_published) == (new, False)
