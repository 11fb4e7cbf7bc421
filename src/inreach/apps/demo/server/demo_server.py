"""Serving the demonstration: one process with a few threads, on this machine only, until Ctrl-C."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

HOST = "127.0.0.1"
THREADS = 4


class DemoServer(BaseApplication):
    """Gunicorn without a configuration file; it says nothing unless something is wrong."""

    def __init__(self, port: int, ready: Callable[[], None]) -> None:
        self._port, self._ready = port, ready
        super().__init__()

    def load_config(self) -> None:
        chosen: dict[str, Any] = {
            "bind": f"{HOST}:{self._port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "loglevel": "warning",
            "proc_name": "inreach demo",
            "graceful_timeout": 3,
            "when_ready": lambda _server: self._ready(),
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return get_wsgi_application()


def serve(port: int, ready: Callable[[], None]) -> None:
    """Serve in the foreground, and call `ready` once the port is open. The worker opens the database anew."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    connections.close_all()
    DemoServer(port, ready).run()
