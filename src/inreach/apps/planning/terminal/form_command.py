"""What `inreach form` does once it is asked rightly: who needs the programme, the groups, and what is said of them."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from inreach.apps.accounts.adapters import system_actor
from inreach.apps.audit.models import Kind
from inreach.apps.audit.recording.events import reading
from inreach.apps.planning.adapters import Question
from inreach.apps.planning.adapters.group_formation import Chosen, Needed, needed_of
from inreach.apps.planning.terminal.options import TURNAROUND, AskedWrongly
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
class Shaped:
    """The groups that were formed, what there is to know of each, the problem with them, and what ids are called."""

    question: Question
    wanted: Wanted
    formed: Formed
    meetings: tuple[Meeting, ...]
    problem: Problem
    names: Mapping[str, str]


def shaped(options: Mapping[str, Any], school: School | None) -> Shaped:
    """Form the groups that are asked for, of a school or of a file; AskedWrongly says by name what is in the way."""
    needed = _of_file(options) if school is None else _of_school(options, school)
    question = needed.question
    names = question.names | (question.pupils if options["names"] else {})
    wanted = Wanted(
        programme=needed.programme,
        pupils=needed.pupils,
        minutes=needed.minutes,
        sessions=needed.sessions,
        smallest=options["smallest"],
        largest=options["largest"],
        together=tuple(_pupils(text, needed) for text in options["together"]),
        never=tuple(_pupils(text, needed) for text in options["never"]),
        most=options["groups"],
    )
    try:
        check(question.problem)
        formed = form(question.problem, wanted, seed=options["seed"], prove=options["prove"])
    except ProblemRefused as error:
        raise AskedWrongly(f"This cannot be planned as it stands.\n{_named(error, names)}") from error
    except FormingRefused as error:
        raise AskedWrongly(f"No groups can be formed.\n{_named(error, names)}") from error
    meetings = meetings_of(question.problem, wanted, formed)
    problem = replace(question.problem, groups=(*question.problem.groups, *formed.groups))
    names |= {group.id: group.id for group in formed.groups}
    return Shaped(question, wanted, formed, meetings, problem, names)


def _named(error: Exception, names: Mapping[str, str]) -> str:
    return "\n".join(named(sentence, names) for sentence in str(error).splitlines())


def _of_file(options: Mapping[str, Any]) -> Needed:
    problem, names = read(options["problem"], read_named)
    if options["preset"]:
        problem = replace(problem, weights=PRESETS[options["preset"]])
    if not options["minutes"] or not options["sessions"]:
        raise AskedWrongly("Say how long and how often: --minutes and --sessions.")
    programme = options["programme"]
    mine = [group for group in problem.groups if group.programme == programme and group.joins is None]
    given = _split(options["pupils"])
    if options["anew"]:
        problem = replace(problem, groups=tuple(group for group in problem.groups if group not in mine))
        given += sorted({member for group in mine for member in group.members}, key=_order(problem))
    if not given:
        raise AskedWrongly("Say who needs the programme: --pupils a,b,c, or --anew for those of its groups.")
    needed = Needed(Question(problem, names=names), programme, (), options["minutes"], options["sessions"])
    return replace(needed, pupils=tuple(dict.fromkeys(_pupil(text, needed) for text in given)))


def _order(problem: Problem) -> Any:
    return [pupil.id for pupil in problem.pupils].index


def _of_school(options: Mapping[str, Any], school: School) -> Needed:
    with reading(
        "groups.formed",
        by=system_actor(),
        subject=school,
        organisation_id=school.pk,
        kind=Kind.EXPORT,
        details={"week": options["week"].isoformat(), "names": options["names"]},
    ):
        return needed_of(
            school,
            options["week"],
            Chosen(
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
            within_lessons=options["within"],
            turnaround=TURNAROUND if options["turnaround"] is None else options["turnaround"],
            cover=options["cover"],
            weights=PRESETS[options["preset"] or "standard"],
        )


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _pupils(text: str, needed: Needed) -> frozenset[str]:
    """Return the pupils named in one --together or --never; AskedWrongly where there are fewer than two."""
    found = frozenset(_pupil(part, needed) for part in _split(text))
    if len(found) < 2:
        raise AskedWrongly(f"“{text}” names fewer than two pupils. Write them with a comma between them.")
    return found


def _pupil(text: str, needed: Needed) -> str:
    """Return the id of a pupil of the question, by id, by name, or as this command calls a pupil."""
    question, said = needed.question, text.casefold()
    found = []
    for pupil in question.problem.pupils:
        name = question.names.get(pupil.id, "").casefold()
        ways = {pupil.id, question.pupils.get(pupil.id, ""), needed.called.get(pupil.id, "")}
        if said in {name, name.removeprefix("pupil "), *(way.casefold() for way in ways)}:
            found.append(pupil.id)
    exact = [one for one in found if one == text]
    if len(exact or found) != 1:
        raise AskedWrongly(f"{'More than one pupil' if found else 'No pupil'} is called “{text}” here.")
    return (exact or found)[0]


def in_words(said: Shaped) -> Iterator[str]:
    """Yield what was formed, how good it is, and of each group what there is to know before it is planned."""
    wanted, formed, names = said.wanted, said.formed, Names(said.names)
    sizes = sorted({len(group.members) for group in formed.groups})
    of = f"{sizes[0]}" if len(sizes) == 1 else f"{sizes[0]} to {sizes[-1]}"
    yield (
        f"{capital(many(len(wanted.pupils), 'pupil'))} in {many(len(formed.groups), 'group')} of {of}, for "
        f"{many(wanted.sessions, 'session')} of {wanted.minutes} minutes a week."
    )
    yield f"Each at its own best times, the groups lose {formed.points:,} points. {formed.how_good}"
    yield "In a timetable they share adults and rooms with everybody else, so they lose as much or more."
    for meeting in said.meetings:
        yield ""
        yield from meeting.sentences(said.problem, names)


def as_json(said: Shaped) -> dict[str, Any]:
    """Return the groups as plain data: ids, minutes and points."""
    return {
        "programme": said.wanted.programme,
        "points": said.formed.points,
        "least": said.formed.least,
        "exact": said.formed.exact,
        "groups": [
            {
                "id": one.group.id,
                "members": list(one.group.members),
                "points": one.points,
                "adult": one.adult,
                "sessions": [
                    {"week": item.week, "day": item.day, "start": item.start} for item in one.sessions
                ],
                "leads": list(one.leads),
                "begins": [asdict(item) for item in one.begins],
                "pupils": {
                    name: {
                        "points": harm.points,
                        "missed": harm.missed,
                        "share_out": round(one.shares[name].share, 4),
                    }
                    for name, harm in one.losses.items()
                },
                "warnings": [
                    {"pupil": item.share.pupil, "line": item.line, "severity": item.flag.severity.value}
                    for item in one.warnings
                ],
            }
            for one in said.meetings
        ],
        "notes": list(said.question.notes),
    }
