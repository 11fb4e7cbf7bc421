"""The pupil is out of class for some of the week: by default a tenth of taught time or more."""

from __future__ import annotations

from datetime import date
from functools import partial

from inreach.core.guard.rules.share_concern import CONCERN
from inreach.core.guard.shares import LINES_MUST_RISE, OUT, TAUGHT, share_at, share_may_reach
from inreach.core.guard.sources import LOCAL
from inreach.core.guard.thresholds import Scale, Setting
from inreach.core.guard.types import Rule, Severity

NOTICE = Setting("notice", Scale.SHARE, LINES_MUST_RISE, below=CONCERN)
RULE = Rule(
    id="share_notice",
    title="Some taught time out of class",
    short_title="{line} or more out",
    sentence="The pupil spends this share of taught time, or more, out of class.",
    severity=Severity.NOTICE,
    order=30,
    severity_order=10,
    at_risk=True,
    threshold=0.10,
    unit="share of taught minutes",
    setting=NOTICE,
    source=f"{LOCAL} It is about one programme of 30 minutes, five times a week.",
    in_class_alternative=(
        "Ask the class teacher which part of the programme could happen in class this week, "
        "for example a five-minute rehearsal before the pupil speaks or writes."
    ),
    needs=(TAUGHT, OUT),
    judge=partial(share_at, NOTICE),
    left_open=partial(share_may_reach, NOTICE),
    reviewed_on=date(2026, 11, 22),
    next_review=date(2027, 9, 1),
)
