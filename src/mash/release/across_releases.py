"""What several hubs have published, beside each other: nothing is given away that was not out already."""

from collections.abc import Mapping
from pathlib import Path

from mash.engine.by_hub import ByHub
from mash.engine.results import RESULTS_JSON, Results, ResultsError, read_results
from mash.release.pack.reading import published
from mash.release.report import in_words


def read_releases(folders: Mapping[str, Path]) -> ByHub:
    """Each hub's published results, by what people call the hub; a pack's folder has them in `results`.

    `whole` is the first of them: there are no figures of all hubs together. Raises ResultsError where
    results are not published ones, or were asked of another window or with other parameters than the first.
    """
    read = {name: _read(folder) for name, folder in folders.items()}
    (first, whole), *others = read.items()
    if not others:
        raise ResultsError(f"there is nothing to compare {first} with; give the releases of two hubs or more")
    for name, results in read.items():
        if not published(results):
            raise ResultsError(
                f"{results.folder} holds raw results; compare what was published (mash report --published), "
                "or raw results of all hubs as mash measures --by-hub makes them"
            )
        for what, ours, its in (
            ("of the window", *(_window(one) for one in (whole, results))),
            ("with", *(in_words(one.about["parameters"]) for one in (whole, results))),
        ):
            if ours != its:
                raise ResultsError(f"{first} was asked {what} {ours}, {name} {what} {its}; ask both alike")
    return ByHub(whole, read, {name: name for name in read})


def _read(folder: Path) -> Results:
    return read_results(folder if (folder / RESULTS_JSON).exists() else folder / "results")


def _window(results: Results) -> str:
    window = results.about["window"]
    return f"{window['start']} to {window['end']}"
