"""What a person who publishes is told of the checks: which sums hold, and how much is hidden."""

from typing import Any

from mash.engine.results import Results
from mash.release.disclosure.coarser import cut
from mash.release.disclosure.relations import within
from mash.release.disclosure.release import read
from mash.release.disclosure.rule import SMALL
from mash.release.figures import HIDDEN_TEXT


def counted(raw: Results, published: Results) -> dict[str, Any]:
    """Of raw results and what protect() made of them.

    `sums`: how many sums and comparisons between counts hold in the raw ones; `wrong`: those that do not, in
    words. `small`: counts hidden for being small; `beside`: others hidden with them; `shown`: counts shown.
    """
    about = published.about["published"]
    release = cut(read(raw), without=about["left_out"], quarterly=about["months"] == "quarters")
    values = {cell: int(text) for cell, text in release.cells()}
    shown = dict(read(published).cells())
    sums, wrong = 0, []
    for relation in within(release):
        if relation.certain and all(cell in values for cell, _ in relation.cells):
            off = relation.off(values)
            sums += 1
            if off > relation.slack:
                wrong.append(f"{relation.text}: {relation.cells[0][0]} is out by {off:g}")
    hidden = [values[cell] for cell, text in shown.items() if text == HIDDEN_TEXT]
    small = sum(0 < value <= SMALL for value in hidden)
    return {
        "sums": sums,
        "wrong": wrong,
        "small": small,
        "beside": len(hidden) - small,
        "shown": len(shown) - len(hidden),
    }
