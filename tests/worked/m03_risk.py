"""Worked cases of measure three."""

from tests.worked.scenario import Scenario

SCENARIOS = [
    Scenario(
        title="First and final rating, and what sharing added",
        tables="""
        referrals
        referral_id | received_at      | decided_at
        r1          | 2026-03-02 09:00 | 2026-03-02 12:00
        r2          | 2026-03-02 09:00 | 2026-03-02 12:00
        r3          | 2026-03-02 09:00 | 2026-03-02 12:00
        r4          | 2026-03-02 09:00 |                    # undecided: rated, but in no comparison with outcomes
        r5          | 2026-03-02 09:00 | 2026-03-02 12:00   # never rated
        r6          | 2026-03-02 09:00 | 2026-03-02 12:00   # rated only after its decision: unrated
        r7          | 2026-03-02 09:00 | 2026-03-02 12:00   # two ratings at one instant: order of rating_id
        r8          | 2026-03-02 09:00 | 2026-03-02 12:00   # no disposal: in no comparison with outcomes

        ratings
        rating_id | referral_id | rated_at         | risk
        g1        | r1          | 2026-03-02 09:10 | blue
        g2        | r1          | 2026-03-02 09:40 | red
        g3        | r2          | 2026-03-02 09:10 | red
        g4        | r3          | 2026-03-02 09:10 | blue
        g5        | r4          | 2026-03-02 09:10 | amber
        g6        | r6          | 2026-03-02 12:01 | amber
        gb        | r7          | 2026-03-02 09:10 | amber
        ga        | r7          | 2026-03-02 09:10 | blue
        g9        | r8          | 2026-03-02 09:10 | blue

        disposals
        disposal_id | referral_id | outcome_id | decided_at
        d1          | r1          | marac      | 2026-03-02 12:00   # severity 4
        d2          | r1          | nothing    | 2026-03-02 12:00   # the highest counts
        d3          | r2          | nothing    | 2026-03-02 12:00   # severity 0
        d4          | r3          | nothing    | 2026-03-02 12:00
        d5          | r4          | marac      | 2026-03-02 12:00
        d6          | r5          | advice     | 2026-03-02 12:00   # severity 1
        d7          | r6          | advice     | 2026-03-02 12:00
        d8          | r7          | assessment | 2026-03-05 12:00   # severity 3; decided later counts too
        """,
        expect={
            "by_risk": """
            risk    | first_rated | final_rated
            *       | 8           | 8
            amber   | 1           | 2   # first r4; final r4, r7
            blue    | 4           | 2   # first r1, r3, r7, r8; final r3, r8
            red     | 1           | 2   # first r2; final r1, r2
            unrated | 2           | 2   # r5, r6
            """,
            "rerating": """
            first_risk | final_risk | referrals
            *          | *          | 6
            *          | amber      | 2
            *          | blue       | 2
            *          | red        | 2
            amber      | *          | 1
            amber      | amber      | 1
            amber      | blue       | 0
            amber      | red        | 0
            blue       | *          | 4
            blue       | amber      | 1
            blue       | blue       | 2
            blue       | red        | 1
            red        | *          | 1
            red        | amber      | 0
            red        | blue       | 0
            red        | red        | 1
            """,
            # decided, rated, with severity: r1 (1 to 3, severity 4), r2 (3, 0), r3 (1, 0), r7 (1 to 2, severity 3).
            # First: r1-r2 and r2-r7 discordant, all others tied: -1. Final: r1-r3, r1-r7, r3-r7 concordant,
            # r2-r7 discordant: (3 - 1) / 4.
            "added_value": """
            stage      | gamma
            difference | 1.5
            final      | 0.5
            first      | -1
            """,
            "missed_risk": """
            measure            | numerator | denominator | rate   | lower  | upper
            nothing_in_highest | 1         | 1           | 1      | 0.2065 | 1        # r2 of r2
            severe_in_lowest   | 1         | 3           | 0.3333 | 0.0615 | 0.7923   # r1 of r1, r3, r7
            """,
        },
    ),
    Scenario(
        title="Severity by rating, first and final",
        tables="""
        risks
        risk | name | rank | target_hours | clock   | valid_from
        red  | Red  | 3    | 2            | elapsed | 2000-01-01

        referrals
        referral_id | received_at      | decided_at
        r1          | 2026-03-02 09:00 | 2026-03-02 12:00
        r2          | 2026-03-02 09:00 | 2026-06-01 00:01   # decided after as-at: not decided yet

        ratings
        rating_id | referral_id | rated_at         | risk
        g1        | r1          | 2026-03-02 09:10 | red
        g2        | r2          | 2026-03-02 09:10 | red

        disposals
        disposal_id | referral_id | outcome_id | decided_at
        d1          | r1          | marac      | 2026-03-02 12:00
        d2          | r2          | marac      | 2026-03-02 12:00
        """,
        expect={
            "severity": "stage | risk | severity | referrals\n"
            + "\n".join(
                f"{stage} | {risk} | {severity} | {1 if severity in ('*', '4') else 0}"
                for stage in ("final", "first")
                for risk in ("*", "red")
                for severity in ("*", "0", "1", "2", "3", "4", "5")
            ),
            "added_value": """
            stage      | gamma | lower | upper
            difference |       |       |          # one referral makes no pair
            final      |       |       |
            first      |       |       |
            """,
        },
    ),
    Scenario(
        title="Rank on the day of receipt decides what is lowest and highest",
        start="2026-01-01",
        tables="""
        risks
        risk  | name  | rank | target_hours | clock   | valid_from | valid_to
        amber | Amber | 2    | 24           | elapsed | 2000-01-01 |
        green | Green | 1    |              | elapsed | 2026-03-01 |              # from March there is a lower one
        red   | Red   | 3    | 2            | elapsed | 2000-01-01 | 2026-02-28   # until February there is a higher one

        referrals
        referral_id | received_at      | decided_at
        r1          | 2026-02-10 09:00 | 2026-02-10 12:00   # amber is the lowest
        r2          | 2026-03-10 09:00 | 2026-03-10 12:00   # amber is the highest

        ratings
        rating_id | referral_id | rated_at         | risk
        g1        | r1          | 2026-02-10 09:10 | amber
        g2        | r2          | 2026-03-10 09:10 | amber

        disposals
        disposal_id | referral_id | outcome_id | decided_at
        d1          | r1          | marac      | 2026-02-10 12:00
        d2          | r2          | nothing    | 2026-03-10 12:00
        """,
        expect={
            "missed_risk": """
            measure            | numerator | denominator
            nothing_in_highest | 1         | 1           # r2
            severe_in_lowest   | 1         | 1           # r1
            """
        },
    ),
]
