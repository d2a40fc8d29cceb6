"""What programs that follow changes are told, and what not."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from articles.changes import (
    START,
    Change,
    InvalidCursor,
    changes_after,
    cursor_at,
)
from articles.lookalikes import keep_names
from articles.merging import merge, undo_merge
from articles.models import Edition, Event, Person, Removal
from articles.noting import note_change, note_removal
from articles.publishing import prepare, publish, refocus, take_back, unpublish
from tests.factories import (
    make_event,
    make_image,
    make_notice,
    make_organization,
    make_person,
    make_post,
    make_section,
    make_tag,
)

pytestmark = pytest.mark.django_db

SEVEN = datetime(2026, 11, 23, 7, tzinfo=timezone.get_default_timezone())
HOUR = timedelta(hours=1)


@pytest.fixture
def clock(settings):
    settings.CHANGES_SETTLE = 0
    with time_machine.travel(SEVEN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def told(clock):
    """Return (kind, id, action) of what changed since it was last called."""
    cursor = cursor_at(SEVEN)

    def tell():
        nonlocal cursor
        clock.shift(1)
        found = []
        more = True
        while more:
            changes, cursor, more = changes_after(cursor, limit=2)
            found += changes
        return [(change.kind, change.id, change.action) for change in found]

    return tell


def test_post_is_told_of_at_each_boundary(editor, clock):
    post, other = make_post(), make_post()
    publish(other, by=editor)
    publish(post, by=editor)
    clock.shift(HOUR)
    publish(post, by=editor, correction="Не утром, а вечером.")
    clock.shift(HOUR)
    unpublish(other, by=editor, reason="Суд")
    clock.shift(HOUR)
    unpublish(post, by=editor, at=SEVEN + 9 * HOUR, reason="Срок")
    changes, _, has_more = changes_after(START, limit=100)
    assert changes == [
        Change("post", other.pk, "upsert", SEVEN, 1),
        Change("post", post.pk, "upsert", SEVEN, 1),
        Change("post", post.pk, "correct", SEVEN + HOUR, 2),
        Change("post", other.pk, "unpublish", SEVEN + 2 * HOUR, 1),
    ]
    assert not has_more
    clock.move_to(SEVEN + 9 * HOUR)
    assert changes_after(START, limit=100)[0][4:] == [
        Change("post", post.pk, "unpublish", SEVEN + 9 * HOUR, 2)
    ]


def test_schedule_is_told_of_when_its_time_comes(editor, clock, told):
    post, taken = make_post(), make_post()
    publish(post, by=editor, at=SEVEN + HOUR)
    publish(taken, by=editor, at=SEVEN + HOUR)
    take_back(taken)
    assert told() == []
    clock.move_to(SEVEN + HOUR)
    assert told() == [("post", post.pk, "upsert")]
    clock.shift(9 * HOUR)
    assert told() == []


def test_what_is_dated_back_is_told_of_when_it_appears(editor, clock, told):
    told()
    post = make_post()
    edition = publish(post, by=editor, at=SEVEN - 999 * HOUR)
    assert told() == [("post", post.pk, "upsert")]
    assert edition.live_from == SEVEN - 999 * HOUR
    publish(make_post(), by=editor)  # and the next one after it
    assert len(told()) == 1


def test_correction_is_told_as_one_by_a_clock_that_runs(editor, settings):
    settings.CHANGES_SETTLE = 0
    post = make_post()
    publish(post, by=editor)
    publish(post, by=editor, correction="Не утром, а вечером.")
    assert [change.action for change in changes_after(START, limit=9)[0]] == ["upsert", "correct"]


def test_changes_settle_before_they_are_told(editor, clock, settings):
    settings.CHANGES_SETTLE = 10
    publish(make_post(), by=editor)
    assert changes_after(START, limit=5)[0] == []
    clock.shift(9)
    _, cursor, _ = changes_after(START, limit=5)
    clock.shift(1)
    assert len(changes_after(cursor, limit=5)[0]) == 1


def test_post_in_place_of_another_is_told_while_readers_see_it(editor, clock):
    post, other, draft = make_post(), make_post(), make_post()
    publish(post, by=editor)
    publish(other, by=editor)
    clock.shift(HOUR)
    unpublish(post, by=editor, reason="Дубль", redirect_to=draft)
    _, cursor, _ = changes_after(START, limit=2)
    assert changes_after(cursor, limit=9)[0] == [
        Change("post", post.pk, "unpublish", SEVEN + HOUR, 1)
    ]
    clock.shift(HOUR)
    publish(draft, by=editor)
    [change, _] = changes_after(cursor, limit=9)[0]
    assert change == Change("post", post.pk, "merge", SEVEN + HOUR, 1, draft.pk)


def test_post_unpublished_until_the_moment_it_opens_again_is_open(editor, clock, told):
    post = make_post()
    publish(post, by=editor)
    clock.shift(HOUR)
    unpublish(post, by=editor, at=SEVEN + 3 * HOUR, reason="Срок")
    publish(post, by=editor, at=SEVEN + 3 * HOUR)
    assert told() == [("post", post.pk, "upsert")]
    clock.shift(9 * HOUR)
    assert [action for *_, action in told()] == ["unpublish", "upsert"]


def test_pages_of_every_size_hold_the_same(editor, clock):
    for _ in range(3):
        post = make_post(persons=[make_person(), make_person()], events=[make_event()])
        publish(post, by=editor)
        unpublish(post, by=editor, at=SEVEN + HOUR, reason="Срок")
    clock.move_to(SEVEN + HOUR)
    whole = changes_after(START, limit=100)[0]
    assert len(whole) == 15
    for limit in (1, 2, 7):
        cursor, more, found = START, True, []
        while more:
            page, cursor, more = changes_after(cursor, limit=limit)
            assert 0 < len(page) <= limit
            found += page
        assert found == whole
    assert changes_after(cursor, limit=5) == ([], cursor, False)


@pytest.mark.parametrize("cursor", ["x", "e30.x", "\x00", "я", "W10:abc", " "])
def test_strange_cursor_is_refused(cursor, clock):
    with pytest.raises(InvalidCursor):
        changes_after(cursor, limit=5)


def test_hidden_entity_is_told_of_to_those_who_saw_it_alone(clock, told):
    seen, never = make_person(), make_person(is_published=False)
    assert told() == [("person", seen.pk, "upsert")]
    for person in (seen, never):
        person.is_published = False
        person.biography = "Скрыто."
        person.save()
        note_change(person)
    assert told() == [("person", seen.pk, "unpublish")]
    seen.name = "Кто-то другой"
    seen.save()
    note_change(seen)
    assert told() == []  # what is done to hidden records is nobody's business


def test_old_copy_of_a_record_does_not_forget_that_it_was_seen(clock, told):
    old = make_person(is_published=False)
    person = Person.objects.get(pk=old.pk)
    person.is_published = True
    person.save()
    note_change(person)
    told()
    old.save()  # read before, and hidden then
    note_change(old)
    assert told() == [("person", old.pk, "unpublish")]


def test_post_is_told_of_only_when_links_in_it_show_something_else(editor, clock, told):
    person, image_maker = make_person(), make_person()
    image = make_image(credit_person=image_maker)
    byline, section, tag = make_person(), make_section(), make_tag()
    post = make_post(
        persons=[person], bylines=[byline], section=section, tags=[tag], lead_image=image
    )
    publish(post, by=editor)
    apart = make_post()
    publish(apart, by=editor)
    told()
    person.biography = "Родилась в Мегино-Кангаласском улусе."
    person.save()
    note_change(person)
    assert told() == [("person", person.pk, "upsert")]
    for record in (person, byline, image_maker):
        record.aliases = f"sah: {record.name}"
        record.save()
        note_change(record)
        assert told() == [("post", post.pk, "upsert"), ("person", record.pk, "upsert")]
    for record in (section, tag):
        record.name += " и ещё"
        record.save()
        note_change(record)
        assert told() == [("post", post.pk, "upsert")]
        record.save()
        note_change(record)
        assert told() == []


def test_closed_and_scheduled_editions_are_not_touched(editor, clock, told):
    person = make_person()
    closed, coming = make_post(persons=[person]), make_post(persons=[person])
    publish(closed, by=editor)
    publish(coming, by=editor, at=SEVEN + 9 * HOUR)
    clock.shift(HOUR)
    unpublish(closed, by=editor, reason="Суд")
    told()
    clock.shift(HOUR)
    person.name = "Другое Имя"
    person.save()
    note_change(person)
    prepare(Edition.objects.get(post=closed))
    assert told() == [("person", person.pk, "upsert")]
    assert Edition.objects.get(post=coming).changed_at == SEVEN + 9 * HOUR


def test_entities_that_link_to_it_are_told_of(clock, told):
    city = make_organization()
    below, event = make_organization(parent=city), make_event()
    person = make_person()
    person.positions.create(title="Мэр", organization=city)
    event.organizers.add(city)
    told()
    city.website = "https://city.example"
    city.save()
    note_change(city)
    assert told() == [("organization", city.pk, "upsert")]
    city.is_published = False
    city.save()
    note_change(city)
    assert told() == [
        ("person", person.pk, "upsert"),
        ("organization", city.pk, "unpublish"),
        ("organization", below.pk, "upsert"),
        ("event", event.pk, "upsert"),
    ]


def test_merging_and_its_undoing_are_told_with_what_named_either(editor, clock, told):
    duplicate, into, third = make_person(name="Айта"), make_person(), make_person()
    both = make_post(persons=[duplicate, into])
    one, other = make_post(persons=[duplicate]), make_post(bylines=[third])
    event = make_event()
    event.participants.add(duplicate)
    for post in (both, one, other):
        publish(post, by=editor)
    told()
    with transaction.atomic():
        done = merge(duplicate, into=into, by=editor)
    assert sorted(told()) == [
        ("event", event.pk, "upsert"),
        ("person", duplicate.pk, "merge"),
        ("person", into.pk, "upsert"),
        ("post", both.pk, "upsert"),
        ("post", one.pk, "upsert"),
    ]
    last = merge(into, into=third, by=editor)
    assert {change.into for change in changes_after(START, limit=9)[0]} == {None, third.pk}
    told()
    undo_merge(last, by=editor)
    undo_merge(done, by=editor)
    assert ("person", duplicate.pk, "upsert") in (found := told())
    assert {("post", both.pk, "upsert"), ("post", one.pk, "upsert")} <= set(found)


def test_event_that_a_merge_saves_is_told(editor, told):
    old, new = make_person(), make_person()
    event = make_event()
    event.participants.set([old, new])
    note_change(event)
    done = merge(old, into=new, by=editor)
    event.participants.clear()
    note_change(event)
    told()
    before = Event.objects.get().updated_at
    undo_merge(done, by=editor)
    assert Event.objects.get().updated_at > before
    assert ("event", event.pk, "upsert") in told()


def test_what_stands_below_is_told_when_an_event_with_people_is_two_again(editor, told):
    old, new = make_event(is_published=False), make_event()
    old.participants.set([make_person()])
    child = make_event(parent=old)
    done = merge(old, into=new, by=editor)
    told()
    undo_merge(done, by=editor)
    assert ("event", child.pk, "upsert") in told()


def test_merged_into_what_is_hidden_is_no_more(chief, clock, told):
    duplicate, into = make_person(is_published=True), make_person()
    merge(duplicate, into=into, by=chief)
    into.refresh_from_db()
    into.is_published = False
    into.save()
    note_change(into)
    assert {action for *_, action in told()} == {"unpublish"}


def test_deleted_entity_is_told_of_if_it_was_seen(clock, told):
    seen, never = make_person(), make_person(is_published=False)
    event = make_event()
    event.participants.add(seen)
    told()
    for person in (seen, never):
        note_removal(person)
        pk = person.pk
        person.delete()
    assert told() == [("event", event.pk, "upsert"), ("person", pk - 1, "unpublish")]
    assert Removal.objects.count() == 1


def test_notice_is_a_change_of_posts_that_name_its_carrier(editor, clock, told):
    person = make_person(is_published=False)
    post = make_post(persons=[person])
    publish(post, by=editor)
    told()
    notice = make_notice(person)
    assert told() == [("post", post.pk, "upsert")]
    notice.kind.wording_ru = "{name} — под залогом."
    notice.kind.save()
    note_change(notice.kind)
    assert told() == [("post", post.pk, "upsert")]


def test_focal_point_moved_is_a_change_of_the_post(editor, clock, told):
    image = make_image()
    post = make_post(lead_image=image)
    publish(post, by=editor)
    told()
    image.focal_x = 0.1
    image.save()
    refocus(image)
    assert told() == [("post", post.pk, "upsert")]


def test_prepared_anew_is_a_change_only_if_it_is_another(editor, clock, told):
    post = make_post(persons=[make_person()], lead_image=make_image())
    edition = publish(post, by=editor)
    told()
    edition = Edition.objects.get(pk=edition.pk)
    prepare(edition)
    assert told() == []
    Edition.objects.filter(pk=edition.pk).update(document={"was": "other"})
    prepare(Edition.objects.get(pk=edition.pk))
    assert told() == [("post", post.pk, "upsert")]


def test_admin_tells_of_what_it_saves(editor_client, clock, told):
    organization = make_organization(is_published=False)
    keep_names(organization)
    url = f"/admin/articles/organization/{organization.pk}/change/"
    form = editor_client.get(url).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields} | {"is_published": "on"}
    data.pop("is_another", None)
    response = editor_client.post(url, data)
    assert response.status_code == 302, response.context["errors"]
    assert told() == [("organization", organization.pk, "upsert")]
    data = {"action": "hide_from_readers", "_selected_action": organization.pk}
    editor_client.post("/admin/articles/organization/", data)
    assert told() == [("organization", organization.pk, "unpublish")]
