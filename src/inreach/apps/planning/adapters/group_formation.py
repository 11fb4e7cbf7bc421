"""From a school's pupils who need a programme to the question for which groups are formed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from inreach.apps.planning.adapters.groups import Asked
from inreach.apps.planning.adapters.question import NothingToPlan, Question, question_of, weeks_to_plan
from inreach.apps.planning.queries import (
    groups_running,
    members_of,
    needing,
    programmes_of,
    pupils_in,
    staff_in,
)
from inreach.apps.provision.models import Group, GroupMember, Programme
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.models import Pupil, School, StaffMember
from inreach.core.school.calendar import CalendarWeek
from inreach.core.school.sen import need

WANTED = "wanted "  # how the ids of what is asked for begin, until there are groups


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which pupils need a programme: given one by one, or all of some years or types of need, or those it has now.

    `anew` takes the groups of the programme apart and shares their pupils out again; otherwise whoever is in one of
    them already stays there.
    """

    programme: str
    pupils: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    anew: bool = False
    minutes: int | None = None
    sessions: int | None = None


@dataclass(frozen=True, slots=True)
class Needed:
    """A question without the groups that are to be formed: the programme, who needs it, and how it is given.

    `called` are further ids by which a pupil may be called, of the timetable file that the school came from.
    """

    question: Question
    programme: str
    pupils: tuple[str, ...]
    minutes: int
    sessions: int
    called: dict[str, str] = field(default_factory=dict)


def needed_of(school: School, day: date, chosen: Chosen, **how: Any) -> Needed:
    """Return who needs the programme in the week that a day is in, and the school's question of that week.

    NothingToPlan where nobody does, or where somebody or something is called by a name that is not there. `how` is
    passed on to `question_of`.
    """
    week = weeks_to_plan(calendar_of(school), day, rotate=False)[0]
    programme = _programme(school, chosen.programme)
    minutes = chosen.minutes or programme.minutes_low
    sessions = chosen.sessions or programme.per_week_low
    if not minutes or not sessions:
        raise NothingToPlan(
            f"{programme.name} does not say how long and how often. Give --minutes and --sessions."
        )
    pupils = _pupils(school, week, programme, chosen)
    also = _asked(programme, pupils, _leads(school, week, chosen.leads), minutes, sessions)
    question = question_of(school, day, also=also, **how)
    gone = {one.id for one in also}
    gone |= {
        group.id
        for group in question.problem.groups
        if chosen.anew and group.programme == programme.name and group.joins is None
    }
    kept = tuple(group for group in question.problem.groups if group.id not in gone)
    names = {one: name for one, name in question.names.items() if one not in gone}
    question = replace(question, problem=replace(question.problem, groups=kept), names=names, today=None)
    ids = tuple(str(pupil.pk) for pupil in pupils)
    called = {str(pupil.pk): pupil.source_id for pupil in pupils if pupil.source_id}
    return Needed(question, programme.name, ids, minutes, sessions, called)


def _programme(school: School, name: str) -> Programme:
    known = programmes_of(school)
    found = [one for one in known if one.name.casefold() == name.strip().casefold()]
    if not found:
        names = ", ".join(one.name for one in known) or "none yet"
        raise NothingToPlan(f"{school.name} knows no programme “{name}”. There are: {names}.")
    return found[0]


def _pupils(school: School, week: CalendarWeek, programme: Programme, chosen: Chosen) -> list[Pupil]:
    """Return the pupils who are chosen, by name, without those who stay in the groups that they are in."""
    groups = [group for group in groups_running(school, week) if group.programme_id == programme.pk]
    inside = {member.pupil_id for members in members_of(groups, week).values() for member in members}
    roll = pupils_in(school, week)
    named = {pupil.pk for text in chosen.pupils for pupil in [_called(roll, text, school)]}
    found = set(named)
    if chosen.years or chosen.needs:
        needs = _needing(school, week, chosen)
        found |= {pupil.pk for pupil in roll if _fits(pupil, chosen, needs)}
    found = found | inside if chosen.anew else found - (inside - named)
    already = [] if chosen.anew else [pupil for pupil in roll if pupil.pk in named & inside]
    if already:
        raise NothingToPlan(
            f"{len(already)} of the pupils given follow {programme.name} in a group already. Leave them out, or take "
            "its groups apart with --anew."
        )
    pupils = [pupil for pupil in roll if pupil.pk in found]
    if not pupils:
        raise NothingToPlan(
            f"Nobody needs {programme.name} in the week of {week.starts:%-d %B %Y}: nobody who is chosen is on the "
            "roll and in no group of it yet."
        )
    return pupils


def _needing(school: School, week: CalendarWeek, chosen: Chosen) -> set[object] | None:
    """Return who has one of the types of need, None where any will do."""
    if not chosen.needs:
        return None
    try:
        return set(needing(school, [need(code, week.starts).code for code in chosen.needs], week))
    except ValueError as error:
        raise NothingToPlan(str(error)) from error


def _fits(pupil: Pupil, chosen: Chosen, needs: set[object] | None) -> bool:
    years = {year.casefold().removeprefix("year ") for year in chosen.years}
    return (not years or pupil.year_group.casefold() in years) and (needs is None or pupil.pk in needs)


def _called(roll: Iterable[Pupil], text: str, school: School) -> Pupil:
    said = text.strip().casefold()
    found = [
        pupil
        for pupil in roll
        if said in {str(pupil.pk), pupil.source_id.casefold() or None, pupil.name.casefold()}
    ]
    if len(found) != 1:
        raise NothingToPlan(
            f"{'More than one pupil' if found else 'No pupil'} on the roll of {school.name} that week is called "
            f"“{text}”. Give Inreach's id, or the id in the timetable file."
        )
    return found[0]


def _leads(school: School, week: CalendarWeek, names: Iterable[str]) -> list[StaffMember]:
    """Return the adults who may lead besides those who lead a group of the programme today."""
    staff, found = staff_in(school, week), []
    for name in names:
        called = [one for one in staff if name.casefold() in {str(one.pk), one.name.casefold()}]
        if len(called) != 1:
            raise NothingToPlan(
                f"{'More than one adult' if called else 'Nobody'} at {school.name} is called “{name}”: "
                f"{', '.join(one.name for one in staff)}."
            )
        found += called
    return found


def _asked(
    programme: Programme, pupils: Sequence[Pupil], leads: Sequence[StaffMember], minutes: int, sessions: int
) -> list[Asked]:
    """Return all the pupils as one group, once for each adult who may lead: it stands for the groups to come."""
    found = []
    for number, adult in enumerate(leads or [None]):
        group = Group(programme=programme, name=programme.name, adult=adult)
        members = tuple(GroupMember(pupil=pupil) for pupil in pupils)
        found.append(Asked(f"{WANTED}{number + 1}", group, members, minutes, sessions))
    return found
