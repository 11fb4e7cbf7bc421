"""Everything that the tests log, read as production would write it: no name and no address of a person stands in it."""

import logging
import re

import pytest

from inreach.project.logs import logging_config

# The people whom `worlds` and the tests make most often, and any address of mail.
SOMEBODY = re.compile(
    r"\b(?:Kai|Rowe|Ada Nash|Nash|Okafor|Mr Lamb|Kim Lee|Sam Ade|Grace Idowu)\b|[\w.+-]+@[\w-]+\.\w+"
)


class LogWatch(logging.Handler):
    """Writes each event as production does, and keeps those that name somebody."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        config = logging_config(level="INFO", as_json=True)
        structured = config["formatters"]["structured"]
        make = structured["()"]
        self.setFormatter(make(**{name: value for name, value in structured.items() if name != "()"}))
        self.written = 0
        self.naming: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        self.written += 1
        if SOMEBODY.search(line):
            self.naming.append(line)

    def watch(self) -> None:
        """Listen to every logger that production lets speak, at the level at which it speaks by itself."""
        root = logging.getLogger()
        for handler in root.handlers:
            handler.setLevel(max(handler.level, root.level))
        root.addHandler(self)
        root.setLevel(logging.INFO)
        for name in ("django", "django.request", "django.security"):
            logging.getLogger(name).setLevel(logging.INFO)


LOGS = pytest.StashKey[LogWatch]()
