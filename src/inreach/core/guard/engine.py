"""The outvention guard: rules that warn, in plain words with numbers, before support turns into exclusion.

A rule whose facts are not known is not judged, and says so. The thresholds are choices, each with its source;
where no study or guidance sets a line, the source says that it is a default and a local policy choice.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from inreach.core.guard import judges
from inreach.core.guard.types import Flag, Rule, Severity, Thresholds, WeekFacts
from inreach.core.ledger.types import LedgerWeek, PeriodKind
from inreach.core.school.calendar import WEEKDAYS

NOT_A_LEGAL_LIMIT = (
    "None of these lines is a legal limit. Each is a choice that your school or service makes, "
    "shown with its source."
)
DEFAULTS = Thresholds()
LOCAL = "Inreach default, a local policy choice."


ARTICLE = "The article on outventions that Inreach is built on"
EEF = "Often seen in tested programmes (Education Endowment Foundation, 2015 to 2021)"

RULES: tuple[Rule, ...] = (
    Rule(
        id="share_outvention",
        title="Longer out of class than in it",
        sentence="The pupil spends this share of taught time, or more, out of class.",
        severity=Severity.OUTVENTION,
        threshold=DEFAULTS.outvention,
        unit="share of taught minutes",
        source=f"{ARTICLE} calls it an outvention when a pupil is longer out of class than in it.",
        in_class_alternative=(
            "Meet before the next week starts. Move the largest programme into class, with the teacher "
            "leading it while the assistant takes the class, or record a conscious decision."
        ),
        needs=("taught", "out"),
        setting="outvention",
        judge=partial(judges.share, "outvention"),
    ),
    Rule(
        id="share_concern",
        title="Much taught time out of class",
        sentence="The pupil spends this share of taught time, or more, out of class.",
        severity=Severity.CONCERN,
        threshold=DEFAULTS.concern,
        unit="share of taught minutes",
        source=(
            "The MAST study (2011 to 2012) saw pupils with Statements spend over a quarter of the week away "
            "from class, teacher and peers. Drawing the line there is a local policy choice."
        ),
        in_class_alternative=(
            "Choose the programme that misses most and try it in class: pre-teach words on a card, "
            "seat the pupil by a talk partner, use the same resources at the pupil's own table."
        ),
        needs=("taught", "out"),
        setting="concern",
        judge=partial(judges.share, "concern"),
    ),
    Rule(
        id="share_notice",
        title="Some taught time out of class",
        sentence="The pupil spends this share of taught time, or more, out of class.",
        severity=Severity.NOTICE,
        threshold=DEFAULTS.notice,
        unit="share of taught minutes",
        source=f"{LOCAL} It is about one programme of 30 minutes, five times a week.",
        in_class_alternative=(
            "Ask the class teacher which part of the programme could happen in class this week, "
            "for example a five-minute rehearsal before the pupil speaks or writes."
        ),
        needs=("taught", "out"),
        setting="notice",
        judge=partial(judges.share, "notice"),
    ),
    Rule(
        id="protected_missed",
        title="RSHE or PSHE missed",
        sentence="The pupil misses a lesson of relationships, sex and health education, or of PSHE.",
        severity=Severity.CONCERN,
        threshold=1,
        unit="minutes",
        source=(
            "Relationships and health education is for every pupil; a parent can withdraw a child only from "
            f"sex education (gov.uk). Flagging the first minute is an {LOCAL}"
        ),
        in_class_alternative=(
            "Move the session. In the lesson, use pictures, a sorting task or a trusted partner, "
            "so that the pupil can take part."
        ),
        needs=("protected_missed",),
        judge=judges.protected,
    ),
    Rule(
        id="programmes",
        title="Many programmes at once",
        sentence="So many programmes, or more, take the pupil out in the same week.",
        severity=Severity.CONCERN,
        threshold=DEFAULTS.programmes,
        unit="programmes",
        source=LOCAL,
        in_class_alternative=(
            "Keep the programme with the clearest entry data, and practise what the others teach "
            "in class until it ends."
        ),
        needs=("programmes_out",),
        setting="programmes",
        judge=judges.programmes,
    ),
    Rule(
        id="loved_missed",
        title="Most of a loved subject missed",
        sentence="The pupil misses most of a subject that the pupil loves.",
        severity=Severity.CONCERN,
        threshold=DEFAULTS.loved,
        unit="share of the subject's minutes",
        source=f"{ARTICLE} asks what a pupil misses that he or she loves. The line is an {LOCAL}",
        in_class_alternative=(
            "Move the session, and bring its aim into the loved subject: "
            "the pupil practises the words or the steps where they matter most to him or her."
        ),
        needs=("loved_missed", "loved_taught"),
        setting="loved",
        judge=judges.loved,
    ),
    Rule(
        id="no_review_date",
        title="No review date",
        sentence="Support has no date on which somebody looks at whether it helps.",
        severity=Severity.CONCERN,
        threshold=1,
        unit="groups",
        source="SEND Code of Practice (2015), 6.44 to 6.56: assess, plan, do, review.",
        in_class_alternative="Set the date now, with the teacher, and name what you will look at in class.",
        needs=("without_review_date",),
        judge=partial(judges.named_groups, "without_review_date", "No review date is set for"),
    ),
    Rule(
        id="missed_again",
        title="The same lesson missed two weeks running",
        sentence="The pupil misses the same lesson in two school weeks that follow one another.",
        severity=Severity.NOTICE,
        threshold=2,
        unit="weeks running",
        source=LOCAL,
        in_class_alternative=(
            "Let the session change its time each week, or run it in that lesson, on that lesson's work."
        ),
        needs=("lessons_missed_again",),
        judge=judges.missed_again,
    ),
    Rule(
        id="non_learning",
        title="Time that is not for lessons taken",
        sentence="Support takes registration, assembly, break, lunch, or time before or after school.",
        severity=Severity.NOTICE,
        threshold=1,
        unit="minutes",
        source=f"{ARTICLE} says that pupils may feel it as a punishment. The line is an {LOCAL}",
        in_class_alternative=(
            "Give the pupil the time back with friends. Use the first minutes of a lesson for the practice, "
            "while the class settles."
        ),
        needs=("non_learning",),
        judge=judges.non_learning,
    ),
    Rule(
        id="too_long",
        title="Running for a long time",
        sentence="A group has been running for longer than so many school weeks.",
        severity=Severity.NOTICE,
        threshold=DEFAULTS.weeks,
        unit="school weeks",
        source=f"{EEF}: 8 to 20 weeks.",
        in_class_alternative=(
            "Review it now. End it, and agree what the teacher keeps going in class, or plan it anew."
        ),
        needs=("weeks_running",),
        setting="weeks",
        judge=judges.too_long,
    ),
    Rule(
        id="not_trained",
        title="Adult not trained",
        sentence="The adult who runs the group has no training for the programme.",
        severity=Severity.NOTICE,
        threshold=1,
        unit="groups",
        source=f"{EEF}: 5 to 30 hours of training for each programme.",
        in_class_alternative=(
            "Until the training is done, let the adult support the pupil in class, on the teacher's plan."
        ),
        needs=("adult_not_trained",),
        judge=partial(judges.named_groups, "adult_not_trained", "The adult is not trained for"),
    ),
    Rule(
        id="under_delivered",
        title="Delivered less than planned",
        sentence="A smaller share of the planned sessions than this took place.",
        severity=Severity.NOTICE,
        threshold=DEFAULTS.delivered,
        unit="share of planned sessions",
        source=f"{EEF}: the plan is followed closely. The line is an {LOCAL}",
        in_class_alternative=(
            "Plan fewer sessions that will happen, and give the pupil the rest of the time back in class."
        ),
        needs=("sessions_planned", "sessions_delivered"),
        setting="delivered",
        judge=judges.delivered,
    ),
    Rule(
        id="no_adaptation_first",
        title="No adaptation tried first",
        sentence="The pupil was taken out before anything was tried in class.",
        severity=Severity.NOTICE,
        threshold=1,
        unit="groups",
        source=f"{ARTICLE} asks for in-class adaptations first.",
        in_class_alternative=(
            "Try one change in class for two weeks, for example seating, concrete resources, "
            "a device or oral rehearsal, and write down what you see."
        ),
        needs=("without_adaptation_first",),
        judge=partial(
            judges.named_groups, "without_adaptation_first", "Nothing was tried in class first before"
        ),
    ),
    Rule(
        id="no_data",
        title="No entry or exit data",
        sentence="Nobody can tell whether the group helped, because it was not measured.",
        severity=Severity.NOTE,
        threshold=1,
        unit="groups",
        source=f"{EEF}: assessment chooses pupils, guides the focus and follows progress.",
        in_class_alternative=(
            "Measure the same small skill in class and in the group, today and at the end."
        ),
        needs=("without_entry_or_exit_data",),
        judge=partial(judges.named_groups, "without_entry_or_exit_data", "No entry or exit data for"),
    ),
    Rule(
        id="no_class_link",
        title="No link to class",
        sentence="The group and the class do not know what the other does.",
        severity=Severity.NOTE,
        threshold=1,
        unit="groups",
        source=f"{EEF}: linked to what the class learns.",
        in_class_alternative=(
            "One line a week each way: the teacher says what is coming, the adult says what was done, "
            "and the teacher calls on it in the lesson."
        ),
        needs=("without_class_link",),
        judge=partial(judges.named_groups, "without_class_link", "Nothing links these to class"),
    ),
)


def flags(facts: WeekFacts, thresholds: Thresholds = DEFAULTS) -> tuple[Flag, ...]:
    """Return the flags of one pupil's week, worst first, then in the order of the rules."""
    found = []
    for rule in RULES:
        finding = rule.judge(facts, thresholds) if facts.knows(rule.needs) else None
        if finding is not None:
            found.append(
                Flag(
                    rule=rule.id,
                    severity=rule.severity,
                    sentence=finding.sentence,
                    numbers=finding.numbers,
                    source=source_of(rule, thresholds),
                    alternative=rule.in_class_alternative,
                )
            )
    return tuple(sorted(found, key=lambda flag: -flag.severity.rank))


def source_of(rule: Rule, thresholds: Thresholds) -> str:
    """Return where the line comes from, and that it was moved when the school or service has moved it."""
    if not rule.setting or getattr(thresholds, rule.setting) == rule.threshold:
        return rule.source
    return f"Your school or service has moved this line. Before that: {rule.source}"


def not_judged(facts: WeekFacts) -> tuple[Rule, ...]:
    """Return the rules that cannot be judged, because a fact they need is not known."""
    return tuple(rule for rule in RULES if not facts.knows(rule.needs))


def overdue(on: date, rules: tuple[Rule, ...] = RULES) -> tuple[Rule, ...]:
    """Return the rules whose next review was due before this day."""
    return tuple(rule for rule in rules if rule.next_review < on)


def lessons_missed_again(this_week: LedgerWeek, week_before: LedgerWeek) -> tuple[str, ...]:
    """Return the lessons missed in both weeks at the same time of the week, such as "Art on Thursday".

    A lesson is missed again when the same subject on the same weekday has a minute out in both.
    """
    before = {
        (piece.day.weekday(), piece.subject, minute)
        for piece in week_before.segments
        if piece.out and piece.kind is PeriodKind.LESSON
        for minute in range(piece.start, piece.end)
    }
    again = (
        f"{piece.subject} on {WEEKDAYS[piece.day.weekday()]}"
        for piece in this_week.segments
        if piece.out
        and piece.kind is PeriodKind.LESSON
        and any((piece.day.weekday(), piece.subject, m) in before for m in range(piece.start, piece.end))
    )
    return tuple(dict.fromkeys(again))
