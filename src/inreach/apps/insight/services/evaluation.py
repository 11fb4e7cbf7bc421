"""An evaluation of what the database, a warehouse or shared sums hold: the report, and what may leave of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.db.models import QuerySet

from inreach.apps.casework.models import Target
from inreach.apps.insight.adapters.evaluation import gather_planned_weeks, gather_schools, gather_targets
from inreach.apps.insight.adapters.target_table import table
from inreach.apps.insight.queries import left_out, to_evaluate
from inreach.apps.insight.services.minutes_out import minutes_out
from inreach.apps.insight.services.target_rows import target_rows
from inreach.core.refusal import Refusal
from inreach.evaluation.aggregation.aggregate import aggregate
from inreach.evaluation.aggregation.engines import Engine, Parquet
from inreach.evaluation.aggregation.joint_sums import combine
from inreach.evaluation.aggregation.report_sums import service, sums
from inreach.evaluation.aggregation.sql_optional import TABLES
from inreach.evaluation.aggregation.sums_file import SharedSums, read_sums
from inreach.evaluation.aggregation.types import Service, Sums
from inreach.evaluation.charts import caterpillar
from inreach.evaluation.disclosure import release
from inreach.evaluation.disclosure.sum_suppression import sums_to_share
from inreach.evaluation.figures.report import Report
from inreach.evaluation.indicators import overdue
from inreach.evaluation.reporting import report_charts
from inreach.evaluation.reporting.header import late
from inreach.evaluation.reporting.joint_report import joint_report
from inreach.evaluation.reporting.service_report import analyse

FROM_A_TABLE = "Added up from a table. What the table does not hold is not shown."


class NothingToEvaluate(Refusal):
    """There are no targets to evaluate; the sentence says where."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A report, the sums that it was made of where it has any, and notes for the reader."""

    report: Report
    sums: Sums | None = None
    notes: tuple[str, ...] = ()


def evaluate(name: str, targets: QuerySet[Target], today: date, *, in_database: bool = False) -> Evaluated:
    """Return the evaluation of these targets, from rows, or added up by the product's own database.

    NothingToEvaluate if no work was begun on any.
    """
    evaluated = to_evaluate(targets)
    if not evaluated.exists():
        raise NothingToEvaluate(f"{name} has no targets with a baseline and an expected rating in this time.")
    notes = [_left_out(targets), late(overdue(today))]
    schools = gather_schools(evaluated)
    minutes = minutes_out(gather_planned_weeks(evaluated, schools, today))
    if in_database:
        with table(evaluated, today) as engine:
            work = Service(name, sums=sums(engine), today=today, minutes_out=minutes)
        notes.append(FROM_A_TABLE)
    else:
        rows = target_rows(gather_targets(evaluated), schools)
        work = Service(name, rows=rows, today=today, minutes_out=minutes)
    return Evaluated(analyse(work), work.sums or aggregate(work), tuple(note for note in notes if note))


def evaluate_files(name: str, files: str, today: date) -> Evaluated:
    """Return the evaluation of Parquet files. RuntimeError without DuckDB, ValueError if the table is not right."""
    with parquet(files) as engine:
        work = service(engine, name, today=today)
    notes = (FROM_A_TABLE, late(overdue(today)))
    return Evaluated(analyse(work), work.sums, tuple(note for note in notes if note))


def parquet(files: str) -> Parquet:
    """Return the engine of Parquet files: those of targets, or a folder with files named after each of the tables."""
    folder = Path(files)
    if not folder.is_dir():
        return Parquet(files)
    further = {name: folder / f"{name}*.parquet" for name in TABLES if any(folder.glob(f"{name}*.parquet"))}
    return Parquet(folder / "targets*.parquet", tables=further)


def share(name: str, targets: QuerySet[Target], today: date) -> SharedSums:
    """Return the sums of these targets that may leave. NothingToEvaluate if none is reviewed."""
    with table(to_evaluate(targets), today) as engine:
        return _shared(name, engine)


def share_files(name: str, files: str) -> SharedSums:
    """Return the sums of Parquet files that may leave."""
    with parquet(files) as engine:
        return _shared(name, engine)


def _shared(name: str, engine: Engine) -> SharedSums:
    try:
        return sums_to_share(engine, service=name)
    except ValueError as error:
        raise NothingToEvaluate(str(error)) from error


def together(name: str, files: Sequence[Path], today: date) -> Evaluated:
    """Return the joint evaluation of several services' sums; ValueError names a file that cannot be used."""
    joint = combine(read_sums(path) for path in files)
    note = late(overdue(today))
    return Evaluated(joint_report(joint, name or " and ".join(joint.services)), None, (note,) if note else ())


def leaving(evaluated: Evaluated, earlier: Sequence[release.Sent] = ()) -> release.Sent:
    """Return what may leave of an evaluation: its charts, through the one door, beside what left before.

    Lists of single targets stay behind whatever their number. ValueError if nothing can leave, with the reason.
    """
    report = replace(evaluated.report, rows=())
    refits = caterpillar.refits(evaluated.sums) if evaluated.sums is not None else {}
    return release.leave(report_charts.sheets(report, refits), earlier=earlier)


def _left_out(targets: QuerySet[Target]) -> str:
    """How many targets are not evaluated, and why."""
    counts = left_out(targets)
    if not counts:
        return ""
    reasons = "; ".join(f"{number} {why}" for why, number in counts.items())
    return f"Not counted: {reasons}."
