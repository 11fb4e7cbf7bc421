"""What an administrator is asked about people."""

from datetime import date
from typing import Any

from django import forms

from inreach.apps.accounts.models import Membership
from inreach.apps.accounts.queries import has_role, invitations_of, organisations_of
from inreach.apps.ui.forms.base import GovForm
from inreach.apps.ui.forms.choice_field import choice_field, model_choice_field
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor
from inreach.core.access.roles import Role, role_choices


class PeopleSearch(GovForm):
    """Search the list of people."""

    mark_optional = False

    q = forms.CharField(label="Search by name or e-mail address", required=False, max_length=100)
    past = forms.BooleanField(label="Show people who have left too", required=False)
    look = {"past": {"small": True}}


class AddPersonForm(GovForm):
    """Who is to sign in, as what, where and from when."""

    name = forms.CharField(label="Name", max_length=200)
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="They sign in with it. We send the invitation there.",
    )
    organisation: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label="School or service", queryset=None, empty_label=None
    )
    role = forms.ChoiceField(label="Role", choices=[("", "Choose a role"), *role_choices()])
    starts = forms.DateField(label="First day")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = organisations_of(actor, Permission.MANAGE_PEOPLE)
        kinds = {place.kind for place in places}
        model_choice_field(self, "organisation").queryset = places
        self.fields["organisation"].initial = places[0] if places else None
        self.fields["starts"].initial = actor.today
        choice_field(self, "role").choices = [
            ("", "Choose a role"),
            *((value, label) for value, label in role_choices() if kinds & set(Role(value).kinds)),
        ]
        if len(places) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        organisation, role, email = cleaned.get("organisation"), cleaned.get("role"), cleaned.get("email")
        if organisation and role and organisation.kind not in Role(role).kinds:
            self.add_error(
                "role", f"There is no {Role(role).label} in a {organisation.kind}. Choose another role."
            )
        elif organisation and role and email and has_role(email, organisation, role):
            self.add_error("email", f"This person is {Role(role).label} at {organisation} already.")
        return cleaned


class InvitationAnswerForm(GovForm):
    """Yes or no to a role that one is asked to take on."""

    membership: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(queryset=None)
    answer = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")])

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model_choice_field(self, "membership").queryset = invitations_of(actor)


class EndMembershipForm(GovForm):
    """The last day of a role."""

    ends = forms.DateField(
        label="Last day",
        help_text="They can sign in until the end of this day. A day in the past ends it now.",
    )

    def __init__(self, *args: Any, membership: Membership, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"ends": membership.ends or today}, **kwargs)
        self.membership = membership
        self.last_day = membership.ends

    def shown_values(self) -> dict[str, Any]:
        """The last day that stands; today is only offered where there is none."""
        return {"ends": self.last_day}

    def clean_ends(self) -> Any:
        ends = self.cleaned_data["ends"]
        if ends < self.membership.starts:
            raise forms.ValidationError(
                f"The last day cannot be before the first, {self.membership.starts:%-d %B %Y}."
            )
        return ends
