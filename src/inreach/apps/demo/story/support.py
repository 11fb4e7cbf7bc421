"""Support groups from short plans: who, with whom, when, where, and what is known about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from inreach.apps.demo.story.needs import with_need
from inreach.apps.demo.story.people import Child, SchoolBuilder
from inreach.apps.demo.story.programmes import AIMS, programmes_of
from inreach.apps.provision.models import Group, GroupMember, Slot
from inreach.apps.schools.models import StaffMember
from inreach.core.school.calendar import SHORT_WEEKDAYS, parse_hhmm

ENTRY = "Short task from the programme, first week"
EXIT = "The same task, in the group and in class"
Time = tuple[int, int, int, int]
ROUND = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """One group as it is told: `times` such as "Mon Tue 9:25-9:55; Fri 13:00-13:30", every week of the cycle.

    `size` pupils of `years` are chosen who have a need of one of `areas`, pupils without support first. `weeks` is
    how many school weeks ago it began, `ended` how many ago it ended, `review` in how many it is looked at (ROUND:
    when twelve weeks are over; None: nobody set a day).
    """

    name: str
    programme: str
    adult: str
    times: str
    years: tuple[int, ...] = ()
    size: int = 0
    areas: tuple[str, ...] = ()
    place: str = "elsewhere"
    weeks: int = 9
    review: int | None = ROUND
    ended: int | None = None
    trained: bool | None = True
    link: str = "linked"
    entry: str = ENTRY
    exit: str = EXIT
    purpose: str = ""
    room: str = ""


def times_of(text: str) -> list[Time]:
    """Return week of the cycle, weekday, start and end of every slot in a plan's words."""
    times = []
    for part in text.split(";"):
        *days, span = part.split()
        starts, ends = (parse_hhmm(clock) for clock in span.split("-"))
        times += [(0, SHORT_WEEKDAYS.index(day), starts, ends) for day in days]
    return times


class Support:
    """Makes the groups of one school."""

    def __init__(self, builder: SchoolBuilder) -> None:
        self.builder = builder
        self.programmes = programmes_of(builder)

    def adults(self, role: str, *keys: str) -> None:
        """Employ the people who deliver."""
        for key in keys:
            self.builder.employ(role, key=key)

    def choose(
        self, years: Sequence[int], size: int, areas: Sequence[str] = (), without: Sequence[Child] = ()
    ) -> list[Child]:
        """Return pupils of these years: with a fitting need and no support yet, then with other needs, then any."""
        free = [child for child in self.builder.children if not child.groups and child not in without]
        of_years = [child for child in free if child.year in years]
        needing = with_need(of_years, *areas)
        without_sen = [child for child in of_years if child.provision == "N"]
        self.builder.luck.shuffle(without_sen)
        return (needing + without_sen)[: max(size, 0)]

    def set_up(self, plan: Plan, also: Sequence[Child] = (), times: Sequence[Time] = ()) -> list[Child]:
        """Make a group with its slots and members, and return the members, those named first."""
        builder, rows, time = self.builder, self.builder.rows, self.builder.time
        members = [*also, *self.choose(plan.years, plan.size - len(also), plan.areas, also)]
        starts = time.past(plan.weeks)
        review = max(13 - plan.weeks, 1) if plan.review == ROUND else plan.review
        ends = None if plan.ended is None else time.past(plan.ended, 4)
        group = rows.add(
            Group,
            f"{builder.place.key}/{plan.name}",
            school=builder.school,
            programme=self.programmes[plan.programme],
            name=plan.name,
            purpose=plan.purpose or AIMS[plan.programme],
            adult=builder.staff[plan.adult],
            adult_trained=plan.trained,
            class_link=plan.link,
            entry_measure=plan.entry,
            exit_measure=plan.exit,
            starts=starts,
            review_on=None if review is None else time.day(review, len(rows.of(Group)) % 5),
            ends=ends,
        )
        for number, child in enumerate(members):
            late = number == len(members) - 1 and len(members) > 3
            joined = max(starts, time.past(max(plan.weeks - 3, 0))) if late else starts
            rows.add(
                GroupMember,
                group=group,
                pupil=child.pupil,
                starts=min(joined, ends) if ends else joined,
                ends=ends,
            )
            if ends is None:
                child.groups.append(plan.programme)
        for cycle_week, weekday, starts_at, ends_at in times or times_of(plan.times):
            rows.add(
                Slot,
                group=group,
                weekday=weekday,
                cycle_week=cycle_week,
                starts=starts_at,
                ends=ends_at,
                place=plan.place,
                room=builder.room(plan.room, 8) if plan.room else None,
            )
        return members


TA, SPECIALIST = StaffMember.Role.ASSISTANT, StaffMember.Role.SPECIALIST
