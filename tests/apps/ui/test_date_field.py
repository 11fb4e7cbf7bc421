import datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError

from inreach.apps.ui.forms.date_field import GovDateField


def typed(day="", month="", year=""):
    return {"day": day, "month": month, "year": year}


@pytest.mark.parametrize(
    ("value", "date"),
    [
        (typed("27", "3", "2026"), datetime.date(2026, 3, 27)),
        (typed("07", "03", "2026"), datetime.date(2026, 3, 7)),
        (typed("7", "mar", "2026"), datetime.date(2026, 3, 7)),
        (typed("29", "2", "2028"), datetime.date(2028, 2, 29)),
        ("2026-03-27", datetime.date(2026, 3, 27)),
        (typed(), None),
    ],
)
def test_date_field_understands_three_boxes_and_one_text(value, date):
    assert GovDateField(required=False).clean(value) == date


@pytest.mark.parametrize(
    ("value", "message", "parts"),
    [
        (typed("27", "3"), "Start date must include a year", ("year",)),
        (typed(year="2026"), "Start date must include a day and a month", ("day", "month")),
        (typed("32", "3", "2026"), "Start date must be a real date, like 27 3 2026", ("day",)),
        (typed("3", "13", "2026"), "Start date must be a real date, like 27 3 2026", ("month",)),
        (
            typed("29", "2", "2026"),
            "Start date must be a real date, like 27 3 2026",
            ("day", "month", "year"),
        ),
        (typed("27", "3", "26"), "Start date must have a year of four digits, like 2026", ("year",)),
        (typed("x", "y", "z"), "Start date must be a real date, like 27 3 2026", ("day", "month", "year")),
        (typed("²", "3", "2026"), "Start date must be a real date, like 27 3 2026", ("day",)),
        (typed("1", "1", "٢٠٢٦"), "Start date must have a year of four digits, like 2026", ("year",)),
    ],
)
def test_date_field_says_which_part_is_wrong_and_what_to_do(value, message, parts):
    field = GovDateField(label="Start date")
    with pytest.raises(ValidationError) as error:
        field.clean(value)
    assert error.value.messages == [message]
    assert field.wrong_parts == parts


def test_date_field_takes_over_what_it_replaces():
    old = forms.DateField(label="Day", required=False, help_text="Any day", error_messages={"invalid": "No"})
    new = GovDateField.instead_of(old)
    assert (new.label, new.required, new.help_text) == ("Day", False, "Any day")
    with pytest.raises(ValidationError) as error:
        new.clean("nonsense")
    assert error.value.messages == ["No"]


@pytest.mark.parametrize(
    ("initial", "data", "changed"),
    [
        (datetime.date(2026, 3, 27), typed("27", "3", "2026"), False),
        (datetime.date(2026, 3, 27), typed("28", "3", "2026"), True),
        (datetime.date(2026, 3, 27), typed("28", "3"), True),
        (None, typed(), False),
    ],
)
def test_date_field_knows_whether_it_changed(initial, data, changed):
    assert GovDateField(required=False).has_changed(initial, data) is changed


def test_date_widget_knows_when_nothing_was_sent():
    widget = GovDateField().widget
    assert widget.value_omitted_from_data({}, {}, "starts") is True
    assert widget.value_omitted_from_data({"starts-day": ""}, {}, "starts") is False
    assert widget.value_omitted_from_data({"starts": "2026-03-27"}, {}, "starts") is False
