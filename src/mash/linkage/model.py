"""The linkage model: what is compared, at which levels, with which weights (Fellegi and Sunter's m and u).

m = how often records of one person agree at a level; u = how often records of two people do. Both are
fixed here, not trained: the same people always get the same answer, one row or a million, and a reader
can see why. Weights only rank; what may merge at all is decided in verdict.py.
"""

from mash.linkage.identifiers import IDENTIFIERS
from mash.linkage.where import ADDRESS, POSTCODE, TELEPHONE
from mash.linkage.who import BIRTH, FAMILY, GIVEN, NUMBERS, SEX

#: Chance that two records taken at random are one person's.
PRIOR = 1e-6
#: Records of one value of a blocking key that are compared with each other; larger blocks say nothing.
LARGEST_BLOCK = 200
#: Comparisons that one blocking key may cost for each record; where few names or dates are in use the
#: largest blocks are left out until it costs no more.
PAIRS_A_RECORD = 20

COMPARISONS = (NUMBERS, GIVEN, FAMILY, BIRTH, SEX, POSTCODE, ADDRESS, TELEPHONE)

#: Records that agree on all columns of a key are compared. `called` is the given name in one form, `pair`
#: both names in either order, `initials` their first letters likewise; `about_birth` marks those whose
#: birth lies within the time in which births are expected.
BLOCKS = (
    *((kind,) for kind in IDENTIFIERS),
    ("family", "dob"),
    ("called", "dob"),
    ("pair", "dob"),
    ("initials", "dob"),
    ("postcode", "dob"),
    ("telephone", "dob"),
    ("address", "dob"),
    ("initials", "postcode"),
    ("family", "postcode"),
    ("pair", "telephone"),
    ("pair", "address"),
    ("family", "about_birth", "postcode"),
    ("family", "about_birth", "telephone"),
    ("family", "about_birth", "address"),
)
