"""A OneRoster zip as a bundle of checked tables: manifest, file names, headers, ids, status and dates of every row."""

import difflib
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import IO

from inreach.apps.exchange.engine.records import Place, ReadResult, Unreadable
from inreach.apps.exchange.formats.oneroster_tables import COLUMNS, NOT_READ, REQUIRED, SECRET
from inreach.apps.exchange.readers.archive import Archive
from inreach.apps.exchange.readers.tables import Header, Row, check_header, header_of, read_table

MANIFEST = "manifest.csv"
MODES = ("bulk", "delta", "absent")
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?")
GONE = frozenset({"tobedeleted", "inactive"})
IN_USE = frozenset({"", "active"})


@dataclass(slots=True)
class Bundle:
    """The zip: its version, how each table is sent, and the ids of its rows (`live`, and `gone` if marked so)."""

    archive: Archive
    file: str
    read_result: ReadResult
    version: str = ""
    modes: dict[str, str] = field(default_factory=dict)
    headers: dict[str, Header] = field(default_factory=dict)
    live: dict[str, set[str]] = field(default_factory=dict)
    gone: dict[str, set[str]] = field(default_factory=dict)

    def has(self, table: str) -> bool:
        """Whether the table is in the zip and could be read."""
        return table in self.headers

    def is_bulk(self, table: str) -> bool:
        """Whether the table is there and says all there is."""
        return self.modes.get(table) == "bulk" and self.has(table)

    def is_broken(self, table: str) -> bool:
        """Whether the table should be there and cannot be read: then nothing that refers to it is judged."""
        return self.modes.get(table) in ("bulk", "delta") and not self.has(table)

    def rows(self, table: str, *, gone: bool = False) -> Iterator[Row]:
        """Rows of a checked table that hold (or, with `gone`, that are marked as ended). No fault is named twice."""
        if not self.has(table) or (gone and not self.gone[table]):
            return
        quiet = ReadResult()
        for row in self._read(table, quiet):
            if row["sourcedId"] and (row["status"].lower() in GONE) is gone:
                yield row

    def _read(self, table: str, read_result: ReadResult) -> Iterator[Row]:
        name = f"{table}.csv"
        return read_table(lambda: self.archive.open(name), name, read_result, self.headers[table])


def read_bundle(archive: Archive, file: str, read_result: ReadResult) -> Bundle:
    """Check everything about a zip that can be known from its tables one by one."""
    bundle = Bundle(archive, file, read_result)
    _read_manifest(bundle)
    _check_names(bundle)
    for table, columns in COLUMNS[bundle.version].items():
        if bundle.modes.get(table) in ("bulk", "delta") and f"{table}.csv" in archive.names:
            _check_table(bundle, table, columns)
    return bundle


def _read_manifest(bundle: Bundle) -> None:
    read_result = bundle.read_result
    if MANIFEST not in bundle.archive.names:
        close = next((name for name in bundle.archive.names if name.lower() == MANIFEST), None)
        raise read_result.stop(
            bundle.file,
            MANIFEST,
            f"“{close}” is in the wrong case." if close else "There is no manifest.csv in the zip.",
            f"Name it {MANIFEST}."
            if close
            else "Export it again as OneRoster CSV; the manifest says what is sent.",
        )

    def opener() -> AbstractContextManager[IO[bytes]]:
        return bundle.archive.open(MANIFEST)

    header = check_header(
        header_of(opener, MANIFEST, read_result), MANIFEST, read_result, ("propertyName", "value")
    )
    if header.width < 2:
        raise Unreadable("The manifest has not got its columns.")
    properties: dict[str, tuple[str, Place]] = {}
    for row in read_table(opener, MANIFEST, read_result, header):
        name = row["propertyName"]
        if name in properties:
            read_result.fault(row.place, name, f"“{name}” is there twice.", "Keep one of the two.")
        properties[name] = (row["value"], row.place)
    version, place = properties.get("oneroster.version", ("", Place(MANIFEST)))
    bundle.version = next(
        (candidate for candidate in COLUMNS if version == candidate or version.startswith(f"{candidate}.")),
        "",
    )
    if not bundle.version:
        raise read_result.stop(
            place,
            "oneroster.version",
            f"“{version}” is not a version that can be read." if version else "The version is missing.",
            f"Export it as OneRoster CSV {' or '.join(COLUMNS)}.",
        )
    _read_modes(bundle, properties)


def _read_modes(bundle: Bundle, properties: dict[str, tuple[str, Place]]) -> None:
    tables = {*COLUMNS[bundle.version], *NOT_READ[bundle.version]}
    for name, (value, place) in properties.items():
        if not name.startswith("file."):
            continue
        table = name.removeprefix("file.")
        if table not in tables:
            near = difflib.get_close_matches(table, tables, n=1, cutoff=0.8)
            if near:
                bundle.read_result.fault(
                    place, name, f"“{table}” is misspelt: did you mean “{near[0]}”?", f"Write file.{near[0]}."
                )
            else:
                bundle.read_result.note(
                    f"{MANIFEST}: “{table}” is not a table of OneRoster {bundle.version}."
                )
        elif value in MODES:
            bundle.modes[table] = value
        else:
            bundle.read_result.fault(
                place,
                name,
                f"It says “{value}”, which is no way to send a file." if value else "Its value is blank.",
                "Write bulk, delta or absent.",
            )


def _check_names(bundle: Bundle) -> None:
    """Compare what the manifest says is there with what is there."""
    read_result, names = bundle.read_result, bundle.archive.names
    tables = {*COLUMNS[bundle.version], *NOT_READ[bundle.version]}
    by_lower = {f"{table}.csv".lower(): table for table in tables}
    odd: set[str] = set()
    for name in names:
        table = by_lower.get(name.lower())
        if name == MANIFEST:
            continue
        if table is None:
            read_result.note(f"“{name}” is not a file of OneRoster {bundle.version} and is not read.")
            continue
        if name != f"{table}.csv":
            odd.add(table)
            read_result.fault(name, "", "The file's name is in the wrong case.", f"Name it {table}.csv.")
            _check_strange(bundle, name, table)
        mode = bundle.modes.get(table)
        if mode == "absent":
            read_result.fault(
                MANIFEST,
                f"file.{table}",
                f"It says absent, but {name} is in the zip.",
                "Say bulk or delta, or leave it out.",
            )
        elif mode is None and f"file.{table}" not in {fault.field for fault in read_result.faults}:
            read_result.fault(
                MANIFEST, f"file.{table}", f"It is not said, but {name} is in the zip.", "Say bulk or delta."
            )
        elif table in NOT_READ[bundle.version]:
            read_result.note(f"{name} is not read: Inreach has no use for it.")
    for table, mode in bundle.modes.items():
        if mode != "absent" and f"{table}.csv" not in names and table not in odd:
            read_result.fault(
                MANIFEST,
                f"file.{table}",
                f"It says {mode}, but {table}.csv is not in the zip.",
                "Add it, or say absent.",
            )
    if "delta" not in bundle.modes.values():
        needed = REQUIRED if bundle.version == "1.1" else (*REQUIRED, "roles")
        for table in needed:
            if bundle.modes.get(table, "absent") == "absent" and f"{table}.csv" not in names:
                read_result.fault(
                    bundle.file,
                    f"{table}.csv",
                    f"There is no {table}.csv.",
                    "Export the whole roster: it is needed.",
                )


def _check_strange(bundle: Bundle, name: str, table: str) -> None:
    """Say whose columns a misnamed file has, and check its header against the table it is named after."""
    cells = [cell.strip() for cell in header_of(lambda: bundle.archive.open(name), name, bundle.read_result)]
    columns = COLUMNS[bundle.version]
    if table not in columns:
        return
    likeness = {other: len(set(cells) & set(names)) / len(names) for other, names in columns.items()}
    best = max(likeness, key=lambda other: likeness[other])
    if best != table and likeness[best] > likeness[table]:
        bundle.read_result.fault(
            Place(name, 1),
            "",
            f"It holds the columns of {best}.csv, not those of {table}.csv.",
            f"Put the rows of {table} in it, or leave it out and say absent in the manifest.",
        )
    else:
        check_header(cells, name, bundle.read_result, columns[table])


def _check_table(bundle: Bundle, table: str, columns: tuple[str, ...]) -> None:
    name = f"{table}.csv"
    try:
        cells = header_of(lambda: bundle.archive.open(name), name, bundle.read_result)
        bundle.headers[table] = check_header(cells, name, bundle.read_result, columns)
        if "sourcedId" not in bundle.headers[table].columns:
            # Without it no row can be told from another; that the column is wanting has been said.
            del bundle.headers[table]
        elif table in SECRET:
            del bundle.headers[table]
            bundle.read_result.note(f"{name} holds sign-in names and passwords. It is not read.")
        else:
            _check_rows(bundle, table)
    except Unreadable:
        bundle.headers.pop(table, None)


def _check_rows(bundle: Bundle, table: str) -> None:
    live = bundle.live.setdefault(table, set())
    gone = bundle.gone.setdefault(table, set())
    bulk, read_result, name = bundle.modes[table] == "bulk", bundle.read_result, f"{table}.csv"
    dated = False
    for row in bundle._read(table, read_result):
        ident, status = row["sourcedId"], row["status"].lower()
        if not ident:
            read_result.fault(row.place, "sourcedId", "The row has no sourcedId.", "Every row needs its own.")
        elif ident in live or ident in gone:
            read_result.fault(
                row.place, "sourcedId", f"“{ident}” is there twice.", "Keep one of the two rows."
            )
        (gone if status in GONE else live).add(ident)
        _check_status(row, status, read_result, bulk=bulk)
        if bulk and status in GONE:
            read_result.tally(
                f"{name}: one row of a complete file is marked as ended; it is read as if it were not there.",
                f"{name}: {{n}} rows of a complete file are marked as ended; they are read as if not there.",
            )
        dated = dated or bool(row["dateLastModified"])
    if bulk and dated:
        read_result.tally(
            "One complete file has dates in dateLastModified. They are not needed and not used.",
            "{n} complete files have dates in dateLastModified. They are not needed and not used.",
        )
    if bulk and not live and table in REQUIRED:
        read_result.fault(
            name,
            "",
            "The file says that it is complete, and holds no row.",
            "Export it again, or send it as delta if nothing changed.",
        )


def _check_status(row: Row, status: str, read_result: ReadResult, *, bulk: bool) -> None:
    if status not in IN_USE | GONE:
        read_result.fault(
            row.place, "status", f"“{row['status']}” is not a status.", "Write active or tobedeleted."
        )
    if not bulk and not status:
        read_result.fault(
            row.place, "status", "A row of a delta file needs a status.", "Write active or tobedeleted."
        )
    moment = row["dateLastModified"]
    if not moment and not bulk and "dateLastModified" in row.cells:
        read_result.fault(
            row.place,
            "dateLastModified",
            "A row of a delta file needs its date.",
            "Write it as 2026-09-01T08:00:00Z.",
        )
    if moment and not is_moment(moment):
        read_result.fault(
            row.place,
            "dateLastModified",
            f"“{moment}” is not a date as OneRoster writes it.",
            "Write it as 2026-09-01 or 2026-09-01T08:00:00Z.",
        )


def is_moment(text: str) -> bool:
    """Whether a text is a date, or a date and a time, as ISO 8601 writes them."""
    match = MOMENT.fullmatch(text)
    return match is not None and to_date(match[1]) is not None


def to_date(text: str) -> date | None:
    """A date written as 2026-09-01, or as the beginning of a date and time; None if it is none."""
    match = MOMENT.fullmatch(text)
    if match is None:
        return None
    try:
        return date.fromisoformat(match[1])
    except ValueError:
        return None


def day_of(row: Row, column: str, read_result: ReadResult) -> date | None:
    """The date in a column, None if it is blank; a date that is none is a fault."""
    text = row[column]
    day = to_date(text) if text else None
    if text and day is None:
        read_result.fault(row.place, column, f"“{text}” is not a date.", "Write it as 2026-09-01.")
    return day


def check_order(
    row: Row, first: tuple[str, date | None], last: tuple[str, date | None], read_result: ReadResult
) -> bool:
    """Whether two named dates are the right way round; if not, it is a fault."""
    if first[1] and last[1] and last[1] < first[1]:
        read_result.fault(
            row.place,
            last[0],
            f"{last[0]} ({last[1]}) is before {first[0]} ({first[1]}).",
            "The dates are the wrong way round; correct one of them.",
        )
        return False
    return True
