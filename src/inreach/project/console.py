"""`inreach`: the same commands as manage.py, wherever you stand."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inreach.project.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
