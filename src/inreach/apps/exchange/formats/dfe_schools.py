"""The list of schools that the Department for Education publishes: URN, DfE number, name, type and phase.

Two layouts are known: the school-level list of pupil premium allocations, and the extract of "Get information about
schools" (GIAS), which is in windows-1252. Only these columns are read; the names of heads and officials are not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from inreach.apps.exchange.engine.records import Options, ReadResult, Record, SchoolContext
from inreach.apps.exchange.readers.tables import Row, check_header, encoding_of, header_of, read_table

NAME = "schools"
LABEL = "List of schools (DfE)"
HINT = "All schools of England with URN and DfE number. Everybody here uses the same list."
BRINGS = "the list of schools (DfE)"
FOR_A_SCHOOL = False
HOLDS_FROM_A_DAY = False

PUPIL_PREMIUM = {
    "urn": "URN",
    "dfe_number": "LAEstab",
    "name": "School Name",
    "authority": "Local Authority",
    "kind": "School Type",
}
PRIMARY = "Number of Primary pupils on roll (9)"
SECONDARY = "Number of  Secondary pupils on roll (10)"
GIAS = {
    "urn": "URN",
    "la": "LA (code)",
    "estab": "EstablishmentNumber",
    "name": "EstablishmentName",
    "authority": "LA (name)",
    "kind": "TypeOfEstablishment (name)",
    "phase": "PhaseOfEducation (name)",
}
GIAS_NEEDED = ("URN", "LA (code)", "EstablishmentNumber", "EstablishmentName")
PHASES = {
    "nursery": "nursery",
    "primary": "primary",
    "middle deemed primary": "middle",
    "middle deemed secondary": "middle",
    "secondary": "secondary",
    "16 plus": "16-plus",
    "all-through": "all-through",
    "all through": "all-through",
}


@contextmanager
def open_source(
    path: Path, name: str, read_result: ReadResult, options: Options, largest_upload: int
) -> Iterator["SchoolsSource"]:
    """Open the list. Raises Unreadable where it is too large or not text."""
    if path.stat().st_size > largest_upload:
        raise read_result.stop(
            name,
            "",
            f"The file is larger than {largest_upload // 1_048_576} MB.",
            "Send only the list of schools.",
        )
    yield SchoolsSource(path, name, read_result)


class SchoolsSource:
    """The list, ready to be told as records."""

    def __init__(self, path: Path, file: str, read_result: ReadResult) -> None:
        self.path, self.file, self.read_result = path, file, read_result
        self.school_name = ""
        self.school_identifiers: frozenset[str] = frozenset()

    def _open(self) -> IO[bytes]:
        return self.path.open("rb")

    def records(self, school_context: SchoolContext) -> Iterator[Record]:
        """One record for each school."""
        encoding = encoding_of(self._open)
        if encoding != "utf-8":
            self.read_result.note(
                f"The file is not in UTF-8; it is read as {encoding}, as the department writes it."
            )
        cells = header_of(self._open, self.file, self.read_result, encoding)
        gias = "EstablishmentName" in cells
        if gias:
            columns, needed = list(GIAS.values()), list(GIAS_NEEDED)
        else:
            columns, needed = [*PUPIL_PREMIUM.values(), PRIMARY, SECONDARY], ["URN", "LAEstab", "School Name"]
        header = check_header(cells, self.file, self.read_result, columns, needed=needed)
        if not self.read_result.sound:
            return
        count = 0
        for row in read_table(self._open, self.file, self.read_result, header, encoding):
            count += 1
            record = self._gias(row) if gias else self._pupil_premium(row)
            if record:
                yield record
        self.read_result.facts["schools"] = count

    def _urn(self, row: Row) -> str | None:
        urn = row["URN"]
        if len(urn) in (5, 6) and urn.isascii() and urn.isdigit():
            return urn
        self.read_result.fault(
            row.place, "URN", f"“{urn}” is not a URN.", "A URN is a number of six figures."
        )
        return None

    def _name(self, row: Row, column: str) -> str:
        if not row[column]:
            self.read_result.fault(
                row.place, column, "The school has no name.", "Put the name in, or take the row out."
            )
        return row[column]

    def _pupil_premium(self, row: Row) -> Record | None:
        urn, number = self._urn(row), row["LAEstab"].replace("/", "")
        if number and not (len(number) == 7 and number.isascii() and number.isdigit()):
            self.read_result.fault(
                row.place, "LAEstab", f"“{number}” is not a DfE number.", "It has seven figures: 3 and 4."
            )
        name = self._name(row, "School Name")
        kind = row["School Type"]
        values = {
            "dfe_number": number,
            "name": name,
            "authority": row["Local Authority"],
            "kind": kind,
            "phase": self._phase_by_numbers(row, kind),
        }
        return Record("establishment", urn, row.place, values=values, first={"urn": urn}) if urn else None

    def _phase_by_numbers(self, row: Row, kind: str) -> str:
        """The phase that the type of school says, else where its pupils are."""
        lowered = kind.lower()
        if "special" in lowered:
            return "special"
        if "pupil referral" in lowered or "alternative provision" in lowered or "ap" in lowered.split():
            return "alternative"
        if "nursery" in lowered:
            return "nursery"
        primary, secondary = (self._count(row, column) for column in (PRIMARY, SECONDARY))
        if primary and secondary:
            return "all-through"
        if primary:
            return "primary"
        return "secondary" if secondary else "unknown"

    def _count(self, row: Row, column: str) -> float:
        text = row[column].replace(",", "")
        try:
            return float(text or 0)
        except ValueError:
            return 0.0

    def _gias(self, row: Row) -> Record | None:
        urn = self._urn(row)
        la, estab = row["LA (code)"], row["EstablishmentNumber"]
        number = f"{la.zfill(3)}{estab.zfill(4)}" if la and estab else ""
        if number and not (len(number) == 7 and number.isdigit()):
            self.read_result.fault(
                row.place,
                "EstablishmentNumber",
                f"“{number}” is not a DfE number.",
                "It has seven figures: 3 and 4.",
            )
        name = self._name(row, "EstablishmentName")
        kind = row["TypeOfEstablishment (name)"]
        phase = PHASES.get(row["PhaseOfEducation (name)"].lower(), "")
        values = {
            "dfe_number": number,
            "name": name,
            "authority": row["LA (name)"],
            "kind": kind,
            "phase": phase or self._phase_by_numbers(row, kind),
        }
        return Record("establishment", urn, row.place, values=values, first={"urn": urn}) if urn else None
