from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

# Records of three kinds stand here by kind and id: "person", 7.
KIND_LENGTH = 20


class Merge(models.Model):
    """One record merged into another of its kind, with all that was moved, to be moved back."""

    kind = models.CharField(_("kind"), max_length=KIND_LENGTH)
    merged = models.PositiveBigIntegerField(_("merged record"))
    into = models.PositiveBigIntegerField(_("record it was merged into"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("merged by"),
    )
    at = models.DateTimeField(_("merged at"))
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True)
    moved = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        default_permissions = ()
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "merged"],
                condition=Q(undone_at=None),
                name="articles_merge_one_standing",
            ),
            models.CheckConstraint(condition=~Q(merged=F("into")), name="articles_merge_of_two"),
        ]
        indexes = [models.Index(fields=["kind", "into"], name="articles_merge_into")]

    def __str__(self) -> str:
        return f"{self.kind} {self.merged} → {self.into}"


class NameKey(models.Model):
    """A name of a record as names are compared; lookalikes.py keeps these rows."""

    kind = models.CharField(max_length=KIND_LENGTH)
    record = models.PositiveBigIntegerField()
    key = models.CharField(max_length=255)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "record", "key"], name="articles_namekey_once")
        ]
        indexes = [models.Index(fields=["kind", "key"], name="articles_namekey_by_key")]

    def __str__(self) -> str:
        return self.key


class LookalikeQuerySet(models.QuerySet):
    def open(self) -> "LookalikeQuerySet":
        """Return the pairs nobody has looked at yet."""
        return self.filter(dismissed_at=None)


class Lookalike(models.Model):
    """Two records of one kind that may be one, until somebody merges them or says they are not."""

    kind = models.CharField(max_length=KIND_LENGTH)
    first = models.PositiveBigIntegerField()
    second = models.PositiveBigIntegerField()
    found_at = models.DateTimeField(auto_now_add=True)
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = LookalikeQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "first", "second"], name="articles_lookalike_once"
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="articles_lookalike_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "second"], name="articles_lookalike_by_second"),
            models.Index(
                fields=["found_at", "id"],
                condition=Q(dismissed_at=None),
                name="articles_lookalike_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first}, {self.second}"
