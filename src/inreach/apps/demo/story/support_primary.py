"""Support at the two primary schools: mostly sensible, and where it is not, the guard has something to say."""

from inreach.apps.demo.story.people import Child, SchoolBuilder
from inreach.apps.demo.story.primary_schools import kai_of
from inreach.apps.demo.story.support import SPECIALIST, TA, Plan, Support, Time
from inreach.apps.schools.models import Lesson, TeachingGroup

MORNINGS = "Mon Tue Wed Thu Fri 8:55-10:40; Mon Tue Wed Thu Fri 10:55-12:00"


def support_marlowe(builder: SchoolBuilder) -> None:
    """Marlowe: Kai, who loses art; a week of five groups in Year 5; a pupil who is hardly in class any more."""
    support = Support(builder)
    support.adults(TA, "second assistant", "third assistant", "fourth assistant")
    support.adults(SPECIALIST, "speech therapist")
    kai = kai_of(builder)
    base = pupil_given_need(builder, 6, "E", "ASD")
    busy = pupil_given_need(builder, 5, "E", "SLCN")
    elm = [child for child in builder.children if child.home is kai.home and child is not kai]
    support.set_up(
        Plan(
            "The Lighthouse, mornings",
            "Quiet Bay",
            "third assistant",
            MORNINGS,
            place="base",
            weeks=22,
            review=None,
            link="none",
            room="The Lighthouse",
            purpose="Calm mornings after a hard summer. Meant for half a term.",
        ),
        also=[base],
    )
    support.set_up(
        Plan(
            "Sound Steps with Miss Lamb",
            "Sound Steps",
            "teaching_assistant",
            "Mon Tue Thu Fri 9:25-9:55",
            years=(4, 5),
            size=5,
            areas=("cognition",),
            purpose="Sounds of the week, read in a text from class.",
            room="Library corner",
        ),
        also=[kai, busy],
    )
    speech = Plan(
        "Clear Speech, Years 4 and 5",
        "Clear Speech",
        "speech therapist",
        "Mon 13:00-13:30",
        weeks=7,
        room="Library corner",
    )
    support.set_up(speech, also=[kai, busy])
    support.set_up(
        Plan(
            "Warm Start, Years 4 and 5",
            "Warm Start",
            "second assistant",
            "Thu 14:00-14:40",
            years=(4, 5),
            size=5,
            areas=("semh",),
            weeks=6,
            room="Rainbow room",
        ),
        also=[kai, busy],
    )
    support.set_up(
        Plan(
            "Oral rehearsal in Elm",
            "Oral rehearsal",
            "class_teacher",
            "Wed 11:00-11:55",
            place="class",
            weeks=7,
            purpose="Say it before you write it, with a partner and a tablet.",
        ),
        also=[kai, *elm[:3]],
    )
    counting = support.set_up(
        Plan(
            "Number Nooks, Years 5 and 6",
            "Number Nooks",
            "fourth assistant",
            "Mon Tue Wed Thu 10:05-10:35",
            years=(5, 6),
            size=4,
            areas=("cognition",),
            weeks=10,
        ),
        also=[busy],
    )
    support.set_up(
        Plan(
            "Word Weavers, Year 5",
            "Word Weavers",
            "second assistant",
            "Tue Fri 11:00-11:30",
            weeks=8,
            trained=False,
        ),
        also=[busy, counting[1]],
    )
    sounds = support.set_up(
        Plan(
            "Sound Steps, Year 2",
            "Sound Steps",
            "teaching_assistant",
            "Mon Tue Wed Thu Fri 9:55-10:20",
            years=(2,),
            size=4,
            areas=("cognition", "communication"),
            weeks=8,
        )
    )
    support.set_up(
        Plan("Clear Speech, Year 2", "Clear Speech", "speech therapist", "Mon 13:30-14:00", weeks=7),
        also=sounds[:2],
    )
    support.set_up(
        Plan(
            "Steady Hands, Year 3",
            "Steady Hands",
            "second assistant",
            "Tue Thu 10:30-10:55",
            years=(3,),
            size=2,
            areas=("sensory",),
            weeks=5,
        )
    )
    support.set_up(
        Plan(
            "Feelings Forecast, Damson",
            "Feelings Forecast",
            "fourth assistant",
            "",
            years=(3,),
            size=3,
            areas=("semh",),
            weeks=6,
            entry="",
            exit="",
        ),
        times=[lesson_time(builder, "Damson", "PSHE", minutes=30)],
    )
    support.set_up(
        Plan(
            "Maths mats in Birch",
            "Maths mats",
            "fourth assistant",
            "Mon Wed Fri 11:00-11:50",
            years=(1,),
            size=3,
            areas=("cognition",),
            place="class",
            weeks=6,
        )
    )
    support.set_up(
        Plan(
            "Talk Table, Reception",
            "Talk Table",
            "second assistant",
            "Mon Wed 9:30-9:55",
            years=(0,),
            size=3,
            areas=("communication",),
            weeks=4,
            link="unknown",
        )
    )
    support.set_up(
        Plan(
            "Reading Rafts, last year",
            "Reading Rafts",
            "teaching_assistant",
            "Tue Thu 13:00-13:20",
            years=(6,),
            size=4,
            areas=("cognition",),
            weeks=26,
            ended=13,
            review=-13,
        )
    )


HOLLYBANK: tuple[Plan, ...] = (
    Plan(
        "Sound Steps A",
        "Sound Steps",
        "assistant 1",
        "Mon Tue Wed Thu 9:25-9:55",
        (1,),
        4,
        ("cognition",),
        weeks=9,
    ),
    Plan(
        "Sound Steps B",
        "Sound Steps",
        "assistant 2",
        "Mon Tue Wed Thu 9:25-9:55",
        (2,),
        4,
        ("cognition",),
        weeks=24,
        entry="",
        exit="",
    ),
    Plan(
        "Reading Rafts, Years 3 and 4",
        "Reading Rafts",
        "assistant 3",
        "Mon Wed Fri 11:35-12:05",
        (3, 4),
        4,
        ("cognition",),
        entry="",
        exit="",
        review=None,
        link="unknown",
    ),
    Plan("Number Nooks, Year 6", "Number Nooks", "assistant 3", "Tue Thu 9:00-9:30", (6,), 4, ("cognition",)),
    Plan(
        "Talk Table",
        "Talk Table",
        "assistant 1",
        "Tue Thu 10:35-11:00",
        (0,),
        3,
        ("communication",),
        entry="",
        exit="",
        link="none",
    ),
    Plan(
        "Clear Speech", "Clear Speech", "speech therapist", "Wed 13:00-13:30", (1, 2), 2, ("communication",)
    ),
    Plan(
        "Warm Start",
        "Warm Start",
        "assistant 4",
        "Mon Wed 13:10-13:50",
        (5,),
        4,
        ("semh",),
        weeks=12,
        entry="",
        trained=None,
    ),
    Plan(
        "Feelings Forecast",
        "Feelings Forecast",
        "assistant 4",
        "Fri 12:30-13:00",
        (6,),
        2,
        ("semh",),
        entry="",
        exit="",
    ),
    Plan(
        "Steady Hands",
        "Steady Hands",
        "assistant 2",
        "Tue Thu 8:45-8:55",
        (2, 3),
        2,
        ("sensory",),
        review=-1,
    ),
    Plan(
        "Maths mats in class", "Maths mats", "assistant 1", "Mon Tue Fri 10:35-11:20", (3,), 4, place="class"
    ),
    Plan(
        "Oral rehearsal in class",
        "Oral rehearsal",
        "assistant 2",
        "Mon Wed 10:40-11:20",
        (5,),
        3,
        place="class",
    ),
)


def support_hollybank(builder: SchoolBuilder) -> None:
    """Hollybank: a dozen groups that were there before the SENCO was, few of them measured."""
    support = Support(builder)
    support.adults(TA, "assistant 1", "assistant 2", "assistant 3", "assistant 4")
    support.adults(SPECIALIST, "speech therapist")
    heavy = pupil_given_need(builder, 6, "E", "MLD")
    members: dict[str, list[Child]] = {}
    for plan in HOLLYBANK:
        also = [heavy] if plan.name in {"Number Nooks, Year 6", "Feelings Forecast"} else []
        also += members["Sound Steps A"][:2] if plan.programme == "Clear Speech" else []
        members[plan.name] = support.set_up(plan, also=also)
    support.set_up(
        Plan(
            "One to one, afternoons",
            "Word Weavers",
            "assistant 3",
            "Mon Tue Wed Thu 13:00-13:50; Mon Tue Wed 14:30-15:15",
            weeks=14,
            entry="",
            exit="",
            purpose="Catches up on writing.",
        ),
        also=[heavy],
    )


def pupil_given_need(builder: SchoolBuilder, year: int, provision: str, need: str) -> Child:
    """Return a pupil of a year who is given this need: one who has had none so far."""
    child = next(
        pupil
        for pupil in builder.children
        if pupil.year == year and pupil.provision == "N" and not pupil.groups
    )
    builder.need(child, provision, need)
    return child


def lesson_time(builder: SchoolBuilder, class_name: str, subject: str, *, minutes: int) -> Time:
    """Return the first minutes of a class's first lesson of a subject in the week, as a slot."""
    links = builder.rows.of(Lesson.teaching_groups.through)
    home = next(
        group
        for group in builder.rows.of(TeachingGroup)
        if group.name == class_name and group.school_id == builder.school.pk
    )
    of_class = {link.lesson_id for link in links if link.teachinggroup_id == home.pk}
    lesson = next(
        candidate
        for candidate in builder.rows.of(Lesson)
        if candidate.pk in of_class and candidate.subject == builder.subjects[subject]
    )
    return (0, lesson.weekday, lesson.starts, lesson.starts + minutes)
