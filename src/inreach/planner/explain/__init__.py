"""A timetable in words: what could not be placed and why, what would help, what each pupil loses."""

from inreach.planner.explain.explanation import Explanation, explain

__all__ = ["Explanation", "explain"]
