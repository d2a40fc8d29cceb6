"""Delivery beside the worker's other work, woken every few seconds: no clock or cron need ask."""

import logging
from threading import Event, Thread

from django.db import close_old_connections, connections

from .delivering import deliver_due

EVERY = 5  # seconds
AT_ONCE = 2  # receivers, so that a slow one holds up no other

logger = logging.getLogger(__name__)


class Courier:
    """Threads that deliver until they are stopped; leases keep them out of each other's way."""

    def __init__(self, every: float = EVERY) -> None:
        self.every, self.stopped = every, Event()
        self.threads = [Thread(target=self._run, daemon=True) for _number in range(AT_ONCE)]

    def __enter__(self) -> "Courier":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error) -> None:
        """Wait for what is on its way, some seconds at most."""
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def _run(self) -> None:
        try:
            while not self.stopped.is_set():
                if not self._deliver():
                    self.stopped.wait(self.every)
        finally:
            connections.close_all()

    def _deliver(self) -> int:
        """Return how many were served; of an error only the log knows, and the next turn comes."""
        close_old_connections()
        try:
            return deliver_due(go_on=lambda: not self.stopped.is_set())
        except Exception:
            logger.exception("Webhooks are not delivered")
            return 0
        finally:
            close_old_connections()
