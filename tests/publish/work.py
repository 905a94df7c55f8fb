"""Two months of a hub's work, done by the actions with a clock that is controlled; every text is a canary."""

import random
from datetime import UTC, datetime, timedelta


def version(cast, referral):
    """The version at which a referral stands."""
    from mash.records.referrals.models import Referral

    return cast.sees("dan", lambda by: Referral.objects.seen_by(by).get(pk=referral.pk).version)


def fill():
    """Fill the database of MASH_HOME."""
    from mash.config.postgres import Role
    from mash.config.start import ready

    ready(Role.APP)
    from mash.framework.london import clock_at, today
    from mash.records.complaints.actions import Said, close, enter, extend, step_up
    from mash.records.escalations.actions import disagree, resolve
    from mash.records.people.actions import Particulars, merge
    from mash.records.people.models import Person as PersonRecord
    from mash.records.referrals.actions import (
        Disposed,
        Known,
        Person,
        answer,
        ask,
        decide,
        own,
        rate,
        tell,
        withdraw,
    )
    from tests.cast import make_cast, submitted

    cast = make_cast()
    chance = random.Random(7)
    start = datetime(2026, 1, 5, 9, tzinfo=UTC)
    for n in range(60):
        at = start + timedelta(hours=7 * n)
        said = Particulars(
            given_names=f"Canaryname{n}",
            family_name=f"Canaryfamily{n % 20}",
            address=f"{n} Canarystreet",
            postcode=f"ZZ99 {n % 10}ZZ",
            telephone=f"01632 9600{n:02d}",
        )
        with clock_at(at):
            referral = submitted(
                cast,
                people=(Person("subject", said),),
                concern=f"Canaryconcern{n}",
                contact=f"Canarycontact{n}",
                cohort=chance.choice(["neglect", "missing"]),
                more_cohorts=("domestic_abuse",) if n % 3 == 0 else (),
                locality=chance.choice(["North", "South", ""]),
            )

        if n % 10 == 9:
            continue  # never rated
        for step in range(chance.choice([1, 1, 2])):
            with clock_at(at + timedelta(minutes=20 + step * 60)):
                risk = chance.choice(["red", "amber", "blue"])
                cast.does(
                    "tess",
                    rate,
                    referral_id=referral.pk,
                    version=version(cast, referral),
                    risk=risk,
                    rationale="Canarywhy",
                )
        with clock_at(at + timedelta(minutes=90)):
            cast.does("tess", own, referral_id=referral.pk, version=version(cast, referral), agency="council")
            requests = cast.does("tess", ask, referral_id=referral.pk, agencies=("police", "health"))
        for request in requests:
            how = chance.choice(["shared", "nothing_known", "declined", "open", "cancelled"])
            who = {"police": "paul", "health": "hanna"}[request.agency_id]
            with clock_at(at + timedelta(minutes=100 + chance.randrange(600))):
                if how == "cancelled":
                    cast.does("tess", withdraw, request_id=request.pk)
                elif how != "open":
                    known = (Known("Canaryitem", "reveal", "public_task"),) if how == "shared" else ()
                    cast.does(
                        who,
                        answer,
                        request_id=request.pk,
                        version=1,
                        response=how,
                        known=known,
                        declined_because="Canarybecause" if how == "declined" else "",
                    )
        if n % 7 == 6:
            continue  # still open
        with clock_at(at + timedelta(hours=chance.choice([2, 20, 70, 90]))):
            outcome = chance.choice(["section_47", "no_further_action", "early_help"])
            cast.does(
                "dan",
                decide,
                referral_id=referral.pk,
                version=version(cast, referral),
                disposals=(Disposed(outcome, lead="council", support=("police",)),),
                rationale="Canaryreason",
            )
            if n % 2:
                cast.does(
                    "dan", tell, referral_id=referral.pk, version=version(cast, referral), words="Canarytold"
                )
        if n % 11 == 0:
            with clock_at(at + timedelta(hours=95)):
                made = cast.does(
                    "dora",
                    disagree,
                    referral_id=referral.pk,
                    about="council",
                    reason="threshold",
                    words="Canarydisagree",
                )
                if n % 2:
                    cast.does(
                        "dora",
                        resolve,
                        escalation_id=made.pk,
                        version=1,
                        resolution="upheld",
                        words="Canaryresolved",
                    )
    people = cast.sees("tess", lambda by: list(PersonRecord.objects.seen_by(by).order_by("entered_at")))
    with clock_at(start + timedelta(days=40)):
        for a, b in ((0, 20), (1, 21), (21, 41)):
            cast.does("tess", merge, first=people[a], second=people[b], reason="Canarymerge")
    agencies = (("police", "health"), ("council",), (), ("council", "police", "health"))
    for n in range(24):
        began = start + timedelta(hours=40 * n)
        said = Said(
            began.date(),
            chance.choice(["internal", "external"]),
            f"Canarytitle{n}",
            f"Canarycomplaint{n}",
            chance.choice(["delay", "conduct", "waiting times"]),
            whose=f"Canarygrumbler{n}",
            agencies=agencies[n % 4],
        )
        with clock_at(began):
            made = cast.does("quinn", enter, hub="moorland", compliment=n % 8 == 7, said=said)
        if made.compliment or n % 6 == 5:
            continue  # still open
        of = {"complaint_id": made.pk}
        with clock_at(began + timedelta(days=4)):
            due = made.due_at.date() + timedelta(days=4)
            if n % 5 == 0:
                made = cast.does("quinn", extend, **of, version=1, due_on=due, words="Canarylonger")
            if n % 5 == 1:
                day = made.stage_began_on + timedelta(days=2)
                made = cast.does("quinn", step_up, **of, version=1, began_on=day, words="Canarynext")
        if n % 7 == 6:
            continue
        with clock_at(began + timedelta(days=chance.choice([6, 13, 16]))):
            cast.does(
                "quinn",
                close,
                **of,
                version=made.version,
                closed_on=today(),
                finding=chance.choice(["upheld", "partly_upheld", "not_upheld", "withdrawn"]),
                words="Canaryfound",
                learning="Canarylearnt",
                redress="Canaryredress",
            )
    from tests.publish.registers import fill_registers

    fill_registers(cast, chance)
