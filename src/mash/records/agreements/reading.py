"""What pages show of agreements: what has expired or soon does first, and which agencies have none."""

from datetime import date, timedelta

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from mash.framework.london import today
from mash.partnership.models import Agency, Appointment, Hub
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.agreements.models import Agreement, AgreementParty
from mash.trail.record import note

#: How long before its last day an agreement needs somebody's attention.
SOON = timedelta(days=60)


def in_force(on: date, to: str = "") -> Q:
    """Signed, not over and not ended on a London day. `to` leads from rows to the agreement."""
    lasts = Q(**{f"{to}signed_on__lte": on, f"{to}expires_on__gte": on})
    return lasts & (Q(**{f"{to}ended_on": None}) | Q(**{f"{to}ended_on__gt": on}))


def needs_attention(on: date) -> Q:
    """Expired, about to expire within SOON, or to be reviewed, and not ended."""
    return Q(ended_on=None) & (Q(expires_on__lte=on + SOON) | Q(review_on__lte=on))


def agreements(by: Principal) -> QuerySet[Agreement]:
    """Those that one sees: expired first, then those that soon expire, then those to be reviewed."""
    on = today()
    order = Case(
        When(ended_on__isnull=False, then=Value(4)),
        When(expires_on__lt=on, then=Value(0)),
        When(expires_on__lte=on + SOON, then=Value(1)),
        When(review_on__lte=on, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return Agreement.objects.seen_by(by).order_by(order, "expires_on", "title")


def parties_on(on: date) -> Q:
    """Parties on a London day."""
    return Q(from_on__lte=on) & (Q(to_on=None) | Q(to_on__gte=on))


def without(by: Principal) -> list[tuple[Hub, list[Agency]]]:
    """By hub, agencies that work in it today and are party to no agreement that is in force."""
    on, found = today(), []
    for hub in Hub.objects.filter(pk__in=by.hubs(P.AGREEMENT_KEEP)):
        working = Appointment.objects.all().on(on).filter(hub=hub, account__suspended_at=None)
        parties = AgreementParty.objects.seen_by(by).filter(
            parties_on(on), in_force(on, "agreement__"), agreement__hub=hub
        )
        agencies = Agency.objects.all().on(on).filter(pk__in=working.values("account__agency"))
        left = list(agencies.exclude(pk__in=list(parties.values_list("agency", flat=True))))
        if left:
            found.append((hub, left))
    return found


def open_agreement(by: Principal, pk: object) -> Agreement:
    """An agreement, looked at. Raises DoesNotExist where one does not see it."""
    one: Agreement = Agreement.objects.seen_by(by).select_related("hub", "account").get(pk=pk)
    note("viewed", "agreement", one.pk)
    return one
