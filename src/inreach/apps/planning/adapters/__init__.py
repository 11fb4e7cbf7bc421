"""From a school's rows to the planner's question, and from its week of support to the planner's answer."""

from inreach.apps.planning.adapters.adults import is_room
from inreach.apps.planning.adapters.question import NothingToPlan, Question, question_of

__all__ = ["NothingToPlan", "Question", "is_room", "question_of"]
