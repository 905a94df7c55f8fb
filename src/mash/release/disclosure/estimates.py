"""Figures that sum up a whole table, made anew from the protected table.

A hidden count in it takes an equal part of what its published total leaves. So the figure is a function of
what is published and gives nothing away, and one small count does not silence it.
"""

import math
from collections.abc import Mapping
from datetime import date, datetime

from mash.engine.dimensions import TOTAL, UNRATED
from mash.engine.intervals import wilson
from mash.engine.question import Parameters, Question
from mash.engine.statistic import Row
from mash.measures.m03_risk import GAMMAS, STAGES, gammas
from mash.release.disclosure.release import Codes, Release
from mash.release.disclosure.rule import two_digits
from mash.release.figures import HIDDEN_TEXT

#: Cases by protected counts that must be behind a median, a mean or an estimate.
LEAST = 10

Table = Mapping[Codes, dict[str, str]]


def estimates(raw: Release, made: Release) -> None:
    """Fill in the estimates of a release whose counts are protected, in place."""
    _added_value(raw, made)
    _scores(raw, made)
    _good_or_better(raw, made)


def filled(total: str, counts: list[str]) -> list[float]:
    """Counts as numbers, hidden ones with equal parts of what the total leaves, at least 1 each."""
    shown = sum(int(count) for count in counts if count != HIDDEN_TEXT)
    hidden = counts.count(HIDDEN_TEXT)
    left = (int(total) - shown) / hidden if hidden and total != HIDDEN_TEXT else 0
    return [max(1.0, left) if count == HIDDEN_TEXT else float(count) for count in counts]


def _added_value(raw: Release, made: Release) -> None:
    """Gamma of each stage by its protected table of risk and severity, ranks as in results.json.

    The interval of the difference takes the stages as if drawn apart, as the table of both is not published:
    it is wider than from the records. Source: Zou and Donner (2008), Statistics in Medicine 27, 1693.
    """
    rows = made.rows.get("m03/added_value", {})
    table = made.rows.get("m03/severity", {})
    found: dict[str, Row | None] = {stage: _gamma(made, table, stage) for stage in STAGES}
    first, final = found["first"], found["final"]
    found["difference"] = _difference(first, final) if first and final else None
    for stage in GAMMAS:
        if (stage,) not in rows:
            continue
        was = raw.rows["m03/added_value"][(stage,)]
        for column in ("gamma", "lower", "upper"):
            figures = found[stage]
            value = figures[column] if figures else HIDDEN_TEXT
            rows[(stage,)][column] = "" if was[column] == "" or value is None else str(value)


def _gamma(made: Release, table: Table, stage: str) -> Row | None:
    ranks = {risk: rank for rank, risk in enumerate(made.about["names"]["risks"], start=1)}
    counts = []
    for risk in {row[1] for row in table if row[0] == stage} - {TOTAL, UNRATED}:
        codes = sorted(row for row in table if row[:2] == (stage, risk) and row[2] != TOTAL)
        numbers = filled(table[(stage, risk, TOTAL)]["referrals"], [table[row]["referrals"] for row in codes])
        counts += [
            (ranks[risk], ranks[risk], int(row[2]), round(number))
            for row, number in zip(codes, numbers, strict=True)
            if risk in ranks and number
        ]
    if sum(number for *_, number in counts) < LEAST:
        return None
    return gammas(sorted(counts), _question(made))[stage]


def _question(made: Release) -> Question:
    about = made.about
    chosen = about["parameters"]
    start, end = (date.fromisoformat(about["window"][name]) for name in ("start", "end"))
    drawn = Parameters(resamples=chosen["resamples"], seed=chosen["seed"])
    return Question(datetime.fromisoformat(about["as_at"]), start, end, drawn)


def _difference(first: Row, final: Row) -> Row:
    if any(row[column] is None for row in (first, final) for column in row):
        return dict.fromkeys(("gamma", "lower", "upper"))
    value = final["gamma"] - first["gamma"]
    below = math.hypot(final["gamma"] - final["lower"], first["upper"] - first["gamma"])
    above = math.hypot(final["upper"] - final["gamma"], first["gamma"] - first["lower"])
    return {"gamma": value, "lower": value - below, "upper": value + above}


def _scores(raw: Release, made: Release) -> None:
    """Mean score and share of the two highest scores, by the protected counts of each score."""
    scores = made.rows.get("m08/scores", {})
    for codes, row in made.rows.get("m08/summary", {}).items():
        was = raw.rows["m08/summary"][codes]
        answers = sorted((int(one[2]), given["answers"]) for one, given in scores.items() if one[:2] == codes)
        mean: float | str = HIDDEN_TEXT
        top: tuple[float | str, ...] = (HIDDEN_TEXT,) * 3
        if answers and row["answers"] != HIDDEN_TEXT:
            numbers = filled(row["answers"], [count for _, count in answers])
            pairs = zip((score for score, _ in answers), numbers, strict=True)
            mean = sum(score * number for score, number in pairs) / sum(numbers)
            two = [count for _, count in answers[-2:]]
            if HIDDEN_TEXT not in two:
                whole = int(row["answers"])
                share = min(whole, sum(map(int, two)))
                lower, upper = wilson(share, whole)
                top = share / whole, lower or 0.0, 1.0 if upper is None else upper
        for column, value in zip(("mean", "top_two_share", "lower", "upper"), (mean, *top), strict=True):
            row[column] = "" if was[column] == "" else str(value)


def _good_or_better(raw: Release, made: Release) -> None:
    """The weighted share to two digits, its interval to the next twentieth outside.

    Were all cases as likely to be drawn, the share would be good grades ÷ all grades of the round, and the
    attack takes it so (relations.py).
    """
    for codes, row in made.rows.get("m10/weighted", {}).items():
        was = raw.rows["m10/weighted"][codes]
        few = row["audits"] == HIDDEN_TEXT or int(row["audits"]) < LEAST
        for column, coarse in (("good_or_better", two_digits), ("lower", _below), ("upper", _above)):
            row[column] = "" if was[column] == "" else HIDDEN_TEXT if few else coarse(float(was[column]))


def _below(share: float) -> str:
    return repr(math.floor(share * 20) / 20)


def _above(share: float) -> str:
    return repr(math.ceil(share * 20) / 20)
