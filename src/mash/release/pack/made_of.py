"""What a pack is made of: figures, words of its author, and what it is called."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mash.engine.results import Results
from mash.framework.measures import MEASURES, Measure
from mash.release.pack.reading import published


class PackError(ValueError):
    """The pack cannot be made as asked; the message says why and how to mend it."""


@dataclass(frozen=True)
class Pack:
    """A pack to be written. Raises PackError where its parts do not fit together.

    `results`: of the reporting window; `earlier`: of the release to compare with, protected alike or not
    at all alike. `commentary`: the author's plain words by measure's name, paragraphs parted by an empty
    line. `release`: what the release is called, empty for a draft. A correction names the release that it
    `corrects` and says in `correction` what changed. `only`: of one measure alone.
    """

    results: Results
    title: str
    hub: str
    release: str = ""
    earlier: Results | None = None
    commentary: Mapping[str, str] = field(default_factory=dict)
    corrects: str = ""
    correction: str = ""
    only: str = ""

    def __post_init__(self) -> None:
        unknown = sorted(set(self.commentary) - {measure.name for measure in MEASURES})
        if unknown:
            raise PackError(
                f"commentary is kept by measure, and {', '.join(unknown)} is none; "
                f"use names like {MEASURES[4].name}"
            )
        if self.only and self.only not in {measure.name for measure in MEASURES}:
            raise PackError(f"{self.only} is no measure; use names like {MEASURES[4].name}")
        if bool(self.corrects) != bool(self.correction.strip()):
            raise PackError(
                "a correction names the release that it corrects and says what changed: give both"
            )
        if self.earlier is not None and published(self.earlier) != published(self.results):
            raise PackError(
                "published figures are compared with published ones only: give the earlier release as "
                "published, or none"
            )
        if not self.title.strip() or not self.hub.strip():
            raise PackError("a pack needs a title and the name of its hub")

    @property
    def measures(self) -> list[Measure]:
        """The measures that stand in it."""
        return [measure for measure in MEASURES if self.only in ("", measure.name)]
