"""What an edition has in rows of its own: who made it, what it shows, whom it names."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .content import Byline
from .edition import Edition
from .live import LinkQuerySet
from .merge import KIND_LENGTH


class EditionByline(Byline):
    """A person who made an edition, with its date so that what somebody made is read in order."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="bylines")
    first_published_at = models.DateTimeField()

    class Meta(Byline.Meta):
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "person", "role"], name="articles_editionbyline_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["person", "first_published_at", "edition"],
                name="articles_editionbyline_newest",
            )
        ]


class EditionImage(models.Model):
    """An image in the body of an edition: it cannot be deleted."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="body_images")
    image = models.ForeignKey(
        "articles.Image", on_delete=models.PROTECT, related_name="edition_images"
    )

    class Meta:
        default_permissions = ()
        verbose_name = _("image in a published text")
        constraints = [
            models.UniqueConstraint(fields=["edition", "image"], name="articles_editionimage_once")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.image_id}"


class EditionLink(models.Model):
    """An entity that an edition shows without naming it in a mention or a byline.

    Its body links to it, or an image is credited to it; by the id that the frozen words have.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=KIND_LENGTH)
    record = models.PositiveBigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind", "record"], name="articles_editionlink_once"
            )
        ]
        indexes = [models.Index(fields=["kind", "record"], name="articles_editionlink_record")]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.kind} {self.record}"


class EditionTag(models.Model):
    """A tag of an edition, with the edition's date so that a tag's posts are read in order."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="edition_tags")
    tag = models.ForeignKey("articles.Tag", on_delete=models.PROTECT, related_name="+")
    first_published_at = models.DateTimeField()

    objects = LinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["edition", "tag"], name="articles_editiontag_once")
        ]
        indexes = [
            models.Index(
                fields=["tag", "first_published_at", "edition"], name="articles_editiontag_newest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.tag_id}"


class Mention(models.Model):
    """An entity named in an edition, with the edition's date so that a dossier is read in order."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(
        "articles.Person", on_delete=models.PROTECT, null=True, related_name="mentions"
    )
    organization = models.ForeignKey(
        "articles.Organization", on_delete=models.PROTECT, null=True, related_name="mentions"
    )
    event = models.ForeignKey(
        "articles.Event", on_delete=models.PROTECT, null=True, related_name="mentions"
    )
    about = models.BooleanField(default=False)  # named in the headline or the lead
    form = models.CharField(max_length=255, blank=True)  # as the body names it first
    # The words of the person that the body quotes, in its order.
    quotes = models.JSONField(default=list)
    is_quoted = models.BooleanField(default=False)
    first_published_at = models.DateTimeField()

    objects = LinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(person__isnull=False, organization__isnull=True, event__isnull=True)
                    | Q(person__isnull=True, organization__isnull=False, event__isnull=True)
                    | Q(person__isnull=True, organization__isnull=True, event__isnull=False)
                ),
                name="articles_mention_names_one",
            ),
            *(
                models.UniqueConstraint(
                    fields=["edition", kind], name=f"articles_mention_{kind}_once"
                )
                for kind in ("person", "organization", "event")
            ),
        ]
        indexes = [
            *(
                models.Index(
                    fields=[kind, "first_published_at", "edition"],
                    name=f"articles_mention_{kind[:6]}_newest",
                )
                for kind in ("person", "organization", "event")
            ),
            # The same of what is about them, which is little of a long dossier.
            *(
                models.Index(
                    fields=[kind, "first_published_at", "edition"],
                    condition=Q(about=True),
                    name=f"articles_mention_{kind[:6]}_about",
                )
                for kind in ("person", "organization", "event")
            ),
            # And of what quotes them.
            models.Index(
                fields=["person", "first_published_at", "edition"],
                condition=Q(is_quoted=True),
                name="articles_mention_person_quoted",
            ),
            # Whom an edition names, without reading the rows.
            models.Index(
                fields=["edition", "person", "organization"], name="articles_mention_together"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.person_id or self.organization_id or self.event_id}"
