"""Targets and their ratings, so that every outcome occurs, and some are late, unfinished or never looked at again."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from inreach.apps.casework.models import Case, LevelDescriptor, Rating, SignOff, Target
from inreach.apps.demo.story.cast import person
from inreach.apps.demo.story.needs import AREA_OF_NEED, pick
from inreach.apps.demo.story.people import Child, SchoolBuilder
from inreach.apps.demo.story.target_wordings import HELD_BACK, HELPED, WORDINGS, Wording
from inreach.apps.schools.models import StaffMember, TeachingGroup
from inreach.core.targets.party import Party
from inreach.core.transitions import TargetState

TICKS = ["about_this_pupil", "one_skill", "teaches_skill"]
FATES = {
    "on the way": 30,
    "met": 18,
    "some progress": 14,
    "exceeded": 9,
    "no progress": 7,
    "worse": 4,
    "overdue": 8,
    "draft": 8,
    "maintain": 2,
}
ENDED = {"met", "some progress", "exceeded", "no progress", "worse", "maintain"}
AFTER_REVIEW = (TargetState.REVIEWED, TargetState.REVIEWED, TargetState.FOLLOWING_UP, TargetState.CLOSED)


@dataclass(frozen=True, slots=True)
class People:
    """Who is around a pupil: names and, for those of the cast, user ids."""

    teacher: StaffMember
    deliverer: StaffMember
    leader: StaffMember
    parent: str

    @classmethod
    def around(cls, builder: SchoolBuilder, child: Child) -> "People":
        """Find them: the teacher of the home class, the adult of a group, the SENCO, and a parent."""
        links = builder.rows.of(TeachingGroup.staff.through)
        home = child.home.pk if child.home else None
        teachers = {link.teachinggroup_id: link.staffmember_id for link in links}
        by_id = {member.pk: member for member in builder.staff.values()}
        current = [member for member in builder.staff.values() if member.ends is None]
        assistants = [member for member in current if member.role == StaffMember.Role.ASSISTANT]
        leader = next(member for member in current if member.role == StaffMember.Role.SENCO)
        kai = child.pupil.given_name == "Kai" and child.pupil.family_name == "Rowe"
        return cls(
            teacher=by_id[teachers[home]] if home in teachers else builder.luck.choice(_teachers(current)),
            deliverer=builder.staff["teaching_assistant"] if kai else builder.luck.choice(assistants),
            leader=leader,
            parent=person("parent").name if kai else f"{builder.namer.name()[0]} {child.pupil.family_name}",
        )


def _teachers(staff: list[StaffMember]) -> list[StaffMember]:
    return [member for member in staff if member.role == StaffMember.Role.TEACHER]


def spread_targets(builder: SchoolBuilder) -> None:
    """Give targets to most pupils with support, and to a few without."""
    luck = builder.luck
    for child in builder.children:
        if child.pupil.given_name == "Kai" and child.pupil.family_name == "Rowe":
            continue
        if not luck.random() < (0.85 if child.groups else 0.25 if child.provision != "N" else 0):
            continue
        area = AREA_OF_NEED.get(child.need, "cognition")
        people = People.around(builder, child)
        for wording in luck.sample(WORDINGS[area], 1 if luck.random() < 0.55 else 2):
            Story(builder, child, people, area, wording).tell(pick(luck, FATES))


@dataclass(frozen=True, slots=True)
class Course:
    """The numbers of one target: ratings, the one it comes to, school weeks since its start, and its length."""

    baseline: int
    expected: int
    last: int
    began: int
    length: int

    @classmethod
    def of(cls, fate: str, luck: Random) -> "Course":
        """Let chance choose them, so that they come out as fate has it."""
        baseline, length = luck.randrange(2, 5), luck.randrange(8, 13)
        expected = baseline if fate == "maintain" else min(baseline + luck.randrange(2, 5), 9)
        last = {
            "met": expected,
            "maintain": baseline,
            "exceeded": expected + 1,
            "no progress": baseline,
            "worse": baseline - 1,
        }.get(fate)
        if last is None:
            last = luck.randrange(baseline + 1, expected)
        if fate in ENDED:
            began = length + luck.randrange(1, 14)
        elif fate == "overdue":
            began = length + luck.randrange(2, 6)
        else:
            began = luck.randrange(3, 8)
        return cls(baseline, expected, last, began, length)


class Story:
    """One target of one pupil."""

    def __init__(
        self, builder: SchoolBuilder, child: Child, people: People, area: str, wording: Wording
    ) -> None:
        self.builder, self.child, self.people, self.area, self.wording = builder, child, people, area, wording

    def tell(self, fate: str) -> Target:
        """Make the target with its ratings and sign-offs, as fate has it."""
        luck, time = self.builder.luck, self.builder.time
        course = Course.of(fate, luck)
        if fate == "draft":
            return self._draft(course.baseline)
        state = luck.choice(AFTER_REVIEW) if fate in ENDED else TargetState.ACTIVE
        starts = time.past(course.began)
        target = self.add(
            state=state,
            baseline=course.baseline,
            expected=course.expected,
            maintain=fate == "maintain",
            starts=starts,
            review=time.day(course.length - course.began, 3),
        )
        self.agree(target, starts)
        self.rate(target, course.baseline, starts, "baseline")
        if fate != "overdue":
            self._ratings(target, fate, course)
        return target

    def _ratings(self, target: Target, fate: str, course: Course) -> None:
        """Rate the target every other week on its way, and at its end if it has one."""
        luck, time = self.builder.luck, self.builder.time
        until = course.length if fate in ENDED else course.began
        for week in range(2, until, 2):
            way = course.baseline + (course.last - course.baseline) * week / until
            value = min(max(round(way + luck.choice((-0.4, 0, 0, 0.4))), 1), 10)
            self.rate(target, value, time.past(course.began - week, luck.randrange(5)), "progress")
        if fate in ENDED and target.review_on:
            self.rate(target, course.last, min(target.review_on, time.today), "review")
            if target.state == TargetState.FOLLOWING_UP:
                after = min(target.review_on + timedelta(days=21), time.today)
                self.rate(target, max(course.last - luck.randrange(2), 1), after, "follow_up")

    def _draft(self, baseline: int) -> Target:
        """A target somebody began to write: something is always missing."""
        luck = self.builder.luck
        begun = self.add(
            state=TargetState.DRAFT,
            baseline=baseline if luck.random() < 0.6 else None,
            expected=None,
            maintain=False,
            starts=None,
            review=None,
            written=self.builder.time.past(luck.randrange(1, 5), 1),
            facts=luck.sample(TICKS, luck.randrange(3)),
        )
        if luck.random() < 0.4:
            self._sign(begun, Party.CLASS_TEACHER, self.people.teacher.name, begun.written_on)
        return begun

    def add(
        self,
        *,
        state: TargetState,
        baseline: int | None,
        expected: int | None,
        maintain: bool,
        starts: date | None,
        review: date | None,
        written: date | None = None,
        facts: list[str] | None = None,
        case: Case | None = None,
    ) -> Target:
        """Add the target itself."""
        words, draft = self.wording, state is TargetState.DRAFT
        return self.builder.rows.add(
            Target,
            f"{self.child.pupil.pk}/{words.title}",
            pupil=self.child.pupil,
            case=case,
            state=state,
            area=self.area,
            title=words.title,
            success_criteria="" if draft else words.criteria,
            seen_where=words.where,
            seen_by="" if draft else self.people.teacher.name,
            baseline=baseline,
            baseline_words=words.baseline if baseline else "",
            expected=expected,
            expected_words=words.expected if expected else "",
            maintain=maintain,
            starts_on=starts,
            review_on=review,
            facts=TICKS if facts is None else facts,
            written_on=written or (starts - timedelta(days=6) if starts else self.builder.time.past(1)),
        )

    def agree(self, target: Target, on: date) -> None:
        """Let everybody agree who has to."""
        people, party = self.people, Party
        names = {
            party.LEADERSHIP: people.leader.name,
            party.CLASS_TEACHER: people.teacher.name,
            party.DELIVERER: people.deliverer.name,
            party.PARENT: people.parent,
            party.PUPIL: self.child.pupil.name,
        }
        if target.case is not None:
            names[party.OUTREACH_TEACHER] = person("outreach_teacher").name
        for role, name in names.items():
            self._sign(target, role, name, on - timedelta(days=self.builder.luck.randrange(5)))

    def _sign(self, target: Target, party: str, name: str, on: date) -> None:
        self.builder.rows.add(
            SignOff, f"{target.pk}/{party}", target=target, party=party, name=name, agreed_on=on
        )

    def rate(self, target: Target, value: int, on: date, purpose: str, setting: str = "class") -> None:
        """Add one rating, by the teacher as a rule, by the person delivering when it was in the group."""
        luck = self.builder.luck
        in_group = setting == "group" or (
            setting == "class" and purpose == "progress" and luck.random() < 0.2
        )
        rater = self.people.deliverer if in_group else self.people.teacher
        saw = HELPED if value > (target.baseline or 0) else HELD_BACK
        self.builder.rows.add(
            Rating,
            target=target,
            value=value,
            rated_on=on,
            purpose=purpose,
            rater=rater.name,
            rater_role=Party.DELIVERER if in_group else Party.CLASS_TEACHER,
            setting="group" if in_group else setting,
            observation="" if purpose == "baseline" else luck.choice(saw),
            recorded_by=str(rater.user_id or ""),
        )

    def words_of_levels(self, target: Target, words: dict[int, str]) -> None:
        """Say what levels of the scale look like."""
        for level, text in words.items():
            self.builder.rows.add(
                LevelDescriptor, f"{target.pk}/{level}", target=target, level=level, text=text
            )
