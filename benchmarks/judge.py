"""`python benchmarks/judge.py INSTANCE ANSWER`: the harm of an answer, and every rule that it breaks.

It needs Python alone and shares no code with any planner. README.md defines the instance, the answer and the harm.
Exit code 0 when no rule is broken, 1 otherwise, 2 when a file cannot be read as what it should be.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

Json = dict[str, Any]
KEPT = {"pshe", "rshe"}
WEIGHTS: Json = {
    "ordinary": 2,
    "core": 3,
    "loved": 8,
    "edge": 4,
    "second_same_day": 10,
    "repeats": [[0.10, 3, True], [0.25, 6, True], [0.50, 30, False]],
    "worst_pupil": 10,
    "session_short": 2000,
    "preparation_missed": 300,
    "teacher_time": 50,
    "teacher_share": 0.20,
}
PREPARE_WITHIN = 120
KNOWN = {
    "file", "step", "days", "weeks", "day_starts", "day_ends", "turnaround", "within_lessons", "prepare_within",
    "subjects", "streams", "pupils", "adults", "rooms", "groups", "weights",
}  # fmt: skip


class School:
    """An instance with what its lists say looked up by id."""

    def __init__(self, told: Json) -> None:
        unknown = sorted(told.keys() - KNOWN)
        if unknown:
            raise ValueError(f"The benchmark has no “{unknown[0]}”.")
        self.step, self.weeks = told["step"], told["weeks"]
        self.turnaround, self.within = told.get("turnaround", 0), told.get("within_lessons", False)
        self.starts, self.ends, self.days = told["day_starts"], told["day_ends"], told["days"]
        self.prepare_within = told.get("prepare_within", PREPARE_WITHIN)
        self.kinds = {one["id"]: one.get("kind", "foundation") for one in told["subjects"]}
        self.kept = {one["id"] for one in told["subjects"] if one.get("protected") or one.get("kind") in KEPT}
        self.lessons = {one["id"]: one["lessons"] for one in told["streams"]}
        self.pupils, self.adults, self.rooms, self.groups = (
            {one["id"]: one for one in told[name]} for name in ("pupils", "adults", "rooms", "groups")
        )
        self.weights = WEIGHTS | told.get("weights", {})
        self.fives = max(1, self.step // 5)

    def day(self, pupil: str, week: int, day: int) -> list[Json]:
        """What a pupil has on one day."""
        whole = self.lessons[self.pupils[pupil]["stream"]]
        return [one for one in whole if (one.get("week", 0), one["day"]) == (week, day)]

    def may_leave(self, one: Json) -> bool:
        """Whether a pupil may leave it: a lesson, and none that is kept whole."""
        return one.get("kind", "lesson") == "lesson" and one["subject"] not in self.kept

    def prepares(self, group: Json, week: int, day: int, start: int) -> bool:
        """Whether a session comes soon before the lesson that it prepares half of its pupils for."""
        end = start + group["minutes"]
        ready = 0
        for pupil in group["members"]:
            gaps = [
                one["start"] - end
                for one in self.day(pupil, week, day)
                if one.get("subject") == group["prepares"]
            ]
            ready += any(0 <= gap <= self.prepare_within for gap in gaps)
        return 2 * ready >= len(group["members"])


def broken(school: School, answer: dict[str, Json]) -> list[str]:
    """Every rule that an answer breaks, as a sentence."""
    faults: list[str] = []
    diary: dict[tuple[str, str], list[tuple[int, int, int, int, str]]] = defaultdict(list)
    worked: Counter[str] = Counter()
    for name, placed in answer.items():
        group = school.groups[name]
        adult = school.adults.get(placed["adult"] or "")
        if placed["sessions"] and (adult is None or group["programme"] not in adult["trained"]):
            faults.append(f"{name}: nobody trained for {group['programme']} leads it.")
            continue
        days = Counter((one["week"], one["day"]) for one in placed["sessions"])
        faults += [f"{name}: two sessions on one day." for times in days.values() if times > 1]
        weekly = Counter(one["week"] for one in placed["sessions"])
        faults += [f"{name}: too many sessions in a week." for n in weekly.values() if n > group["sessions"]]
        for one in placed["sessions"]:
            week, day, start = one["week"], one["day"], one["start"]
            end = start + group["minutes"]
            where = f"{name}, week {week + 1}, day {day + 1}, minute {start}"
            if (
                not (0 <= week < school.weeks and 0 <= day < school.days)
                or (start - school.starts) % school.step
            ):
                faults.append(f"{where}: there is no such time.")
                continue
            here = [
                w for w in adult["windows"] if w["day"] == day and w["start"] <= start and end <= w["end"]
            ]
            if not here:
                faults.append(f"{where}: {placed['adult']} is not there.")
            room = school.rooms.get(one["room"])
            if room is None or room["places"] < len(group["members"]):
                faults.append(f"{where}: no room that is large enough.")
            elif any(w["day"] == day and w["start"] < end and start < w["end"] for w in room.get("busy", [])):
                faults.append(f"{where}: {one['room']} is taken by others.")
            worked[placed["adult"]] += group["minutes"]
            diary["adult", placed["adult"]].append((week, day, start, end + school.turnaround, name))
            diary["room", one["room"]].append((week, day, start, end, name))
            for pupil in group["members"]:
                diary["pupil", pupil].append((week, day, start, end, name))
                parts = [p for p in school.day(pupil, week, day) if p["start"] < end and start < p["end"]]
                covered = sum(min(p["end"], end) - max(p["start"], start) for p in parts)
                if covered < end - start or not all(map(school.may_leave, parts)):
                    faults.append(f"{where}: {pupil} has no lesson there that may be left.")
                if school.within and len(parts) > 1:
                    faults.append(f"{where}: crosses the edge of a lesson of {pupil}.")
    for (kind, who), entries in diary.items():
        entries.sort()
        for one, other in pairwise(entries):
            if one[:2] == other[:2] and other[2] < one[3]:
                faults.append(f"{kind} {who} is needed by {one[4]} and by {other[4]} at the same time.")
    for name, minutes in worked.items():
        if minutes > school.adults[name]["minutes"] * school.weeks:
            faults.append(f"{name} works longer than there are hours for.")
    return faults


def harm(school: School, answer: dict[str, Json]) -> dict[str, int]:
    """Every term of the harm of an answer, in points."""
    weights, fives, step = school.weights, school.fives, school.step
    terms: Counter[str] = Counter()
    each: Counter[str] = Counter()
    missed: dict[str, Counter[str]] = defaultdict(Counter)
    away: Counter[str] = Counter()
    days: Counter[tuple[str, int, int]] = Counter()
    for name, placed in answer.items():
        group = school.groups[name]
        teacher = bool(placed["adult"]) and school.adults[placed["adult"]].get("teacher", False)
        for one in placed["sessions"]:
            start, end = one["start"], one["start"] + group["minutes"]
            for pupil in group["members"]:
                days[pupil, one["week"], one["day"]] += 1
                for part in school.day(pupil, one["week"], one["day"]):
                    low, high = max(part["start"], start), min(part["end"], end)
                    if low >= high:
                        continue
                    steps, subject = (high - low) // step, _name(part)
                    if subject in school.pupils[pupil].get("loved", []):
                        points = weights["loved"]
                    else:
                        points = weights["core" if school.kinds.get(subject) == "core" else "ordinary"]
                    edges = weights["edge"] * ((low > part["start"]) + (high < part["end"]))
                    each[pupil] += points * fives * steps + edges
                    missed[pupil][subject] += steps
                    if part.get("teacher", True) and not teacher:
                        away[pupil] += steps
        terms["short"] += (
            max(0, group["sessions"] * school.weeks - len(placed["sessions"])) * weights["session_short"]
        )
        if group.get("prepares"):
            terms["preparation"] += weights["preparation_missed"] * _unprepared(
                school, group, placed["sessions"]
            )
    for (pupil, _, _), times in days.items():
        each[pupil] += weights["second_same_day"] * (times - 1)
    for pupil, subjects in missed.items():
        whole: Counter[str] = Counter()
        taught = without = 0
        for part in school.lessons[school.pupils[pupil]["stream"]]:
            steps = (part["end"] - part["start"]) // step
            whole[_name(part)] += steps
            if school.may_leave(part):
                taught += steps
                without += 0 if part.get("teacher", True) else steps
        for subject, steps in subjects.items():
            for share, points, upwards in weights["repeats"]:
                free = (math.ceil if upwards else math.floor)(share * whole[subject])
                each[pupil] += points * fives * max(0, steps - free)
        cap = max(0, math.floor(weights["teacher_share"] * taught) - without)
        terms["teacher"] += weights["teacher_time"] * fives * max(0, away[pupil] - cap)
    terms["pupils"] = sum(each.values())
    terms["worst"] = weights["worst_pupil"] * max(each.values(), default=0)
    return dict(terms)


def _name(part: Json) -> str:
    """The subject of a lesson, or the kind of what is no lesson."""
    return part.get("subject") or part["kind"]


def _unprepared(school: School, group: Json, sessions: list[Json]) -> int:
    """Weeks in which a session could have prepared for its lesson by the clock, and none did."""
    last = school.ends - group["minutes"]
    count = 0
    for week in range(school.weeks):
        could = any(
            school.prepares(group, week, day, start)
            for day in range(school.days)
            for start in range(school.starts, last + 1, school.step)
        )
        did = any(school.prepares(group, week, s["day"], s["start"]) for s in sessions if s["week"] == week)
        count += could and not did
    return count


def main() -> int:
    """Judge the two files named on the command line."""
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    try:
        school, answer = (json.loads(Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:])
        school = School(school)
        placed = {one["group"]: one for one in answer["placements"]}
        empty = {"adult": None, "sessions": []}
        placed = {name: placed.get(name, empty) for name in school.groups} | placed
        faults, terms = broken(school, placed), harm(school, placed)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"This cannot be judged: {error!r}")
        return 2
    for fault in faults:
        print(fault)
    print(json.dumps({"harm": sum(terms.values()), **terms, "broken": len(faults)}))
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
