"""The pupil is out of class for much of the week: by default a quarter of taught time or more."""

from __future__ import annotations

from datetime import date
from functools import partial

from inreach.core.guard.rules.share_outvention import OUTVENTION
from inreach.core.guard.shares import LINES_MUST_RISE, OUT, TAUGHT, share_at, share_may_reach
from inreach.core.guard.thresholds import Scale, Setting
from inreach.core.guard.types import Rule, Severity

CONCERN = Setting("concern", Scale.SHARE, LINES_MUST_RISE, below=OUTVENTION)
RULE = Rule(
    id="share_concern",
    title="Much taught time out of class",
    short_title="{line} or more out",
    sentence="The pupil spends this share of taught time, or more, out of class.",
    severity=Severity.CONCERN,
    order=20,
    severity_order=20,
    at_risk=True,
    threshold=0.25,
    unit="share of taught minutes",
    setting=CONCERN,
    source=(
        "The MAST study (2011 to 2012) saw pupils with Statements spend over a quarter of the week away "
        "from class, teacher and peers. Drawing the line there is a local policy choice."
    ),
    in_class_alternative=(
        "Choose the programme that misses most and try it in class: pre-teach words on a card, "
        "seat the pupil by a talk partner, use the same resources at the pupil's own table."
    ),
    needs=(TAUGHT, OUT),
    judge=partial(share_at, CONCERN),
    left_open=partial(share_may_reach, CONCERN),
    reviewed_on=date(2026, 11, 22),
    next_review=date(2027, 9, 1),
)
