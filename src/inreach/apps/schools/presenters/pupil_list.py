"""What the list of pupils shows of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inreach.apps.schools.models import Pupil, TeachingGroup
from inreach.apps.schools.queries.pupil_list import NOTHING_SAID, SenPicture, home_classes_on, sen_on
from inreach.core.school.year_group import year_group_label


@dataclass(frozen=True, slots=True)
class PupilRow:
    """One line of the list."""

    pupil: Pupil
    year: str
    classes: list[TeachingGroup]
    sen: SenPicture


def pupil_rows(pupils: Sequence[Pupil], day: date) -> list[PupilRow]:
    """Lines of the list, in the order given. Three queries, whatever their number."""
    pictures, classes = sen_on(pupils, day), home_classes_on(pupils, day)
    return [
        PupilRow(
            pupil,
            year_group_label(pupil.year_group) if pupil.year_group else "",
            classes.get(pupil.pk, []),
            pictures.get(pupil.pk, NOTHING_SAID),
        )
        for pupil in pupils
    ]
