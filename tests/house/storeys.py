"""The storeys of the apps, as the import contract in pyproject.toml draws them: from the lowest to the highest."""

import tomllib

from tests.paths import ROOT

CONTRACT = "Apps stand on storeys"


def storeys() -> list[set[str]]:
    """Labels of apps by storey, the lowest first; apps on one storey know nothing of each other."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["name"] == CONTRACT)
    return [{app.strip() for app in layer.split("|")} for layer in reversed(layers)]


def may_know(lower: list[set[str]], here: str, there: str) -> bool:
    """Whether something in the app `here` may speak of the app `there`: itself, or one on a lower storey."""
    height = {app: number for number, apps in enumerate(lower) for app in apps}
    return here == there or height[there] < height[here]
