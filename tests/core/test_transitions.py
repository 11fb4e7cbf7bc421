"""The life of a case and of a target, table by table."""

from __future__ import annotations

from datetime import date

import pytest

from inreach.core.access.policy import Actor, Facts, Membership
from inreach.core.access.roles import Role
from inreach.core.transitions import (
    STARTS,
    TABLES,
    CaseState,
    NotAllowed,
    TargetState,
    allowed,
    check_move,
    diagram,
    ends,
)

TODAY = date(2026, 11, 22)
HERE = Facts("school-1")
STATES = {"case": CaseState, "target": TargetState}


def holder(role: Role) -> Actor:
    """Return somebody with one role in the school."""
    return Actor("u1", (Membership("school-1", "school", role, date(2026, 9, 1)),), TODAY)


NEXT = {
    "case": {
        "requested": ["triaged", "declined", "withdrawn"],
        "triaged": ["meeting_arranged", "declined", "withdrawn"],
        "meeting_arranged": ["active", "triaged", "withdrawn"],
        "active": ["reviewed", "withdrawn"],
        "reviewed": ["active", "following_up", "closed"],
        "following_up": ["active", "closed"],
        "closed": [],
        "declined": [],
        "withdrawn": [],
    },
    "target": {
        "draft": ["active", "withdrawn"],
        "active": ["reviewed", "withdrawn"],
        "reviewed": ["following_up", "closed"],
        "following_up": ["closed"],
        "closed": [],
        "withdrawn": [],
    },
}


@pytest.mark.parametrize("table", TABLES)
def test_a_state_leads_where_the_design_says(table) -> None:
    assert {str(s): [str(step.to) for step in allowed(table, s)] for s in STATES[table]} == NEXT[table]


@pytest.mark.parametrize("table", TABLES)
def test_every_state_can_be_reached_from_the_start_and_the_sentences_are_sentences(table) -> None:
    reached, waiting = set(), [STARTS[table]]
    while waiting:
        state = waiting.pop()
        reached.add(state)
        waiting += [step.to for step in allowed(table, state) if step.to not in reached]
    assert reached == set(STATES[table])
    assert [step for step in TABLES[table] if not step.sentence.endswith(".")] == []


def test_a_case_ends_closed_declined_or_withdrawn() -> None:
    assert set(ends("case")) == {"closed", "declined", "withdrawn"}


def test_a_move_that_the_table_has_is_returned_with_its_meaning() -> None:
    step = check_move("case", "active", "reviewed", holder(Role.SENCO), HERE)
    assert step.sentence == "The final review has rated every target."


@pytest.mark.parametrize(
    ("source", "to", "sentence"),
    [
        (
            "active",
            "closed",
            "A case that is active cannot become closed. It can become reviewed or withdrawn.",
        ),
        ("closed", "active", "A case that is closed cannot become active. That is where it ends."),
        (
            "triaged",
            "following_up",
            "A case that is triaged cannot become following up. "
            "It can become meeting arranged or declined or withdrawn.",
        ),
    ],
)
def test_a_move_that_the_table_lacks_is_refused_with_what_is_possible(source, to, sentence) -> None:
    with pytest.raises(NotAllowed) as refused:
        check_move("case", source, to, holder(Role.SENCO), HERE)
    assert refused.value.sentence == str(refused.value) == sentence


def test_a_move_without_the_permission_is_refused_with_the_reason() -> None:
    with pytest.raises(NotAllowed, match="You cannot start this target: this is for the SENCO, the head or"):
        check_move("target", "draft", "active", holder(Role.CLASS_TEACHER), HERE)


def test_a_draft_becomes_active_only_when_nothing_of_its_quality_check_is_unmet() -> None:
    senco = holder(Role.SENCO)
    with pytest.raises(NotAllowed) as refused:
        check_move("target", "draft", "active", senco, HERE, unmet=("Rate it.", "Ask the pupil to agree."))
    assert refused.value.sentence == "This target is not ready yet. Rate it. Ask the pupil to agree."
    assert check_move("target", "draft", "active", senco, HERE).to == "active"
    assert check_move("target", "draft", "withdrawn", senco, HERE, unmet=("Rate it.",)).to == "withdrawn"


def test_the_diagram_is_drawn_from_the_table() -> None:
    assert diagram("target") == (
        "stateDiagram-v2\n"
        "    [*] --> draft\n"
        "    draft --> active: The target is ready, and work on it starts.\n"
        "    draft --> withdrawn: The draft is given up.\n"
        "    active --> reviewed: The target has its achieved rating.\n"
        "    active --> withdrawn: Work on the target ends early, with the reason.\n"
        "    reviewed --> following_up: Later visits will see whether it is still held.\n"
        "    reviewed --> closed: The target is finished.\n"
        "    following_up --> closed: The last visit is done.\n"
        "    withdrawn --> [*]\n"
        "    closed --> [*]\n"
    )
