"""`inreach`: the same commands as manage.py, wherever you stand."""

import os
import secrets
import sys
from collections.abc import Sequence
from tempfile import TemporaryDirectory

HELP, HELP_OPTIONS = frozenset({"help", "version"}), frozenset({"-h", "--help", "--version"})
INTERRUPTED, NOBODY_READS = 130, 141  # what a shell expects of a program that Ctrl-C, or a closed pipe, ended


def _is_empty() -> bool:
    """Say whether the database answers and nothing has ever been set up in it."""
    from django.db import DatabaseError, connection

    connection.close()
    try:
        return not connection.introspection.table_names()
    except DatabaseError:
        return False


def _run() -> None:
    """Run a command; a refusal to start and a database that nobody has set up are told in one sentence."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refused:
        sys.exit(f"Inreach does not start. {refused}")
    except DatabaseError:
        if not _is_empty():
            raise
        sys.exit(
            "The database is still empty. Run `inreach migrate` first, or `make demo` for the invented schools."
        )
    finally:
        sys.stdout.flush()


def asks_for_help(arguments: Sequence[str]) -> bool:
    """Say whether a command is only to say what it can do, which takes no settings and leaves nothing behind."""
    return not arguments or arguments[0] in HELP or not HELP_OPTIONS.isdisjoint(arguments)


def main() -> None:
    """Run a command; Ctrl-C and a reader who has gone end it without a word of Python."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inreach.project.settings")
    if not asks_for_help(sys.argv[1:]):
        run()
        return
    with TemporaryDirectory() as folder:
        os.environ.update(SECRET_KEY=secrets.token_hex(32), VAR_DIR=folder, ALLOWED_HOSTS="127.0.0.1")
        run()


def run() -> None:
    """Run the command of this process, and end quietly where it is stopped or nobody reads on."""
    if os.environ.get("NO_COLOR"):
        os.environ["DJANGO_COLORS"] = "nocolor"
    try:
        _run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes once more at its end
        sys.exit(NOBODY_READS)
