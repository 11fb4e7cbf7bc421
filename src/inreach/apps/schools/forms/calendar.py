"""What is asked about a school's years, terms, closures and subjects."""

from datetime import date, timedelta
from typing import Any

from django import forms

from inreach.apps.schools.models import AcademicYear, School, Term
from inreach.apps.schools.queries.calendar import closures_of, terms_of, years_of
from inreach.apps.ui.forms.base import GovForm

LONGEST_CLOSURE = 60
LONGEST_YEAR = 500


def day_in_words(day: date) -> str:
    """A day as a message says it."""
    return f"{day:%-d %B %Y}"


class YearForm(GovForm):
    """A school year."""

    name = forms.CharField(label="Name of the year", max_length=50, help_text="For example 2026/27.")
    starts = forms.DateField(label="First day")
    ends = forms.DateField(label="Last day")
    look = {"name": {"width": 10}}

    def __init__(self, *args: Any, school: School, year: AcademicYear | None = None, **kwargs: Any) -> None:
        self.other_years = years_of(school).exclude(pk=year.pk if year else None)  # type: ignore[misc]
        self.year = year
        initial = {"name": year.name, "starts": year.starts, "ends": year.ends} if year else {}
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        name, starts, ends = typed.get("name"), typed.get("starts"), typed.get("ends")
        if name and self.other_years.filter(name__iexact=name).exists():
            self.add_error("name", f"There is a year called {name} already.")
        if starts and ends and ends <= starts:
            self.add_error("ends", "The last day must be after the first.")
        elif starts and ends and (ends - starts).days > LONGEST_YEAR:
            self.add_error("ends", f"A school year has at most {LONGEST_YEAR} days. Look at the years again.")
        elif starts and ends:
            clash = self.other_years.filter(starts__lte=ends, ends__gte=starts).first()
            if clash:
                self.add_error(
                    "starts",
                    f"These days overlap {clash.name}, {day_in_words(clash.starts)} to {day_in_words(clash.ends)}.",
                )
            for term in self.year.terms.all() if self.year else ():
                if term.starts < starts or term.ends > ends:
                    self.add_error(
                        "ends",
                        f"{term.name} is {day_in_words(term.starts)} to {day_in_words(term.ends)}. "
                        "Change the term first.",
                    )
        return typed


class TermForm(GovForm):
    """A term, or the half of one."""

    name = forms.CharField(
        label="Name of the term", max_length=100, help_text="For example Autumn, first half."
    )
    starts = forms.DateField(label="First day")
    ends = forms.DateField(label="Last day")
    look = {"name": {"width": 20}}

    def __init__(self, *args: Any, year: AcademicYear, term: Term | None = None, **kwargs: Any) -> None:
        self.year = year
        self.other_terms = terms_of(year.school).exclude(pk=term.pk if term else None)  # type: ignore[misc]
        initial = {"name": term.name, "starts": term.starts, "ends": term.ends} if term else {}
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        starts, ends = typed.get("starts"), typed.get("ends")
        if not starts or not ends:
            return typed
        year = self.year
        if ends < starts:
            self.add_error("ends", "The last day cannot be before the first.")
        elif starts < year.starts or ends > year.ends:
            self.add_error(
                "starts",
                f"A term of {year.name} lies between {day_in_words(year.starts)} and {day_in_words(year.ends)}.",
            )
        elif clash := self.other_terms.filter(starts__lte=ends, ends__gte=starts).first():
            self.add_error(
                "starts",
                f"These days overlap {clash.name}, {day_in_words(clash.starts)} to {day_in_words(clash.ends)}.",
            )
        return typed


class ClosureForm(GovForm):
    """One day, or several in a row, on which no pupil comes."""

    starts = forms.DateField(label="First day closed")
    ends = forms.DateField(
        label="Last day closed", required=False, help_text="Leave it empty for a single day."
    )
    reason = forms.CharField(
        label="Reason", max_length=100, help_text="For example training day, bank holiday, snow."
    )
    look = {"reason": {"width": 20}}

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        self.days: list[date] = []

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        starts = typed.get("starts")
        if not starts or "ends" in self.errors:
            return typed
        ends = typed.get("ends") or starts
        if ends < starts:
            self.add_error("ends", "The last day cannot be before the first.")
            return typed
        if (ends - starts).days >= LONGEST_CLOSURE:
            self.add_error("ends", f"That is more than {LONGEST_CLOSURE} days. Change the terms instead.")
            return typed
        span = [starts + timedelta(days=n) for n in range((ends - starts).days + 1)]
        terms = list(terms_of(self.school))
        open_days = [
            day
            for day in span
            if day.weekday() in self.school.school_days and any(t.starts <= day <= t.ends for t in terms)
        ]
        closed = set(closures_of(self.school).filter(day__in=span).values_list("day", flat=True))
        self.days = [day for day in open_days if day not in closed]
        if not open_days:
            self.add_error(
                "starts", "The school is not open then anyway: it is a weekend or outside every term."
            )
        elif not self.days:
            self.add_error("starts", "The school is closed then already.")
        return typed
