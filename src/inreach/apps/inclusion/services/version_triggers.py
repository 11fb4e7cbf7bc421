"""What makes the database mark every change from which a ledger would come out differently: triggers on its tables.

The database does it, not the code that changes a row, so that nothing can pass it: an action, an import of ten thousand
rows, a row that goes with another one, a hand at the database's own prompt.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import ForeignKey, Model

from inreach.apps.accounts.models import Organisation
from inreach.apps.inclusion.models import GuardSetting, LedgerVersion
from inreach.apps.provision.models import Programme
from inreach.apps.schools.models import (
    Establishment,
    PupilLink,
    School,
    SenNeed,
    SenStatus,
    Service,
    Sharing,
)

APPS = ("schools", "provision")
UNREAD = frozenset({Establishment, PupilLink, SenNeed, SenStatus, Service, Sharing})
"""Rows that no ledger is worked out from. All others of these apps are watched, those too that are added one day."""
OF_EVERY_SCHOOL = frozenset({Programme})
"""A service's programmes are given at many schools."""
PREFIX = "ledger_version_"
EVENTS = ("insert", "update", "delete")
A_NEW_MARK = "hashtextextended(gen_random_uuid()::text, 0)"


def watched() -> list[type[Model]]:
    """Every table whose rows a ledger may be worked out from, those of many-to-many fields too."""
    of_apps = [
        model
        for label in APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model not in UNREAD
    ]
    return [Organisation, GuardSetting, *of_apps]


def school_of(model: type[Model], row: str) -> str:
    """The SQL of the id of the school that a row belongs to; NULL for a row of every school."""
    if model in OF_EVERY_SCHOOL:
        return "NULL"
    if model is Organisation:
        return f"{row}.id"
    parents = [each for each in model._meta.concrete_fields if isinstance(each, ForeignKey)]
    for parent in parents:
        if parent.remote_field.model in (School, Organisation):
            return f"{row}.{parent.column}"
    for parent in parents:
        of_parent = parent.remote_field.model
        if of_parent in watched() and of_parent not in OF_EVERY_SCHOOL:
            alias = f"{row.lower().strip('_')}_{parent.name}"
            return (
                f"(SELECT {school_of(of_parent, alias)} FROM {of_parent._meta.db_table} {alias} "
                f"WHERE {alias}.{of_parent._meta.pk.column} = {row}.{parent.column})"
            )
    raise LookupError(f"Nothing says to which school a row of {model._meta.label} belongs.")


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger: its name and table, the statements that make it, and the text by which the database keeps it."""

    name: str
    table: str
    statements: tuple[str, ...]
    text: str


def sqlite_triggers(model: type[Model]) -> Iterator[Trigger]:
    """Triggers for each row. Only one connection writes at a time, so all of them set the same mark."""
    table, marks = model._meta.db_table, LedgerVersion._meta.db_table
    for event in EVENTS:
        body = []
        for row in {"insert": ("NEW",), "update": ("NEW", "OLD"), "delete": ("OLD",)}[event]:
            school = f"coalesce(CAST({school_of(model, row)} AS text), '')"
            # An "OR REPLACE" of the statement outside would rule in here too, so a mark is never added over another.
            body.append(
                f"INSERT INTO {marks} (school, writer, mark) SELECT {school}, 0, 0 "
                f"WHERE NOT EXISTS (SELECT 1 FROM {marks} WHERE school = {school} AND writer = 0); "
                f"UPDATE {marks} SET mark = random() WHERE school = {school} AND writer = 0; "
            )
        name = f"{PREFIX}{table}_{event}"
        text = f"CREATE TRIGGER {name} AFTER {event.upper()} ON {table} BEGIN {''.join(body)}END"
        yield Trigger(name, table, (text,), text)


def postgres_triggers(model: type[Model]) -> Iterator[Trigger]:
    """Triggers for each statement, whose marks are those of the connection."""
    table, function = model._meta.db_table, f"{PREFIX}{model._meta.db_table}"
    yield postgres_trigger(table, f"{function}_truncate", "TRUNCATE", "", "SELECT '' AS school")
    schools = f"SELECT DISTINCT coalesce(({school_of(model, 'changed')})::text, '') AS school FROM changed"
    for name, event, rows in (
        ("insert", "INSERT", "NEW"),
        ("update", "UPDATE", "NEW"),
        ("before", "UPDATE", "OLD"),
        ("delete", "DELETE", "OLD"),
    ):
        yield postgres_trigger(
            table, f"{function}_{name}", event, f"REFERENCING {rows} TABLE AS changed", schools
        )


def postgres_trigger(table: str, name: str, event: str, referencing: str, schools: str) -> Trigger:
    """Return a trigger with a function of its own, which sets a new mark for each of these schools."""
    marks = LedgerVersion._meta.db_table
    body = (
        f"BEGIN INSERT INTO {marks} (school, writer, mark) "
        f"SELECT school, pg_backend_pid(), {A_NEW_MARK} FROM ({schools}) AS schools "
        "ON CONFLICT (school, writer) DO UPDATE SET mark = excluded.mark; RETURN NULL; END"
    )
    function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $mark${body}$mark$"
    trigger = (
        f"CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {table} {referencing} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )
    return Trigger(name, table, (function, trigger), body)


def triggers() -> list[Trigger]:
    """Every trigger that this database has to have."""
    of_model = postgres_triggers if connection.vendor == "postgresql" else sqlite_triggers
    return [trigger for model in watched() for trigger in of_model(model)]


def remove_triggers(**_: Any) -> None:
    """Take the triggers away before a migration: SQLite renames no table that a trigger speaks of.

    The marks go too. Where there is none nothing is kept, so a migration that breaks off leaves nothing wrong.
    """
    if LedgerVersion._meta.db_table not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for name, (table, _text) in installed(cursor).items():
            cursor.execute(dropped(name, table))
    LedgerVersion.objects.all().delete()


def install_triggers(**_: Any) -> None:
    """Make the triggers that are missing or different, and take away those of tables that are not watched any more.

    It is asked after every migration, and sets the first mark.
    """
    tables = set(connection.introspection.table_names())
    if LedgerVersion._meta.db_table not in tables:
        return
    wanted = {trigger.name: trigger for trigger in triggers() if trigger.table in tables}
    with connection.cursor() as cursor:
        here = installed(cursor)
        for name, (table, text) in here.items():
            if name not in wanted or text != wanted[name].text:
                cursor.execute(dropped(name, table))
        for name, trigger in wanted.items():
            if name not in here or here[name][1] != trigger.text:
                for statement in trigger.statements:
                    cursor.execute(statement)
    if not LedgerVersion.objects.exists():
        LedgerVersion.objects.create(school="", writer=0, mark=secrets.randbits(63))


def dropped(name: str, table: str) -> str:
    """The statement that takes a trigger away."""
    return f"DROP TRIGGER {name} ON {table}" if is_postgres() else f"DROP TRIGGER {name}"


def installed(cursor: CursorWrapper) -> dict[str, tuple[str, str]]:
    """The triggers that are there: by name the table and the text."""
    if is_postgres():
        cursor.execute(
            "SELECT t.tgname, c.relname, p.prosrc FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND t.tgname LIKE %s",
            [f"{PREFIX}%"],
        )
    else:
        cursor.execute(
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
            [f"{PREFIX}%"],
        )
    return {name: (table, sql) for name, table, sql in cursor.fetchall()}


def is_postgres() -> bool:
    """Whether the product runs on PostgreSQL."""
    return connection.vendor == "postgresql"
