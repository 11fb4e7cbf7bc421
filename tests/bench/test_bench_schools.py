"""The benchmark measures what the product reads, and support that a seed has chosen."""

import pytest
from bench.ledger import line
from bench.schools import BEGINS, DAY, add_support, weeks_of

from inreach.apps.accounts.adapters import system_actor
from inreach.apps.provision.models import GroupMember
from inreach.apps.schools.models import AcademicYear, Term
from tests import worlds


def test_the_line_says_the_speed_and_how_many_times_the_twin_it_is():
    measured = {"pupil_weeks_per_second": 7174.4, "ratio": 348.2}
    assert line(measured) == "ledger: 7,174 pupil-weeks per second, 348 times the minute-by-minute twin"


@pytest.mark.django_db
def test_an_eighth_of_a_school_has_half_an_hour_of_three_lessons():
    school = worlds.school()
    year = AcademicYear.objects.create(
        school=school, name="2026/27", starts=BEGINS, ends=DAY.replace(year=2027)
    )
    Term.objects.create(year=year, name="Autumn", starts=BEGINS, ends=DAY)
    pupils = [worlds.pupil(school, family=f"Rowe {number}") for number in range(25)]
    elm = worlds.teaching_group(school, *pupils)
    english = worlds.subject(school)
    for weekday in range(3):
        worlds.lesson(elm, english, weekday, 540, 600)
    add_support(by=system_actor(), school=school)
    weeks = weeks_of(school)
    assert (len(weeks), GroupMember.objects.count()) == (25, 3)
    assert sorted(sum(one.end - one.start for one in supports) for _, supports, _ in weeks)[-4:] == [
        0,
        90,
        90,
        90,
    ]
