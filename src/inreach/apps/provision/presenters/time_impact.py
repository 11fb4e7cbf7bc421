"""What a group takes from its pupils, in sentences."""

from collections.abc import Collection

from inreach.apps.provision.services.time_impact import PupilTimeImpact


def per_cent(share: float) -> str:
    """Return a share as people read it."""
    return "under 1 %" if 0 < share < 0.005 else f"{share * 100:.0f} %"


def time_impact_sentences(impacts: Collection[PupilTimeImpact]) -> list[str]:
    """Return what a group takes: minutes and share for each pupil, and who is highest with all groups."""
    if not impacts:
        return []
    sentences = [_minutes(impacts)]
    own_time = max(of.impact.own_time for of in impacts)
    if own_time:
        sentences.append(
            f"It takes up to {own_time:.0f} minutes a week of break, lunch or other time of their own."
        )
    unknown = max(of.impact.unknown for of in impacts)
    if unknown:
        sentences.append(
            f"Up to {unknown:.0f} minutes a week are on days without a lesson in the timetable: "
            "what they take is not known."
        )
    most = max(impacts, key=lambda of: of.impact.together or 0)
    together, share = most.impact.together, most.impact.share
    if together and share is not None and together > share + 0.004:
        sentences.append(
            f"Together with other groups {most.pupil.preferred_name} is at {per_cent(together)}."
        )
    return sentences


def _minutes(impacts: Collection[PupilTimeImpact]) -> str:
    minutes = sorted(of.impact.out for of in impacts)
    shares = sorted(of.impact.share or 0 for of in impacts)
    if not minutes[-1] and any(of.impact.unknown for of in impacts):
        return "This takes nobody out of a lesson that is in the timetable."
    if not minutes[-1]:
        return "This takes nobody out of a lesson."
    whom = "each pupil" if len(impacts) > 1 else next(iter(impacts)).pupil.preferred_name
    if minutes[0] == minutes[-1] and per_cent(shares[0]) == per_cent(shares[-1]):
        share = per_cent(shares[-1])
        return f"This takes {whom} out of class for {minutes[-1]:.0f} minutes a week, {share} of taught time."
    return (
        f"This takes pupils out of class for {minutes[0]:.0f} to {minutes[-1]:.0f} minutes a week, "
        f"{per_cent(shares[0])} to {per_cent(shares[-1])} of taught time."
    )
