"""How the audit is narrowed."""

from typing import Any

from django import forms

from inreach.apps.accounts.queries import people_at
from inreach.apps.audit.models import Kind
from inreach.apps.audit.queries import verbs_at
from inreach.apps.audit.recording.sentences import label
from inreach.apps.ui.forms.base import GovForm
from inreach.apps.ui.forms.choice_field import choice_field, model_choice_field


class AuditFilters(GovForm):
    """Who, what, and what sort of thing; and, by a link, which pupil."""

    mark_optional = False
    who: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label="Who", queryset=None, required=False, empty_label="Everybody"
    )
    kind = forms.ChoiceField(label="Sort", required=False, choices=[("", "Everything"), *Kind.choices])
    verb = forms.ChoiceField(label="What", required=False)
    pupil = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organisation_ids: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model_choice_field(self, "who").queryset = people_at(organisation_ids)
        verbs = sorted((label(verb), verb) for verb in verbs_at(organisation_ids))
        choice_field(self, "verb").choices = [("", "Everything"), *((verb, words) for words, verb in verbs)]
