"""m10 quality file audit: coverage, grades, the weighted share of good work, agreement, actions."""

import math

from .shown import agencies, fits, in_order, table, with_total
from .stats import ordinal_alpha, ratio, wilson

CASE = "case"


def statistics(view):
    audits = [a for a in view.audits if view.in_window(a.sampled_on)]
    for audit in audits:
        # none of them until the audit is completed
        audit.grades = [g for g in view.audit_grades if g.audit_id == audit.audit_id]
    return {
        "coverage": table(
            {"round_id": with_total(a.round_id for a in audits)},
            lambda code: {
                "sampled": sum(fits(code, a.round_id) for a in audits),
                "completed": sum(fits(code, a.round_id) and a.completed_on is not None for a in audits),
            },
        ),
        "grades": grades(audits),
        "weighted": table(
            {"round_id": in_order(a.round_id for a in audits)},
            lambda code: weighted([a for a in audits if a.round_id == code]),
        ),
        "agreement": agreement(audits),
        "actions": actions(view),
    }


def grades(audits):
    moderated = [
        ((a.round_id, g.agency_id or CASE, g.criterion), str(g.grade), a.audit_id)
        for a in audits
        for g in a.grades
        if g.moderated
    ]

    def of(key, grade):
        return {"audits": len({audit for k, g, audit in moderated if k == key and fits(grade, g)})}

    return [
        {"round_id": key[0], "agency_id": key[1], "criterion": key[2], "grade": grade} | of(key, grade)
        for key in sorted({key for key, _, _ in moderated})
        for grade in ["*", "1", "2", "3", "4"]
    ]


def weighted(audits):
    """Audits weighted by 1 ÷ their chance of being drawn; each counts the share of its grades ≥ 3."""
    weights, good = [], []
    for audit in audits:
        whole = [g.grade for g in audit.grades if g.moderated and g.agency_id is None]
        if whole and audit.selection_probability:
            weights.append(1 / audit.selection_probability)
            good.append(sum(grade >= 3 for grade in whole) / len(whole))
    if not weights:
        return {"audits": 0, "good_or_better": None, "lower": None, "upper": None}
    share = ratio(math.fsum(w * g for w, g in zip(weights, good, strict=True)), math.fsum(weights))
    effective = math.fsum(weights) ** 2 / math.fsum(w * w for w in weights)
    # at exactly 0 and 1 the product is exact, so the ends are too
    low, high = wilson(share * effective, effective)
    return {"audits": len(weights), "good_or_better": share, "lower": low, "upper": high}


def agreement(audits):
    given = {}  # (round, criterion): {audit: grades}
    for a in audits:
        for g in a.grades:
            if not g.moderated and g.agency_id is None:
                given.setdefault((a.round_id, g.criterion), {}).setdefault(a.audit_id, []).append(g.grade)
    rows = []
    for (round_id, criterion), of_audit in sorted(given.items()):
        units = list(of_audit.values())
        pairs = sum(len(values) * (len(values) - 1) // 2 for values in units)
        alpha = ordinal_alpha(units)
        rows.append({"round_id": round_id, "criterion": criterion, "alpha": alpha, "pairs": pairs})
    return rows


def actions(view):
    """A stock: of every audit sampled before the end of the window."""
    sampled = {a.audit_id for a in view.audits if a.sampled_on < view.end}
    known = [(x.agency_id, action_state(view, x)) for x in view.audit_actions if x.audit_id in sampled]

    def row(agency):
        return {
            state: sum(fits(agency, code) and s == state for code, s in known)
            for state in ("open", "overdue", "completed", "completed_late")
        }

    return table({"agency_id": with_total(agencies(view, [code for code, _ in known]))}, row)


def action_state(view, action):
    if action.completed_on is None:
        return "open" if action.due_on >= view.today else "overdue"
    return "completed" if action.completed_on <= action.due_on else "completed_late"
