"""What the demonstration promises to show is there."""

from collections import Counter, defaultdict
from datetime import timedelta

import pytest

from inreach.apps.accounts.adapters import actor_for
from inreach.apps.accounts.models import Membership, Organisation, User
from inreach.apps.casework.adapters.target import gather_target, target_facts
from inreach.apps.casework.models import Case, Rating, Target
from inreach.apps.demo.story.cast import CAST, PLACES, person
from inreach.apps.demo.story.primary_schools import kai_id
from inreach.apps.inclusion.services.school_week import SchoolLedger, school_ledger
from inreach.apps.provision.models import Programme
from inreach.apps.schools.models import Lesson, Pupil, School, SenNeed, SenStatus, Sharing
from inreach.apps.schools.queries.pupil import pupils_with
from inreach.core.access.permissions import Permission
from inreach.core.access.roles import Role
from inreach.core.school import sen, upn
from inreach.core.targets.progress import outcome_of
from inreach.core.targets.quality import ready
from inreach.core.targets.ratings import Outcome
from inreach.core.transitions import ends
from tests.demo_world import STORY_DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_loaded")]


@pytest.fixture(scope="module")
def ledgers(demo_loaded, django_db_blocker) -> dict[str, SchoolLedger]:
    with django_db_blocker.unblock():
        return {
            key: school_ledger(School.objects.get(pk=place.id), STORY_DAY)
            for key, place in PLACES.items()
            if place.kind == "school"
        }


def rows_with(ledger: SchoolLedger, rule: str) -> int:
    return sum(any(flag.rule.id == rule for flag in row.flags) for row in ledger.rows)


def test_a_service_two_primary_schools_and_a_secondary_are_all_invented():
    assert Counter(School.objects.values_list("phase", "cycle_weeks")) == {
        ("primary", 1): 2,
        ("secondary", 2): 1,
    }
    assert set(Organisation.objects.values_list("invented", flat=True)) == {True}
    assert sorted(Organisation.objects.values_list("name", flat=True)) == sorted(
        p.name for p in PLACES.values()
    )


def test_there_are_about_1500_pupils_and_about_an_eighth_have_support(ledgers):
    pupils = sum(ledger.on_roll for ledger in ledgers.values())
    supported = sum(len(ledger.supported) for ledger in ledgers.values())
    assert 1450 <= pupils <= 1550
    assert 0.11 <= supported / pupils <= 0.13


def test_somebody_can_be_found_in_every_role_and_somebody_has_left():
    current = Membership.objects.filter(ends__isnull=True)
    assert set(current.values_list("role", flat=True)) == {role.value for role in Role}
    left = User.objects.get(pk=person("left").user_id)
    assert actor_for(left, STORY_DAY).current == ()
    assert User.objects.count() == len(CAST)


def test_nobody_of_the_cast_has_a_password():
    assert [user.name for user in User.objects.all() if user.has_usable_password()] == []


def test_each_of_the_cast_sees_the_pupils_of_their_character():
    seen = {
        one.key: pupils_with(
            actor_for(User.objects.get(pk=one.user_id), STORY_DAY), Permission.SEE_PUPIL
        ).count()
        for one in CAST
    }
    shared = Sharing.objects.filter(ends__isnull=True).count()
    assert seen["senco"] == seen["head"] == Pupil.objects.filter(school=PLACES["marlowe"].id).count()
    assert seen["outreach_teacher"] == seen["service_manager"] == shared
    assert 0 < seen["teaching_assistant"] < seen["class_teacher"] < 40
    assert 0 < seen["teacher_kestrel"] < Pupil.objects.filter(school=PLACES["kestrel"].id).count() / 2
    none = ("governor", "administrator", "administrator_harbour", "left", "parent", "pupil")
    assert [key for key in none if seen[key]] == []


def test_kais_week_is_the_one_in_the_picture(ledgers):
    row = next(row for row in ledgers["marlowe"].rows if row.pupil.pk == kai_id())
    totals = row.totals
    assert (totals.out, totals.taught, totals.leavings) == (190, 1425, 6)
    assert (totals.teacher, totals.assistant, totals.specialist) == (1235, 160, 30)
    assert (totals.loved_missed, totals.taught_by_subject["Art"], dict(totals.protected_missed)) == (
        70,
        115,
        {},
    )
    assert {flag.rule.id for flag in row.flags} == {
        "loved_missed",
        "programmes",
        "share_notice",
        "missed_again",
    }


def test_a_handful_of_pupils_are_over_each_line_and_not_a_wall_of_them(ledgers):
    over = {
        line: sum(rows_with(ledger, f"share_{line}") for ledger in ledgers.values())
        for line in ("notice", "concern", "outvention")
    }
    assert 12 <= over["notice"] <= 30
    assert 4 <= over["concern"] <= 10
    assert over["outvention"] == 2
    assert (
        rows_with(ledgers["marlowe"], "share_outvention")
        == rows_with(ledgers["kestrel"], "share_outvention")
        == 1
    )


@pytest.mark.parametrize(
    "rule",
    [
        "loved_missed",
        "protected_missed",
        "programmes",
        "missed_again",
        "non_learning",
        "too_long",
        "no_review_date",
        "not_trained",
        "no_data",
        "no_class_link",
    ],
)
def test_every_rule_that_can_be_judged_speaks_somewhere_and_never_of_everybody(ledgers, rule):
    spoken = sum(rows_with(ledger, rule) for ledger in ledgers.values())
    assert 0 < spoken < sum(len(ledger.supported) for ledger in ledgers.values())


def test_support_is_given_in_class_in_a_base_and_elsewhere(ledgers):
    places = {
        str(segment.where.value)
        for ledger in ledgers.values()
        for row in ledger.supported
        for segment in row.week.segments
        if segment.support and segment.where
    }
    assert places == {"class", "base", "elsewhere"}


def test_every_outcome_occurs_and_some_targets_are_late_unrated_or_unfinished():
    targets = list(Target.objects.prefetch_related("ratings").order_by("pk"))
    outcomes = Counter(outcome_of(gather_target(target)) for target in targets)
    assert [outcome for outcome in Outcome if outcomes[outcome] < 2] == []
    never = [
        target
        for target in targets
        if target.state == "active"
        and target.review_on < STORY_DAY
        and {rating.purpose for rating in target.ratings.all()} == {"baseline"}
    ]
    assert len(never) >= 5
    assert sum(target.state == "draft" for target in targets) >= 5
    assert sum(target.maintain for target in targets) >= 1


def test_a_target_has_passed_its_quality_check_unless_it_is_a_draft():
    targets = list(Target.objects.prefetch_related("sign_offs").order_by("pk"))
    wrong = [
        (target.state, target.title)
        for target in targets
        if ready(target_facts(target, target.sign_offs.all())) == (target.state == "draft")
    ]
    assert wrong == []


def test_a_reviewed_target_has_a_review_and_an_unfinished_one_has_none():
    reviewed = set(Rating.objects.filter(purpose="review").values_list("target", flat=True))
    finished = set(
        Target.objects.filter(state__in=["reviewed", "following_up", "closed"]).values_list("pk", flat=True)
    )
    assert reviewed == finished


def test_no_rating_comes_from_the_future_or_before_its_target():
    ratings = Rating.objects.select_related("target").order_by("pk")
    assert [r.pk for r in ratings if not r.target.written_on <= r.rated_on <= STORY_DAY] == []


def test_cases_are_in_many_states_and_a_service_sees_a_pupil_only_while_one_runs():
    states = set(Case.objects.values_list("state", flat=True))
    assert states == {state for state, _ in Case.STATES}
    running = set(Case.objects.exclude(state__in=ends("case")).values_list("pupil", flat=True))
    shared = set(Sharing.objects.filter(ends__isnull=True).values_list("pupil", flat=True))
    assert shared == running
    over = Sharing.objects.filter(ends__isnull=False)
    assert [row.pk for row in over if row.ends >= STORY_DAY] == []
    assert over.exists()


def test_every_upn_is_valid_and_belongs_to_one_pupil():
    numbers = list(Pupil.objects.values_list("upn", flat=True))
    assert [upn.explain(number) for number in numbers if upn.explain(number)] == []
    assert len(set(numbers)) == len(numbers)


def test_every_sen_code_is_one_of_the_census_and_fits_the_provision():
    status = dict(SenStatus.objects.filter(ends__isnull=True).values_list("pupil", "code"))
    needs = list(SenNeed.objects.filter(ends__isnull=True).values_list("pupil", "code", "starts"))
    assert [code for pupil, code, _ in needs if sen.clash(status[pupil], code)] == []
    assert {sen.need(code, starts).code for _, code, starts in needs} >= {
        "SLCN",
        "SEMH",
        "ASD",
        "SPLD",
        "MLD",
    }


def test_nobody_teaches_two_lessons_at_once_and_no_class_has_two():
    busy: dict[tuple[object, ...], list[tuple[int, int]]] = defaultdict(list)
    for who in ("staff", "teaching_groups"):
        for row in Lesson.objects.values_list(who, "cycle_week", "weekday", "starts", "ends"):
            busy[(who, *row[:3])].append(row[3:])
    twice = [
        key
        for key, times in busy.items()
        if any(
            later[0] < earlier[1] for earlier, later in zip(sorted(times), sorted(times)[1:], strict=False)
        )
    ]
    assert twice == []


def test_no_two_pupils_share_a_name():
    names = Counter(Pupil.objects.values_list("given_name", "family_name"))
    assert [name for name, number in names.items() if number > 1] == []


def test_every_programme_says_that_it_is_invented():
    assert set(Programme.objects.values_list("source", flat=True)) == {"Invented for the demonstration"}


def test_the_picture_holds_the_week_after_too(ledgers):
    school = School.objects.get(pk=PLACES["kestrel"].id)
    following = school_ledger(school, STORY_DAY + timedelta(days=7))
    assert {ledgers["kestrel"].week.cycle_week, following.week.cycle_week} == {1, 2}
    assert len(following.supported) > 0.9 * len(ledgers["kestrel"].supported)
