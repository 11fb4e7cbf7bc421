"""How each published figure is worked out with the public functions of `inreach.evaluation`.

A recipe takes the data of a vector and returns the figures under the names that the vector expects. A figure that
may be asked for under several names is returned under all of them.
"""

import math
from collections.abc import Callable
from typing import Any

Data = dict[str, Any]
Recipe = Callable[[Data], dict[str, Any]]
RECIPES: dict[str, Recipe] = {}


def recipe(*ids: str) -> Callable[[Recipe], Recipe]:
    def keep(function: Recipe) -> Recipe:
        RECIPES.update(dict.fromkeys(ids, function))
        return function

    return keep


def column(data: Data, *names: str) -> list[Any]:
    """The first of these columns that the data (or its rows) has."""
    inside = data.get("rows", data)
    for name in names:
        for holder in (data, inside):
            if name in holder:
                return list(holder[name])
    raise KeyError(names[0])


def there(value: Any) -> bool:
    """Say whether a value is there at all."""
    return value is not None and not (isinstance(value, float) and math.isnan(value))


def known(*columns: list[Any]) -> list[list[Any]]:
    """The columns without the rows in which one of them is missing."""
    rows = [row for row in zip(*columns, strict=True) if all(there(x) for x in row)]
    return [list(c) for c in zip(*rows, strict=True)]
