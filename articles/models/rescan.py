"""Runs over what is published that look for an entity, and what they found."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .merge import KIND_LENGTH

# A worker tells of itself after each batch: one that has not for so long is no more.
SILENCE = timedelta(minutes=5)


class RescanQuerySet(models.QuerySet):
    def of(self, kind: str, record: int) -> "RescanQuerySet":
        """Return the runs for one entity."""
        return self.filter(kind=kind, record=record)

    def running(self) -> "RescanQuerySet":
        """Return those not at their end, whether a worker is still at them or not."""
        return self.filter(finished_at=None)


class Rescan(models.Model):
    """A run over the live editions for the posts that name an entity."""

    class Error(models.TextChoices):
        CANCELLED = "cancelled", _("cancelled")
        LOST = "lost", _("broke off: the worker was stopped")
        FAILED = "failed", _("broke off by an error, which the log of the worker tells")

    kind = models.CharField(max_length=KIND_LENGTH)
    record = models.PositiveBigIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    total = models.PositiveIntegerField(default=0)  # editions, as counted when the work began
    done = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)  # when the worker last told of itself
    finished_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=10, choices=Error.choices, blank=True)

    objects = RescanQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "record"],
                condition=Q(finished_at=None),
                name="articles_rescan_one_running",
            )
        ]
        indexes = [models.Index(fields=["kind", "record"], name="articles_rescan_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}: {self.done}/{self.total}"

    @property
    def is_running(self) -> bool:
        return self.finished_at is None and not self.is_lost

    @property
    def is_lost(self) -> bool:
        """Return whether nobody is at it, though it has not ended."""
        return self.finished_at is None and self.seen_at < timezone.now() - SILENCE


class RescanFindQuerySet(models.QuerySet):
    def open(self) -> "RescanFindQuerySet":
        """Return those nobody has decided on."""
        return self.filter(answer="")


class RescanFind(models.Model):
    """A published post that seems to name the entity, until somebody says whether it does."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        DISMISSED = "dismissed", _("dismissed")

    rescan = models.ForeignKey(Rescan, on_delete=models.CASCADE, related_name="finds")
    post = models.ForeignKey("articles.Post", on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=255)
    sentence = models.TextField()
    at = models.PositiveIntegerField()  # of the words in the sentence
    level = models.CharField(max_length=8)
    reason = models.JSONField()  # of articles.mentions.Reason: code, case, detail
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = RescanFindQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["id"]  # as the run met them: the newest posts first
        constraints = [
            models.UniqueConstraint(fields=["rescan", "post"], name="articles_rescanfind_once"),
            models.CheckConstraint(
                condition=(
                    Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False)
                ),
                name="articles_rescanfind_answer_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["rescan", "id"], condition=Q(answer=""), name="articles_rescanfind_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.words}"
