"""Support at the secondary school: groups of most years, a base, and adults beside pupils in the low sets."""

from inreach.apps.demo.story.people import SchoolBuilder
from inreach.apps.demo.story.support import SPECIALIST, TA, Plan, Support, Time
from inreach.apps.demo.story.support_primary import pupil_given_need
from inreach.apps.schools.models import Lesson, TeachingGroup

ASSISTANTS = tuple(f"assistant {number}" for number in range(1, 9))

KESTREL: tuple[Plan, ...] = (
    Plan(
        "Tutor-time reading, Year 7",
        "Reading Rafts",
        "assistant 1",
        "Mon Tue Wed Thu 8:40-9:00",
        (7,),
        10,
        ("cognition",),
    ),
    Plan(
        "Tutor-time reading, Year 8",
        "Reading Rafts",
        "assistant 2",
        "Mon Tue Wed Thu 8:40-9:00",
        (8,),
        10,
        ("cognition",),
        weeks=12,
    ),
    Plan(
        "Number Nooks, Year 7",
        "Number Nooks",
        "assistant 3",
        "Mon Wed Fri 11:20-11:50",
        (7,),
        8,
        ("cognition",),
    ),
    Plan(
        "Number Nooks, Year 8", "Number Nooks", "assistant 4", "Tue Thu 11:20-11:50", (8,), 8, ("cognition",)
    ),
    Plan(
        "Word Weavers, Year 9",
        "Word Weavers",
        "assistant 5",
        "Mon Wed Fri 9:00-9:20",
        (9,),
        8,
        ("cognition",),
    ),
    Plan(
        "Clear Speech, Years 7 and 8",
        "Clear Speech",
        "speech therapist",
        "Wed 10:00-10:40",
        (7, 8),
        6,
        ("communication",),
    ),
    Plan(
        "Talk Table, Year 9",
        "Talk Table",
        "assistant 6",
        "Tue Thu 13:05-13:35",
        (9,),
        7,
        ("communication",),
        entry="",
        exit="",
    ),
    Plan(
        "Warm Start, Year 8",
        "Warm Start",
        "assistant 7",
        "Tue 14:05-14:45; Fri 14:05-14:45",
        (8,),
        6,
        ("semh",),
        weeks=14,
    ),
    Plan(
        "Warm Start, Year 9",
        "Warm Start",
        "assistant 7",
        "Mon 14:05-14:45",
        (9,),
        6,
        ("semh",),
        link="unknown",
    ),
    Plan(
        "Feelings Forecast, Year 10",
        "Feelings Forecast",
        "assistant 8",
        "Thu 12:20-12:50",
        (10,),
        6,
        ("semh",),
        review=None,
    ),
    Plan("Steady Hands, Year 7", "Steady Hands", "assistant 6", "Fri 9:00-9:30", (7,), 3, ("sensory",)),
    Plan(
        "Study Steps, Year 10",
        "Study Steps",
        "assistant 5",
        "Tue 10:00-11:00; Wed 13:05-14:05; Fri 14:05-15:05",
        (10,),
        9,
        ("cognition",),
        weeks=11,
        trained=False,
    ),
    Plan(
        "Study Steps, Year 11",
        "Study Steps",
        "assistant 3",
        "Mon 13:05-14:05; Tue 14:05-15:05; Thu 10:00-11:00",
        (11,),
        9,
        ("cognition",),
        weeks=23,
    ),
    Plan(
        "Word Weavers, last year",
        "Word Weavers",
        "assistant 4",
        "Mon Wed 9:00-9:20",
        (8,),
        5,
        ("cognition",),
        weeks=28,
        ended=14,
        review=-14,
    ),
)
LOW_SETS = (
    "7X Maths 4",
    "7Y English 4",
    "8X Science 4",
    "8Y English 4",
    "9X Science 4",
    "9Y Maths 4",
    "10X English 4",
    "11Y Maths 4",
)


def support_kestrel(builder: SchoolBuilder) -> None:
    """Kestrel Hill: about a hundred pupils with support, one of them longer in the base than in class."""
    support = Support(builder)
    support.adults(TA, *ASSISTANTS)
    support.adults(SPECIALIST, "speech therapist")
    base = pupil_given_need(builder, 8, "E", "SEMH")
    mornings = [
        pupil_given_need(builder, 9, "E", "ASD"),
        pupil_given_need(builder, 9, "K", "SEMH"),
        pupil_given_need(builder, 10, "E", "ASD"),
    ]
    support.set_up(
        Plan(
            "The Cove, part-time",
            "Quiet Bay",
            "senco_kestrel",
            "Mon Tue Wed Thu 9:00-11:00",
            place="base",
            weeks=8,
            room="The Cove",
            purpose="Mornings in the base, afternoons in class, one lesson more in class each fortnight.",
        ),
        also=mornings,
    )
    support.set_up(
        Plan(
            "The Cove, most days",
            "Quiet Bay",
            "assistant 8",
            "Mon Tue Wed Thu 9:00-11:00; Mon Tue Wed Thu 11:20-12:20; Mon Tue Wed 13:05-14:05",
            place="base",
            weeks=17,
            review=-3,
            link="none",
            room="The Cove",
            purpose="Began as two weeks after a managed move.",
        ),
        also=[base],
    )
    for plan in KESTREL:
        support.set_up(plan)
    heavy = support.choose((7,), 1, ("communication",))
    support.set_up(
        Plan("Clear Speech every day", "Clear Speech", "assistant 1", "Mon Tue Thu Fri 13:05-13:35", weeks=6),
        also=heavy,
    )
    support.set_up(
        Plan("Sound Steps, Year 7", "Sound Steps", "assistant 2", "Mon Tue Wed Thu Fri 10:00-10:30", weeks=6),
        also=heavy,
    )
    support.set_up(
        Plan("Reading one to one", "Reading Rafts", "assistant 4", "Mon Wed Fri 9:00-9:30", weeks=6),
        also=heavy,
    )
    support.set_up(Plan("Settling in", "Warm Start", "assistant 6", "Tue 11:20-12:00", weeks=6), also=heavy)
    for number, name in enumerate(LOW_SETS):
        _beside(support, name, ASSISTANTS[number % len(ASSISTANTS)])


def _beside(support: Support, name: str, adult: str) -> None:
    """Put an assistant beside the pupils with SEN in the lowest set, in every lesson of it."""
    builder = support.builder
    group = next(child for child in builder.rows.of(TeachingGroup) if child.name == name)
    members = [
        child for child in builder.children if group in child.classes and "Quiet Bay" not in child.groups
    ]
    needing = [child for child in members if child.provision != "N"] or members
    support.set_up(
        Plan(
            f"Beside pupils in {name}",
            "At your side",
            adult,
            "",
            place="class",
            weeks=10,
            link="linked",
            entry="",
            exit="",
            purpose="Help where it is needed, then step back.",
        ),
        also=needing[:6],
        times=_lessons_of(builder, group),
    )


def _lessons_of(builder: SchoolBuilder, group: TeachingGroup) -> list[Time]:
    links = builder.rows.of(Lesson.teaching_groups.through)
    ids = {link.lesson_id for link in links if link.teachinggroup_id == group.pk}
    return [
        (lesson.cycle_week, lesson.weekday, lesson.starts, lesson.ends)
        for lesson in builder.rows.of(Lesson)
        if lesson.pk in ids
    ]
