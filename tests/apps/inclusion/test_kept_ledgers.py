"""Ledgers that are kept: they are what would be worked out anew, whatever was changed and however."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from inreach.apps.inclusion.adapters.school_week import gather_school_week
from inreach.apps.inclusion.management.commands.ledger import as_json
from inreach.apps.inclusion.models import GuardSetting, LedgerVersion
from inreach.apps.inclusion.services import version_triggers
from inreach.apps.inclusion.services.kept_ledgers import (
    WRITERS,
    join_marks,
    ledgers_of_school,
    versions_of,
)
from inreach.apps.inclusion.services.school_week import SchoolLedger, school_ledger
from inreach.apps.provision.models import Group, GroupMember, Programme, Slot
from inreach.apps.schools.adapters.row_keys import keys_of
from inreach.apps.schools.models import (
    AcademicYear,
    ClosureDay,
    DayPlan,
    Enrolment,
    Lesson,
    Period,
    Pupil,
    Room,
    School,
    StaffMember,
    Subject,
    TeachingGroup,
    TeachingGroupMember,
    Term,
)
from tests import worlds
from tests.apps.inclusion.conftest import MONDAY

EDITS = 200


def written_out(ledger: SchoolLedger) -> tuple:
    """Everything that anybody is shown of a ledger, names too."""
    return (
        as_json(ledger, ledger.rows, names=True),
        [
            (str(m.group.name), m.group.programme.name, str(m.group.adult))
            for row in ledger.rows
            for m in row.memberships
        ],
        [(row.pupil.name, row.pupil.year_group, row.class_name, row.week.segments) for row in ledger.rows],
        (ledger.calendar, ledger.thresholds, ledger.school.organisation.name),
    )


def kept(school: School, day: date = MONDAY) -> SchoolLedger:
    """The ledger as a page asks for it."""
    return ledgers_of_school(School.objects.select_related("organisation").get(pk=school.pk)).week(day)


def anew(school: School, day: date = MONDAY) -> SchoolLedger:
    """The ledger as it is worked out from its rows."""
    return school_ledger(School.objects.select_related("organisation").get(pk=school.pk), day)


def any_of(model: type[Model], luck: Random) -> int | str:
    """The key of one row."""
    return luck.choice(list(model.objects.order_by("pk").values_list("pk", flat=True)))


def change(model: type[Model], luck: Random, **fields: object) -> None:
    """Change one row past its `save`."""
    model.objects.filter(pk=any_of(model, luck)).update(**fields)


def toggle_place(luck: Random, elm) -> None:
    change(Slot, luck, place=luck.choice(["class", "elsewhere", "base"]))


def move_slot(luck: Random, elm) -> None:
    starts = luck.randrange(540, 900, 5)
    change(Slot, luck, weekday=luck.randrange(5), starts=starts, ends=starts + luck.randrange(10, 60, 5))


def join_or_leave(luck: Random, elm) -> None:
    if luck.random() < 0.3 and GroupMember.objects.exists():
        GroupMember.objects.filter(pk=any_of(GroupMember, luck)).delete()
        return
    pupil, group = any_of(Pupil, luck), any_of(Group, luck)
    if not GroupMember.objects.filter(pupil=pupil, group=group).exists():
        GroupMember.objects.bulk_create([GroupMember(pupil_id=pupil, group_id=group, starts=MONDAY)])


def rename_group(luck: Random, elm) -> None:
    change(Group, luck, name=f"Group {luck.randrange(99)}", review_on=luck.choice([None, date(2026, 4, 1)]))


def end_group(luck: Random, elm) -> None:
    for group in Group.objects.all():
        Group.objects.filter(pk=group.pk).update(ends=luck.choice([None, date(2026, 3, 2), date(2026, 3, 4)]))


def rename_programme(luck: Random, elm) -> None:
    change(Programme, luck, name=f"Programme {luck.randrange(10**6)}")


def rename_pupil(luck: Random, elm) -> None:
    change(Pupil, luck, given_name=f"Kim {luck.randrange(99)}", year_group=str(luck.randrange(1, 7)))


def join_or_leave_school(luck: Random, elm) -> None:
    change(Enrolment, luck, ends=luck.choice([None, date(2026, 3, 3), date(2026, 2, 3)]))


def come_new(luck: Random, elm) -> None:
    newcomer = worlds.pupil(elm.school, f"New {luck.randrange(99)}", "Comer")
    TeachingGroupMember.objects.create(
        teaching_group_id=any_of(TeachingGroup, luck), pupil=newcomer, starts=MONDAY
    )


def change_class(luck: Random, elm) -> None:
    change(TeachingGroupMember, luck, ends=luck.choice([None, date(2026, 3, 3)]))


def rename_class(luck: Random, elm) -> None:
    change(TeachingGroup, luck, name=f"Class {luck.randrange(99)}")


def change_lesson(luck: Random, elm) -> None:
    change(Lesson, luck, valid_from=luck.choice([None, date(2026, 3, 4)]), cycle_week=luck.choice([0, 1]))


def change_adults(luck: Random, elm) -> None:
    for lesson in luck.sample(list(Lesson.objects.order_by("pk")), 4):
        lesson.staff.set([] if luck.random() < 0.5 else [any_of(StaffMember, luck)])


def change_classes_of_lesson(luck: Random, elm) -> None:
    lesson = Lesson.objects.get(pk=any_of(Lesson, luck))
    lesson.teaching_groups.set([] if luck.random() < 0.3 else [any_of(TeachingGroup, luck)])


def change_subject(luck: Random, elm) -> None:
    change(Subject, luck, name=f"Subject {luck.randrange(10**6)}", protected=luck.random() < 0.5)


def change_staff(luck: Random, elm) -> None:
    change(StaffMember, luck, qualified_teacher=luck.random() < 0.5, name=f"Adult {luck.randrange(99)}")


def change_bells(luck: Random, elm) -> None:
    if luck.random() < 0.5:
        DayPlan.objects.filter(weekday=luck.randrange(5)).delete()
        return
    weekday = luck.randrange(5)
    plan, _ = DayPlan.objects.get_or_create(
        school=elm.school, weekday=weekday, cycle_week=luck.choice([0, 1])
    )
    starts = luck.choice([480, 500, 650, 735])
    Period.objects.filter(day_plan=plan).delete()
    Period.objects.create(day_plan=plan, name="Break", kind="break", starts=starts, ends=starts + 15)


def close_a_day(luck: Random, elm) -> None:
    day = MONDAY + timedelta(days=luck.randrange(5))
    if not ClosureDay.objects.filter(day=day).delete()[0]:
        ClosureDay.objects.create(school=elm.school, day=day, reason="Training")


def change_terms(luck: Random, elm) -> None:
    spring = Term.objects.filter(name="Spring")
    spring.update(ends=luck.choice([date(2026, 3, 4), date(2026, 3, 27)]))
    if luck.random() < 0.2:
        AcademicYear.objects.update(starts=date(2025, 8, 31))


def change_school(luck: Random, elm) -> None:
    School.objects.filter(pk=elm.school.pk).update(cycle_weeks=luck.choice([1, 2]))


def rename_school(luck: Random, elm) -> None:
    elm.school.organisation.name = f"School {luck.randrange(99)}"
    elm.school.organisation.save()


def move_line(luck: Random, elm) -> None:
    GuardSetting.objects.all().delete()
    GuardSetting.objects.create(
        organisation=elm.school.organisation,
        key="notice",
        value=luck.choice(["0.05", "0.08"]),
        reason="Agreed",
        set_on=MONDAY,
    )


def love_something(luck: Random, elm) -> None:
    pupil, subject = Pupil.objects.get(pk=any_of(Pupil, luck)), any_of(Subject, luck)
    (pupil.loved_subjects.add if luck.random() < 0.6 else pupil.loved_subjects.remove)(subject)


def by_hand(luck: Random, elm) -> None:
    """At the database's own prompt."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE provision_slot SET ends = ends + 1 WHERE ends < 1000")


EDITS_BY_NAME: dict[str, Callable] = {
    edit.__name__: edit
    for edit in (
        toggle_place, move_slot, join_or_leave, rename_group, end_group, rename_programme, rename_pupil,
        join_or_leave_school, come_new, change_class, rename_class, change_lesson, change_adults,
        change_classes_of_lesson, change_subject, change_staff, change_bells, close_a_day, change_terms,
        change_school, rename_school, move_line, love_something, by_hand,
    )
}  # fmt: skip


def test_what_is_kept_is_what_would_be_worked_out_after_each_of_200_edits(elm):
    luck, told_apart = Random(2026), set()
    before = written_out(kept(elm.school))
    for number in range(EDITS):
        name = luck.choice(sorted(EDITS_BY_NAME))
        with worlds.unaudited():
            EDITS_BY_NAME[name](luck, elm)
        now = written_out(kept(elm.school))
        assert now == written_out(anew(elm.school)), f"edit {number}: {name}"
        if now != before:
            told_apart.add(name)
        before = now
    assert len(told_apart) > len(EDITS_BY_NAME) / 2, "edits that do not show tell nothing"


def test_a_ledger_is_worked_out_once_while_nothing_changes(elm):
    first = kept(elm.school)
    with CaptureQueriesContext(connection) as queries:
        assert ledgers_of_school(elm.school).week(MONDAY + timedelta(days=2)) is first
    assert len(queries) == 1


def test_everything_that_a_ledger_is_worked_out_from_is_watched(elm):
    with CaptureQueriesContext(connection) as queries:
        gather_school_week(elm.school, MONDAY)
    read = {table for query in queries for table in re.findall(r'(?:FROM|JOIN) "?(\w+)"?', query["sql"])} | {
        "accounts_organisation"
    }
    watched = {model._meta.db_table for model in version_triggers.watched()}
    assert read - watched == set()
    assert len(read) > 15


ONE_OF_IT: dict[type[Model], Callable] = {
    Room: lambda elm: elm.school.rooms.create(name="Hall"),
    ClosureDay: lambda elm: close_a_day(Random(1), elm),
    GuardSetting: lambda elm: move_line(Random(1), elm),
}


@pytest.mark.parametrize("model", version_triggers.watched(), ids=lambda model: model._meta.label)
def test_whatever_is_written_to_a_watched_table_changes_the_version_of_its_school_alone(elm, model):
    table, column = model._meta.db_table, model._meta.pk.column
    with worlds.unaudited():
        ONE_OF_IT.get(model, lambda elm: None)(elm)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY {column} LIMIT 1")
        [key] = cursor.fetchone()
        other = worlds.school("Hollybank Primary")
        before = versions_of([elm.school.pk, other.pk])
        cursor.execute(f"UPDATE {table} SET {column} = {column} WHERE {column} = %s", [key])
    after = versions_of([elm.school.pk, other.pk])
    assert after[elm.school.pk] != before[elm.school.pk]
    assert (after[other.pk] == before[other.pk]) is (model not in version_triggers.OF_EVERY_SCHOOL)


def test_what_is_rolled_back_leaves_no_version_behind_that_another_change_could_meet(elm):
    seen = set()
    for number in range(4):
        with transaction.atomic(), worlds.unaudited():
            Slot.objects.filter(group=elm.phonics).update(ends=590 + number)
            seen.add(versions_of([elm.school.pk])[elm.school.pk])
            transaction.set_rollback(True)
    assert len(seen) == 4


def test_marks_of_many_connections_are_joined_to_a_new_one_and_a_few_are_left_alone(elm):
    crowded, quiet = elm.school, worlds.school("Hollybank Primary")
    for school, marks in ((crowded, WRITERS + 1), (quiet, 3)):
        [key] = keys_of([school.pk])
        LedgerVersion.objects.bulk_create(
            LedgerVersion(school=key, writer=10**7 + number, mark=number) for number in range(marks)
        )
    before = versions_of([crowded.pk, quiet.pk])
    assert join_marks() >= WRITERS + 1
    after = versions_of([crowded.pk, quiet.pk])
    assert len(after[crowded.pk]) < len(before[crowded.pk])
    assert not set(after[crowded.pk]) <= set(before[crowded.pk])
    assert after[quiet.pk] == before[quiet.pk]
    assert join_marks() == 0


def test_two_weeks_of_two_schools_are_kept_apart(elm):
    other = worlds.school("Hollybank Primary")
    later = MONDAY + timedelta(days=7)
    assert kept(elm.school).week.starts == MONDAY
    assert kept(elm.school, later).week.starts == later
    assert kept(other).rows == ()
    assert kept(elm.school).week.starts == MONDAY


def test_a_pupil_who_is_not_on_the_roll_that_week_has_a_ledger_too(elm):
    gone = worlds.pupil(elm.school, "Gil", "Gone")
    Enrolment.objects.filter(pupil=gone).update(ends=date(2026, 2, 27))
    [row] = ledgers_of_school(elm.school).pupil_week(gone, MONDAY).rows
    assert (row.pupil, row.totals.taught) == (gone, 0)


def test_after_a_migration_the_triggers_are_there_again_and_without_a_mark_nothing_is_kept(elm):
    def names() -> set[str]:
        with connection.cursor() as cursor:
            return set(version_triggers.installed(cursor))

    whole = names()
    version_triggers.remove_triggers()
    assert names() == set()
    assert not LedgerVersion.objects.exists()
    assert kept(elm.school) is not kept(elm.school)
    version_triggers.install_triggers()
    assert names() == whole
    assert LedgerVersion.objects.get().mark
    call_command("migrate", verbosity=0)
    assert names() == whole
