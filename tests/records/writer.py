"""A process that works without pause until it is killed: each thing done is told only after it is committed.

Run as `python -m tests.records.writer SEED` with MASH_HOME set; `--people` makes the cast first, and ends.
"""

import random
import sys

from mash.config.postgres import Role
from mash.config.start import ready

ready(Role.APP)

from mash.partnership.models import Account, Hub  # noqa: E402
from mash.records.referrals import reading  # noqa: E402
from mash.records.referrals.actions import Known, answer, ask, rate  # noqa: E402
from mash.records.referrals.models import Referral, Request  # noqa: E402
from tests.cast import PEOPLE, Cast, make_cast, submitted  # noqa: E402


def told(*words):
    """Say that something is done: whoever reads this relies on it."""
    print(*words, flush=True)


def work(cast, chance):
    """One referral, rated, asked about, answered and looked at; any of it may be cut off by a kill."""
    referral = submitted(cast)
    told("submitted", referral.reference)
    risk = chance.choice(["red", "amber", "blue"])
    cast.does("tess", rate, referral_id=referral.pk, version=1, risk=risk, rationale="So.")
    told("rated", referral.reference)
    cast.does("tess", ask, referral_id=referral.pk, agencies=("police", "health"))
    told("asked", referral.reference)
    request = cast.sees("paul", lambda by: Request.objects.seen_by(by).get(referral=referral))
    known = (Known("Two call-outs.", "reveal", "public_task"), Known("One more.", "disclose", "public_task"))
    cast.does("paul", answer, request_id=request.pk, version=1, response="shared", known=known)
    told("answered", referral.reference)
    cast.sees("dan", lambda by: reading.open_referral(by, referral.pk))
    told("viewed", referral.reference)


if __name__ == "__main__":
    if "--people" in sys.argv:
        make_cast()
    else:
        accounts = {name: Account.objects.get(email=f"{name}@moorland.example") for name in PEOPLE}
        cast = Cast(Hub.objects.get(pk="moorland"), accounts)
        told("ready", Referral._base_manager.model.__name__)
        chance = random.Random(int(sys.argv[1]))
        while True:
            work(cast, chance)
