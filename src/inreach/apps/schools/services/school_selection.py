"""Which school a page speaks of, for people who see several."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from inreach.apps.schools.models import School


def chosen_school(request: HttpRequest, schools: QuerySet[School]) -> tuple[School | None, list[School]]:
    """The school that `?school=` names, or the first; and all there are. None if there is none.

    Raises Http404 if the one that is named is not among them.
    """
    listed = list(schools)
    school_id = request.GET.get("school", "")
    if not school_id:
        return (listed[0] if listed else None), listed
    for school in listed:
        if str(school.pk) == school_id:
            return school, listed
    raise Http404
