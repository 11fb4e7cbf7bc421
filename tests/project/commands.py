"""A program: runs our commands one after another, each in a process forked from one in which Django is set up.

Each line that it reads is JSON: the words of a command, and the files for what it prints and for what it complains of.
It answers each with a line, the command's exit status.
"""

import json
import os
import sys
import traceback

import django

django.setup()

from django.core.management import execute_from_command_line  # noqa: E402
from django.urls import get_resolver  # noqa: E402

get_resolver().check()  # every command checks the addresses, which takes longer than the rest of it


def run(words: list[str], printed: str, complained: str) -> int:
    """Run a command to its end with nothing to read, and return its exit status."""
    for number, path, how in (
        (0, os.devnull, os.O_RDONLY),
        (1, printed, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, complained, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        os.dup2(os.open(path, how, 0o600), number)
    try:
        execute_from_command_line(["django", *words])
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


for line in sys.stdin:
    child = os.fork()
    if child == 0:
        status = run(*json.loads(line))
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    _, ended = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(ended), flush=True)  # noqa: T201
