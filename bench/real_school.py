"""A real school's timetable with forty groups drawn by a seed: planned, adopted, and counted again by the ledger.

`python -m bench.real_school` prints the harm beside the first free slot, and whether the ledger of every pupil agrees,
before and after, with the planner's own account to the minute. `SECONDS` says how long to plan (60).
"""

import json
import os

from bench.__main__ import FET, own_place, real_files


def main() -> int:
    """Print the outcome, and the same as JSON in the last line; 1 where the two accounts differ."""
    file = real_files() / FET
    if not file.is_file():
        print(f"{FET.name} is not beside this checkout; set REAL_FILES to the folder of real files.")
        return 0
    with own_place():
        from bench.planned import imported, outcome

        found = outcome(imported(file), seconds=float(os.environ.get("SECONDS", "60")))
    placed = found.sessions - found.short
    print(
        f"{file.name}: {placed} of {found.sessions} sessions placed, {found.minutes:,} minutes out of lessons."
    )
    print(f"Harm {found.harm:,}, first free slot {found.by_hand:,}: {found.harm / found.by_hand:.3f} of it.")
    if found.plan.gap is not None:
        print(f"Proved in the same run: at least {found.plan.bound:,}, a gap of {found.plan.gap:.1%}.")
    print(
        f"Pupils of whom the ledger says otherwise: {found.differ_before} before, {found.differ_after} after."
    )
    told = {
        "harm": found.harm,
        "by_hand": found.by_hand,
        "bound": found.plan.bound,
        "sessions": found.sessions,
        "short": found.short,
        "differ": [found.differ_before, found.differ_after],
    }
    print(json.dumps(told))
    return 1 if found.differ_before or found.differ_after else 0


if __name__ == "__main__":
    raise SystemExit(main())
