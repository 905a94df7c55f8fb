"""m12 lessons learned: a stock of what has been recommended and what became of it."""

from mash.framework.codes import LESSON_SOURCES

from . import survival
from .shown import agencies, fits, named, table, with_total
from .stats import ratio


def statistics(view):
    lessons = [x for x in view.lessons if x.published_on < view.end]
    source_of = {x.lesson_id: x.source for x in lessons}
    recommendations = [x for x in view.recommendations if x.lesson_id in source_of]
    for x in recommendations:
        x.source = source_of[x.lesson_id]
    return {
        "by_source": by_source(lessons, recommendations),
        "progress": progress(view, recommendations),
        "impact": impact(view, recommendations),
    }


def by_source(lessons, recommendations):
    def row(source):
        mine = [x for x in recommendations if fits(source, x.source)]
        implemented = [x for x in mine if x.status == "implemented"]
        return {
            "lessons": sum(fits(source, x.source) for x in lessons),
            "recommendations": len(mine),
            "accepted": sum(x.status == "accepted" for x in mine),
            "implemented": len(implemented),
            "policies_changed": sum(x.policy_changed for x in implemented),
        }

    return table({"source": with_total(LESSON_SOURCES)}, row)


def progress(view, recommendations):
    def row(agency):
        mine = [x for x in recommendations if fits(agency, named(x.agency_id))]
        counts = {
            status: sum(x.status == status for x in mine)
            for status in ("proposed", "accepted", "rejected", "implemented")
        }
        overdue = sum(x.status == "accepted" and x.due_on is not None and x.due_on < view.today for x in mine)
        median = survival.median([case for x in mine if (case := to_implement(view, x))])
        return counts | {
            "overdue": overdue,
            "median_days_to_implement": None if median is None else float(median),
        }

    return table({"agency_id": with_total(agencies(view, [x.agency_id for x in recommendations]))}, row)


def to_implement(view, x):
    """Calendar days from decision to implementation; accepted ones censored today; else no case."""
    if x.status == "implemented" and x.decided_on and x.implemented_on:
        return ((x.implemented_on - x.decided_on).days, True)
    if x.status == "accepted" and x.decided_on:
        return ((view.today - x.decided_on).days, False)
    return None


def impact(view, recommendations):
    def row(source):
        implemented = [x for x in recommendations if fits(source, x.source) and x.status == "implemented"]
        evidenced = sum(x.evidence_id in view.published for x in implemented)
        return {
            "implemented": len(implemented),
            "with_evidence": evidenced,
            "share": ratio(evidenced, len(implemented)),
        }

    return table({"source": with_total(LESSON_SOURCES)}, row)
