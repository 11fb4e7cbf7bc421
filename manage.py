#!/usr/bin/env python3
"""Django's own entry point; `inreach` runs the same commands."""

from inreach.project.console import main

if __name__ == "__main__":
    main()
