"""How wide words are, so that long names wrap and nothing runs into its neighbour."""

from __future__ import annotations

SIZE = 13.0
LEADING = 16.0
NARROW = "iIjl.,:;'|!()[]ftr -"
BROAD = "mwMW%@"
CAPITALS = "ABCDEFGHJKLNOPQRSTUVXYZ&"


def wide(words: str, size: float = SIZE, *, bold: bool = False) -> float:
    """Return about how many pixels a line of words takes, a little more rather than less."""
    ems = sum(
        0.34 if sign in NARROW else 0.9 if sign in BROAD else 0.68 if sign in CAPITALS else 0.57
        for sign in words
    )
    return ems * size * (1.06 if bold else 1.0)


def wrapped(words: str, width: float, size: float = SIZE, *, lines: int = 3, bold: bool = False) -> list[str]:
    """Return words as lines that fit the width; what does not fit the last line ends in three dots."""
    made: list[str] = []
    for word in words.split():
        joined = f"{made[-1]} {word}" if made else word
        if made and wide(joined, size, bold=bold) <= width:
            made[-1] = joined
        else:
            made.append(word)
    if not made:
        return [""]
    kept = made[:lines]
    if len(made) > lines:
        kept[-1] += " …"
    return [cut(line, width, size, bold=bold) for line in kept]


def cut(line: str, width: float, size: float = SIZE, *, bold: bool = False) -> str:
    """Return the line, shortened to the width with three dots at its end if it has to be."""
    if wide(line, size, bold=bold) <= width:
        return line
    short = line.rstrip(" …")
    while short and wide(short + "…", size, bold=bold) > width:
        short = short[:-1]
    return short.rstrip() + "…"
