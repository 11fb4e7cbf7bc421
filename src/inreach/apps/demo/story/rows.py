"""The rows of the demonstration, gathered in memory and written in bulk, in an order that foreign keys allow."""

from collections import defaultdict
from typing import Any, TypeVar

from django.db.models import Model

from inreach.apps.accounts.models import Membership, Organisation, User
from inreach.apps.casework.models import Case, LevelDescriptor, Rating, SignOff, Target
from inreach.apps.demo.story.cast import known_id
from inreach.apps.provision.models import Group, GroupMember, Programme, Slot
from inreach.apps.schools.models import (
    AcademicYear,
    ClosureDay,
    DayPlan,
    Enrolment,
    Lesson,
    Period,
    Pupil,
    PupilLink,
    Room,
    School,
    SenNeed,
    SenStatus,
    Service,
    Sharing,
    StaffMember,
    Subject,
    TeachingGroup,
    TeachingGroupMember,
    Term,
)

M = TypeVar("M", bound=Model)

ORDER: tuple[type[Model], ...] = (
    Organisation,
    User,
    Membership,
    Service,
    School,
    AcademicYear,
    Term,
    ClosureDay,
    DayPlan,
    Period,
    Room,
    StaffMember,
    Subject,
    Pupil,
    Enrolment,
    SenStatus,
    SenNeed,
    PupilLink,
    Sharing,
    Pupil.loved_subjects.through,
    TeachingGroup,
    TeachingGroup.staff.through,
    TeachingGroupMember,
    Lesson,
    Lesson.teaching_groups.through,
    Lesson.staff.through,
    Programme,
    Group,
    GroupMember,
    Slot,
    Case,
    Target,
    LevelDescriptor,
    SignOff,
    Rating,
)


class Rows:
    """Every row of the demonstration before it is written."""

    def __init__(self) -> None:
        self._rows: dict[type[Model], list[Model]] = defaultdict(list)

    def add(self, model: type[M], key: str = "", **fields: Any) -> M:
        """Keep a new row. Its id comes from `known`, or from the row's place among its kind."""
        rows = self._rows[model]
        row = model(id=known_id(model.__name__, key or len(rows)), **fields)
        rows.append(row)
        return row

    def keep(self, row: M) -> M:
        """Keep a row whose key is not its own: a school, or the link of two rows."""
        self._rows[type(row)].append(row)
        return row

    def of(self, model: type[M]) -> list[M]:
        """Return the rows of one kind, in the order in which they came."""
        return self._rows[model]  # type: ignore[return-value]

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each kind, by the model's name."""
        return {model._meta.label_lower: len(self._rows[model]) for model in ORDER if self._rows[model]}

    def save(self) -> None:
        """Write them all. Call it inside an action."""
        for model in ORDER:
            model._default_manager.bulk_create(self._rows[model], batch_size=1000)
