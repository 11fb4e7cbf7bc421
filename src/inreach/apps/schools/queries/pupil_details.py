"""What a school may change about a pupil: who may be changed, the subjects to choose from, and SEN from day to day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from inreach.apps.schools.models import Lesson, Pupil, SenNeed, SenStatus, Subject, TeachingGroupMember
from inreach.apps.schools.models.date_ranges import holds_on, valid_on
from inreach.apps.schools.queries.pupil import pupils_with
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor
from inreach.core.school import sen

PRIMARY, SECONDARY = sen.RANKS


def pupils_changed_by(actor: Actor) -> QuerySet[Pupil]:
    """Pupils whose details the actor may change."""
    return pupils_with(actor, Permission.CHANGE_PUPIL).select_related("school__organisation")


def subjects_to_love(pupil: Pupil, day: date) -> QuerySet[Subject]:
    """Subjects in which the pupil's own classes have lessons on a day, and those that the pupil loves already."""
    classes = TeachingGroupMember.objects.filter(holds_on(day), pupil=pupil).values("teaching_group")
    taught = Lesson.objects.filter(valid_on(day), teaching_groups__in=classes).values("subject")
    loved = pupil.loved_subjects.order_by().values("pk")
    return Subject.objects.filter(Q(pk__in=taught) | Q(pk__in=loved), school=pupil.school_id).order_by(
        "name", "pk"
    )


def loved_ids(pupil: Pupil) -> set[object]:
    """Ids of the subjects that the pupil loves."""
    return set(pupil.loved_subjects.order_by().values_list("pk", flat=True))


def has_upn(pupil: Pupil, upn: str) -> bool:
    """Whether another pupil of the same school has this number."""
    return Pupil.objects.filter(school=pupil.school_id, upn__iexact=upn).exclude(pk=pupil.pk).exists()


@dataclass(frozen=True, slots=True)
class Sen:
    """SEN provision and needs by rank as codes; "" where nothing is said."""

    provision: str = ""
    primary: str = ""
    secondary: str = ""

    @property
    def needs(self) -> dict[int, str]:
        """The code of each rank."""
        return {PRIMARY: self.primary, SECONDARY: self.secondary}


def statuses_of(pupil: Pupil) -> QuerySet[SenStatus]:
    """Every SEN provision that the pupil has had, the oldest first."""
    return SenStatus.objects.filter(pupil=pupil).order_by("starts", "pk")


def needs_of(pupil: Pupil) -> QuerySet[SenNeed]:
    """Every type of need that the pupil has had, the oldest first."""
    return SenNeed.objects.filter(pupil=pupil).order_by("starts", "rank", "pk")


def latest_sen(pupil: Pupil, today: date) -> Sen:
    """What holds today and is not yet over, or what has been written for later where that is so."""
    lasting = Q(ends__isnull=True) | Q(ends__gte=today)
    status = statuses_of(pupil).filter(lasting).last()
    needs = {row.rank: row.code for row in needs_of(pupil).filter(lasting)}
    return Sen(status.code if status else "", needs.get(PRIMARY, ""), needs.get(SECONDARY, ""))


def why_not_sen(pupil: Pupil, new: Sen, starts: date, today: date) -> dict[str, str]:
    """Why these SEN details cannot hold from this day, as a sentence for each part that is wrong.

    The parts are those of `Sen`, and `starts`. What is written already stays: a new day is never before the last one.
    """
    wrong: dict[str, str] = {}
    for part, code, meaning in (
        ("provision", new.provision, sen.provision),
        ("primary", new.primary, sen.need),
        ("secondary", new.secondary, sen.need),
    ):
        try:
            _ = meaning(code, starts) if code else None
        except ValueError as reason:
            wrong[part] = str(reason)
        if part != "provision" and code and part not in wrong:
            clash = sen.clash(new.provision, code)
            if clash:
                wrong[part] = clash
    if not new.provision and latest_sen(pupil, today).provision:
        wrong["provision"] = "Choose the SEN provision. N means no special educational need."
    if new.secondary and not new.primary:
        wrong["primary"] = "Choose a primary need first, or leave both out."
    elif new.secondary and new.secondary == new.primary:
        wrong["secondary"] = "This is the primary need already. Choose another, or none."
    last = max([*_starts(statuses_of(pupil)), *_starts(needs_of(pupil))], default=None)
    if last and starts < last:
        wrong["starts"] = (
            f"SEN details are written from {last:%-d %B %Y} already. Choose that day or a later one."
        )
    elif pupil.born and starts < pupil.born:
        wrong["starts"] = "This day is before the pupil was born."
    return wrong


def _starts(rows: QuerySet[SenStatus] | QuerySet[SenNeed]) -> list[date]:
    return list(rows.values_list("starts", flat=True))
