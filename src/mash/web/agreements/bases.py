"""The lawful bases that the system knows: the law's words, what each means, and where one is asked for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Basis:
    """A lawful basis. `law`: the words of Article 6(1) of the UK GDPR, with its letter."""

    law: str
    means: str


#: By the codes of LAWFUL_BASES; a test fails on one that is missing.
BASES = {
    "public_task": Basis(
        "(e) processing is necessary for the performance of a task carried out in the public interest or "
        "in the exercise of official authority vested in the controller",
        "The usual basis of safeguarding: an Act gives the agency the task. Consent is not needed for it.",
    ),
    "legal_obligation": Basis(
        "(c) processing is necessary for compliance with a legal obligation to which the controller is "
        "subject",
        "An Act or a court says that the agency must share this.",
    ),
    "vital_interests": Basis(
        "(d) processing is necessary in order to protect the vital interests of the data subject or of "
        "another natural person",
        "Somebody’s life is in danger, and no other basis fits in time.",
    ),
    "consent": Basis(
        "(a) the data subject has given consent to the processing of his or her personal data for one or "
        "more specific purposes",
        "The person was free to say no, and can take it back. Where the hub would share all the same, "
        "it is not the basis.",
    ),
}
#: Where the system asks for a lawful basis.
ASKED = (
    "New referral: the basis on which the referrer shares what they know.",
    "Answer to a request: the basis of each item that an agency shares, item by item.",
    "Data-sharing agreement: the bases on which its parties share.",
)
