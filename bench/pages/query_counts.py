"""How many queries a page takes, counted in this process, with 1, 30 and 1,000 rows to show."""

from bench.pages.world import PAGES, Visited

ROWS = (1, 30, 1000)


def counts() -> dict[str, tuple[int, ...]]:
    """Return the queries of each page, at schools with 1, 30 and 1,000 pupils that are made for it."""
    from bench.city.school import made_school

    schools = [made_school(f"School of {rows}", rows, seed=rows) for rows in ROWS]
    by_school = [queries_of(school) for school in schools]
    return {page: tuple(of_school[page] for of_school in by_school) for page in PAGES}


def queries_of(school: Visited) -> dict[str, int]:
    """Return the queries of each page of a school, without those of signing in."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from inreach.apps.accounts.models import User

    numbers = {}
    for page in PAGES:
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(User.objects.get(email=school.reader_of(page)))
        client.get(school.paths[page])
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(school.paths[page])
        if answer.status_code != 200:
            raise RuntimeError(f"{school.paths[page]} answered {answer.status_code}.")
        numbers[page] = len(queries)
    return numbers
