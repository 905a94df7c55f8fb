"""m13 leadership: activities, whom they reached, what they cost."""

import math

from mash.framework.codes import ACTIVITY_KINDS

from .shown import TOTAL, agencies, fits, table, with_total
from .stats import ratio


def statistics(view):
    held = [a for a in view.activities if view.in_window(a.held_on)]
    of_activity = {a.activity_id: set() for a in held}
    for x in view.activity_agencies:
        if x.activity_id in of_activity:
            of_activity[x.activity_id].add(x.agency_id)
    reached = [who for who in of_activity.values() if who]

    def by_kind(kind):
        mine = [a for a in held if fits(kind, a.kind)]
        both = [a for a in mine if a.cost is not None and a.attendees is not None]
        feedback = known(a.feedback for a in mine)
        return {
            "activities": len(mine),
            "attendees": sum(known(a.attendees for a in mine)),
            "hours": math.fsum(known(a.hours for a in mine)),
            "cost": math.fsum(known(a.cost for a in mine)),
            "cost_per_attendee": ratio(math.fsum(a.cost for a in both), sum(a.attendees for a in both)),
            "mean_feedback": ratio(math.fsum(feedback), len(feedback)),
        }

    def by_month(month):
        mine = [a for a in held if a.held_on.strftime("%Y-%m") == month]
        return {
            "activities": len(mine),
            "attendees": sum(known(a.attendees for a in mine)),
            "cost": math.fsum(known(a.cost for a in mine)),
        }

    shown = with_total(agencies(view, [code for who in reached for code in who]))
    return {
        "by_kind": table({"kind": with_total(ACTIVITY_KINDS)}, by_kind),
        "reach": table(
            {"agency_id": shown},
            lambda agency: {"activities": sum(agency == TOTAL or agency in who for who in reached)},
        ),
        "by_month": table({"month": view.months}, by_month),
    }


def known(values):
    return [value for value in values if value is not None]
