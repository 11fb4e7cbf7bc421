"""The compiled functions of the planner."""

import importlib
import pkgutil

from numba.core.dispatcher import Dispatcher

import inreach.planner


def compiled_functions() -> dict[str, Dispatcher]:
    """Return every compiled function by its module and name, apart from those that are a part of another."""
    modules = [
        importlib.import_module(item.name)
        for item in pkgutil.walk_packages(inreach.planner.__path__, f"{inreach.planner.__name__}.")
    ]
    functions = [item for module in modules for item in vars(module).values() if isinstance(item, Dispatcher)]
    return {
        f"{item.py_func.__module__}.{item.py_func.__qualname__}": item
        for item in functions
        if item.targetoptions.get("inline") != "always"
    }
