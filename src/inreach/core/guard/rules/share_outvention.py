"""The pupil is longer out of class than in it, or wherever the school draws the line of an outvention."""

from __future__ import annotations

from datetime import date
from functools import partial

from inreach.core.guard.shares import LINES_MUST_RISE, OUT, TAUGHT, share_at, share_may_reach
from inreach.core.guard.sources import ARTICLE
from inreach.core.guard.thresholds import Scale, Setting
from inreach.core.guard.types import Rule, Severity

OUTVENTION = Setting("outvention", Scale.SHARE, LINES_MUST_RISE)
RULE = Rule(
    id="share_outvention",
    title="Longer out of class than in it",
    short_title="{line} or more out",
    sentence="The pupil spends this share of taught time, or more, out of class.",
    severity=Severity.OUTVENTION,
    order=10,
    severity_order=30,
    at_risk=True,
    threshold=0.50,
    unit="share of taught minutes",
    setting=OUTVENTION,
    source=f"{ARTICLE} calls it an outvention when a pupil is longer out of class than in it.",
    in_class_alternative=(
        "Meet before the next week starts. Move the largest programme into class, with the teacher "
        "leading it while the assistant takes the class, or record a conscious decision."
    ),
    needs=(TAUGHT, OUT),
    judge=partial(share_at, OUTVENTION),
    left_open=partial(share_may_reach, OUTVENTION),
    reviewed_on=date(2026, 11, 22),
    next_review=date(2027, 9, 1),
)
