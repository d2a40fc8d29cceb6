import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def hash_of(secret: str) -> str:
    """Return how a secret is stored: it is random and long, so one round is enough."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def in_a_year() -> datetime:
    return timezone.now() + timedelta(days=365)


class TokenQuerySet(models.QuerySet):
    def working(self, at: datetime | None = None) -> "TokenQuerySet":
        """Return those that are neither revoked nor expired at that time, now by default."""
        return self.filter(revoked_at=None, expires_at__gt=at or timezone.now())


class Token(models.Model):
    """By which a partner's program is known to the REST feed. Not kept itself, only a hash of it.

    Reading what is public needs none: it raises the limits, and opens what it is marked for.
    """

    name = models.CharField(
        _("for whom"),
        max_length=100,
        help_text=_("The partner, and the program if there are several."),
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    beginning = models.CharField(_("begins with"), max_length=12, editable=False)
    opens_embargoed = models.BooleanField(
        _("opens what is scheduled"),
        default=False,
        help_text=_("The partner reads posts before they open, and must not show them before."),
    )
    expires_at = models.DateTimeField(_("works until"), default=in_a_year)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        default_permissions = ("view", "add", "change")
        verbose_name = _("token of a partner")
        verbose_name_plural = _("tokens of partners")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()
