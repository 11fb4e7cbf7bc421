"""Forms of the ledger and of the guard."""

from typing import Any

from django import forms

from inreach.apps.inclusion.services.school_week import SchoolLedger
from inreach.apps.schools.models import School
from inreach.apps.ui.forms.base import GovForm
from inreach.core.school.calendar import week_name
from inreach.core.school.year_group import in_order_of_years

NEAR = 20
"""How many school weeks before and after the one that is shown there are to choose from: about half a year."""


class LedgerFilters(GovForm):
    """Which week, and which pupils. It is asked by address, so that a view can be kept and shared."""

    mark_optional = False

    school = forms.ChoiceField(required=False)
    week = forms.ChoiceField(label="Week of", required=False)
    group = forms.ChoiceField(label="Class", required=False)
    year = forms.ChoiceField(required=False)
    over = forms.BooleanField(label="Only over a line", required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    way = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, ledger: SchoolLedger, schools: list[School], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="filter_%s", **kwargs)
        two = ledger.calendar.cycle_weeks == 2
        weeks = ledger.calendar.weeks_around(ledger.week, NEAR)
        choices = {
            "school": [(str(school.pk), school.name) for school in schools] if len(schools) > 1 else [],
            "week": [(week.starts.isoformat(), week_name(week, two_weeks=two)) for week in weeks],
            "group": [("", "All classes"), *classes_in(ledger)] if len(classes_in(ledger)) > 1 else [],
            "year": [("", "All years"), *years_in(ledger)] if len(years_in(ledger)) > 1 else [],
        }
        for name, options in choices.items():
            if options:
                self.fields[name].choices = options  # type: ignore[attr-defined]
            else:
                del self.fields[name]


def classes_in(ledger: SchoolLedger) -> list[tuple[str, str]]:
    """Return the classes of the pupils with support, to choose from: id and name."""
    homes = {row.home for row in ledger.supported if row.home}
    return [(str(home.pk), home.name) for home in sorted(homes, key=lambda home: (home.name, str(home.pk)))]


def years_in(ledger: SchoolLedger) -> list[tuple[str, str]]:
    """Return the years of the pupils with support, to choose from."""
    years = in_order_of_years({row.pupil.year_group for row in ledger.supported} - {""})
    return [(year, f"Year {year}" if year.isdigit() else year) for year in years]
