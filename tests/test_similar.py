"""Whoever has read a post is led to those that share most with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Edition
from articles.publishing import prepare, publish, unpublish
from articles.similar import posts_like
from tests.factories import make_event, make_organization, make_person, make_post

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def tell(editor):
    """Return a function that publishes a post, so many days ago."""

    def tell(*, ago=0, **fields):
        post = make_post(**fields)
        publish(post, by=editor, at=timezone.now() - ago * DAY if ago else None)
        return post

    return tell


def similar(post):
    return Edition.objects.live().get(post=post).document["similar"]


def related(reader, post):
    page = reader.get(f"/posts/{post.pk}-{post.slug}/").content.decode()
    return page.partition('class="related"')[2]


def test_those_that_share_most_come_first_then_the_newest(tell):
    person, organization, event = make_person(), make_organization(), make_event()
    old = tell(ago=9, persons=[person], organizations=[organization], events=[event])
    older, newer = tell(ago=5, persons=[person]), tell(ago=2, persons=[person])
    two = tell(ago=7, persons=[person], events=[event])
    tell(persons=[make_person()])
    post = tell(persons=[person], organizations=[organization], events=[event])
    assert similar(post) == [old.pk, two.pk, newer.pk, older.pk]


def test_a_post_is_not_like_itself_and_an_edition_counts_once(tell, editor):
    person = make_person()
    other, post = tell(persons=[person]), tell(persons=[person])
    for one in (other, post):
        publish(one, by=editor, correction="Так.")
    assert similar(post) == [other.pk]


def test_posts_of_another_language_are_not_offered(tell):
    person = make_person()
    tell(persons=[person], language="sah")
    assert similar(tell(persons=[person])) == []


def test_page_shows_them_where_the_editor_chose_none(reader, tell):
    person = make_person()
    tell(persons=[person], headline="Похожая")
    chosen = tell(headline="Выбранная")
    post = tell(persons=[person])
    assert "Похожая" in related(reader, post)
    post = tell(persons=[person], related_posts=[chosen])
    assert "Выбранная" in related(reader, post)
    assert "Похожая" not in related(reader, post)


def test_page_shows_no_draft_and_nothing_scheduled_or_withdrawn(reader, tell, editor):
    person = make_person()
    gone = tell(persons=[person], headline="Снятая")
    make_post(persons=[person], headline="Черновая")
    scheduled = make_post(persons=[person], headline="Завтрашняя")
    publish(scheduled, by=editor, at=timezone.now() + DAY)
    post = tell(persons=[person])
    assert "Снятая" in related(reader, post)
    unpublish(gone, by=editor, reason="Ошибка")
    prepare(Edition.objects.get(post=post))
    for headline in ("Снятая", "Черновая", "Завтрашняя"):
        assert headline not in related(reader, post)


def test_page_shows_four_of_them_in_their_order(reader, tell):
    persons = [make_person(), make_person()]
    for number in range(6):
        tell(ago=10 + number, persons=persons[: 2 if number == 5 else 1], headline=f"Н{number}")
    block = related(reader, tell(persons=persons))
    assert [f"Н{n}" for n in range(6) if f">Н{n}<" in block] == ["Н0", "Н1", "Н2", "Н5"]
    assert block.index(">Н5<") < block.index(">Н0<")


def test_they_are_found_in_one_query_however_many_are_named(editor, django_assert_num_queries):
    for count in (1, 30):
        persons = [make_person() for _ in range(count)]
        for _ in range(2):
            edition = publish(make_post(persons=persons), by=editor)
        mentions = list(edition.mentions.all())
        with django_assert_num_queries(1):
            assert len(posts_like(edition, mentions)) == 1


def test_page_of_a_document_without_them_is_whole(reader, tell):
    post = tell()
    edition = Edition.objects.get(post=post)
    for name in ("similar", "previous_editions", "reading_minutes"):
        del edition.document[name]
    edition.save()
    assert 'class="related"' not in reader.get(f"/posts/{post.pk}-{post.slug}/").content.decode()
