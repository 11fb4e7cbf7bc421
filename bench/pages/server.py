"""Gunicorn with so many workers on a free port of this machine, until it is no longer needed."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep

from bench.pages.clients import HOST

PATIENCE = 60


class DidNotStart(RuntimeError):
    """A server did not answer in time; the sentence holds the end of what it wrote."""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def gunicorn(
    application: str,
    workers: int,
    folder: Path,
    environment: Mapping[str, str],
    *,
    python: str = sys.executable,
    ready: str = "/healthz",
) -> Iterator[int]:
    """Serve an application with gunicorn's plain workers, and yield its port once it answers."""
    port = free_port()
    log = folder / f"gunicorn-{port}.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [
                *(python, "-m", "gunicorn", application, "-w", str(workers)),
                *("-b", f"{HOST}:{port}", "--log-level", "warning"),
            ],
            env={**os.environ, **environment},
            cwd=folder if application.startswith("pretalx") else None,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(port, ready, server, log)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait_for(port: int, path: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return once a page is answered without a fault of the server. Raises DidNotStart."""
    end = monotonic() + PATIENCE
    while monotonic() < end and server.poll() is None:
        connection = HTTPConnection(HOST, port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            if connection.getresponse().status < 500:
                return
        except OSError:
            sleep(0.2)
        finally:
            connection.close()
    raise DidNotStart(f"gunicorn did not answer: {log.read_text(errors='replace')[-500:]}")
