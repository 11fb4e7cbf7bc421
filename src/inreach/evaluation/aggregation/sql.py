"""The texts of SQL, in what SQLite, PostgreSQL, DuckDB and Spark have in common; there is one text for all four.

They read one table or view `targets`, a line for each target (`COLUMNS`). Every number that they give back is a whole
number, so the engines cannot differ by the order in which they add. What has to be divided is divided afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

COLUMNS = {
    "school": "name or number of the school",
    "area": "area of need",
    "programme": "what is done, empty where it has no name",
    "pupil": "name or number of the pupil, told apart inside a school",
    "baseline": "rating before, 1 to 10",
    "expected": "rating expected, 1 to 10",
    "achieved": "rating at review, 1 to 10, or nothing",
    "maintain": "1 where the baseline is to be kept, else 0",
    "due": "1 where the review should have been by now, else 0",
    "edited": "1 where the expected rating was changed after the first session, else 0",
    "worded": "1 where the steps of the scale were written down at the start, else 0",
}
VALUES = {"gain": "achieved - baseline", "achieved": "achieved"}
GROUPS = ("area", "programme")
MARKS = ("due", "maintain", "edited", "worded")
NAME = re.compile(r"[a-z][a-z0-9_]*")

OUTCOME = """CASE
        WHEN achieved IS NULL AND CAST(due AS INTEGER) = 1 THEN 5
        WHEN achieved IS NULL THEN 6
        WHEN achieved > expected THEN 4
        WHEN achieved = expected THEN 3
        WHEN achieved < baseline THEN 0
        WHEN achieved = baseline THEN 1
        ELSE 2 END"""
CATEGORY = "CASE WHEN achieved > expected THEN 2 WHEN achieved = expected THEN 1 ELSE 0 END"


def _groups(by: Sequence[str]) -> str:
    """The columns that make an area; ValueError unless they are of GROUPS, each once."""
    if not by or len(set(by)) != len(by) or not set(by) <= set(GROUPS):
        raise ValueError(
            f"Targets are told apart by area, programme or both, not by {', '.join(by) or 'nothing'}."
        )
    return ", ".join(by)


def _value(value: str) -> str:
    """The SQL of a value; ValueError unless it is one of VALUES."""
    if value not in VALUES:
        raise ValueError(f"A value is {' or '.join(VALUES)}, not {value}.")
    return VALUES[value]


def _pairs(value: str, by: Sequence[str]) -> str:
    """A line for each pupil of a school in an area: how many reviewed targets, their sum and sum of squares."""
    keys = _groups(by)
    return f"""WITH rated AS (
    SELECT school, {keys}, pupil, CAST({_value(value)} AS BIGINT) AS points
    FROM targets WHERE achieved IS NOT NULL
), pairs AS (
    SELECT school, {keys}, pupil, COUNT(*) AS n, CAST(SUM(points) AS BIGINT) AS total,
        CAST(SUM(points * points) AS BIGINT) AS squares
    FROM rated GROUP BY school, {keys}, pupil
)"""  # noqa: S608 - the columns are checked names


def cells(value: str, by: Sequence[str]) -> str:
    """School, area, targets a pupil; then pupils, sum, sum of squares, sum of squared sums of pupils."""
    keys = _groups(by)
    return f"""{_pairs(value, by)}
SELECT school, {keys}, n, COUNT(*) AS pupils, CAST(SUM(total) AS BIGINT) AS total,
    CAST(SUM(squares) AS BIGINT) AS squares, CAST(SUM(total * total) AS BIGINT) AS pupil_squares
FROM pairs GROUP BY school, {keys}, n"""  # noqa: S608 - the columns are checked names


def shared() -> str:
    """School, reviewed targets a pupil whatever the area; then pupils."""
    return """SELECT school, n, COUNT(*) AS pupils FROM (
    SELECT school, pupil, COUNT(*) AS n FROM targets WHERE achieved IS NOT NULL GROUP BY school, pupil
) AS everybody GROUP BY school, n"""


def ties(by: Sequence[str]) -> str:
    """School, one area, another; then the sum over pupils of their targets in one times those in the other."""
    keys = _groups(by)
    one = ", ".join(f"one.{key} AS one_{key}" for key in by)
    other = ", ".join(f"other.{key} AS other_{key}" for key in by)
    both = ", ".join(f"{side}.{key}" for side in ("one", "other") for key in by)
    return f"""WITH pairs AS (
    SELECT school, {keys}, pupil, COUNT(*) AS n FROM targets
    WHERE achieved IS NOT NULL GROUP BY school, {keys}, pupil
)
SELECT one.school AS school, {one}, {other}, CAST(SUM(one.n * other.n) AS BIGINT) AS products
FROM pairs AS one JOIN pairs AS other ON one.school = other.school AND one.pupil = other.pupil
GROUP BY one.school, {both}"""  # noqa: S608 - the columns are checked names


def outcomes(by: Sequence[str]) -> str:
    """School, area, number of the outcome (`gathered.STATES`); then targets."""
    keys = _groups(by)
    return f"""SELECT school, {keys}, state, COUNT(*) AS n FROM (
    SELECT school, {keys}, {OUTCOME} AS state FROM targets
) AS told GROUP BY school, {keys}, state"""  # noqa: S608 - the columns are checked names


def people(by: Sequence[str]) -> str:
    """School, area, number of the outcome; then how many pupils have such a target."""
    keys = _groups(by)
    return f"""SELECT school, {keys}, state, COUNT(*) AS pupils FROM (
    SELECT DISTINCT school, {keys}, pupil, {OUTCOME} AS state FROM targets
) AS told GROUP BY school, {keys}, state"""  # noqa: S608 - the columns are checked names


def patterns(by: Sequence[str], also: Sequence[str] = ()) -> str:
    """School, area, baseline, expected, further columns, category (0 not met, 1 met, 2 exceeded); then targets."""
    wrong = [name for name in also if not NAME.fullmatch(name)]
    if wrong:
        raise ValueError(f"A column has a name of small letters, digits and underscores, not {wrong[0]!r}.")
    keys = ", ".join([_groups(by), "baseline", "expected", *also])
    return f"""SELECT school, {keys}, category, COUNT(*) AS n FROM (
    SELECT school, {keys}, {CATEGORY} AS category FROM targets WHERE achieved IS NOT NULL
) AS told GROUP BY school, {keys}, category"""  # noqa: S608 - the columns are checked names


def ratings(by: Sequence[str] = (), dose: str = "0") -> str:
    """School, area, baseline, expected, what was told, due, edited, maintain, where the dose lies; then targets.

    Without `by` schools alone are kept apart, and achieved is told, 0 where there is none; with it the category, -1
    where there is none. What is reviewed counts as due. `dose` is the SQL of `sql_optional.position`.
    """
    keys = ", ".join(["school", *([_groups(by)] if by else [])])
    told = f"CASE WHEN achieved IS NULL THEN -1 ELSE {CATEGORY} END" if by else "COALESCE(achieved, 0)"
    return f"""SELECT {keys}, baseline, expected, told, due, edited, maintain, dose, COUNT(*) AS n FROM (
    SELECT {keys}, baseline, expected, {told} AS told,
        CASE WHEN achieved IS NULL THEN CAST(due AS INTEGER) ELSE 1 END AS due,
        CAST(edited AS INTEGER) AS edited, CAST(maintain AS INTEGER) AS maintain,
        {dose} AS dose
    FROM targets
) AS rated GROUP BY {keys}, baseline, expected, told, due, edited, maintain, dose"""  # noqa: S608 - checked names


def pupils(gap: int) -> str:
    """Reviewed targets a pupil (0 too); then pupils, and sums over pupils of their sums and of products of them.

    First of ratings before and after; then, over targets that expect at least `gap` points and were not edited, how
    many pupils have one, and the gained and the expected points.
    """
    fixed = f"achieved IS NOT NULL AND expected - baseline >= {int(gap)} AND CAST(edited AS INTEGER) = 0"
    sums = {
        "before": "achieved IS NOT NULL THEN baseline",
        "after": "achieved IS NOT NULL THEN achieved",
        "fixed": f"{fixed} THEN 1",
        "gained": f"{fixed} THEN achieved - baseline",
        "wanted": f"{fixed} THEN expected - baseline",
    }
    each = ", ".join(f"CAST(SUM(CASE WHEN {of} ELSE 0 END) AS BIGINT) AS {name}" for name, of in sums.items())
    products = ("before", "after", "before * before", "after * after", "before * after", "gained", "wanted",
                "gained * gained", "gained * wanted", "wanted * wanted", "fixed")  # fmt: skip
    added = ", ".join(f"CAST(SUM({of}) AS BIGINT) AS sum_{at}" for at, of in enumerate(products))
    return f"""SELECT n, COUNT(*) AS pupils, COUNT(CASE WHEN fixed > 0 THEN 1 END) AS with_fixed, {added} FROM (
    SELECT school, pupil, COUNT(achieved) AS n, {each} FROM targets GROUP BY school, pupil
) AS everybody GROUP BY n"""  # noqa: S608 - all of it stands above


def unworded() -> str:
    """How many reviewed targets have a scale without written steps."""
    return "SELECT COUNT(*) AS n FROM targets WHERE achieved IS NOT NULL AND CAST(worded AS INTEGER) = 0"


FAULTS = {
    "school IS NULL OR area IS NULL OR programme IS NULL OR pupil IS NULL": (
        "without a school, an area, a programme or a pupil; write an empty programme as ''"
    ),
    "baseline IS NULL OR expected IS NULL OR baseline NOT BETWEEN 1 AND 10 OR expected NOT BETWEEN 1 AND 10 "
    "OR achieved NOT BETWEEN 1 AND 10": "with a rating that is not from 1 to 10",
    " OR ".join(f"{mark} IS NULL OR CAST({mark} AS INTEGER) NOT IN (0, 1)" for mark in MARKS): (
        f"where {', '.join(MARKS[:-1])} or {MARKS[-1]} is neither 0 nor 1"
    ),
    "expected < baseline OR (expected = baseline AND CAST(maintain AS INTEGER) = 0) "
    "OR (expected > baseline AND CAST(maintain AS INTEGER) = 1)": (
        "whose expected rating does not fit the baseline: expect more, or expect the same and mark it as to maintain"
    ),
}


def faults() -> str:
    """One line: how many targets there are, and how many have each of FAULTS."""
    counts = ", ".join(
        f"COUNT(CASE WHEN {fault} THEN 1 END) AS fault_{at}" for at, fault in enumerate(FAULTS)
    )
    return f"SELECT COUNT(*) AS n, {counts} FROM targets"  # noqa: S608 - all of it stands above
