"""A target's ratings say how far it has come, and the day says what is due; no database is needed for either."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from inreach.core.school.calendar import Calendar, Term
from inreach.core.targets.party import AGREEING, Party, required_parties
from inreach.core.targets.progress import last_rating, outcome_so_far, progress_of, words_of_levels
from inreach.core.targets.quality import TargetFacts
from inreach.core.targets.ratings import Outcome
from inreach.core.targets.standing import standing_of
from inreach.core.targets.types import DatedRating, Purpose, TargetRecord
from inreach.core.transitions import TargetState

START, REVIEW = date(2026, 9, 7), date(2026, 11, 30)
FACTS = TargetFacts(text="Asks for help", baseline=3, expected=6, starts=START, review=REVIEW)
RECORD = TargetRecord(FACTS, TargetState.ACTIVE, written_on=START)


def rating(value, on=date(2026, 10, 5), purpose=Purpose.PROGRESS, **changes):
    given = DatedRating(
        rating_id=f"{value} on {on}",
        value=value,
        rated_on=on,
        purpose=purpose,
        party=Party.CLASS_TEACHER,
        in_class=True,
        independent=False,
        recorded_at=datetime(2026, 12, 1, tzinfo=UTC),
    )
    return replace(given, **changes)


def test_of_one_day_the_rating_in_class_counts_and_the_pupils_own_only_where_there_is_no_other():
    in_class, in_group = rating(5), rating(7, in_class=False)
    own, second = rating(9, date(2026, 11, 2), party=Party.PUPIL), rating(8, independent=True)
    assert last_rating([in_group, in_class, own, second], Purpose.PROGRESS) == in_class
    assert last_rating([own, second], Purpose.PROGRESS) == second
    assert last_rating([own], Purpose.PROGRESS) == own
    assert last_rating([own], Purpose.REVIEW) is None


def test_only_the_review_settles_the_outcome_and_a_follow_up_is_the_latest_rating():
    follow_up = rating(3, date(2026, 12, 14), Purpose.FOLLOW_UP)
    rated = replace(RECORD, ratings=(rating(4), rating(6, REVIEW, Purpose.REVIEW), follow_up))
    progress = progress_of(rated)
    assert (progress.outcome, progress.so_far) == (Outcome.MET, Outcome.NO_PROGRESS)
    assert (progress.latest, progress.gain, progress.school_weeks) == (follow_up, 0, None)
    underway = replace(RECORD, ratings=(rating(4),))
    assert progress_of(underway).outcome is Outcome.NOT_RATED
    assert outcome_so_far(underway) is Outcome.SOME_PROGRESS


def test_the_time_a_gain_took_is_counted_in_weeks_of_school():
    calendar = Calendar((Term(START, date(2026, 12, 18)),))
    rated = replace(RECORD, ratings=(rating(5),))
    assert progress_of(rated, calendar).school_weeks == 4.0


@pytest.mark.parametrize(
    ("today", "state", "days", "overdue"),
    [
        (date(2026, 11, 29), TargetState.ACTIVE, 1, False),
        (REVIEW, TargetState.ACTIVE, 0, False),
        (date(2026, 12, 2), TargetState.ACTIVE, -2, True),
        (date(2026, 12, 2), TargetState.REVIEWED, -2, False),
    ],
)
def test_a_review_is_overdue_after_its_day_while_work_goes_on(today, state, days, overdue):
    standing = standing_of(replace(RECORD, state=state), today)
    assert (standing.days_to_review, standing.overdue) == (days, overdue)


def test_who_has_not_agreed_is_missing_in_the_order_of_the_list():
    facts = replace(FACTS, agreed=frozenset({Party.PARENT}))
    standing = standing_of(replace(RECORD, facts=facts), START)
    assert standing.missing == tuple(party for party in AGREEING if party is not Party.PARENT)
    assert not next(point for point in standing.points if point.id == "agreed").met


def test_baseline_and_expected_have_words_of_their_own_where_the_level_has_none():
    facts = replace(FACTS, baseline_words="Waits")
    record = replace(RECORD, facts=facts, expected_words="Asks", level_words={6: "Asks at once", 8: "Helps"})
    assert words_of_levels(record) == {3: "Waits", 6: "Asks at once", 8: "Helps"}


def test_ratings_of_a_target_whose_own_numbers_do_not_stand_have_no_outcome():
    rated = replace(RECORD, ratings=(rating(6, REVIEW, Purpose.REVIEW),))
    for facts in (replace(FACTS, baseline=None), replace(FACTS, baseline=8, expected=4)):
        assert progress_of(replace(rated, facts=facts)).outcome is Outcome.NOT_RATED


def test_a_service_agrees_only_where_a_case_stands_behind_the_target():
    assert required_parties(with_service=True) == AGREEING
    without = required_parties(with_service=False)
    assert set(AGREEING) - set(without) == {Party.OUTREACH_TEACHER}
