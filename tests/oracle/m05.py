"""m05 outcomes: what was decided, by whom, and how early the first intervention came."""

from . import survival
from .clock import elapsed, hours
from .shown import TOTAL, agencies, cohorts, fits, in_order, outcomes, risk_named, risks, table, with_total
from .stats import ratio


def statistics(view):
    return {
        "by_outcome": by_outcome(view),
        "by_cohort": by_cohort(view),
        "by_risk": by_risk(view),
        "utilisation": utilisation(view),
        "forums": forums(view),
        "earliest_intervention": earliest_intervention(view),
    }


def with_outcome(referrals, outcome):
    """Those of the referrals with a disposal of that outcome."""
    return [r for r in referrals if any(fits(outcome, d.outcome_id) for d in r.disposals)]


def by_outcome(view):
    def row(outcome):
        mine = len(with_outcome(view.decided, outcome))
        return {
            "disposals": sum(fits(outcome, d.outcome_id) for r in view.decided for d in r.disposals),
            "referrals": mine,
            "share_of_decided": ratio(mine, len(view.decided)),
        }

    return table({"outcome_id": with_total(outcomes(view))}, row)


def by_cohort(view):
    def row(cohort, outcome):
        mine = [r for r in view.decided if fits(cohort, r.cohort_id)]
        return {"referrals": len(with_outcome(mine, outcome))}

    return table({"cohort_id": with_total(cohorts(view)), "outcome_id": with_total(outcomes(view))}, row)


def by_risk(view):
    unrated = any(r.final is None for r in view.of_window)

    def row(risk, outcome):
        mine = [r for r in view.decided if fits(risk, risk_named(r.final))]
        return {"referrals": len(with_outcome(mine, outcome))}

    return table({"risk": with_total(risks(view, unrated)), "outcome_id": with_total(outcomes(view))}, row)


def utilisation(view):
    contributed, led, supported = set(), set(), set()  # (agency, referral)
    for r in view.decided:
        contributed |= {(q.agency_id, r.referral_id) for q in r.all_requests if q.response == "shared"}
        named = [d for d in r.disposals if d.agency_id]
        led |= {(d.agency_id, r.referral_id) for d in named if d.role == "lead"}
        supported |= {(d.agency_id, r.referral_id) for d in named if d.role == "support"}
    utilised = contributed | led | supported

    def row(agency):
        def count(pairs):
            return len({referral for who, referral in pairs if fits(agency, who)})

        return {
            "contributed": count(contributed),
            "led": count(led),
            "supported": count(supported),
            "utilised": count(utilised),
            "utilised_rate": ratio(count(utilised), len(view.decided)),
        }

    return table({"agency_id": with_total(agencies(view, [who for who, _ in utilised]))}, row)


def forums(view):
    codes = in_order(o.outcome_id for o in view.outcomes if o.forum)

    def row(outcome):
        wanted = codes if outcome == TOTAL else [outcome]
        return {"referrals": sum(any(d.outcome_id in wanted for d in r.disposals) for r in view.decided)}

    return table({"outcome_id": with_total(codes)}, row)


def earliest_intervention(view):
    def row(risk):
        mine = [r for r in view.decided if fits(risk, risk_named(r.final))]
        first = [(r, min(times)) for r in mine if (times := interventions(view, r))]
        cases = [(elapsed(r.received_at, at), True) for r, at in first if r.time_known]
        return {
            "decided": len(mine),
            "with_intervention": len(first),
            "median_hours": hours(survival.median(cases)),
        }

    return table({"risk": with_total(risks(view, any(r.final is None for r in view.of_window)))}, row)


def interventions(view, r):
    return [d.decided_at for d in r.disposals if view.severity_of[d.outcome_id] >= 1]
