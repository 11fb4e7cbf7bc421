"""Cases that schools opened with the outreach service, and Kai's two targets."""

from datetime import timedelta

from inreach.apps.casework.models import Case, Rating, SignOff, Target
from inreach.apps.demo.story.cast import PLACES, person
from inreach.apps.demo.story.needs import AREA_OF_NEED
from inreach.apps.demo.story.people import Child, SchoolBuilder
from inreach.apps.demo.story.primary_schools import kai_of
from inreach.apps.demo.story.target_wordings import CONCERNS, Wording
from inreach.apps.demo.story.targets import People, Story
from inreach.apps.schools.models import Sharing
from inreach.core.targets.party import Party
from inreach.core.transitions import CaseState, TargetState

ASKS = Wording(
    "Asks for help with a phrase he chose, in class",
    "Uses “Can you show me?” without a prompt, and the adult hears it.",
    "Most lessons in Elm class",
    "Waits until an adult comes",
    "Uses “Can you show me?” at least once in most lessons",
)
READS = Wording(
    "Reads 30 words with the week’s sound, in a class text",
    "Reads 25 of 30 in a text that the class is using.",
    "English and guided reading",
    "Reads 8 of 30 in the group",
    "Reads 25 of 30, in class as well as in the group",
)
ASKS_LEVELS = {
    1: "Does not show that help is needed",
    3: "Waits until an adult comes",
    5: "Uses the phrase with a prompt",
    7: "Uses the phrase at least once in most lessons",
    9: "Uses it with any adult, and asks a friend too",
}
READS_LEVELS = {
    2: "Reads 8 of 30 in the group",
    4: "Reads 15 of 30, in the group or in class",
    6: "Reads 25 of 30, in class as well as in the group",
    8: "Reads all 30 in class",
}
# (state, school weeks ago it was opened, school weeks until the next date or None)
CASES: dict[str, tuple[tuple[CaseState, int, int | None], ...]] = {
    "marlowe": (
        (CaseState.REQUESTED, 1, 1),
        (CaseState.REVIEWED, 15, 1),
        (CaseState.CLOSED, 31, None),
        (CaseState.DECLINED, 9, None),
    ),
    "hollybank": (
        (CaseState.TRIAGED, 2, 1),
        (CaseState.MEETING_ARRANGED, 3, 1),
        (CaseState.ACTIVE, 8, 2),
        (CaseState.FOLLOWING_UP, 24, 5),
        (CaseState.WITHDRAWN, 12, None),
    ),
    "kestrel": (
        (CaseState.REQUESTED, 0, 1),
        (CaseState.ACTIVE, 5, -1),
        (CaseState.ACTIVE, 9, 3),
        (CaseState.REVIEWED, 14, 1),
        (CaseState.FOLLOWING_UP, 26, 6),
        (CaseState.CLOSED, 35, None),
    ),
}
AFTER_MEETING = frozenset({CaseState.ACTIVE, CaseState.REVIEWED, CaseState.FOLLOWING_UP, CaseState.CLOSED})


def spread_cases(builder: SchoolBuilder) -> None:
    """Open a few cases for pupils with SEN and targets, and share those pupils while the cases run."""
    owners = {target.pupil_id for target in builder.rows.of(Target)}
    able = [
        child
        for child in builder.children
        if child.provision != "N" and child.groups and child.pupil.pk in owners
    ]
    able = [child for child in able if child.pupil.given_name != "Kai"]
    in_base = next((child for child in builder.children if "Quiet Bay" in child.groups), None)
    chosen = [child for child in builder.luck.sample(able, 7) if child is not in_base]
    chosen = [in_base, *chosen] if in_base else chosen
    for (state, weeks, ahead), child in zip(CASES[builder.place.key], chosen, strict=False):
        case = open_case(builder, child, state, weeks, ahead)
        if state in AFTER_MEETING:
            _attach(builder, child, case)


def open_case(builder: SchoolBuilder, child: Child, state: CaseState, weeks: int, ahead: int | None) -> Case:
    """Make a case in some state, with the sharing that goes with it."""
    time, area = builder.time, AREA_OF_NEED[child.need]
    opened = time.past(weeks, 2)
    case = builder.rows.add(
        Case,
        f"{child.pupil.pk}",
        school=builder.school,
        service_id=PLACES["harbour"].id,
        pupil=child.pupil,
        state=state,
        area=area,
        concern=builder.luck.choice(CONCERNS[area]),
        opened_on=opened,
        next_date=None if ahead is None else time.day(ahead, 3),
    )
    over = case.is_over
    builder.rows.add(
        Sharing,
        f"{case.pk}",
        pupil=child.pupil,
        organisation_id=PLACES["harbour"].id,
        reason="case",
        starts=opened,
        ends=max(opened, time.past(weeks - min(weeks, 10), 2) - timedelta(days=1)) if over else None,
    )
    return case


def _attach(builder: SchoolBuilder, child: Child, case: Case) -> None:
    """Let the pupil's targets belong to the case, agreed by the outreach teacher too."""
    for target in builder.rows.of(Target):
        if target.pupil == child.pupil:
            target.case = case
            if not target.is_draft:
                sign_for_outreach(builder, target)


def sign_for_outreach(builder: SchoolBuilder, target: Target) -> None:
    """Let the outreach teacher agree a target."""
    builder.rows.add(
        SignOff,
        f"{target.pk}/outreach",
        target=target,
        party=Party.OUTREACH_TEACHER,
        name=person("outreach_teacher").name,
        agreed_on=target.starts_on or target.written_on,
        recorded_by=str(person("outreach_teacher").user_id),
    )


def kais_story(builder: SchoolBuilder) -> None:
    """Kai's case, in its fifth week of twelve, and his two targets: one met, one on the way."""
    kai, time = kai_of(builder), builder.time
    people = People.around(builder, kai)
    case = open_case(builder, kai, CaseState.ACTIVE, 7, 2)
    asks = Story(builder, kai, people, "communication", ASKS)
    first = asks.add(
        state=TargetState.REVIEWED,
        baseline=3,
        expected=7,
        maintain=False,
        starts=time.past(10),
        review=time.past(1, 2),
    )
    asks.agree(first, time.past(10))
    asks.words_of_levels(first, ASKS_LEVELS)
    for rating in (
        (3, 10, "baseline", "class"),
        (4, 8, "progress", "class"),
        (4, 6, "progress", "class"),
        (6, 3, "progress", "class"),
        (7, 1, "review", "class"),
    ):
        _seen(asks, first, rating)
    reads = Story(builder, kai, people, "cognition", READS)
    second = reads.add(
        state=TargetState.ACTIVE,
        baseline=2,
        expected=6,
        maintain=False,
        starts=time.past(5),
        review=time.day(7, 3),
        case=case,
    )
    reads.agree(second, time.past(5))
    reads.words_of_levels(second, READS_LEVELS)
    for rating in (
        (2, 5, "baseline", "group"),
        (3, 4, "progress", "class"),
        (3, 3, "progress", "class"),
        (6, 1, "progress", "group"),
        (4, 1, "progress", "class"),
    ):
        _seen(reads, second, rating)
    asks.builder.rows.add(
        Rating,
        target=first,
        value=5,
        rated_on=time.past(3, 3),
        purpose="progress",
        rater=person("pupil").name,
        rater_role=Party.PUPIL,
        setting="class",
        observation="I say it in art.",
        recorded_by=str(person("pupil").user_id),
    )


def _seen(story: Story, target: Target, rating: tuple[int, int, str, str]) -> None:
    """Add a rating of Kai's, without chance: value, school weeks ago, purpose, setting."""
    value, weeks, purpose, setting = rating
    in_group = setting == "group"
    rater = story.people.deliverer if in_group else story.people.teacher
    story.builder.rows.add(
        Rating,
        target=target,
        value=value,
        rated_on=story.builder.time.past(weeks, 1 if in_group else 2),
        purpose=purpose,
        rater=rater.name,
        rater_role=Party.DELIVERER if in_group else Party.CLASS_TEACHER,
        setting=setting,
        observation="",
        recorded_by=str(rater.user_id),
    )
