import pytest
from hypothesis import given
from hypothesis import strategies as st

from inreach.apps.ui.ribbon.text_width import first_that_fits, initials, shorten, width_of


def test_a_name_that_fits_stays_whole():
    assert shorten("English", 14, 80) == "English"


def test_a_long_name_is_cut_late_and_says_that_it_is_cut():
    assert shorten("Guided reading", 14, 80) == "Guided re…"


def test_two_words_become_initials_where_a_cut_would_leave_too_little():
    assert shorten("Religious education", 14, 30) == "RE"


def test_a_name_disappears_where_not_even_three_letters_fit():
    assert shorten("Mathematics", 14, 12) == ""


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Physical education", "PE"),
        ("Design and technology", "DT"),
        ("Maths", ""),
        ("Personal, social, health and economic education", ""),
        ("", ""),
    ],
)
def test_initials_leave_small_words_out(name, short):
    assert initials(name) == short


def test_wide_letters_take_more_room_than_narrow_ones():
    assert width_of("WWW", 14) > 2 * width_of("lll", 14)


def test_the_first_choice_that_fits_is_taken():
    assert first_that_fits(("assistant · 30 min", "TA · 30 min", "30"), 12, 80) == "TA · 30 min"
    assert first_that_fits(("assistant", "TA"), 12, 3) == ""


@given(st.text(max_size=80), st.floats(0, 300))
def test_a_shortened_name_always_fits(text, room):
    short = shorten(text, 13, room)
    assert short == "" or width_of(short, 13) <= room
