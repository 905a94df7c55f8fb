"""The simulated hub's retention rules: one for each kind of record, made up like the rest."""

from mash.demo.live.people import People
from mash.demo.reference import HUB
from mash.partnership.acting import act_as
from mash.records.retention.actions import Said, set_rule
from mash.trail.record import recorded

_BASIS = "The hub’s retention schedule, agreed by its agencies."
#: Years by kind of record; referrals wait for the youngest person named as well.
_YEARS = {
    "referral": 6,
    "complaint": 6,
    "survey": 3,
    "lesson": 10,
    "evidence": 10,
    "activity": 6,
    "baseline": 10,
    "import": 1,
    "agreement": 6,
    "accessrequest": 3,
}


def retain(people: People) -> None:
    """Set the rules, as information governance would."""
    with recorded():
        by = people.who("childrens", "information_governance")
        act_as(by)
        for kind, years in _YEARS.items():
            said = Said(years, _BASIS, youngest=25 if kind == "referral" else None)
            set_rule(by=by, hub=HUB, kind=kind, said=said)
