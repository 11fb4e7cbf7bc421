"""Small files of each format, made for one test."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from inreach.apps.exchange.formats.oneroster_tables import COLUMNS
from inreach.core.school.upn import check_letter

Rows = Iterable[Mapping[str, str]]


def upn(serial: int) -> str:
    """A UPN with the right check letter."""
    tail = f"823432012{serial:03d}"
    return check_letter(tail) + tail


def table(name: str, rows: Rows, version: str = "1.1", header: list[str] | None = None) -> str:
    """One table of OneRoster as CSV text; columns that a row does not name stay empty."""
    columns = list(COLUMNS[version][name])
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header or columns)
    for row in rows:
        assert set(row) <= set(columns), row
        writer.writerow([row.get(column, "") for column in columns])
    return out.getvalue()


def session(ident: str = "AUT", **fields: str) -> dict[str, str]:
    return {
        "sourcedId": ident,
        "title": "Autumn",
        "type": "term",
        "startDate": "2025-09-01",
        "endDate": "2026-07-20",
        "schoolYear": "2026",
        **fields,
    }


def user(ident: str, role: str = "student", **fields: str) -> dict[str, str]:
    return {
        "sourcedId": ident,
        "enabledUser": "true",
        "orgSourcedIds": "S1",
        "role": role,
        "username": f"login-{ident}",
        "givenName": f"Given{ident}",
        "familyName": f"Family{ident}",
        "password": f"secret-{ident}",
        **fields,
    }


def school_class(ident: str = "C1", **fields: str) -> dict[str, str]:
    return {
        "sourcedId": ident,
        "title": f"Class {ident}",
        "classType": "scheduled",
        "courseSourcedId": "K1",
        "schoolSourcedId": "S1",
        "termSourcedIds": "AUT",
        "grades": "07",
        **fields,
    }


def enrolment(ident: str, who: str, of: str = "C1", **fields: str) -> dict[str, str]:
    return {
        "sourcedId": ident,
        "classSourcedId": of,
        "schoolSourcedId": "S1",
        "userSourcedId": who,
        "role": "student",
        **fields,
    }


def small_roster() -> dict[str, list[dict[str, str]]]:
    """One school, one class, one teacher, two pupils."""
    return {
        "academicSessions": [session()],
        "orgs": [{"sourcedId": "S1", "name": "Marlowe Primary", "type": "school"}],
        "courses": [{"sourcedId": "K1", "title": "Science", "orgSourcedId": "S1", "subjects": "Science"}],
        "users": [
            user("T1", "teacher"),
            user("P1", userIds="{UPN:" + upn(1) + "}", grades="07"),
            user("P2", grades="07"),
        ],
        "classes": [school_class()],
        "enrollments": [
            enrolment("E0", "T1", role="teacher"),
            enrolment("E1", "P1"),
            enrolment("E2", "P2"),
        ],
    }


def manifest(tables: Iterable[str], *, version: str = "1.1", mode: str = "bulk", **said: str) -> str:
    """The manifest of these tables; `said` replaces or adds lines, with a double underscore for a dot."""
    lines = {"manifest.version": "1.0", "oneroster.version": version}
    lines |= {f"file.{name}": mode if name in tables else "absent" for name in COLUMNS[version]}
    lines |= {name.replace("__", "."): value for name, value in said.items()}
    return "propertyName,value\n" + "".join(f"{name},{value}\n" for name, value in lines.items())


def pack(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """A zip of these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return path


def oneroster(
    path: Path,
    tables: Mapping[str, Rows],
    *,
    version: str = "1.1",
    mode: str = "bulk",
    replaced: Mapping[str, str | bytes] | None = None,
    **said: str,
) -> Path:
    """A OneRoster zip of these tables; `replaced` puts other files in, or in place of some."""
    files: dict[str, str | bytes] = {"manifest.csv": manifest(tables, version=version, mode=mode, **said)}
    files |= {f"{name}.csv": table(name, rows, version) for name, rows in tables.items()}
    return pack(path, {**files, **(replaced or {})})


def in_1_2() -> dict[str, list[dict[str, str]]]:
    """The small roster as version 1.2 has it: roles stand in their own table."""
    tables = small_roster()
    roles = []
    for row in tables["users"]:
        roles.append(
            {
                "sourcedId": f"R-{row['sourcedId']}",
                "userSourcedId": row["sourcedId"],
                "roleType": "primary",
                "role": row.pop("role"),
                "orgSourcedId": row.pop("orgSourcedIds"),
            }
        )
    return {**tables, "roles": roles}


def changed(rows: Rows, status: str = "active") -> list[dict[str, str]]:
    """Rows as a file of changes has them."""
    return [{**row, "status": status, "dateLastModified": "2026-03-01T08:00:00.000Z"} for row in rows]


ACTIVITIES = """
<Activity><Teacher>Ms Okafor</Teacher><Subject>Maths</Subject><Students>7A</Students><Duration>1</Duration>
<Total_Duration>1</Total_Duration><Id>1</Id><Active>true</Active></Activity>
<Activity><Teacher>Ms Okafor</Teacher><Subject>PSHE</Subject><Students>7A-1</Students><Duration>2</Duration>
<Total_Duration>2</Total_Duration><Id>2</Id><Active>true</Active></Activity>
<Activity><Subject>Maths</Subject><Students>Student Kai</Students><Students>Student Ana</Students>
<Duration>1</Duration><Total_Duration>1</Total_Duration><Id>3</Id><Active>true</Active></Activity>
"""


def pin(
    activity: str, day: str = "Sunday", hour: str = "P1", weight: str = "100", active: str = "true"
) -> str:
    return (
        f"<ConstraintActivityPreferredStartingTime><Weight_Percentage>{weight}</Weight_Percentage>"
        f"<Activity_Id>{activity}</Activity_Id><Preferred_Day>{day}</Preferred_Day>"
        f"<Preferred_Hour>{hour}</Preferred_Hour><Active>{active}</Active></ConstraintActivityPreferredStartingTime>"
    )


PINS = pin("1") + pin("2", hour="P2") + pin("3", day="Monday")


def fet(
    path: Path,
    *,
    activities: str = ACTIVITIES,
    pins: str = PINS,
    days: tuple[str, ...] = ("Sunday", "Monday"),
    hours: tuple[str, ...] = ("P1", "P2", "P3"),
    before: str = "",
    extra: str = "",
) -> Path:
    """A small timetable: a class of three in two halves, two single pupils, three activities."""
    path.write_text(
        f"""\ufeff<?xml version="1.0" encoding="UTF-8"?>
{before}<fet version="5.41.0">
<Institution_Name>Marlowe School</Institution_Name>
<Days_List><Number_of_Days>{len(days)}</Number_of_Days>
{"".join(f"<Day><Name>{day}</Name></Day>" for day in days)}</Days_List>
<Hours_List>{"".join(f"<Hour><Name>{hour}</Name></Hour>" for hour in hours)}</Hours_List>
<Subjects_List><Subject><Name>Maths</Name></Subject><Subject><Name>PSHE</Name></Subject></Subjects_List>
<Teachers_List><Teacher><Name>Ms Okafor</Name></Teacher></Teachers_List>
<Students_List>
<Year><Name>7</Name><Number_of_Students>9</Number_of_Students>
<Group><Name>7A</Name><Number_of_Students>3</Number_of_Students>
<Subgroup><Name>7A-1</Name><Number_of_Students>5</Number_of_Students></Subgroup>
<Subgroup><Name>7A-2</Name><Number_of_Students>5</Number_of_Students></Subgroup></Group></Year>
<Year><Name>12</Name><Number_of_Students>2</Number_of_Students>
<Group><Name>Student Kai</Name><Number_of_Students>1</Number_of_Students></Group>
<Group><Name>Student Ana</Name><Number_of_Students>1</Number_of_Students></Group></Year>
</Students_List>
<Activities_List>{activities}</Activities_List>
<Rooms_List><Room><Name>Hall</Name><Capacity>30</Capacity></Room></Rooms_List>
<Time_Constraints_List>{pins}</Time_Constraints_List>
<Space_Constraints_List><ConstraintActivityPreferredRoom><Weight_Percentage>100</Weight_Percentage>
<Activity_Id>1</Activity_Id><Room>Hall</Room><Active>true</Active></ConstraintActivityPreferredRoom>
</Space_Constraints_List>{extra}
</fet>""",
        encoding="utf-8",
    )
    return path
