"""Named, scoped sets of a school's subjects."""

from django.db.models import Count, QuerySet

from inreach.apps.schools.models import School, Subject
from inreach.apps.schools.models.date_ranges import holds_on, valid_on  # noqa: F401 (asked for here by other apps)


def subjects_like(school: School, *, text: str = "", kind: str = "") -> QuerySet[Subject]:
    """A school's subjects of a kind whose name holds these words, with the number of lessons that they have."""
    found = subjects_of(school)
    for word in text.split():
        found = found.filter(name__icontains=word)
    if kind:
        found = found.filter(kind=kind)
    return found.annotate(lesson_count=Count("lessons"))


def subjects_of(school: School) -> QuerySet[Subject]:
    """A school's subjects by name."""
    return Subject.objects.filter(school=school).order_by("name", "pk")
