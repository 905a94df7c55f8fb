"""protect(): the one door through which raw results become published ones."""

import csv
import hashlib
import io
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from mash.dataset.aside import aside
from mash.engine.results import RESULTS_JSON, Results, ResultsError, read_results
from mash.release.disclosure.attack import given_away
from mash.release.disclosure.coarser import cut
from mash.release.disclosure.columns import COLUMNS, DIMENSIONS, KEY
from mash.release.disclosure.model import Contradiction
from mash.release.disclosure.protected import protected
from mash.release.disclosure.release import Release, read
from mash.release.disclosure.remedy import NAMED, refused


def protect(
    results: Results,
    out: Path,
    *,
    earlier: Sequence[Results] = (),
    without: Collection[str] = (),
    quarterly: bool = False,
) -> Results:
    """Write raw results as published ones into the new folder `out`, and read them back.

    The folder has the shape of raw results, with `c` where a count is hidden and an entry `published` in
    results.json that states the rule. `earlier`: published results that are out already and of the same
    records, all of them; they are attacked together. `without`: statistics to leave out (`m01/by_month`).
    `quarterly`: quarters in place of months.

    Raises ReleaseRefused where a hidden count could be worked out all the same, and ResultsError where
    `out` exists, or where the results are published ones already, of a part of the records, or of another
    part than earlier ones.
    """
    if out.exists():
        raise ResultsError(f"{out} is there already; name a new folder, or remove it first")
    if "published" in results.about:
        raise ResultsError(
            f"{results.folder} holds published results; protect the raw ones that they came from"
        )
    if unknown := sorted(set(without) - KEY.keys()):
        raise ResultsError(f"there is no statistic {unknown[0]}; name them like m01/by_month")
    _of_the_whole(results, earlier)
    try:
        return _protect(results, out, earlier, without, quarterly)
    except Contradiction as error:
        raise ResultsError(f"{error}; run mash measures again") from error


def made_with(found: Results, *, earlier: Sequence[str], without: Collection[str], quarterly: bool) -> bool:
    """Whether published results are what `protect` makes with these. `earlier`: the SHA-256 of the
    results.json of each release that is out.
    """
    said = _said(earlier, without, quarterly)
    return said == {name: found.about["published"][name] for name in said}


def _said(earlier: Sequence[str], without: Collection[str], quarterly: bool) -> dict[str, object]:
    """What published results say of how they were protected."""
    return {
        "months": "quarters" if quarterly else "months",
        "left_out": sorted(without),
        "earlier": list(earlier),
    }


def _of_the_whole(results: Results, earlier: Sequence[Results]) -> None:
    """Raise ResultsError where figures of a part would stand beside those of the whole: what is left between
    them is not attacked.
    """
    scope = results.about.get("scope") or {}
    if parts := sorted(set(scope) - {"hub_id", "rolled_up"}):
        raise ResultsError(
            f"{results.folder} holds figures of a part of the records ({parts[0]} {scope[parts[0]]}); only "
            "those of a whole hub are published, as a part and the whole would give each other away"
        )
    for one in earlier:
        if (one.about.get("scope") or {}) != scope:
            raise ResultsError(
                f"{one.folder} holds figures of other records than {results.folder}, or of agencies rolled "
                "up and not; releases that stand beside each other are asked of the same"
            )


def _protect(
    results: Results, out: Path, earlier: Sequence[Results], without: Collection[str], quarterly: bool
) -> Results:
    raw = cut(read(results), without=without, quarterly=quarterly)
    before = [read(one, number) for number, one in enumerate(earlier, start=1)]
    made, chosen = protected(raw, before)
    if findings := given_away(made, before, chosen.worlds, explain=NAMED):
        raise refused(raw, before, findings)
    # each step of a curve is somebody
    about = {name: value for name, value in made.about.items() if name != "curves"}
    about["published"] = {
        **about["published"],
        **_said([_sha256(one.folder / RESULTS_JSON) for one in earlier], without, quarterly),
    }
    _write(made, about, out)
    return read_results(out)


def _write(made: Release, about: dict[str, object], out: Path) -> None:
    with aside(out) as folder:
        statistics = {}
        for statistic, rows in made.rows.items():
            key = KEY[statistic]
            entry = made.about["statistics"][key]
            path = folder / entry["file"]
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(_as_csv([*DIMENSIONS[statistic], *COLUMNS[statistic]], rows.values()))
            statistics[key] = entry | {"sha256": _sha256(path), "rows": len(rows)}
        text = json.dumps(about | {"statistics": statistics}, indent=2, ensure_ascii=False) + "\n"
        (folder / RESULTS_JSON).write_text(text, encoding="utf-8")


def _as_csv(columns: list[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[row[column] for column in columns] for row in rows])
    return stream.getvalue().encode()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
