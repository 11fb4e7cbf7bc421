"""SEN codes of the school census."""

from __future__ import annotations

from datetime import date

import pytest

from inreach.core.school.sen import NEEDS, PROVISIONS, RANKS, Area, Code, clash, need, provision

TODAY = date(2026, 11, 22)


def test_provision_is_none_support_or_a_plan() -> None:
    assert [(p.code, p.label) for p in PROVISIONS] == [
        ("N", "No special educational need"),
        ("K", "SEN support"),
        ("E", "Education, health and care plan"),
    ]
    assert provision(" k ", TODAY) is PROVISIONS[1]


def test_types_of_need_lie_in_the_areas_of_the_code_of_practice_or_in_none() -> None:
    by_area = {area: [n.code for n in NEEDS if n.area is area] for area in (*Area, None)}
    assert by_area == {
        Area.COMMUNICATION: ["SLCN", "ASD"],
        Area.COGNITION: ["SPLD", "MLD", "SLD", "PMLD"],
        Area.SEMH: ["SEMH"],
        Area.SENSORY: ["HI", "VI", "MSI", "PD"],
        None: ["DS", "OTH", "NSA"],
    }
    assert [area.label for area in Area] == [
        "Communication and interaction",
        "Cognition and learning",
        "Social, emotional and mental health",
        "Sensory and/or physical",
    ]


def test_down_syndrome_has_a_code_of_its_own_from_january_2025() -> None:
    assert need("ds", date(2025, 1, 1)).label == "Down syndrome"
    with pytest.raises(ValueError) as refused:
        need("DS", date(2024, 12, 31))
    assert str(refused.value) == (
        "“DS” is not a SEN type code on 2024-12-31. Use one of SPLD, MLD, SLD, PMLD, SEMH, SLCN, HI, VI, MSI, "
        "PD, ASD, OTH, NSA."
    )


def test_a_code_that_has_ended_does_not_count_after_its_last_day() -> None:
    ended = Code("X", "An old code", valid_to=date(2026, 8, 31))
    assert [ended.counts_on(day) for day in (date(2026, 8, 31), date(2026, 9, 1))] == [True, False]


def test_an_unknown_code_is_refused_with_those_that_can_be_used() -> None:
    with pytest.raises(
        ValueError, match=r"^“S” is not a SEN provision code on 2026-11-22. Use one of N, K, E.$"
    ):
        provision("S", TODAY)
    with pytest.raises(
        ValueError, match=r"^“AUT” is not a SEN type code on 2026-11-22. Use one of SPLD, MLD"
    ):
        need("AUT", TODAY)


def test_needs_are_ranked_primary_and_secondary() -> None:
    assert RANKS == {1: "Primary need", 2: "Secondary need"}


@pytest.mark.parametrize(
    ("provided", "needed", "sentence"),
    [
        ("N", "SLCN", "A pupil without special educational needs (N) has no type of need."),
        ("E", "NSA", "NSA is only for SEN support (K): a plan (E) follows a specialist assessment."),
        ("K", "NSA", ""),
        ("E", "SLCN", ""),
    ],
)
def test_a_type_of_need_fits_its_provision(provided, needed, sentence) -> None:
    assert clash(provided, needed) == sentence
