"""What a column of a statistic can be, as far as protection is concerned.

`of` and `numerator`, `denominator` name a column of the same row, or a cell elsewhere as
`m01/by_agency.referrals[agency_id]`: between brackets stand columns of the row or codes.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Count:
    """How many referrals, people, requests, complaints …: hidden from 1 to 4, else rounded."""


@dataclass(frozen=True)
class Volume:
    """An agency's own recorded demand. It is a count of people too, though not of the hub's: hidden below 5
    and rounded. It stands in no relation to a count of the hub (a referral need not come out of that
    demand), so it is not part of what is attacked.
    """


@dataclass(frozen=True)
class Rate:
    """`times` × numerator ÷ denominator, both counts (or the volume)."""

    numerator: str
    denominator: str
    times: float = 1


@dataclass(frozen=True)
class Edge:
    """The lower or upper end of the 95 % interval of a rate: Wilson's, or Poisson's ÷ volume."""

    rate: str
    upper: bool
    poisson: bool = False


@dataclass(frozen=True)
class Quantile:
    """A time by which a part of the cases has ended, `left` (0.5, 0.1) still waiting."""

    cases: tuple[str, ...]
    left: float = 0.5


@dataclass(frozen=True)
class Average:
    """A mean, a share of hours or another index over cases; it cannot be had from counts."""

    cases: tuple[str, ...]


@dataclass(frozen=True)
class Sum:
    """Hours or pounds, added up over cases."""

    cases: tuple[str, ...]


@dataclass(frozen=True)
class Chance:
    """A Kaplan–Meier probability among `units`, or an end of its interval."""

    units: str
    events: str | None = None


@dataclass(frozen=True)
class Estimate:
    """A figure made anew out of a whole table of protected counts; `how` names the way (estimates.py)."""

    how: str


Kind = Count | Volume | Rate | Edge | Quantile | Average | Sum | Chance | Estimate
