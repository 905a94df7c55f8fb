"""The baseline and the thirteen measures, one file each, found by being here; nothing else lists them."""

import importlib
import pkgutil
from types import ModuleType

from mash.engine.drawn import Curve, curves_of
from mash.engine.statistic import Statistic, statistics_of


def all_statistics() -> list[Statistic]:
    """Every statistic of every measure, in the framework's order."""
    return [
        statistic
        for module in _modules()
        for statistic in statistics_of(module)
        if not isinstance(statistic, Curve)
    ]


def all_curves() -> list[Curve]:
    """Every curve that stands beside the statistics, in the framework's order."""
    return [curve for module in _modules() for curve in curves_of(module)]


def _modules() -> list[ModuleType]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return [importlib.import_module(f"{__name__}.{name}") for name in names]
