"""Posts in other languages: a draft to start from, what its source has become since, and its hand.

A translation is a post of its own, linked to its source; publishing.relate() makes the link.
"""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.differences import diff_words
from articles.history import (
    RELATIONS,
    TOLD,
    record_words,
    words_of,
    words_of_edition,
)
from articles.models import Content, Edition, Post, PostByline


@transaction.atomic
def translate(source: Post, *, language: str, by: AbstractBaseUser) -> Post:
    """Return a new draft in a language that begins with the words of a post, linked to it.

    They are what readers see of it or will, which the draft then follows, or the working copy of
    what is not published. Of a translation, the source of that is translated. Raises
    ValidationError if there is a post in that language already.
    """
    source = Post.objects.select_for_update().get(pk=source.translation_of_id or source.pk)
    opening = source.editions.pending().filter(fingerprint=source.fingerprint)
    edition = source.editions.live().first() or opening.first()
    words = words_of_edition(edition) if edition else words_of(source)
    post = Post(
        **{field.attname: getattr(source, field.attname) for field in Content._meta.fields}
        | {name: words[name] for name in TOLD}
    )
    post.language, post.slug = language, ""
    post.embargo_until, post.created_by = source.embargo_until, by
    post.translation_of, post.follows = source, edition
    post.check_language()
    post.save()
    for name in RELATIONS:
        getattr(post, name).set(getattr(source, name).all())
    PostByline.objects.bulk_create(
        PostByline(post=post, person_id=row.person_id, role=row.role, position=row.position)
        for row in source.bylines.all()
    )
    record_words(post, by)
    return post


def bring_up_to_date(post: Post, edition: Edition) -> None:
    """Note that a translation says what an edition of its source does; its words stay."""
    if edition.post_id != post.translation_of_id:
        raise ValidationError(_("This is no edition of what the post is translated from."))
    Post.objects.filter(pk=post.pk).update(follows=edition)


def differences(old: Edition | None, new: Edition) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what became of the words a translator writes: [(field, diff_words()), ...]."""
    before, after = _texts(old) if old else {}, _texts(new)
    found = [(name, before.get(name, ""), text) for name, text in after.items()]
    return [(name, diff_words(was, text)) for name, was, text in found if was != text]


def _texts(edition: Edition) -> dict[str, str]:
    return {name: getattr(edition, "text" if name == "body" else name) for name in TOLD}
