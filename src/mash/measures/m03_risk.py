"""Measure three: risk at the first and the final rating, against the severity of the outcome."""

import ibis
import ibis.expr.types as ir
import numpy as np
from ibis import _

from mash.engine.dimensions import RISK, SEVERITY, UNRATED, Dimension, Shown, fixed
from mash.engine.finish import rate
from mash.engine.question import Question
from mash.engine.statistic import Row, statistic
from mash.engine.tables import Tables
from mash.engine.tally import tally

RATED = Dimension("risk", lambda shown: [risk for risk in shown.risks if risk != UNRATED]).totalled
BY_RISK = (RISK.totalled,)
BY_RERATING = (RATED.named("first_risk"), RATED.named("final_risk"))
STAGES = ("first", "final")
BY_STAGE = (fixed("stage", STAGES), RISK.totalled, SEVERITY.totalled)
GAMMAS = (*STAGES, "difference")

#: Severity from which a low first rating missed something: a statutory enquiry or more.
SEVERE = 4


def with_outcome(t: Tables) -> ir.Table:
    """Decided referrals of the window that have a severity."""
    return t.cases.filter(_.in_window & _.decided_at.notnull() & _.severity.notnull())


@statistic(*BY_RISK, columns="risk first_rated final_rated")
def by_risk(t: Tables, question: Question) -> list[ir.Table]:
    """Referrals by their first and by their final rating; `unrated` where there is none before the stop."""
    window = t.cases.filter(_.in_window)
    return [
        tally(window.select("referral_id", risk=_.first_risk), BY_RISK, first_rated=_.count()),
        tally(window.select("referral_id", risk=_.final_risk), BY_RISK, final_rated=_.count()),
    ]


@statistic(*BY_RERATING, columns="first_risk final_risk referrals")
def rerating(t: Tables, question: Question) -> ir.Table:
    """Rated referrals by first and final rating."""
    rated = t.cases.filter(_.in_window & (_.first_risk != UNRATED))
    return tally(rated, BY_RERATING, referrals=_.count())


@statistic(*BY_STAGE, columns="stage risk severity referrals")
def severity(t: Tables, question: Question) -> ir.Table:
    """Decided referrals by rating, first and final, and by the highest severity among their disposals."""
    decided = with_outcome(t)
    stages = [
        decided.select("referral_id", "severity", stage=ibis.literal(stage), risk=decided[f"{stage}_risk"])
        for stage in STAGES
    ]
    return tally(ibis.union(*stages), BY_STAGE, referrals=_.count())


def gammas(counts: list[tuple[int, int, int, int]], question: Question) -> dict[str, Row]:
    """Gamma at each stage and their difference, with percentile intervals, from (first rank, final rank,
    severity, referrals) of every combination.

    Resampling referrals is drawing a multinomial over the combinations; the same resamples serve all
    rows, and those without a gamma are dropped. Source: Goodman and Kruskal (1954), J. Am. Stat.
    Assoc. 49, 732; measures-rules.md, m03.
    """
    first, final, severities, referrals = (
        np.array(column, dtype=np.int64) for column in zip(*counts, strict=True)
    )
    chosen = question.parameters
    generator = np.random.Generator(np.random.PCG64(chosen.seed))
    total = int(referrals.sum())
    samples = generator.multinomial(total, referrals / total, size=max(1000, chosen.resamples))
    found = {}
    values = {}
    for stage, ranks in (("first", first), ("final", final)):
        agree = np.sign(ranks[:, None] - ranks) * np.sign(severities[:, None] - severities)
        found[stage] = float(_gamma(referrals[None, :], agree)[0])
        values[stage] = _gamma(samples, agree)
    found["difference"] = found["final"] - found["first"]
    values["difference"] = values["final"] - values["first"]
    return {stage: _with_interval(found[stage], values[stage]) for stage in GAMMAS}


def _gamma(samples: np.ndarray, agree: np.ndarray) -> np.ndarray:
    """(C − D) ÷ (C + D) of each row of counts; nan where every pair is tied."""
    balance = ((samples @ agree) * samples).sum(axis=1)
    compared = ((samples @ np.abs(agree)) * samples).sum(axis=1)
    undefined: np.ndarray = np.full(len(samples), np.nan)
    np.divide(balance, compared, out=undefined, where=compared > 0)
    return undefined


def _with_interval(value: float, resampled: np.ndarray) -> Row:
    if np.isnan(value):
        return {"gamma": None, "lower": None, "upper": None}
    kept = resampled[~np.isnan(resampled)]
    lower, upper = (float(edge) for edge in np.quantile(kept, [0.025, 0.975])) if len(kept) else (None, None)
    return {"gamma": value, "lower": lower, "upper": upper}


def _of_every_stage(rows: list[Row], question: Question, shown: Shown) -> list[Row]:
    counts = sorted(
        (c["first_rank"], c["final_rank"], c["severity"], c["referrals"]) for c in rows[0]["counts"] or ()
    )
    nothing = {"gamma": None, "lower": None, "upper": None}
    found = gammas(counts, question) if counts else dict.fromkeys(GAMMAS, nothing)
    return [row | found[row["stage"]] for row in rows]


@statistic(
    fixed("stage", GAMMAS),
    columns="stage gamma lower upper",
    finish=[_of_every_stage],
    blank="counts",
)
def added_value(t: Tables, question: Question) -> ir.Table:
    """Goodman–Kruskal gamma of risk rank against severity, from −1 to 1, at the first and the final rating;
    the difference is what information sharing added. Positive: a higher rating goes with a more severe
    outcome. Interval from a seeded bootstrap over referrals.
    """
    rated = with_outcome(t).filter(_.first_rank.notnull())
    combinations = rated.group_by("first_rank", "final_rank", "severity").aggregate(referrals=_.count())
    columns = ("first_rank", "final_rank", "severity", "referrals")
    counts = combinations.aggregate(counts=ibis.struct({c: combinations[c] for c in columns}).collect())
    return ibis.union(*[counts.select(stage=ibis.literal(stage), counts=counts.counts) for stage in GAMMAS])


@statistic(
    fixed("measure", ("nothing_in_highest", "severe_in_lowest")),
    columns="measure numerator denominator rate lower upper",
    finish=[rate("rate", "numerator", "denominator")],
)
def missed_risk(t: Tables, question: Question) -> ir.Table:
    """Decided, rated referrals whose outcome does not fit the first rating: `severe_in_lowest`, severity 4 or
    5 among the lowest rating in force on the day of receipt; `nothing_in_highest`, severity 0 among the
    highest.
    """
    rated = (
        with_outcome(t)
        .filter(_.first_rank.notnull())
        .select("referral_id", "received_on", "first_rank", "severity")
    )
    days = rated.select("received_on").distinct()
    in_force = days.join(
        t.risks.select("rank", "valid_from", "valid_to"),
        [
            _.received_on >= t.risks.valid_from,
            t.risks.valid_to.isnull() | (_.received_on <= t.risks.valid_to),
        ],
    )
    ends = in_force.group_by("received_on").aggregate(lowest=_["rank"].min(), highest=_["rank"].max())
    placed = rated.join(ends, "received_on")
    parts = {
        "severe_in_lowest": (_.first_rank == _.lowest, _.severity >= SEVERE),
        "nothing_in_highest": (_.first_rank == _.highest, _.severity == 0),
    }
    return ibis.union(
        *[
            placed.aggregate(
                numerator=_.count(where=group & missed), denominator=_.count(where=group)
            ).mutate(measure=ibis.literal(name))
            for name, (group, missed) in parts.items()
        ]
    )
