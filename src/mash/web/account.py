"""The page that somebody who signs in comes to: who they are here, and what they may do."""

from django.http import HttpResponse
from django.shortcuts import render

from mash.framework.london import today
from mash.partnership.policy import ROLES
from mash.web.access import SIGNED_IN, SignedIn, declare
from mash.web.settings.start import SETTINGS


@declare(SIGNED_IN)
def home(request: SignedIn) -> HttpResponse:
    """One's agency, one's roles in each hub and what each may do."""
    held = request.user.appointments.all().on(today()).select_related("hub")
    roles = [{"hub": one.hub, "role": ROLES[one.role]} for one in held.order_by("hub__name", "role")]
    settings = any(request.principal.may(permission) for permission in SETTINGS)
    return render(request, "home.html", {"roles": roles, "settings": settings})
