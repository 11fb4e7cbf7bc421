"""`inreach evaluate`: what became of a service's or a school's targets, how sure that is, and what cannot be said."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from inreach.apps.accounts.adapters import system_actor
from inreach.apps.accounts.models import Organisation
from inreach.apps.audit.models import Kind
from inreach.apps.audit.recording.events import Entry, reading, record_many
from inreach.apps.insight.queries import (
    Window,
    schools_of,
    service_named,
    targets_of_school,
    targets_of_service,
    to_evaluate,
)
from inreach.apps.schools.models import School, Service
from inreach.apps.schools.queries.school import school_named
from inreach.apps.ui.terminal.arguments import day
from inreach.core.refusal import Refusal

if TYPE_CHECKING:
    from inreach.apps.insight.services.evaluation import Evaluated

NEEDED = (
    "The evaluation needs packages that are missing here. Run make tools, or install inreach[evaluation]."
)
WIDTH = 96


class Command(BaseCommand):
    help = "Evaluate a service or a school: were targets met, how far did ratings move, how sure is that."

    def add_arguments(self, parser: CommandParser) -> None:
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument(
            "--service", help="the service's name: targets of the cases that schools opened with it"
        )
        source.add_argument("--school", help="the school's name or URN: all its targets")
        source.add_argument("--parquet", help="Parquet files instead of the database; asterisks will do")
        source.add_argument(
            "--combine", nargs="+", type=Path, metavar="FILE", help="sums that services shared"
        )
        parser.add_argument("--name", default="", help="what to call the targets of files")
        parser.add_argument("--from", type=day, dest="first", help="targets begun on this day or later")
        parser.add_argument("--to", type=day, dest="last", help="targets begun on this day or earlier")
        parser.add_argument(
            "--in-database", action="store_true", help="let the database add up (many targets)"
        )
        parser.add_argument("--share", action="store_true", help="only what may leave: small numbers hidden")
        parser.add_argument("--html", type=Path, help="where to write a page with the charts")
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
        parser.add_argument("--export-sums", type=Path, help="where to write sums for a joint evaluation")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from inreach.apps.insight.services import evaluation
        except ImportError as error:
            raise CommandError(NEEDED) from error
        window, today = Window(options["first"], options["last"]), timezone.localdate()
        if window.first and window.last and window.last < window.first:
            raise CommandError("--from must not be after --to.")
        in_files = options["parquet"] or options["combine"]
        if in_files and (window.first or window.last or options["in_database"]):
            raise CommandError("--from, --to and --in-database are for targets in Inreach, not for files.")
        if options["combine"] and options["export_sums"]:
            raise CommandError("Sums of several services are not shared again: share each service's own.")
        try:
            if options["export_sums"]:
                self._export(options, window, today)
            else:
                self._evaluate(options, window, today)
        except evaluation.NothingToEvaluate as nothing:
            raise CommandError(str(nothing)) from nothing

    def _evaluate(self, options: dict[str, Any], window: Window, today: date) -> None:
        from inreach.apps.insight.services import evaluation
        from inreach.evaluation.reporting.header import ReportHeader

        place: Organisation | None = None
        if options["combine"]:
            evaluated = of_files(lambda: evaluation.together(options["name"], options["combine"], today))
        elif options["parquet"]:
            name = options["name"] or Path(options["parquet"]).stem
            evaluated = of_files(lambda: evaluation.evaluate_files(name, options["parquet"], today))
        else:
            with asked(options, window) as (place, targets):
                evaluated = evaluation.evaluate(
                    place.name, targets, today, in_database=options["in_database"]
                )
        in_files = bool(options["combine"] or options["parquet"])
        header = ReportHeader(today, window.first, window.last, evaluated.notes, files=in_files)
        if options["share"] and not options["combine"]:
            self._share(options, evaluated, header, place)
        else:
            self._tell(options, evaluated, header)

    def _tell(self, options: dict[str, Any], evaluated: "Evaluated", header: Any) -> None:
        """Everything, for readers inside; what is made of shared sums hides small numbers as they do."""
        from dataclasses import replace

        from inreach.evaluation.disclosure.suppression import SMALL
        from inreach.evaluation.reporting.html_page import report_page
        from inreach.evaluation.reporting.json_data import report_data
        from inreach.evaluation.reporting.terminal import report_lines

        if options["combine"]:
            header = replace(header, hidden_below=SMALL)
        if options["html"]:
            write(options["html"], drawing(lambda: report_page(evaluated.report, header)))
        if options["json"]:
            self._json(report_data(evaluated.report, header))
        else:
            self._lines(report_lines(evaluated.report, header, width()), options)

    def _share(
        self, options: dict[str, Any], evaluated: "Evaluated", header: Any, place: Organisation | None
    ) -> None:
        """Only what may leave, as charts that have passed the one door; of places in Inreach it is remembered."""
        from dataclasses import replace

        from inreach.apps.insight.actions import let_leave
        from inreach.apps.insight.services.evaluation import leaving
        from inreach.evaluation.reporting.html_page import shared_page
        from inreach.evaluation.reporting.json_data import shared_data
        from inreach.evaluation.reporting.terminal import shared_lines

        try:
            sent = drawing(
                lambda: (
                    let_leave(by=system_actor(), organisation=place, evaluated=evaluated, on=header.on)
                    if place
                    else leaving(evaluated)
                )
            )
        except ValueError as error:
            raise CommandError(f"Nothing can leave: {error}") from error
        header = replace(header, hidden_below=sent.released.threshold, notes=(sent.sentence,))
        if options["html"]:
            write(options["html"], drawing(lambda: shared_page(evaluated.report, header, sent.drawn)))
        if options["json"]:
            self._json(shared_data(evaluated.report, header, sent.drawn))
        else:
            self._lines(shared_lines(evaluated.report, header, sent.drawn, width()), options)

    def _export(self, options: dict[str, Any], window: Window, today: date) -> None:
        """Write the sums that may leave."""
        from inreach.apps.insight.services import evaluation
        from inreach.evaluation.aggregation.sums_file import write_sums

        if options["parquet"]:
            name = options["name"] or Path(options["parquet"]).stem
            sums = of_files(lambda: evaluation.share_files(name, options["parquet"]))
        else:
            with asked(options, window, sums=True) as (place, targets):
                sums = evaluation.share(place.name, targets, today)
        try:
            write_sums(sums, options["export_sums"])
        except OSError as error:
            raise CommandError(f"{options['export_sums']} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Wrote {options['export_sums']}. {sums.hidden_note}")

    def _json(self, report: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))

    def _lines(self, lines: list[str], options: dict[str, Any]) -> None:
        for line in lines:
            self.stdout.write(line)
        if options["html"]:
            self.stdout.write(f"\nWrote {options['html']}.")


@contextmanager
def asked(
    options: dict[str, Any], window: Window, *, sums: bool = False
) -> Iterator[tuple[Organisation, Any]]:
    """The organisation of the service or school and its targets, read inside an event of the audit.

    Every school whose targets a service counts is told so in its own audit. CommandError if there is no such place.
    """
    try:
        place = service_named(options["service"]) if options["service"] else school_named(options["school"])
    except Refusal as error:
        raise CommandError(str(error)) from error
    details = {
        "from": window.first and window.first.isoformat(),
        "to": window.last and window.last.isoformat(),
        "what": "sums to share" if sums else "a page to share" if options["share"] else "a report",
    }
    with reading(
        "evaluation.made",
        by=system_actor(),
        subject=place,
        organisation_id=place.pk,
        kind=Kind.EXPORT,
        details=details,
    ):
        if options["school"]:
            yield place.organisation, targets_of_school(cast("School", place), window)
            return
        targets = targets_of_service(cast("Service", place), window)
        counted = details | {"service": place.organisation.name}
        record_many(
            [
                Entry(
                    "evaluation.counted", Kind.EXPORT, school, organisation_id=str(school.pk), details=counted
                )
                for school in schools_of(to_evaluate(targets))
            ],
            by=system_actor(),
        )
        yield place.organisation, targets


def of_files(made: Callable[[], Any]) -> Any:
    """What is made of files; CommandError with the sentence where a file or a package is missing, or not right."""
    try:
        return made()
    except (OSError, RuntimeError, ValueError) as error:
        raise CommandError(str(error)) from error


def drawing(made: Callable[[], Any]) -> Any:
    """What is drawn; CommandError with a sentence where the packages that draw are missing."""
    try:
        return made()
    except ImportError as error:
        raise CommandError(NEEDED) from error


def width() -> int:
    """How wide the terminal is; where there is none, as wide as a page."""
    return get_terminal_size((WIDTH, 24)).columns


def write(path: Path, text: str) -> None:
    """Write a file whole; CommandError names it where that cannot be."""
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
