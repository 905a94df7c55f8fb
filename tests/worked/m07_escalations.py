"""Worked cases of measure seven."""

from tests.worked.scenario import Scenario

SCENARIOS = [
    Scenario(
        title="An escalation belongs to the window by the moment it was raised, and is open until resolved",
        as_at="2026-05-01 00:00 +01:00",
        tables="""
        agencies
        agency_id | name         | kind   | in_baseline | valid_from | valid_to
        council   | Council      | other  | true        |            |
        gone      | Closed trust | health | true        |            | 2025-12-31  # shown all the same: it raised one
        later     | New trust    | health | true        | 2026-05-01 |             # not shown: begins after the window
        police    | Police       | police | true        |            |

        referrals
        referral_id | received_at
        r1          | 2026-01-10 09:00             # not in the window, but e1 was raised in it
        r2          | 2026-03-02 09:00
        r3          | 2026-03-31 23:30 +01:00      # March
        r4          | 2026-04-01 09:00
        r9          | 2026-05-02 09:00             # not known yet at as-at

        escalations
        escalation_id | referral_id | raised_at               | raised_by | about   | reason      | stage | resolved_at             | resolution
        e1            | r1          | 2026-03-02 12:00        | police    | council | threshold   | 1     | 2026-03-04 00:00        | changed    # 1.5 days
        e2            | r2          | 2026-03-28 12:00        | police    | council | threshold   | 2     | 2026-03-29 12:00        | upheld     # across the clock change: 23 h = 0.9583 days
        e3            | r9          | 2026-03-31 23:59 +01:00 | police    | council | information | 5     |                         | changed    # its referral is not known: it counts. Without its moment the resolution is unknown: open
        e4            |             | 2026-04-30 00:00        | gone      | police  | other       | 1     | 2026-05-01 00:00 +01:00 | changed    # resolved at as-at itself: exactly 1 day
        e5            |             | 2026-04-30 12:00        | council   | police  | response    | 1     | 2026-05-01 00:01        | changed    # resolved after as-at: open, resolution unknown
        e6            |             | 2026-02-28 23:59        | police    | council | response    | 4     |                         |            # not included: too early
        e7            |             | 2026-05-01 00:00        | police    | council | response    | 4     |                         |            # not included: the window's end is excluded
        """,
        expect={
            # police about council: events at 0.9583 (3 at risk, S = 2/3) and 1.5 (2 at risk, S = 1/3): median 1.5
            # council about police: one, open: never reached
            # all: council's is censored after 0.5 days, before the events at 0.9583 (4 at risk, S = 3/4),
            # 1 (S = 1/2, which reaches the median)
            # about police: 0.5 censored, then 1 day with 1 at risk: S = 0
            "by_pair": """
            raised_by | about   | escalations | open | median_days
            *         | *       | 5           | 2    | 1
            *         | council | 3           | 1    | 1.5
            *         | gone    | 0           | 0    |
            *         | police  | 2           | 1    | 1
            council   | *       | 1           | 1    |
            council   | gone    | 0           | 0    |
            council   | police  | 1           | 1    |
            gone      | *       | 1           | 0    | 1
            gone      | council | 0           | 0    |
            gone      | police  | 1           | 0    | 1
            police    | *       | 3           | 1    | 1.5
            police    | council | 3           | 1    | 1.5
            police    | gone    | 0           | 0    |
            """,
            "by_reason": """
            reason      | escalations | resolved | changed | changed_rate
            *           | 5           | 3        | 2       | 0.666666666667
            information | 1           | 0        | 0       |
            other       | 1           | 1        | 1       | 1
            response    | 1           | 0        | 0       |
            threshold   | 2           | 2        | 1       | 0.5
            timeliness  | 0           | 0        | 0       |
            """,
            "by_stage": """
            stage | escalations
            *     | 5
            1     | 3
            2     | 1
            3     | 0
            4     | 0
            5     | 1
            """,
            # March: e1, e2, e3 over r2, r3; April: e4, e5 over r4
            "rate": """
            month   | escalations | referrals | per_100_referrals
            2026-03 | 3           | 2         | 150
            2026-04 | 2           | 1         | 200
            """,
        },
    ),
    Scenario(
        title="Days after as-at are not shown, and a month without referrals has no rate",
        as_at="2026-04-10 12:00 +01:00",
        tables="""
        agencies
        agency_id | name    | kind   | in_baseline
        council   | Council | other  | true
        police    | Police  | police | true

        referrals
        referral_id | received_at
        r1          | 2026-03-20 09:00
        r2          | 2026-04-10 12:01 +01:00     # not included: after as-at

        escalations
        escalation_id | raised_at               | raised_by | about
        e1            | 2026-04-10 12:00 +01:00 | police    | council  # at as-at: it has happened
        e2            | 2026-04-10 12:01 +01:00 | police    | council  # not included: after as-at
        """,
        end="2026-06-01",
        expect={
            "by_pair": """
            raised_by | about   | escalations | open | median_days
            *         | *       | 1           | 1    |
            *         | council | 1           | 1    |
            *         | police  | 0           | 0    |
            council   | *       | 0           | 0    |
            council   | police  | 0           | 0    |
            police    | *       | 1           | 1    |
            police    | council | 1           | 1    |
            """,
            "rate": """
            month   | escalations | referrals | per_100_referrals
            2026-03 | 0           | 1         | 0
            2026-04 | 1           | 0         |
            """,
        },
    ),
    Scenario(
        title="Without an escalation every pair prints 0",
        tables="""
        agencies
        agency_id | name    | kind   | in_baseline
        council   | Council | other  | true
        police    | Police  | police | true
        """,
        expect={
            "by_pair": """
            raised_by | about   | escalations | open | median_days
            *         | *       | 0           | 0    |
            *         | council | 0           | 0    |
            *         | police  | 0           | 0    |
            council   | *       | 0           | 0    |
            council   | police  | 0           | 0    |
            police    | *       | 0           | 0    |
            police    | council | 0           | 0    |
            """,
            "by_reason": """
            reason      | escalations | resolved | changed | changed_rate
            *           | 0           | 0        | 0       |
            information | 0           | 0        | 0       |
            other       | 0           | 0        | 0       |
            response    | 0           | 0        | 0       |
            threshold   | 0           | 0        | 0       |
            timeliness  | 0           | 0        | 0       |
            """,
        },
    ),
]
