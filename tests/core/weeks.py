"""Small weeks for the ledger's tests: blocks and support from a line of text, and random ones."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from inreach.core.ledger.types import Absence, Adult, Block, PeriodKind, SubjectKind, Support, Where
from inreach.core.school.calendar import parse_hhmm

MONDAY = date(2026, 11, 16)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KINDS = {
    "English": SubjectKind.CORE,
    "Maths": SubjectKind.CORE,
    "Art": SubjectKind.FOUNDATION,
    "History": SubjectKind.FOUNDATION,
    "PSHE": SubjectKind.PSHE,
    "RSHE": SubjectKind.RSHE,
    "PE": SubjectKind.PE,
}


def day_of(name: str) -> date:
    """Return the day of the test week with this short name."""
    return MONDAY + timedelta(days=DAYS.index(name))


def block(line: str) -> Block:
    """Read "mon 09:00-10:00 Maths", "mon 10:00-10:15 break", with words teacher..none, protected and loved."""
    day, times, what, *words = line.split()
    start, end = map(parse_hhmm, times.split("-"))
    kind = PeriodKind(what) if what in list(PeriodKind) else PeriodKind.LESSON
    adults = [Adult(word) for word in words if word in list(Adult)]
    return Block(
        day=day_of(day),
        start=start,
        end=end,
        kind=kind,
        subject=what if kind is PeriodKind.LESSON else "",
        subject_kind=KINDS.get(what, SubjectKind.OTHER),
        adult=adults[0] if adults else Adult.TEACHER,
        protected="protected" in words,
        loved="loved" in words,
        key=line,
    )


def support(line: str) -> Support:
    """Read "mon 09:30-10:00 elsewhere assistant Phonics"; the group has the programme's name and "group".

    "Phonics#2" is another programme, with another group, of the same names.
    """
    day, times, where, adult, programme_id = line.split()
    start, end = map(parse_hhmm, times.split("-"))
    programme = programme_id.partition("#")[0]
    return Support(
        day_of(day),
        start,
        end,
        Where(where),
        Adult(adult),
        programme,
        f"{programme} group",
        line,
        programme_id=programme_id,
        group_id=f"group of {programme_id}",
    )


def absence(line: str) -> Absence:
    """Read "mon 09:00-12:00"."""
    day, times = line.split()
    start, end = map(parse_hhmm, times.split("-"))
    return Absence(day_of(day), start, end)


def stretches() -> st.SearchStrategy[tuple[date, int, int]]:
    """Random stretches on two days, short enough to overlap, touch and repeat often."""
    return st.builds(
        lambda day, start, length: (MONDAY + timedelta(days=day), start, start + length),
        st.integers(0, 1),
        st.integers(0, 60),
        st.integers(1, 40),
    )


def blocks() -> st.SearchStrategy[list[Block]]:
    """Random blocks that overlap as they like; lessons may have one key and be two all the same."""
    return st.lists(
        st.builds(
            lambda at, lesson_id, *rest: Block(*at, *rest, lesson_id=lesson_id),
            stretches(),
            st.sampled_from(["", "l1", "l2"]),
            st.sampled_from(PeriodKind),
            st.sampled_from(["", "Maths", "Art"]),
            st.sampled_from(SubjectKind),
            st.sampled_from(Adult),
            st.booleans(),
            st.booleans(),
            st.sampled_from(["", "a", "b"]),
        ),
        max_size=7,
    )


def supports() -> st.SearchStrategy[list[Support]]:
    """Random support that overlaps as it likes; two programmes and two groups have one name."""
    return st.lists(
        st.builds(
            lambda at, where, adult, programme, group, key: Support(
                *at,
                where,
                adult,
                programme[1],
                group[1],
                key,
                programme_id=programme[0],
                group_id=group[0],
            ),
            stretches(),
            st.sampled_from(Where),
            st.sampled_from(Adult),
            st.sampled_from([("p1", "Phonics"), ("p2", "Phonics"), ("p3", "Nurture")]),
            st.sampled_from([("g1", "one"), ("g2", "one"), ("g3", "two")]),
            st.sampled_from(["", "a"]),
        ),
        max_size=6,
    )


def absences() -> st.SearchStrategy[list[Absence]]:
    """Random absences that overlap as they like."""
    return st.lists(st.builds(lambda at: Absence(*at), stretches()), max_size=3)


def days_on_roll() -> st.SearchStrategy[frozenset[date] | None]:
    """Random days on roll among the two of the stretches, or None for every day."""
    return st.none() | st.frozensets(st.sampled_from([MONDAY, MONDAY + timedelta(days=1)]))
