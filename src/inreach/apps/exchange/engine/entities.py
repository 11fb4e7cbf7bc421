"""What the engine keeps: each kind of record, the model it becomes, and how a row is found again."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models

from inreach.apps.schools.models import (
    AcademicYear,
    DayPlan,
    Enrolment,
    Establishment,
    Lesson,
    Period,
    Pupil,
    Room,
    StaffMember,
    Subject,
    TeachingGroup,
    TeachingGroupMember,
    Term,
)


@dataclass(frozen=True, slots=True)
class Entity:
    """How one kind of record is kept.

    `school` is the path from a row to its school ("" for a list that belongs to nobody). A row is found by `key`,
    the path to its source id; else by `natural`, a field that is unique in a school; else by `by_ref`, the one
    record that it hangs on. `ends` is the field of its last day, empty where a row cannot end. `follows` says that
    rows of one key may follow each other in time; `moves` are the fields that say when it is. `about` is the path to
    the pupil whose record it changes.
    """

    name: str
    singular: str
    plural: str
    model: type[models.Model]
    school: str = "school"
    key: str = "source_id"
    natural: str = ""
    by_ref: str = ""
    starts: str = ""
    ends: str = ""
    follows: bool = False
    moves: frozenset[str] = frozenset()
    refs: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    about: str = ""
    private: bool = False

    @property
    def longest(self) -> dict[str, int]:
        """How many characters each text field can hold."""
        return {
            f.name: f.max_length
            for f in self.model._meta.concrete_fields
            if isinstance(f, models.CharField) and f.max_length
        }


ENTITIES: dict[str, Entity] = {
    kind.name: kind
    for kind in (
        Entity("year", "school year", "school years", AcademicYear, natural="name"),
        Entity("term", "term", "terms", Term, school="year__school", refs={"year": "year"}),
        Entity("day_plan", "school day", "school days", DayPlan, key=""),
        Entity(
            "period",
            "period",
            "periods",
            Period,
            school="day_plan__school",
            key="",
            refs={"day_plan": "day_plan"},
        ),
        Entity("subject", "subject", "subjects", Subject, natural="name"),
        Entity("room", "room", "rooms", Room, natural="name"),
        Entity("staff", "member of staff", "staff", StaffMember, starts="starts", ends="ends", private=True),
        Entity("pupil", "pupil", "pupils", Pupil, natural="upn", about="pk", private=True),
        Entity(
            "enrolment",
            "time on the roll",
            "times on the roll",
            Enrolment,
            school="pupil__school",
            key="pupil__source_id",
            by_ref="pupil",
            starts="starts",
            ends="ends",
            refs={"pupil": "pupil"},
            about="pupil_id",
            private=True,
        ),
        Entity(
            "group",
            "class",
            "classes",
            TeachingGroup,
            starts="starts",
            ends="ends",
            lists={"staff": "staff"},
        ),
        Entity(
            "member",
            "place in a class",
            "places in classes",
            TeachingGroupMember,
            school="teaching_group__school",
            starts="starts",
            ends="ends",
            follows=True,
            refs={"teaching_group": "group", "pupil": "pupil"},
            about="pupil_id",
            private=True,
        ),
        Entity(
            "lesson",
            "lesson",
            "lessons",
            Lesson,
            starts="valid_from",
            ends="valid_to",
            follows=True,
            moves=frozenset({"weekday", "cycle_week", "starts", "ends"}),
            refs={"subject": "subject", "room": "room"},
            lists={"teaching_groups": "group", "staff": "staff"},
        ),
        Entity("establishment", "school", "schools", Establishment, school="", key="urn"),
    )
}
