"""Which school a page speaks of, for people who see several."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from inreach.apps.schools.models import School


def chosen_school(request: HttpRequest, schools: QuerySet[School]) -> tuple[School | None, list[School]]:
    """The school that `?school=` names, or the first; and all there are. None if there is none.

    Raises Http404 if the one that is named is not among them.
    """
    there = list(schools)
    wanted = request.GET.get("school", "")
    if not wanted:
        return (there[0] if there else None), there
    for school in there:
        if str(school.pk) == wanted:
            return school, there
    raise Http404
