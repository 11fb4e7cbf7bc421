"""The planner beside what a school could use instead, on the same schools, in one run: harm as a share of theirs.

Each ratio is the median of three seeds of the planner, on one thread, over the peer's harm. The cheapest slot minds the
cap on time away from a teacher. CP-SAT has the same time and starts from the cheapest slot that does not mind the cap,
as in the published comparison; started from the one that does, it hands that one back. Its rooms are only counted,
which flatters it. FET is there if Debian's `fet` is.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

from bench.peers.fet import fet_is_here, with_fet
from bench.peers.greedy import cheapest, first_free
from bench.peers.whole import whole_model
from bench.planner import read_instance

from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.plan import plan
from inreach.planner.precompile import precompile
from inreach.planner.problem.problem import Problem
from inreach.planner.rules import broken

HERE = Path(__file__).resolve().parents[1]
GIVEN = HERE.parent / "shared" / "bench" / "planner"
SHARED = ("primary_s1_g25", "secondary_s1_g50", "large_s1_g120")
OWN = ("primary-25", "secondary-50", "secondary-120")
SEEDS = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The planner's harm (median of the seeds) on one school, its peers' harm, and how often it broke a rule."""

    school: str
    harm: float
    peers: dict[str, float]
    worst: float
    broken: int

    def ratio(self, peer: str) -> float | None:
        """The planner's harm over the peer's; None where the peer has no answer."""
        return self.harm / self.peers[peer] if peer in self.peers else None


def instances() -> list[Path]:
    """The three schools of the given benchmark where they are beside this checkout, else three of our own."""
    given = [GIVEN / f"{name}.json" for name in SHARED]
    if all(path.is_file() for path in given):
        return given
    return [HERE / "benchmarks" / "instances" / f"{name}.json" for name in OWN]


def comparison(name: str, problem: Problem, seconds: float) -> Comparison:
    """Solve one school with everybody."""
    evaluator = ObjectiveEvaluator(problem)
    by_hand, with_cap, start = first_free(problem), cheapest(problem, cap=True), cheapest(problem, cap=False)
    peers = {
        "first free slot": float(evaluator.harm(by_hand).points),
        "cheapest slot": float(evaluator.harm(with_cap).points),
        "CP-SAT": median(evaluator.harm(whole_model(problem, start, seconds, seed)).points for seed in SEEDS),
    }
    fet = with_fet(problem, seconds) if fet_is_here() and problem.weeks == 1 else None
    if fet is not None:
        peers["FET"] = float(evaluator.harm(fet).points)
    timetables = [plan(problem, seed=seed, seconds=seconds, prove=False).timetable for seed in SEEDS]
    harms = [evaluator.harm(timetable) for timetable in timetables]
    return Comparison(
        name,
        median(harm.points for harm in harms),
        peers,
        median(harm.worst_points for harm in harms) / evaluator.harm(by_hand).worst_points,
        sum(len(broken(problem, timetable)) for timetable in timetables),
    )


def lines(comparisons: list[Comparison]) -> list[str]:
    """The table, and the mean over the schools of the ratio to the peer to beat."""
    told = []
    for compared in comparisons:
        ratios = ", ".join(f"{peer} {compared.ratio(peer):.3f}" for peer in compared.peers)
        told.append(
            f"{compared.school}: harm {compared.harm:,.0f}, over {ratios}; "
            f"worst-off pupil over by hand {compared.worst:.3f}; rules broken {compared.broken}"
        )
    ratio = mean(compared.harm / compared.peers["cheapest slot"] for compared in comparisons)
    told.append(f"Over the cheapest slot, mean of the schools: {ratio:.3f}")
    return told


def compare() -> list[Comparison]:
    """Solve the three schools; `SECONDS` says how long each answer may take."""
    precompile()
    seconds = float(os.environ.get("SECONDS", "20"))
    return [comparison(path.stem, read_instance(path)[0], seconds) for path in instances()]


def main() -> None:
    """Print the comparison, and the same as JSON in the last line."""
    found = compare()
    for line in lines(found):
        print(line)
    told = {
        one.school: {"harm": one.harm, "worst": round(one.worst, 3), "broken": one.broken}
        | {peer: round(one.harm / harm, 3) for peer, harm in one.peers.items()}
        for one in found
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
