"""Year groups as schools in England count and say them."""

from __future__ import annotations

import pytest

from inreach.core.school.year_group import in_order_of_years, year_group_label


@pytest.mark.parametrize(
    ("year", "said"),
    [("R", "Reception"), ("r", "Reception"), ("N", "Nursery"), ("4", "Year 4"), ("Oak", "Oak")],
)
def test_a_year_group_is_said_as_people_say_it(year, said) -> None:
    assert year_group_label(year) == said


def test_years_stand_from_nursery_to_thirteen_and_a_schools_own_names_after_them_by_letter() -> None:
    years = ["Willow", "13", "2", "Year 10", "R", "Y1", "N2", "N", "Oak", "N1"]
    assert in_order_of_years(years) == ["N", "N1", "N2", "R", "Y1", "2", "Year 10", "13", "Oak", "Willow"]
