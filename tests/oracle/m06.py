"""m06 repeats: do people come back, how soon, and at what risk."""

from collections import defaultdict

from . import survival
from .clock import DAY, elapsed
from .facts import risk_on
from .shown import agencies, fits, outcomes, table, with_total
from .stats import ratio, wilson


def statistics(view):
    # considered, as repeat and as earlier or later referral: not known_open, with a subject
    considered = [
        r for r in view.referrals if r.people and (view.parameters.include_known_open or not r.known_open)
    ]
    of_person = defaultdict(list)
    for r in considered:
        for person in r.people:
            of_person[person].append(r)

    referrals = [r for r in considered if r.in_scope and view.in_window(r.day)]
    span = view.parameters.repeat_days * DAY
    first = min((r.received_at for r in view.referrals), default=None)
    for r in referrals:
        r.has_history = elapsed(first, r.received_at) >= span
        r.previous = {person: before(r, of_person[person], span) for person in r.people}
        r.is_repeat = any(r.previous.values())
    returns = [(r, return_case(view, r, of_person[p])) for r in referrals if r.decided_at for p in r.people]
    return {
        "repeat_rate": table(
            {"agency_id": with_total(agencies(view, [r.agency_id for r in referrals]))},
            lambda agency: rate([r for r in referrals if fits(agency, r.agency_id)]),
        ),
        "by_month": table(
            {"month": view.months}, lambda month: rate([r for r in referrals if r.month == month])
        ),
        "return_curve": return_curve(returns),
        "return_by_outcome": return_by_outcome(view, returns),
        "risk_trend": risk_trend(view, referrals),
    }


def before(r, of_person, span):
    """The person's latest referral received strictly earlier and within the span; ties: largest id."""
    earlier = [x for x in of_person if 0 < elapsed(x.received_at, r.received_at) <= span]
    return max(earlier, key=lambda x: (x.received_at, x.referral_id), default=None)


def rate(referrals):
    judged = [r for r in referrals if r.has_history]
    repeats = sum(r.is_repeat for r in judged)
    low, high = wilson(repeats, len(judged))
    return {
        "referrals": len(referrals),
        "with_history": len(judged),
        "repeats": repeats,
        "rate": ratio(repeats, len(judged)),
        "lower": low,
        "upper": high,
    }


def return_case(view, r, of_person):
    """From the decision to the person's next receipt, strictly after it; else censored at as-at."""
    later = [x.received_at for x in of_person if x.received_at > r.decided_at]
    return (elapsed(r.decided_at, min(later, default=view.as_at)), bool(later))


def return_curve(returns):
    cases = [case for _, case in returns]

    def row(days):
        limit = int(days) * DAY
        probability, low, high = survival.probability_by(cases, limit)
        return {
            "units": len(cases),
            "events": sum(happened and time <= limit for time, happened in cases),
            "return_probability": probability,
            "lower": low,
            "upper": high,
        }

    return table({"days": ["90", "180", "365"]}, row)


def return_by_outcome(view, returns):
    def most_severe(r):
        return min((-view.severity_of[d.outcome_id], d.outcome_id) for d in r.disposals)[1]

    units = [(most_severe(r), case) for r, case in returns if r.disposals]

    def row(outcome):
        cases = [case for code, case in units if fits(outcome, code)]
        probability, low, high = survival.probability_by(cases, view.parameters.repeat_days * DAY)
        return {"decided": len(cases), "return_probability": probability, "lower": low, "upper": high}

    return table({"outcome_id": with_total(outcomes(view))}, row)


def risk_trend(view, referrals):
    units = []
    for r in referrals:
        for previous in r.previous.values():
            if previous and previous.final and r.final:
                now, then = (risk_on(view, x.final, x.day).rank for x in (r, previous))
                units.append("higher" if now > then else "lower" if now < then else "same")

    def row(direction):
        count = sum(fits(direction, unit) for unit in units)
        return {"repeats": count, "share": ratio(count, len(units))}

    return table({"direction": ["*", "higher", "lower", "same"]}, row)
