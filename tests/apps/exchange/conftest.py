"""What every test of imports shares."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from inreach.apps.accounts.adapters import system_actor
from inreach.apps.exchange.actions import import_file
from inreach.apps.exchange.engine.records import Options
from inreach.apps.exchange.services.import_job import FaultyFile, Job, Outcome, examine
from tests.apps.exchange.files import oneroster, small_roster
from tests.worlds import TODAY


@pytest.fixture
def dump(db) -> Callable[[], dict[str, list[Any]]]:
    """Everything in the database, row by row."""

    def rows() -> dict[str, list[Any]]:
        models = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed]
        return {m._meta.label: list(m._base_manager.order_by("pk").values_list()) for m in models}

    return rows


@pytest.fixture
def job() -> Callable[..., Job]:
    """A job for a school by name, on the fixed day of the worlds."""

    def made(kind: str, path: Path, school: str = "Marlowe Primary", **fields: Any) -> Job:
        return Job(
            format=kind,
            path=path,
            name=path.name,
            options=fields.pop("options", Options()),
            today=fields.pop("today", TODAY),
            school_name=school,
            **fields,
        )

    return made


@pytest.fixture
def bring(db, job) -> Callable[..., Outcome]:
    """Import a file that has no fault."""

    def run(*args: Any, **fields: Any) -> Outcome:
        return import_file(by=system_actor(), job=job(*args, **fields))

    return run


@pytest.fixture
def refuse(dump, job) -> Callable[..., list[tuple[str, int | None, str, str]]]:
    """Import a file that has faults: they come back, and the database is as it was, row by row."""

    def run(*args: Any, **fields: Any) -> list[tuple[str, int | None, str, str]]:
        before = dump()
        wanted = job(*args, **fields)
        with pytest.raises(FaultyFile) as refused:
            import_file(by=system_actor(), job=wanted)
        assert dump() == before
        seen = examine(wanted)
        assert dump() == before
        faults = refused.value.outcome.intake.faults
        assert seen.intake.faults == faults
        assert all(fault.problem and fault.what_to_do for fault in faults)
        return [(fault.file, fault.row, fault.field, fault.problem) for fault in faults]

    return run


@pytest.fixture
def roster(tmp_path):
    def made(**changes):
        said = changes.pop("said", {})
        tables = {**small_roster(), **changes}
        return oneroster(tmp_path / "roster.zip", {k: v for k, v in tables.items() if v is not None}, **said)

    return made


def counts(outcome: Outcome) -> dict[str, tuple[int, int, int, int]]:
    """Added, changed, ended and unchanged by kind."""
    return {
        kind: (said["added"], said["changed"], said["ended"], said["unchanged"])
        for kind, said in outcome.plan.counts().items()
    }
