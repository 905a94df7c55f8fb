"""The baseline and the thirteen measures, one file each, found by being here; nothing else lists them."""

import importlib
import pkgutil

from mash.engine.statistic import Statistic, statistics_of


def all_statistics() -> list[Statistic]:
    """Every statistic of every measure, in the framework's order."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return [
        statistic
        for name in names
        for statistic in statistics_of(importlib.import_module(f"{__name__}.{name}"))
    ]
