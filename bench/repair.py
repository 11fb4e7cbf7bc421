"""What becomes of a published timetable when an adult is lost, for every adult of the given schools, one at a time.

Prints for each school the most sessions that moved for each session of the lost adult (asked: at most two), and how
much dearer the dearest mended timetable is than one planned from nothing (asked: at most 5 %). The effort of one search
is a number of rounds, so that the figures are the same on every machine.
"""

from __future__ import annotations

import json

from bench.compare import instances
from bench.planner import read_instance

from inreach.planner.repair import losing_each_adult
from inreach.planner.search.search import search

PUBLISHED, ROUNDS, MOST = 30_000, 8_000, 2


def main() -> int:
    """Print a line for each school, and JSON in the last line; 1 where a limit is not kept."""
    told, kept = {}, True
    for path in instances()[:MOST]:
        problem = read_instance(path)[0]
        published = search(problem, rounds=PUBLISHED, seed=1).timetable
        lost = losing_each_adult(problem, published, rounds=ROUNDS)
        moved = max((one.repair.moved / one.sessions for one in lost if one.sessions), default=0.0)
        dearer = max(one.repair.dearer for one in lost)
        idle = sum(one.repair.moved for one in lost if not one.sessions)
        kept = kept and moved <= 2 and dearer <= 0.05 and not idle
        told[path.stem] = {"adults": len(lost), "moved": round(moved, 2), "dearer": round(dearer, 4)}
        print(
            f"{path.stem}: {len(lost)} adults lost in turn; at most {moved:.2f} sessions moved for each of theirs, "
            f"harm at most {dearer:.1%} above planning from nothing"
        )
    print(json.dumps(told))
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
