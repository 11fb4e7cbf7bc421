"""What the list of pupils shows of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from inreach.apps.schools.forms.pupil_list import said_year
from inreach.apps.schools.models import Pupil, SenNeed, SenStatus, TeachingGroup
from inreach.apps.schools.queries.pupil_list import NOTHING_SAID, SenPicture, home_classes_on, sen_on
from inreach.core.school import sen


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
            said_year(pupil.year_group) if pupil.year_group else "",
            classes.get(pupil.pk, []),
            pictures.get(pupil.pk, NOTHING_SAID),
        )
        for pupil in pupils
    ]


@dataclass(frozen=True, slots=True)
class SenLine:
    """One SEN provision or need that a pupil has or had, first and last day included."""

    what: str
    kind: str
    starts: date
    ends: date | None


def sen_history(statuses: Iterable[SenStatus], needs: Iterable[SenNeed]) -> list[SenLine]:
    """Provisions and needs with their labels, in order of their first day; a code of no meaning stands as it is."""
    labels = {one.code: one.label for one in (*sen.PROVISIONS, *sen.NEEDS)}
    lines = [SenLine(labels.get(one.code, one.code), "Provision", one.starts, one.ends) for one in statuses]
    lines += [
        SenLine(labels.get(one.code, one.code), sen.RANKS.get(one.rank, "Need"), one.starts, one.ends)
        for one in needs
    ]
    return sorted(lines, key=lambda line: line.starts)
