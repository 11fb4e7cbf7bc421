"""Targets as the evaluation's rows: school weeks between ratings, follow-ups, and what was agreed before the start."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from uuid import UUID

from inreach.apps.insight.adapters.evaluation import EvaluatedSchool, EvaluatedTarget
from inreach.core.targets.party import Party
from inreach.core.targets.progress import last_rating
from inreach.core.targets.types import DatedRating, Purpose, TargetRecord
from inreach.evaluation.aggregation.types import FollowUp, TargetRow

AGREED_BY_ALL = "agreed by everybody before the work began"
AGREED_BY_PUPIL = "agreed by the pupil before the work began"
AGREED_BY_PARENT = "agreed by a parent or carer before the work began"
TURN_OF_YEAR = 9  # September
LONGEST_SUMMER = 70  # days between two years that follow one another


class SchoolTime:
    """Stretches of time in weeks of one school, as far as its years are known."""

    def __init__(self, school: EvaluatedSchool) -> None:
        self.calendar = school.calendar
        self.known = _joined(school.years)
        self._weeks: dict[tuple[date, date], float] = {}

    def weeks(self, first: date, last: date) -> float | None:
        """School weeks from the first day up to the last; None if they lie outside the years that are known."""
        if last < first or not any(starts <= first and last <= ends for starts, ends in self.known):
            return None
        if (first, last) not in self._weeks:
            self._weeks[first, last] = self.calendar.school_weeks_between(first, last)
        return self._weeks[first, last]


def _joined(years: Sequence[tuple[date, date]]) -> list[tuple[date, date]]:
    """Years as stretches without a gap longer than a summer: the weeks between two years are holiday."""
    if not years:
        return []
    stretches = [years[0]]
    for (_, ended), (starts, ends) in pairwise(years):
        if (starts - ended).days <= LONGEST_SUMMER:
            stretches[-1] = (stretches[-1][0], ends)
        else:
            stretches.append((starts, ends))
    return stretches


def target_rows(
    targets: Iterable[EvaluatedTarget], schools: Mapping[UUID, EvaluatedSchool]
) -> tuple[TargetRow, ...]:
    """Return these targets as rows, pupils as numbers that mean nothing elsewhere."""
    times = {school_id: SchoolTime(school) for school_id, school in schools.items()}
    numbers: defaultdict[UUID, str] = defaultdict(lambda: str(len(numbers) + 1))
    return tuple(
        target_row(
            target,
            pupil=numbers[target.pupil_id],
            school=schools[target.school_id].name,
            time=times[target.school_id],
        )
        for target in targets
    )


def target_row(target: EvaluatedTarget, *, pupil: str, school: str, time: SchoolTime) -> TargetRow:
    """Return one target as a row. What Inreach does not record of targets (sessions, minutes) stays unknown."""
    record, facts = target.record, target.record.facts
    first = last_rating(record.ratings, Purpose.BASELINE)
    review = last_rating(record.ratings, Purpose.REVIEW)
    begun = first.rated_on if first else facts.starts
    opened = facts.starts or record.written_on
    weeks = time.weeks(begun, review.rated_on) if begun and review else None
    return TargetRow(
        pupil=pupil,
        school=school,
        area=target.area,
        baseline=facts.baseline or 0,
        expected=facts.expected or 0,
        achieved=review.value if review else None,
        year=year_of(opened),
        maintain=facts.maintain,
        worded=bool(facts.baseline_words and record.expected_words),
        opened=opened,
        due=facts.review,
        reviewed=review.rated_on if review else None,
        edited_after_start=target.edited_after_start,
        weeks=weeks,
        holiday_weeks=None
        if weeks is None or begun is None or review is None
        else float(max(0, int((review.rated_on - begun).days / 7 - weeks))),
        factors=factors_of(record),
        follow_ups=_follow_ups(record, review, time),
    )


def year_of(day: date) -> str:
    """The academic year of a day, as 2026/27."""
    first = day.year if day.month >= TURN_OF_YEAR else day.year - 1
    return f"{first}/{(first + 1) % 100:02}"


def factors_of(record: TargetRecord) -> Mapping[str, bool]:
    """What is known of a target from before its work began; nothing where nobody set a day for that."""
    starts = record.facts.starts
    if starts is None:
        return {}
    parties = {agreement.party for agreement in record.agreements if agreement.agreed_on <= starts}
    return {
        AGREED_BY_ALL: record.facts.required <= parties,
        AGREED_BY_PUPIL: Party.PUPIL in parties,
        AGREED_BY_PARENT: Party.PARENT in parties,
    }


def _follow_ups(record: TargetRecord, review: DatedRating | None, time: SchoolTime) -> tuple[FollowUp, ...]:
    """The checks after the review, one a day, in school weeks after it."""
    if review is None:
        return ()
    checks = [
        rating
        for rating in record.ratings
        if rating.purpose is Purpose.FOLLOW_UP and rating.rated_on > review.rated_on
    ]
    follow_ups = []
    for day in sorted({check.rated_on for check in checks}):
        of_day = last_rating([check for check in checks if check.rated_on == day], Purpose.FOLLOW_UP)
        weeks = time.weeks(review.rated_on, day)
        if of_day and weeks:
            follow_ups.append(FollowUp(weeks, of_day.value))
    return tuple(follow_ups)
