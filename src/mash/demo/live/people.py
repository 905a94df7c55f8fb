"""Who works in the simulated hub: its agencies and reference data, and an account for each part to play."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password

from mash.demo.names import GIVEN_NAMES
from mash.demo.reference import AGENCIES, COHORTS, HUB, OUTCOMES, bank_holidays
from mash.framework.london import today
from mash.framework.reference import CohortDefault, OutcomeDefault
from mash.partnership.actions import add_agency, add_closed_day, open_account
from mash.partnership.actions.defaults import start_from_defaults
from mash.partnership.models import Account, Agency, Hub
from mash.partnership.policy import ROLES
from mash.partnership.principal import Principal, principal_of
from mash.trail.record import recorded

#: Agencies whose people work the hub's queue: those that lead on some cohort.
LEADS = tuple(dict.fromkeys(cohort.lead for cohort in COHORTS))
#: Whose people audit files: two grade each.
PANEL = ("hospitals", "police")
#: Agencies that have somebody in a part that a hub needs once, or twice: what one officer draws up to be
#: destroyed, another approves.
_FEW = {
    "panel_member": PANEL,
    "quality_officer": ("childrens",),
    "analyst": ("childrens",),
    "board_member": ("police",),
    "information_governance": ("childrens", "hospitals"),
    "administrator": ("childrens",),
}


@dataclass(frozen=True)
class SignIn:
    """How somebody signs in."""

    role: str
    agency: str
    email: str


@dataclass
class People:
    """Accounts by agency and role, and what opens them: one password and one secret for all."""

    password: str
    secret: str
    accounts: dict[tuple[str, str], Account] = field(default_factory=dict)
    _principals: dict[int, Principal] = field(default_factory=dict)

    def who(self, agency: str, role: str) -> Principal:
        """The principal of somebody's account."""
        account = self.accounts[agency, role]
        if account.pk not in self._principals:
            self._principals[account.pk] = principal_of(account, today())
        return self._principals[account.pk]

    def sign_ins(self) -> list[SignIn]:
        """Who can sign in, role by role as the policy has them."""
        order = {role: place for place, role in enumerate(ROLES)}
        every = sorted(self.accounts.items(), key=lambda one: (order[one[0][1]], one[0]))
        return [SignIn(ROLES[role].name, account.agency.name, account.email) for (_, role), account in every]


def open_hub(weeks: int, password: str, secret: str) -> People:
    """Open the hub in an empty database: agencies, reference data, accounts. Dates are `weeks` later."""
    people = People(password, secret)
    later = timedelta(weeks=weeks)
    with recorded():
        start_from_defaults(
            cohorts=[CohortDefault(one.cohort_id, one.name, one.age_group) for one in COHORTS],
            outcomes=[OutcomeDefault(*row) for row in OUTCOMES],
        )
        hub = Hub(hub_id=HUB, name="Exampleshire hub")
        hub.full_clean()
        hub.save()
        for one in AGENCIES:
            if one.valid_to is None or one.valid_to + later >= today():
                add_agency(
                    agency_id=one.agency_id,
                    name=one.name,
                    kind=one.kind,
                    in_baseline=one.refers > 0,
                    exempt_because="" if one.refers > 0 else "Its work comes from courts, not from the hub.",
                    valid_from=one.valid_from + later if one.valid_from else None,
                )
    _close_on({day + later: reason for day, reason in bank_holidays().items()})
    hashed = make_password(password)  # slow on purpose, so once
    with recorded():
        for number, (agency, role) in enumerate(_parts()):
            given = GIVEN_NAMES[number % len(GIVEN_NAMES)]
            account = open_account(
                email=f"{role.replace('_', '-')}.{agency.replace('_', '-')}@exampleshire.example",
                name=f"{given} {ROLES[role].name.title().replace(' ', '-')}",
                agency=Agency.objects.get(pk=agency),
                roles=((hub, role),),
            )
            account.password = hashed
            account.save(update_fields=["password"])
            TOTP.activate(account, secret)
            RecoveryCodes.activate(account)
            people.accounts[agency, role] = account
    return people


def _close_on(days: dict[date, str]) -> None:
    """The simulated bank holidays, moved like all the rest."""
    with recorded():
        for day, reason in days.items():
            add_closed_day(date=day, reason=reason)


def _parts() -> list[tuple[str, str]]:
    agencies = list(Agency.objects.all().on(today()).order_by("pk").values_list("pk", flat=True))
    parts = [(agency, role) for agency in agencies for role in ("referrer", "researcher")]
    parts += [(agency, role) for agency in LEADS for role in ("triage", "decision_maker")]
    return parts + [(agency, role) for role, agencies in _FEW.items() for agency in agencies]
