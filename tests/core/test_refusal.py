"""A refusal has one sentence to read, and says by field what is wrong where it is about fields."""

import pytest

from inreach.core.refusal import Refusal, refusing
from inreach.core.transitions import NotAllowed


def test_a_refusal_says_its_sentence():
    refusal = Refusal("Rate it first.")
    assert (refusal.sentence, str(refusal), refusal.field_errors) == ("Rate it first.", "Rate it first.", {})


def test_without_a_sentence_of_its_own_it_says_what_is_wrong_with_each_field():
    refusal = Refusal(field_errors={"name": "Write a name.", "pupils": ["Kai is away.", "Eve left."]})
    assert refusal.field_errors == {"name": ["Write a name."], "pupils": ["Kai is away.", "Eve left."]}
    assert refusal.sentence == "Write a name. Kai is away. Eve left."


def test_what_the_table_of_a_state_refuses_is_a_refusal():
    assert issubclass(NotAllowed, Refusal)
    assert NotAllowed("That is where it ends.").sentence == "That is where it ends."


@pytest.mark.parametrize(
    ("field", "field_errors"), [("value", {"value": ["From 1 to 10, not 11."]}), ("", {})]
)
def test_a_value_that_the_core_rejects_is_refused_with_its_sentence(field, field_errors):
    with pytest.raises(Refusal) as refused, refusing(field):
        raise ValueError("From 1 to 10, not 11.")
    assert refused.value.sentence == "From 1 to 10, not 11."
    assert refused.value.field_errors == field_errors


def test_other_faults_are_no_refusals():
    with pytest.raises(KeyError), refusing("value"):
        raise KeyError("value")


def test_something_can_be_added_that_is_about_no_field():
    refusal = Refusal("Rate it first.")
    refusal.add("Ada ended it today.")
    assert (refusal.sentence, str(refusal), refusal.field_errors) == (
        "Rate it first. Ada ended it today.",
        "Rate it first. Ada ended it today.",
        {},
    )
    by_field = Refusal(field_errors={"name": "Write a name."})
    by_field.add("Ada changed it today.")
    assert by_field.field_errors == {"name": ["Write a name."], "": ["Ada changed it today."]}
