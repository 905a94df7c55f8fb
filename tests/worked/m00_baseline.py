"""Worked cases of the baseline."""

from tests.worked.scenario import Scenario

# Exact (Garwood) 95 % intervals of a count, from published tables: 0: 0–3.688879, 1: 0.025318–5.571643,
# 2: 0.242209–7.224688, 3: 0.618672–8.767273.
SCENARIOS = [
    Scenario(
        # the window is March and April 2026: 61 days
        title="Volumes count by the days of their period that lie in the window, and a share needs all its days",
        tables="""
        agencies
        agency_id | name         | kind      | in_baseline | valid_from | valid_to
        closed    | Closed       | housing   | false       |            | 2025-12-31  # shown in exempt all the same: it has a referral
        council   | Council      | other     | true        |            |
        fire      | Fire         | fire      | false       |            |             # exempt, no referral: prints 0
        health    | Health       | health    | true        |            |
        oldforce  | Old force    | police    | true        |            | 2025-12-31  # not shown: not valid, no referral, no volume
        oldtrust  | Old trust    | health    | true        |            | 2026-02-28  # shown all the same: it has a volume
        police    | Police       | police    | true        |            |
        probation | Probation    | probation | false       |            |

        baselines
        agency_id | cohort_id | start      | end        | volume
        police    | abuse     | 2026-01-01 | 2026-12-31 | 365     # 61 of 365 days: 61
        police    | neglect   | 2026-03-01 | 2026-03-31 | 31      # all of it: 31
        police    | neglect   | 2026-04-01 | 2026-05-30 | 120     # 30 of 60 days: 60
        health    | abuse     | 2026-03-02 | 2026-12-31 | 305     # 60 of 305 days: 60; the first day of the window is not covered
        council   | neglect   | 2025-01-01 | 2026-02-28 | 1000    # not included: ends the day before the window
        oldtrust  | neglect   | 2026-04-30 | 2026-05-01 | 7       # 1 of 2 days: 3.5
        probation | abuse     | 2026-01-01 | 2026-12-31 | 365     # not included: outside the baseline

        referrals
        referral_id | agency_id | cohort_id | received_at
        r1          | police    | abuse     | 2026-03-01 00:00
        r2          | police    | abuse     | 2026-04-30 23:59
        r3          | police    | abuse     | 2026-05-01 00:00  # not included: after the window
        r4          | health    | abuse     | 2026-03-05 09:00
        r5          | council   | neglect   | 2026-03-06 09:00  # a referral without a volume
        r6          | probation | abuse     | 2026-03-07 09:00  # outside the baseline
        r7          | closed    | neglect   | 2026-03-08 09:00  # outside the baseline
        """,
        expect={
            # (*, abuse): health is not covered; (*, neglect): council has no volume; so (*, *) neither
            "share": """
            agency_id | cohort_id | referrals | baseline_volume | share          | lower    | upper
            *         | *         | 4         | 215.5           |                |          |
            *         | abuse     | 3         | 121             |                |          |
            *         | neglect   | 1         | 94.5            |                |          |
            council   | *         | 1         |                 |                |          |
            council   | abuse     | 0         |                 |                |          |
            council   | neglect   | 1         |                 |                |          |
            health    | *         | 1         | 60              |                |          |
            health    | abuse     | 1         | 60              |                |          |
            health    | neglect   | 0         |                 |                |          |
            oldtrust  | *         | 0         | 3.5             |                |          |
            oldtrust  | abuse     | 0         |                 |                |          |
            oldtrust  | neglect   | 0         | 3.5             |                |          |
            police    | *         | 2         | 152             | 0.013157894737 | 0.001593 | 0.047531
            police    | abuse     | 2         | 61              | 0.032786885246 | 0.003971 | 0.118438
            police    | neglect   | 0         | 91              | 0              | 0        | 0.040537
            """,
            "exempt": """
            agency_id | referrals
            closed    | 1
            fire      | 0
            probation | 1
            """,
        },
    ),
    Scenario(
        title="A total has a share when each of its cells with a referral or a volume has one; a volume of 0 gives none",
        tables="""
        agencies
        agency_id | name    | kind   | in_baseline
        council   | Council | other  | true
        police    | Police  | police | true

        baselines
        agency_id | cohort_id | start      | end        | volume
        council   | abuse     | 2026-03-01 | 2026-04-30 | 30
        council   | neglect   | 2026-03-01 | 2026-04-30 | 0     # a volume, and it is 0: no share, nor in the totals over it
        police    | abuse     | 2026-03-01 | 2026-04-30 | 61    # police and neglect: neither referral nor volume, in nobody's way

        referrals
        referral_id | agency_id | cohort_id | received_at
        r1          | council   | abuse     | 2026-03-05 09:00
        r2          | police    | abuse     | 2026-03-06 09:00
        r3          | police    | abuse     | 2026-04-06 09:00
        """,
        expect={
            "share": """
            agency_id | cohort_id | referrals | baseline_volume | share          | lower    | upper
            *         | *         | 3         | 91              |                |          |
            *         | abuse     | 3         | 91              | 0.032967032967 | 0.006799 | 0.096344
            *         | neglect   | 0         | 0               |                |          |
            council   | *         | 1         | 30              |                |          |
            council   | abuse     | 1         | 30              | 0.033333333333 | 0.000844 | 0.185721
            council   | neglect   | 0         | 0               |                |          |
            police    | *         | 2         | 61              | 0.032786885246 | 0.003971 | 0.118438
            police    | abuse     | 2         | 61              | 0.032786885246 | 0.003971 | 0.118438
            police    | neglect   | 0         |                 |                |          |
            """,
            "exempt": """
            agency_id | referrals
            """,
        },
    ),
    Scenario(
        # as-at is on 15 March: the window has 15 days
        title="Days after as-at are no days of the window",
        as_at="2026-03-15 12:00",
        tables="""
        agencies
        agency_id | name   | kind   | in_baseline
        police    | Police | police | true

        baselines
        agency_id | cohort_id | start      | end        | volume
        police    | abuse     | 2026-01-01 | 2026-12-31 | 365     # 15 of 365 days
        police    | abuse     | 2027-01-01 | 2027-12-31 | 9999    # not included: after the window

        referrals
        referral_id | cohort_id | received_at
        r1          | abuse     | 2026-03-15 12:00
        r2          | abuse     | 2026-03-14 12:00
        r3          | abuse     | 2026-03-15 12:01    # not included: after as-at
        r4          | neglect   | 2026-03-14 12:00    # a referral without a volume: no share in the totals over it
        """,
        expect={
            "share": """
            agency_id | cohort_id | referrals | baseline_volume | share          | lower    | upper
            *         | *         | 3         | 15              |                |          |
            *         | abuse     | 2         | 15              | 0.133333333333 | 0.016147 | 0.481646
            *         | neglect   | 1         |                 |                |          |
            police    | *         | 3         | 15              |                |          |
            police    | abuse     | 2         | 15              | 0.133333333333 | 0.016147 | 0.481646
            police    | neglect   | 1         |                 |                |          |
            """
        },
    ),
]
