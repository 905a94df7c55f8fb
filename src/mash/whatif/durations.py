"""How long things take: waits, those not ended censored, and drawing from them."""

from dataclasses import dataclass

import numpy as np

from mash.whatif.calendar import Bools, Floats


@dataclass(frozen=True)
class Durations:
    """Waits in hours; `ended` false = still going on then, and nothing is known of it later."""

    waits: Floats
    ended: Bools

    def __len__(self) -> int:
        return len(self.waits)

    def resampled(self, rng: np.random.Generator) -> "Durations":
        """As many of these waits, drawn anew with replacement."""
        chosen = rng.integers(0, len(self), len(self))
        return Durations(self.waits[chosen], self.ended[chosen])

    def at(self, chances: Floats) -> Floats:
        """The wait that each chance in [0, 1) stands for; infinite beyond what was ever seen to end.

        The inverse of 1 − S of Kaplan and Meier (1958); a wait censored at t is at risk at t, as in
        `engine/survival.py`.
        """
        order = np.lexsort((~self.ended, self.waits))
        waits, ended = self.waits[order], self.ended[order]
        at_risk = np.arange(len(waits), 0, -1)
        happened = 1 - np.cumprod(1 - ended / at_risk)
        # products of fractions leave 0.5000000000000001 where one half is meant
        place = np.searchsorted(happened[ended] + 1e-9, chances, side="left")
        return np.append(waits[ended], np.inf)[place]

    def median(self) -> float | None:
        """The smallest wait with S ≤ 0.5 (measures-rules.md, Statistics); None where S never falls so far."""
        found = float(self.at(np.array([0.5]))[0]) if len(self) else np.inf
        return found if np.isfinite(found) else None


@dataclass(frozen=True)
class Spread:
    """Hours with the probability of each; what is missing to 1 stands for never."""

    hours: Floats
    probability: Floats

    def at(self, chances: Floats) -> Floats:
        """The hours that each chance in [0, 1) stands for; infinite = never."""
        place = np.searchsorted(np.cumsum(self.probability), chances, side="right")
        return np.append(self.hours, np.inf)[place]
