"""m01 referrals by agency."""

from .shown import agencies, fits, table, with_total
from .stats import ratio


def statistics(view):
    shown = with_total(agencies(view, [r.agency_id for r in view.of_window]))

    def count(agency):
        return sum(fits(agency, r.agency_id) for r in view.of_window)

    return {
        "by_agency": table(
            {"agency_id": shown},
            lambda a: {"referrals": count(a), "share_of_all": ratio(count(a), len(view.of_window))},
        ),
        "by_month": table(
            {"month": view.months, "agency_id": shown},
            lambda m, a: {"referrals": sum(r.month == m and fits(a, r.agency_id) for r in view.of_window)},
        ),
    }
