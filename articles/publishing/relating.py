"""One story in several languages: what editions know of it is a fact, as it is today."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.history import TOLD, same, words_of_edition
from articles.models import Edition, Post


@transaction.atomic
def relate(post: Post, source: Post | None) -> None:
    """Make a post a translation of another, or of none; what readers see of both follows at once.

    What it is translated from is no word of it. It follows no edition of a new source yet. Raises
    ValidationError if the two are one, if one story would be told twice in a language, or if the
    post has translations itself.
    """
    pks = {post.pk, source.pk, source.translation_of_id} - {None} if source else {post.pk}
    locked = {row.pk: row for row in Post.objects.select_for_update().filter(pk__in=pks)}
    post = locked[post.pk]
    if source:
        source = locked[source.pk]
        source = locked.get(source.translation_of_id, source)
    before = post.translation_of_id
    if source and source.pk == before:
        return
    if source == post:
        raise ValidationError(_("A post is no translation of itself."))
    if source and post.translations.exists():
        raise ValidationError(_("It has translations of its own: link those instead."))
    post.translation_of, post.follows = source, None
    post.check_language()
    post.save(update_fields=["translation_of", "follows"])
    post.editions.update(translation_of=source)
    tell_source(before)
    tell_source(source and source.pk)


def be_followed(post: Post, edition: Edition) -> None:
    """Let translations of a draft follow its first edition, if that says what the draft said."""
    words = words_of_edition(edition)
    for pk, made_at in post.translations.filter(follows=None).values_list("pk", "created_at"):
        draft = post.revisions.filter(saved_at__lte=made_at).first()  # the last before
        if draft and all(same(draft.snapshot[name], words[name]) for name in TOLD):
            Post.objects.filter(pk=pk).update(follows=edition)


def has_translations(pk: int) -> bool:
    """Return whether any edition is of a translation of the post."""
    return Edition.objects.filter(translation_of=pk).exists()


def tell_source(pk: int | None) -> None:
    """Let the editions of a post know whether there is anything to ask for in other languages."""
    if pk:
        is_translated = has_translations(pk)
        editions = Edition.objects.filter(post=pk).exclude(is_translated=is_translated)
        editions.update(is_translated=is_translated)
