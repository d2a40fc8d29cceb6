from datetime import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PreviewLinkQuerySet(models.QuerySet):
    def working(self, at: datetime | None = None) -> "PreviewLinkQuerySet":
        """Return those that still open their page."""
        return self.filter(revoked_at=None, expires_at__gt=at or timezone.now())


class PreviewLink(models.Model):
    """A look at one revision of a post for somebody without an account.

    The token of its address is not kept, only a hash of it.
    """

    revision = models.ForeignKey(
        "articles.Revision", on_delete=models.CASCADE, related_name="links"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(_("for whom"), max_length=100)
    # What an edition of the revision would carry for its readers.
    document = models.JSONField(encoder=DjangoJSONEncoder)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    last_opened_at = models.DateTimeField(_("last opened"), null=True)
    answers = models.PositiveSmallIntegerField(_("answers"), default=0)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("link to a draft")
        verbose_name_plural = _("links to drafts")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.label

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()
