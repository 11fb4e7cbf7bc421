"""Named, scoped sets for the ledger and the guard. Screen, CSV and command ask the same ones."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from inreach.apps.accounts.models import Organisation
from inreach.apps.accounts.queries import organisation_ids
from inreach.apps.inclusion.models import GuardSetting
from inreach.apps.provision.models import GroupMember
from inreach.apps.provision.queries.group import groups_with
from inreach.apps.schools.adapters.row_keys import as_text, keys_of
from inreach.apps.schools.models import (
    Enrolment,
    Lesson,
    Pupil,
    PupilLink,
    School,
    Sharing,
    StaffMember,
    TeachingGroup,
    TeachingGroupMember,
)
from inreach.apps.schools.models.date_ranges import holds_between, holds_on
from inreach.apps.schools.queries.pupil import pupils_with
from inreach.apps.schools.queries.school import schools_with
from inreach.apps.schools.queries.teaching_group import teaching_groups_seen_by
from inreach.core.access.permissions import Permission, Scope
from inreach.core.access.policy import Actor
from inreach.core.school.calendar import CalendarWeek


def ledger_schools(actor: Actor) -> QuerySet[School]:
    """Schools of whose ledger the actor may see something: their own, or those of pupils shared with their service."""
    own = schools_with(actor, Permission.SEE_LEDGER).values("pk")
    of_pupils = pupils_with(actor, Permission.SEE_LEDGER).order_by().values("school")
    return (
        School.objects.filter(Q(pk__in=own) | Q(pk__in=of_pupils))
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )


def ledger_pupils(actor: Actor, school: School) -> QuerySet[Pupil]:
    """Pupils of one school whose ledger the actor may see."""
    return pupils_with(actor, Permission.SEE_LEDGER).filter(school=school)


def everybody_in(school: School, week: CalendarWeek) -> list[Pupil]:
    """Pupils on a school's roll on at least one day of a week, by name. For the machine's sums, not for a screen."""
    return everybody_between(school, week.starts, week.ends)


def everybody_between(school: School, first: date, last: date) -> list[Pupil]:
    """Pupils on a school's roll on at least one day from one date to another, by name. For the machine's sums, too."""
    current = Enrolment.objects.filter(holds_between(first, last), pupil__school=school)
    return list(
        Pupil.objects.filter(school=school, pk__in=current.values("pupil")).order_by(
            "family_name", "given_name", "pk"
        )
    )


class HomeClass(NamedTuple):
    """The class that a pupil belongs to."""

    pk: UUID
    name: str


def home_classes(school: School, week: CalendarWeek, pupils: Collection[Pupil]) -> dict[UUID, HomeClass]:
    """The class that each of these pupils belongs to in a week; of several the first by name, then by code."""
    homes = {
        key: (place, HomeClass(UUID(key), name))
        for place, (key, name) in enumerate(
            TeachingGroup.objects.filter(school=school, home=True)
            .order_by("name", "source_id", "pk")
            .values_list(as_text("pk"), "name")
        )
    }
    members = TeachingGroupMember.objects.filter(
        holds_between(week.starts, week.ends), teaching_group__school=school, teaching_group__home=True
    )
    by_pupil: dict[str, tuple[int, HomeClass]] = {}
    for pupil, group in members.order_by().values_list(as_text("pupil_id"), as_text("teaching_group_id")):
        by_pupil[pupil] = min(homes[group], by_pupil.get(pupil, homes[group]))
    keys = keys_of(pupil.pk for pupil in pupils)
    return {pupil: by_pupil[key][1] for key, pupil in keys.items() if key in by_pupil}


def classmates_in(pupil: Pupil, week: CalendarWeek) -> list[Pupil]:
    """Pupils of the classes that a pupil belongs to in a week. For the machine's sums, not for a screen."""
    holding = TeachingGroupMember.objects.filter(
        holds_between(week.starts, week.ends), teaching_group__home=True
    )
    classes = holding.filter(pupil=pupil).values("teaching_group")
    members = holding.filter(teaching_group__in=classes).values("pupil")
    current = Enrolment.objects.filter(holds_between(week.starts, week.ends))
    return list(Pupil.objects.filter(pk__in=members).filter(pk__in=current.values("pupil")).order_by("pk"))


def export_schools(actor: Actor) -> QuerySet[School]:
    """Schools whose ledger the actor may take away as a file."""
    return schools_with(actor, Permission.EXPORT_LEDGER)


def exportable_pupils(actor: Actor, school: School) -> QuerySet[Pupil]:
    """Pupils of one school whose ledger the actor may take away as a file."""
    return pupils_with(actor, Permission.EXPORT_LEDGER).filter(school=school)


def sees_whole_ledger(actor: Actor, school: School) -> bool:
    """Whether the actor sees the ledger of every pupil of this school."""
    return str(school.pk) in organisation_ids(actor, Permission.SEE_LEDGER, Scope.ORGANISATION)


def pupils_to_open(actor: Actor, permission: Permission) -> QuerySet[Pupil]:
    """Pupils whose page the actor may open, with their school."""
    return pupils_with(actor, permission).select_related("school__organisation")


def is_self(actor: Actor, pupil: Pupil) -> bool:
    """Whether the actor signs in as this very pupil."""
    links = PupilLink.objects.filter(
        holds_on(actor.today),
        user=actor.user_id or None,  # type: ignore[misc]
        pupil=pupil,
    )
    return links.filter(relation=PupilLink.Relation.SELF).exists()


@dataclass(frozen=True, slots=True)
class Around:
    """What lets people see a pupil: classes and groups by name, services with reason and days, family members."""

    classes: tuple[str, ...]
    groups: tuple[str, ...]
    services: tuple[tuple[str, str, date | None], ...]
    parents: int
    self_signs_in: bool


def who_sees(pupil: Pupil, day: date) -> Around:
    """What lets people see a pupil's record on a day."""
    classes = TeachingGroupMember.objects.filter(holds_on(day), pupil=pupil, teaching_group__home=True)
    groups = GroupMember.objects.filter(holds_on(day), holds_on(day, "group__"), pupil=pupil)
    sharings = Sharing.objects.filter(holds_on(day), pupil=pupil).order_by("organisation__name", "pk")
    links = list(PupilLink.objects.filter(holds_on(day), pupil=pupil).values_list("relation", flat=True))
    return Around(
        classes=_names(classes.order_by("teaching_group__name", "teaching_group"), "teaching_group"),
        groups=_names(groups.order_by("group__name", "group"), "group"),
        services=tuple(sharings.values_list("organisation__name", "reason", "ends")),
        parents=links.count(PupilLink.Relation.PARENT.value),
        self_signs_in=PupilLink.Relation.SELF.value in links,
    )


def people_around(pupil: Pupil, day: date) -> list[StaffMember]:
    """The adults to talk to about a pupil: the staff of the pupil's class, then the SENCO."""
    classes = TeachingGroupMember.objects.filter(holds_on(day), pupil=pupil, teaching_group__home=True)
    posts = StaffMember.objects.filter(holds_on(day), school=pupil.school_id)
    teachers = (
        posts.filter(teaching_groups__in=classes.values("teaching_group")).distinct().order_by("name", "pk")
    )
    sencos = posts.filter(role=StaffMember.Role.SENCO).order_by("name", "pk")
    return list({member.pk: member for member in (*teachers, *sencos)}.values())


def _names(rows: QuerySet[Any], of: str) -> tuple[str, ...]:
    """The names of classes or groups, each once; two of one name stay two."""
    return tuple(dict(rows.values_list(f"{of}_id", f"{of}__name")).values())


def classes_of_lessons(actor: Actor, lessons: Collection[str]) -> dict[str, list[TeachingGroup]]:
    """The classes of these lessons, by lesson, as far as the actor sees them."""
    links = Lesson.teaching_groups.through.objects.filter(lesson__in=list(lessons)).order_by("pk")
    seen = {group.pk: group for group in teaching_groups_seen_by(actor).filter(lessons__in=list(lessons))}
    by_lesson: dict[str, list[TeachingGroup]] = {}
    for lesson, group in links.values_list("lesson_id", "teachinggroup_id"):
        if group in seen:
            by_lesson.setdefault(str(lesson), []).append(seen[group])
    return {lesson: sorted(groups, key=lambda group: group.name) for lesson, groups in by_lesson.items()}


def groups_to_open(actor: Actor, groups: Collection[str]) -> set[str]:
    """The ids of those of these groups whose page the actor may open."""
    seen = groups_with(actor, Permission.SEE_GROUPS).filter(pk__in=list(groups))
    return {str(pk) for pk in seen.values_list("pk", flat=True)}


def settings_of(organisation: Organisation) -> QuerySet[GuardSetting]:
    """The lines that a school or service has moved."""
    return GuardSetting.objects.filter(organisation=organisation).order_by("key")


def figure_groups(actor: Actor, organisation: Organisation) -> list[tuple[School, list[Pupil] | None]]:
    """Schools whose pupils are counted in the figures of an organisation, each with its pupils, None for everybody.

    A school's figures are of its whole roll. A service's are of the pupils that schools share with it today.
    """
    if organisation.kind == Organisation.Kind.SCHOOL:
        return [
            (school, None)
            for school in School.objects.filter(pk=organisation.pk).select_related("organisation")
        ]
    shared = Sharing.objects.filter(holds_on(actor.today), organisation=organisation)
    pupils = Pupil.objects.filter(pk__in=shared.values("pupil")).order_by("pk")
    by_school: dict[UUID, list[Pupil]] = {}
    for pupil in pupils:
        by_school.setdefault(pupil.school_id, []).append(pupil)
    schools = School.objects.filter(pk__in=list(by_school)).select_related("organisation")
    return [(school, by_school[school.pk]) for school in schools.order_by("organisation__name", "pk")]
