"""A hub with five agencies and somebody of each role: one submits, some are asked, some are strangers.

Referrers and a teacher at the school, researchers of police and health, triage and decision makers of the
council, a second hub of the same council, and everybody who does no casework.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from mash.framework.london import today
from mash.partnership.acting import act_as
from mash.partnership.actions import make_token, open_account, open_system
from mash.partnership.actions.defaults import start_from_defaults
from mash.partnership.models import Account, Agency, Hub
from mash.partnership.principal import Principal, principal_of
from mash.records.people.actions import Particulars
from mash.records.referrals.actions import Person, Submission, submit
from mash.trail.record import recorded

AGENCIES = {
    "council": ("Moorland Council", "childrens_social_care"),
    "police": ("Moorland Police", "police"),
    "health": ("Moorland Health Trust", "health"),
    "school": ("Moorland Academies", "education"),
    "probation": ("Moorland Probation", "probation"),
}
#: name → agency, hub, role
PEOPLE = {
    "rita": ("school", "moorland", "referrer"),
    "ralf": ("police", "moorland", "referrer"),
    "paul": ("police", "moorland", "researcher"),
    "hanna": ("health", "moorland", "researcher"),
    "petra": ("probation", "moorland", "researcher"),
    "tess": ("council", "moorland", "triage"),
    "dan": ("council", "moorland", "decision_maker"),
    "dora": ("police", "moorland", "decision_maker"),
    "otto": ("council", "fenland", "triage"),
    "fay": ("school", "fenland", "referrer"),
    "pam": ("health", "moorland", "panel_member"),
    "pete": ("police", "moorland", "panel_member"),
    "prue": ("probation", "moorland", "panel_member"),
    "quinn": ("council", "moorland", "quality_officer"),
    "quinta": ("health", "fenland", "quality_officer"),
    "anna": ("council", "moorland", "analyst"),
    "bob": ("health", "moorland", "board_member"),
    "iris": ("council", "moorland", "information_governance"),
    "ida": ("health", "fenland", "information_governance"),
    "adam": ("council", "moorland", "administrator"),
}
#: Systems of agencies: name → agency, hub, roles
SYSTEMS = {
    "school_records": ("school", "moorland", ("referrer",)),
    "police_records": ("police", "moorland", ("researcher",)),
    "health_records": ("health", "moorland", ("referrer", "researcher")),
    "fenland_records": ("school", "fenland", ("referrer",)),
    "council_figures": ("council", "moorland", ("board_member",)),
}


@dataclass
class Cast:
    """The hubs, and an account for every name of PEOPLE."""

    hub: Hub
    accounts: dict[str, Account] = field(default_factory=dict)

    def who(self, name: str) -> Principal:
        """The principal that somebody is today."""
        return principal_of(Account.objects.get(pk=self.accounts[name].pk), today())

    def does(self, name, action, **words):
        """What an action gives back, done by somebody in a transaction of its own."""
        by = self.who(name)
        with recorded():
            act_as(by)
            return action(by=by, **words)

    def sees(self, name, look):
        """What `look(principal)` gives, looked at by somebody. The trail gets no line of it."""
        by = self.who(name)
        with recorded():
            act_as(by)
            return look(by)


def make_cast() -> Cast:
    """Everybody, and the reference data."""
    with recorded():
        start_from_defaults()
    hubs = {
        code: Hub.objects.create(hub_id=code, name=f"{code.title()} hub") for code in ("moorland", "fenland")
    }
    agencies = {
        code: Agency.objects.create(agency_id=code, name=name, kind=kind)
        for code, (name, kind) in AGENCIES.items()
    }
    cast = Cast(hubs["moorland"])
    with recorded():
        for name, (agency, hub, role) in PEOPLE.items():
            cast.accounts[name] = open_account(
                email=f"{name}@moorland.example",
                name=f"{name.title()} {role.replace('_', ' ').title()}",
                agency=agencies[agency],
                roles=((hubs[hub], role),),
            )
    return cast


def connect_systems(cast: Cast) -> dict[str, str]:
    """Every name of SYSTEMS connected, its account in the cast; gives their tokens."""
    tokens = {}
    for name, (agency, hub, roles) in SYSTEMS.items():
        held = tuple((Hub.objects.get(pk=hub), role) for role in roles)
        with recorded():
            account = open_system(name=name, agency=Agency.objects.get(pk=agency), roles=held)
            tokens[name] = make_token(account, valid_to=today() + timedelta(days=30))
        cast.accounts[name] = account
    return tokens


CHILD = Particulars(
    given_names="Wendy",
    family_name="Fictional",
    date_of_birth=date(2016, 5, 4),
    sex="female",
    numbers={"nhs_number": "943 476 5919"},
    address="1 Nowhere Lane",
    postcode="ZZ99 1AA",
)


def submission(**changed) -> Submission:
    """A referral as the school submits it."""
    words = {
        "hub": "moorland",
        "cohort": "neglect",
        "concern": "She comes to school hungry.",
        "consent": "given",
        "people": (Person("subject", CHILD),),
        "locality": "North",
    }
    return Submission(**(words | changed))


def submitted(cast: Cast, by: str = "rita", **changed):
    """A referral received from somebody."""
    return cast.does(by, submit, made=submission(**changed))
