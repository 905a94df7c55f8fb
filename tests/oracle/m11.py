"""m11 evidence library: what it holds, who asked, who went without."""

from mash.framework.codes import EVIDENCE_KINDS

from . import survival
from .shown import agencies, fits, in_order, named, table, valid_agencies, with_total


def statistics(view):
    uses = [u for u in view.evidence_uses if view.in_window(u.requested_on)]
    supplied = {u.agency_id for u in uses if u.supplied_on}
    return {
        "library": library(view),
        "uses": uses_by_agency(view, uses),
        "unserved": [
            {"agency_id": code}
            for code in in_order(a.agency_id for a in valid_agencies(view))
            if code not in supplied
        ],
    }


def library(view):
    """A stock: published before the end of the window."""
    items = [e for e in view.evidence if e.published_on < view.end]
    cohorts = [c.cohort_id for c in view.cohorts] + [named(e.cohort_id) for e in items]
    return table(
        {"kind": with_total(EVIDENCE_KINDS), "cohort_id": with_total(cohorts)},
        lambda kind, cohort: {
            "items": sum(fits(kind, e.kind) and fits(cohort, named(e.cohort_id)) for e in items)
        },
    )


def uses_by_agency(view, uses):
    def row(agency):
        mine = [u for u in uses if fits(agency, u.agency_id)]
        cases = [((u.supplied_on or view.today) - u.requested_on, u.supplied_on is not None) for u in mine]
        median = survival.median([(time.days, happened) for time, happened in cases])
        return {
            "requested": len(mine),
            "supplied": sum(u.supplied_on is not None for u in mine),
            "median_days": None if median is None else float(median),
        }

    return table({"agency_id": with_total(agencies(view, [u.agency_id for u in uses]))}, row)
