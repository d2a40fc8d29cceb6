from django.db import models

from .merge import KIND_LENGTH


class Removal(models.Model):
    """A record that readers saw and that is no more: whoever keeps a copy has to be told."""

    kind = models.CharField(max_length=KIND_LENGTH)
    record = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "record"], name="articles_removal_once")
        ]
        indexes = [models.Index(fields=["at", "id"], name="articles_removal_by_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"
