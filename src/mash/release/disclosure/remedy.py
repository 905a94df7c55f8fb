"""A release is refused: which cells, why, and the coarser cut with which it can be published."""

from collections.abc import Iterator, Sequence
from itertools import chain

from mash.release.disclosure.attack import Finding, given_away
from mash.release.disclosure.coarser import MONTHLY, cut
from mash.release.disclosure.protected import protected
from mash.release.disclosure.release import Release

#: Cells that are named and explained in the message.
NAMED = 10

Cut = tuple[tuple[str, ...], bool]


class ReleaseRefused(Exception):
    """Hidden counts can be worked out whatever is hidden further; the message says which, why, and what
    helps.

    `without`, `quarterly`: the arguments with which protect() works, if any do (`remedied`).
    """

    def __init__(self, findings: Sequence[Finding], remedy: Cut | None) -> None:
        self.findings = tuple(findings)
        self.remedied = remedy is not None
        self.without, self.quarterly = remedy or ((), False)
        many = f"{len(findings)} hidden counts" if len(findings) > 1 else "A hidden count"
        named = "".join(f"\n- {finding}" for finding in findings[:NAMED])
        more = f"\n- and {len(findings) - NAMED} more" if len(findings) > NAMED else ""
        super().__init__(
            f"This release cannot be published: {many} could be worked out.{named}{more}\n{_in_words(remedy)}"
        )


def _in_words(remedy: Cut | None) -> str:
    if remedy is None:
        return (
            "Neither quarters in place of months nor leaving these statistics out helps: publish "
            "a longer window."
        )
    without, quarterly = remedy
    parts = ["with quarters in place of months"] if quarterly else []
    parts += [f"without {' and '.join(without)}"] if without else []
    return f"It can be published {' and '.join(parts)}."


def refused(raw: Release, earlier: Sequence[Release], findings: Sequence[Finding]) -> ReleaseRefused:
    """The refusal, with the first of the coarser cuts that works."""
    remedy = next((one for one in _cuts(raw, findings) if _works(raw, earlier, one)), None)
    return ReleaseRefused(findings, remedy)


def _cuts(raw: Release, findings: Sequence[Finding]) -> Iterator[Cut]:
    """Coarser cuts, those that lose least first."""
    ours = dict.fromkeys(f.cell.statistic for f in findings if f.cell.release == 0)
    why = " ".join(chain.from_iterable(f.because for f in findings))
    bound = [one for one in raw.rows if one not in ours and f"{one}." in why]
    if any(one in MONTHLY for one in (*ours, *bound)):
        yield (), True
    for statistic in (*ours, *bound):
        yield (statistic,), False
    yield tuple(ours), False
    yield (*ours, *bound), False
    yield (*ours, *bound), True


def _works(raw: Release, earlier: Sequence[Release], one: Cut) -> bool:
    without, quarterly = one
    if not without and not quarterly:
        return False
    made, chosen = protected(cut(raw, without=without, quarterly=quarterly), earlier)
    return not given_away(made, earlier, chosen.worlds)
