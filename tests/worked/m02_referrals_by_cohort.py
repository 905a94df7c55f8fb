"""Worked cases of measure two."""

from tests.worked.scenario import Scenario

SCENARIOS = [
    Scenario(
        title="A referral has one main cohort and may have others; a person counts once in each cohort and in all",
        tables="""
        agencies
        agency_id | name    | kind   | in_baseline
        council   | Council | other  | true
        police    | Police  | police | true

        cohorts
        cohort_id | name           | age_group
        abuse     | Domestic abuse | any
        neglect   | Neglect        | child
        slavery   | Modern slavery | any       # no referral: prints 0

        referrals
        referral_id | agency_id | cohort_id | received_at
        r1          | police    | abuse     | 2026-03-02 09:00
        r2          | police    | neglect   | 2026-03-03 09:00
        r3          | council   | abuse     | 2026-04-01 00:30 +01:00  # April in London, still March in UTC
        r4          | council   | abuse     | 2026-02-28 23:59         # not included: too early

        referral_cohorts
        referral_id | cohort_id
        r1          | abuse       # the main one, listed
        r1          | neglect
        r3          | neglect     # the main one is not listed: it counts all the same
        r4          | slavery     # not included: its referral is too early; r2 has no row: the main one alone

        subjects
        referral_id | person_key | role
        r1          | ann        | subject
        r1          | bob        | alleged_perpetrator  # not a subject of r1
        r2          | ann        | subject              # in two cohorts, once in the total
        r2          | bob        | subject
        r3          | ann        | subject              # once in abuse, although r1 and r3
        r3          | cat        | subject
        r4          | dan        | subject              # not included
        """,
        expect={
            "by_cohort": """
            cohort_id | referrals | people | share_of_all
            *         | 3         | 3      | 1
            abuse     | 2         | 2      | 0.666666666667
            neglect   | 1         | 2      | 0.333333333333
            slavery   | 0         | 0      | 0
            """,
            "any_cohort": """
            cohort_id | referrals
            *         | 3
            abuse     | 2
            neglect   | 3
            slavery   | 0
            """,
            "agency_cohort": """
            agency_id | cohort_id | referrals
            *         | *         | 3
            *         | abuse     | 2
            *         | neglect   | 1
            *         | slavery   | 0
            council   | *         | 1
            council   | abuse     | 1
            council   | neglect   | 0
            council   | slavery   | 0
            police    | *         | 2
            police    | abuse     | 1
            police    | neglect   | 1
            police    | slavery   | 0
            """,
            "by_month": """
            month   | cohort_id | referrals
            2026-03 | *         | 2
            2026-03 | abuse     | 1
            2026-03 | neglect   | 1
            2026-03 | slavery   | 0
            2026-04 | *         | 1
            2026-04 | abuse     | 1
            2026-04 | neglect   | 0
            2026-04 | slavery   | 0
            """,
        },
    ),
    Scenario(
        title="Without a referral there is no share",
        tables="",
        expect={
            "by_cohort": """
            cohort_id | referrals | people | share_of_all
            *         | 0         | 0      |
            abuse     | 0         | 0      |
            neglect   | 0         | 0      |
            """,
            "any_cohort": """
            cohort_id | referrals
            *         | 0
            abuse     | 0
            neglect   | 0
            """,
        },
    ),
]
