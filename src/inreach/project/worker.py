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

from django.db import InterfaceError, OperationalError, close_old_connections, connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from inreach.apps.audit.services.sealing import seal_all, seal_block
from inreach.apps.background.services.presence import SAYS_SO_EVERY, say_alive, say_gone
from inreach.apps.background.services.queue import begin_again, bring_forward, revive_tasks
from inreach.project.tidying import tidy

logger = logging.getLogger("inreach.worker")
TIDIES_EVERY = 3600  # seconds
DATABASE_GONE = (OperationalError, InterfaceError)
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
            attempt_chore(bring_forward)
            if time.monotonic() - tidied_at >= TIDIES_EVERY:
                attempt_chore(tidy)
                tidied_at = time.monotonic()
            if self._parent and os.getppid() != self._parent:
                os.kill(os.getpid(), signal.SIGTERM)
            if self._stopped.wait(SAYS_SO_EVERY):
                break
        connections.close_all()

    def go_on_as(self, worker_id: str) -> None:
        """Say from now on that a worker of another name lives; nobody says so of the first any more."""
        self._worker_id = worker_id

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


class LastingWorker(Worker):
    """Does tasks, also when the database goes away for a while, as it does when it is started anew."""

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Do a task; what fails because the database went away in the middle of it is begun again."""
        super().run_task(db_task_result)
        if db_task_result.exception_class_path in {
            f"{each.__module__}.{each.__qualname__}" for each in DATABASE_GONE
        }:
            begin_again(db_task_result)

    def run_and_last(self, chores: Chores) -> None:
        """Work until it is told to stop, and wait while the database does not answer.

        Where it could not even be noted how a task went, nobody knows; so this worker takes another name, and the task
        is revived as that of a worker which is gone.
        """
        while True:
            try:
                return self.run()
            except DATABASE_GONE:
                if not self.running:
                    raise
                logger.warning("The database does not answer. The worker waits for it.")
                connections.close_all()
                self.worker_id = get_random_string(32)
                chores.go_on_as(self.worker_id)
                time.sleep(LOOKS_EVERY)


def work(*, until_empty: bool = False, with_parent: int = 0) -> None:
    """Work until a signal ends it, or no task waits (`until_empty`), or its parent, of this number, is gone."""
    worker_id = get_random_string(32)
    chores = Chores(worker_id, parent=with_parent)
    worker = LastingWorker(
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
        worker.run() if until_empty else worker.run_and_last(chores)
    finally:
        chores.finish()
        worker.reset_signals()
