"""protect() on drawn data and simulated hubs, against an intruder and formulas written apart from it."""

import math
import os
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from scipy import stats

from mash.engine.dimensions import TOTAL
from mash.engine.question import Scope
from mash.release.disclosure import ReleaseRefused, protect
from mash.release.disclosure.attack import attacked
from mash.release.disclosure.columns import COLUMNS, DIMENSIONS, KEY
from mash.release.disclosure.further import hiding
from mash.release.disclosure.kinds import Edge, Rate
from mash.release.disclosure.model import Worlds
from mash.release.disclosure.release import Cell, read
from tests.release.disclosure import made
from tests.release.disclosure.intruder import worked_out
from tests.strategies import asked, datasets

EXAMPLES = int(os.environ.get("MASH_EXAMPLES", "3"))  # as many as bench.oracle asks for
#: The second around the first: what is between them must not be found either.
WINDOWS = [made.question("2025-01-01", "2025-03-01"), made.question("2025-01-01", "2025-05-01")]


def published(raw, out, earlier=()):
    """As protect() has it, or as its remedy does where it refuses."""
    try:
        return protect(raw, out, earlier=earlier)
    except ReleaseRefused as refused:
        return protect(raw, out, earlier=earlier, without=refused.without, quarterly=refused.quarterly)


@pytest.fixture(scope="module")
def releases(tmp_path_factory):
    """Two months of a small hub and four months around them, published one after the other, with what they
    were made of; the last first.
    """
    folder = tmp_path_factory.mktemp("hub")
    tables, raw, out = made.hub(40, 5), [], []
    for number, question in enumerate(WINDOWS):
        raw.insert(0, made.results(tables, question, folder / f"raw{number}"))
        out.insert(0, published(raw[0], folder / f"published{number}", out[:]))
    return raw, out


@seed(1)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(asked(datasets(referrals=14, entries=6)))
def test_an_intruder_finds_no_count_of_drawn_data_and_every_rate_is_of_published_counts(drawn):
    tables, question = drawn
    with tempfile.TemporaryDirectory() as folder:
        raw = made.results(tables, replace(question, scope=Scope()), Path(folder) / "raw")
        found = published(raw, Path(folder) / "published")
        assert worked_out([read(found)]) == {}
        assert list(ruled(raw, found)) == []
        assert list(wrong_rates(found)) == []


def test_an_intruder_finds_no_count_of_months_and_of_more_months_around_them(releases):
    assert worked_out([read(one, number) for number, one in enumerate(releases[1])]) == {}


def test_the_number_of_all_referrals_stays_where_others_can_be_hidden_in_its_place(tmp_path):
    """Within the surroundings that are tried first, the total of this hub is the only way."""
    raw = read(made.results(made.hub(250, 11), made.QUARTER, tmp_path / "raw"))
    assert Cell(0, "m01/by_agency", (TOTAL,), "referrals") not in hiding(raw).cells


def test_counts_are_published_by_the_rule(releases):
    for raw, found in zip(*releases, strict=True):
        assert list(ruled(raw, found)) == []


def test_every_rate_and_interval_is_that_of_the_published_counts(releases):
    for found in releases[1]:
        assert list(wrong_rates(found)) == []


def ruled(raw, found):
    """Counts that are not published by the rule: 1–4 hidden, others rounded or hidden, zeros zero but where
    one class would give itself away.
    """
    numbers = dict(read(raw).cells())
    for cell, text in read(found).cells():
        number = int(numbers.get(cell, -1))
        if text != "c" and number >= 0 and (0 < number < 5 or int(text) != 5 * math.floor(number / 5 + 0.5)):
            yield cell, number, text


def wrong_rates(found):
    """Rates and ends of intervals that are not the quotient of the published counts beside them."""
    for statistic, kinds in COLUMNS.items():
        if KEY[statistic] not in found.about["statistics"]:
            continue
        for row in found.rows(KEY[statistic]):
            for column, kind in kinds.items():
                rate = kinds[kind.rate] if isinstance(kind, Edge) else kind
                if isinstance(rate, Rate) and row[column] not in ("", "c"):
                    n, d = (
                        number(found, statistic, row, name) for name in (rate.numerator, rate.denominator)
                    )
                    right = end(kind, n, d) if isinstance(kind, Edge) else rate.times * n / d
                    if not math.isclose(float(row[column]), right, rel_tol=1e-9, abs_tol=1e-12):
                        yield statistic, row, column, right


def number(found, statistic, row, name):
    """The published count that a rate is of: of its row, or of another statistic's that has its codes."""
    if "." not in name:
        return float(row[name])
    other, _, rest = name.partition(".")
    column, _, codes = rest.rstrip("]").partition("[")
    # complaints about the hub as a whole are set against all referrals
    wanted = [TOTAL if row.get(code) == "hub" else row.get(code, code) for code in codes.split(", ")]
    (one,) = (one for one in found.rows(KEY[other]) if [one[part] for part in DIMENSIONS[other]] == wanted)
    return float(one[column])


def end(kind, n, d):
    """Wilson's interval; Poisson's, exact, of the numerator alone."""
    if kind.poisson:
        if kind.upper:
            return stats.chi2.ppf(0.975, 2 * n + 2) / 2 / d
        return stats.chi2.ppf(0.025, 2 * n) / 2 / d if n else 0
    z = stats.norm.ppf(0.975)
    half = z * math.sqrt(n * (d - n) / d + z * z / 4) / (d + z * z)
    middle = (n + z * z / 2) / (d + z * z)
    return middle + half if kind.upper else middle - half


def test_gamma_is_that_of_the_published_table(releases, tmp_path):
    """Pairs that agree less those that do not, of all that differ in both: by counting."""
    shown = 0
    raw = made.results(made.hub(1_200, 11), made.QUARTER, tmp_path / "raw")
    for found in (protect(raw, tmp_path / "out"), *releases[1]):
        (stage,) = (row for row in found.rows(KEY["m03/added_value"]) if row["stage"] == "final")
        table = [row for row in found.rows(KEY["m03/severity"]) if row["stage"] == "final"]
        ranks = list(found.about["names"]["risks"])
        counts = {}
        for risk in ranks:
            cells = [row for row in table if row["risk"] == risk and row["severity"] != TOTAL]
            total = next(
                (row["referrals"] for row in table if (row["risk"], row["severity"]) == (risk, TOTAL)), "0"
            )
            hidden = [row for row in cells if row["referrals"] == "c"]
            left = (
                0 if total == "c" else int(total) - sum(int(r["referrals"]) for r in cells if r not in hidden)
            )
            for row in cells:
                share = max(1, left / len(hidden)) if row in hidden else int(row["referrals"])
                counts[ranks.index(risk), int(row["severity"])] = round(share)
        agree = disagree = 0
        for (risk, severity), n in counts.items():
            for (other, another), m in counts.items():
                agree += n * m * (other > risk and another > severity)
                disagree += n * m * (other > risk and another < severity)
        if stage["gamma"] not in ("", "c"):
            shown += 1
            assert float(stage["gamma"]) == pytest.approx((agree - disagree) / (agree + disagree))
    assert shown, "one of them shows gamma"


def test_what_is_taken_for_a_world_and_is_none_makes_nothing_safe(releases):
    """Values that protect() hands to the attack count only as far as they fit all that is published."""
    raw, _ = releases
    plain = made.plainly(read(raw[0]))
    findings = {one.cell: (one.lower, one.upper) for one in attacked([plain])}
    assert findings
    cells = [cell for cell, _ in plain.cells()]
    dice = np.random.default_rng(1)
    true = np.array([int(text) for _, text in read(raw[0]).cells()])
    false = [dice.integers(0, 9, len(cells)), true, np.maximum(0, true + dice.integers(-2, 3, len(cells)))]
    worlds = Worlds({cell: place for place, cell in enumerate(cells)}, false)
    assert {one.cell: (one.lower, one.upper) for one in attacked([plain], worlds=worlds)} == findings
    assert {one.cell: (one.lower, one.upper) for one in attacked([plain], new=True)} == findings


def test_the_intruder_and_the_attack_agree_on_what_the_plain_rule_gives_away(releases):
    several = releases[0] if os.environ.get("MASH_EVERY_CASE") else releases[0][-1:]
    plain = [made.plainly(read(one, number)) for number, one in enumerate(several)]
    theirs, ours = worked_out(plain), {one.cell: (one.lower, one.upper) for one in attacked(plain)}
    assert len(theirs) > 20
    assert theirs.keys() == {cell for cell in ours if cell.release >= 0}
    # ours tries what is only usual in more places
    for cell, (least, most) in theirs.items():
        assert least <= ours[cell][0] <= ours[cell][1] <= most, cell
