"""Cases of last year and this one that are over: enough work of the service to ask what became of it."""

from datetime import timedelta
from random import Random

from inreach.apps.casework.models import Case, Target
from inreach.apps.demo.story.cast import PLACES
from inreach.apps.demo.story.needs import AREA_OF_NEED, pick
from inreach.apps.demo.story.people import Child, SchoolBuilder
from inreach.apps.demo.story.target_wordings import CONCERNS, WORDINGS
from inreach.apps.demo.story.targets import Course, People, Story
from inreach.apps.schools.models import Enrolment, Sharing
from inreach.core.transitions import CaseState, TargetState

HOW_MANY = {"marlowe": 13, "hollybank": 12, "kestrel": 24}
FATES = {"met": 32, "some progress": 24, "exceeded": 14, "no progress": 10, "worse": 4, "never reviewed": 3}
LONGEST_AGO, LATEST = 47, 15  # school weeks since the work began
CHECKS = (5, 11, 17)  # school weeks after the review


def past_cases(builder: SchoolBuilder) -> None:
    """Let the service have worked with pupils with SEN who have no case now, each for some weeks, until it was over."""
    taken = {case.pupil_id for case in builder.rows.of(Case)}
    since = {row.pupil_id: row.starts for row in builder.rows.of(Enrolment)}
    longest = min(LONGEST_AGO, builder.time.weeks_past - 1)
    first = builder.time.past(longest + 2)
    able = [
        child
        for child in builder.children
        if child.provision != "N" and child.pupil.pk not in taken and since[child.pupil.pk] < first
    ]
    for child in builder.luck.sample(able, min(HOW_MANY[builder.place.key], len(able))):
        _case(builder, child, builder.luck.randrange(LATEST, longest))


def _case(builder: SchoolBuilder, child: Child, began: int) -> None:
    """One case with its targets, from the request to the end, and the sharing that ended with it."""
    time, luck, area = builder.time, builder.luck, AREA_OF_NEED[child.need]
    opened = time.past(began + 2, 2)
    case = builder.rows.add(
        Case,
        f"{child.pupil.pk}/past",
        school=builder.school,
        service_id=PLACES["harbour"].id,
        pupil=child.pupil,
        state=CaseState.CLOSED,
        area=area,
        concern=luck.choice(CONCERNS[area]),
        opened_on=opened,
        next_date=None,
    )
    titles = {target.title for target in builder.rows.of(Target) if target.pupil_id == child.pupil.pk}
    free = [wording for wording in WORDINGS[area] if wording.title not in titles]
    people = People.around(builder, child)
    ends = opened
    for wording in luck.sample(free, min(len(free), luck.choice((1, 2, 2, 3)))):
        target = _target(Story(builder, child, people, area, wording), case, began)
        if target.review_on:
            ends = max(ends, target.review_on)
    builder.rows.add(
        Sharing,
        f"{case.pk}",
        pupil=child.pupil,
        organisation_id=PLACES["harbour"].id,
        reason="case",
        starts=opened,
        ends=min(ends + timedelta(days=150), time.today - timedelta(days=1)),
    )


def _target(story: Story, case: Case, began: int) -> Target:
    """One target that is over: rated on its way and at its end, and looked at again if it was met."""
    builder, luck = story.builder, story.builder.luck
    fate = pick(luck, FATES)
    course = Course.of(fate, luck)
    starts = builder.time.past(began)
    target = story.add(
        state=TargetState.ACTIVE if fate == "never reviewed" else TargetState.CLOSED,
        baseline=course.baseline,
        expected=course.expected,
        maintain=False,
        starts=starts,
        review=builder.time.past(began - course.length, 3),
        case=case,
    )
    story.agree(target, starts)
    story.rate(target, course.baseline, starts, "baseline")
    for week in range(3, course.length, 3):
        way = course.baseline + (course.last - course.baseline) * week / course.length
        story.rate(target, round(way), builder.time.past(began - week, luck.randrange(5)), "progress")
    if fate != "never reviewed" and target.review_on:
        story.rate(target, course.last, target.review_on, "review")
        if course.last >= course.expected and luck.random() < 0.8:
            _look_again(story, target, began - course.length, course.last, luck)
    return target


def _look_again(story: Story, target: Target, ended: int, rating: int, luck: Random) -> None:
    """Check a target that was met, as long as time has not run out and somebody comes."""
    for weeks in CHECKS:
        if weeks >= ended or luck.random() < 0.15:
            return
        rating -= 2 if luck.random() < 0.1 else 0
        story.rate(target, max(1, rating), story.builder.time.past(ended - weeks, 2), "follow_up")
