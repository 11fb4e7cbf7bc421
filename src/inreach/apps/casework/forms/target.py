"""What is asked when a target is written, rated or agreed, and when a case is opened or moved on."""

from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet

from inreach.apps.casework.actions import Draft
from inreach.apps.casework.adapters.target import TICKS, target_facts
from inreach.apps.casework.models import Area, Case, Target
from inreach.apps.casework.models.target import WRITTEN_FIELDS
from inreach.apps.ui.forms.base import GovForm
from inreach.apps.ui.forms.choice_field import model_choice_field
from inreach.core.targets.quality import TargetFacts

LEVELS = tuple(range(10, 0, -1))
SCALE = [("", "Not rated yet"), *((str(level), str(level)) for level in range(1, 11))]
TICK_LABELS = {
    "about_this_pupil": "It comes from this pupil’s own needs and interests",
    "one_skill": "It names one skill only",
    "teaches_skill": "It is something the pupil learns to do, not something adults do or the pupil stops doing",
}


class TargetForm(GovForm):
    """A target as it is written: the skill, where it is seen, from where to where, by when."""

    mark_optional = False
    look: ClassVar[dict[str, Any]] = {
        "area": {"legend_size": "s", "small": True},
        "title": {"rows": 2},
        "success_criteria": {"rows": 3},
        "facts": {"small": True},
        "maintain": {"small": True},
        "reason": {"rows": 2},
    }

    title = forms.CharField(
        label="The target, in one sentence",
        max_length=200,
        widget=forms.Textarea,
        help_text="What the pupil will do, for example: “Kai asks for help in class with a phrase he chose.”",
        error_messages={"required": "Write the target in a sentence about this pupil"},
    )
    area = forms.ChoiceField(
        label="Which area of need is it about?",
        choices=Area.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the area of need"},
    )
    facts = forms.MultipleChoiceField(
        label="Tick what is true of this sentence",
        choices=[(tick, TICK_LABELS[tick]) for tick in TICKS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    seen_where = forms.CharField(
        label="Where will the pupil use the skill?",
        max_length=200,
        required=False,
        help_text="A lesson, a place or a time of day.",
    )
    seen_by = forms.CharField(
        label="Who will see or hear it?", max_length=200, required=False, help_text="Name the adults."
    )
    success_criteria = forms.CharField(
        label="What will everybody see when it is met?", widget=forms.Textarea, required=False
    )
    baseline = forms.TypedChoiceField(
        label="Where is the pupil now?", choices=SCALE, required=False, coerce=int, empty_value=None
    )
    baseline_words = forms.CharField(label="What does the pupil do now?", max_length=300, required=False)
    expected = forms.TypedChoiceField(
        label="Where do you expect the pupil to be at the review?",
        choices=[("", "Not chosen yet"), *SCALE[1:]],
        required=False,
        coerce=int,
        empty_value=None,
    )
    expected_words = forms.CharField(label="What will the pupil do then?", max_length=300, required=False)
    maintain = forms.BooleanField(
        label="This target is one to maintain: the pupil keeps what is there", required=False
    )
    starts_on = forms.DateField(label="Work starts on", required=False)
    review_on = forms.DateField(label="Review on", required=False)
    case: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label="Does it belong to a case with a service?",
        queryset=None,
        required=False,
        empty_label="No, it is the school’s own target",
    )
    reason = forms.CharField(
        label="Why does the expected rating or the review date change?",
        widget=forms.Textarea,
        required=False,
        help_text="Only if one of them changes. The old one stays on the page beside your reason.",
    )

    def __init__(self, *args: Any, cases: Any, target: Target | None = None, **kwargs: Any) -> None:
        if target is not None:
            kwargs["initial"] = {**initial_of(target), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.target = target
        case = model_choice_field(self, "case")
        case.queryset = cases
        case.label_from_instance = case_label  # type: ignore[method-assign, assignment]
        if not cases.exists():
            del self.fields["case"]
        self.started = target is not None and not target.is_draft
        if self.started:
            self.fields["baseline"].disabled = self.fields["maintain"].disabled = True
        else:
            del self.fields["reason"]
        for level in LEVELS:
            self.fields[f"level_{level}"] = forms.CharField(
                label=f"Level {level}", max_length=300, required=False
            )

    def level_fields(self) -> list[Any]:
        """The fields for the words of each level, from the top of the scale down."""
        return [self[f"level_{level}"] for level in LEVELS]

    def words_given(self) -> bool:
        """Whether any level has words, so that their fields are shown at once."""
        return any(self[f"level_{level}"].value() for level in LEVELS)

    def facts_now(self) -> TargetFacts:
        """What the seven-point check is told of the form as it stands, sent or not, right or not."""
        if self.is_bound:
            self.is_valid()  # judged once only, because what was refused since stands in its errors
            values = self.cleaned_data
        else:
            values = {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}
            values = {name: value for name, value in values.items() if value is not None}
        signed = self.target.sign_offs.all() if self.target else ()
        return target_facts(self.draft_of(values).on(Target()), signed)

    def draft(self) -> Draft:
        """What was written, for the actions. A case that this person could not choose here stays as it is."""
        values = dict(self.cleaned_data)
        case = self.target.case if self.target else None
        if case is not None and (
            "case" not in self.fields
            or case not in cast("QuerySet[Case]", model_choice_field(self, "case").queryset)
        ):
            values["case"] = values.get("case") or case
        return self.draft_of(values)

    @staticmethod
    def draft_of(values: dict[str, Any]) -> Draft:
        """A draft of what was given. A field that is wrong or not on the form is not part of it."""
        return Draft(
            level_descriptors={
                level: values[f"level_{level}"] for level in LEVELS if f"level_{level}" in values
            },
            **{name: values[name] for name in WRITTEN_FIELDS if name in values},
        )


def initial_of(target: Target) -> dict[str, Any]:
    """A target as the form shows it."""
    return {
        **{name: getattr(target, name) for name in WRITTEN_FIELDS},
        **{f"level_{descriptor.level}": descriptor.text for descriptor in target.level_descriptors.all()},
    }


def case_label(case: Case) -> str:
    """A case as a choice."""
    return f"Yes: {case.service}, opened {case.opened_on:%-d %B %Y}"
