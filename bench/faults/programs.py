"""Programs that run as on a server: what keeps them starts each again when it ends, and a benchmark may kill it."""

import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from random import choice
from time import monotonic, sleep
from typing import Any

LOOKS_EVERY = 0.2  # seconds
AGAIN_AFTER = 0.5  # seconds that are let pass before something is started again


def children(pid: int) -> list[int]:
    """Return the processes that a process started and that run."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(child) for child in text.split()]


def command_line(pid: int) -> str:
    """Return with what a process was started; nothing if it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def kill(*pids: int) -> bool:
    """Kill processes at once, without a word to them; say whether the first was there."""
    there = False
    for number, pid in enumerate(pids):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            there = there or number == 0
    return there


class Program:
    """One program, started again whenever it ends until it is stopped, as a service manager does."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        log: Path,
        *,
        ends_at: signal.Signals = signal.SIGTERM,
        **how: Any,
    ) -> None:
        self.name, self.command, self.environment, self.log = name, command, dict(environment), log
        self.ends_at, self.how = ends_at, how
        self.killed, self.ended_by_itself = 0, 0
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._keeper: threading.Thread | None = None
        self._killed_now = False

    @property
    def pid(self) -> int:
        """The number of its process; 0 while it does not run."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else 0

    def start(self) -> None:
        """Start it, and keep it running."""
        self._stopped.clear()
        self._begin()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def _begin(self) -> None:
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self.command,
                env={**os.environ, **self.environment},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **self.how,
            )

    def _keep(self) -> None:
        while not self._stopped.wait(LOOKS_EVERY):
            with self._lock:
                if self.pid or self._stopped.is_set():
                    continue
                if not self._killed_now:
                    self.ended_by_itself += 1
                self._killed_now = False
            if self._stopped.wait(AGAIN_AFTER):
                return
            self._begin()

    def kill(self) -> bool:
        """Kill it with all that it started; say whether it ran."""
        with self._lock:
            pid = self.pid
            if not pid:
                return False
            self._killed_now = True
            self.killed += 1
            # Stopped first, so that it starts nothing while its children are looked up.
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
            return kill(pid, *children(pid))

    def kill_child(self, named: str = "") -> bool:
        """Kill one of the processes that it started, whose command holds this; say whether there was one."""
        those = [child for child in children(self.pid) if named in command_line(child)] if self.pid else []
        return bool(those) and kill(choice(those))

    def stop(self, patience: float = 30) -> None:
        """Ask it to end, and wait; it is killed if it does not."""
        self._stopped.set()
        if self._keeper:
            self._keeper.join()
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.send_signal(self.ends_at)
        end = monotonic() + patience
        while process.poll() is None and monotonic() < end:
            sleep(0.05)
        if process.poll() is None:
            kill(process.pid, *children(process.pid))
            process.wait()
