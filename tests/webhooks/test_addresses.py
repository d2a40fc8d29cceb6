"""Nothing is sent into our own network, whatever an address or a name server says."""

import socket

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from articles.webhooks.addresses import Refused, check_url, parse, resolve
from articles.webhooks.sending import send

CLOSED = [
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.5", "172.16.0.1", "172.31.255.255"),  # noqa: S104
    *("192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.2.1"),
    *("198.18.0.1", "224.0.0.1", "239.1.2.3", "240.0.0.1", "255.255.255.255"),
    *("::1", "::", "fe80::1", "fe80::1%lo", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1"),
    *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1"),
    *("2001:db8::1", "2001::1", "100::1", "4000::1"),
]
OPEN = ["93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::5db8:d822"]
NEVER = ["0.0.0.0", "169.254.169.254", "100.100.100.200", "224.0.0.1", "fe80::1"]  # noqa: S104
NEVER += ["ff02::1", "::ffff:169.254.169.254", "fd00:ec2::254", "64:ff9b::a9fe:a9fe"]


def answers(*addresses: str):
    """Return a name server that knows every name by these addresses."""

    def look_up(host, port, **more):
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
            if ":" in address
            else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in addresses
        ]

    return look_up


TARGET = parse("https://hooks.example.org/")


@pytest.mark.parametrize("address", CLOSED)
def test_name_with_a_closed_address_is_refused(address):
    with pytest.raises(Refused):
        resolve(TARGET, answers(address))
    # One that is open beside it does not open it.
    with pytest.raises(Refused):
        resolve(TARGET, answers("93.184.216.34", address))


@pytest.mark.parametrize("address", OPEN)
def test_name_with_an_open_address_is_not_refused(address):
    assert resolve(TARGET, answers(address))[0][1][0] == address


def test_setting_opens_our_own_network_and_no_more(settings):
    settings.WEBHOOKS_PRIVATE = True
    for address in ["127.0.0.1", "10.0.0.5", "192.168.1.1", "::1", "fd00::1", "::ffff:10.0.0.1"]:
        assert resolve(TARGET, answers(address))
    for address in NEVER:
        with pytest.raises(Refused):
            resolve(TARGET, answers(address))


def test_nothing_is_sent_to_a_refused_name():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        url = f"https://hooks.example.org:{server.getsockname()[1]}/"
        assert send(url, {}, b"{}", look_up=answers("127.0.0.1")).error == "refused"
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize(
    "url",
    [
        *("https://127.0.0.1/", "https://2130706433/", "https://0x7f000001/", "https://127.1/"),
        *("https://0177.0.0.1/", "https://0/", "https://[::1]/", "https://[::ffff:127.0.0.1]/"),
        *("https://[::ffff:7f00:1]/", "https://10.1.2.3:8443/", "https://169.254.169.254/latest/"),
        *("https://localhost/", "https://a.localhost./", "https://printer.local/"),
        *("https://metadata.google.internal/", "https://LOCALHOST/", "https://１２７.0.0.1/"),
    ],
)
def test_form_refuses_what_is_closed_without_asking_a_name_server(url):
    with translation.override("ru"), pytest.raises(ValidationError) as refused:
        check_url(url)
    assert refused.value.messages == ["Адрес ведёт в сеть, которая для нас закрыта."]


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.org/", "ftp://example.org/", "//example.org/", "example.org", ""),
        *("https:///path", "https://example.org:0/", "https://example.org:99999/"),
        *("https://user:pass@example.org/", "https://example.org/#part", "https://a..b/"),
        *("https://exa mple.org/", "https://[::1/", f"https://{'a' * 70}.org/", "https://\ud800/"),
    ],
)
def test_form_refuses_what_is_no_address(url):
    with pytest.raises(ValidationError):
        check_url(url)


def test_form_takes_addresses_of_all_letters():
    check_url("https://example.org:8443/hooks?a=b")
    check_url("https://газета.рф/хук")
    target = parse("https://газета.рф/хук?q=мост")
    assert target.host == target.netloc == "xn--80aahjj1e.xn--p1ai"
    assert target.path == "/%D1%85%D1%83%D0%BA?q=%D0%BC%D0%BE%D1%81%D1%82"
    assert parse("https://[2606:4700::1111]:444/").netloc == "[2606:4700::1111]:444"
