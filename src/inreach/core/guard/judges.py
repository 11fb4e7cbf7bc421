"""How each rule of the guard judges a week: the facts and the lines in, a sentence with its numbers out."""

from __future__ import annotations

from collections.abc import Mapping

from inreach.core.guard.types import Finding, Thresholds, WeekFacts
from inreach.core.ledger.types import PeriodKind
from inreach.core.text import counted, listed


def percent(part: float, whole: float) -> int:
    """Return a whole percentage, rounded down so that it never shows a line which is not reached."""
    return int(part * 100 // whole)


def minutes_by(found: Mapping[str, int]) -> str:
    """Return minutes by name as words: "40 minutes of PSHE and 20 minutes of RSHE"."""
    return listed(tuple(f"{counted(number, 'minute')} of {name}" for name, number in found.items()))


def share(line: str, facts: WeekFacts, thresholds: Thresholds) -> Finding | None:
    """Judge the share out against one of three lines; a share at a higher line belongs to that one."""
    taught, out = facts.taught or 0, facts.out or 0
    lines = [thresholds.notice, thresholds.concern, thresholds.outvention, float("inf")]
    at = getattr(thresholds, line)
    reached = out / taught
    if not at <= reached < lines[lines.index(at) + 1]:
        return None
    return Finding(
        f"This pupil is out of class for {percent(out, taught)} % of taught time this week: "
        f"{out:,} of {counted(taught, 'minute')}.",
        {"out": out, "taught": taught, "share": reached, "threshold": at},
    )


def programmes(facts: WeekFacts, thresholds: Thresholds) -> Finding | None:
    """Judge how many programmes take the pupil out at once."""
    names = facts.programmes_out or ()
    if len(names) < thresholds.programmes:
        return None
    return Finding(
        f"{counted(len(names), 'programme')} take this pupil out of class in the same week: {listed(names)}.",
        {"programmes": len(names), "threshold": thresholds.programmes},
    )


def missed_again(facts: WeekFacts, _thresholds: Thresholds) -> Finding | None:
    """Judge whether the same lesson is missed two weeks running."""
    lessons = facts.lessons_missed_again or ()
    if not lessons:
        return None
    return Finding(
        f"This pupil misses the same lesson two weeks running: {listed(lessons)}.", {"lessons": len(lessons)}
    )


def protected(facts: WeekFacts, _thresholds: Thresholds) -> Finding | None:
    """Judge whether any protected lesson is missed."""
    missed = facts.protected_missed or {}
    if not missed:
        return None
    return Finding(f"This pupil misses {minutes_by(missed)} this week.", {"minutes": sum(missed.values())})


def non_learning(facts: WeekFacts, _thresholds: Thresholds) -> Finding | None:
    """Judge whether support takes time that is not for lessons."""
    taken = facts.non_learning or {}
    if not taken:
        return None
    words = {PeriodKind.BEFORE: "time before school", PeriodKind.AFTER: "time after school"}
    named = {words.get(kind, str(kind)): number for kind, number in taken.items()}
    return Finding(f"Support takes {minutes_by(named)} from this pupil.", {"minutes": sum(taken.values())})


def too_long(facts: WeekFacts, thresholds: Thresholds) -> Finding | None:
    """Judge how long groups have been running."""
    over = {name: weeks for name, weeks in (facts.weeks_running or {}).items() if weeks > thresholds.weeks}
    if not over:
        return None
    each = tuple(f"{name} ({weeks:.0f} school weeks)" for name, weeks in over.items())
    return Finding(
        f"Running for more than {thresholds.weeks} school weeks: {listed(each)}.",
        {"groups": len(over), "weeks": max(over.values()), "threshold": thresholds.weeks},
    )


def named_groups(fact: str, words: str, facts: WeekFacts, _thresholds: Thresholds) -> Finding | None:
    """Judge a fact that names the groups of which something is true."""
    groups: tuple[str, ...] = getattr(facts, fact)
    return Finding(f"{words}: {listed(groups)}.", {"groups": len(groups)}) if groups else None


def delivered(facts: WeekFacts, thresholds: Thresholds) -> Finding | None:
    """Judge what share of the planned sessions took place."""
    planned, done = facts.sessions_planned or 0, facts.sessions_delivered or 0
    if not planned or done / planned >= thresholds.delivered:
        return None
    return Finding(
        f"Only {done:,} of {counted(planned, 'planned session')} took place: {percent(done, planned)} %.",
        {"planned": planned, "delivered": done, "share": done / planned, "threshold": thresholds.delivered},
    )


def loved(facts: WeekFacts, thresholds: Thresholds) -> Finding | None:
    """Judge whether the pupil misses most of a subject that he or she loves."""
    taught = facts.loved_taught or {}
    mostly = {
        subject: missed
        for subject, missed in (facts.loved_missed or {}).items()
        if missed / taught[subject] >= thresholds.loved
    }
    if not mostly:
        return None
    each = tuple(
        f"{subject} ({missed:,} of {taught[subject]:,} minutes)" for subject, missed in mostly.items()
    )
    return Finding(
        f"This pupil misses most of a subject that the pupil loves: {listed(each)}.",
        {"subjects": len(mostly), "minutes": sum(mostly.values()), "threshold": thresholds.loved},
    )
