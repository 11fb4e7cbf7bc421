"""One small world with somebody in every role, for the route × role matrix."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from inreach.apps.accounts.models import User
from inreach.apps.casework.models import Case, Rating, SignOff, Target
from inreach.apps.exchange.models import ImportRun
from inreach.apps.schools.models import Sharing
from inreach.core.access.roles import Role
from tests import worlds

ELSEWHERE = {"other_senco": Role.SENCO, "other_outreach": Role.OUTREACH_TEACHER}
"""Who holds a role in a school or service that has nothing to do with Kai."""
VISITORS = [*(role.value for role in Role), "stranger", "left", *ELSEWHERE]


@dataclass
class MatrixWorld:
    """Visitors by name, and the records that routes are asked about."""

    users: dict[str, User | None] = field(default_factory=dict)
    records: dict[str, Any] = field(default_factory=dict)


def build() -> MatrixWorld:
    """Kai's school: taught by the class teacher, supported by the assistant, shared with one of two services."""
    world = MatrixWorld()
    school, other = worlds.school(), worlds.school("Hollybank Primary")
    service, stranger_service = worlds.service(), worlds.service("Quayside Outreach")
    at_school, at_service = school.organisation, service.organisation
    for role in Role:
        place = at_school if "school" in role.kinds else at_service
        world.users[role.value] = worlds.person(f"{role.value}@example.org", (place, role))
    world.users["stranger"] = None
    world.users["left"] = worlds.person("left@example.org", (at_school, Role.SENCO), ends=date(2025, 12, 31))
    world.users["other_senco"] = worlds.person("other@example.org", (other.organisation, Role.SENCO))
    world.users["other_outreach"] = worlds.person(
        "quay@example.org", (stranger_service.organisation, Role.OUTREACH_TEACHER)
    )
    teacher = worlds.teacher(school, user=world.users["class_teacher"])
    assistant = worlds.assistant(school, user=world.users["teaching_assistant"])
    kai = worlds.pupil(school)
    worlds.linked(kai, world.users["parent"])
    worlds.linked(kai, world.users["pupil"], relation="self")
    english = worlds.subject(school)
    elm = worlds.teaching_group(school, kai, staff=teacher)
    lesson = worlds.lesson(elm, english, 0, 540, 600, teacher)
    group = worlds.support_group(school, kai, adult=assistant)
    slot = worlds.slot(group, 0, 560, 590)
    Sharing.objects.create(pupil=kai, organisation=at_service, reason="case", starts=worlds.YEAR_STARTS)
    with worlds.unaudited():
        case = Case.objects.create(
            school=school,
            service=service,
            pupil=kai,
            area="communication",
            concern="Waits for help.",
            opened_on=worlds.YEAR_STARTS,
        )
        target = Target.objects.create(
            pupil=kai,
            case=case,
            state="active",
            area="communication",
            title="Asks for help in class",
            baseline=3,
            expected=7,
            written_on=worlds.YEAR_STARTS,
            starts_on=worlds.YEAR_STARTS,
            review_on=date(2026, 3, 20),
        )
        draft = Target.objects.create(
            pupil=kai, area="cognition", title="Reads 30 words", written_on=worlds.YEAR_STARTS
        )
        rating = Rating.objects.create(
            target=target, value=3, rated_on=worlds.YEAR_STARTS, rater="Ms Okafor", rater_role="class_teacher"
        )
        sign_off = SignOff.objects.create(
            target=target, party="parent", name="Dana Rowe", agreed_on=worlds.YEAR_STARTS
        )
        run = ImportRun.objects.create(
            organisation=at_school,
            format="schools",
            sha256="0" * 64,
            state="ready",
            brought_at=timezone.now(),
        )
    world.records = {
        "pupil": kai,
        "school": school,
        "service": service,
        "subject": english,
        "teaching_group": elm,
        "year": school.years.get(),
        "term": school.years.get().terms.first(),
        "closure": school.closures.create(day=date(2026, 3, 6), reason="Training day"),
        "lesson": lesson,
        "staff": teacher,
        "group": group,
        "member": group.members.get(),
        "programme": group.programme,
        "slot": slot,
        "case": case,
        "target": target,
        "draft": draft,
        "sign_off": sign_off,
        "rating": rating,
        "import_run": run,
        "membership": world.users["senco"].memberships.get(),
        "senco": world.users["senco"],
    }
    return world
