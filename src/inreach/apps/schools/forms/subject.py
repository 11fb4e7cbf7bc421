"""What is asked about a school's subjects."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from inreach.apps.schools.models import Subject
from inreach.apps.ui.forms.base import GovForm
from inreach.apps.ui.forms.several import SeveralForms
from inreach.core.ledger.types import SubjectKind


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


class SubjectRows(SeveralForms):
    """The subjects of a page, each judged and merged by itself."""

    def __init__(self, data: Any, *, subjects: Iterable[Subject]) -> None:
        self.rows = [SubjectRow(data, subject=subject) for subject in subjects]
        super().__init__(self.rows)

    def choices(self) -> dict[UUID, tuple[SubjectKind, bool]]:
        """What was chosen for each subject."""
        return {
            row.subject.pk: (SubjectKind(row.cleaned_data["kind"]), row.cleaned_data["protected"])
            for row in self.rows
        }


def ids_sent(data: Mapping[str, Any]) -> list[str]:
    """The subjects of which a page was sent, whichever it would show by now."""
    return [match[1] for name in data if (match := re.fullmatch(r"s([0-9a-f]{32})-kind", name))]


class AllSubjectsForm(GovForm):
    """One kind for every subject that was found."""

    mark_optional = False
    kind_for_all = forms.ChoiceField(
        label="Kind for all of them", choices=[("", "Choose a kind"), *Subject.KINDS]
    )
    protect_all = forms.BooleanField(label="Protect all of them", required=False)

    def __init__(self, *args: Any, subjects: QuerySet[Subject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subjects = subjects

    def shown_values(self) -> dict[str, Any]:
        """Every subject that is set at once, as it is before."""
        return {
            "kind_for_all": [f"{subject.pk} {subject.kind} {subject.protected}" for subject in self.subjects]
        }

    def choices(self) -> dict[UUID, tuple[SubjectKind, bool]]:
        """What was chosen, for each of them. Whatever is protected stays so."""
        kind, protect = SubjectKind(self.cleaned_data["kind_for_all"]), self.cleaned_data["protect_all"]
        return {subject.pk: (kind, protect or subject.protected) for subject in self.subjects.all()}
