"""What is true of a role by itself: its words, where there is such a role, and whose it is."""

from __future__ import annotations

from inreach.core.access.roles import ROLES, Role, role_choices
from inreach.core.targets.party import Party
from tests.core.access.designed_roles import WITHOUT_A_PART


def test_every_role_is_described_once_and_in_its_order() -> None:
    assert list(ROLES) == list(Role)


def test_a_role_is_said_with_the_word_before_it() -> None:
    assert [role.with_article for role in (Role.SENCO, Role.ADMINISTRATOR, Role.PUPIL)] == [
        "the SENCO",
        "an administrator",
        "a pupil",
    ]


def test_the_article_fits_the_sound_of_the_label() -> None:
    wrong = [
        role
        for role, definition in ROLES.items()
        if definition.article != "the" and (definition.article == "an") != (role.label[0] in "aeiou")
    ]
    assert wrong == []


def test_choices_of_a_field_name_every_role_with_a_capital() -> None:
    assert ("senco", "SENCO") in role_choices()
    assert ("administrator", "Administrator") in role_choices()
    assert [value for value, _ in role_choices()] == [role.value for role in Role]


def test_those_who_work_with_a_pupil_have_their_part() -> None:
    assert {role for role in Role if role.party is None} == WITHOUT_A_PART
    assert {role.party for role in Role if role.is_family} == {Party.PARENT, Party.PUPIL}


def test_staff_work_in_a_school_and_nobody_is_staff_and_family() -> None:
    employed = {role for role in Role if role.is_employed}
    assert all("school" in role.kinds for role in employed)
    assert not any(role.is_family for role in employed)
