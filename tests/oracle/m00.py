"""m00 baseline: referrals as a share of each agency's own recorded demand."""

from fractions import Fraction

from .shown import agencies, cohorts, fits, in_order, table, touches_window, with_total
from .stats import garwood


def statistics(view):
    return {"share": share(view), "exempt": exempt(view)}


def share(view):
    in_baseline = {a.agency_id for a in view.agencies if a.in_baseline}
    referrals = [r for r in view.of_window if r.agency_id in in_baseline]
    periods = [
        b for b in view.baselines if b.agency_id in in_baseline and touches_window(view, b.start, b.end)
    ]
    shown = agencies(view, [x.agency_id for x in referrals + periods])

    def row(agency, cohort):
        def belongs(x):
            return fits(agency, x.agency_id) and fits(cohort, x.cohort_id)

        count = sum(belongs(r) for r in referrals)
        mine = [b for b in periods if belongs(b)]
        volume = sum(b.volume * Fraction(days_inside(view, b), days(b)) for b in mine) if mine else None
        cells = {(x.agency_id, x.cohort_id) for x in referrals + periods if belongs(x)}
        whole = bool(cells) and all(is_covered(view, periods, cell) for cell in cells)
        low, high = garwood(count)
        return {
            "referrals": count,
            "baseline_volume": None if volume is None else float(volume),
            "share": float(count / volume) if whole else None,
            "lower": low / float(volume) if whole else None,
            "upper": high / float(volume) if whole else None,
        }

    dimensions = {
        "agency_id": with_total(code for code in shown if code in in_baseline),
        "cohort_id": with_total(cohorts(view)),
    }
    return table(dimensions, row)


def is_covered(view, periods, cell):
    """Periods of the cell (they never overlap) cover every day of the window with a volume above 0."""
    mine = [b for b in periods if (b.agency_id, b.cohort_id) == cell]
    covered = sum(days_inside(view, b) for b in mine) == (view.end - view.start).days
    return covered and sum(b.volume * days_inside(view, b) for b in mine) > 0


def days(period):
    return (period.end - period.start).days + 1


def days_inside(view, period):
    """Days of the period inside the window, both ends of the period counted."""
    after = min(period.end.toordinal() + 1, view.end.toordinal())
    return max(0, after - max(period.start, view.start).toordinal())


def exempt(view):
    in_baseline = {a.agency_id for a in view.agencies if a.in_baseline}
    shown = agencies(view, [r.agency_id for r in view.of_window])
    return table(
        {"agency_id": in_order(code for code in shown if code not in in_baseline)},
        lambda agency: {"referrals": sum(r.agency_id == agency for r in view.of_window)},
    )
