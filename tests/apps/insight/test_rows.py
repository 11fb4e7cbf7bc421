"""Targets of case-work as the evaluation gets them: as rows, and as a table of the product's own database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from inreach.apps.casework.models import SignOff
from inreach.apps.insight.adapters.evaluation import gather_planned_weeks, gather_schools, gather_targets
from inreach.apps.insight.adapters.target_table import table
from inreach.apps.insight.queries import Window, left_out, targets_of_school, targets_of_service, to_evaluate
from inreach.apps.insight.services.minutes_out import minutes_out
from inreach.apps.insight.services.target_rows import AGREED_BY_ALL, AGREED_BY_PUPIL, target_rows
from inreach.apps.schools.models import School
from inreach.core.targets.party import AGREEING, Party
from inreach.evaluation.aggregation import query_results
from inreach.evaluation.aggregation.aggregate import aggregate
from inreach.evaluation.aggregation.engines import Line, in_memory
from inreach.evaluation.aggregation.report_sums import sums
from inreach.evaluation.aggregation.types import FollowUp, Service
from tests import worlds
from tests.apps.insight.conftest import BEGUN, DUE
from tests.apps.insight.tables import lines, rows_of, write_parquet
from tests.demo_world import STORY_DAY

pytestmark = pytest.mark.django_db
ALWAYS = Window()


def rows(world, window=ALWAYS):
    return rows_of(to_evaluate(targets_of_service(world.service, window)))


def ratings(found):
    return sorted((row.baseline, row.expected, row.achieved) for row in found)


def without_pupils(told):
    return sorted((replace(line, pupil="") for line in told), key=repr)


def same_as_rows(targets, today):
    """What the table has to hold, from the rows: pupils apart, since rows call them by numbers."""
    return sorted(
        (
            Line(
                row.school, row.area, row.programme, "", row.baseline, row.expected, row.achieved,
                row.maintain, row.is_due(today), row.edited_after_start, row.worded,
            )
            for row in rows_of(targets)
        ),
        key=repr,
    )  # fmt: skip


def test_a_service_is_told_of_its_own_cases_and_not_of_other_work_with_the_same_pupil(world):
    kai = world.pupil(world.hill)
    world.target(kai, world.service, (2, 5, 5))
    world.target(kai, world.other, (3, 6, 6))
    world.target(kai, None, (4, 8, 8))
    assert ratings(rows(world)) == [(2, 5, 5)]
    school = rows_of(to_evaluate(targets_of_school(world.hill, ALWAYS)))
    assert ratings(school) == [(2, 5, 5), (3, 6, 6), (4, 8, 8)]
    assert {row.pupil for row in school} == {"1"}
    assert rows_of(to_evaluate(targets_of_school(world.vale, ALWAYS))) == ()


def test_targets_are_chosen_by_the_day_on_which_they_were_begun(world):
    kai = world.pupil(world.hill)
    world.target(kai, world.service, (2, 5, 5), starts_on=date(2025, 9, 8))
    world.target(kai, world.service, (3, 6, None), starts_on=date(2026, 1, 12))
    assert ratings(rows(world, Window(date(2025, 9, 8), date(2026, 1, 11)))) == [(2, 5, 5)]
    assert ratings(rows(world, Window(first=date(2025, 9, 9)))) == [(3, 6, None)]


def test_what_is_not_evaluated_is_counted_by_why(world):
    kai = world.pupil(world.hill)
    world.target(kai, world.service, (2, 5, 5))
    world.target(kai, world.service, (2, 5, None), state="draft")
    world.target(kai, world.service, (2, 5, None), state="withdrawn")
    world.target(kai, world.service, (4, 4, None), maintain=False)
    targets = targets_of_service(world.service, ALWAYS)
    assert ratings(rows_of(to_evaluate(targets))) == [(2, 5, 5)]
    assert left_out(targets) == {"still being written": 1, "withdrawn": 1, "without two ratings that fit": 1}


def test_a_row_says_when_it_began_and_ended_in_weeks_of_its_school(world):
    world.target(world.pupil(world.hill), world.service, (2, 5, 6))
    (row,) = rows(world)
    assert (row.opened, row.due, row.reviewed, row.year) == (BEGUN, DUE, DUE, "2025/26")
    assert (row.weeks, row.holiday_weeks) == (11.0, 2.0)
    assert (row.area, row.school, row.programme) == ("Communication and interaction", "Hill Primary", "")
    assert (row.sessions, row.planned_minutes, row.delivered_minutes) == (None, None, None)


def test_weeks_outside_the_years_that_are_known_are_not_known(world):
    target = world.target(world.pupil(world.hill), world.service, (2, 5, 6), starts_on=date(2025, 5, 5))
    with worlds.unaudited():
        target.ratings.filter(purpose="baseline").update(rated_on=date(2025, 5, 5))
    (row,) = rows(world)
    assert (row.weeks, row.holiday_weeks) == (None, None)


def test_checks_after_the_review_are_follow_ups_in_school_weeks(world, weeks):
    target = world.target(world.pupil(world.hill), world.service, (2, 5, 6))
    world.rate(target, 5, DUE + weeks(2), "follow_up")
    world.rate(target, 4, DUE + weeks(4), "follow_up", setting="group")
    world.rate(target, 6, DUE + weeks(4), "follow_up", setting="class")
    world.rate(target, 9, DUE - weeks(2), "follow_up")
    (row,) = rows(world)
    assert row.follow_ups == (FollowUp(2.0, 5), FollowUp(4.0, 6))


def test_who_had_agreed_before_the_work_began_is_a_factor(world):
    target = world.target(world.pupil(world.hill), world.service, (2, 5, 6))
    with worlds.unaudited():
        for party in AGREEING:
            late = timedelta(days=party == Party.PARENT)
            SignOff.objects.create(target=target, party=party, name="Somebody", agreed_on=BEGUN + late)
    (row,) = rows(world)
    assert (row.factors[AGREED_BY_PUPIL], row.factors[AGREED_BY_ALL]) == (True, False)


def test_the_database_chooses_the_same_review_as_the_page_does(world, weeks):
    pupil = world.pupil(world.hill)
    one, two, three = (world.target(pupil, world.service, (2, 6, 3)) for _ in range(3))
    world.rate(one, 9, DUE + weeks(1), "review", rater_role="pupil")
    world.rate(one, 8, DUE + weeks(1), "review", independent=True)
    world.rate(two, 4, DUE, "review", setting="group")
    world.rate(two, 7, DUE + weeks(1), "review", setting="group")
    with worlds.unaudited():
        three.ratings.filter(purpose="review").delete()
    world.rate(three, 5, DUE, "review", rater_role="pupil")
    targets = to_evaluate(targets_of_service(world.service, ALWAYS))
    assert ratings(rows_of(targets)) == [(2, 6, 3), (2, 6, 5), (2, 6, 7)]
    assert sorted(line.achieved for line in lines(targets, worlds.TODAY)) == [3, 5, 7]


def test_the_table_holds_what_the_rows_hold_and_is_gone_afterwards(busy):
    targets = to_evaluate(targets_of_service(busy.service, ALWAYS))
    told = lines(targets, worlds.TODAY)
    assert without_pupils(told) == same_as_rows(targets, worlds.TODAY)
    assert len({line.pupil for line in told}) == 24
    assert "targets" not in connection.introspection.table_names()


def test_rows_of_many_targets_take_as_many_queries_as_rows_of_few(busy, django_assert_num_queries):
    few = to_evaluate(targets_of_service(busy.service, ALWAYS)).filter(title="Target 0")
    with django_assert_num_queries(9):
        assert len(rows_of(few)) == 24
    with django_assert_num_queries(9):
        assert len(rows_of(to_evaluate(targets_of_service(busy.service, ALWAYS)))) == 48


@pytest.mark.parametrize("many", [1, 3])
def test_an_evaluation_of_many_schools_takes_as_many_queries_as_of_one(
    world, django_assert_num_queries, many
):
    third = worlds.school("Dale Primary", urn="100003", first_weekday=6)
    for school in (world.hill, world.vale, third)[:many]:
        pupil = world.pupil(school)
        world.target(pupil, world.service, (2, 5, None))
        elm = worlds.teaching_group(school, pupil)
        for weekday in range(5):
            worlds.lesson(elm, worlds.subject(school, f"English {weekday}"), weekday, 540, 600)
        worlds.slot(worlds.support_group(school, pupil), 2, 545, 565)
    targets = to_evaluate(targets_of_service(world.service, ALWAYS))
    with django_assert_num_queries(25):
        schools = gather_schools(targets)
        gathered = gather_targets(targets)
        planned = gather_planned_weeks(targets, schools, worlds.TODAY)
    with django_assert_num_queries(0):
        assert len(target_rows(gathered, schools)) == many
        assert minutes_out(planned) == (20.0,) * many


@pytest.mark.usefixtures("demo_loaded")
class TestOfTheDemonstration:
    """The demonstration holds every kind of target."""

    def test_the_table_holds_what_the_rows_hold(self):
        for school in School.objects.order_by("pk"):
            targets = to_evaluate(targets_of_school(school, ALWAYS))
            assert without_pupils(lines(targets, STORY_DAY)) == same_as_rows(targets, STORY_DAY)

    def test_sums_of_the_database_of_files_and_of_rows_are_the_same(self, tmp_path):
        pytest.importorskip("duckdb")
        from inreach.evaluation.aggregation.engines import Parquet

        school = School.objects.get(organisation__name="Kestrel Hill School")
        targets = to_evaluate(targets_of_school(school, ALWAYS))
        told = lines(targets, STORY_DAY)
        files = tmp_path / "targets.parquet"
        write_parquet(told, files)
        with table(targets, STORY_DAY) as engine, Parquet(files) as parquet:
            own, theirs, memory = (query_results.gather(one) for one in (engine, parquet, in_memory(told)))
            of_rows = aggregate(Service("x", rows=rows_of(targets), today=STORY_DAY))
            added = sums(engine)
        for part in ("n", "pupils", "pupil_n2", "total", "squares", "pupil_squares", "shared"):
            assert (getattr(own, part) == getattr(theirs, part)).all(), part
            assert (getattr(own, part) == getattr(memory, part)).all(), part
        assert added.everyone == of_rows.everyone
        for part in ("n", "before", "after", "before_squares", "after_squares", "products"):
            assert getattr(added.pupils, part) == pytest.approx(getattr(of_rows.pupils, part), rel=1e-12), (
                part
            )
