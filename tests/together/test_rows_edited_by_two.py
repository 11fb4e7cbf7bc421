"""Pages with several rows: what somebody did not touch is never overwritten, and what both touched is shown."""

import pytest
from django.urls import reverse

from inreach.apps.schools.models import Period, Subject
from tests import worlds
from tests.together.pages import form_in, open_form, text_of


@pytest.fixture
def bells(world):
    """The page of Monday's bells."""
    return reverse("schools:change_day", args=[world.records["school"].pk, 0, 0])


def monday(world):
    periods = Period.objects.filter(day_plan__school=world.records["school"], day_plan__weekday=0)
    return list(periods.order_by("starts").values_list("name", "kind", "starts", "ends"))


def spare_row(form):
    """The number of the first row that nobody filled."""
    return next(n for n in range(1, 41) if form.values.get(f"p{n}-name") == [""])


def period(form, name, starts, ends, kind="lesson"):
    n = spare_row(form)
    return form.type({f"p{n}-name": name, f"p{n}-kind": kind, f"p{n}-starts": starts, f"p{n}-ends": ends})


def without(form, n):
    return form.type({f"p{n}-name": "", f"p{n}-starts": "", f"p{n}-ends": ""})


def two(ada, ben, address, marker="p1-name"):
    return open_form(ada, address, marker), open_form(ben, address, marker)


def test_a_row_that_the_other_added_stays(world, bells, ada, ben):
    adas, bens = two(ada, ben, bells)
    before = monday(world)
    assert period(bens, "Club", "15:15", "16:00", "after").send().status_code == 302
    assert adas.type({"p1-ends": "08:55"}).send().status_code == 302
    name, kind, starts, _ = before[0]
    assert monday(world) == [(name, kind, starts, 535), *before[1:], ("Club", "after", 915, 960)]


def test_rows_that_both_added_are_both_there(world, bells, ada, ben):
    adas, bens = two(ada, ben, bells)
    period(bens, "Club", "15:15", "16:00", "after").send()
    assert period(adas, "Breakfast", "8:00", "8:45", "before").send().status_code == 302
    assert monday(world)[0][0] == "Breakfast"
    assert monday(world)[-1][0] == "Club"


def test_the_same_row_that_both_added_is_there_once(world, bells, ada, ben):
    for form in two(ada, ben, bells):
        assert period(form, "Club", "15:15", "16:00", "after").send().status_code == 302
    assert [row[0] for row in monday(world)].count("Club") == 1


def test_rows_that_both_added_at_one_time_are_for_the_second_to_decide(world, bells, ada, ben):
    adas, bens = two(ada, ben, bells)
    period(bens, "Club", "15:15", "16:00", "after").send()
    answer = period(adas, "Choir", "15:30", "16:30", "after").send()
    assert answer.status_code == 200
    assert "Choir begins at 15:30, before Club ends at 16:00." in text_of(answer)
    assert "Ben Cole changed the school day, today at 00:00." in text_of(answer)
    again = form_in(ada, answer, bells, "p1-name")
    n = spare_row(again) - 1
    assert again.type({f"p{n}-starts": "16:00"}).send().status_code == 302
    assert [row[0] for row in monday(world)][-2:] == ["Club", "Choir"]


def test_a_row_that_the_other_took_away_stays_away(world, bells, ada, ben):
    adas, bens = two(ada, ben, bells)
    gone = monday(world)[3]
    assert without(bens, 4).send().status_code == 302
    assert adas.type({"p1-name": "Form time"}).send().status_code == 302
    assert gone not in monday(world)
    assert monday(world)[0][0] == "Form time"


def test_a_row_that_one_took_away_and_the_other_changed_is_for_the_second_to_decide(world, bells, ada, ben):
    adas, bens = two(ada, ben, bells)
    without(bens, 4).send()
    answer = adas.type({"p4-ends": "11:10"}).send()
    assert answer.status_code == 200
    assert "It now says: no period. You wrote: Break, 11:00 to 11:10." in text_of(answer)
    answer = form_in(ada, answer, bells, "p1-name").type({"p4-ends": "11:12"}).send()
    assert answer.status_code == 302, text_of(answer)
    assert ("Break", "break", 660, 672) in monday(world)


def test_a_row_that_the_other_changed_is_not_taken_away_unseen(world, bells, ada, ben):
    adas, bens = two(ada, ben, bells)
    bens.type({"p4-ends": "11:12"}).send()
    answer = without(adas, 4).send()
    assert "It now says: Break, 11:00 to 11:12. You wrote: no period." in text_of(answer)
    assert form_in(ada, answer, bells, "p1-name").send().status_code == 302
    assert "Break" not in [row[0] for row in monday(world)]


def test_two_changes_that_do_not_stand_together_are_said(world, bells, ada, ben):
    adas, bens = two(ada, ben, bells)
    bens.type({"p1-ends": "08:50"}).send()
    answer = adas.type({"p1-starts": "08:52"}).send()
    assert answer.status_code == 200
    assert "It must end after it begins." in text_of(answer)
    assert "Ben Cole changed the school day" in text_of(answer)
    assert monday(world)[0][2:] == (525, 530)


@pytest.fixture
def subjects(world):
    """The page of subjects, of which there are four."""
    for name in ("Art", "Music", "Drumming"):
        worlds.subject(world.records["school"], name, kind="other")
    return f"{reverse('schools:subjects')}?school={world.records['school'].pk}"


def row_of(name):
    return f"s{Subject.objects.get(name=name).pk.hex}"


def kinds():
    return dict(Subject.objects.values_list("name", "kind"))


def page_of(person, address, name="Art"):
    return open_form(person, address, f"{row_of(name)}-kind")


def test_subjects_that_somebody_did_not_touch_stay(subjects, ada, ben):
    adas, bens = page_of(ada, subjects), page_of(ben, subjects)
    bens.type({f"{row_of('Art')}-kind": "foundation", f"{row_of('English')}-protected": "on"}).send()
    assert adas.type({f"{row_of('Music')}-kind": "foundation"}).send().status_code == 302
    assert kinds() == {"English": "core", "Art": "foundation", "Music": "foundation", "Drumming": "other"}
    assert Subject.objects.get(name="English").protected


def test_two_fields_of_one_subject_are_both_kept(subjects, ada, ben):
    adas, bens = page_of(ada, subjects), page_of(ben, subjects)
    bens.type({f"{row_of('Art')}-kind": "foundation"}).send()
    assert adas.type({f"{row_of('Art')}-protected": "on"}).send().status_code == 302
    art = Subject.objects.get(name="Art")
    assert (art.kind, art.protected) == ("foundation", True)


def test_one_subject_that_both_set_differently_is_shown(subjects, ada, ben):
    adas, bens = page_of(ada, subjects), page_of(ben, subjects)
    bens.type({f"{row_of('Art')}-kind": "foundation", f"{row_of('Music')}-kind": "foundation"}).send()
    answer = adas.type({f"{row_of('Art')}-kind": "pe"}).send()
    assert answer.status_code == 200
    page = text_of(answer)
    assert "Ben Cole set what 2 subjects are, today at 00:00." in page
    labels = dict(Subject.KINDS)
    assert f"It now says: {labels['foundation']}. You wrote: {labels['pe']}." in page
    assert kinds()["Art"] == "foundation"
    again = form_in(ada, answer, subjects, f"{row_of('Art')}-kind")
    assert again.send().status_code == 302
    assert kinds() == {"English": "core", "Art": "pe", "Music": "foundation", "Drumming": "other"}


def test_a_page_is_saved_as_it_was_shown_though_its_list_is_another_by_now(subjects, ada, ben):
    filtered = f"{subjects}&kind=other"
    adas, bens = page_of(ada, filtered), page_of(ben, filtered)
    bens.type({f"{row_of('Art')}-kind": "foundation"}).send()
    assert adas.type({f"{row_of('Art')}-protected": "on"}).send().status_code == 302
    art = Subject.objects.get(name="Art")
    assert (art.kind, art.protected) == ("foundation", True)


def test_all_at_once_is_asked_again_when_one_of_them_is_different(subjects, ada, ben):
    adas = open_form(ada, subjects, "kind_for_all").type({"kind_for_all": "foundation"})
    page_of(ben, subjects).type({f"{row_of('Art')}-kind": "pe"}).send()
    answer = adas.send()
    assert answer.status_code == 200
    assert "Ben Cole set what 1 subject is, today at 00:00. Nothing is saved yet" in text_of(answer)
    assert kinds()["Music"] == "other"
    assert form_in(ada, answer, subjects, "kind_for_all").send().status_code == 302
    assert set(kinds().values()) == {"foundation"}


def test_a_guess_never_takes_the_place_of_what_somebody_said(subjects, ada, ben):
    page_of(ada, subjects)
    page_of(ben, subjects).type({f"{row_of('Art')}-kind": "pe"}).send()
    ada.post(subjects, {"do": "guess"})
    assert kinds() == {"English": "core", "Art": "pe", "Music": "foundation", "Drumming": "other"}
