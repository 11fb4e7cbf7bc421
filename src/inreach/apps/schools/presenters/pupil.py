"""A pupil's special educational needs from day to day, as the pupil's own form shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inreach.apps.schools.models import SenNeed, SenStatus
from inreach.core.school import sen


@dataclass(frozen=True, slots=True)
class SenLine:
    """One SEN provision or need that a pupil has or had, first and last day included."""

    label: str
    kind: str
    starts: date
    ends: date | None


def sen_history(statuses: Iterable[SenStatus], needs: Iterable[SenNeed]) -> list[SenLine]:
    """Provisions and needs with their labels, in order of their first day; a code of no meaning stands as it is."""
    labels = {row.code: row.label for row in (*sen.PROVISIONS, *sen.NEEDS)}
    lines = [SenLine(labels.get(row.code, row.code), "Provision", row.starts, row.ends) for row in statuses]
    lines += [
        SenLine(labels.get(row.code, row.code), sen.RANKS.get(row.rank, "Need"), row.starts, row.ends)
        for row in needs
    ]
    return sorted(lines, key=lambda line: line.starts)
