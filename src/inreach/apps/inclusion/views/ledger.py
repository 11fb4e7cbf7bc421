"""The ledger of a school's week, on the screen and as a file."""

from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.audit.models import Kind
from inreach.apps.audit.recording.events import reading
from inreach.apps.inclusion.documents.csv_export import ledger_as_csv
from inreach.apps.inclusion.forms.ledger import LedgerFilters
from inreach.apps.inclusion.policies import can_set_guard
from inreach.apps.inclusion.presenters.double_bookings import (
    Mending,
    groups_in_two_places,
    lessons_in_two_places,
    two_places,
)
from inreach.apps.inclusion.presenters.ledger import LedgerQuery, picked, table_of
from inreach.apps.inclusion.queries.ledger import (
    classes_of_lessons,
    export_schools,
    exportable_pupils,
    groups_to_open,
    ledger_pupils,
    ledger_schools,
    sees_whole_ledger,
)
from inreach.apps.inclusion.services.kept_ledgers import ledgers_of_school
from inreach.apps.inclusion.services.school_week import Row, SchoolLedger
from inreach.apps.provision.policies import can_manage_groups
from inreach.apps.schools.models import School
from inreach.apps.schools.services.read_audit import reading_list
from inreach.apps.ui.forms.date_field import date_in
from inreach.core.access.permissions import Permission
from inreach.core.guard.engine import SHARE_LINES
from inreach.core.school.calendar import Calendar, week_name


def asked_day(request: ActorRequest, calendar: Calendar) -> date:
    """The day in the address, or where there is none of our time, today or the next day with school."""
    day = date_in(request.GET.get("week", "")) or date.min
    return day if 1900 < day.year < 2200 else calendar.next_open_day(request.actor.today)


def asked_school(request: ActorRequest, schools: list[School]) -> School | None:
    """The school in the address, or the first; None if the actor has none. 404 for a school that is not theirs."""
    school_id = request.GET.get("school", "")
    if not school_id:
        return schools[0] if schools else None
    matching = [school for school in schools if str(school.pk) == school_id]
    return matching[0] if matching else get_object_or_404(ledger_schools(request.actor).none())


def query_from(request: ActorRequest) -> LedgerQuery:
    """What the address asks the table to show."""
    get = request.GET.get
    sort = get("sort", "") or "out"
    return LedgerQuery(
        get("group", ""), get("year", ""), bool(get("over")), sort, get("way", "") != "up", get("page", "")
    )


def query_string(ledger: SchoolLedger, query: LedgerQuery, *, several: bool, **changed: str) -> str:
    """The query of an address that asks for the same as now, but for what is changed."""
    parameters = {
        "school": str(ledger.school.pk) if several else "",
        "week": ledger.week.starts.isoformat(),
        "group": query.group,
        "year": query.year,
        "over": "on" if query.over else "",
        "sort": "" if query.sort == "out" else query.sort,
        "way": "" if query.down else "up",
        **changed,
    }
    return urlencode({name: value for name, value in parameters.items() if value})


@requires(Permission.SEE_LEDGER)
@require_safe
def ledger(request: ActorRequest) -> HttpResponse:
    """The school's ledger of a week: who is out of class, how long, with whom, and what they miss."""
    schools = list(ledger_schools(request.actor))
    school = asked_school(request, schools)
    if school is None:
        return render(request, "inclusion/no_ledger.html")
    ledgers = ledgers_of_school(school)
    calendar = ledgers.calendar
    sees_all = sees_whole_ledger(request.actor, school)
    mine = None if sees_all else ledger_pupils(request.actor, school)
    ledger = ledgers.week(asked_day(request, calendar), mine)
    query, several = query_from(request), len(schools) > 1
    doubled = [row for row in ledger.rows if row.double_bookings]
    whose = "" if sees_all else "your "
    table = table_of(
        ledger,
        query,
        lambda key, down: query_string(ledger, query, several=several, sort=key, way="" if down else "up"),
        whose=whose,
    )
    form = LedgerFilters(
        initial={
            "school": str(school.pk),
            "week": ledger.week.starts.isoformat(),
            "group": query.group,
            "year": query.year,
            "over": query.over,
            "sort": query.sort,
            "way": "" if query.down else "up",
        },
        ledger=ledger,
        schools=schools,
    )
    steps = {
        name: query_string(ledger, query, several=several, week=week.starts.isoformat()) if week else ""
        for name, week in (
            ("earlier", calendar.week_before(ledger.week)),
            ("later", calendar.week_after(ledger.week)),
        )
    }
    with reading_list(
        "ledger.read",
        by=request.actor,
        pupils=list(
            {row.pupil.pk: row.pupil for row in (*(line.row for line in table.lines), *doubled)}.values()
        ),
        organisation_id=str(school.pk),
        details={"week": ledger.week.starts.isoformat()},
    ):
        return render(
            request,
            "inclusion/ledger.html",
            {
                "ledger": ledger,
                "table": table,
                "two_places": two_places(doubled, mending_of(request, school, doubled)),
                "form": form,
                "steps": steps,
                "week_name": week_name(ledger.week, two_weeks=calendar.cycle_weeks == 2),
                "several": several,
                "lines": percent_lines(ledger),
                "page": table.page,
                "page_query": f"{query_string(ledger, query, several=several)}&",
                "plain_query": query_string(ledger, LedgerQuery(), several=several),
                "may_set": can_set_guard(request.actor, school.organisation),
                "csv_url": csv_url(request, ledger, query, several=several),
            },
        )


def mending_of(request: ActorRequest, school: School, doubled: list[Row]) -> Mending:
    """What this person may open to put right that these pupils are in two places at once."""
    lessons, groups = lessons_in_two_places(doubled), groups_in_two_places(doubled)
    return Mending(
        classes=classes_of_lessons(request.actor, lessons) if lessons else {},
        groups=groups_to_open(request.actor, groups) if groups else (),
        changes_times=can_manage_groups(request.actor, school.organisation),
    )


def percent_lines(ledger: SchoolLedger) -> dict[str, str]:
    """Where the three lines are drawn, in whole per cent."""
    return {setting.key: f"{ledger.thresholds[setting] * 100:g}" for setting in SHARE_LINES}


def csv_url(request: ActorRequest, ledger: SchoolLedger, query: LedgerQuery, *, several: bool) -> str:
    """The address of the same rows as a file, or "" for whoever may not export them."""
    if not exportable_pupils(request.actor, ledger.school).exists():
        return ""
    return f"{reverse('inclusion:ledger_csv')}?{query_string(ledger, query, several=several)}"


@requires(Permission.EXPORT_LEDGER)
@require_safe
def ledger_csv(request: ActorRequest) -> HttpResponse:
    """The same ledger as a file for a spreadsheet. The export is noted."""
    school = asked_school(request, list(export_schools(request.actor)))
    if school is None:
        raise Http404
    ledgers = ledgers_of_school(school)
    pupils = exportable_pupils(request.actor, school)
    ledger = ledgers.week(asked_day(request, ledgers.calendar), pupils)
    rows = picked(ledger, query_from(request))
    week = ledger.week.starts.isoformat()
    with reading(
        "ledger.exported",
        by=request.actor,
        subject=school,
        organisation_id=school.pk,
        kind=Kind.EXPORT,
        details={"week": week, "pupils": len(rows)},
    ):
        return HttpResponse(
            ledger_as_csv(ledger, rows),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="ledger-{week}.csv"'},
        )
