"""m02 referrals by cohort."""

from .shown import TOTAL, agencies, cohorts, fits, table, with_total
from .stats import ratio


def statistics(view):
    referrals = view.of_window
    shown = with_total(cohorts(view))
    shown_agencies = with_total(agencies(view, [r.agency_id for r in referrals]))

    def by_cohort(cohort):
        mine = [r for r in referrals if fits(cohort, r.cohort_id)]
        return {
            "referrals": len(mine),
            "people": len({person for r in mine for person in r.people}),
            "share_of_all": ratio(len(mine), len(referrals)),
        }

    def any_cohort(cohort):
        return {"referrals": sum(cohort == TOTAL or cohort in r.cohorts for r in referrals)}

    def agency_cohort(agency, cohort):
        return {"referrals": sum(fits(agency, r.agency_id) and fits(cohort, r.cohort_id) for r in referrals)}

    def by_month(month, cohort):
        return {"referrals": sum(r.month == month and fits(cohort, r.cohort_id) for r in referrals)}

    return {
        "by_cohort": table({"cohort_id": shown}, by_cohort),
        "any_cohort": table({"cohort_id": shown}, any_cohort),
        "agency_cohort": table({"agency_id": shown_agencies, "cohort_id": shown}, agency_cohort),
        "by_month": table({"month": view.months, "cohort_id": shown}, by_month),
    }
