"""`python -m bench.planner INSTANCE ANSWER`: the product's planner on one instance of the planner benchmark.

Writes the answer in the benchmark's format and prints, as its last line, JSON: the harm, the bound proved in the same
run, the gap between them as a share of the harm, and the seconds to the first complete answer and to within 5 % of the
last one. The time to compile the search, once on each machine, is not counted.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from inreach.core.ledger.types import PeriodKind, SubjectKind
from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.objective.weights import STANDARD, Weights
from inreach.planner.plan import News, plan
from inreach.planner.precompile import precompile
from inreach.planner.problem.files import read_problem, timetable_text
from inreach.planner.problem.problem import (
    Adult,
    Group,
    Lesson,
    Problem,
    Pupil,
    Room,
    Stream,
    Subject,
    Window,
)
from inreach.planner.problem.timetable import Placement, Session, Timetable

PERIODS = {
    "Registration": PeriodKind.REGISTRATION,
    "Assembly": PeriodKind.ASSEMBLY,
    "Lunch": PeriodKind.LUNCH,
    "Break": PeriodKind.BREAK,
}
KINDS = {
    "PSHE": SubjectKind.PSHE,
    "English": SubjectKind.CORE,
    "Maths": SubjectKind.CORE,
    "Phonics": SubjectKind.CORE,
}
TEACHER_SHARE = {"secondary": 0.17}  # of the kinds of school that have another share than most


def problem_of(instance: dict[str, Any]) -> Problem:
    """Return the benchmark's instance as a problem; cells become minutes since midnight, the first at 0.

    A break or an assembly that a group prepares for is a lesson that is kept whole, for only lessons are prepared.
    Spans without length, rooms without places and groups without sessions say nothing, and are left out.
    """
    grid = instance["grid"]
    linked = {item["link"] for item in instance["groups"]}
    periods = {name: kind for name, kind in PERIODS.items() if name not in linked}
    subjects = {cell[2] for stream in instance["streams"] for week in stream for day in week for cell in day}

    def windows(spans: list) -> tuple[Window, ...]:
        return tuple(Window(day, start * grid, end * grid) for day, start, end in spans if start < end)

    def lesson(week: int, day: int, cell: list) -> Lesson:
        start, end, subject, teacher = cell
        kind = periods.get(subject, PeriodKind.LESSON)
        name = subject if kind is PeriodKind.LESSON else ""
        return Lesson(week, day, start * grid, end * grid, name, bool(teacher), kind)

    return Problem(
        step=grid,
        days=5,
        weeks=instance["weeks"],
        day_starts=0,
        day_ends=instance["N"] * grid,
        turnaround=instance["gap"] * grid,
        within_lessons=instance["within_period"],
        weights=Weights(teacher_share=TEACHER_SHARE.get(instance.get("kind", ""), STANDARD.teacher_share)),
        subjects=tuple(
            Subject(name, KINDS.get(name, SubjectKind.FOUNDATION), name in PERIODS)
            for name in sorted(subjects - periods.keys())
        ),
        streams=tuple(
            Stream(
                str(number),
                tuple(
                    lesson(week, day, cell)
                    for week in range(instance["weeks"])
                    for day in range(5)
                    for cell in stream[week][day]
                    if cell[0] < cell[1]
                ),
            )
            for number, stream in enumerate(instance["streams"])
        ),
        pupils=tuple(
            Pupil(str(item["id"]), str(item["stream"]), frozenset(item["loved"]))
            for item in instance["pupils"]
        ),
        adults=tuple(
            Adult(
                str(item["id"]),
                windows([(day, *span) for day, spans in enumerate(item["avail"]) for span in spans]),
                frozenset(item["trained"]),
                item["maxcells"] * grid,
                bool(item["teacher"]),
            )
            for item in instance["adults"]
        ),
        rooms=tuple(
            Room(str(item["id"]), item["cap"], windows(item["busy"]))
            for item in instance["rooms"]
            if item["cap"] > 0
        ),
        groups=tuple(
            Group(
                str(item["id"]),
                item["prog"],
                tuple(map(str, item["members"])),
                item["dur"] * grid,
                item["n"],
                item["link"] or None,
            )
            for item in instance["groups"]
            if item["n"] > 0
        ),
    )


def answer_of(instance: dict[str, Any], timetable: Timetable) -> dict[str, Any]:
    """Return a timetable in the benchmark's format, with the benchmark's own ids and cells."""
    grid = instance["grid"]
    adults = {str(item["id"]): item["id"] for item in instance["adults"]}
    rooms = {str(item["id"]): item["id"] for item in instance["rooms"]}
    return {
        placement.group: {
            "adult": adults[placement.adult] if placement.adult is not None else None,
            "sessions": [[item.week, item.day, item.start // grid] for item in placement.sessions],
            "rooms": [rooms[item.room] for item in placement.sessions],
        }
        for placement in timetable
    }


def timetable_of(instance: dict[str, Any], answer: dict[str, Any]) -> Timetable:
    """Return an answer in the benchmark's format as a timetable."""
    grid, placements = instance["grid"], []
    for item in instance["groups"]:
        plan = answer.get(str(item["id"]), {"adult": None, "sessions": [], "rooms": []})
        sessions = tuple(
            Session(week, day, start * grid, str(room))
            for (week, day, start), room in zip(plan["sessions"], plan["rooms"], strict=True)
        )
        placements.append(
            Placement(str(item["id"]), None if plan["adult"] is None else str(plan["adult"]), sessions)
        )
    return Timetable(tuple(placements))


def read_instance(path: Path) -> tuple[Problem, dict[str, Any] | None]:
    """Return the problem in a file, and the instance where it is in the given benchmark's format, else None."""
    text = path.read_text(encoding="utf-8")
    told = json.loads(text)
    return (read_problem(text), None) if "file" in told else (problem_of(told), told)


def main() -> None:
    """Plan one instance and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("instance", type=Path)
    parser.add_argument("answer", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args()
    precompile()
    problem, instance = read_instance(wanted.instance)
    told: list[tuple[float, int]] = []

    def tell(news: News) -> None:
        told.append((news.seconds, news.points))

    plan_found = plan(problem, seed=wanted.seed, seconds=wanted.seconds, on_news=tell)
    text = (
        timetable_text(plan_found.timetable)
        if instance is None
        else json.dumps(answer_of(instance, plan_found.timetable))
    )
    wanted.answer.write_text(text, encoding="utf-8")
    harm = ObjectiveEvaluator(problem).harm(plan_found.timetable).points
    figures = {
        "harm": harm,
        "bound": plan_found.bound,
        "gap": None
        if plan_found.bound is None
        else round((harm - plan_found.bound) / harm, 4)
        if harm
        else 0.0,
        "first_seconds": round(told[0][0], 3),
        "seconds_to_5_percent": round(next(at for at, points in told if points <= 1.05 * harm), 3),
        "first_harm": told[0][1],
        "weeks": problem.weeks,
        "rounds": plan_found.rounds,
        "seconds": round(plan_found.seconds, 1),
        "seed": plan_found.seed,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
