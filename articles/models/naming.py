"""By what texts name entities: keys, words editors confirmed, suggestions they refused."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from .merge import KIND_LENGTH


class MentionKey(models.Model):
    """A key by which the words of a text find a name of an entity; mentions/registry.py keeps them.

    One row is all the search needs to know: it makes no query for the entity itself.
    """

    key = models.CharField(max_length=160)
    kind = models.CharField(max_length=KIND_LENGTH)
    record = models.PositiveBigIntegerField()
    name = models.CharField(max_length=255)  # the entity's, in its normal form
    text = models.CharField(max_length=255)  # what it is called here
    source = models.CharField(max_length=8)
    times = models.PositiveIntegerField(default=0)  # how often editors confirmed it
    # Of the texts that call it so; empty for all.
    language = models.CharField(max_length=8, default="")
    # Of a position: when the person held it.
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    version = models.PositiveSmallIntegerField()  # of the rules the key was made by

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                # All the lookup asks of a row before it is one of the first of its key.
                *("key", F("times").desc(), "valid_from", "valid_until"),
                name="articles_mentionkey_by_key",
            ),
            models.Index(fields=["kind", "record"], name="articles_mentionkey_record"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.kind} {self.record}"


class NameWord(models.Model):
    """A word of a record's names, by whose beginning it is looked for; lookalikes.py keeps it.

    In bytes, which every database compares alike: what begins so is a range of the index.
    """

    kind = models.CharField(max_length=KIND_LENGTH)
    record = models.PositiveBigIntegerField()
    word = models.BinaryField(max_length=80)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "record", "word"], name="articles_nameword_once"
            )
        ]
        indexes = [
            models.Index(fields=["kind", "word", "record"], name="articles_nameword_by_word")
        ]

    def __str__(self) -> str:
        return f"{bytes(self.word).decode(errors='replace')}: {self.kind} {self.record}"


class SeenName(models.Model):
    """Words by which editors have linked an entity, how often, and how often they refused to."""

    kind = models.CharField(max_length=KIND_LENGTH)
    record = models.PositiveBigIntegerField()
    text = models.CharField(max_length=255)
    language = models.CharField(max_length=8)
    confirmed = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "record", "text", "language"], name="articles_seenname_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.text}: {self.kind} {self.record}"


class Rejection(models.Model):
    """An entity that a post does not name, whatever the search says."""

    post = models.ForeignKey("articles.Post", on_delete=models.CASCADE, related_name="rejections")
    kind = models.CharField(max_length=KIND_LENGTH)
    record = models.PositiveBigIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("rejected by"),
    )
    # Where it is counted; nowhere if it is about no words.
    seen = models.ForeignKey(SeenName, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["post", "kind", "record"], name="articles_rejection_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.kind} {self.record}"


class FoundNames(models.Model):
    """Names a network found in a text, by the hash of that text; recognition.py keeps them."""

    fingerprint = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=8)
    text = models.TextField(blank=True)  # only while the worker is awaited
    spans = models.JSONField(null=True)  # [[start, end, type, nominative], ...]
    asked_at = models.DateTimeField(auto_now_add=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["asked_at"], name="articles_foundnames_asked"),
            models.Index(
                fields=["id"],
                condition=models.Q(made_at=None),
                name="articles_foundnames_awaited",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fingerprint} ({self.language})"
