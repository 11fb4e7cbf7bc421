"""What is asked about a school's subjects."""

from typing import Any

from django import forms

from inreach.apps.schools.models import Subject
from inreach.apps.ui.forms.base import GovForm


class SubjectFilters(GovForm):
    """Narrow the list of subjects."""

    mark_optional = False
    q = forms.CharField(label="Name", required=False, max_length=100)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "Every kind"), *Subject.KINDS])


class SubjectRow(GovForm):
    """Kind and protection of one subject, in a table where the column says what it is."""

    mark_optional = False
    kind = forms.ChoiceField(choices=Subject.KINDS)
    protected = forms.BooleanField(label="Protected", required=False)
    look = {"kind": {"hidden_label": True}, "protected": {"small": True}}

    def __init__(self, *args: Any, subject: Subject, **kwargs: Any) -> None:
        super().__init__(
            *args,
            prefix=f"s{subject.pk.hex}",
            initial={"kind": subject.kind, "protected": subject.protected},
            **kwargs,
        )
        self.subject = subject
        self.fields["kind"].label = f"Kind of {subject.name}"
        self.fields["kind"].error_messages["invalid_choice"] = (
            f"Choose a kind for {subject.name} from the list"
        )
        self.fields["protected"].widget.attrs["aria-label"] = f"Protect {subject.name}"


class AllSubjectsForm(GovForm):
    """One kind for every subject that was found."""

    mark_optional = False
    kind_for_all = forms.ChoiceField(
        label="Kind for all of them", choices=[("", "Choose a kind"), *Subject.KINDS]
    )
    protect_all = forms.BooleanField(label="Protect all of them", required=False)
