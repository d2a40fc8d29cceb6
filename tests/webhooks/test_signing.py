import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from articles.webhooks import make_secret, rotate, sign
from articles.webhooks.delivering import deliver_due
from tests.conftest import stop

try:
    from standardwebhooks import Webhook as Verifier
    from standardwebhooks import WebhookVerificationError
except ImportError:
    Verifier = None

from .receiver import signatures


@pytest.fixture
def verify():
    """Return a function that reads a request as receivers do, with the library made for them."""
    if Verifier is None:
        stop("the package standardwebhooks is not installed: see the README")
    return lambda secret, request: Verifier(secret).verify(request["body"], request["headers"])


def test_signature_is_that_of_the_specification():
    # Worked out by hand with openssl.
    headers = sign(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        message="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body='{"test": 2432232314}',
    )
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_each_secret_is_new_and_long():
    secrets = {make_secret() for _number in range(20)}
    assert len(secrets) == 20
    assert all(secret.startswith("whsec_") and len(secret) == 50 for secret in secrets)


def test_receiver_verifies_what_it_is_sent(verify, receiver, webhook, stream):
    stream.add("post.upsert")
    deliver_due(stream.read)
    (request,) = receiver.requests
    assert verify(webhook.secret, request)["type"] == "post.upsert"
    with pytest.raises(WebhookVerificationError):
        verify(make_secret(), request)
    with pytest.raises(WebhookVerificationError):
        verify(webhook.secret, request | {"body": request["body"].replace("1", "2")})


def test_old_secret_signs_for_a_day_beside_the_new_one(receiver, webhook, stream):
    old, new = webhook.secret, rotate(webhook)
    assert old != new
    stream.add("post.upsert", "post.upsert")
    deliver_due(stream.read)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        stream.add("post.upsert")
        deliver_due(stream.read)
    both, _again, alone = receiver.requests
    assert both["headers"]["webhook-signature"].split() == [
        signatures(new, both),
        signatures(old, both),
    ]
    assert alone["headers"]["webhook-signature"] == signatures(new, alone)


def test_receiver_of_the_documentation_verifies_what_it_is_sent(receiver, webhook, stream):
    page = (settings.BASE_DIR / "docs" / "webhooks.md").read_text()
    example, code = re.findall(r"```(?:json|python)\n(.*?)```", page, re.DOTALL)
    shown = {}
    exec(code, shown)  # noqa: S102  (our own page)
    verify = shown["verify"]
    stream.add("post.upsert")
    deliver_due(stream.read)
    (request,) = receiver.requests
    headers, body = request["headers"], request["body"].encode()
    message = verify(webhook.secret, headers, body)
    assert message.keys() == json.loads(example).keys()
    assert message["data"].keys() == json.loads(example)["data"].keys()
    assert verify(make_secret(), headers, body) is None
    assert verify(webhook.secret, headers, body + b" ") is None
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert verify(webhook.secret, headers, body) is None
