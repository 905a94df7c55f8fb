"""What pages show of baselines. Opening one notes on the trail that it was viewed."""

from django.db.models import QuerySet

from mash.partnership.principal import Principal
from mash.records.baselines.models import Baseline, BaselineStep
from mash.trail.record import note


def listed(by: Principal, *, shown: str = "", agency: str = "", cohort: str = "") -> QuerySet[Baseline]:
    """Baselines that are counted, or those `withdrawn`: the latest period first, then by name."""
    rows = Baseline.objects.seen_by(by).filter(withdrawn_on__isnull=shown != "withdrawn")
    if agency:
        rows = rows.filter(agency=agency)
    if cohort:
        rows = rows.filter(cohort=cohort)
    rows = rows.select_related("agency", "cohort")
    return rows.order_by("-end", "-start", "agency__name", "cohort__name", "pk")


def opened(by: Principal, pk: object) -> Baseline:
    """One baseline; the trail says that it was viewed. Raises DoesNotExist."""
    rows = Baseline.objects.seen_by(by).select_related("agency", "cohort", "hub")
    found: Baseline = rows.get(pk=pk)
    note("viewed", "baseline", found.pk)
    return found


def history(by: Principal, found: Baseline) -> list[BaselineStep]:
    """What was done with it, the latest first."""
    rows = BaselineStep.objects.seen_by(by).filter(baseline=found).select_related("account__agency")
    return list(rows.order_by("-at"))
