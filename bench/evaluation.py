"""`python -m bench.evaluation`: the evaluation's own engines beside general ones on one made-up service, in one run.

Each part is a process of its own, so that its peak of memory is its own. `processor` is what its threads worked, in
seconds; where that is far below the seconds that passed, the machine was busy. The last line is all of it as JSON.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

TARGETS = 200_000
GROWTH = (100_000, TARGETS, 1_000_000, 10_000_000)
ALLOWED = {TARGETS: (5, 500), 10_000_000: (20, 1500)}
STEPS = ("check", "sums", "outcomes", "alike", "integrated", "categories", "ordinal")


def part(name: str, *arguments: object) -> dict[str, Any]:
    """Run one part in a process of its own; CalledProcessError if it fails."""
    module = (
        "bench.evaluation_against_statsmodels"
        if name in {"two-levels", "ordinal"}
        else "bench.evaluation_rows"
    )
    command = [sys.executable, "-m", module, name, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stderr)
        done.check_returncode()
    return json.loads(done.stdout.splitlines()[-1])


def told(kept: bool) -> str:
    """Whether a promise was kept, as the table says it."""
    return "kept" if kept else "NOT KEPT"


def growth(place: Path, sizes: tuple[int, ...]) -> list[dict[str, Any]]:
    """Write and evaluate services of these sizes, a line for each."""
    print(
        f"{'targets':>12} {'seconds':>8} {'processor':>9} {'MB':>6}  {'of which sums':>13} {'integrated':>10}  "
        f"{'report':>7} {'processor':>9} {'MB':>6}  allowed"
    )
    lines = []
    for targets in sizes:
        folder = place / str(targets)
        folder.mkdir()
        written = part("write", folder, targets)
        line = part("whole", folder) | part("report", folder) | {"written_megabytes": written["megabytes"]}
        allowed = ALLOWED.get(targets)
        line["kept"] = allowed is None or (
            max(line["seconds"], line["report"]) <= allowed[0]
            and max(line["megabytes"], line["report_megabytes"]) <= allowed[1]
        )
        said = f"{allowed[0]} s, {allowed[1]:,} MB: {told(line['kept'])}" if allowed else "-"
        print(
            f"{targets:>12,} {line['seconds']:>8.2f} {line['processor']:>9.2f} {line['megabytes']:>6.0f}  "
            f"{line['sums']:>13.2f} {line['integrated']:>10.2f}  "
            f"{line['report']:>7.2f} {line['report_processor']:>9.2f} {line['report_megabytes']:>6.0f}  {said}",
            flush=True,
        )
        lines.append(line)
    return lines


def beside(folder: Path) -> dict[str, dict[str, Any]]:
    """Both engines beside the general ones on the same rows."""
    two, ordinal = part("two-levels", folder), part("ordinal", folder)
    two["kept"] = max(two["apart"]) <= 1e-5 and two["times"] >= 50
    ordinal["kept"] = abs(ordinal["gap"]) <= 0.01 and ordinal["times"] >= 100
    compared(
        two, "two levels", "MixedLM", f"variances apart by {max(two['apart']):.1e} (at most 1e-05, 50 times)"
    )
    apart = f"log likelihood {ordinal['gap']:+.5f} (at most 0.01, 100 times)"
    compared(ordinal, "not met, met, exceeded", "OrderedModel", apart)
    return {"two_levels": two, "ordinal": ordinal}


def compared(found: dict[str, Any], what: str, general: str, apart: str) -> None:
    """Print one comparison."""
    print(
        f"{what}, {found['targets']:,} targets: {found['ours']:.3f} s, {general} {found['theirs']:.1f} s, "
        f"{found['times']:.0f} times ({found['processor_times']:.0f} of processor); {apart}: {told(found['kept'])}",
        flush=True,
    )


def main() -> int:
    """Print the table and the JSON line; 1 if a promise was not kept."""
    parser = argparse.ArgumentParser(description="Time the evaluation on made-up services.")
    parser.add_argument("--largest", type=int, default=GROWTH[-1], help="the most targets that are evaluated")
    parser.add_argument("--alone", action="store_true", help="leave out the general programs beside ours")
    asked = parser.parse_args()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="inreach-bench-") as place:
        sizes = tuple(size for size in GROWTH if size <= asked.largest) or (asked.largest,)
        print(f"the whole evaluation from Parquet files: {', '.join(STEPS)}")
        lines = growth(Path(place), sizes)
        for line in lines:
            print(
                f"  {line['targets']:,}: 95 % intervals of schools hold {line['held']:.3f} of the true values; "
                f"{line['cells']:,} schools by area; {line['patterns']:,} patterns"
            )
        others = {} if asked.alone else beside(Path(place) / str(TARGETS if TARGETS in sizes else sizes[0]))
    kept = all(line["kept"] for line in [*lines, *others.values()])
    print(f"all of it: {time.perf_counter() - began:.0f} s")
    print(json.dumps({"kept": kept, "growth": lines, **others}))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
