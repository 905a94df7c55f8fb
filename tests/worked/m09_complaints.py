"""Worked cases of measure nine."""

from tests.worked.scenario import Scenario

SCENARIOS = [
    Scenario(
        title="A joint complaint counts under each of its agencies and once in the total",
        tables="""
        agencies
        agency_id | name         | kind   | in_baseline | valid_from | valid_to
        council   | Council      | other  | true        |            |
        gone      | Closed trust | health | true        |            | 2025-12-31  # shown all the same: c2 and c6 are about it
        old       | Old trust    | health | true        |            | 2025-12-31  # not shown: it only submitted a referral
        police    | Police       | police | true        |            |

        referrals
        referral_id | agency_id | received_at
        r1          | police    | 2026-03-02 09:00
        r2          | police    | 2026-03-03 09:00
        r3          | police    | 2026-03-04 09:00
        r4          | old       | 2026-03-05 09:00
        r5          | council   | 2026-02-28 09:00   # not in the window: council has no referral to divide by

        complaints
        complaint_id | received_at             | source   | stage | due_at                  | closed_at               | finding       | theme
        c1           | 2026-03-01 00:00        | external | 1     | 2026-03-15 00:00        | 2026-03-15 00:00        | upheld        | delay    # closed at its due moment: in time
        c2           | 2026-03-10 09:00        | external | 2     | 2026-03-20 00:00        | 2026-03-20 00:01        | partly_upheld | delay    # a minute late
        c3           | 2026-03-11 09:00        | internal | 1     | 2026-05-30 00:00        | 2026-06-02 00:00        | upheld        | manner   # closed after as-at: open, overdue, no finding
        c4           | 2026-03-12 09:00        | internal | 1     | 2026-06-01 00:00 +01:00 |                         | upheld        | manner   # due at as-at: open in time; no finding without its moment
        c5           | 2026-03-13 09:00        | external | 1     |                         | 2026-03-14 00:00        | not_upheld    |          # no due moment
        c6           | 2026-04-30 23:59 +01:00 | external | 3     | 2026-07-01 00:00        | 2026-05-10 00:00        | upheld        | delay    # closed in time, not yet due
        c9           | 2026-04-30 12:00        | external | 4     | 2026-06-01 00:00 +01:00 | 2026-05-10 00:00        | not_upheld    | delay    # due at as-at: closed in time, not yet due
        c7           | 2026-02-28 23:59        | external | 1     | 2026-03-15 00:00        |                         |               | delay    # not included: too early
        c8           | 2026-05-01 00:00        | external | 1     | 2026-05-15 00:00        |                         |               | food     # not included: the window's end is excluded

        complaint_agencies
        complaint_id | agency_id
        c1           | police
        c1           | council    # joint
        c2           | police
        c2           | gone       # joint
        c3           | council
        c6           | gone
        c7           | council
        # c4, c5 and c9 are about the hub as a whole
        """,
        expect={
            # police: c1, c2 over 3 referrals; hub and total over all 4
            "by_agency": """
            agency_id | source   | complaints | upheld | partly_upheld | per_1000_referrals
            *         | *        | 7          | 2      | 1             | 1750
            *         | external | 5          | 2      | 1             | 1250
            *         | internal | 2          | 0      | 0             | 500
            council   | *        | 2          | 1      | 0             |
            council   | external | 1          | 1      | 0             |
            council   | internal | 1          | 0      | 0             |
            gone      | *        | 2          | 1      | 1             |
            gone      | external | 2          | 1      | 1             |
            gone      | internal | 0          | 0      | 0             |
            hub       | *        | 3          | 0      | 0             | 750
            hub       | external | 2          | 0      | 0             | 500
            hub       | internal | 1          | 0      | 0             | 250
            police    | *        | 2          | 1      | 1             | 666.666666667
            police    | external | 2          | 1      | 1             | 666.666666667
            police    | internal | 0          | 0      | 0             | 0
            """,
            # stage 1: c1 in time, c3 overdue, c4 open in time, c5 without a due moment; due before as-at: c1, c3
            "timeliness": """
            stage | closed_in_time | closed_late | open_in_time | open_overdue | no_due | due | met | on_time_rate
            *     | 3              | 1           | 1            | 1            | 1      | 3   | 1   | 0.333333333333
            1     | 1              | 0           | 1            | 1            | 1      | 2   | 1   | 0.5
            2     | 0              | 1           | 0            | 0            | 0      | 1   | 0   | 0
            3     | 1              | 0           | 0            | 0            | 0      | 0   | 0   |
            4     | 1              | 0           | 0            | 0            | 0      | 0   | 0   |
            """,
            "by_theme": """
            theme   | complaints
            *       | 7
            delay   | 4
            manner  | 2
            unknown | 1
            """,
        },
    ),
    Scenario(
        title="Without a complaint the hub and every agency print 0",
        tables="""
        agencies
        agency_id | name   | kind   | in_baseline
        police    | Police | police | true

        referrals
        referral_id | agency_id | received_at
        r1          | police    | 2026-03-02 09:00
        """,
        expect={
            "by_agency": """
            agency_id | source   | complaints | upheld | partly_upheld | per_1000_referrals
            *         | *        | 0          | 0      | 0             | 0
            *         | external | 0          | 0      | 0             | 0
            *         | internal | 0          | 0      | 0             | 0
            hub       | *        | 0          | 0      | 0             | 0
            hub       | external | 0          | 0      | 0             | 0
            hub       | internal | 0          | 0      | 0             | 0
            police    | *        | 0          | 0      | 0             | 0
            police    | external | 0          | 0      | 0             | 0
            police    | internal | 0          | 0      | 0             | 0
            """,
            "by_theme": """
            theme | complaints
            *     | 0
            """,
        },
    ),
]
