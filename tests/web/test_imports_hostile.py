"""Files made to hurt, handed in on the page: read or refused in words, and no row is lost. Every twelfth of
three hundred here, all of them in bench.hostile.
"""

import json
import os
import random
import resource

import pytest

from tests.cast import make_cast
from tests.intake import hostile
from tests.web.casework import at_the_keyboard
from tests.web.test_imports import GOOD, at, handed_in, matched, rows, table, worked

pytestmark = pytest.mark.django_db
#: An answer for every row where a file has no column for it.
ALWAYS = dict.fromkeys(("cohort", "concern", "consent", "role", "sex", "protected"), "x")


def files():
    """Each under a name that suits it and one that does not; and a good list, spoilt in many ways."""
    for name, content in (*hostile.texts(), *hostile.workbooks(), *hostile.censuses()):
        for kind in ("csv", "xlsx"):
            yield f"{name}.{kind}", content
    rng = random.Random(14)
    good = table(GOOD, *((*GOOD[:4], f"Nr{n}", "Zebrano", "1/2/2015", "No") for n in range(20))).encode()
    for number in range(60):
        yield f"spoilt-{number}.csv", hostile.flipped(rng, good, 1 + number // 3)


def test_hostile_files_are_read_or_refused_in_words_and_no_row_is_lost(db, record_testsuite_property):
    cast, every = make_cast(), [*files()]
    rita = at_the_keyboard(cast, "rita")
    assert len(every) >= 300
    if not os.environ.get("MASH_EVERY_CASE"):  # bench.hostile: all
        every = every[::12]
    refused = unreadable = read = 0
    for name, content in every:
        answer = handed_in(rita, "referrals", content, name)
        if answer.status_code == 200:  # refused at once, on the page
            assert "govuk-error-summary" in answer.content.decode(), name
            refused += 1
            continue
        whole = worked(cast, "rita")
        assert whole.file_name == name
        assert whole.state in ("to_match", "unreadable"), name
        assert bool(whole.trouble) == (whole.state == "unreadable"), name
        unreadable += whole.state == "unreadable"
        if whole.state == "to_match":
            read += 1
            matched(rita, whole, {}, **ALWAYS)
            whole = worked(cast, "rita")
            counts = [row.state for row in rows(cast, "rita", whole)]
            assert len(counts) == whole.rows == counts.count("wrong"), name
        page = rita.get(f"/imports/{whole.pk}/")
        assert page.status_code == 200, name
        assert "root:" not in page.content.decode(), name
        rita.post(f"/imports/{whole.pk}/drop/", {"version": at(cast, "rita", whole).version})
    assert min(refused, unreadable, read) > 0, (refused, unreadable, read)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # of what reads a file, in kilobytes
    assert most <= 5 << 20
    counts = {"files": len(every), "refused": refused, "unreadable": unreadable, "read": read}
    record_testsuite_property("hostile", json.dumps(counts | {"most_megabytes": most >> 10}))
