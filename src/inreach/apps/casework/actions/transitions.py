"""The one door through which a case or a target changes its state: `move(thing, to, by=...)`."""

from typing import TypeVar

from inreach.apps.audit.recording.events import record
from inreach.apps.audit.recording.free_text import FreeText
from inreach.apps.casework.models import Case, Target
from inreach.apps.casework.policies.case import facts_about_case
from inreach.apps.casework.policies.target import facts_about_target
from inreach.core.access.policy import Actor
from inreach.core.transitions import check_move

Thing = TypeVar("Thing", Case, Target)


def move(subject: Thing, to: str, *, by: Actor, unmet: tuple[str, ...] = (), reason: str = "") -> Thing:
    """Move a case or target to a state of its table, inside an action. Raises NotAllowed with a sentence."""
    if isinstance(subject, Case):
        table, facts = "case", facts_about_case(by, subject)
    else:
        table, facts = "target", facts_about_target(by, subject)
    source = subject.state
    check_move(table, source, to, by, facts, unmet=unmet)
    subject.state = str(to)
    subject.save(update_fields=["state"])
    record(
        f"{table}.moved",
        by=by,
        subject=subject,
        pupil_id=subject.pupil_id,
        organisation_id=subject.pupil.school_id,
        details={"from": str(source), "to": str(to), "reason": FreeText(reason.strip())},
    )
    return subject
