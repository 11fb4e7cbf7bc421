"""The table of targets that the evaluation's SQL adds up, held by the product's own database for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connections, transaction
from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast

from inreach.apps.casework.models import Area, Rating, Target
from inreach.apps.insight.queries import edited_after_start
from inreach.core.targets.party import Party
from inreach.core.targets.types import Purpose
from inreach.evaluation.aggregation.engines import Connection
from inreach.evaluation.aggregation.sql import COLUMNS


def lines(targets: QuerySet[Target], today: date) -> QuerySet[Target, dict[str, object]]:
    """Return the query of the table `targets`: a line for each target with the columns of COLUMNS, marked `line_`.

    It chooses the review as `last_rating` does.
    """
    own = Case(When(rater_role=Party.PUPIL, then=1), default=0)
    in_class = Case(When(setting=Rating.Setting.CLASS, then=1), default=0)
    review = (
        Rating.objects.filter(target=OuterRef("pk"), purpose=Purpose.REVIEW)
        .annotate(own=own, in_class=in_class)
        .order_by("own", "independent", "-rated_on", "-in_class", "-recorded_at", "pk")
        .values("value")[:1]
    )
    yes, no = Value(1), Value(0)
    reviewed = targets.order_by().annotate(line_achieved=Subquery(review))
    return reviewed.annotate(
        line_school=F("pupil__school__organisation__name"),
        line_area=Case(
            *(When(area=code, then=Value(label)) for code, label in Area.choices),
            default="area",
            output_field=TextField(),
        ),
        line_programme=Cast(Value(""), TextField()),
        line_pupil=Cast("pupil", TextField()),
        line_baseline=F("baseline"),
        line_expected=F("expected"),
        line_maintain=Case(When(maintain=True, then=yes), default=no, output_field=IntegerField()),
        line_due=Case(
            When(line_achieved__isnull=False, then=yes),
            When(review_on__isnull=True, then=yes),
            When(review_on__lte=today, then=yes),
            default=no,
            output_field=IntegerField(),
        ),
        line_edited=Case(
            When(pk__in=list(edited_after_start()), then=yes), default=no, output_field=IntegerField()
        ),
        line_worded=Case(
            When(baseline_words="", then=no),
            When(expected_words="", then=no),
            default=yes,
            output_field=IntegerField(),
        ),
    ).values(*(f"line_{name}" for name in COLUMNS))


@contextmanager
def table(targets: QuerySet[Target], today: date) -> Iterator[Connection]:
    """Let the product's own database hold the table `targets` for a while, and give the engine that adds it up.

    The table is temporary: nobody else sees it, and it is gone afterwards.
    """
    database = connections[targets.db]
    sql, values = lines(targets, today).query.sql_with_params()
    columns = ", ".join(f"line_{name} AS {name}" for name in COLUMNS)
    with transaction.atomic(using=targets.db):
        with database.cursor() as cursor:
            cursor.execute(
                f"CREATE TEMPORARY TABLE targets AS SELECT {columns} FROM ({sql}) AS target_lines",  # noqa: S608 - our own
                values,
            )
        yield Connection(database)
        with database.cursor() as cursor:
            cursor.execute("DROP TABLE targets")
