"""What an administrator is asked about a file."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings

from inreach.apps.accounts.models import Organisation
from inreach.apps.exchange.engine.records import Options
from inreach.apps.exchange.formats import FORMATS
from inreach.apps.exchange.queries import places_to_import, schools_with_lessons
from inreach.apps.ui.forms.base import GovForm
from inreach.apps.ui.forms.choice_field import choice_field, model_choice_field
from inreach.core.access.policy import Actor
from inreach.core.school.calendar import WEEKDAYS, hhmm, parse_hhmm

NEW, CORRECT = "new", "correct"
HOLDS = [
    (NEW, "It is a new timetable and holds from a day on"),
    (CORRECT, "It corrects the timetable that is there"),
]
HOLDS_HINTS = {
    NEW: "Weeks before that day keep the lessons they had.",
    CORRECT: "Past weeks change too. Choose this if the lessons were wrong from the start.",
}


def next_week_begins(today: date, first_weekday: int) -> date:
    """Today if it is the first day of a school's week, else the next such day."""
    return today + timedelta(days=(first_weekday - today.weekday()) % 7)


class BringFileForm(GovForm):
    """Which file, in which format, for which school."""

    mark_optional = False
    look = {
        "format": {"legend_size": "m", "hints": {name: module.HINT for name, module in FORMATS.items()}},
        "holds": {"hints": HOLDS_HINTS},
        "first_bell": {"width": 5},
        "period_minutes": {"width": 3, "suffix": "minutes"},
    }

    format = forms.ChoiceField(label="What kind of file is it?", widget=forms.RadioSelect)
    place: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label="For which school or service?", queryset=None, empty_label=None
    )
    file = forms.FileField(label="The file", error_messages={"required": "Choose a file"})
    holds = forms.ChoiceField(
        label="From when does this timetable hold?", choices=HOLDS, widget=forms.RadioSelect, required=False
    )
    holds_from = forms.DateField(
        label="The first day of the new timetable",
        required=False,
        help_text="Usually the first day of a week.",
    )
    first_bell = forms.CharField(
        label="When do lessons begin?", help_text="Hours and minutes, for example 08:30.", initial="08:00"
    )
    period_minutes = forms.IntegerField(label="How long is a period?", min_value=1, max_value=240, initial=45)
    first_day = forms.TypedChoiceField(
        label="Which day is the first of the timetable?",
        choices=list(enumerate(WEEKDAYS)),
        coerce=int,
        initial=0,
        help_text="Only used where the file does not name its days.",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = places_to_import(actor)
        kinds = {place.kind for place in places}
        choice_field(self, "format").choices = [
            (name, module.LABEL)
            for name, module in FORMATS.items()
            if (Organisation.Kind.SCHOOL if module.FOR_A_SCHOOL else Organisation.Kind.SERVICE) in kinds
        ]
        model_choice_field(self, "place").queryset = places
        self.fields["place"].initial = places[0] if places else None
        if len(places) == 1:
            self.fields["place"].widget = forms.HiddenInput()
        self.with_lessons = {school.pk: school for school in schools_with_lessons(actor)}
        if self.with_lessons:
            first = next(iter(self.with_lessons.values()))
            self.fields["holds"].initial = NEW
            self.fields["holds_from"].initial = next_week_begins(actor.today, first.first_weekday)
        else:
            del self.fields["holds"], self.fields["holds_from"]
        for name in ("first_bell", "period_minutes", "first_day"):
            self.fields[name].required = False

    def clean_first_bell(self) -> int:
        """Minutes since midnight."""
        text = self.cleaned_data["first_bell"] or hhmm(Options().first_bell)
        try:
            return parse_hhmm(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def clean_file(self) -> Any:
        """The file, if it is not too large."""
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_BYTES:
            megabytes = settings.IMPORT_MAX_BYTES // 1_048_576
            raise forms.ValidationError(
                f"The file is larger than {megabytes} MB. Send the file of one school."
            )
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        place, chosen = cleaned.get("place"), cleaned.get("format")
        if place and chosen and (place.kind == Organisation.Kind.SCHOOL) != FORMATS[chosen].FOR_A_SCHOOL:
            fitting_place = "a school" if FORMATS[chosen].FOR_A_SCHOOL else "a service"
            self.add_error(
                "place", f"A file of this kind is imported for {fitting_place}. Choose another place."
            )
        if chosen and FORMATS[chosen].HOLDS_FROM_A_DAY and place and place.pk in self.with_lessons:
            self._check_holds(cleaned)
        else:
            for name in ("holds", "holds_from"):
                self.errors.pop(name, None)
                cleaned.pop(name, None)
        return cleaned

    def _check_holds(self, cleaned: dict[str, Any]) -> None:
        """A school that has a timetable is told what becomes of it; its first one holds for the whole year."""
        if not cleaned.get("holds") and "holds" not in self.errors:
            self.add_error("holds", "Choose from when this timetable holds")
        if cleaned.get("holds") != NEW:
            self.errors.pop("holds_from", None)
            cleaned["holds_from"] = None
        elif cleaned.get("holds_from") is None and "holds_from" not in self.errors:
            self.add_error("holds_from", "Enter the first day of the new timetable")

    def options(self) -> Options:
        """What was chosen about times; the usual where nothing was said."""
        usual, cleaned = Options(), self.cleaned_data
        first_bell, first_day = cleaned.get("first_bell"), cleaned.get("first_day")
        return Options(
            first_bell=first_bell if first_bell is not None else usual.first_bell,
            period_minutes=cleaned.get("period_minutes") or usual.period_minutes,
            first_day=first_day if isinstance(first_day, int) else usual.first_day,
            holds_from=cleaned.get("holds_from"),
        )
