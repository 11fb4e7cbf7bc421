"""What a database says of its errors, without the values: they are names, addresses and numbers of people."""

import re
from typing import Any

OF_A_DATABASE = re.compile(r"^\s*(?:\w+\.)*(?:psycopg|sqlite3|django\.db\.(?:utils|models))[\w.]*: ")
NEXT_PART = re.compile(r"^\s*(?:Traceback \(|The above exception|During handling|\S*\s*File \")|^\s*$")
VALUES_FOLLOW = re.compile(r"^\s*(?:DETAIL|CONTEXT|STATEMENT|LINE \d+|QUERY|PARAMETERS?)\b.*$")
QUOTED = re.compile(r"'[^']*'|(?<!constraint )(?<!relation )(?<!column )(?<!table )\"[^\"]*\"")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
UPN = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]\b")
CUT = "(cut)"


def without_values(text: str) -> str:
    """The same text: details of database errors, their values, addresses and UPNs are cut out of it."""
    lines: list[str] = []
    in_error = in_values = False
    for line in text.split("\n"):
        if OF_A_DATABASE.match(line):
            in_error, in_values = True, False
        elif NEXT_PART.match(line):
            in_error = in_values = False
        elif in_error and VALUES_FOLLOW.match(line):
            in_values = True
            lines.append(f"{line.split(':')[0].strip()}: {CUT}")
            continue
        if in_values:
            continue
        lines.append(QUOTED.sub(CUT, line) if in_error else line)
    return UPN.sub(CUT, ADDRESS.sub(CUT, "\n".join(lines)))


def scrub_event(logger: object, name: str, event: dict[str, Any]) -> dict[str, Any]:
    """A processor of structlog: scrubs the words and the traceback of an event."""
    for part in ("event", "exception"):
        if isinstance(event.get(part), str):
            event[part] = without_values(event[part])
    return event
