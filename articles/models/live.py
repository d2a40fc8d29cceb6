"""When an edition is live, scheduled or over: a question of time, asked of its rows."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


def live_at(now: datetime, edition: str = "") -> Q:
    """Return the condition for an edition being live at that time.

    ``edition`` is the lookup that leads to it from another table, such as "edition__".
    """
    return Q(**{f"{edition}live_from__lte": now}) & (
        Q(**{f"{edition}live_until__isnull": True}) | Q(**{f"{edition}live_until__gt": now})
    )


class EditionQuerySet(models.QuerySet):
    def live(self, at: datetime | None = None) -> "EditionQuerySet":
        """Return what readers see at that time, now by default; one edition a post at most."""
        return self.filter(live_at(at or timezone.now()))

    def opened(self, at: datetime | None = None) -> "EditionQuerySet":
        """Return what readers see or once saw: not the scheduled, not what was taken back."""
        return self.filter(
            Q(live_until__isnull=True) | Q(live_until__gt=F("live_from")),
            live_from__lte=at or timezone.now(),
        )

    def told_in(self, source: int, at: datetime | None = None) -> "EditionQuerySet":
        """Return the live editions of a post and of its translations: one story in languages."""
        return self.live(at).filter(Q(post=source) | Q(translation_of=source))

    def pending(self, at: datetime | None = None) -> "EditionQuerySet":
        """Return the scheduled: not open yet and not taken back."""
        return self.filter(
            Q(live_until__isnull=True) | Q(live_until__gt=F("live_from")),
            live_from__gt=at or timezone.now(),
        )


class LinkQuerySet(models.QuerySet):
    """Of rows that belong to an edition."""

    def live(self, at: datetime | None = None) -> "LinkQuerySet":
        """Return the rows of editions that are live at that time, now by default."""
        return self.filter(live_at(at or timezone.now(), "edition__"))
