"""A mail server for one afternoon: it takes messages, hangs, or is not there."""

import socket
import socketserver
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes
from enum import Enum
from random import sample
from time import sleep

from bench.pages.clients import HOST


class Mode(Enum):
    """How it is."""

    GONE = "refuses connections"
    HANGS = "takes connections and says nothing"
    UP = "takes messages"


class Listener(socketserver.ThreadingTCPServer):
    """Takes conversations; its address can be taken again at once."""

    allow_reuse_address = True
    daemon_threads = True


def quiet_port() -> int:
    """Return a port that nobody listens on, below those that the system gives to whoever connects."""
    for port in sample(range(20_000, 30_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind((HOST, port))
            return port
    raise OSError("There is no port for a mail server.")


class MailServer:
    """One address that may be served or not; it counts each message by the name in its header."""

    def __init__(self) -> None:
        self.port = quiet_port()
        self.taken: Counter[str] = Counter()
        self.after_message: Callable[[], object] = lambda: None
        """What is done once a message is taken, before that is acknowledged."""
        self._server: Listener | None = None
        self._hanging: socket.socket | None = None

    @property
    def url(self) -> str:
        """Its address for the product."""
        return f"smtp://{HOST}:{self.port}"

    def set(self, mode: Mode) -> None:
        """Make it so."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
        if self._hanging:
            self._hanging.close()
        self._server = self._hanging = None
        if mode is Mode.HANGS:
            # Connections are taken by the system, up to so many, and nobody ever speaks.
            self._hanging = socket.create_server((HOST, self.port), backlog=100)
        elif mode is Mode.UP:
            self._server = Listener((HOST, self.port), self._handler())
            threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _handler(self) -> type[socketserver.BaseRequestHandler]:
        mail_server = self

        class Conversation(socketserver.StreamRequestHandler):
            """One conversation, as RFC 5321 has it, without what nobody here says."""

            def say(self, line: str) -> None:
                """Say one line."""
                self.wfile.write(f"{line}\r\n".encode())

            def handle(self) -> None:
                self.say("220 here")
                while line := self.rfile.readline():
                    word = line[:4].upper().strip()
                    if word == b"DATA":
                        self.say("354 go on")
                        mail_server.take(self.content())
                        sleep(0.05)
                        self.say("250 taken")
                    elif word == b"QUIT":
                        self.say("221 bye")
                        return
                    else:
                        self.say("250 good")

            def content(self) -> bytes:
                """Return one message, to the dot that ends it."""
                lines = []
                while (line := self.rfile.readline()) not in {b".\r\n", b""}:
                    lines.append(line)
                return b"".join(lines)

        return Conversation

    def take(self, content: bytes) -> None:
        """Count one message."""
        message = message_from_bytes(content)
        self.taken[f"{message['Message-ID']} {message['To']}"] += 1
        self.after_message()
