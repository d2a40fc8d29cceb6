"""Where may be sent: nowhere inside our own network, whatever a name is made to mean.

A name is looked up once, by sending.py, and the connection made to what was checked here.
"""

import ipaddress
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
LookUp = Callable[..., list[tuple]]

PORTS = {"https": 443, "http": 80}
# Names that never leave a machine or a network (RFC 6761, RFC 6762, the ICANN resolution).
INNER_NAMES = re.compile(r"(^|\.)(localhost|local|internal|home\.arpa)$")
# Where clouds tell a machine its own secrets, outside of the link-local networks.
METADATA = {ipaddress.ip_address("100.100.100.200"), ipaddress.ip_address("fd00:ec2::254")}
PUBLIC_IPV6 = ipaddress.ip_network("2000::/3")
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address in the last 32 bits


class Refused(Exception):
    """The address leads where we do not send."""


@dataclass(frozen=True)
class Target:
    """An address taken apart, all of it ASCII."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def netloc(self) -> str:
        """Return what the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def check_url(url: str) -> None:
    """Raise ValidationError if nothing is ever sent to this address. Asks no name server."""
    target = parse(url)
    if settings.WEBHOOKS_PRIVATE:
        return
    try:
        literal = _resolve(target, socket.getaddrinfo, flags=socket.AI_NUMERICHOST)
    except OSError:
        literal = []  # a name
    if INNER_NAMES.search(target.host.rstrip(".")) or not all(map(is_open, literal)):
        raise ValidationError(_("The address leads into a network that is closed to us."))


def parse(url: str) -> Target:
    """Take an address apart. Raises ValidationError."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").encode("idna").decode()
    except ValueError as error:  # UnicodeError is one
        raise ValidationError(_("This is no address.")) from error
    if parts.scheme not in (PORTS if settings.WEBHOOKS_PRIVATE else ["https"]):
        raise ValidationError(_("The address must begin with https://."))
    if not host or port == 0 or not re.fullmatch(r"[!-~]+", host):
        raise ValidationError(_("This is no address."))
    if "@" in parts.netloc or parts.fragment:
        raise ValidationError(_("The address must hold no name, no password and no “#”."))
    path = iri_to_uri((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    return Target(parts.scheme, host, port or PORTS[parts.scheme], path)


def resolve(target: Target, look_up: LookUp = socket.getaddrinfo) -> list[tuple]:
    """Return [(family, address), ...] to connect to. Raises Refused, or OSError for no such name.

    One closed address among many closes the name: nobody who means well has such a one.
    """
    found = _resolve(target, look_up)
    if not all(map(is_open, found)):
        raise Refused
    return found


def _resolve(target: Target, look_up: LookUp, flags: int = 0) -> list[tuple]:
    rows = look_up(target.host, target.port, type=socket.SOCK_STREAM, flags=flags)
    return [(family, address) for family, _type, _protocol, _name, address in rows]


def is_open(found: tuple) -> bool:
    """Return whether we connect to this address: (family, (host, port, ...))."""
    _family, (host, *_port) = found
    return all(map(_is_open, _meanings(ipaddress.ip_address(host.partition("%")[0]))))


def _is_open(address: Address) -> bool:
    # Nobody waits for news there, whatever the setting says.
    if address.is_multicast or address.is_link_local or address.is_unspecified:
        return False
    if address in METADATA:
        return False
    if settings.WEBHOOKS_PRIVATE:
        return True
    if address.version == 6 and address not in PUBLIC_IPV6:
        return False
    return address.is_global and not address.is_reserved


def _meanings(address: Address) -> list[Address]:
    """Return the address, or those that it carries within, to which a gateway would lead."""
    if address.version == 4:
        return [address]
    if address in NAT64:
        return [ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    return [address, address.sixtofour] if address.sixtofour else [address]
