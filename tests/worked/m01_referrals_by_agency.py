"""Worked cases of measure one."""

from tests.worked.scenario import Scenario

SCENARIOS = [
    Scenario(
        title="A referral counts for the agency that submitted it, in the London month of its receipt",
        tables="""
        agencies
        agency_id | name         | kind   | in_baseline | valid_from | valid_to
        council   | Council      | other  | true        |            |            # no referral: prints 0
        newtrust  | New trust    | health | true        | 2026-05-01 |            # not shown: begins after the window
        oldtrust  | Old trust    | health | true        |            | 2026-03-01 # shown: valid on the first day
        police    | Police       | police | true        |            |
        gone      | Closed trust | health | true        |            | 2025-12-31 # shown all the same: it has a row

        referrals
        referral_id | agency_id | received_at
        r1          | police    | 2026-02-28 23:59            # not included: the day before the window
        r2          | police    | 2026-03-01 00:00            # included: the window's first instant
        r3          | police    | 2026-03-31 23:30 +01:00     # March in London, whatever UTC says
        r4          | gone      | 2026-04-01 00:30 +01:00     # April in London, still March in UTC
        r5          | police    | 2026-05-01 00:00            # not included: the window's end is excluded
        """,
        expect={
            "by_agency": """
            agency_id | referrals | share_of_all
            *         | 3         | 1
            council   | 0         | 0
            gone      | 1         | 0.333333333333
            oldtrust  | 0         | 0
            police    | 2         | 0.666666666667
            """,
            "by_month": """
            month   | agency_id | referrals
            2026-03 | *         | 2
            2026-03 | council   | 0
            2026-03 | gone      | 0
            2026-03 | oldtrust  | 0
            2026-03 | police    | 2
            2026-04 | *         | 1
            2026-04 | council   | 0
            2026-04 | gone      | 1
            2026-04 | oldtrust  | 0
            2026-04 | police    | 0
            """,
        },
    ),
    Scenario(
        title="What lies after as-at has not happened, and its days are not shown",
        as_at="2026-03-15 12:00",
        tables="""
        referrals
        referral_id | received_at
        r1          | 2026-03-15 12:00      # at as-at: it has happened
        r2          | 2026-03-15 12:01      # not included: after as-at
        """,
        expect={
            "by_month": """
            month   | agency_id | referrals
            2026-03 | *         | 1
            2026-03 | council   | 0
            2026-03 | health    | 0
            2026-03 | police    | 1
            2026-03 | probation | 0
            """
        },
    ),
    Scenario(
        title="Without a referral there is no share",
        tables="",
        expect={
            "by_agency": """
            agency_id | referrals | share_of_all
            *         | 0         |
            council   | 0         |
            health    | 0         |
            police    | 0         |
            probation | 0         |
            """
        },
    ),
]
