from datetime import timedelta

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from inreach.apps.ui.ribbon.drawing import mini_week, week_ribbon
from inreach.apps.ui.ribbon.shapes import STAGES, as_block, runs
from inreach.apps.ui.ribbon.text_width import width_of
from inreach.core.ledger.calculator import segments
from inreach.core.ledger.types import Absence, Adult, Block, PeriodKind, SubjectKind, Support, Where
from tests.apps.ui.weeks import MONDAY, WEEK, absent_on_friday, blocks_of_elm_class, kai, support

TITLES = ("title", "title-gone")


@pytest.fixture(scope="module")
def ribbon():
    return week_ribbon(kai(), MONDAY, WEEK, name="Kai")


def minutes(percent):
    """Minutes of Kai's day (8:40 to 15:20) in so many percent."""
    return round(percent * 4)


def rendered(source, **context):
    return engines["django"].from_string(source).render(context)


def test_each_row_ends_with_the_lesson_minutes_taken_out(ribbon):
    assert [day.out for day in ribbon.days] == [60, 30, 0, 70, 30]


def test_the_summary_tells_the_week_in_one_sentence(ribbon):
    assert ribbon.summary == "Out of class for 190 of 1,425 taught minutes; left and came back 6 times."


def test_a_week_without_support_says_so():
    ribbon = week_ribbon(segments(blocks_of_elm_class()), MONDAY, WEEK)
    assert ribbon.summary == "In class for all 1,425 taught minutes."


def test_a_week_without_lessons_says_so():
    ribbon = week_ribbon((), MONDAY, WEEK)
    assert ribbon.summary == "No lessons are known for this week."
    assert [day.blocks for day in ribbon.days] == [()] * 5


def test_what_support_takes_out_is_a_gap_in_the_lesson_and_a_piece_below_it(ribbon):
    monday = ribbon.days[0]
    assert [(minutes(s.x), minutes(s.width)) for s in monday.gaps] == [(45, 30), (260, 30)]
    assert [(s.x, s.width) for s in monday.taken] == [(s.x, s.width) for s in monday.gaps]
    assert all(taken.y > gap.y for taken, gap in zip(monday.taken, monday.gaps, strict=True))


def test_a_session_across_two_lessons_hangs_below_as_one_piece_and_cuts_both():
    found = segments(blocks_of_elm_class(), [support(0, "9:40", "10:10", "Phonics")])
    monday = week_ribbon(found, MONDAY, WEEK).days[0]
    assert [minutes(s.width) for s in monday.gaps] == [15, 15]
    assert [minutes(s.width) for s in monday.taken] == [30]


def test_who_is_with_the_pupil_is_sewn_along_every_piece(ribbon):
    assert [s.kind for s in ribbon.days[0].seams[-2:]] == [Adult.ASSISTANT, Adult.SPECIALIST]
    assert Adult.ASSISTANT in [s.kind for s in ribbon.days[2].seams]


def test_support_in_class_is_a_pill_and_takes_nothing_out(ribbon):
    wednesday = ribbon.days[2]
    assert [minutes(s.width) for s in wednesday.pills] == [61]
    assert (wednesday.taken, wednesday.gaps, wednesday.out) == ((), (), 0)


def test_a_protected_subject_is_ringed_over_its_whole_length(ribbon):
    assert [(minutes(s.x), minutes(s.width)) for s in ribbon.days[2].rings] == [(260, 60)]
    assert [day.rings for day in ribbon.days if day.day != WEEK[2]] == [()] * 4


def test_a_loved_subject_has_a_heart_and_words_for_it(ribbon):
    assert [len(day.hearts) for day in ribbon.days] == [1, 0, 0, 1, 0]
    assert [take.loved for take in ribbon.days[0].takes] == [False, True]
    assert "loved" in [entry.marks for entry in ribbon.days[0].entries]


def test_the_sentences_say_when_with_whom_and_what_is_missed(ribbon):
    assert [(take.title, take.sentence) for take in ribbon.days[0].takes] == [
        ("Phonics", "9:25 to 9:55, with an assistant. Misses 30 minutes of English."),
        ("Speech and language", "13:00 to 13:30, with a specialist. Misses 30 minutes of Art."),
    ]
    assert [(t.kind, t.sentence) for t in ribbon.days[2].takes] == [
        ("inside", "10:55 to 12:00, in English, with an assistant.")
    ]


def test_a_protected_subject_that_is_missed_is_named_as_protected():
    found = segments(blocks_of_elm_class(), [support(2, "13:10", "13:20", "Nurture")])
    wednesday = week_ribbon(found, MONDAY, WEEK).days[2]
    assert [take.protected for take in wednesday.takes] == [True]
    assert [segment.mark for segment in wednesday.taken] == ["protected"]


def test_time_in_a_base_looks_and_reads_different_from_time_elsewhere():
    found = segments(blocks_of_elm_class(), [support(0, "9:00", "9:30", "Reading", where=Where.BASE)])
    day = week_ribbon(found, MONDAY, WEEK).days[0]
    assert [s.kind for s in day.taken] == ["base"]
    assert (
        day.takes[0].sentence == "9:00 to 9:30, with an assistant, in the base. Misses 30 minutes of English."
    )


def test_lunch_that_support_takes_counts_as_own_time_and_not_as_a_lesson():
    found = segments(blocks_of_elm_class(), [support(0, "12:30", "13:10", "Lunch club")])
    day = week_ribbon(found, MONDAY, WEEK).days[0]
    assert (day.out, day.own_time) == (10, 30)
    assert day.takes[0].sentence.endswith("Misses 30 minutes of lunch and 10 minutes of Art.")


def test_a_day_at_home_is_drawn_as_absent_and_counts_nothing():
    ribbon = week_ribbon(absent_on_friday(), MONDAY, WEEK)
    friday = ribbon.days[4]
    assert (friday.absent, friday.out) == (True, 0)
    assert {s.kind for s in friday.blocks} == {"absent", "quiet"}
    assert [take.title for take in friday.takes] == ["Absent"]
    assert [day.absent for day in ribbon.days[:4]] == [False] * 4


def test_the_week_may_start_on_a_sunday():
    sunday = MONDAY - timedelta(days=1)
    days = tuple(sunday + timedelta(days=n) for n in range(5))
    segments = tuple(segment._replace(day=segment.day - timedelta(days=1)) for segment in kai())
    ribbon = week_ribbon(segments, sunday, days)
    assert [f"{row.day:%a}" for row in ribbon.days] == ["Sun", "Mon", "Tue", "Wed", "Thu"]
    assert [row.out for row in ribbon.days] == [60, 30, 0, 70, 30]


def test_days_that_were_not_asked_for_are_left_out():
    ribbon = week_ribbon(kai(), MONDAY, WEEK[:2])
    assert (len(ribbon.days), ribbon.out) == (2, 90)


def test_the_key_has_an_entry_for_what_the_week_shows_and_no_other(ribbon):
    assert [entry.label for entry in ribbon.key] == [
        "in class",
        "learning elsewhere",
        "support in class",
        "protected subject",
        "loved by Kai",
        "with the teacher",
        "with an assistant",
        "with a specialist",
    ]


def test_the_axis_names_full_hours(ribbon):
    assert [tick.label for tick in ribbon.ticks] == [
        "9:00",
        "10:00",
        "11:00",
        "12:00",
        "13:00",
        "14:00",
        "15:00",
    ]
    assert ribbon.ticks[0].x == 5.0


def test_the_table_holds_every_piece_of_the_week(ribbon):
    assert sum(len(day.entries) for day in ribbon.days) == len(kai())
    first = ribbon.days[0].entries[2]
    assert (first.time, first.lesson, first.where, first.adult, first.support, first.out) == (
        "9:25 to 9:55",
        "English",
        "elsewhere",
        "assistant",
        "Phonics",
        True,
    )


def test_a_name_that_does_not_fit_what_is_left_of_a_lesson_stands_in_the_gap(ribbon):
    thursday = [label for label in ribbon.days[3].labels if label.text == "Art"]
    assert {label.role for label in thursday if "x" in label.stages} == {"title-gone"}


def test_a_session_too_short_for_its_name_has_it_beside_where_there_is_room():
    found = segments(blocks_of_elm_class(), [support(0, "9:00", "9:10", "Movement break", adult=Adult.NONE)])
    monday = week_ribbon(found, MONDAY, WEEK).days[0]
    assert [label.text for label in monday.labels if label.role == "beside" and "x" in label.stages] == [
        "Movement break · no adult · 10 min"
    ]


def test_a_session_at_the_end_of_the_day_has_a_shortened_name_rather_than_none():
    found = segments(blocks_of_elm_class(), [support(0, "14:55", "15:20", "Homework club")])
    monday = week_ribbon(found, MONDAY, WEEK).days[0]
    assert [x.text for x in monday.labels if x.role in {"session", "beside"} and "x" in x.stages] == ["Hom…"]


def test_the_small_form_says_its_numbers(ribbon):
    words = "Minutes out of class: Monday 60, Tuesday 30, Thursday 70, Friday 30."
    assert ribbon.mini.words == words
    assert mini_week(kai(), WEEK).mini.words == words
    assert mini_week(segments(blocks_of_elm_class()), WEEK).words == "In class all week."


def test_the_small_form_cuts_a_bar_for_every_piece(ribbon):
    assert ribbon.mini.out.count("M") == 6
    assert ribbon.mini.lessons.count("M") == 25
    assert (ribbon.mini.width, ribbon.mini.height) == (224, 16)


MIDNIGHT = 24 * 60


@st.composite
def weeks(draw):
    """Blocks, support and absence of one day, with awkward names and lengths."""
    at, blocks = draw(st.integers(420, 560)), []
    for index in range(draw(st.integers(1, 9))):
        length = draw(st.integers(3, 120))
        if at + length > MIDNIGHT:
            break
        kind = draw(st.sampled_from(list(PeriodKind)[:5]))
        name = draw(
            st.text(st.characters(codec="latin-1", exclude_categories=["C"]), min_size=1, max_size=60)
        )
        subject = name if kind is PeriodKind.LESSON else ""
        blocks.append(
            Block(
                MONDAY,
                at,
                at + length,
                kind,
                subject,
                draw(st.sampled_from(SubjectKind)),
                protected=draw(st.booleans()),
                loved=draw(st.booleans()),
                key=str(index),
            )
        )
        at += length + draw(st.sampled_from([0, 0, 10]))
    supports, absences = [], []
    for index in range(draw(st.integers(0, 4))):
        start = draw(st.integers(400, min(at, 1400)))
        end = min(start + draw(st.integers(2, 150)), MIDNIGHT)
        where, adult = draw(st.sampled_from(Where)), draw(st.sampled_from(Adult))
        programme = draw(st.text("abcdefgh MNW", min_size=1, max_size=30))
        group = f"g{index}"
        supports.append(
            Support(
                MONDAY, start, end, where, adult, programme, group, programme_id=programme, group_id=group
            )
        )
    if draw(st.booleans()):
        start = draw(st.integers(400, min(at, 1400)))
        absences.append(Absence(MONDAY, start, min(start + draw(st.integers(10, 300)), MIDNIGHT)))
    return segments(blocks, supports, absences)


@given(weeks())
def test_shapes_of_any_day_stay_on_the_axis_and_add_up_to_the_day(found):
    day = week_ribbon(found, MONDAY, (MONDAY,)).days[0]
    length = max(p.end for p in found) - min(p.start for p in found)
    for shape in (*day.blocks, *day.gaps, *day.taken, *day.pills, *day.rings):
        assert shape.x >= 0
        assert shape.end <= 100.01
    covered = sum(s.width for s in (*day.blocks, *day.gaps)) / 100 * length
    assert covered == pytest.approx(sum(p.minutes for p in found), abs=0.1)
    taken = sum(s.width for s in day.taken) / 100 * length
    assert taken == pytest.approx(sum(p.minutes for p in found if p.out), abs=0.1)


@given(weeks())
def test_no_lettering_of_any_day_is_wider_than_its_place(found):
    day = week_ribbon(found, MONDAY, (MONDAY,)).days[0]
    for label in day.labels:
        for stage in STAGES:
            if stage.name in label.stages:
                size = stage.title if label.role in TITLES else stage.small
                assert width_of(label.text, size) <= stage.room(label.width)


@given(weeks())
def test_a_lesson_has_at_most_one_title_at_each_width(found):
    ribbon = week_ribbon(found, MONDAY, (MONDAY,))
    lessons = [p for p in found if p.kind is PeriodKind.LESSON]
    for stage in STAGES:
        titles = [x for x in ribbon.days[0].labels if x.role in TITLES and stage.name in x.stages]
        assert len(titles) <= len(list(runs(lessons, as_block)))


def test_the_drawing_is_hidden_from_a_screen_reader_and_the_sentences_and_table_are_not(ribbon):
    html = rendered('{% cotton week-ribbon :ribbon="ribbon" / %}', ribbon=ribbon)
    assert html.count('class="rib-bar" width="100%" height="77" aria-hidden="true"') == 5
    assert "Misses 30 minutes of English." in html
    assert "Read this week as a table" in html
    assert html.count("<tbody>") == 5


def test_the_drawing_has_no_inline_style_and_no_script(ribbon):
    html = rendered(
        '{% cotton week-ribbon :ribbon="ribbon" / %}{% cotton week-ribbon :ribbon="ribbon" size="mini" / %}',
        ribbon=ribbon,
    )
    assert "style=" not in html
    assert "<script" not in html
    assert "onclick" not in html


def test_the_small_form_is_one_picture_with_a_name(ribbon):
    html = rendered('{% cotton week-ribbon :ribbon="ribbon" size="mini" / %}', ribbon=ribbon)
    assert html.strip().startswith('<svg class="rib-mini" viewBox="0 0 224 16"')
    assert 'role="img" aria-label="Minutes out of class: Monday 60' in html


def test_names_from_a_file_are_escaped_in_the_drawing():
    blocks = [Block(MONDAY, 540, 600, PeriodKind.LESSON, "<b>Art & craft</b>")]
    html = rendered('{% cotton week-ribbon :ribbon="r" / %}', r=week_ribbon(segments(blocks), MONDAY, WEEK))
    assert "<b>" not in html
    assert "&lt;b&gt;Art &amp; craft" in html
