"""Named, scoped sets of a school's subjects."""

from django.db.models import Count, QuerySet

from inreach.apps.schools.models import School, Subject
from inreach.apps.schools.models.date_ranges import holds_on, valid_on  # noqa: F401 (asked for here by other apps)


def subjects_like(school: School, *, text: str = "", kind: str = "") -> QuerySet[Subject]:
    """A school's subjects of a kind whose name holds these words, with the number of lessons that they have."""
    subjects = subjects_of(school)
    for word in text.split():
        subjects = subjects.filter(name__icontains=word)
    if kind:
        subjects = subjects.filter(kind=kind)
    return subjects.annotate(lesson_count=Count("lessons"))


def subjects_of(school: School) -> QuerySet[Subject]:
    """A school's subjects by name."""
    return Subject.objects.filter(school=school).order_by("name", "pk")
