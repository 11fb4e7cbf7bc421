"""Everything that a person can do to targets, ratings and cases."""

from inreach.apps.casework.actions.case import change_case_date, move_case, open_case
from inreach.apps.casework.actions.rating import correct_rating, rate_target
from inreach.apps.casework.actions.sign_off import remove_sign_off, sign_target
from inreach.apps.casework.actions.target import (
    Draft,
    change_target,
    move_target,
    start_target,
    tick_facts,
    word_levels,
    write_target,
)

__all__ = [
    "Draft",
    "change_case_date",
    "change_target",
    "correct_rating",
    "move_case",
    "move_target",
    "open_case",
    "rate_target",
    "remove_sign_off",
    "sign_target",
    "start_target",
    "tick_facts",
    "word_levels",
    "write_target",
]
