"""FET, the free timetable program, given the same question as well as its words allow; Debian has it as `fet`.

Adults are chosen beforehand, by hours left, because FET cannot choose them. Each session may start only where every
member may leave, and is asked, at 95 %, to take one of the cheaper third of these times. FET knows no turnaround.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, parse

from bench.peers.desk import Desk

from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Placement, Session, Timetable

PROGRAM = "fet-cl"


def fet_is_here() -> bool:
    """Whether the program is installed."""
    return shutil.which(PROGRAM) is not None


def with_fet(problem: Problem, seconds: float) -> Timetable | None:
    """Return FET's timetable, or None where it finds none in time; for a one-week cycle."""
    desk = Desk(problem)
    leads = assigned(problem, desk)
    with tempfile.TemporaryDirectory(prefix="inreach-fet-") as place:
        file = Path(place) / "school.fet"
        ElementTree(_school(problem, desk, leads)).write(file, encoding="UTF-8", xml_declaration=True)
        words = [PROGRAM, f"--inputfile={file}", f"--outputdir={place}", f"--timelimitseconds={int(seconds)}"]
        subprocess.run(words, check=False, capture_output=True, timeout=seconds + 60)
        found = sorted(Path(place).glob("timetables/school/*_activities.xml"))
        return _read(problem, desk, leads, found[0]) if found else None


def assigned(problem: Problem, desk: Desk) -> dict[int, int]:
    """An adult for every group: of those trained and there on enough days, the one with most hours left."""
    leads: dict[int, int] = {}
    left = list(desk.hours)
    for g in sorted(range(len(problem.groups)), key=lambda g: len(desk.found.crew[g])):
        group = problem.groups[g]
        steps = group.minutes // problem.step * group.sessions

        def days(a: int, g: int = g) -> int:
            bit = desk.found.crew[g].index(a)
            return len({place.day for place in desk.places[g] if place.adults >> bit & 1})

        fit = [a for a in desk.found.crew[g] if days(a) >= group.sessions and left[a] >= steps]
        if fit:
            leads[g] = max(fit, key=lambda a: (left[a], -a))
            left[leads[g]] -= steps
    return leads


def _text(parent: Element, tag: str, text: object) -> Element:
    child = SubElement(parent, tag)
    child.text = str(text)
    return child


def _named(parent: Element, whole: str, one: str, names: list[str]) -> None:
    listed = SubElement(parent, whole)
    for name in names:
        _text(SubElement(listed, one), "Name", name)


def _rule(parent: Element, kind: str, weight: int = 100) -> Element:
    rule = SubElement(parent, kind)
    _text(rule, "Weight_Percentage", weight)
    _text(rule, "Active", "true")
    return rule


def _school(problem: Problem, desk: Desk, leads: dict[int, int]) -> Element:
    root = Element("fet", version="6.0.0")
    _text(root, "Institution_Name", "Benchmark")
    for tag, count, one, letter in (
        ("Days_List", problem.days, "Day", "D"),
        ("Hours_List", desk.found.size, "Hour", "H"),
    ):
        listed = SubElement(root, tag)
        _text(listed, f"Number_of_{tag.removesuffix('_List')}", count)
        for n in range(count):
            _text(SubElement(listed, one), "Name", f"{letter}{n}")
    _named(root, "Subjects_List", "Subject", sorted({group.programme for group in problem.groups}))
    SubElement(root, "Activity_Tags_List")
    _named(root, "Teachers_List", "Teacher", [f"A{n}" for n in range(len(problem.adults))])
    years = SubElement(root, "Students_List")
    for n in range(len(desk.found.pupils)):
        year = SubElement(years, "Year")
        _text(year, "Name", f"P{n}")
        _text(year, "Number_of_Students", 1)
    ids = _activities(root, problem, desk, leads)
    SubElement(root, "Buildings_List")
    listed = SubElement(root, "Rooms_List")
    for n, room in enumerate(problem.rooms):
        one = SubElement(listed, "Room")
        _text(one, "Name", f"R{n}")
        _text(one, "Building", "")
        _text(one, "Capacity", room.places)
        _text(one, "Virtual", "false")
    _times(root, problem, desk, leads, ids)
    _places(root, problem, desk, ids)
    return root


def _activities(root: Element, problem: Problem, desk: Desk, leads: dict[int, int]) -> dict[int, list[int]]:
    """One activity for each session; returns their numbers by group."""
    listed, ids, number = SubElement(root, "Activities_List"), {}, 0
    for g, adult in sorted(leads.items()):
        group = problem.groups[g]
        length = group.minutes // problem.step
        ids[g] = list(range(number + 1, number + 1 + group.sessions))
        for one in ids[g]:
            activity = SubElement(listed, "Activity")
            _text(activity, "Teacher", f"A{adult}")
            _text(activity, "Subject", group.programme)
            for pupil in desk.members(g):
                _text(activity, "Students", f"P{pupil}")
            _text(activity, "Duration", length)
            _text(activity, "Total_Duration", length * group.sessions)
            _text(activity, "Id", one)
            _text(activity, "Activity_Group_Id", ids[g][0] if group.sessions > 1 else 0)
            _text(activity, "Active", "true")
        number += group.sessions
    return ids


def _times(
    root: Element, problem: Problem, desk: Desk, leads: dict[int, int], ids: dict[int, list[int]]
) -> None:
    rules = SubElement(root, "Time_Constraints_List")
    _rule(rules, "ConstraintBasicCompulsoryTime")
    for g, adult in sorted(leads.items()):
        bit = desk.found.crew[g].index(adult)
        possible = [place for place in desk.places[g] if place.adults >> bit & 1]
        possible.sort(key=lambda place: (sum(plain for plain, _, _ in place.losses), place.day, place.begin))
        for weight, places in ((100, possible), (95, possible[: -(-len(possible) // 3)])):
            for one in ids[g]:
                rule = _rule(rules, "ConstraintActivityPreferredStartingTimes", weight)
                _text(rule, "Activity_Id", one)
                _text(rule, "Number_of_Preferred_Starting_Times", len(places))
                for place in places:
                    time = SubElement(rule, "Preferred_Starting_Time")
                    _text(time, "Preferred_Starting_Day", f"D{place.day}")
                    _text(time, "Preferred_Starting_Hour", f"H{place.begin}")
        if len(ids[g]) > 1:
            rule = _rule(rules, "ConstraintMinDaysBetweenActivities")
            _text(rule, "Consecutive_If_Same_Day", "false")
            _text(rule, "Number_of_Activities", len(ids[g]))
            for one in ids[g]:
                _text(rule, "Activity_Id", one)
            _text(rule, "MinDays", 1)


def _places(root: Element, problem: Problem, desk: Desk, ids: dict[int, list[int]]) -> None:
    rules = SubElement(root, "Space_Constraints_List")
    _rule(rules, "ConstraintBasicCompulsorySpace")
    for n in range(len(problem.rooms)):
        taken = [
            (day, cell)
            for day in range(problem.days)
            for cell in range(desk.found.size)
            if not desk.found.there[n, day, cell]
        ]
        if taken:
            rule = _rule(rules, "ConstraintRoomNotAvailableTimes")
            _text(rule, "Room", f"R{n}")
            _text(rule, "Number_of_Not_Available_Times", len(taken))
            for day, cell in taken:
                time = SubElement(rule, "Not_Available_Time")
                _text(time, "Day", f"D{day}")
                _text(time, "Hour", f"H{cell}")
    for g, numbers in ids.items():
        fit = [n for n, room in enumerate(problem.rooms) if room.places >= len(desk.members(g))]
        for one in numbers:
            rule = _rule(rules, "ConstraintActivityPreferredRooms")
            _text(rule, "Activity_Id", one)
            _text(rule, "Number_of_Preferred_Rooms", len(fit))
            for n in fit:
                _text(rule, "Preferred_Room", f"R{n}")


def _read(problem: Problem, desk: Desk, leads: dict[int, int], file: Path) -> Timetable:
    """The timetable in FET's answer."""
    at = {int(one.findtext("Id", "0")): one for one in parse(file).getroot().iter("Activity")}
    made, number = [], 0
    for g, group in enumerate(problem.groups):
        if g not in leads:
            made.append(Placement(group.id))
            continue
        sessions = []
        for one in range(number + 1, number + 1 + group.sessions):
            told = at[one]
            day, hour, room = (told.findtext(name, "") for name in ("Day", "Hour", "Room"))
            if day and hour:
                start = problem.day_starts + int(hour[1:]) * problem.step
                sessions.append(Session(0, int(day[1:]), start, problem.rooms[int(room[1:])].id))
        made.append(Placement(group.id, problem.adults[leads[g]].id, tuple(sorted(sessions))))
        number += group.sessions
    return Timetable(tuple(made))
