"""`python -m benchmarks.run`: plan every instance, have the judge look at it, and write the rows into results.csv.

Rows of other methods stay. `--by-hand` adds the first free slot and the cheapest slot, which need no time to speak of.
"""

from __future__ import annotations

import argparse
import csv
import json
import platform
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bench.peers.greedy import cheapest, first_free

from benchmarks.generate import DOZEN, FOLDER
from benchmarks.judge import School, broken, harm
from inreach.planner.plan import plan
from inreach.planner.precompile import precompile
from inreach.planner.problem.files import read_problem, timetable_text
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable

RESULTS = Path(__file__).parent / "results.csv"
FIELDS = ("instance", "method", "seconds", "threads", "seed", "harm", "bound", "date", "machine")


def judged(text: str, timetable: Timetable) -> int:
    """Return the harm that the judge counts; ValueError where a rule is broken."""
    school = School(json.loads(text))
    answer = {one["group"]: one for one in json.loads(timetable_text(timetable))["placements"]}
    faults = broken(school, answer)
    if faults:
        raise ValueError(f"The judge does not accept this: {faults[0]}")
    return sum(harm(school, answer).values())


def rows(name: str, seconds: float, seed: int, *, by_hand: bool) -> Iterator[dict[str, Any]]:
    """Yield the rows of one instance."""
    text = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    problem = read_problem(text)
    when = {"date": date.today().isoformat(), "machine": f"2 cores, {platform.machine()}"}
    if by_hand:
        yield {
            "instance": name,
            "method": "first free slot",
            "harm": judged(text, first_free(problem)),
            **when,
        }
        yield {"instance": name, "method": "cheapest slot", "harm": judged(text, _thumb(problem)), **when}
    found = plan(problem, seconds=seconds, seed=seed)
    yield {
        "instance": name,
        "method": "Inreach",
        "seconds": f"{seconds:g}",
        "threads": 2,
        "seed": seed,
        "harm": judged(text, found.timetable),
        "bound": found.bound,
        **when,
    }


def _thumb(problem: Problem) -> Timetable:
    return cheapest(problem, cap=True)


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--by-hand", action="store_true")
    parser.add_argument("instances", nargs="*", default=sorted(DOZEN))
    asked = parser.parse_args()
    precompile()
    known = list(csv.DictReader(RESULTS.open(encoding="utf-8"))) if RESULTS.exists() else []
    for name in asked.instances:
        for row in rows(name, asked.seconds, asked.seed, by_hand=asked.by_hand):
            key = tuple(str(row.get(field, "")) for field in FIELDS[:5])
            known = [one for one in known if tuple(one[field] for field in FIELDS[:5]) != key]
            known.append(
                {field: str(row.get(field) or "") if field != "seed" else key[4] for field in FIELDS}
            )
            print(name, row["method"], row["harm"], row.get("bound", ""), flush=True)
        known.sort(key=lambda one: (one["instance"], int(one["harm"])))
        with RESULTS.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(known)


if __name__ == "__main__":
    main()
