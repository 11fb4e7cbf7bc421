"""Years, terms and closures are added, changed and removed, and what cannot be is said."""

from datetime import date

import pytest
from django.urls import reverse

from inreach.apps.audit.models import Event
from inreach.apps.audit.recording.free_text import with_texts
from inreach.apps.schools.models import AcademicYear, ClosureDay, Term
from inreach.core.access.roles import Role
from tests import worlds
from tests.apps.signed_in import client_of, on_the_day

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_day():
    with on_the_day():
        yield


@pytest.fixture
def school():
    return worlds.school()


@pytest.fixture
def senco(school):
    return client_of(worlds.person("cole@example.org", (school.organisation, Role.SENCO)))


def days(**said):
    """Dates as the three boxes of a form send them."""
    data = {}
    for name, value in said.items():
        if isinstance(value, date):
            data |= {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}
        else:
            data[name] = value
    return data


def verbs():
    return [event.verb for event in Event.objects.exclude(kind="sign-in")]


def test_the_calendar_shows_years_terms_and_closures(school, senco):
    ClosureDay.objects.create(school=school, day=date(2026, 3, 6), reason="Training day")
    page = senco.get(reverse("schools:calendar"))
    (line,) = page.context["years"]
    assert [(one.term.name, one.state) for one in line.terms] == [
        ("Autumn", "past"),
        ("Spring", "now"),
        ("Summer", "ahead"),
    ]
    assert [[c.reason for c in one.closures] for one in line.terms] == [[], ["Training day"], []]


def test_a_year_is_added_and_told(school, senco):
    said = days(name="2026/27", starts=date(2026, 9, 1), ends=date(2027, 7, 21))
    answer = senco.post(reverse("schools:add_year", args=[school.pk]), said)
    assert answer.status_code == 302
    assert AcademicYear.objects.filter(school=school, name="2026/27", ends=date(2027, 7, 21)).count() == 1
    assert verbs() == ["year.added"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            days(name="2025/26", starts=date(2027, 9, 1), ends=date(2028, 7, 1)),
            "There is a year called 2025/26 already.",
        ),
        (
            days(name="New", starts=date(2027, 9, 1), ends=date(2027, 9, 1)),
            "The last day must be after the first.",
        ),
        (
            days(name="New", starts=date(2026, 7, 1), ends=date(2027, 7, 1)),
            "These days overlap 2025/26, 1 September 2025 to 22 July 2026.",
        ),
    ],
)
def test_a_year_that_cannot_be_is_refused_with_the_reason(school, senco, said, sentence):
    page = senco.post(reverse("schools:add_year", args=[school.pk]), said)
    assert sentence in page.content.decode()
    assert (AcademicYear.objects.count(), verbs()) == (1, [])


def test_a_year_cannot_become_shorter_than_its_terms(school, senco):
    year = AcademicYear.objects.get()
    said = days(name="2025/26", starts=date(2025, 9, 1), ends=date(2026, 6, 1))
    page = senco.post(reverse("schools:change_year", args=[year.pk]), said)
    assert "Summer is 13 April 2026 to 22 July 2026. Change the term first." in page.content.decode()


def test_a_year_is_changed_and_told(school, senco):
    year = AcademicYear.objects.get()
    senco.post(
        reverse("schools:change_year", args=[year.pk]),
        days(name="Year 2025", starts=date(2025, 8, 28), ends=date(2026, 7, 31)),
    )
    year.refresh_from_db()
    assert (year.name, year.starts, verbs()) == ("Year 2025", date(2025, 8, 28), ["year.changed"])


def test_a_term_is_added_changed_removed_and_told(school, senco):
    year = AcademicYear.objects.get()
    Term.objects.filter(name="Summer").delete()
    senco.post(
        reverse("schools:add_term", args=[year.pk]),
        days(name="Summer, first half", starts=date(2026, 4, 13), ends=date(2026, 5, 22)),
    )
    term = Term.objects.get(name="Summer, first half")
    senco.post(
        reverse("schools:change_term", args=[term.pk]),
        days(name="Summer 1", starts=date(2026, 4, 14), ends=date(2026, 5, 22)),
    )
    term.refresh_from_db()
    assert (term.name, term.starts) == ("Summer 1", date(2026, 4, 14))
    assert (
        "would count as holiday" in senco.get(reverse("schools:remove_term", args=[term.pk])).content.decode()
    )
    assert Term.objects.filter(pk=term.pk).exists()
    senco.post(reverse("schools:remove_term", args=[term.pk]))
    assert not Term.objects.filter(pk=term.pk).exists()
    assert verbs() == ["term.added", "term.changed", "term.removed"]


@pytest.mark.parametrize(
    ("starts", "ends", "sentence"),
    [
        (date(2026, 3, 1), date(2026, 4, 1), "These days overlap Spring, 5 January 2026 to 27 March 2026."),
        (date(2026, 4, 5), date(2026, 4, 1), "The last day cannot be before the first."),
        (
            date(2026, 8, 5),
            date(2026, 8, 20),
            "A term of 2025/26 lies between 1 September 2025 and 22 July 2026.",
        ),
    ],
)
def test_a_term_that_cannot_be_is_refused_with_the_reason(senco, starts, ends, sentence):
    year = AcademicYear.objects.get()
    page = senco.post(reverse("schools:add_term", args=[year.pk]), days(name="X", starts=starts, ends=ends))
    assert sentence in page.content.decode()
    assert (Term.objects.count(), verbs()) == (3, [])


def test_a_term_may_keep_its_own_days(school, senco):
    term = Term.objects.get(name="Spring")
    answer = senco.post(
        reverse("schools:change_term", args=[term.pk]), days(name="Lent", starts=term.starts, ends=term.ends)
    )
    assert answer.status_code == 302


def test_the_school_is_closed_on_the_open_days_of_a_stretch(school, senco):
    ClosureDay.objects.create(school=school, day=date(2026, 3, 6), reason="Before")
    senco.post(
        reverse("schools:add_closure", args=[school.pk]),
        days(starts=date(2026, 3, 5), ends=date(2026, 3, 9), reason="Snow"),
    )
    assert list(ClosureDay.objects.order_by("day").values_list("day", "reason")) == [
        (date(2026, 3, 5), "Snow"),
        (date(2026, 3, 6), "Before"),
        (date(2026, 3, 9), "Snow"),
    ]
    (event,) = with_texts(Event.objects.filter(verb="closures.added"))
    assert event.details == {
        "days": ["2026-03-05", "2026-03-09"],
        "reason": "Snow",
    }


@pytest.mark.parametrize(
    ("starts", "ends", "sentence"),
    [
        (date(2026, 3, 7), date(2026, 3, 8), "The school is not open then anyway"),
        (date(2026, 4, 1), "", "The school is not open then anyway"),
        (date(2026, 3, 9), date(2026, 3, 5), "The last day cannot be before the first."),
        (date(2026, 1, 5), date(2026, 3, 27), "That is more than 60 days. Change the terms instead."),
        (date(2026, 3, 6), "", "The school is closed then already."),
    ],
)
def test_a_closure_that_cannot_be_is_refused_with_the_reason(school, senco, starts, ends, sentence):
    ClosureDay.objects.create(school=school, day=date(2026, 3, 6), reason="Before")
    said = days(starts=starts, ends=ends, reason="Snow")
    page = senco.post(reverse("schools:add_closure", args=[school.pk]), said)
    assert sentence in page.content.decode()
    assert (ClosureDay.objects.count(), verbs()) == (1, [])


def test_the_school_is_opened_again_and_told(school, senco):
    closure = ClosureDay.objects.create(school=school, day=date(2026, 3, 6), reason="Snow")
    assert senco.get(reverse("schools:remove_closure", args=[closure.pk])).status_code == 405
    senco.post(reverse("schools:remove_closure", args=[closure.pk]))
    assert (ClosureDay.objects.count(), verbs()) == (0, ["closure.removed"])


def test_nothing_of_another_school_is_found(senco):
    other = worlds.school("Hollybank Primary")
    year = AcademicYear.objects.get(school=other)
    for name, one in (
        ("add_year", other),
        ("add_term", year),
        ("change_term", year.terms.first()),
        ("add_closure", other),
    ):
        assert senco.get(reverse(f"schools:{name}", args=[one.pk])).status_code == 404


def test_a_teacher_sees_the_calendar_and_is_offered_no_change(school):
    teacher = client_of(worlds.person("okafor@example.org", (school.organisation, Role.CLASS_TEACHER)))
    page = teacher.get(reverse("schools:calendar")).content.decode()
    assert "Spring" in page
    assert "Add a year" not in page
    assert teacher.get(reverse("schools:add_year", args=[school.pk])).status_code == 403
