"""Who may do what with webhooks and tokens, as tables that matrix.py tries."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.admin.tokens import revoke
from articles.models import Token, Webhook
from articles.webhooks import make_secret
from tests import factories
from tests.admin.matrix import COMMON, ROLES, again, cells, compare_with, took
from tests.admin.pages import WEBHOOK, change_url, token_data, url

pytestmark = pytest.mark.django_db

# a active, f failing, o switched off
WEBHOOKS = """
                      stranger  nobody  reporter  editor  chief  administrator
open                  .         .       .         .       *      *
edit                  .         .       .         .       *      *
see the history       .         .       .         .       *      *
see its deliveries    .         .       .         .       *      *
see its secret page   .         .       .         .       *      *
make a new secret     .         .       .         .       *      *
send again            .         .       .         .       *      *
try at once           .         .       .         .       *      *
delete                .         .       .         .       *      *
delete from the list  .         .       .         .       *      *
"""

# w works, x expired, r revoked
TOKENS = """
                      stranger  nobody  reporter  editor  chief  administrator
open                  .         .       .         .       *      *
edit                  .         .       .         .       wx     wx
revoke                .         .       .         .       wx     wx
revoke from the list  .         .       .         .       wx     wx
delete                .         .       .         .       .      .
delete from the list  .         .       .         .       .      .
"""


@pytest.fixture
def webhooks():
    """Return one webhook in each state, with a delivery."""
    now = timezone.now()
    waiting = {"next_attempt_at": now + timedelta(hours=1)}
    failing = waiting | {"failing_since": now}
    states = {"a": waiting, "f": failing, "o": failing | {"is_active": False, "disabled_at": now}}
    made = {}
    for letter, state in states.items():
        made[letter] = Webhook.objects.create(**WEBHOOK, secret=make_secret(), **state)
        row = {"message": "m", "topic": "post.upsert", "body": "{}", "milliseconds": 1}
        made[letter].deliveries.create(attempt=1, **row)
    return made


def edits_webhook(client, webhook):
    data = WEBHOOK | {"description": "Иначе", "_save": "1"}
    return took(client.post(change_url(webhook), data)) and again(webhook).description == "Иначе"


def sees_of_webhook(page: str):
    def act(client, webhook):
        return client.get(url(Webhook, page, webhook.pk)).status_code == 200

    return act


def makes_secret(client, webhook):
    client.post(url(Webhook, "secret", webhook.pk))
    return again(webhook).secret != webhook.secret


def sends_again(client, webhook):
    delivery = webhook.deliveries.get()
    client.post(url(Webhook, "deliveries", webhook.pk), {"redeliver": delivery.pk})
    return webhook.deliveries.asked().exists()


def tries_at_once(client, webhook):
    client.post(url(Webhook, "deliveries", webhook.pk), {"_now": "1"})
    return Webhook.objects.due(timezone.now()).filter(pk=webhook.pk).exists()


@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what_with_webhooks(client_of, webhooks, role):
    actions = COMMON | {
        "edit": edits_webhook,
        "see the history": sees_of_webhook("history"),
        "see its deliveries": sees_of_webhook("deliveries"),
        "see its secret page": sees_of_webhook("secret"),
        "make a new secret": makes_secret,
        "send again": sends_again,
        "try at once": tries_at_once,
    }
    compare_with(cells(WEBHOOKS, role), actions, client_of(role), webhooks)


# Whom the feed knows


def edits_token(client, token):
    data = token_data(token, name="Иначе")
    return took(client.post(change_url(token), data)) and again(token).name == "Иначе"


def revokes_token(client, token):
    before = again(token).revoked_at
    client.post(change_url(token), token_data(token) | {"_revoke": "1"})
    return again(token).revoked_at != before


def revokes_token_from_list(client, token):
    before = again(token).revoked_at
    data = {"action": "revoke_chosen", "_selected_action": [token.pk]}
    client.post(url(Token, "changelist"), data)
    return again(token).revoked_at != before


@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what_with_tokens(client_of, editor, role):
    made = {letter: factories.make_token(editor)[0] for letter in "wxr"}
    Token.objects.filter(pk=made["x"].pk).update(expires_at=timezone.now())
    revoke(made["r"])
    actions = {
        "edit": edits_token,
        "revoke": revokes_token,
        "revoke from the list": revokes_token_from_list,
    }
    compare_with(cells(TOKENS, role), COMMON | actions, client_of(role), made)
