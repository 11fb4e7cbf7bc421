"""A shortage of many groups is proved, counted, and told by name with the fewest groups and rules."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inreach.planner.exact.mixed import available
from inreach.planner.explain.ceiling import WHOLE, ceiling, shown
from inreach.planner.explain.school import School
from inreach.planner.explain.shortage import Patience, missing, shortages
from inreach.planner.explain.space import program
from tests.planner.tiny import every_timetable, problems

pytestmark = pytest.mark.skipif(not available(), reason="HiGHS is not installed")
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def lacking(problem) -> int:
    """Return how many sessions the best of all timetables lacks, by listing every one."""
    wanted = problem.weeks * sum(group.sessions for group in problem.groups)
    most = max(sum(len(item.sessions) for item in timetable) for timetable in every_timetable(problem))
    return wanted - most


@SLOW
@given(problems(weeks=1))
def test_no_more_sessions_are_said_to_be_impossible_than_every_timetable_lacks(problem):
    least = lacking(problem)
    assert missing(School(problem)) <= least
    assert sum(item.missing for item in shortages(problem, 99, Patience())) <= least


@SLOW
@given(problems(weeks=1), st.randoms())
def test_whatever_the_prices_are_what_they_show_is_true(problem, chance):
    found = program(School(problem))
    prices = {row: chance.choice((0, 0, WHOLE // 3, WHOLE // 2, WHOLE)) for row in found.limits}
    assert shown(found, prices) >= found.wanted - lacking(problem)
    assert shown(found, {}) >= ceiling(found).space
