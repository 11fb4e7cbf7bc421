"""The worker: does the tasks that wait, and, beside them, what is to be done again and again.

Any number of workers may run. A task is done by one of them; sealing and tidying bear being done by two at once.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections, connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from inreach.apps.audit.services.sealing import seal_all, seal_block
from inreach.apps.background.services.presence import SAYS_SO_EVERY, say_alive, say_gone
from inreach.apps.background.services.queue import revive_tasks
from inreach.project.tidying import tidy

logger = logging.getLogger("inreach.worker")
TIDIES_EVERY = 3600  # seconds
LOOKS_EVERY = 1.0  # seconds between two looks into an empty queue


def seal_waiting() -> None:
    """Seal what waits in the audit, block by block."""
    while seal_block():
        pass


def attempt_chore(chore: Callable[[], Any]) -> None:
    """Do a chore; one that fails is told in the log, and tried again when its time comes."""
    try:
        chore()
    except Exception:
        logger.exception("A chore of the worker failed and will be tried again: %s", chore.__name__)


class Chores(threading.Thread):
    """Says that the worker lives, seals the audit, revives tasks and tidies, until it is told to stop."""

    def __init__(self, worker_id: str, *, parent: int) -> None:
        super().__init__(name="chores", daemon=True)
        self._worker_id = worker_id
        self._parent = parent
        self._stopped = threading.Event()

    def run(self) -> None:
        tidied_at = time.monotonic()
        while True:
            close_old_connections()
            attempt_chore(self.say_alive)
            attempt_chore(seal_waiting)
            attempt_chore(revive_tasks)
            if time.monotonic() - tidied_at >= TIDIES_EVERY:
                attempt_chore(tidy)
                tidied_at = time.monotonic()
            if self._parent and os.getppid() != self._parent:
                os.kill(os.getpid(), signal.SIGTERM)
            if self._stopped.wait(SAYS_SO_EVERY):
                break
        connections.close_all()

    def say_alive(self) -> None:
        """Say that this worker lives."""
        say_alive(self._worker_id)

    def finish(self) -> None:
        """End after the chore that is being done, and say that this worker is gone."""
        self._stopped.set()
        self.join(timeout=30)
        attempt_chore(self.say_gone)

    def say_gone(self) -> None:
        """Say that this worker ends."""
        say_gone(self._worker_id)


def work(*, until_empty: bool = False, with_parent: int = 0) -> None:
    """Work until a signal ends it, or no task waits (`until_empty`), or its parent, of this number, is gone."""
    worker_id = get_random_string(32)
    chores = Chores(worker_id, parent=with_parent)
    worker = Worker(
        queue_names=["*"],
        interval=LOOKS_EVERY,
        batch=until_empty,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    )
    worker.configure_signals()
    attempt_chore(tidy)
    attempt_chore(seal_all)
    chores.start()
    try:
        worker.run()
    finally:
        chores.finish()
        worker.reset_signals()
