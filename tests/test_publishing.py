from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from articles.history import record_words
from articles.models import Edition
from articles.publishing import publish, refocus, take_back, unpublish
from tests.factories import (
    make_event,
    make_image,
    make_organization,
    make_person,
    make_post,
    make_tag,
)

pytestmark = pytest.mark.django_db
SEVEN = datetime(2026, 11, 23, 7, tzinfo=timezone.get_default_timezone())
HOUR = timedelta(hours=1)


@pytest.fixture
def clock():
    with time_machine.travel(SEVEN - 2 * HOUR, tick=False) as traveller:
        yield traveller


def change(post, **fields):
    for name, value in fields.items():
        setattr(post, name, value)
    post.save()
    record_words(post)


def live_headline(post, at=None):
    return Edition.objects.live(at).filter(post=post).values_list("headline", flat=True).first()


def state(post):
    return type(post).objects.with_state().get(pk=post.pk).state


def test_what_is_prepared_is_stored_with_its_letters_as_they_are(editor):
    publish(make_post(headline="Лёд ҔӨҥ"), by=editor)
    text = Cast("document", TextField()), Cast("card", TextField())
    for stored in Edition.objects.values_list(*text).get():
        assert "Лёд ҔӨҥ" in stored


def test_publish_freezes_words_and_relations(editor, clock):
    person, organization, event, tag = make_person(), make_organization(), make_event(), make_tag()
    other = make_post()
    post = make_post(
        persons=[person],
        organizations=[organization],
        events=[event],
        tags=[tag],
        bylines=[person],
        related_posts=[other],
        lead_image=make_image(caption="Лёд"),
    )
    edition = publish(post, by=editor)

    assert edition.number == 1
    assert edition.live_from == edition.first_published_at == timezone.now()
    assert edition.document["persons"] == [person.pk]
    assert edition.document["organizations"] == [organization.pk]
    assert edition.document["events"] == [event.pk]
    assert edition.document["tags"] == [tag.pk]
    assert edition.document["related_posts"] == [other.pk]
    assert edition.document["bylines"] == [{"person": person.pk, "role": "author"}]
    assert edition.document["lead_image"]["caption"] == "Лёд"
    assert edition.card["path"] == f"/posts/{post.pk}-{post.slug}/"
    assert edition.text == "Первый абзац.\nВторой абзац."


def test_publish_unchanged_post_creates_no_edition(editor, clock):
    post = make_post(persons=[make_person()])
    first = publish(post, by=editor)
    clock.shift(HOUR)
    assert publish(post, by=editor) == first
    assert post.editions.count() == 1


def test_publish_changed_relation_creates_edition(editor, clock):
    post = make_post()
    publish(post, by=editor)
    clock.shift(HOUR)
    post.persons.add(make_person())
    assert publish(post, by=editor).number == 2


def test_publish_with_correction_creates_edition_even_if_words_are_the_same(editor, clock):
    post = make_post()
    publish(post, by=editor)
    clock.shift(HOUR)
    edition = publish(post, by=editor, correction="Мост длиннее.")
    assert edition.number == 2
    assert [row["text"] for row in edition.document["corrections"]] == ["Мост длиннее."]


def test_publish_closes_the_edition_before_at_the_same_instant(editor, clock):
    post = make_post(headline="Было")
    first = publish(post, by=editor)
    change(post, headline="Стало")
    assert live_headline(post) == "Было"
    second = publish(post, by=editor, at=SEVEN)
    first.refresh_from_db()
    assert first.live_until == second.live_from == SEVEN
    assert live_headline(post, SEVEN - timedelta(microseconds=1)) == "Было"
    assert live_headline(post, SEVEN) == "Стало"
    assert second.first_published_at == first.first_published_at


def test_schedule_is_live_at_its_time_with_nothing_running(editor, clock):
    post = make_post()
    publish(post, by=editor, at=SEVEN)
    assert state(post) == "scheduled"
    assert live_headline(post) is None
    clock.move_to(SEVEN)
    assert live_headline(post) == post.headline
    assert state(post) == "live"


def test_schedule_goes_out_as_approved(editor, clock):
    post = make_post(headline="Одобрено")
    publish(post, by=editor, at=SEVEN)
    change(post, headline="Правка после одобрения")
    clock.move_to(SEVEN)
    assert live_headline(post) == "Одобрено"
    assert state(post) == "changed"


def test_reschedule_takes_back_the_first_time(editor, clock):
    post = make_post()
    publish(post, by=editor, at=SEVEN)
    publish(post, by=editor, at=SEVEN + HOUR)
    assert live_headline(post, SEVEN) is None
    assert live_headline(post, SEVEN + HOUR) == post.headline


def test_schedule_twice_for_the_same_time_creates_no_edition(editor, clock):
    post = make_post()
    publish(post, by=editor, at=SEVEN)
    publish(post, by=editor, at=SEVEN)
    assert post.editions.count() == 1


def test_publish_live_words_again_takes_back_the_scheduled_change(editor, clock):
    post = make_post(headline="Было")
    publish(post, by=editor)
    change(post, headline="Стало")
    publish(post, by=editor, at=SEVEN)
    change(post, headline="Было")
    publish(post, by=editor)
    assert live_headline(post, SEVEN + HOUR) == "Было"
    assert state(post) == "live"


def test_first_publication_can_be_dated_back(editor, clock):
    past = SEVEN - timedelta(days=1000)
    edition = publish(make_post(), by=editor, at=past)
    assert edition.live_from == edition.first_published_at == past


def test_later_edition_cannot_be_dated_back(editor, clock):
    post = make_post()
    publish(post, by=editor)
    clock.shift(HOUR)
    change(post, headline="Стало")
    edition = publish(post, by=editor, at=SEVEN - timedelta(days=1000))
    assert edition.live_from == timezone.now()


@pytest.mark.parametrize("field", ["headline", "lead", "body", "slug", "section"])
def test_publish_blocked_without(editor, field):
    post = make_post(**{field: None if field == "section" else ""})
    with pytest.raises(ValidationError) as error:
        publish(post, by=editor)
    assert list(error.value.message_dict) == [field]
    assert not post.editions.exists()


def test_publish_blocked_by_a_body_without_words(editor):
    with pytest.raises(ValidationError):
        publish(make_post(body="<p> &nbsp;</p><script>1</script>"), by=editor)


def test_embargo_blocks_everyone_before_its_time(editor, administrator, clock):
    post = make_post(embargo_until=SEVEN)
    for user in (editor, administrator):
        with pytest.raises(ValidationError):
            publish(post, by=user)
    assert publish(post, by=editor, at=SEVEN).live_from == SEVEN


def test_unpublish_ends_the_edition(editor, clock):
    post = make_post()
    publish(post, by=editor)
    clock.shift(HOUR)
    unpublish(post, by=editor, reason="Суд", reader_note="Снято по решению суда.")
    assert live_headline(post) is None
    assert state(post) == "unpublished"
    ended = Edition.objects.opened().get(post=post)
    assert (ended.end_reason, ended.reader_note) == ("Суд", "Снято по решению суда.")
    assert ended.ended_by == editor


def test_unpublish_takes_back_what_is_scheduled(editor, clock):
    post = make_post()
    publish(post, by=editor)
    clock.shift(HOUR)
    change(post, headline="Стало")
    publish(post, by=editor, at=SEVEN)
    unpublish(post, by=editor, reason="Ошибка")
    clock.move_to(SEVEN + HOUR)
    assert live_headline(post) is None


def test_unpublish_of_a_scheduled_post_leaves_it_never_published(editor, clock):
    post = make_post()
    publish(post, by=editor, at=SEVEN)
    unpublish(post, by=editor, reason="Рано")
    clock.move_to(SEVEN + HOUR)
    assert not Edition.objects.opened().filter(post=post).exists()
    assert state(post) == "draft"


def test_unpublish_later(editor, clock):
    post = make_post()
    publish(post, by=editor)
    unpublish(post, by=editor, at=SEVEN, reason="Истёк срок")
    assert live_headline(post) == post.headline
    clock.move_to(SEVEN)
    assert live_headline(post) is None


def test_publish_again_after_unpublish_keeps_the_first_date(editor, clock):
    post = make_post()
    first = publish(post, by=editor)
    clock.shift(HOUR)
    unpublish(post, by=editor, reason="Ошибка")
    clock.shift(HOUR)
    again = publish(post, by=editor)
    assert again.number == 2
    assert again.first_published_at == first.first_published_at
    first.refresh_from_db()
    assert first.live_until == SEVEN - HOUR


def test_publish_cancels_a_scheduled_unpublish(editor, clock):
    post = make_post()
    publish(post, by=editor)
    unpublish(post, by=editor, at=SEVEN, reason="Истёк срок")
    publish(post, by=editor)
    clock.move_to(SEVEN + HOUR)
    assert live_headline(post) == post.headline


def test_schedule_after_a_scheduled_unpublish_leaves_the_gap(editor, clock):
    post = make_post()
    publish(post, by=editor)
    unpublish(post, by=editor, at=SEVEN, reason="Истёк срок")
    publish(post, by=editor, at=SEVEN + HOUR)
    assert live_headline(post, SEVEN) is None
    assert live_headline(post, SEVEN + HOUR) == post.headline


@pytest.mark.parametrize("published", [False, True])
def test_unpublish_of_what_is_not_published_is_refused(editor, clock, published):
    post = make_post()
    if published:
        publish(post, by=editor)
        clock.shift(HOUR)
        unpublish(post, by=editor, reason="Раз")
    with pytest.raises(ValidationError):
        unpublish(post, by=editor, reason="Два")


def test_unpublish_cannot_redirect_to_itself(editor):
    post = make_post()
    publish(post, by=editor)
    with pytest.raises(ValidationError):
        unpublish(post, by=editor, reason="Дубль", redirect_to=post)


def test_renamed_post_keeps_its_old_words_live(editor, clock):
    post = make_post(slug="staryy")
    publish(post, by=editor)
    change(post, slug="novyy")
    assert Edition.objects.live().get(post=post).card["slug"] == "staryy"


def test_change_of_the_focal_point_shows_at_once_where_the_image_is_live(reader, editor):
    image = make_image()
    post = make_post(lead_image=image)
    publish(post, by=editor)
    change(post, headline="Другие слова")
    publish(post, by=editor)
    image.alt_text, image.focal_x = "Новый текст", 0.9
    image.save()
    refocus(image)
    first, second = Edition.objects.order_by("number")
    assert first.card["lead_image"]["focal_x"] == 0.5
    for prepared in (second.card["lead_image"], second.document["lead_image"]):
        assert prepared["focal_x"] == 0.9
        assert prepared["alt_text"] == "Река подо льдом"
    assert "focal-x-9" in reader.get("/").content.decode()


def test_take_back_lets_the_present_edition_run_on(editor, clock):
    post = make_post(headline="Было")
    publish(post, by=editor)
    change(post, headline="Стало")
    publish(post, by=editor, at=SEVEN)
    take_back(post)
    assert live_headline(post, SEVEN + HOUR) == "Было"
    assert state(post) == "changed"


def test_take_back_leaves_a_scheduled_end_alone(editor, clock):
    post = make_post(headline="Было")
    publish(post, by=editor)
    unpublish(post, by=editor, at=SEVEN, reason="До семи")
    change(post, headline="Стало")
    publish(post, by=editor, at=SEVEN + HOUR)
    take_back(post)
    assert live_headline(post, SEVEN - HOUR) == "Было"
    assert live_headline(post, SEVEN + 2 * HOUR) is None


def test_take_back_of_nothing_is_refused(editor, clock):
    post = make_post()
    with pytest.raises(ValidationError):
        take_back(post)
    publish(post, by=editor)
    with pytest.raises(ValidationError):
        take_back(post)
    assert live_headline(post) is not None
