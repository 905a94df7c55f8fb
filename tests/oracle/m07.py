"""m07 escalations: disagreement between agencies, by the day it was raised."""

from mash.framework.codes import ESCALATION_REASONS

from . import survival
from .clock import days, elapsed, london_day
from .shown import TOTAL, agencies, fits, table, with_total
from .stats import ratio


def statistics(view):
    escalations = [e for e in view.escalations if view.in_window(london_day(e.raised_at))]
    return {
        "by_pair": by_pair(view, escalations),
        "by_reason": by_reason(escalations),
        "by_stage": table(
            {"stage": ["*", "1", "2", "3", "4", "5"]},
            lambda stage: {"escalations": sum(fits(stage, str(e.stage)) for e in escalations)},
        ),
        "rate": rate(view, escalations),
    }


def by_pair(view, escalations):
    def row(raised_by, about):
        if raised_by == about != TOTAL:
            return None
        mine = [e for e in escalations if fits(raised_by, e.raised_by) and fits(about, e.about)]
        cases = [(elapsed(e.raised_at, e.resolved_at or view.as_at), e.resolved_at is not None) for e in mine]
        return {
            "escalations": len(mine),
            "open": sum(e.resolved_at is None for e in mine),
            "median_days": days(survival.median(cases)),
        }

    shown = with_total(agencies(view, [code for e in escalations for code in (e.raised_by, e.about)]))
    return table({"raised_by": shown, "about": shown}, row)


def by_reason(escalations):
    def row(reason):
        mine = [e for e in escalations if fits(reason, e.reason)]
        resolved = [e for e in mine if e.resolved_at]
        changed = sum(e.resolution == "changed" for e in resolved)
        return {
            "escalations": len(mine),
            "resolved": len(resolved),
            "changed": changed,
            "changed_rate": ratio(changed, len(resolved)),
        }

    return table({"reason": with_total(ESCALATION_REASONS)}, row)


def rate(view, escalations):
    def row(month):
        raised = sum(london_day(e.raised_at).strftime("%Y-%m") == month for e in escalations)
        received = sum(r.month == month for r in view.of_window)
        return {
            "escalations": raised,
            "referrals": received,
            "per_100_referrals": ratio(100 * raised, received),
        }

    return table({"month": view.months}, row)
