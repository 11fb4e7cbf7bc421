"""The list of pupils: who is on it, and what stands beside each name on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from inreach.apps.schools.models import (
    Pupil,
    PupilLink,
    SenNeed,
    SenStatus,
    TeachingGroup,
    TeachingGroupMember,
)
from inreach.apps.schools.models.date_ranges import holds_on
from inreach.apps.schools.queries.pupil import on_roll, pupils_with
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor
from inreach.core.school import sen
from inreach.core.school.year_group import in_order_of_years

NO_NEED = "N"


@dataclass(frozen=True, slots=True)
class SenPicture:
    """SEN provision and types of need of one pupil on one day; no code means that nobody has said."""

    provision: sen.Code | None
    needs: tuple[sen.Need, ...]

    @property
    def supported(self) -> bool:
        """Whether the pupil has SEN support or a plan."""
        return self.provision is not None and self.provision.code != NO_NEED


NOTHING_SAID = SenPicture(None, ())


def sen_on(pupils: Iterable[Pupil], day: date) -> dict[UUID, SenPicture]:
    """SEN provision and needs of these pupils on a day, with the labels that the codes have then. Two queries."""
    ids = [pupil.pk for pupil in pupils]
    statuses = SenStatus.objects.filter(holds_on(day), pupil__in=ids).order_by("starts", "pk")
    provisions = {row.pupil_id: sen.provision(row.code, day) for row in statuses}
    codes = {need.code for need in sen.NEEDS if need.counts_on(day)}
    needs: dict[UUID, list[sen.Need]] = {}
    rows = SenNeed.objects.filter(holds_on(day), pupil__in=ids, code__in=codes).order_by(
        "rank", "starts", "pk"
    )
    for row in rows:
        needs.setdefault(row.pupil_id, []).append(sen.need(row.code, day))
    return {
        pk: SenPicture(provisions.get(pk), tuple(needs.get(pk, ())))
        for pk in ids
        if pk in provisions or pk in needs
    }


def home_classes_on(pupils: Iterable[Pupil], day: date) -> dict[UUID, list[TeachingGroup]]:
    """The home class of each of these pupils on a day; two where a pupil is in two. One query."""
    by_pupil: dict[UUID, list[TeachingGroup]] = {}
    rows = (
        TeachingGroupMember.objects.filter(
            holds_on(day), pupil__in=[p.pk for p in pupils], teaching_group__home=True
        )
        .select_related("teaching_group")
        .order_by("teaching_group__name", "pk")
    )
    for row in rows:
        by_pupil.setdefault(row.pupil_id, []).append(row.teaching_group)
    return by_pupil


def pupils_listed(
    actor: Actor, *, text: str = "", group: UUID | None = None, year: str = "", provision: str = ""
) -> QuerySet[Pupil]:
    """Pupils on the roll today whom the actor may list, narrowed by name, class, year group and SEN provision."""
    today = actor.today
    pupils = on_roll(pupils_with(actor, Permission.LIST_PUPILS), today)
    for word in text.split():
        pupils = pupils.filter(
            Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(known_as__icontains=word)
        )
    if group:
        members = TeachingGroupMember.objects.filter(holds_on(today), teaching_group=group)
        pupils = pupils.filter(pk__in=members.values("pupil"))
    if year:
        pupils = pupils.filter(year_group=year)
    if provision == NO_NEED:
        supported = SenStatus.objects.filter(holds_on(today)).exclude(code=NO_NEED)
        pupils = pupils.exclude(pk__in=supported.values("pupil"))
    elif provision:
        having = SenStatus.objects.filter(holds_on(today), code=provision)
        pupils = pupils.filter(pk__in=having.values("pupil"))
    return pupils.select_related("school__organisation")


def classes_to_choose(actor: Actor) -> QuerySet[TeachingGroup]:
    """Classes to which, today, a pupil belongs whom the actor may list; not the sets that a large school has beside."""
    pupils = pupils_with(actor, Permission.LIST_PUPILS).order_by().values("pk")
    members = TeachingGroupMember.objects.filter(holds_on(actor.today), pupil__in=pupils)
    classes = TeachingGroup.objects.filter(holds_on(actor.today), home=True)
    return classes.filter(pk__in=members.values("teaching_group")).order_by("name", "pk")


def years_to_choose(actor: Actor) -> list[str]:
    """Year groups of the pupils whom the actor may list, in their order."""
    pupils = pupils_with(actor, Permission.LIST_PUPILS).order_by()
    return in_order_of_years(pupils.exclude(year_group="").values_list("year_group", flat=True).distinct())


def own_pupils(actor: Actor) -> QuerySet[Pupil]:
    """The actor themself, if they sign in as a pupil, or their children."""
    linked = PupilLink.objects.filter(holds_on(actor.today), user=actor.user_id)  # type: ignore[misc]
    return pupils_with(actor, Permission.SEE_PUPIL_PLAIN).filter(pk__in=linked.values("pupil"))


def pupils_as_users(actor: Actor, user_ids: set[str]) -> dict[str, Pupil]:
    """Of these people, those who sign in as a pupil whose record the actor may see, by the id they sign in with."""
    links = PupilLink.objects.filter(  # type: ignore[misc]
        user__in=user_ids,
        relation=PupilLink.Relation.SELF,
        pupil__in=pupils_with(actor, Permission.SEE_PUPIL).order_by(),
    ).select_related("pupil")
    return {str(link.user_id): link.pupil for link in links}
