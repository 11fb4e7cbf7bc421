"""Write the gallery: `python -m inreach.evaluation.reporting OUT.html`."""

from __future__ import annotations

import sys
from pathlib import Path

from inreach.evaluation.charts import examples
from inreach.evaluation.reporting.gallery import page
from inreach.evaluation.reporting.service_report import analyse


def main(arguments: list[str]) -> int:
    """Write the charts of the two made-up services to a file; 2 if no file is named."""
    if len(arguments) != 1:
        sys.stderr.write("Name the file to write: python -m inreach.evaluation.reporting OUT.html\n")
        return 2
    rooms = [(analyse(examples.large()), examples.amir()), (analyse(examples.tiny()), examples.bea())]
    Path(arguments[0]).write_text(page(rooms), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
