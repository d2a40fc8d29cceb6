"""Programs that are told of every change for readers, and what was sent to them."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ADDRESS_LENGTH = 500
ANSWER_LENGTH = 500


class WebhookQuerySet(models.QuerySet):
    def due(self, now: datetime) -> "WebhookQuerySet":
        """Return those with something to do at that time that no worker is at, the longest first.

        What somebody asks to be sent again does not wait for the next attempt.
        """
        asked = WebhookDelivery.objects.asked().filter(webhook=OuterRef("pk")).order_by()
        free = Q(leased_until=None) | Q(leased_until__lte=now)
        turn = Q(next_attempt_at__lte=now) | Exists(asked)
        return self.filter(free, turn, is_active=True).order_by("next_attempt_at", "pk")


class Webhook(models.Model):
    """An address that is told of changes in their order, from a place in the stream of them.

    While one change cannot be delivered, those after it wait: so a resource's never overtake.
    """

    url = models.URLField(
        _("address"),
        max_length=ADDRESS_LENGTH,
        help_text=_("Where changes are sent by POST, https://..."),
    )
    description = models.CharField(
        _("description"), max_length=200, help_text=_("Whose it is and what it is for.")
    )
    topics = models.JSONField(_("topics"), default=list)
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("What changes while it is not active is sent when it is active again."),
    )
    secret = models.CharField(max_length=100, editable=False)
    old_secret = models.CharField(max_length=100, blank=True, editable=False)
    old_secret_until = models.DateTimeField(null=True, editable=False)
    # The place in the stream, and the time of the last change before it.
    cursor = models.TextField(blank=True, editable=False)
    reached_at = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)  # one after another
    failing_since = models.DateTimeField(null=True, editable=False)
    disabled_at = models.DateTimeField(null=True, editable=False)  # by too many of them
    delivered_at = models.DateTimeField(null=True, editable=False)
    next_attempt_at = models.DateTimeField(default=timezone.now, editable=False)
    # Which worker is at it, and until when nobody else may be.
    lease = models.CharField(max_length=32, blank=True, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["description", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(secret=""), name="articles_webhook_has_secret"),
            models.CheckConstraint(
                condition=Q(disabled_at=None) | Q(is_active=False),
                name="articles_webhook_disabled_is_not_active",
            ),
        ]

    def __str__(self) -> str:
        return self.description

    def secrets(self, now: datetime) -> list[str]:
        """Return the secrets to sign with: the present one, and for a while the one before it."""
        overlaps = self.old_secret_until and self.old_secret_until > now
        return [self.secret, self.old_secret] if overlaps else [self.secret]


class WebhookDeliveryQuerySet(models.QuerySet):
    def asked(self) -> "WebhookDeliveryQuerySet":
        """Return those that somebody wants sent again."""
        return self.filter(asked_at__isnull=False)


class WebhookDelivery(models.Model):
    """One attempt to deliver a change."""

    class Error(models.TextChoices):
        STATUS = "status", _("answered with an error")
        REDIRECT = "redirect", _("answered with a redirect, which is not followed")
        REFUSED = "refused", _("the address leads into a network that is closed to us")
        NAME = "name", _("the name of the host is not known")
        CONNECTION = "connection", _("no connection")
        TLS = "tls", _("no trusted TLS connection")
        TIMEOUT = "timeout", _("no answer in time")
        ANSWER = "answer", _("answered with what is no HTTP")

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    message = models.CharField(max_length=40)  # its id: the same for each attempt
    topic = models.CharField(max_length=40)
    body = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)
    milliseconds = models.PositiveIntegerField()
    attempt = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=10, choices=Error.choices, blank=True)
    answer = models.CharField(max_length=ANSWER_LENGTH, blank=True)  # its first characters
    asked_at = models.DateTimeField(null=True)

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["webhook", "-id"], name="articles_delivery_newest"),
            models.Index(
                fields=["webhook", "id"],
                condition=Q(asked_at__isnull=False),
                name="articles_delivery_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.message}"
