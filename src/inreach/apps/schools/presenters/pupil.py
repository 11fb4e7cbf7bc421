"""A pupil's special educational needs from day to day, as the pupil's own form shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inreach.apps.schools.models import SenNeed, SenStatus
from inreach.core.school import sen


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
