"""A receiver on this machine that behaves as a test asks."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, dict, bytes]
TAKEN = (204, {}, b"")


class Receiver:
    """Keeps what it is sent. ``answers`` takes the number of the request and gives the answer.

    An answer that is None comes only when the test is over: it is waited for in vain.
    """

    def __init__(self) -> None:
        self.requests: list[dict] = []
        self.answers: Callable[[int], Answer | None] = lambda number: TAKEN
        self.over = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/hook?to=desk"
        self.thread = threading.Thread(target=self.server.serve_forever, args=[0.01])
        self.thread.start()

    def close(self) -> None:
        self.over.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    @property
    def ids(self) -> list[int]:
        """Return the ids of the changes it was sent, in order."""
        return [json.loads(request["body"])["data"]["id"] for request in self.requests]

    def _handler(receiver):  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.requests.append({"path": self.path, "headers": headers, "body": body})
                answer = receiver.answers(len(receiver.requests))
                if answer is None:
                    receiver.over.wait(10)
                    self.close_connection = True
                    return
                status, headers, content = answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST

            def handle(self):
                try:
                    super().handle()
                except ConnectionError:
                    pass  # the sender had enough

            def log_message(self, *args):
                pass

        return Handler


def signatures(secret: str, request: dict) -> str:
    """Return the signature that the specification asks for, worked out apart from our code."""
    headers = request["headers"]
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{request['body']}"
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, content.encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"
