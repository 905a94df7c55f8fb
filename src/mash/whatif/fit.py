"""How well a model reproduces the past, and where it is not to be believed."""

from collections.abc import Sequence
from dataclasses import dataclass

from mash.whatif.estimate import Estimate, estimate
from mash.whatif.figures import Figures, Key
from mash.whatif.trace import Trace

#: A rate fits within so many points (as a fraction), a median within this part of it or this many hours.
_RATE, _PART, _HOURS = 0.03, 0.15, 0.25
#: Of fewer referrals due than these no rate is judged.
_FEW = 30
#: An interval wider than this, as a fraction, says too little to call a rate reproduced.
_VAGUE = 0.2


@dataclass(frozen=True)
class Checked:
    """A figure of the past beside the model's: whether it fits, None = too few or too vague to tell."""

    table: str
    row: str
    column: str
    recorded: float | None
    model: Estimate
    fits: bool | None


@dataclass(frozen=True)
class Fit:
    """`verdict`: in a sentence or two. `doubts`: where the model does not fit and is not to be believed.
    `points`: by how many percentage points all referrals' share in time is missed; None where it is not told.
    """

    verdict: str
    doubts: tuple[str, ...]
    points: float | None
    checked: tuple[Checked, ...]


def fit(trace: Trace, seen: Figures, past: Sequence[Figures]) -> Fit:
    """Compare the past as recorded with the past as lived through again, each figure by itself.

    A figure fits when the model's mean is close to it, or when it lies among what single lives give and
    these do not spread so far that anything would.
    """
    checked = tuple(
        Checked(*key, seen[key], found, _fits(key, seen, found))
        for key in seen
        if key[2] in ("on_time_rate", "median_hours")
        for found in [estimate(past, key)]
    )
    doubts = tuple(_doubt(one, trace) for one in checked if one.fits is False)
    whole = next(
        one for one in checked if (one.table, one.row, one.column) == ("by_risk", "*", "on_time_rate")
    )
    missed = None
    if whole.recorded is not None and whole.model.value is not None:
        missed = abs(whole.model.value - whole.recorded) * 100
    return Fit(_verdict(whole, missed, checked), doubts, missed, checked)


def _fits(key: Key, seen: Figures, found: Estimate) -> bool | None:
    table, row, column = key
    value, count = seen[key], seen.get((table, row, "due"))
    if value is None or found.value is None or found.lower is None or found.upper is None:
        return None
    if table != "segments" and (count or 0.0) < _FEW:
        return None
    near = _RATE if column == "on_time_rate" else max(_PART * value, _HOURS)
    if abs(found.value - value) <= near:
        return True
    if not found.lower <= value <= found.upper:
        return False
    vague = _VAGUE if column == "on_time_rate" else max(value, _HOURS)
    return True if found.upper - found.lower <= vague else None


def _doubt(one: Checked, trace: Trace) -> str:
    of = {
        "by_risk": f"rating {_name(trace, 'risks', one.row)}",
        "by_month": f"received in {one.row}",
        "responses": f"answers of {_name(trace, 'agencies', one.row)}",
        "segments": one.row.replace("_", " "),
    }[one.table]
    if one.row == "*":
        of = "all answers" if one.table == "responses" else "all referrals"
    assert one.recorded is not None
    assert one.model.value is not None
    if one.column == "on_time_rate":
        what, seen, model = "in time", f"{one.recorded * 100:.0f} %", f"{one.model.value * 100:.0f} %"
    else:
        what, seen, model = "median hours", f"{one.recorded:.1f}", f"{one.model.value:.1f}"
    return f"{of}: {what} {seen} recorded, {model} by the model"


def _name(trace: Trace, table: str, code: str) -> str:
    return trace.names.get(table, {}).get(code, code)


def _verdict(whole: Checked, missed: float | None, checked: Sequence[Checked]) -> str:
    if missed is None:
        return "The model cannot be held against the past: too few referrals fell due."
    judged = [one for one in checked if one.fits is not None]
    wrong = [one for one in judged if not one.fits]
    near = max(1, round(missed + 0.4999))
    if whole.fits is False:
        return (
            f"The model misses the past by {missed:.0f} points and should not be believed; "
            f"{len(wrong)} of {len(judged)} figures do not fit."
        )
    said = f"The model reproduces the past within {near} point{'s' if near > 1 else ''}"
    if not wrong:
        return f"{said}, and every one of {len(judged)} figures fits."
    return f"{said}; {len(wrong)} of {len(judged)} figures do not fit, and it should not be believed there."
