"""`inreach`: the same commands as manage.py, wherever you stand."""

import os
import sys

INTERRUPTED, NOBODY_READS = 130, 141  # what a shell expects of a program that Ctrl-C, or a closed pipe, ended


def main() -> None:
    """Run a command; Ctrl-C, a reader who has gone and a refusal to start end it without a word of Python."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inreach.project.settings")
    if os.environ.get("NO_COLOR"):
        os.environ["DJANGO_COLORS"] = "nocolor"
    from django.core.exceptions import ImproperlyConfigured

    try:
        from django.core.management import execute_from_command_line

        try:
            execute_from_command_line(sys.argv)
        finally:
            sys.stdout.flush()
    except ImproperlyConfigured as refused:
        sys.exit(f"Inreach does not start. {refused}")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes once more at its end
        sys.exit(NOBODY_READS)
