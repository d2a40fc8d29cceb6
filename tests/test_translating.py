"""Posts in other languages: what a draft begins with, what it follows, when it is behind."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import gate
from articles.history import record_words, restore
from articles.models import Edition, Post
from articles.publishing import publish, relate, unpublish
from articles.translating import bring_up_to_date, differences, translate
from tests.factories import (
    make_event,
    make_image,
    make_organization,
    make_person,
    make_post,
    make_tag,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def source(editor):
    return publish(make_post(headline="Мост открыт", slug="most-otkryt"), by=editor).post


def rewrite(post, by, **words):
    """Publish a post with other words."""
    Post.objects.filter(pk=post.pk).update(**words)
    record_words(Post.objects.get(pk=post.pk), by)
    return publish(post, by=by)


def is_behind(post) -> bool:
    return Post.objects.behind().filter(pk=post.pk).exists()


def test_translation_begins_with_what_readers_see(editor, reporter):
    person, author = make_person(), make_person()
    source = make_post(
        persons=[person],
        organizations=[make_organization()],
        events=[make_event()],
        tags=[make_tag()],
        bylines=[author],
        related_posts=[make_post()],
        lead_image=make_image(),
        lead_image_caption="Лена",
        body="<p>Сказал Иван.</p>",
        embargo_until=timezone.now() - HOUR,
    )
    edition = publish(source, by=editor)
    Post.objects.filter(pk=source.pk).update(headline="Ещё не опубликованный заголовок")
    record_words(Post.objects.get(pk=source.pk))

    draft = translate(source, language="sah", by=reporter)

    assert (draft.translation_of, draft.follows, draft.language) == (source, edition, "sah")
    assert draft.headline == edition.headline
    assert (draft.lead, draft.body) == (source.lead, source.body)
    assert (draft.lead_image, draft.lead_image_caption) == (source.lead_image, "Лена")
    assert (draft.section, draft.age_mark) == (source.section, source.age_mark)
    assert draft.embargo_until == source.embargo_until
    assert (draft.slug, draft.stage, draft.created_by) == ("", Post.Stage.DRAFT, reporter)
    for name in ("persons", "organizations", "events", "tags", "related_posts"):
        assert list(getattr(draft, name).all()) == list(getattr(source, name).all()), name
    assert [row.person for row in draft.bylines.all()] == [author]
    assert draft.revisions.count() == 1
    assert not is_behind(draft)


def test_story_is_told_once_in_a_language(source, editor):
    translate(source, language="sah", by=editor)
    for language in ("sah", "ru"):
        with pytest.raises(ValidationError, match="уже"):
            translate(source, language=language, by=editor)
    assert Post.objects.count() == 2


def test_database_keeps_two_translations_in_one_language_apart(source, editor):
    translate(source, language="sah", by=editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(translation_of=source, language="sah")


def test_translation_of_a_translation_is_one_of_the_source(source, editor):
    first = translate(source, language="sah", by=editor)
    second = translate(first, language="en", by=editor)
    assert second.translation_of == source
    assert second.headline == source.headline


@pytest.mark.parametrize(
    "changed",
    [
        {"headline": "Мост закрыт"},
        {"lead": "Иначе."},
        {"body": "<p>Иначе.</p>"},
        {"lead_image_caption": "Иначе"},
    ],
)
def test_translation_is_behind_when_words_of_the_source_change(source, editor, changed):
    draft = translate(source, language="sah", by=editor)
    rewrite(source, editor, **changed)
    assert is_behind(draft)
    assert "изменился" in gate.warnings(draft)[-1]


def test_translation_is_not_behind_for_what_is_not_translated(source, editor):
    draft = translate(source, language="sah", by=editor)
    source.tags.add(make_tag())
    rewrite(source, editor, age_mark=18)
    assert source.editions.count() == 2
    assert not is_behind(draft)
    assert not any("изменился" in text for text in gate.warnings(draft))


def test_translation_is_behind_a_correction_that_changes_no_word(source, editor):
    draft = translate(source, language="sah", by=editor)
    publish(source, by=editor, correction="Мост не тот.")
    assert is_behind(draft)


def test_unpublished_changes_of_the_source_say_nothing(source, editor):
    draft = translate(source, language="sah", by=editor)
    Post.objects.filter(pk=source.pk).update(headline="Потом")
    record_words(Post.objects.get(pk=source.pk))
    assert not is_behind(draft)


def test_scheduled_change_leaves_translation_behind_when_it_opens(source, editor):
    draft = translate(source, language="sah", by=editor)
    Post.objects.filter(pk=source.pk).update(headline="Потом")
    record_words(Post.objects.get(pk=source.pk))
    publish(source, by=editor, at=timezone.now() + HOUR)
    assert not is_behind(draft)
    with time_machine.travel(timezone.now() + 2 * HOUR):
        assert is_behind(draft)


def test_translation_brought_up_to_date_is_behind_no_more(source, editor):
    draft = translate(source, language="sah", by=editor)
    edition = rewrite(source, editor, headline="Мост закрыт")
    bring_up_to_date(draft, edition)
    draft.refresh_from_db()
    assert draft.follows == edition
    assert not is_behind(draft)
    rewrite(source, editor, headline="Мост открыт")
    assert is_behind(draft)


def test_words_that_came_back_leave_nothing_to_do(source, editor):
    draft = translate(source, language="sah", by=editor)
    rewrite(source, editor, headline="Мост закрыт")
    rewrite(source, editor, headline="Мост открыт")
    assert not is_behind(draft)


def test_translation_follows_no_edition_of_another_post(source, editor):
    draft = translate(source, language="sah", by=editor)
    other = publish(make_post(), by=editor)
    with pytest.raises(ValidationError):
        bring_up_to_date(draft, other)


def test_differences_are_told_by_words(source, editor):
    old = source.editions.get()
    new = rewrite(source, editor, headline="Мост закрыт", body="<p>Первый абзац.</p>")
    found = dict(differences(old, new))
    assert found["headline"] == [
        ("same", "Мост "),
        ("removed", "открыт"),
        ("added", "закрыт"),
    ]
    assert ("removed", "Второй") in [(kind, text.split()[0]) for kind, text in found["body"][1:]]
    assert set(found) == {"headline", "body"}
    assert dict(differences(None, new))["headline"] == [("added", "Мост закрыт")]


# Unpublished, deleted, drafts.


def test_translation_of_an_unpublished_source_has_nothing_to_follow(source, editor):
    draft = translate(source, language="sah", by=editor)
    rewrite(source, editor, headline="Мост закрыт")
    unpublish(source, by=editor, reason="Ошибка")
    assert not is_behind(draft)


def test_unpublished_translation_is_not_behind(source, editor):
    draft = translate(source, language="sah", by=editor)
    Post.objects.filter(pk=draft.pk).update(slug="muosta")
    publish(draft, by=editor)
    rewrite(source, editor, headline="Мост закрыт")
    assert is_behind(draft)
    unpublish(draft, by=editor, reason="Ошибка")
    assert not is_behind(draft)


def test_translation_of_a_draft_follows_its_first_edition(editor):
    source = make_post()
    draft = translate(source, language="sah", by=editor)
    assert draft.follows is None
    assert not is_behind(draft)
    edition = publish(source, by=editor)
    draft.refresh_from_db()
    assert draft.follows == edition
    assert not is_behind(draft)


def test_translation_of_a_draft_that_changed_is_behind(editor):
    source = make_post()
    draft = translate(source, language="sah", by=editor)
    rewrite(source, editor, headline="Иначе")
    draft.refresh_from_db()
    assert draft.follows is None
    assert is_behind(draft)


def test_translation_of_a_scheduled_post_follows_what_will_open(editor):
    source = make_post()
    edition = publish(source, by=editor, at=timezone.now() + HOUR)
    draft = translate(Post.objects.get(pk=source.pk), language="sah", by=editor)
    assert draft.follows == edition


def test_translation_outlives_a_draft_that_was_deleted(editor):
    source = make_post()
    draft = translate(source, language="sah", by=editor)
    source.delete()
    draft.refresh_from_db()
    assert draft.translation_of is None
    assert not is_behind(draft)


def test_restored_translation_stays_in_its_language(source, editor):
    draft = translate(source, language="sah", by=editor)
    translate(source, language="en", by=editor)
    Post.objects.filter(pk=draft.pk).update(language="kk")
    kept = draft.revisions.get()
    kept.snapshot["language"] = "en"
    restore(draft, kept, by=editor)
    draft.refresh_from_db()
    assert draft.language == "kk"


# The link.


def test_link_reaches_what_is_live_at_once(source, editor):
    post = make_post(language="sah")
    edition = publish(post, by=editor)
    relate(post, source)
    edition.refresh_from_db()
    assert edition.translation_of == source
    assert source.editions.get().is_translated
    post.refresh_from_db()
    assert post.follows is None
    assert is_behind(post)
    assert post.editions.count() == 1

    relate(post, None)
    edition.refresh_from_db()
    assert edition.translation_of is None
    assert not source.editions.get().is_translated


def test_link_is_made_to_the_source_of_a_translation(source, editor):
    sakha = translate(source, language="sah", by=editor)
    post = make_post(language="en")
    relate(post, sakha)
    post.refresh_from_db()
    assert post.translation_of == source


def test_link_that_makes_no_sense_is_refused(source, editor):
    translate(source, language="sah", by=editor)
    other = make_post(language="sah")
    for post, to in [(source, source), (source, other), (other, source), (make_post(), source)]:
        with pytest.raises(ValidationError):
            relate(post, to)
    assert Post.objects.filter(translation_of__isnull=False).count() == 1


def test_new_edition_of_the_source_knows_its_translations(source, editor):
    draft = translate(source, language="sah", by=editor)
    Post.objects.filter(pk=draft.pk).update(slug="muosta")
    publish(draft, by=editor)
    edition = rewrite(source, editor, headline="Мост закрыт")
    assert edition.is_translated
    assert Edition.objects.told_in(source.pk).count() == 2
