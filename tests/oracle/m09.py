"""m09 complaints: about an agency, several of them, or the hub as a whole."""

from mash.framework.codes import COMPLAINT_SOURCES

from .clock import london_day
from .on_time import STATES, on_time, state
from .shown import TOTAL, agencies, fits, named, table, with_total
from .stats import ratio

HUB = "hub"


def statistics(view):
    complaints = [c for c in view.complaints if view.in_window(london_day(c.received_at))]
    for c in complaints:
        about = {x.agency_id for x in view.complaint_agencies if x.complaint_id == c.complaint_id}
        c.about = about or {HUB}
    return {
        "by_agency": by_agency(view, complaints),
        "timeliness": timeliness(view, complaints),
        "by_theme": table(
            {"theme": with_total(named(c.theme) for c in complaints)},
            lambda theme: {"complaints": sum(fits(theme, named(c.theme)) for c in complaints)},
        ),
    }


def by_agency(view, complaints):
    def row(agency, source):
        mine = [c for c in complaints if (agency == TOTAL or agency in c.about) and fits(source, c.source)]
        of_all = agency in (TOTAL, HUB)
        referrals = sum(of_all or r.agency_id == agency for r in view.of_window)
        return {
            "complaints": len(mine),
            "upheld": sum(c.finding == "upheld" for c in mine),
            "partly_upheld": sum(c.finding == "partly_upheld" for c in mine),
            "per_1000_referrals": ratio(1000 * len(mine), referrals),
        }

    shown = with_total(agencies(view, {HUB} | {code for c in complaints for code in c.about}))
    return table({"agency_id": shown, "source": with_total(COMPLAINT_SOURCES)}, row)


def timeliness(view, complaints):
    def row(stage):
        mine = [c for c in complaints if fits(stage, str(c.stage))]
        units = [(state(view, c.closed_at, c.due_at), c.due_at) for c in mine if c.due_at]
        of_state = {s: sum(x == s for x, _ in units) for s in STATES}
        return {
            "closed_in_time": of_state["in_time"],
            "closed_late": of_state["late"],
            "open_in_time": of_state["open_in_time"],
            "open_overdue": of_state["open_overdue"],
            "no_due": len(mine) - len(units),
        } | on_time(view, units)

    return table({"stage": ["*", "1", "2", "3", "4"]}, row)
