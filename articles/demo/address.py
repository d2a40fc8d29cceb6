"""Where the demo is served, and settings that follow from it."""

import os
import socket
from dataclasses import dataclass

from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands.runserver import naiveip_re
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext as _

EVERY_INTERFACE = {"0.0.0.0", "[::]"}  # noqa: S104  (compared with, not bound to)


@dataclass(frozen=True)
class Address:
    """A host as it stands in a URL (IPv6 in brackets), and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def site_url(self) -> str:
        """The address to open in a browser on this machine."""
        return f"http://{'localhost' if self.host in EVERY_INTERFACE else self.host}:{self.port}"


def parse_address(text: str) -> Address:
    """Return address:port, or a port alone, as runserver takes them; CommandError if it is not."""
    match = naiveip_re.fullmatch(text)
    if match is None or not 1 <= int(match["port"]) <= 65535:
        raise CommandError(
            _("%(text)s is not an address: write it as 127.0.0.1:8000, with a port up to 65535.")
            % {"text": repr(text)}
        )
    return Address(match["addr"] or "127.0.0.1", int(match["port"]))


def check_free(address: Address) -> None:
    """Raise CommandError if a server could not listen there now."""
    try:
        family, kind, protocol, _name, where = socket.getaddrinfo(
            address.host.strip("[]"), address.port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            # As the server itself does, or a restart within a minute would be refused.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except (OSError, UnicodeError) as error:
        raise CommandError(
            _("Cannot listen on %(address)s: %(reason)s. Give another, such as 127.0.0.1:8001.")
            % {"address": address, "reason": getattr(error, "strerror", None) or error}
        ) from error


def follow_address(address: Address) -> None:
    """Make the settings of this process fit a site served at that address.

    What the environment says about SITE_URL stands. The secret key is made anew at each start if
    it would be the public default; the cost is that everybody logs in again after a restart.
    """
    if settings.SECRET_KEY.startswith("django-insecure-"):
        settings.SECRET_KEY = get_random_secret_key()
    if "SITE_URL" not in os.environ:
        settings.SITE_URL = address.site_url
        settings.CSRF_TRUSTED_ORIGINS = [address.site_url]
    host = "*" if address.host in EVERY_INTERFACE else address.host
    if host not in settings.ALLOWED_HOSTS:
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, host]
