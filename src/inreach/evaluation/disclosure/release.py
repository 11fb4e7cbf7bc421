"""The one door through which charts and their tables leave a school or a service.

A release is made of sheets. Each says which counts it shows, or gives away, and draws itself without those that are
hidden. All sheets of a release are protected together, and together with everything that left before: the counts of
earlier releases are known to whoever kept them, and so is what changed since. Estimates of hidden units are not drawn,
and estimates that lean on them are worked out again without them. What has been drawn is then searched for the numbers
that were hidden.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from inreach.evaluation.disclosure.suppression import SMALL, Released, Suppression, release
from inreach.evaluation.disclosure.tables import Adds, Cell, Table, together
from inreach.evaluation.figures.chart import Drawn
from inreach.evaluation.figures.figure import Refusal

BEFORE, SINCE, GONE = "as released before", "added since", "gone since"
REST = "the rest"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Something that is to leave: the counts that it shows or gives away, and how it is drawn without hidden ones."""

    name: str
    counts: Table
    draw: Callable[[Suppression], Drawn]


@dataclass(frozen=True, slots=True)
class Sent:
    """What left in one release: the counts it was made of, which of them were printed, and the drawings.

    `counts` and `released` stay inside, to protect the next release; `drawn` is what goes out.
    """

    counts: Table
    released: Released
    drawn: tuple[Drawn, ...]

    @property
    def sentence(self) -> str:
        """What the reader is told of hidden numbers."""
        return self.released.sentence


def leave(sheets: Sequence[Sheet], *, earlier: Sequence[Sent] = (), threshold: int = SMALL) -> Sent:
    """Return what may leave of these sheets, in their order.

    ValueError if sheets hold different numbers under one name, or if what left before gives a small number away however
    much is hidden now.
    """
    now = together(sheet.counts for sheet in sheets)
    whole, printed, unseen = _with_earlier(now, earlier)
    protected = release(whole, threshold=threshold, earlier=printed, also=unseen)
    hidden = protected.hidden & frozenset(now.cells)
    suppression = Suppression(hidden)
    ours = Released(
        {cell: count for cell, count in now.cells.items() if cell not in hidden},
        protected.primary & hidden,
        hidden - protected.primary,
        {cell: protected.ranges[cell] for cell in hidden},
        threshold,
    )
    drawn = tuple(sheet.draw(suppression) for sheet in sheets)
    return Sent(now, ours, drawn)


def _with_earlier(now: Table, earlier: Sequence[Sent]) -> tuple[Table, frozenset[Cell], frozenset[Cell]]:
    """This release's counts with those of earlier ones, which were printed, and which were hidden then.

    A count that changed since is tied to the earlier one by what was added or gone, which is protected like any count:
    two totals that differ by 2 give 2 targets away.
    """
    cells, adds = dict(now.cells), list(now.adds)
    printed: set[Cell] = set()
    unseen: set[Cell] = set()
    for at, left in enumerate(earlier, start=1):

        def dated(cell: Cell, at: int = at) -> Cell:
            return (*cell, f"{BEFORE} {at}")

        known = frozenset(left.released.printed)
        for cell, count in left.counts.cells.items():
            cells[dated(cell)] = count
            (printed if cell in known else unseen).add(dated(cell))
            if cell not in now.cells:
                continue
            more = now.cells[cell] - count
            if more >= 0:
                cells[*cell, f"{SINCE} {at}"] = more
                adds.append(Adds((dated(cell), (*cell, f"{SINCE} {at}")), cell))
            else:
                cells[*cell, f"{GONE} {at}"] = -more
                adds.append(Adds((cell, (*cell, f"{GONE} {at}")), dated(cell)))
        adds += [Adds(tuple(map(dated, line.parts)), dated(line.whole)) for line in left.counts.adds]
    return Table(cells, tuple(adds)), frozenset(printed), frozenset(unseen)


def anchored(counts: Table, totals: Mapping[Cell, float]) -> Table:
    """Return counts tied to the totals of all targets, so that what one chart hides cannot be had from another.

    A sum of the table that equals a total is that total; a smaller one leaves a rest of all targets, which is protected
    too. The first of `totals` is that of all targets.
    """
    parts = {cell for line in counts.adds for cell in line.parts}
    cells, adds = {**counts.cells, **totals}, list(counts.adds)
    everything, whole = next(iter(totals.items()))
    for root, count in counts.cells.items():
        if root in parts or root in totals:
            continue
        same = [total for total, number in totals.items() if number == count]
        if same:
            adds.append(Adds((root,), same[0]))
        elif count < whole:
            cells[*root, REST] = whole - count
            adds.append(Adds((root, (*root, REST)), everything))
    return Table(cells, tuple(adds))


def payload(drawn: Drawn) -> str:
    """Everything of a drawing that goes out, as text: both specifications, the table and all words."""
    if isinstance(drawn, Refusal):
        return f"{drawn.name} {drawn.reason} {drawn.definition}"
    words = (drawn.title, drawn.sentence_senco, drawn.sentence_manager, drawn.cannot_tell, *drawn.notes)
    return json.dumps(
        [drawn.spec, drawn.narrow, drawn.table.headings, drawn.table.lines, words], sort_keys=True
    )
