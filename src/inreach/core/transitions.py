"""The life of a case and of a target: tables of what may follow what, who may move it, and what that means.

Every table is the only place where a state changes; the documentation draws its diagrams from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor, Facts, decide
from inreach.core.refusal import Refusal


class CaseState(StrEnum):
    """Where a case is on its way from the request to the last follow-up."""

    REQUESTED = "requested"
    TRIAGED = "triaged"
    MEETING_ARRANGED = "meeting_arranged"
    ACTIVE = "active"
    REVIEWED = "reviewed"
    FOLLOWING_UP = "following_up"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class TargetState(StrEnum):
    """Where a target is on its way from the first words to the last follow-up."""

    DRAFT = "draft"
    ACTIVE = "active"
    REVIEWED = "reviewed"
    FOLLOWING_UP = "following_up"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class NotAllowed(Refusal):
    """A move that the table or the permissions refuse, with a sentence for the screen."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One arrow: from a state to a state, the permission it takes, and what it means.

    `ready` names what has to be true first, as a sentence; "" when nothing has to be.
    """

    source: str
    to: str
    permission: Permission
    sentence: str
    ready: str = ""


C, T, P = CaseState, TargetState, Permission
QUALITY = "The target meets every point of the quality check."

CASE = (
    Transition(C.REQUESTED, C.TRIAGED, P.MOVE_CASE, "The service has read the request and takes it on."),
    Transition(C.REQUESTED, C.DECLINED, P.MOVE_CASE, "The service cannot take the request on, and says why."),
    Transition(C.REQUESTED, C.WITHDRAWN, P.MOVE_CASE, "The school takes its request back."),
    Transition(C.TRIAGED, C.MEETING_ARRANGED, P.MOVE_CASE, "The first meeting has a date."),
    Transition(C.TRIAGED, C.DECLINED, P.MOVE_CASE, "The service cannot take the request on, and says why."),
    Transition(C.TRIAGED, C.WITHDRAWN, P.MOVE_CASE, "The school takes its request back."),
    Transition(C.MEETING_ARRANGED, C.ACTIVE, P.MOVE_CASE, "The meeting has set targets, and support begins."),
    Transition(C.MEETING_ARRANGED, C.TRIAGED, P.MOVE_CASE, "The meeting is called off and needs a new date."),
    Transition(C.MEETING_ARRANGED, C.WITHDRAWN, P.MOVE_CASE, "The school takes its request back."),
    Transition(C.ACTIVE, C.REVIEWED, P.MOVE_CASE, "The final review has rated every target."),
    Transition(C.ACTIVE, C.WITHDRAWN, P.MOVE_CASE, "Support ends early, with the reason."),
    Transition(C.REVIEWED, C.ACTIVE, P.MOVE_CASE, "Support goes on with new targets."),
    Transition(C.REVIEWED, C.FOLLOWING_UP, P.MOVE_CASE, "Support has ended, and visits will see what lasts."),
    Transition(C.REVIEWED, C.CLOSED, P.MOVE_CASE, "The case ends without further visits."),
    Transition(C.FOLLOWING_UP, C.ACTIVE, P.MOVE_CASE, "A visit shows that support is needed again."),
    Transition(C.FOLLOWING_UP, C.CLOSED, P.MOVE_CASE, "The last visit is done."),
)

TARGET = (
    Transition(T.DRAFT, T.ACTIVE, P.START_TARGET, "The target is ready, and work on it starts.", QUALITY),
    Transition(T.DRAFT, T.WITHDRAWN, P.WRITE_TARGET, "The draft is given up."),
    Transition(T.ACTIVE, T.REVIEWED, P.RATE_TARGET, "The target has its achieved rating."),
    Transition(T.ACTIVE, T.WITHDRAWN, P.WRITE_TARGET, "Work on the target ends early, with the reason."),
    Transition(T.REVIEWED, T.FOLLOWING_UP, P.WRITE_TARGET, "Later visits will see whether it is still held."),
    Transition(T.REVIEWED, T.CLOSED, P.WRITE_TARGET, "The target is finished."),
    Transition(T.FOLLOWING_UP, T.CLOSED, P.WRITE_TARGET, "The last visit is done."),
)

TABLES: Mapping[str, tuple[Transition, ...]] = {"case": CASE, "target": TARGET}
STARTS: Mapping[str, str] = {"case": C.REQUESTED, "target": T.DRAFT}


def words(state: str) -> str:
    """Return the state as words: "meeting arranged"."""
    return state.replace("_", " ")


def allowed(table: str, source: str) -> tuple[Transition, ...]:
    """Return the transitions that leave a state, in the order of the table."""
    return tuple(step for step in TABLES[table] if step.source == source)


def step_to(table: str, source: str, to: str) -> Transition:
    """Return the transition between two states; NotAllowed with what would be possible if there is none."""
    steps = allowed(table, source)
    for step in steps:
        if step.to == to:
            return step
    next_ones = " or ".join(words(step.to) for step in steps)
    ending = f"It can become {next_ones}." if steps else "That is where it ends."
    raise NotAllowed(f"A {table} that is {words(source)} cannot become {words(to)}. {ending}")


def check_move(
    table: str, source: str, to: str, by: Actor, facts: Facts, *, unmet: tuple[str, ...] = ()
) -> Transition:
    """Return the transition if the table has it, the actor may make it, and nothing is unmet.

    `unmet` are the sentences of what is still missing (for a target: the unmet points of its quality check);
    they count only for a transition that has to be ready. NotAllowed with a sentence otherwise.
    """
    step = step_to(table, source, to)
    decision = decide(by, step.permission, facts)
    if not decision.allowed:
        raise NotAllowed(decision.reason)
    if step.ready and unmet:
        raise NotAllowed(f"This {table} is not ready yet. {' '.join(unmet)}")
    return step


def ends(table: str) -> tuple[str, ...]:
    """Return the states that nothing leaves, in the order in which the table reaches them."""
    sources = {step.source for step in TABLES[table]}
    return tuple(dict.fromkeys(step.to for step in TABLES[table] if step.to not in sources))


def diagram(table: str) -> str:
    """Return the table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {STARTS[table]}"]
    lines += [f"    {step.source} --> {step.to}: {step.sentence}" for step in TABLES[table]]
    lines += [f"    {state} --> [*]" for state in ends(table)]
    return "\n".join(lines) + "\n"
