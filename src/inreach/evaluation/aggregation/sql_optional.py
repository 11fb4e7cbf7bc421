"""What the table may hold besides: time, hours and doses in further columns, factors and later checks in tables.

Nothing of it has to be there. What is not there is not known, and the report says so. Texts are those of all engines,
like `sql`: weeks are counted in thousandths and minutes are whole, so that every number that comes back is whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from inreach.evaluation.aggregation.dose_conditions import (
    FEWEST_A_WEEK,
    LONGEST,
    MOST_A_WEEK,
    MOST_WEEKS,
    SHORTEST,
)
from inreach.evaluation.aggregation.dose_conditions import FEWEST_WEEKS as SHORTEST_RUN
from inreach.evaluation.aggregation.sql import CATEGORY, OUTCOME
from inreach.evaluation.aggregation.thresholds import FEWEST_WEEKS
from inreach.evaluation.aggregation.types import Position

THOUSAND = 1000
COLUMNS = {
    "target": "number or name of the target, which the further tables refer to",
    "year": "year or term that the target belongs to",
    "weeks": "school weeks between the two ratings, to the thousandth",
    "holiday_weeks": "weeks of holiday between the two ratings, 0 if there are none",
    "planned_minutes": "minutes planned, whole",
    "delivered_minutes": "minutes delivered, whole",
    "sessions": "sessions delivered, whole",
}
FACTORS, FOLLOW_UPS, CAPACITY = "factors", "follow_ups", "capacity"
TABLES = {
    FACTORS: ("target", "factor", "held", "recorded_after"),
    FOLLOW_UPS: ("target", "weeks", "rating"),
    CAPACITY: ("school", "staff", "statement", "rated_start", "rated_end", "rated_then", "rated_later"),
}
UNITS = ("area", "school", "programme", "year")
MOST_FACTORS = 30  # four states of each are kept in one whole number below 2^63
ANSWERS = (
    -1,
    0,
    1,
    -1,
)  # what the states stand for: not recorded, did not hold, held, recorded after the result
HINDSIGHT = 3

_WHOLE = ("planned_minutes", "delivered_minutes", "sessions")
_NEGATIVE = ("weeks", "holiday_weeks", *_WHOLE)


def _or_nothing(name: str, columns: Collection[str]) -> str:
    """The column, or nothing in its place."""
    return name if name in columns else "CAST(NULL AS INTEGER)"


def thousandths(weeks: str) -> str:
    """Weeks as a whole number. Engines round halves in different ways, so a half is made a little more than one."""
    return f"CAST(ROUND({weeks} * {THOUSAND} + 0.0001) AS BIGINT)"


def position(columns: Collection[str]) -> str:
    """Where the dose lies (`types.Position`); the twin of `dose_position.position`."""
    needed = ("delivered_minutes", "sessions", "weeks")
    if not set(needed) <= set(columns):
        return str(int(Position.UNKNOWN))
    weeks = thousandths("weeks")
    below = (
        f"delivered_minutes < {SHORTEST} * sessions OR {THOUSAND} * sessions < {FEWEST_A_WEEK} * {weeks} "
        f"OR {weeks} < {SHORTEST_RUN * THOUSAND}"
    )
    above = (
        f"delivered_minutes > {LONGEST} * sessions OR {THOUSAND} * sessions > {MOST_A_WEEK} * {weeks} "
        f"OR {weeks} > {MOST_WEEKS * THOUSAND}"
    )
    unknown = " OR ".join(f"{name} IS NULL OR {name} = 0" for name in needed)
    return (
        f"CASE WHEN {unknown} THEN {int(Position.UNKNOWN)} WHEN {below} THEN {int(Position.BELOW)} "
        f"WHEN {above} THEN {int(Position.ABOVE)} ELSE {int(Position.INSIDE)} END"
    )


def ratios(columns: Collection[str]) -> dict[str, tuple[str, str, str]]:
    """Ratios that the columns allow: name, and then the SQL of top, bottom and which targets count."""
    gain, made = "achieved - baseline", "achieved IS NOT NULL"
    texts = {}
    if {"weeks", "holiday_weeks"} <= set(columns):
        long = f"{thousandths('weeks')} >= {FEWEST_WEEKS * THOUSAND} AND holiday_weeks IS NOT NULL"
        texts["weeks"] = (gain, thousandths("weeks"), f"{made} AND {long}")
    if "delivered_minutes" in columns:
        texts["hours"] = (gain, "delivered_minutes", f"{made} AND delivered_minutes > 0")
    if {"planned_minutes", "delivered_minutes"} <= set(columns):
        both = "planned_minutes > 0 AND delivered_minutes IS NOT NULL"
        texts["delivered"] = ("delivered_minutes", "planned_minutes", both)
    return texts


def amounts(top: str, bottom: str, which: str) -> str:
    """School; then targets and both sums."""
    return f"""SELECT school, COUNT(*) AS n, CAST(SUM({top}) AS BIGINT) AS tops,
    CAST(SUM({bottom}) AS BIGINT) AS bottoms
FROM targets WHERE {which} GROUP BY school"""  # noqa: S608 - all of it stands above


def amounts_of_pupils(top: str, bottom: str, which: str) -> str:
    """School, pupil; then targets and both sums."""
    return f"""SELECT school, pupil, COUNT(*) AS n, CAST(SUM({top}) AS BIGINT) AS tops,
    CAST(SUM({bottom}) AS BIGINT) AS bottoms
FROM targets WHERE {which} GROUP BY school, pupil"""  # noqa: S608 - all of it stands above


def left_out(columns: Collection[str]) -> str:
    """One line: reviewed targets whose weeks are unknown, too few, or of unknown holidays; those over a holiday."""
    weeks, holiday = _or_nothing("weeks", columns), _or_nothing("holiday_weeks", columns)
    least = f"{thousandths(weeks)} {{}} {FEWEST_WEEKS * THOUSAND}"
    counts = (
        f"{weeks} IS NULL",
        least.format("<"),
        f"{least.format('>=')} AND {holiday} IS NULL",
        f"{least.format('>=')} AND {holiday} > 0",
    )
    told = ", ".join(f"COUNT(CASE WHEN {which} THEN 1 END) AS left_{at}" for at, which in enumerate(counts))
    return f"SELECT {told} FROM targets WHERE achieved IS NOT NULL"  # noqa: S608 - all of it stands above


def years() -> str:
    """Year, number of the outcome (`gathered.STATES`); then targets."""
    return f"""SELECT year, state, COUNT(*) AS n FROM (
    SELECT year, {OUTCOME} AS state FROM targets
) AS told GROUP BY year, state"""  # noqa: S608 - all of it stands above


def asked() -> str:
    """The names of factors, in an order that this engine keeps."""
    return f"SELECT factor FROM (SELECT DISTINCT factor FROM {FACTORS}) AS named ORDER BY factor"  # noqa: S608


_NUMBERED = f"""WITH named AS (
    SELECT factor, ROW_NUMBER() OVER (ORDER BY factor) AS number
    FROM (SELECT DISTINCT factor FROM {FACTORS}) AS every_factor
)"""  # noqa: S608 - all of it stands above


def factored(many: int) -> str:
    """School, ratings and category, due, edited, maintain, the answers to all factors as digits of 4; then targets.

    `many` is how many factors `asked` gives, in whose order they are digits, the first the last. Of two answers to one
    factor about one target one that came after the result counts, else one that it held.
    """
    state = f"""CASE WHEN CAST({FACTORS}.recorded_after AS INTEGER) = 1 THEN {HINDSIGHT}
            WHEN CAST({FACTORS}.held AS INTEGER) = 1 THEN 2 ELSE 1 END"""
    each = ", ".join(f"MAX(CASE WHEN number = {at + 1} THEN state ELSE 0 END) AS f{at}" for at in range(many))
    digits = " + ".join(f"CAST(COALESCE(f{at}, 0) AS BIGINT) * {4**at}" for at in range(many))
    return f"""{_NUMBERED}, stated AS (
    SELECT {FACTORS}.target AS target, named.number AS number, {state} AS state
    FROM {FACTORS} JOIN named ON {FACTORS}.factor = named.factor
), answered AS (
    SELECT target, {each} FROM stated GROUP BY target
)
SELECT school, baseline, expected, category, due, edited, maintain, answers, COUNT(*) AS n FROM (
    SELECT school, baseline, expected, CASE WHEN achieved IS NULL THEN -1 ELSE {CATEGORY} END AS category,
        CASE WHEN achieved IS NULL THEN CAST(due AS INTEGER) ELSE 1 END AS due,
        CAST(edited AS INTEGER) AS edited, CAST(maintain AS INTEGER) AS maintain, {digits} AS answers
    FROM targets LEFT JOIN answered ON targets.target = answered.target
) AS told GROUP BY school, baseline, expected, category, due, edited, maintain, answers"""  # noqa: S608


def checks(planned: str, *, strict: bool, within: int) -> str:
    """Group, thousandths of weeks last seen held and first seen lost (or nothing); then targets met or exceeded.

    `within` points under the review are still held, or with `strict` nothing under the expected rating. Both times are
    nothing for targets that were never checked.
    """
    if planned and planned not in UNITS:
        raise ValueError(f"Curves are compared by {', '.join(UNITS)}, not by {planned}.")
    group = planned or "''"
    least = "expected" if strict else f"achieved - {int(within)}"
    return f"""WITH met AS (
    SELECT target, {group} AS told_apart, {least} AS lowest FROM targets WHERE achieved >= expected
), seen AS (
    SELECT met.target AS target, {thousandths(f"{FOLLOW_UPS}.weeks")} AS seen_at,
        MIN(CASE WHEN {FOLLOW_UPS}.rating < met.lowest THEN {thousandths(f"{FOLLOW_UPS}.weeks")} END)
            OVER (PARTITION BY met.target) AS gone
    FROM met JOIN {FOLLOW_UPS} ON met.target = {FOLLOW_UPS}.target
), ends AS (
    SELECT target, COALESCE(MAX(CASE WHEN gone IS NULL OR seen_at < gone THEN seen_at END), 0) AS held_to,
        MAX(gone) AS lost_by
    FROM seen GROUP BY target
)
SELECT told_apart, COALESCE(held_to, -1) AS held_to, COALESCE(lost_by, -1) AS lost_by, COUNT(*) AS n
FROM met LEFT JOIN ends ON met.target = ends.target
GROUP BY told_apart, COALESCE(held_to, -1), COALESCE(lost_by, -1)"""  # noqa: S608 - checked names and numbers


def capacity() -> str:
    """The lines of the table `capacity`: few, since each is one member of staff's rating of one statement."""
    return f"SELECT {', '.join(TABLES[CAPACITY])} FROM {CAPACITY}"  # noqa: S608 - all of it stands above


def faults(columns: Collection[str], tables: Iterable[str]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """By table the SQL that counts its faults, and what each of them is; a table without any is left out."""
    of_targets = {
        "is negative": " OR ".join(f"{name} < 0" for name in _NEGATIVE if name in columns),
        "is not whole": " OR ".join(f"{name} <> ROUND({name})" for name in _WHOLE if name in columns),
    }
    words = {
        "is negative": "with weeks, minutes or sessions below 0",
        "is not whole": "with minutes or sessions that are not whole numbers",
    }
    questions: dict[str, dict[str, str]] = {
        "targets": {words[fault]: sql for fault, sql in of_targets.items() if sql}
        | ({"without a year; write an empty one as ''": "year IS NULL"} if "year" in columns else {})
    }
    marks = " OR ".join(f"{m} IS NULL OR CAST({m} AS INTEGER) NOT IN (0, 1)" for m in TABLES[FACTORS][2:])
    ratings = " OR ".join(
        f"{rating} < 1" for rating in ("rated_start", "rated_end", "rated_then", "rated_later")
    )
    of_tables = {
        FACTORS: {
            "without a target or a factor": "target IS NULL OR factor IS NULL",
            "where held or recorded_after is neither 0 nor 1": marks,
        },
        FOLLOW_UPS: {
            "without a target, or weeks after the review above 0": "target IS NULL OR weeks IS NULL OR weeks <= 0",
            "with a rating that is not from 1 to 10": "rating IS NULL OR rating NOT BETWEEN 1 AND 10",
        },
        CAPACITY: {
            "without a school, a member of staff or a statement": (
                "school IS NULL OR staff IS NULL OR statement IS NULL"
            ),
            "without a rating at the start or at the end": "rated_start IS NULL OR rated_end IS NULL",
            "with a rating below 1": ratings,
        },
    }
    questions |= {table: of_tables[table] for table in tables}
    return {table: (_counted(table, own.values()), tuple(own)) for table, own in questions.items() if own}


def _counted(table: str, faults: Iterable[str]) -> str:
    """One line: how many lines a table has, and how many have each of the faults."""
    counts = ", ".join(f"COUNT(CASE WHEN {sql} THEN 1 END) AS fault_{at}" for at, sql in enumerate(faults))
    return f"SELECT COUNT(*) AS n, {counts} FROM {table}"  # noqa: S608 - our own names


def named_twice() -> str:
    """One line: targets, and different numbers of targets."""
    return "SELECT COUNT(*) AS n, COUNT(DISTINCT target) AS targets FROM targets"
