"""How the planner grows: secondary schools of 10 to 200 groups from one seed, each in a process of its own.

Prints for each size the seconds to a first answer and to within 5 % of the last one, and the peak memory of search and
proof together; then the power of the number of groups with which the seconds grow. `SECONDS` is the time of each run.
"""

from __future__ import annotations

import json
import math
import os
import resource
import subprocess
import sys
from typing import Any

from benchmarks.generate import text_of
from benchmarks.schools import secondary

from inreach.planner.plan import News, plan
from inreach.planner.precompile import precompile
from inreach.planner.problem.files import read_problem

SIZES = (10, 20, 50, 100, 200)
TIMES = ("first_seconds", "seconds_to_5_percent")
MEGABYTE = 1024


def measure(groups: int, seconds: float) -> dict[str, Any]:
    """Plan one school in this process and return what it took; memory is the peak here and in the proving process."""
    problem = read_problem(text_of(secondary(11, sets=max(4, groups * 3 // 10), count=groups)))
    told: list[tuple[float, int]] = []

    def tell(news: News) -> None:
        told.append((news.seconds, news.points))

    precompile()
    found = plan(problem, seed=0, seconds=seconds, on_news=tell)
    near = next(at for at, points in told if points <= 1.05 * found.points)
    here, child = (
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {
        "groups": groups,
        "harm": found.points,
        "gap": None if found.gap is None else round(found.gap, 4),
        "first_seconds": round(told[0][0], 3),
        "seconds_to_5_percent": round(near, 3),
        "megabytes": (here + child) // MEGABYTE,
    }


def power(sizes: list[int], seconds: list[float]) -> float:
    """Return the slope of the line of least squares through the logarithms: 2 is quadratic growth."""
    x, y = [math.log(size) for size in sizes], [math.log(max(time, 0.001)) for time in seconds]
    middle, height = sum(x) / len(x), sum(y) / len(y)
    over = sum((a - middle) * (b - height) for a, b in zip(x, y, strict=True))
    return over / sum((a - middle) ** 2 for a in x)


def main() -> None:
    """Measure one size when it is named, else all of them, and print JSON in the last line."""
    seconds = float(os.environ.get("SECONDS", "30"))
    if len(sys.argv) > 1:
        print(json.dumps(measure(int(sys.argv[1]), seconds)))
        return
    found = []
    for size in SIZES:
        words = [sys.executable, "-m", "bench.growth", str(size)]
        done = subprocess.run(words, check=True, capture_output=True, text=True)
        found.append(json.loads(done.stdout.splitlines()[-1]))
        one = found[-1]
        first, near = (f"{one[name]:.2f} s" for name in TIMES)
        memory = f"{one['megabytes']:,} MB, gap {one['gap']}"
        print(f"{size:>4} groups: first answer {first}, within 5 % {near}, {memory}", flush=True)
    grows = {name: round(power(list(SIZES), [one[name] for one in found]), 2) for name in TIMES}
    first, near = (f"the power {grows[name]:.2f}" for name in TIMES)
    print(f"The first answer grows with {first} of the groups, the time to within 5 % with {near}.")
    print(json.dumps({"sizes": found, "powers": grows}))


if __name__ == "__main__":
    main()
