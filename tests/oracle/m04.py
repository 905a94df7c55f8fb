"""m04 timeliness: the referral's clock, agencies' responses, feedback, segments and blockages."""

from itertools import pairwise

from . import survival
from .clock import elapsed, hours
from .facts import due_at
from .on_time import STATES, on_time, state
from .shown import agencies, fits, risk_named, risks, table, with_total
from .stats import ratio, wilson


def statistics(view):
    for r in view.of_window:
        r.due_at = due_at(view, r, view.parameters.target_policy) if r.time_known else None
        r.state = state(view, r.decided_at, r.due_at) if r.due_at else "no_target"
    return {
        "by_risk": by_risk(view),
        "by_agency": by_agency(view),
        "by_month": by_month(view),
        "policy_sensitivity": policy_sensitivity(view),
        "responses": responses(view),
        "feedback": feedback(view),
        "segments": segments(view),
        "blockages": blockages(view),
    }


def counts(view, referrals):
    found = {s: sum(r.state == s for r in referrals) for s in [*STATES, "no_target"]}
    found |= on_time(view, [(r.state, r.due_at) for r in referrals])
    low, high = wilson(found["met"], found["due"])
    return found | {"lower": low, "upper": high}


def case(begin, end, stop):
    """A waiting time: to `end` where that has come, else censored at `stop`."""
    return (elapsed(begin, end or stop), end is not None)


def waits(view, referrals):
    cases = [case(r.received_at, r.decided_at, view.as_at) for r in referrals if r.time_known]
    return {"median_hours": hours(survival.median(cases)), "p90_hours": hours(survival.p90(cases))}


def by_risk(view):
    def row(risk):
        mine = [r for r in view.of_window if fits(risk, risk_named(r.final))]
        return counts(view, mine) | waits(view, mine)

    return table({"risk": with_total(shown_risks(view))}, row)


def shown_risks(view):
    return risks(view, unrated=any(r.final is None for r in view.of_window))


def by_agency(view):
    def row(agency):
        mine = [r for r in view.of_window if fits(agency, r.agency_id)]
        return counts(view, mine) | waits(view, mine)

    return table({"agency_id": with_total(agencies(view, [r.agency_id for r in view.of_window]))}, row)


def by_month(view):
    def row(month, risk):
        mine = [r for r in view.of_window if r.month == month and fits(risk, risk_named(r.final))]
        return counts(view, mine)

    return table({"month": view.months, "risk": with_total(shown_risks(view))}, row)


def policy_sensitivity(view):
    def row(policy):
        dues = [(r, due_at(view, r, policy)) for r in view.of_window if r.time_known]
        units = [(state(view, r.decided_at, due), due) for r, due in dues if due]
        return {s: sum(x == s for x, _ in units) for s in STATES} | on_time(view, units)

    return table({"target_policy": ["current", "initial", "strictest"]}, row)


def responses(view):
    units = [(r, q) for r in view.of_window for q in r.all_requests]

    def row(agency):
        mine = [(r, q) for r, q in units if fits(agency, q.agency_id)]
        asked = [(r, q) for r, q in mine if q.response != "cancelled"]
        timed = [(state(view, q.responded_at, q.due_at), q.due_at) for _, q in asked if q.due_at]
        cases = [case(q.requested_at, q.responded_at, view.as_at) for r, q in asked if r.time_known]
        return (
            {"requests": len(asked)}
            | {s: sum(x == s for x, _ in timed) for s in STATES}
            | {"no_due": len(asked) - len(timed), "cancelled": len(mine) - len(asked)}
            | on_time(view, timed)
            | {"median_hours": hours(survival.median(cases))}
        )

    return table({"agency_id": with_total(agencies(view, [q.agency_id for _, q in units]))}, row)


def feedback(view):
    def row(agency):
        mine = [r for r in view.decided if fits(agency, r.agency_id)]
        cases = [case(r.decided_at, r.feedback_at, view.as_at) for r in mine if r.time_known]
        return {
            "decided": len(mine),
            "fed_back": sum(r.feedback_at is not None for r in mine),
            "median_hours": hours(survival.median(cases)),
        }

    return table({"agency_id": with_total(agencies(view, [r.agency_id for r in view.decided]))}, row)


SEGMENTS = ["receipt_to_rating", "rating_to_request", "request_to_last_response", "last_response_to_decision"]


def segments(view):
    entered = {segment: [] for segment in SEGMENTS}
    spent = dict.fromkeys(SEGMENTS, 0)
    for r in view.of_window:
        if not r.time_known:
            continue
        passed = milestones(r)
        for segment, begin, end in zip(SEGMENTS, passed[:-1], passed[1:], strict=True):
            if begin is None:
                break
            entered[segment].append(case(begin, end, r.stop))
            if r.requests or not r.decided_at:
                spent[segment] += entered[segment][-1][0]

    def row(segment):
        cases = entered[segment]
        return {
            "referrals": len(cases),
            "median_hours": hours(survival.median(cases)),
            "p90_hours": hours(survival.p90(cases)),
            "share_of_time": ratio(spent[segment], sum(spent.values())),
        }

    return table({"segment": sorted(SEGMENTS)}, row)


def milestones(r):
    """T0 received … T4 decided; each None that has not been reached, and with it all but T4 after it."""
    t1 = r.ratings[0].rated_at if r.ratings else None
    t2 = max(t1, min(q.requested_at for q in r.requests)) if t1 and r.requests else None
    last = last_response(r)
    t3 = max(t2, last) if t2 and last else None
    return [r.received_at, t1, t2, t3, r.decided_at]


def last_response(r):
    """When the last of the requests was answered; None unless all were, at or before the stop."""
    answers = [q.responded_at for q in r.requests]
    if not answers or any(a is None or a > r.stop for a in answers):
        return None
    return max(answers)


def blockages(view):
    last, sole = [], []  # (agencies, decided late) per referral; (agency, microseconds)
    for r in view.of_window:
        if not r.time_known:
            continue
        at = last_response(r)
        if at:
            last.append(({q.agency_id for q in r.requests if q.responded_at == at}, r.state == "late"))
        sole += sole_waits(r)

    def row(agency):
        mine = [late for who, late in last if agency == "*" or agency in who]
        return {
            "last_to_respond": len(mine),
            "last_to_respond_late": sum(mine),
            "sole_wait_hours": hours(sum(time for who, time in sole if fits(agency, who))),
        }

    with_a_row = {code for who, _ in last for code in who} | {who for who, _ in sole}
    return table({"agency_id": with_total(agencies(view, with_a_row))}, row)


def sole_waits(r):
    """Stretches up to the stop in which exactly one agency had a request outstanding: (agency, length)."""
    spans = [(q.agency_id, q.requested_at, min(q.responded_at or r.stop, r.stop)) for q in r.requests]
    edges = sorted({edge for _, begin, end in spans for edge in (begin, end)})
    for begin, end in pairwise(edges):
        waiting = {agency for agency, asked, answered in spans if asked <= begin and end <= answered}
        if len(waiting) == 1:
            yield waiting.pop(), elapsed(begin, end)
