"""One POST: to an address that was checked, with an end to every wait, no redirect followed."""

import http.client
import io
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import monotonic

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.markup import strip_unprintable
from articles.models import WebhookDelivery

from .addresses import LookUp, Refused, Target, parse, resolve

Error = WebhookDelivery.Error
CONNECT = 5  # seconds, for each address of a name
TRIED = 4  # of them
BODY = 1  # seconds that we wait for words after the status, which alone decides
READ = 500  # bytes of an answer


@dataclass(frozen=True)
class Answer:
    """What came of it: no ``error`` means that it was taken. ``retry_after`` is in seconds."""

    status: int | None = None
    text: str = ""
    error: str = ""
    retry_after: int = 0


def send(
    url: str, headers: Mapping[str, str], body: bytes, *, look_up: LookUp = socket.getaddrinfo
) -> Answer:
    """Send a body and return what came of it. Raises nothing of what may happen on the way."""
    deadline = monotonic() + settings.WEBHOOKS_TIMEOUT
    try:
        target = parse(url)
        with _connect(target, resolve(target, look_up), deadline) as connection:
            return _post(connection, target, headers, body, deadline)
    except (Refused, ValidationError):
        return Answer(error=Error.REFUSED)
    except socket.gaierror:
        return Answer(error=Error.NAME)
    except TimeoutError:
        return Answer(error=Error.TIMEOUT)
    except ssl.SSLError as error:
        return Answer(error=Error.TLS, text=_readable(str(error)))
    except OSError as error:
        return Answer(error=Error.CONNECTION, text=_readable(str(error)))
    except (http.client.HTTPException, ValueError) as error:
        return Answer(error=Error.ANSWER, text=_readable(repr(error)))


def _connect(target: Target, found: list[tuple], deadline: float) -> socket.socket:
    """Return a connection to the first address that takes one."""
    failed: OSError = socket.gaierror()
    for family, address in found[:TRIED]:
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            connection.settimeout(min(CONNECT, _left(deadline)))
            connection.connect(address)
            return _secured(connection, target, deadline)
        except OSError as error:
            connection.close()
            failed = error
    raise failed


def _secured(connection: socket.socket, target: Target, deadline: float) -> socket.socket:
    if target.scheme == "http":
        return connection
    connection.settimeout(_left(deadline))
    return ssl.create_default_context().wrap_socket(connection, server_hostname=target.host)


def _post(
    connection: socket.socket,
    target: Target,
    headers: Mapping[str, str],
    body: bytes,
    deadline: float,
) -> Answer:
    request = http.client.HTTPConnection(target.host, target.port)
    request.sock = connection
    connection.settimeout(_left(deadline))
    own = {"Host": target.netloc, "Connection": "close", "Content-Type": "application/json"}
    request.request("POST", target.path, body, headers | own | {"User-Agent": "Newsroom"})
    reader = _Reader(connection, deadline)
    response = http.client.HTTPResponse(reader, method="POST")
    response.begin()
    reader.deadline = min(deadline, monotonic() + BODY)
    wait = _seconds(response.getheader("Retry-After", ""))
    return Answer(response.status, _text(response), _error(response.status), wait)


class _Reader(io.RawIOBase):
    """What comes over a connection until the deadline, however slowly it drips."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self.connection, self.deadline = connection, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        self.connection.settimeout(_left(self.deadline))
        return self.connection.recv_into(buffer)

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return itself as the response asks a socket for it."""
        return io.BufferedReader(self)


def _left(deadline: float) -> float:
    """Return the seconds left. Raises TimeoutError."""
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _error(status: int) -> str:
    if 200 <= status < 300:
        return ""
    return Error.REDIRECT if 300 <= status < 400 else Error.STATUS


def _text(response: http.client.HTTPResponse) -> str:
    """Return the beginning of an answer; a status stands whatever comes after it."""
    try:
        with response:
            return _readable(response.read(READ).decode("utf-8", "replace"))
    except (OSError, http.client.HTTPException, ValueError):
        return ""


def _readable(text: str) -> str:
    return strip_unprintable(text)[:READ].strip()


def _seconds(header: str) -> int:
    """Return how long a Retry-After header (RFC 9110, 10.2.3) asks to wait, 0 by default."""
    if header.isdecimal():
        return int(header[:9])
    try:
        return max(0, int((parsedate_to_datetime(header) - timezone.now()).total_seconds()))
    except (TypeError, ValueError, OverflowError):
        return 0
