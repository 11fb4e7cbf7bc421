"""Cases as their pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inreach.apps.casework.models import Case
from inreach.core.transitions import TABLES, CaseState


def in_days(days: int) -> str:
    """A number of days as people say it: days up to two weeks, then weeks."""
    if days < 15:
        return f"{days} {'day' if days == 1 else 'days'}"
    return f"{round(days / 7)} weeks"


@dataclass(frozen=True, slots=True)
class Step:
    """One state on a case's way, and whether the case has been there, is there, or may come there."""

    label: str
    where: str


WAY = (
    CaseState.REQUESTED,
    CaseState.TRIAGED,
    CaseState.MEETING_ARRANGED,
    CaseState.ACTIVE,
    CaseState.REVIEWED,
    CaseState.FOLLOWING_UP,
    CaseState.CLOSED,
)


@dataclass(frozen=True, slots=True)
class Part:
    """Who does what in a case (asks, agrees, delivers, supports, decides)."""

    does: str
    who: str


PARTS = (
    Part("Asks for help", "The SENCO or the head. They open the case, and can take it back."),
    Part(
        "Takes it on",
        "The service. It reads the request, arranges the first meeting, or declines with a reason.",
    ),
    Part(
        "Agrees the targets",
        "The outreach teacher, leadership, the class teacher, the person delivering, a parent or carer, the pupil.",
    ),
    Part(
        "Delivers",
        "The class teacher and the adult of the group, each day. The outreach teacher shows how.",
    ),
    Part("Rates", "Everybody who works with the pupil, the family and the pupil."),
    Part("Decides", "The SENCO or the head, with the outreach teacher, start targets and move the case on."),
)


def steps_of(case: Case) -> list[Step]:
    """The way of a case, with its place on it. A case that ended early shows its end after its beginning."""
    labels = dict(Case.STATES)
    if case.state in {CaseState.DECLINED, CaseState.WITHDRAWN}:
        return [Step(labels[CaseState.REQUESTED], "done"), Step(labels[case.state], "here")]
    position = WAY.index(CaseState(case.state))
    return [
        Step(labels[state], "done" if place < position else "here" if place == position else "ahead")
        for place, state in enumerate(WAY)
    ]


def meaning(case: Case) -> str:
    """What the state of a case means, in the words of the table that moved it there."""
    if case.state == CaseState.REQUESTED:
        return "The school has asked, and the service has not answered yet."
    return next(step.sentence for step in TABLES["case"] if step.to == case.state)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the list."""

    case: Case
    over: bool
    late: bool


def case_rows(cases: Iterable[Case], today: date) -> list[CaseRow]:
    """Cases as the list shows them, in the order given."""
    return [
        CaseRow(case, case.is_over, case.next_date is not None and case.next_date < today) for case in cases
    ]
