"""The people of a school of the demonstration: who signs in, who works there, who is on its roll."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from inreach.apps.accounts.models import Membership, Organisation, User
from inreach.apps.demo.story.calendar import SchoolTime, closures_of, terms_of
from inreach.apps.demo.story.cast import CAST, PLACES, Person, Place, known_id
from inreach.apps.demo.story.names import Namer
from inreach.apps.demo.story.rows import Rows
from inreach.apps.schools.models import (
    AcademicYear,
    ClosureDay,
    Enrolment,
    Pupil,
    Room,
    School,
    SenNeed,
    SenStatus,
    Service,
    StaffMember,
    Subject,
    TeachingGroup,
    TeachingGroupMember,
    Term,
)
from inreach.core.access.roles import Role
from inreach.core.school.upn import check_letter

AUTHORITY = "899"
RECEPTION = "R"
POSTS = {
    Role.TEACHING_ASSISTANT: (StaffMember.Role.ASSISTANT, False),
    Role.CLASS_TEACHER: (StaffMember.Role.TEACHER, True),
    Role.SENCO: (StaffMember.Role.SENCO, True),
    Role.HEAD: (StaffMember.Role.LEADER, True),
    Role.ADMINISTRATOR: (StaffMember.Role.OTHER, False),
}
COSTS = {
    StaffMember.Role.TEACHER: "38.50",
    StaffMember.Role.ASSISTANT: "16.20",
    StaffMember.Role.SENCO: "42.00",
    StaffMember.Role.LEADER: "54.00",
    StaffMember.Role.SPECIALIST: "62.00",
    StaffMember.Role.OTHER: "17.40",
}


@dataclass(slots=True)
class Child:
    """A pupil while the story is told: the row, the year in numbers (0 = Reception), needs, classes, support."""

    pupil: Pupil
    year: int
    provision: str = "N"
    need: str = ""
    home: TeachingGroup | None = None
    classes: list[TeachingGroup] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)


class SchoolBuilder:
    """Makes the rows of one school, with its own luck, so that a change in one school leaves the others alone."""

    def __init__(self, rows: Rows, namer: Namer, time: SchoolTime, place: Place, luck: Random) -> None:
        self.rows, self.namer, self.time, self.place, self.luck = rows, namer, time, place, luck
        self.children: list[Child] = []
        self.staff: dict[str, StaffMember] = {}
        self.subjects: dict[str, Subject] = {}
        self.rooms: dict[str, Room] = {}
        self.school: School
        self._serials: dict[tuple[str, int], int] = {}

    def make_school(self, *, urn: str, dfe_number: str, phase: str, cycle_weeks: int = 1) -> None:
        """Make the school with its years, terms and closures, and the posts of those of the cast who work there."""
        time = self.time
        self.school = self.rows.keep(
            School(
                organisation_id=self.place.id,
                urn=urn,
                dfe_number=dfe_number,
                phase=phase,
                school_days=[0, 1, 2, 3, 4],
                cycle_weeks=cycle_weeks,
                cycle_anchor=terms_of(time.year)[0][1].starts if cycle_weeks == 2 else None,
            )
        )
        for year in time.years:
            name = f"{year}/{(year + 1) % 100:02}"
            academic_year = self.rows.add(
                AcademicYear,
                school=self.school,
                name=name,
                starts=date(year, 9, 1),
                ends=date(year + 1, 8, 31),
            )
            for label, term in terms_of(year):
                self.rows.add(Term, year=academic_year, name=label, starts=term.starts, ends=term.ends)
            for day, reason in closures_of(year):
                self.rows.add(ClosureDay, school=self.school, day=day, reason=reason)
        for person in CAST:
            if person.place == self.place.key and person.role in POSTS:
                self._post_of(person)

    def _post_of(self, person: Person) -> None:
        role, qualified = POSTS[person.role]
        self.employ(
            role,
            key=person.key,
            name=person.name,
            qualified=qualified,
            user_id=person.user_id,
            ends=self.time.year_starts - timedelta(days=1) if person.has_left else None,
        )

    def employ(
        self, role: str, *, key: str = "", name: str = "", qualified: bool | None = None, **fields: object
    ) -> StaffMember:
        """Make somebody who works at the school. Whoever has no name gets an invented one."""
        name = name or " ".join(self.namer.name())
        key = key or f"{role} {len(self.staff)}"
        teaches = role in {StaffMember.Role.TEACHER, StaffMember.Role.SENCO, StaffMember.Role.LEADER}
        self.staff[key] = self.rows.add(
            StaffMember,
            f"{self.place.key}/{key}",
            school=self.school,
            name=name,
            role=role,
            qualified_teacher=teaches if qualified is None else qualified,
            hours_per_week="32.5" if teaches else "27.5",
            cost_per_hour=COSTS[StaffMember.Role(role)],
            starts=date(self.time.year - 2, 9, 1),
            **fields,
        )
        return self.staff[key]

    def subject(self, name: str, kind: str) -> Subject:
        """Make a subject; PSHE and RSHE are protected."""
        subject = self.rows.add(
            Subject,
            f"{self.place.key}/{name}",
            school=self.school,
            name=name,
            kind=kind,
            protected=kind in {"pshe", "rshe"},
        )
        self.subjects[name] = subject
        return subject

    def room(self, name: str, capacity: int = 30) -> Room:
        """Return a room of the school, made when it is first asked for."""
        if name not in self.rooms:
            self.rooms[name] = self.rows.add(
                Room, f"{self.place.key}/{name}", school=self.school, name=name, capacity=capacity
            )
        return self.rooms[name]

    def teaching_group(self, name: str, year: int, *, home: bool = False) -> TeachingGroup:
        """Make a class or set of this academic year."""
        return self.rows.add(
            TeachingGroup,
            f"{self.place.key}/{name}",
            school=self.school,
            name=name,
            year_group=str(year) if year else RECEPTION,
            home=home,
            starts=self.time.year_starts,
        )

    def put_in(self, child: Child, group: TeachingGroup) -> None:
        """Put a pupil in a class from the start of the year."""
        child.classes.append(group)
        if group.home:
            child.home = group
        self.rows.add(
            TeachingGroupMember, teaching_group=group, pupil=child.pupil, starts=self.time.year_starts
        )

    def child(self, year: int, *, key: str = "", name: tuple[str, str] | None = None, joined: int) -> Child:
        """Make a pupil of a year on the roll since the September of the year in which that year joined."""
        given_name, family_name = name or self.namer.name()
        starts_school = self.time.year - year
        first = date(starts_school - 5, 9, 1)
        known_as = given_name[:3] if self.luck.random() < 0.02 and len(given_name) > 5 else ""
        pupil = self.rows.add(
            Pupil,
            f"{self.place.key}/{key or len(self.children)}",
            school=self.school,
            upn=self._upn(starts_school),
            given_name=given_name,
            family_name=family_name,
            known_as=known_as,
            born=first + timedelta(days=self.luck.randrange(365)),
            year_group=str(year) if year else RECEPTION,
        )
        since = date(self.time.year - year + joined, 9, 1)
        if self.luck.random() < 0.04:
            since = self.time.past(self.luck.randrange(3, 30))
        self.rows.add(Enrolment, pupil=pupil, starts=since)
        child = Child(pupil=pupil, year=year)
        self.children.append(child)
        return child

    def _upn(self, starts_school: int) -> str:
        """A UPN of the first school that this pupil went to, in the year in which the pupil started there."""
        own = self.school.dfe_number[3:]
        first = own if own < "4000" else f"2{self.luck.randrange(101, 140)}"
        serial = self._serials[first, starts_school] = self._serials.get((first, starts_school), 0) + 1
        tail = f"{AUTHORITY}{first}{starts_school % 100:02}{serial:03}"
        return check_letter(tail) + tail

    def need(self, child: Child, provision: str, need: str, second: str = "") -> None:
        """Give a pupil a SEN provision and types of need, from some time ago on."""
        child.provision, child.need = provision, need
        since = self.time.past(self.luck.randrange(4, 36), 2)
        if provision == "E":
            before = since - timedelta(days=self.luck.randrange(150, 400))
            self.rows.add(
                SenStatus, pupil=child.pupil, code="K", starts=before, ends=since - timedelta(days=1)
            )
        self.rows.add(SenStatus, pupil=child.pupil, code=provision, starts=since)
        for rank, code in enumerate((need, second), start=1):
            if code:
                self.rows.add(SenNeed, pupil=child.pupil, code=code, rank=rank, starts=since)

    def loves(self, child: Child, subject: str) -> None:
        """Note a subject that the pupil loves."""
        link = Pupil.loved_subjects.through
        self.rows.keep(link(pupil_id=child.pupil.pk, subject_id=self.subjects[subject].pk))


def sign_in_rows(rows: Rows, time: SchoolTime) -> None:
    """Make the places, and everybody of the cast with the role held there."""
    for place in PLACES.values():
        rows.keep(Organisation(id=place.id, kind=place.kind, name=place.name, invented=True))
    rows.keep(Service(organisation_id=PLACES["harbour"].id, kind=Service.Kind.OUTREACH))
    for person in CAST:
        user = User(id=person.user_id, email=person.email, name=person.name)
        user.set_unusable_password()
        rows.keep(user)
        rows.keep(
            Membership(
                id=known_id("membership", person.key),
                user=user,
                organisation_id=person.organisation.id,
                role=person.role.value,
                starts=date(time.year - 2, 9, 1),
                ends=time.year_starts - timedelta(days=1) if person.has_left else None,
            )
        )
