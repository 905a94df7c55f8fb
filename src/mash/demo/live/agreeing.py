"""The simulated hub's data-sharing agreements: one in force, one that soon expires, one that has expired."""

from datetime import timedelta

from mash.demo.live.people import People
from mash.demo.reference import HUB
from mash.framework.london import today
from mash.partnership.acting import act_as
from mash.partnership.models import Agency
from mash.records.agreements.actions import Written, enter
from mash.trail.record import recorded

#: Title, purpose, what is shared, lawful bases, kinds of agency, days since signing, days left.
_AGREEMENTS = (
    (
        "Information sharing in the hub",
        "To decide together what protects a child or an adult at risk.",
        "What each agency knows about the people named in a referral, item by item.",
        ("public_task", "legal_obligation"),
        ("police", "childrens_social_care", "adult_social_care", "health", "education"),
        200,
        530,
    ),
    (
        "Police and social care: domestic abuse notifications",
        "To tell social care of every child in a home to which police were called.",
        "Call-outs, who was there, and whether somebody was arrested.",
        ("public_task",),
        ("police", "childrens_social_care"),
        700,
        30,
    ),
    (
        "Health and education: missing appointments",
        "To notice early that a child is not brought to appointments.",
        "Appointments missed and days away from school; no clinical detail.",
        ("public_task", "consent"),
        ("health", "education"),
        760,
        -30,
    ),
)


def agree(people: People) -> None:
    """Enter the agreements, as information governance would."""
    on = today()
    with recorded():
        by = people.who("childrens", "information_governance")
        act_as(by)
        for title, purpose, shared, bases, kinds, since, left in _AGREEMENTS:
            ends = on + timedelta(days=left)
            written = Written(
                title=title,
                purpose=purpose,
                shared=shared,
                lawful_bases=bases,
                signed_on=on - timedelta(days=since),
                expires_on=ends,
                review_on=ends - timedelta(days=14),
            )
            parties = Agency.objects.all().on(on).filter(kind__in=kinds).values_list("pk", flat=True)
            enter(by=by, hub=HUB, written=written, parties=list(parties))
