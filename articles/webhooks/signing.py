"""Signatures after Standard Webhooks 1.0.0: HMAC-SHA256 over id.timestamp.body.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

PREFIX = "whsec_"
SECRET_BYTES = 32  # of the 24 to 64 that the specification asks for


def make_secret() -> str:
    """Return a new secret as receivers are given it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def sign(keys: Iterable[str], *, message: str, timestamp: int, body: str) -> dict[str, str]:
    """Return the headers of a message, with a signature by each of the secrets."""
    content = f"{message}.{timestamp}.{body}".encode()
    return {
        "webhook-id": message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{_signature(key, content)}" for key in keys),
    }


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
