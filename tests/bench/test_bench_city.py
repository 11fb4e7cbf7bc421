"""The city of the benchmark: the same schools for the same seed, whose ledger is as its twin's, with a whole audit."""

from datetime import date
from random import Random

import pytest
from bench.city.__main__ import compared
from bench.city.rows import Rows, SchoolRows
from bench.city.school import LARGEST, PUPILS, SCHOOLS, SMALLEST, made_school, sizes
from bench.city.year import Year, dates, school_years, times_the_twin
from bench.pages.many_events import add_events
from bench.pages.query_counts import queries_of
from bench.pages.world import PAGES

from inreach.apps.audit.models import Block, Event
from inreach.apps.audit.recording.events import record
from inreach.apps.audit.services.verification import faults
from inreach.apps.inclusion.services.school_week import school_ledger
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.models import Lesson, Pupil, School

DAY = date(2026, 11, 18)


def test_the_schools_of_a_city_are_of_all_sizes_and_have_its_pupils_together():
    chosen = sizes(SCHOOLS, PUPILS)
    assert (len(chosen), sum(chosen)) == (60, 25_000)
    assert SMALLEST <= min(chosen) < 300 < 600 < max(chosen) <= LARGEST
    assert chosen == sizes(SCHOOLS, PUPILS)


def test_a_city_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="2 schools cannot have 100 pupils"):
        sizes(2, 100)


def test_the_same_seed_makes_the_same_rows():
    def rows():
        made = Rows(Random(7))
        SchoolRows(made, "School", 60, DAY)
        return {
            model: [row.pk for row in of_model] for model, of_model in made.by_model.items() if of_model[0].pk
        }

    assert rows() == rows()


def test_pages_in_a_city_are_compared_with_the_same_pages_alone(capsys):
    before = {("Kestrel", "today"): 100.0, ("Kestrel", "audit"): 100.0}
    after = {("Kestrel", "today"): 140.0, ("Kestrel", "audit"): 200.0}
    assert compared(before, after) == [
        "today, Kestrel: 1.40 times the time of one school alone, short of at most 1.30"
    ]
    assert "1.70 times" in capsys.readouterr().out


@pytest.fixture
def school(db):
    return made_school("School of 60", 60, seed=60)


def test_a_made_school_has_a_full_week_and_support_for_an_eighth(school):
    row = School.objects.get(organisation__name=school.name)
    ledger = school_ledger(row, DAY)
    assert (ledger.on_roll, len(ledger.supported)) == (60, 8)
    assert {pupil.totals.taught for pupil in ledger.rows} == {25 * 60}
    assert Lesson.objects.filter(school=row).count() == 3 * 17 + 3 * 8


def test_its_pages_are_read_and_their_queries_counted(school):
    numbers = queries_of(school)
    assert list(numbers) == list(PAGES)
    assert min(numbers.values()) > 0


def test_its_year_sums_up_every_week_of_every_pupil(school):
    row = School.objects.get(organisation__name=school.name)
    year = school_years([str(row.pk)])
    assert sorted(year.sums) == sorted(str(pk) for pk in Pupil.objects.values_list("pk", flat=True))
    assert year.pupil_weeks % 60 == 0
    assert 36 <= year.pupil_weeks / 60 <= 42
    assert {taught >= teacher >= taught - out - 40 * 90 for taught, teacher, out in year.sums.values()} == {
        True
    }
    assert year.gigabytes > 0
    whole = Year(year.sums, year.pupil_weeks, 1.0, 1.0, year.gigabytes, 1)
    assert times_the_twin(str(row.pk), whole, sample=8) > 0


def test_the_year_of_the_benchmark_is_the_sum_of_the_weeks_of_the_ledger(school):
    row = School.objects.get(organisation__name=school.name)
    taught = dict.fromkeys((str(pk) for pk in Pupil.objects.values_list("pk", flat=True)), (0, 0, 0))
    first, last = dates()
    for week in calendar_of(row).weeks():
        if first <= week.starts <= last:
            for pupil in school_ledger(row, week.starts).rows:
                totals = (pupil.totals.taught, pupil.totals.teacher, pupil.totals.out)
                sums = zip(taught[str(pupil.pupil.pk)], totals, strict=True)
                taught[str(pupil.pupil.pk)] = tuple(map(sum, sums))
    assert school_years([str(row.pk)]).sums == taught


def test_many_events_are_sealed_as_the_product_seals_them(school, settings, tmp_path):
    settings.AUDIT_HEAD_FILE = str(tmp_path / "head.jsonl")
    row = School.objects.get(organisation__name=school.name)
    before = Event.objects.count()
    add_events(2500, [row.pk])
    record("bench.after", by=None)
    add_events(10, [row.pk])
    assert Event.objects.count() == before + 2511
    assert Block.objects.count() == 5
    assert [fault.sentence for fault in faults()] == []
