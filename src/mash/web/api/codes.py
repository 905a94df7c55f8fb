"""The codes that a system sends: the hubs it may refer to, what a referral can be about, the agencies."""

from typing import Any

from mash.framework.london import today
from mash.partnership.models import Agency, Cohort, Hub
from mash.partnership.policy import Permission as P
from mash.web.api import shapes
from mash.web.api.once import FromSystem
from mash.web.api.room import operation


@operation("GET", "codes", P.REFERRAL_SUBMIT, P.REQUEST_ANSWER, name="api_codes", gives=shapes.Codes)
def codes(request: FromSystem) -> dict[str, Any]:
    """The codes that can be sent today. Cohorts and agencies change: read them daily."""
    hubs = Hub.objects.filter(pk__in=request.principal.hubs(P.REFERRAL_SUBMIT))
    return {
        "hubs": [{"code": one.pk, "name": one.name} for one in hubs],
        "cohorts": [{"code": one.pk, "name": one.name} for one in Cohort.objects.all().on(today())],
        "agencies": [{"code": one.pk, "name": one.name} for one in Agency.objects.all().on(today())],
    }
