"""The content loaded once; the tests only look at it."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from articles import markup
from articles.demo.load import load
from articles.gate import blockers
from articles.models import (
    Content,
    Edition,
    Event,
    Image,
    Organization,
    Person,
    Position,
    Post,
    Section,
    State,
    Tag,
)
from tests.conftest import make_user

# The tests do without the `db` fixture: it would close the connection under the open transaction.


@pytest.fixture(scope="module")
def media(tmp_path_factory):
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=folder):
        yield folder


@pytest.fixture(scope="module", autouse=True)
def _newsroom(django_db_setup, django_db_blocker, media):
    with django_db_blocker.unblock(), transaction.atomic():
        load(reporter=make_user("writer"), editor=make_user("publisher"), width=32)
        yield
        transaction.set_rollback(True)


def states() -> Counter:
    return Counter(Post.objects.with_state().values_list("state", flat=True))


def test_content_counts_of_records():
    models = [Section, Tag, Organization, Person, Event]
    assert {model.__name__: model.objects.count() for model in models} == {
        "Section": 6,
        "Tag": 17,
        "Organization": 20,
        "Person": 25,
        "Event": 10,
    }
    assert Person.objects.published().count() == 23


def test_content_posts_in_every_language():
    languages = Counter(Post.objects.values_list("language", flat=True))
    assert languages["ru"] >= 40
    assert (languages["sah"], languages["en"], languages["kk"]) == (5, 3, 1)


def test_content_posts_in_every_kind_and_section():
    kinds = Counter(Edition.objects.live().values_list("kind", flat=True))
    assert set(kinds) == set(Content.Kind.values)
    sections = set(Edition.objects.live().values_list("section__slug", flat=True))
    assert sections == set(Section.objects.values_list("slug", flat=True))


def test_content_posts_in_every_state():
    found = states()
    assert set(found) == set(State.values)
    assert (found[State.SCHEDULED], found[State.CHANGED], found[State.UNPUBLISHED]) == (1, 1, 2)


def test_content_corrected_post_has_two_editions():
    second = Edition.objects.live().exclude(correction="").get()
    first = second.post.editions.get(number=1)
    assert second.number == 2
    assert "83 компании" in first.lead
    assert "38 компаний" in second.lead
    assert first.live_until == second.live_from > first.live_from


def test_content_unpublished_are_explained_or_redirected():
    ended = Edition.objects.exclude(ended_by=None)
    assert ended.exclude(reader_note="").count() == 1
    target = ended.exclude(redirect_to=None).get().redirect_to
    assert target.editions.live().exists()


def test_content_scheduled_opens_tomorrow_at_seven():
    opens = timezone.localtime(Edition.objects.pending().get().live_from)
    assert opens.date() == timezone.localdate() + timedelta(days=1)
    assert (opens.hour, opens.minute) == (7, 0)


def test_content_is_spread_over_two_years():
    dates = Edition.objects.live().values_list("first_published_at", flat=True)
    now = timezone.now()
    assert max(dates) > now - timedelta(days=2)
    assert min(dates) < now - timedelta(days=365)
    assert min(dates) > now - timedelta(days=732)
    assert all(6 <= timezone.localtime(moment).hour <= 23 for moment in dates)


def test_content_says_the_whole_story():
    for edition in Edition.objects.live():
        assert len(edition.lead) > 40, edition
        paragraphs = markup.to_text(edition.body).splitlines()
        assert len(paragraphs) >= 4 or edition.slug.startswith("vodu-na"), edition


def test_content_passes_the_gate():
    for post in Post.objects.exclude(stage=Post.Stage.DRAFT):
        assert not blockers(post), post
    assert not Post.objects.filter(age_mark=None).exists()


def test_content_bodies_lose_nothing_when_cleaned():
    for post in Post.objects.all():
        assert markup.clean(post.body) == post.body, post


def test_content_has_what_readers_should_see():
    live = Edition.objects.live()
    assert live.exclude(source_url="").count() == 1
    assert live.exclude(advertiser="").exclude(erid="").count() == 1
    assert live.exclude(lead_image=None).count() * 2 >= live.count()
    assert max(len(headline) for headline in live.values_list("headline", flat=True)) > 190
    for tag in ["<h2>", "<ul>", "<ol>", "<blockquote>", "<cite>", "<table>", "<figure ", "<span "]:
        assert live.filter(body__contains=tag).exists(), tag
    assert any(edition.bylines.count() == 2 for edition in live)
    assert len(set(live.values_list("age_mark", flat=True))) >= 3


def test_content_everything_is_used():
    """What no post names would be an empty page."""
    live = Edition.objects.live()
    named = set(live.values_list("mentions__person", flat=True))
    named |= set(live.values_list("bylines__person", flat=True))
    assert not Person.objects.published().exclude(pk__in=named - {None})
    organizations = set(live.values_list("mentions__organization", flat=True))
    assert not Organization.objects.exclude(pk__in=organizations - {None})
    assert not Event.objects.exclude(
        pk__in=set(live.values_list("mentions__event", flat=True)) - {None}
    )
    assert not Tag.objects.exclude(pk__in=set(live.values_list("tags", flat=True)) - {None})


def test_content_position_is_that_of_the_day():
    person = Person.objects.get(family_name="Никифоров")
    titles = {
        position.title
        for mention in person.mentions.live()
        for position in Position.objects.filter(person=person).held_on(
            timezone.localdate(mention.first_published_at)
        )
    }
    assert titles == {"главный инженер", "начальник"}


def test_content_events_are_past_and_to_come():
    assert set(Event.objects.values_list("status", flat=True)) == set(Event.Status.values)
    today = timezone.localdate()
    held = Event.objects.filter(status=Event.Status.HELD)
    assert held.filter(start_date__lte=today).count() == held.count() > 2
    assert Event.objects.filter(start_date__gt=today).count() > 2
    assert Event.objects.exclude(parent=None).exists()
    assert Event.objects.filter(start_time__isnull=False).exclude(time_zone="Asia/Yakutsk")


def test_content_images_are_described_and_stored(media):
    for image in Image.objects.all():
        assert image.alt_text, image
        assert image.credit, image
        assert image.licence, image
        assert (media / image.file.name).read_bytes().startswith(b"\xff\xd8")
