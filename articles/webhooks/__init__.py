"""Telling programs of what changed for readers, after the Standard Webhooks specification.

Every address has its own place in the stream of changes. A worker leases it, sends what comes
next, and moves the place on once the receiver has it: so a change is sent once or more, never not
at all, and whatever follows waits for it.
"""

from .courier import Courier
from .delivering import deliver_due
from .keeping import add, ask_again, revive, rotate, stop
from .signing import make_secret, sign
from .topics import TOPICS

__all__ = [
    "TOPICS",
    "Courier",
    "add",
    "ask_again",
    "deliver_due",
    "make_secret",
    "revive",
    "rotate",
    "sign",
    "stop",
]
