"""Small worlds for tests: builders that put records in place without a person's intention behind them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from inreach.apps.accounts.adapters import actor_for
from inreach.apps.accounts.models import Membership, Organisation, User
from inreach.apps.audit.recording import action
from inreach.apps.provision.models import Group, GroupMember, Programme, Slot
from inreach.apps.schools.models import (
    AcademicYear,
    DayPlan,
    Enrolment,
    Lesson,
    Period,
    Pupil,
    PupilLink,
    School,
    Service,
    StaffMember,
    Subject,
    TeachingGroup,
    TeachingGroupMember,
    Term,
)
from inreach.core.access.policy import Actor
from inreach.core.access.roles import Role

TODAY = date(2026, 3, 4)  # a Wednesday in term
YEAR_STARTS = date(2025, 9, 1)


@contextmanager
def unaudited() -> Iterator[None]:
    """Set the scene: write records of case-work without an action. For tests only."""
    token = action._current.set(action._RunningAction())
    try:
        yield
    finally:
        action._current.reset(token)


def school(name: str = "Marlowe Primary", **fields: Any) -> School:
    """A school with a year of three terms, Monday to Friday, and a day of six lessons."""
    organisation = Organisation.objects.create(kind="school", name=name)
    made = School.objects.create(
        organisation=organisation, phase="primary", **{"school_days": [0, 1, 2, 3, 4], **fields}
    )
    year = AcademicYear.objects.create(
        school=made, name="2025/26", starts=YEAR_STARTS, ends=date(2026, 7, 22)
    )
    for term, starts, ends in (
        ("Autumn", date(2025, 9, 1), date(2025, 12, 19)),
        ("Spring", date(2026, 1, 5), date(2026, 3, 27)),
        ("Summer", date(2026, 4, 13), date(2026, 7, 22)),
    ):
        Term.objects.create(year=year, name=term, starts=starts, ends=ends)
    for weekday in made.school_days:
        plan = DayPlan.objects.create(school=made, weekday=weekday)
        Period.objects.bulk_create(
            Period(day_plan=plan, name=label, kind=kind, starts=starts, ends=ends)
            for label, kind, starts, ends in (
                ("Registration", "registration", 525, 540),
                ("1", "lesson", 540, 600),
                ("2", "lesson", 600, 660),
                ("Break", "break", 660, 675),
                ("3", "lesson", 675, 735),
                ("Lunch", "lunch", 735, 795),
                ("4", "lesson", 795, 855),
                ("5", "lesson", 855, 915),
            )
        )
    return made


def service(name: str = "Harbour Outreach") -> Service:
    """An outreach service."""
    organisation = Organisation.objects.create(kind="service", name=name)
    return Service.objects.create(organisation=organisation)


def person(email: str, *roles: tuple[Organisation, Role], ends: date | None = None, name: str = "") -> User:
    """Somebody who signs in, with roles from the start of the school year."""
    user = User.objects.create_user(email, password=None, name=name or email.split("@", 1)[0].title())
    for organisation, role in roles:
        Membership.objects.create(
            user=user, organisation=organisation, role=role.value, starts=YEAR_STARTS, ends=ends
        )
    return user


def actor(role: Role, organisation: Organisation, email: str = "") -> Actor:
    """The actor of somebody new in this role, on the fixed day of these worlds."""
    user = person(email or f"{role.value}-{organisation.pk}@example.org", (organisation, role))
    return actor_for(user, TODAY)


def teacher(at: School, name: str = "Ms Okafor", user: User | None = None, **fields: Any) -> StaffMember:
    """A qualified teacher."""
    return StaffMember.objects.create(
        school=at, name=name, user=user, **{"role": "teacher", "qualified_teacher": True, **fields}
    )


def assistant(at: School, name: str = "Mr Lamb", user: User | None = None) -> StaffMember:
    """A teaching assistant."""
    return StaffMember.objects.create(school=at, name=name, user=user, role="assistant")


def pupil(at: School, given: str = "Kai", family: str = "Rowe", **fields: Any) -> Pupil:
    """A pupil on the roll since September."""
    made = Pupil.objects.create(
        school=at, given_name=given, family_name=family, **{"year_group": "4", **fields}
    )
    Enrolment.objects.create(pupil=made, starts=YEAR_STARTS)
    return made


def linked(to: Pupil, user: User, relation: str = "parent") -> PupilLink:
    """A parent or the pupil, signed in."""
    return PupilLink.objects.create(pupil=to, user=user, relation=relation, starts=YEAR_STARTS)


def subject(at: School, name: str = "English", kind: str = "core", **fields: Any) -> Subject:
    """A subject of a school."""
    return Subject.objects.create(school=at, name=name, kind=kind, **fields)


def teaching_group(
    at: School, *pupils: Pupil, name: str = "Elm", staff: StaffMember | None = None
) -> TeachingGroup:
    """A class with these pupils in it since September."""
    made = TeachingGroup.objects.create(school=at, name=name, home=True, year_group="4")
    if staff:
        made.staff.add(staff)
    for one in pupils:
        TeachingGroupMember.objects.create(teaching_group=made, pupil=one, starts=YEAR_STARTS)
    return made


def lesson(
    of: TeachingGroup,
    what: Subject,
    weekday: int,
    starts: int,
    ends: int,
    staff: StaffMember | None = None,
    **fields: Any,
) -> Lesson:
    """A lesson every week; minutes since midnight."""
    made = Lesson.objects.create(
        school=of.school, subject=what, weekday=weekday, starts=starts, ends=ends, **fields
    )
    made.teaching_groups.add(of)
    if staff:
        made.staff.add(staff)
    return made


def support_group(
    at: School, *pupils: Pupil, programme: str = "Phonics", adult: StaffMember | None = None, **fields: Any
) -> Group:
    """A support group with these pupils in it since September."""
    with unaudited():
        followed, _ = Programme.objects.get_or_create(
            organisation=at.organisation, name=programme, defaults={"area": "cognition"}
        )
        made = Group.objects.create(
            school=at,
            programme=followed,
            adult=adult,
            **{"name": f"{programme} group", "starts": YEAR_STARTS, **fields},
        )
        for one in pupils:
            GroupMember.objects.create(group=made, pupil=one, starts=YEAR_STARTS)
    return made


def slot(of: Group, weekday: int, starts: int, ends: int, place: str = "elsewhere", **fields: Any) -> Slot:
    """A weekly slot of a support group."""
    with unaudited():
        return Slot.objects.create(group=of, weekday=weekday, starts=starts, ends=ends, place=place, **fields)
