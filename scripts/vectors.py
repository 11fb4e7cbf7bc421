"""Run published figures through the product's own functions: `python scripts/vectors.py FILE` (JSON)."""

import json
import math
import sys
import time
from pathlib import Path
from typing import Any

from vector_recipes import RECIPES


def flat(value: Any) -> list[Any]:
    """A value as a list of numbers, one level, in order."""
    if isinstance(value, list | tuple):
        return [x for part in value for x in flat(part)]
    return [value]


def near(found: Any, wanted: Any, tolerance: float, relative: bool) -> bool:
    """Say whether a number is within the tolerance of the one wanted; missing agrees with missing alone."""
    if found is None or wanted is None:
        return found is wanted
    room = tolerance * abs(wanted) if relative else tolerance
    return math.isfinite(found) and abs(found - wanted) <= room + 1e-12 * abs(wanted)


def judged(vector: dict[str, Any]) -> tuple[str, str]:
    """Return "passed", "failed" or "not covered" for a vector, and why."""
    work = RECIPES.get(vector["id"])
    if work is None:
        return "not covered", "no function for it"
    try:
        found = work(vector["data"])
    except Exception as error:  # one vector must not stop the others
        return "failed", f"{type(error).__name__}: {error}"
    missing = sorted(set(vector["expected"]) - set(found))
    if missing:
        return "not covered", f"no figure for {', '.join(missing)}"
    for name, wanted in vector["expected"].items():
        tolerance = vector["tolerance"]
        if isinstance(tolerance, dict):
            tolerance = tolerance[name]
        ours, theirs = flat(found[name]), flat(wanted)
        relative = vector.get("tolerance_kind") == "relative"
        if len(ours) != len(theirs) or not all(
            near(a, b, tolerance, relative) for a, b in zip(ours, theirs, strict=True)
        ):
            return "failed", f"{name} is {ours}, not {theirs} within {tolerance}"
    return "passed", ", ".join(vector["expected"])


def main() -> int:
    """Judge every vector of the file; 1 if one failed, 2 if there is no file."""
    path = Path(sys.argv[1]) if len(sys.argv) == 2 else None
    if path is None or not path.is_file():
        print("Name a file of vectors: make vectors VECTORS=path/to/vectors.json")
        return 2
    began = time.perf_counter()
    vectors = json.loads(path.read_text(encoding="utf-8"))["vectors"]
    results = {vector["id"]: judged(vector) for vector in vectors}
    for verdict in ("passed", "failed", "not covered"):
        named = {name: why for name, (outcome, why) in results.items() if outcome == verdict}
        print(f"{verdict}: {len(named)}")
        for name, why in named.items():
            print(f"  {name}" + ("" if verdict == "passed" else f": {why}"))
    print(f"{len(vectors)} vectors in {time.perf_counter() - began:.1f} s")
    return 1 if any(outcome == "failed" for outcome, _ in results.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
