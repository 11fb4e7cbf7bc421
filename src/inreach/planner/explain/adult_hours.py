"""Are there enough minutes of trained people for all sessions of a week, however they are shared out?

Minutes flow from the groups to the people who may lead them, each up to the minutes that they have. Where not all can
flow, the groups that the rest is stuck in need more than everybody who may lead them has together.
"""

from __future__ import annotations

from itertools import pairwise

from inreach.planner.explain.relaxed_problem import School, may_lead

Ends = dict[str, int]


def minutes_there(school: School, adult: str) -> int:
    """Return the minutes a week that an adult can lead at most: agreed, and there unless in two places at once."""
    person = next(item for item in school.problem.adults if item.id == adult)
    if ("adult", adult) in school.at_once:
        return person.minutes
    return min(person.minutes, sum(window.end - window.start for window in person.windows))


def overloaded(school: School) -> frozenset[str]:
    """Return groups that together need more minutes a week than all who may lead them have; empty if there are none.

    The search for a larger flow is by breadth, after Edmonds and Karp (Journal of the ACM 19, 1972).
    """
    groups = {group.id: group for group in school.problem.groups}
    crews = {
        name: [adult.id for adult in school.problem.adults if may_lead(group, adult)]
        for name, group in groups.items()
    }
    need: Ends = {name: group.minutes * group.sessions for name, group in groups.items()}
    free: Ends = {name: minutes_there(school, name) for name in {a for crew in crews.values() for a in crew}}
    flow: dict[str, dict[str, int]] = {name: {} for name in free}  # adult, group: minutes
    while True:
        stuck = {name for name, minutes in need.items() if minutes > 0}
        came: dict[tuple[str, str], tuple[str, str] | None] = {
            ("group", name): None for name in sorted(stuck)
        }
        queue, end = list(came), None
        for kind, name in queue:
            if kind == "group":
                nexts = [("adult", adult) for adult in crews[name]]
            elif free[name] > 0:
                end = (kind, name)
                break
            else:
                nexts = [("group", group) for group, minutes in flow[name].items() if minutes > 0]
            for item in nexts:
                if item not in came:
                    came[item] = (kind, name)
                    queue.append(item)
        if end is None:
            return frozenset(name for kind, name in came if kind == "group")
        path = [end]
        while (before := came[path[-1]]) is not None:
            path.append(before)
        back = [flow[other[1]][one[1]] for one, other in pairwise(path) if one[0] == "group"]
        amount = min([need[path[-1][1]], free[end[1]], *back])
        for one, other in pairwise(path):
            adult, group = (one[1], other[1]) if one[0] == "adult" else (other[1], one[1])
            more = amount if one[0] == "adult" else -amount
            flow[adult][group] = flow[adult].get(group, 0) + more
        need[path[-1][1]] -= amount
        free[end[1]] -= amount
