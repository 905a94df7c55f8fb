"""m03 risk: first and final ratings against the severity of what was decided."""

from . import stats
from .facts import risk_on
from .shown import fits, risk_named, risks, table, with_total

SEVERITIES = ["*", "0", "1", "2", "3", "4", "5"]


def statistics(view):
    # decided referrals with a disposal that has happened
    severe = [r for r in view.decided if r.severity is not None]
    rated = [r for r in severe if r.first]
    return {
        "by_risk": by_risk(view),
        "rerating": rerating(view),
        "severity": severity(view, severe),
        "added_value": added_value(view, rated),
        "missed_risk": missed_risk(view, rated),
    }


def by_risk(view):
    unrated = any(r.first is None for r in view.of_window)
    return table(
        {"risk": with_total(risks(view, unrated))},
        lambda risk: {
            "first_rated": sum(fits(risk, risk_named(r.first)) for r in view.of_window),
            "final_rated": sum(fits(risk, risk_named(r.final)) for r in view.of_window),
        },
    )


def rerating(view):
    shown = with_total(risks(view))
    rated = [r for r in view.of_window if r.first]
    return table(
        {"first_risk": shown, "final_risk": shown},
        lambda first, final: {"referrals": sum(fits(first, r.first) and fits(final, r.final) for r in rated)},
    )


def severity(view, severe):
    unrated = any(r.first is None for r in view.of_window)

    def row(stage, risk, level):
        return {
            "referrals": sum(
                fits(risk, risk_named(getattr(r, stage))) and fits(level, str(r.severity)) for r in severe
            )
        }

    shown = with_total(risks(view, unrated))
    return table({"stage": ["final", "first"], "risk": shown, "severity": SEVERITIES}, row)


def added_value(view, rated):
    def gamma(stage):
        return stats.gamma([(risk_on(view, getattr(r, stage), r.day).rank, r.severity) for r in rated])

    values = {"final": gamma("final"), "first": gamma("first")}
    known = None not in values.values()
    values["difference"] = values["final"] - values["first"] if known else None
    # the interval is a bootstrap: not checked here
    return table(
        {"stage": ["difference", "final", "first"]},
        lambda stage: {"gamma": values[stage], "lower": None, "upper": None},
    )


def missed_risk(view, rated):
    def row(measure):
        pick, bad = {
            "severe_in_lowest": (min, lambda r: r.severity >= 4),
            "nothing_in_highest": (max, lambda r: r.severity == 0),
        }[measure]
        group = [r for r in rated if risk_on(view, r.first, r.day).rank == extreme_rank(view, r.day, pick)]
        count = sum(bad(r) for r in group)
        low, high = stats.wilson(count, len(group))
        return {
            "numerator": count,
            "denominator": len(group),
            "rate": stats.ratio(count, len(group)),
            "lower": low,
            "upper": high,
        }

    return table({"measure": ["nothing_in_highest", "severe_in_lowest"]}, row)


def extreme_rank(view, day, pick):
    """The smallest or largest rank among the risks valid on a day; None where none is."""
    valid = [x.rank for x in view.risks if x.valid_from <= day and (x.valid_to is None or day <= x.valid_to)]
    return pick(valid, default=None)
