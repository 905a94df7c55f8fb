"""Where a figure of the pack comes from, in one line from which an analyst makes it again."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from mash.release.figures import Figures, Row
from mash.release.pack.headlines import DEPENDS_ON
from mash.release.report import in_london, in_words

#: So many characters of the dataset's SHA-256 tell it apart.
SHORT = 16


@dataclass(frozen=True)
class Traced(Figures):
    """Figures that remember which statistics were read, so that a sentence or chart can say so."""

    read: list[str] = field(default_factory=list)

    def rows(self, statistic: str) -> list[Row]:
        """Rows as of any figures."""
        key = f"{self.measure}/{statistic}"
        if key not in self.read:
            self.read.append(key)
        return super().rows(statistic)


def source(about: dict[str, Any], keys: list[str], rows: str = "") -> str:
    """The line under a figure: statistic, rows, dataset, window, as-at, the parameters it hangs on."""
    measures = dict.fromkeys(key.partition("/")[0] for key in keys)
    needed = [name for measure in measures for name in DEPENDS_ON.get(measure, ())]
    parameters = {name: about["parameters"][name] for name in needed if name in about["parameters"]}
    last = date.fromisoformat(about["window"]["end"]) - timedelta(days=1)
    said = [
        ", ".join(keys) + (f" ({rows})" if rows else ""),
        f"dataset {about['dataset_sha256'][:SHORT]}",
        f"window {about['window']['start']} to {last:%Y-%m-%d}",
        f"as at {in_london(about['as_at'])}",
    ]
    if parameters:
        said.append(in_words(parameters))
    return "; ".join(said) + "."
