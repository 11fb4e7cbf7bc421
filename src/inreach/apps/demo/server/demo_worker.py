"""The demonstration's worker: a process beside the server, which ends with it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 20  # seconds that it is given to finish what it does


@contextmanager
def worker_beside() -> Iterator[None]:
    """Run a worker while the server runs. In a session of its own, so that Ctrl-C reaches it through us and once."""
    worker = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "django", "worker", "--with-parent", str(os.getpid())],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            worker.kill()
