"""`python -m benchmarks.generate`: write the dozen instances anew, or one school of a kind and a seed.

python -m benchmarks.generate                         the dozen, into benchmarks/instances
python -m benchmarks.generate primary 7 --groups 40   one school, on standard output
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from benchmarks.schools import primary, secondary, special
from benchmarks.schools.parts import Json

FOLDER = Path(__file__).parent / "instances"
KINDS: dict[str, Callable[..., Json]] = {"primary": primary, "secondary": secondary, "special": special}
DOZEN: dict[str, Callable[[], Json]] = {
    "primary-12": lambda: primary(1, forms=1, count=12),
    "primary-25": lambda: primary(2, forms=2, count=25),
    "primary-40": lambda: primary(3, forms=3, count=40),
    "primary-25-two-weeks": lambda: primary(2, forms=2, count=25, weeks=2),
    "primary-40-two-weeks": lambda: primary(4, forms=3, count=40, weeks=2),
    "secondary-20": lambda: secondary(1, sets=8, count=20),
    "secondary-50": lambda: secondary(2, sets=18, count=50),
    "secondary-50-two-weeks": lambda: secondary(3, sets=18, count=50, weeks=2),
    "secondary-120": lambda: secondary(4, sets=36, count=120),
    "secondary-200": lambda: secondary(5, sets=60, count=200),
    "special-40": lambda: special(1, classes=7, count=40),
    "special-90": lambda: special(2, classes=12, count=90),
}


def text_of(problem: Json) -> str:
    """An instance as text: one line for each part of the school, so that it stays small and can be read."""
    parts = []
    for name, value in problem.items():
        if isinstance(value, list):
            lines = ",\n".join("  " + json.dumps(one, separators=(",", ":")) for one in value)
            parts.append(f" {json.dumps(name)}: [\n{lines}\n ]")
        else:
            parts.append(f" {json.dumps(name)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main() -> None:
    """Write what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kind", nargs="?", choices=sorted(KINDS))
    parser.add_argument("seed", nargs="?", type=int, default=1)
    parser.add_argument("--groups", type=int, default=25)
    asked = parser.parse_args()
    if asked.kind:
        print(text_of(KINDS[asked.kind](asked.seed, count=asked.groups)), end="")
        return
    FOLDER.mkdir(exist_ok=True)
    for name, make in DOZEN.items():
        (FOLDER / f"{name}.json").write_text(text_of(make()), encoding="utf-8")


if __name__ == "__main__":
    main()
