"""What is asked about an adult of a school, and how the list of them is narrowed."""

from typing import Any

from django import forms

from inreach.apps.schools.actions.staff import FIELDS, Post
from inreach.apps.schools.models import School, StaffMember
from inreach.apps.schools.queries.staff import people_to_link
from inreach.apps.ui.forms.base import GovForm
from inreach.apps.ui.forms.choice_field import model_choice_field
from inreach.core.access.policy import Actor

MOST_HOURS = 80


class StaffSearch(GovForm):
    """Narrow the list of adults; a name is posted, so that it stands in no address."""

    mark_optional = False
    q = forms.CharField(label="Name", required=False, max_length=100)
    all = forms.BooleanField(label="Those who have left or start later too", required=False)
    look = {"all": {"small": True}}


class StaffForm(GovForm):
    """One adult of a school."""

    name = forms.CharField(label="Name", max_length=200, help_text="As pupils and parents know this adult.")
    role = forms.ChoiceField(label="Role", choices=StaffMember.Role.choices, initial="assistant")
    qualified_teacher = forms.BooleanField(
        label="A qualified teacher",
        required=False,
        help_text="The ledger counts time with a qualified teacher apart from time with other adults.",
    )
    hours_per_week = forms.DecimalField(
        label="Hours a week",
        required=False,
        max_digits=4,
        decimal_places=1,
        min_value=0,
        max_value=MOST_HOURS,
        error_messages={
            "min_value": "Hours a week cannot be less than 0.",
            "max_decimal_places": "Write hours a week like 27.5, with one figure after the point.",
            "max_value": f"Hours a week can be {MOST_HOURS} at most.",
        },
    )
    cost_per_hour = forms.DecimalField(
        label="Cost per hour",
        required=False,
        max_digits=6,
        decimal_places=2,
        min_value=0,
        error_messages={
            "min_value": "Cost per hour cannot be less than 0.",
            "max_decimal_places": "Write the cost in pounds and pence, like 14.50.",
            "max_whole_digits": "Cost per hour must be less than £10,000.",
            "max_digits": "Cost per hour must be less than £10,000.",
        },
    )
    starts = forms.DateField(label="First day", required=False)
    ends = forms.DateField(
        label="Last day", required=False, help_text="Leave it empty while this adult stays."
    )
    user: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label="Signs in as",
        queryset=None,
        required=False,
        empty_label="Does not sign in",
        help_text="People with a staff role here who are not linked yet. "
        "They then see the pupils of this adult's classes and groups.",
        error_messages={"invalid_choice": "This person is linked already, or has no staff role here."},
    )
    look = {
        "name": {"width": 20},
        "hours_per_week": {"width": 5},
        "cost_per_hour": {"width": 5, "prefix": "£"},
    }

    def __init__(
        self, *args: Any, actor: Actor, school: School, member: StaffMember | None = None, **kwargs: Any
    ) -> None:
        initial = {name: getattr(member, name) for name in FIELDS} if member else {}
        super().__init__(*args, initial=initial, **kwargs)
        model_choice_field(self, "user").queryset = people_to_link(actor, school, member)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "The last day cannot be before the first.")
        return cleaned

    def post(self) -> Post:
        """What was said, as the actions take it."""
        return Post(**self.cleaned_data)
