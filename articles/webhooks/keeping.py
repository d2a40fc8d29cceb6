"""What people do with receivers: add one, give it another secret, let it go on, send again."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles import changes
from articles.models import Webhook, WebhookDelivery

from .sending import Answer
from .signing import make_secret

OVERLAP = timedelta(days=1)  # in which the secret before the present one signs too
MOST_TOLD = 50


def add(webhook: Webhook, *, from_the_beginning: bool = False) -> str:
    """Save a new receiver and return its secret. It is sent what changes from now on, or all."""
    webhook.secret = make_secret()
    webhook.cursor = changes.START if from_the_beginning else changes.cursor_now()
    webhook.reached_at = None if from_the_beginning else timezone.now()
    webhook.save(force_insert=True)
    return webhook.secret


@transaction.atomic
def rotate(webhook: Webhook) -> str:
    """Return a new secret for a receiver; for a day the one before it signs beside it."""
    row = Webhook.objects.select_for_update().get(pk=webhook.pk)
    row.secret, row.old_secret = make_secret(), row.secret
    row.old_secret_until = timezone.now() + OVERLAP
    row.save(update_fields=["secret", "old_secret", "old_secret_until"])
    return row.secret


def revive(webhook: Webhook) -> None:
    """Let a receiver go on at once from where it stopped."""
    Webhook.objects.filter(pk=webhook.pk).update(
        is_active=True,
        disabled_at=None,
        failures=0,
        failing_since=None,
        next_attempt_at=timezone.now(),
    )


def stop(webhook: Webhook) -> None:
    """Send a receiver nothing until it is revived."""
    Webhook.objects.filter(pk=webhook.pk).update(is_active=False)


def ask_again(webhook: Webhook, delivery: int) -> bool:
    """Have what was sent sent again, by the worker; return whether there is such a delivery."""
    found = webhook.deliveries.filter(pk=delivery)
    return bool(found.update(asked_at=timezone.now()))


def tell_of_disabling(webhook: Webhook, answer: Answer) -> None:
    """Mail those who keep the receivers that one is sent nothing more, once that is stored."""
    to = [user.email for user in _keepers()]

    def tell() -> None:
        with translation.override(settings.LANGUAGE_CODE):
            name = " ".join(webhook.description.split())  # a line break would end the header
            since = timezone.localtime(webhook.failing_since)
            text = _(
                "“%(webhook)s” is sent nothing more: since %(since)s it took nothing "
                "(%(reason)s). Nothing is lost: once it is switched on again, it goes on from "
                "where it stopped."
            )
            words = {"webhook": name, "since": f"{since:%d.%m.%Y %H:%M}", "reason": _reason(answer)}
            path = reverse("admin:articles_webhook_deliveries", args=[webhook.pk])
            subject = _("Webhook switched off: %(webhook)s") % words
            for email in to:
                send_mail(subject, f"{text % words}\n\n{settings.SITE_URL}{path}", None, [email])

    if to:
        # Robust: a mail server that is away must not stop the worker.
        transaction.on_commit(tell, robust=True)


def _reason(answer: Answer) -> str:
    label = WebhookDelivery.Error(answer.error).label
    return f"{label}: {answer.status}" if answer.status else str(label)


def _keepers() -> Iterable:
    backend = "django.contrib.auth.backends.ModelBackend"
    users = get_user_model().objects.with_perm("articles.change_webhook", backend=backend)
    return users.filter(is_staff=True).exclude(email="").order_by("pk")[:MOST_TOLD]
