"""One request: whatever the other side does, it ends in time and in an answer."""

import os
import socket
import ssl
import subprocess
import threading
from time import monotonic

import pytest

from articles.webhooks.sending import READ, Answer, send
from tests.conftest import needs

from .receiver import Receiver


def ask(url: str, **more) -> Answer:
    return send(url, {}, b"{}", **more)


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        ((200, {}, b"thanks"), 200, ""),
        ((204, {}, b""), 204, ""),
        ((301, {"Location": "/elsewhere"}, b""), 301, "redirect"),
        ((307, {"Location": "http://127.0.0.1:1/"}, b""), 307, "redirect"),
        ((404, {}, b""), 404, "status"),
        ((410, {}, b""), 410, "status"),
        ((500, {}, b""), 500, "status"),
    ],
)
def test_only_two_hundreds_are_taken_and_no_redirect_is_followed(receiver, answer, status, error):
    receiver.answers = lambda number: answer
    found = ask(receiver.url)
    assert (found.status, found.error) == (status, error)
    assert len(receiver.requests) == 1


def test_no_more_than_the_beginning_of_an_answer_is_read(receiver):
    receiver.answers = lambda number: (500, {}, "Ошибка\0 ".encode() + b"x" * 20_000_000)
    found = ask(receiver.url)
    assert found.text.startswith("Ошибка x")
    assert len(found.text) <= READ


def test_taken_is_taken_though_the_words_after_it_never_come(receiver, settings):
    receiver.answers = lambda number: (200, {"Content-Length": "900"}, b"")
    assert ask(receiver.url) == Answer(200)


def test_slow_receiver_is_not_waited_for(receiver, settings):
    settings.WEBHOOKS_TIMEOUT = 0.2
    receiver.answers = lambda number: None
    assert ask(receiver.url).error == "timeout"


@pytest.fixture
def answering():
    """Return a function that makes a server answer each connection in its own way."""
    servers = []

    def start(answer) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        servers.append(server)

        def serve():
            connection, _address = server.accept()
            with connection:
                connection.recv(10_000)
                try:
                    answer(connection)
                except OSError:
                    pass  # the sender had enough

        thread = threading.Thread(target=serve)
        thread.start()
        servers.append(thread)
        return f"http://127.0.0.1:{server.getsockname()[1]}/"

    yield start
    for each in servers:
        each.join() if isinstance(each, threading.Thread) else each.close()


def test_receiver_that_drips_is_not_waited_for(answering, settings):
    """Each byte comes in time, and together they never would."""
    settings.WEBHOOKS_PRIVATE, settings.WEBHOOKS_TIMEOUT = True, 0.3
    over = threading.Event()

    def drip(connection):
        while not over.wait(0.02):
            connection.sendall(b"H")

    url, began = answering(drip), monotonic()
    try:
        assert ask(url).error == "timeout"
        assert monotonic() - began < 3
    finally:
        over.set()


@pytest.mark.parametrize(
    "answer",
    [b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 abc\r\n\r\n", b"", b"HTTP/1.1 200 OK\r\n" + b"x" * 70_000],
)
def test_what_is_no_answer_is_a_failure(answering, settings, answer):
    settings.WEBHOOKS_PRIVATE = True
    found = ask(answering(lambda connection: connection.sendall(answer)))
    assert found.error in ("answer", "connection")


def test_nobody_at_home_is_a_failure(settings):
    settings.WEBHOOKS_PRIVATE = True
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert ask(f"http://127.0.0.1:{port}/").error == "connection"


def test_name_that_is_not_known_is_a_failure(settings):
    def look_up(*args, **kwargs):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    assert ask("https://nothing.example.org/", look_up=look_up).error == "name"


def test_tls_is_for_the_name_that_was_looked_up_once(tmp_path, settings, monkeypatch):
    """The connection goes to the address found; certificate, SNI and Host are the name's."""
    needs("openssl")
    settings.WEBHOOKS_PRIVATE = True
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-subj", "/CN=hooks.example.org", "-keyout", key, "-out", certificate]
    command += ["-addext", "subjectAltName=DNS:hooks.example.org"]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    context, names = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), []
    context.load_cert_chain(certificate, key)
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    asked = []

    def look_up(host, port, **more):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", receiver.port))]

    receiver = Receiver()
    receiver.server.socket = context.wrap_socket(receiver.server.socket, server_side=True)
    try:
        # Nobody vouches for the certificate.
        assert ask("https://hooks.example.org/in", look_up=look_up).error == "tls"
        monkeypatch.setitem(os.environ, "SSL_CERT_FILE", str(certificate))
        assert ask("https://hooks.example.org/in", look_up=look_up).status == 204
        assert ask("https://other.example.org/in", look_up=look_up).error == "tls"
        assert ask("https://hooks.example.org:8443/in", look_up=look_up).status == 204
    finally:
        receiver.close()
    hosts = [request["headers"]["host"] for request in receiver.requests]
    assert hosts == ["hooks.example.org", "hooks.example.org:8443"]
    assert len(asked) == 4
    assert set(names) == {"hooks.example.org", "other.example.org"}
