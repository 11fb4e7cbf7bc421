"""From a school's pupils who need a programme to the question for which groups are formed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from inreach.apps.planning.adapters.school_support import (
    PlannedAdult,
    PlannedProgramme,
    PlannedPupil,
    SchoolNeeds,
    gather_needs,
)
from inreach.apps.planning.services.groups import RequestedGroup
from inreach.apps.planning.services.question import (
    NothingToPlan,
    PlanningChoices,
    Question,
    question_about,
    weeks_to_plan,
)
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.models import School
from inreach.core.school.sen import need

WANTED = "wanted "  # how the ids of what is asked for begin, until there are groups


@dataclass(frozen=True, slots=True)
class PupilChoice:
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
class FormationQuestion:
    """A question without the groups that are to be formed: the programme, who needs it, and how it is given.

    `source_ids` are further ids by which a pupil may be called, of the timetable file that the school came from.
    """

    question: Question
    programme: str
    pupils: tuple[str, ...]
    minutes: int
    sessions: int
    source_ids: dict[str, str] = field(default_factory=dict)


def formation_question_of(
    school: School, day: date, choice: PupilChoice, *, rotate: bool = False, choices: PlanningChoices
) -> FormationQuestion:
    """Return who needs the programme in the week that a day is in, and the school's question of that week.

    NothingToPlan where nobody does, or where somebody or something is called by a name that is not there.
    """
    calendar = calendar_of(school)
    weeks = weeks_to_plan(calendar, day, rotate=rotate)
    return formation_question_about(gather_needs(school, calendar, weeks), choice, choices)


def formation_question_about(
    needs: SchoolNeeds, choice: PupilChoice, choices: PlanningChoices
) -> FormationQuestion:
    """Return the question about what was gathered. It asks the database nothing."""
    programme = _programme(needs, choice.programme)
    minutes = choice.minutes or programme.minutes
    sessions = choice.sessions or programme.sessions
    if not minutes or not sessions:
        raise NothingToPlan(
            f"{programme.name} does not say how long and how often. Give --minutes and --sessions."
        )
    pupils = _pupils(needs, programme, choice)
    also = _requests(programme, pupils, _leads(needs, choice.leads), minutes, sessions)
    question = question_about(needs.support, choices, also)
    gone = {request.id for request in also}
    gone |= {
        group.id
        for group in question.problem.groups
        if choice.anew and group.programme == programme.name and group.joins is None
    }
    staying = tuple(group for group in question.problem.groups if group.id not in gone)
    names = {key: name for key, name in question.names.items() if key not in gone}
    question = replace(question, problem=replace(question.problem, groups=staying), names=names, today=None)
    return FormationQuestion(
        question=question,
        programme=programme.name,
        pupils=tuple(pupil.id for pupil in pupils),
        minutes=minutes,
        sessions=sessions,
        source_ids={pupil.id: pupil.source_id for pupil in pupils if pupil.source_id},
    )


def _programme(needs: SchoolNeeds, name: str) -> PlannedProgramme:
    for programme in needs.programmes:
        if programme.name.casefold() == name.strip().casefold():
            return programme
    names = ", ".join(programme.name for programme in needs.programmes) or "none yet"
    raise NothingToPlan(f"{needs.support.school} knows no programme “{name}”. There are: {names}.")


def _pupils(needs: SchoolNeeds, programme: PlannedProgramme, choice: PupilChoice) -> list[PlannedPupil]:
    """Return the pupils who are chosen, by name, without those who stay in the groups that they are in."""
    week = needs.support.weeks[0]
    groups = [group for group in needs.support.groups if group.programme.id == programme.id]
    inside = {pupil.id for group in groups for pupil in group.pupils}
    named = {_pupil_called(needs, text).id for text in choice.pupils}
    chosen = set(named)
    if choice.years or choice.needs:
        in_need = _with_needs(needs, choice)
        chosen |= {pupil.id for pupil in needs.roll if _fits(pupil, choice, in_need)}
    chosen = chosen | inside if choice.anew else chosen - (inside - named)
    already = [] if choice.anew else [pupil for pupil in needs.roll if pupil.id in named & inside]
    if already:
        raise NothingToPlan(
            f"{len(already)} of the pupils given follow {programme.name} in a group already. Leave them out, or take "
            "its groups apart with --anew."
        )
    pupils = [pupil for pupil in needs.roll if pupil.id in chosen]
    if not pupils:
        raise NothingToPlan(
            f"Nobody needs {programme.name} in the week of {week.starts:%-d %B %Y}: nobody who is chosen is on the "
            "roll and in no group of it yet."
        )
    return pupils


def _with_needs(needs: SchoolNeeds, choice: PupilChoice) -> set[str] | None:
    """Return who has one of the types of need, None where any will do."""
    if not choice.needs:
        return None
    try:
        codes = {need(code, needs.support.weeks[0].starts).code for code in choice.needs}
    except ValueError as error:
        raise NothingToPlan(str(error)) from error
    return {pupil for pupil, own_codes in needs.needs.items() if own_codes & codes}


def _fits(pupil: PlannedPupil, choice: PupilChoice, in_need: set[str] | None) -> bool:
    years = {year.casefold().removeprefix("year ") for year in choice.years}
    return (not years or pupil.year_group.casefold() in years) and (in_need is None or pupil.id in in_need)


def _pupil_called(needs: SchoolNeeds, text: str) -> PlannedPupil:
    name = text.strip().casefold()
    called = [
        pupil
        for pupil in needs.roll
        if name in {pupil.id, pupil.source_id.casefold() or None, pupil.name.casefold()}
    ]
    if len(called) != 1:
        raise NothingToPlan(
            f"{'More than one pupil' if called else 'No pupil'} on the roll of {needs.support.school} that week is "
            f"called “{text}”. Give Inreach's id, or the id in the timetable file."
        )
    return called[0]


def _leads(needs: SchoolNeeds, names: Iterable[str]) -> list[PlannedAdult]:
    """Return the adults who may lead besides those who lead a group of the programme today."""
    staff, leads = needs.support.staff, []
    for name in names:
        called = [member for member in staff if name.casefold() in {member.id, member.name.casefold()}]
        if len(called) != 1:
            raise NothingToPlan(
                f"{'More than one adult' if called else 'Nobody'} at {needs.support.school} is called “{name}”: "
                f"{', '.join(member.name for member in staff)}."
            )
        leads += called
    return leads


def _requests(
    programme: PlannedProgramme,
    pupils: Sequence[PlannedPupil],
    leads: Sequence[PlannedAdult],
    minutes: int,
    sessions: int,
) -> list[RequestedGroup]:
    """Return all the pupils as one group, once for each adult who may lead: it stands for the groups to come."""
    return [
        RequestedGroup(
            id=f"{WANTED}{number + 1}",
            name=programme.name,
            programme=programme.name,
            adult_id=adult.id if adult else None,
            pupils=tuple(pupils),
            minutes=minutes,
            sessions=sessions,
        )
        for number, adult in enumerate(leads or [None])
    ]
