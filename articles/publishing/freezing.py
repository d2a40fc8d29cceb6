"""Words are frozen: an edition made of a post, with the rows that go with it."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Max

from articles import markup
from articles.marking import Naming
from articles.models import Content, Edition, EditionByline, EditionImage, EditionTag, Image, Post

from .naming import freeze_naming
from .preparing import prepare
from .relating import has_translations, tell_source


def freeze(
    post: Post,
    by: AbstractBaseUser,
    at: datetime,
    now: datetime,
    first_published_at: datetime,
    note: dict,
    naming: Naming,
) -> Edition:
    """Return a new edition with the words of the post, which name as ``naming`` says, prepared.

    ``note`` holds the columns of a correction, if there is one.
    """
    words = {field.attname: getattr(post, field.attname) for field in Content._meta.fields}
    words["body"] = naming.body
    source = post.translation_of_id
    if source:
        # What is published of the source meanwhile would not know that it is translated.
        Post.objects.select_for_update().get(pk=source)
    number = (post.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    edition = Edition.objects.create(
        **words,
        post=post,
        number=number,
        live_from=at,
        first_published_at=first_published_at,
        changed_at=max(at, now),  # what is dated back appears now
        published_by=by,
        **note,
        corrected_at=at if note else None,
        fingerprint=post.fingerprint,
        marked=naming.marked,
        translation_of_id=source,
        is_translated=has_translations(post.pk),
    )
    tell_source(source)
    _freeze_relations(post, edition)
    freeze_naming(edition, naming)
    prepare(edition)
    return edition


def _freeze_relations(post: Post, edition: Edition) -> None:
    """Keep the tags, images and makers of the post; of a maker merged a moment ago, the other."""
    for field in Content._meta.many_to_many:
        getattr(edition, field.name).set(getattr(post, field.name).all())
    images = Image.objects.filter(pk__in=markup.image_ids(edition.body))
    EditionImage.objects.bulk_create(EditionImage(edition=edition, image=image) for image in images)
    stamp = {"edition": edition, "first_published_at": edition.first_published_at}
    EditionTag.objects.bulk_create(EditionTag(tag=tag, **stamp) for tag in post.tags.all())
    makers = post.bylines.values_list("role", "person_id", "person__merged_into_id")
    bylines = dict.fromkeys((role, into or pk) for role, pk, into in makers)
    EditionByline.objects.bulk_create(
        EditionByline(person_id=pk, role=role, position=position, **stamp)
        for position, (role, pk) in enumerate(bylines)
    )
