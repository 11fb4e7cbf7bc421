"""Years, terms and closures of a school."""

from collections.abc import Sequence
from datetime import date

from inreach.apps.audit.recording.action import action
from inreach.apps.audit.recording.events import record
from inreach.apps.audit.recording.free_text import FreeText
from inreach.apps.schools.models import AcademicYear, ClosureDay, School, Term
from inreach.apps.schools.policies import check_manage_school
from inreach.core.access.policy import Actor


def _check(by: Actor, school: School) -> None:
    check_manage_school(by, school)


def _days(starts: date, ends: date) -> dict[str, str]:
    return {"starts": starts.isoformat(), "ends": ends.isoformat()}


@action
def add_year(*, by: Actor, school: School, name: str, starts: date, ends: date) -> AcademicYear:
    """Add a school year."""
    _check(by, school)
    year = AcademicYear.objects.create(school=school, name=name, starts=starts, ends=ends)
    record(
        "year.added",
        by=by,
        subject=year,
        organisation_id=school.pk,
        details={"name": name, **_days(starts, ends)},
    )
    return year


@action
def change_year(*, by: Actor, year: AcademicYear, name: str, starts: date, ends: date) -> None:
    """Change the name or the days of a school year."""
    _check(by, year.school)
    year.name, year.starts, year.ends = name, starts, ends
    year.save(update_fields=["name", "starts", "ends"])
    record(
        "year.changed",
        by=by,
        subject=year,
        organisation_id=year.school_id,
        details={"name": name, **_days(starts, ends)},
    )


@action
def add_term(*, by: Actor, year: AcademicYear, name: str, starts: date, ends: date) -> Term:
    """Add a term to a school year."""
    _check(by, year.school)
    term = Term.objects.create(year=year, name=name, starts=starts, ends=ends)
    record(
        "term.added",
        by=by,
        subject=term,
        organisation_id=year.school_id,
        details={"name": name, **_days(starts, ends)},
    )
    return term


@action
def change_term(*, by: Actor, term: Term, name: str, starts: date, ends: date) -> None:
    """Change the name or the days of a term."""
    _check(by, term.year.school)
    term.name, term.starts, term.ends = name, starts, ends
    term.save(update_fields=["name", "starts", "ends"])
    record(
        "term.changed",
        by=by,
        subject=term,
        organisation_id=term.year.school_id,
        details={"name": name, **_days(starts, ends)},
    )


@action
def remove_term(*, by: Actor, term: Term) -> None:
    """Remove a term: its days count as holiday from now on."""
    _check(by, term.year.school)
    record(
        "term.removed",
        by=by,
        subject=term,
        organisation_id=term.year.school_id,
        details={"name": term.name, **_days(term.starts, term.ends)},
    )
    term.delete()


@action
def add_closures(*, by: Actor, school: School, days: Sequence[date], reason: str) -> int:
    """Close the school on these days; those that are closed already stay as they are. Returns how many were added."""
    _check(by, school)
    closed = set(ClosureDay.objects.filter(school=school, day__in=days).values_list("day", flat=True))
    new = [ClosureDay(school=school, day=day, reason=reason) for day in days if day not in closed]
    ClosureDay.objects.bulk_create(new)
    record(
        "closures.added",
        by=by,
        subject=school,
        organisation_id=school.pk,
        details={"days": [closure.day.isoformat() for closure in new], "reason": FreeText(reason)},
    )
    return len(new)


@action
def remove_closure(*, by: Actor, closure: ClosureDay) -> None:
    """Open the school again on a day."""
    _check(by, closure.school)
    record(
        "closure.removed",
        by=by,
        subject=closure,
        organisation_id=closure.school_id,
        details={"day": closure.day.isoformat(), "reason": FreeText(closure.reason)},
    )
    closure.delete()
