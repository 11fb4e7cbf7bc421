"""What `inreach form` does once it is asked rightly: who needs the programme, the groups, and what is said of them."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from inreach.apps.accounts.adapters import system_actor
from inreach.apps.audit.models import Kind
from inreach.apps.audit.recording.events import reading
from inreach.apps.planning.services.group_formation import (
    FormationQuestion,
    PupilChoice,
    formation_question_of,
)
from inreach.apps.planning.services.question import PlanningChoices, Question
from inreach.apps.planning.terminal.options import TURNAROUND, WrongOption
from inreach.apps.planning.terminal.plan_sentences import named
from inreach.apps.planning.terminal.run_files import read
from inreach.apps.schools.models import School
from inreach.planner.explain.wording import Names, capital, many
from inreach.planner.group_formation import Formed, FormingRefused, Wanted, form
from inreach.planner.group_formation.group_outlook import Meeting, meetings_of
from inreach.planner.objective.weights import PRESETS
from inreach.planner.problem.files import read_named
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.validation import ProblemRefused, check


@dataclass(frozen=True, slots=True)
class FormedGroups:
    """The groups that were formed, what there is to know of each, the problem with them, and what ids are called."""

    question: Question
    request: Wanted
    formed: Formed
    meetings: tuple[Meeting, ...]
    problem: Problem
    names: Mapping[str, str]


def form_groups(options: Mapping[str, Any], school: School | None) -> FormedGroups:
    """Form the groups that are asked for, of a school or of a file; WrongOption says by name what is in the way."""
    asked = _of_file(options) if school is None else _of_school(options, school)
    question = asked.question
    names = question.names | (question.pupils if options["names"] else {})
    request = Wanted(
        programme=asked.programme,
        pupils=asked.pupils,
        minutes=asked.minutes,
        sessions=asked.sessions,
        smallest=options["smallest"],
        largest=options["largest"],
        together=tuple(_pupils(text, asked) for text in options["together"]),
        never=tuple(_pupils(text, asked) for text in options["never"]),
        most=options["groups"],
    )
    try:
        check(question.problem)
        formed = form(question.problem, request, seed=options["seed"], prove=options["prove"])
    except ProblemRefused as error:
        raise WrongOption(f"This cannot be planned as it stands.\n{_named(error, names)}") from error
    except FormingRefused as error:
        raise WrongOption(f"No groups can be formed.\n{_named(error, names)}") from error
    meetings = meetings_of(question.problem, request, formed)
    problem = replace(question.problem, groups=(*question.problem.groups, *formed.groups))
    names |= {group.id: group.id for group in formed.groups}
    return FormedGroups(question, request, formed, meetings, problem, names)


def _named(error: Exception, names: Mapping[str, str]) -> str:
    return "\n".join(named(sentence, names) for sentence in str(error).splitlines())


def _of_file(options: Mapping[str, Any]) -> FormationQuestion:
    problem, names = read(options["problem"], read_named)
    if options["preset"]:
        problem = replace(problem, weights=PRESETS[options["preset"]])
    if not options["minutes"] or not options["sessions"]:
        raise WrongOption("Say how long and how often: --minutes and --sessions.")
    programme = options["programme"]
    own_groups = [group for group in problem.groups if group.programme == programme and group.joins is None]
    given = _split(options["pupils"])
    if options["anew"]:
        problem = replace(problem, groups=tuple(group for group in problem.groups if group not in own_groups))
        given += sorted({member for group in own_groups for member in group.members}, key=_order(problem))
    if not given:
        raise WrongOption("Say who needs the programme: --pupils a,b,c, or --anew for those of its groups.")
    asked = FormationQuestion(
        Question(problem, names=names), programme, (), options["minutes"], options["sessions"]
    )
    return replace(asked, pupils=tuple(dict.fromkeys(_pupil(text, asked) for text in given)))


def _order(problem: Problem) -> Any:
    return [pupil.id for pupil in problem.pupils].index


def _of_school(options: Mapping[str, Any], school: School) -> FormationQuestion:
    with reading(
        "groups.formed",
        by=system_actor(),
        subject=school,
        organisation_id=school.pk,
        kind=Kind.EXPORT,
        details={"week": options["week"].isoformat(), "names": options["names"]},
    ):
        return formation_question_of(
            school,
            options["week"],
            PupilChoice(
                programme=options["programme"],
                pupils=tuple(_split(options["pupils"])),
                years=tuple(options["year"]),
                needs=tuple(options["need"]),
                leads=tuple(options["lead"]),
                anew=options["anew"],
                minutes=options["minutes"],
                sessions=options["sessions"],
            ),
            rotate=options["rotate"],
            choices=PlanningChoices(
                within_lessons=options["within"],
                turnaround=TURNAROUND if options["turnaround"] is None else options["turnaround"],
                cover=options["cover"],
                weights=PRESETS[options["preset"] or "standard"],
            ),
        )


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _pupils(text: str, asked: FormationQuestion) -> frozenset[str]:
    """Return the pupils named in one --together or --never; WrongOption where there are fewer than two."""
    pupils = frozenset(_pupil(part, asked) for part in _split(text))
    if len(pupils) < 2:
        raise WrongOption(f"“{text}” names fewer than two pupils. Write them with a comma between them.")
    return pupils


def _pupil(text: str, asked: FormationQuestion) -> str:
    """Return the id of a pupil of the question, by id, by name, or as this command calls a pupil."""
    question, name = asked.question, text.casefold()
    called = []
    for pupil in question.problem.pupils:
        label = question.names.get(pupil.id, "").casefold()
        ways = {pupil.id, question.pupils.get(pupil.id, ""), asked.source_ids.get(pupil.id, "")}
        if name in {label, label.removeprefix("pupil "), *(way.casefold() for way in ways)}:
            called.append(pupil.id)
    exact = [pupil for pupil in called if pupil == text]
    if len(exact or called) != 1:
        raise WrongOption(f"{'More than one pupil' if called else 'No pupil'} is called “{text}” here.")
    return (exact or called)[0]


def in_words(formation: FormedGroups) -> Iterator[str]:
    """Yield what was formed, how good it is, and of each group what there is to know before it is planned."""
    request, formed, names = formation.request, formation.formed, Names(formation.names)
    sizes = sorted({len(group.members) for group in formed.groups})
    size = f"{sizes[0]}" if len(sizes) == 1 else f"{sizes[0]} to {sizes[-1]}"
    yield (
        f"{capital(many(len(request.pupils), 'pupil'))} in {many(len(formed.groups), 'group')} of {size}, for "
        f"{many(request.sessions, 'session')} of {request.minutes} minutes a week."
    )
    yield f"Each at its own best times, the groups lose {formed.points:,} points. {formed.how_good}"
    yield "In a timetable they share adults and rooms with everybody else, so they lose as much or more."
    for meeting in formation.meetings:
        yield ""
        yield from meeting.sentences(formation.problem, names)


def as_json(formation: FormedGroups) -> dict[str, Any]:
    """Return the groups as plain data: ids, minutes and points."""
    return {
        "programme": formation.request.programme,
        "points": formation.formed.points,
        "least": formation.formed.least,
        "exact": formation.formed.exact,
        "groups": [
            {
                "id": meeting.group.id,
                "members": list(meeting.group.members),
                "points": meeting.points,
                "adult": meeting.adult,
                "sessions": [
                    {"week": session.week, "day": session.day, "start": session.start}
                    for session in meeting.sessions
                ],
                "leads": list(meeting.leads),
                "begins": [asdict(start) for start in meeting.begins],
                "pupils": {
                    pupil: {
                        "points": harm.points,
                        "missed": harm.missed,
                        "share_out": round(meeting.shares[pupil].share, 4),
                    }
                    for pupil, harm in meeting.losses.items()
                },
                "warnings": [
                    {
                        "pupil": warning.share.pupil,
                        "line": warning.line,
                        "severity": warning.flag.severity.value,
                    }
                    for warning in meeting.warnings
                ],
            }
            for meeting in formation.meetings
        ],
        "notes": list(formation.question.notes),
    }
