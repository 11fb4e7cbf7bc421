"""From a release as it was kept to what left, and back."""

from typing import Any

from inreach.apps.insight.models import Release
from inreach.evaluation.disclosure.release import Sent
from inreach.evaluation.disclosure.suppression import Released
from inreach.evaluation.disclosure.tables import Adds, Table


def counts_of(sent: Sent) -> dict[str, Any]:
    """Return the counts of a release as it is kept."""
    printed = sent.released.printed
    return {
        "cells": sorted(
            [list(cell), float(count), cell in printed] for cell, count in sent.counts.cells.items()
        ),
        "adds": [[[list(part) for part in line.parts], list(line.whole)] for line in sent.counts.adds],
    }


def sent_from(release: Release) -> Sent:
    """Return a release that was kept; its drawings are gone, and what could be said of hidden counts too."""
    cells = [(tuple(cell), count, printed) for cell, count, printed in release.counts["cells"]]
    adds = tuple(Adds(tuple(map(tuple, parts)), tuple(whole)) for parts, whole in release.counts["adds"])
    printed_counts = {cell: count for cell, count, printed in cells if printed}
    hidden = frozenset(cell for cell, _, printed in cells if not printed)
    return Sent(
        Table({cell: count for cell, count, _ in cells}, adds),
        Released(printed_counts, frozenset(), hidden, {}, release.threshold),
        (),
    )
