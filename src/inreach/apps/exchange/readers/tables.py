"""CSV tables as streams of rows (RFC 4180), with every fault named by its line."""

import csv
import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO

from inreach.apps.exchange.engine.records import Place, ReadResult, Unreadable

MOST_ROWS = 500_000
LONGEST_LINE = 1_048_576
UTF8 = "utf-8"
WINDOWS = "windows-1252"
Opener = Callable[[], AbstractContextManager[IO[bytes]]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what stands under each column, trimmed, and its place."""

    place: Place
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table by position; an empty name is a column that is not read."""

    columns: tuple[str, ...]

    @property
    def width(self) -> int:
        """How many columns have a name."""
        return sum(1 for column in self.columns if column)


def encoding_of(open_file: Opener) -> str:
    """UTF-8 where every byte of the file is; windows-1252 otherwise. For formats that allow both."""
    with open_file() as stream:
        while line := stream.readline(LONGEST_LINE):
            try:
                line.decode(UTF8)
            except UnicodeDecodeError:
                return WINDOWS
    return UTF8


def _lines(stream: IO[bytes], file: str, read_result: ReadResult, encoding: str) -> Iterator[str]:
    number = 0
    while raw := stream.readline(LONGEST_LINE):
        number += 1
        if number == 1:
            if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise read_result.stop(file, "", "The file is in UTF-16.", "Save it as CSV in UTF-8.")
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if len(raw) >= LONGEST_LINE:
            raise read_result.stop(
                Place(file, number),
                "",
                "This line has no end.",
                "Check that the file is a CSV table and save it again.",
            )
        if b"\0" in raw:
            raise read_result.stop(
                Place(file, number),
                "",
                "This line holds a zero byte, which is not text.",
                "Check that the file is a CSV table in UTF-8 and save it again.",
            )
        try:
            yield raw.decode(encoding)
        except UnicodeDecodeError as error:
            byte = raw[error.start]
            raise read_result.stop(
                Place(file, number),
                "",
                f"This line is not in {encoding.upper()} (byte {byte:#04x} at position {error.start + 1}).",
                "Save the file as “CSV UTF-8”.",
            ) from None


def _rows(
    stream: IO[bytes], file: str, read_result: ReadResult, encoding: str
) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of the line they begin on. Empty lines are left out."""
    reader = csv.reader(_lines(stream, file, read_result, encoding), strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            long = "field limit" in str(error)
            raise read_result.stop(
                Place(file, begins),
                "",
                "A field is far too long." if long else "The quotation marks do not match.",
                "Check the quotation marks of this line and the lines above it.",
            ) from None
        if any(cell.strip() for cell in cells):
            yield begins, cells
        begins = reader.line_num + 1


def check_header(
    cells: Sequence[str],
    file: str,
    read_result: ReadResult,
    known_columns: Sequence[str],
    *,
    needed: Iterable[str] | None = None,
) -> Header:
    """Compare a header with the columns that the table should have, and name everything that is wrong with it.

    `needed` are the columns that must be there (all, if it is not said). Columns that begin with "metadata." are the
    school's own and are left alone.
    """
    place = Place(file, 1)
    must = list(known_columns if needed is None else needed)
    names = [name.strip() for name in cells]
    missing = [column for column in must if column not in names]
    columns: list[str] = []
    for position, name in enumerate(names, start=1):
        if name and name in columns:
            read_result.fault(place, name, f"The column “{name}” is there twice.", "Keep one of the two.")
            columns.append("")
            continue
        if name in known_columns or name.startswith("metadata."):
            columns.append(name)
            continue
        columns.append("")
        if not name:
            read_result.fault(
                place,
                f"column {position}",
                f"Column {position} has no name.",
                "Take the empty column out, or give it its name.",
            )
            continue
        close = _close(name, missing)
        if close:
            missing.remove(close)
            read_result.fault(
                place,
                name,
                f"The column “{name}” is misspelt: did you mean “{close}”?",
                f"Name the column {close}, in these capitals.",
            )
        elif needed is None:
            read_result.note(f"{file}: the column “{name}” is not part of this format and is not read.")
    for column in missing:
        read_result.fault(
            place, column, f"The column “{column}” is missing.", "Add the column; it may stay empty below."
        )
    return Header(tuple(columns))


def _close(name: str, missing: Sequence[str]) -> str | None:
    for column in missing:
        if column.lower() == name.lower():
            return column
    near = difflib.get_close_matches(name, missing, n=1, cutoff=0.8)
    return near[0] if near else None


def header_of(open_file: Opener, file: str, read_result: ReadResult, encoding: str = UTF8) -> list[str]:
    """The names in the first row. Raises Unreadable if there is none."""
    with open_file() as stream:
        for _, cells in _rows(stream, file, read_result, encoding):
            return cells
    raise read_result.stop(
        file, "", "The file is empty.", "Export it again; it needs at least its row of column names."
    )


def read_table(
    open_file: Opener, file: str, read_result: ReadResult, header: Header, encoding: str = UTF8
) -> Iterator[Row]:
    """Every row under the header. A row with too many or too few fields is a fault; reading goes on after it.

    Raises Unreadable past `MOST_ROWS` rows, and where the file is not text.
    """
    width, full = header.width, len(header.columns)
    count = 0
    with open_file() as stream:
        rows = _rows(stream, file, read_result, encoding)
        next(rows, None)
        for number, cells in rows:
            count += 1
            place = Place(file, number)
            if count > MOST_ROWS:
                raise read_result.stop(
                    place,
                    "",
                    f"The table has more than {MOST_ROWS:,} rows.",
                    "Send it in several files, or by school.",
                )
            if len(cells) > full and any(cell.strip() for cell in cells[full:]):
                read_result.fault(
                    place,
                    "",
                    f"The row has {len(cells)} fields where the header has {full}.",
                    "Check for a comma that needs quotation marks round its field.",
                )
                continue
            if len(cells) < width:
                read_result.fault(
                    place,
                    "",
                    f"The row has {len(cells)} fields where the header has {width}.",
                    "Check that the row is complete; an empty field still needs its comma.",
                )
                continue
            yield Row(
                place, {name: cell.strip() for name, cell in zip(header.columns, cells, strict=False) if name}
            )


__all__ = [
    "UTF8",
    "WINDOWS",
    "Header",
    "Opener",
    "Row",
    "Unreadable",
    "check_header",
    "encoding_of",
    "header_of",
    "read_table",
]
