"""Worked cases of measure five."""

from tests.worked.scenario import Scenario

SCENARIOS = [
    Scenario(
        # five decided referrals: r1, r2, r3, r4, r7
        title="Disposals and contributions of decided referrals",
        tables="""
        referrals
        referral_id | cohort_id | received_at             | time_known | decided_at
        r1          | abuse     | 2026-03-02 08:00        | true       | 2026-03-02 12:00
        r2          | neglect   | 2026-03-03 08:00        | true       | 2026-03-03 10:00
        r3          | abuse     | 2026-03-04 00:00        | false      | 2026-03-04 10:00         # only dates known: counts, but has no hours
        r4          | neglect   | 2026-04-01 08:00        | true       | 2026-04-01 20:00         # decided, without a disposal
        r5          | abuse     | 2026-04-02 08:00        | true       |                          # not included: undecided
        r6          | abuse     | 2026-02-28 23:00        | true       | 2026-03-01 09:00         # not included: decided in the window, but received before it
        r7          | abuse     | 2026-04-30 23:00 +01:00 | true       | 2026-06-01 00:00 +01:00  # decided at as-at itself
        r8          | abuse     | 2026-04-30 09:00        | true       | 2026-06-01 00:01 +01:00  # not included: decided after as-at

        ratings
        rating_id | referral_id | rated_at         | risk
        g1        | r1          | 2026-03-02 09:00 | red
        g2        | r1          | 2026-03-02 10:00 | amber  # final
        g3        | r2          | 2026-03-03 09:00 | amber
        g4        | r2          | 2026-03-03 11:00 | red    # not included: after the decision
        g5        | r3          | 2026-03-04 09:00 | red
        g7        | r7          | 2026-05-01 09:00 | blue   # r4 is unrated

        disposals
        disposal_id | referral_id | outcome_id | role    | agency_id | decided_at
        d1          | r1          | assessment | lead    | council   | 2026-03-02 12:00
        d2          | r1          | assessment | support | health    | 2026-03-02 12:00         # the same outcome: two disposals, one referral
        d3          | r1          | marac      | lead    | police    | 2026-03-02 11:00         # the earliest intervention: 3 hours
        d4          | r2          | nothing    | lead    | police    | 2026-03-03 10:00         # severity 0: no intervention
        d5          | r2          | advice     | lead    | council   | 2026-03-03 18:00         # dated after the decision, counts: 10 hours
        d6          | r3          | advice     | lead    |           | 2026-03-05 00:00         # no agency takes it: led by nobody
        d7          | r5          | marac      | lead    | police    | 2026-04-02 09:00         # not included: its referral is undecided
        d8          | r6          | marac      | lead    | police    | 2026-03-01 09:00         # not included: its referral is too early
        d9          | r7          | assessment | lead    | health    | 2026-06-01 00:00 +01:00  # at as-at itself: 745 hours
        d10         | r7          | marac      | support | council   | 2026-06-01 00:01 +01:00  # not included: after as-at

        requests
        request_id | referral_id | agency_id | requested_at     | responded_at            | response
        q1         | r1          | health    | 2026-03-02 09:00 | 2026-03-02 10:00        | shared
        q2         | r1          | health    | 2026-03-02 09:00 | 2026-03-02 11:00        | shared         # one agency, one referral: once
        q3         | r1          | police    | 2026-03-02 09:00 | 2026-03-02 10:00        | nothing_known  # answered, but nothing contributed
        q4         | r2          | council   | 2026-03-03 09:00 | 2026-03-10 09:00        | shared         # after the decision: contributed
        q5         | r3          | council   | 2026-03-04 09:00 |                         | shared         # without its moment: unanswered
        q6         | r4          | probation | 2026-04-01 09:00 | 2026-04-01 10:00        | shared
        q7         | r4          | health    | 2026-04-01 09:00 | 2026-06-01 00:01 +01:00 | shared         # not included: after as-at
        q8         | r5          | council   | 2026-04-02 09:00 | 2026-04-02 10:00        | shared         # not included: undecided
        """,
        expect={
            # 7 disposals: d1 to d6 and d9
            "by_outcome": """
            outcome_id | disposals | referrals | share_of_decided
            *          | 7         | 4         | 0.8
            advice     | 2         | 2         | 0.4
            assessment | 3         | 2         | 0.4
            marac      | 1         | 1         | 0.2
            nothing    | 1         | 1         | 0.2
            """,
            "by_cohort": """
            cohort_id | outcome_id | referrals
            *         | *          | 4
            *         | advice     | 2
            *         | assessment | 2
            *         | marac      | 1
            *         | nothing    | 1
            abuse     | *          | 3          # r1, r3, r7
            abuse     | advice     | 1
            abuse     | assessment | 2
            abuse     | marac      | 1
            abuse     | nothing    | 0
            neglect   | *          | 1          # r2 once, with two outcomes
            neglect   | advice     | 1
            neglect   | assessment | 0
            neglect   | marac      | 0
            neglect   | nothing    | 1
            """,
            "by_risk": """
            risk    | outcome_id | referrals
            *       | *          | 4
            *       | advice     | 2
            *       | assessment | 2
            *       | marac      | 1
            *       | nothing    | 1
            amber   | *          | 2
            amber   | advice     | 1
            amber   | assessment | 1
            amber   | marac      | 1
            amber   | nothing    | 1
            blue    | *          | 1
            blue    | advice     | 0
            blue    | assessment | 1
            blue    | marac      | 0
            blue    | nothing    | 0
            red     | *          | 1
            red     | advice     | 1
            red     | assessment | 0
            red     | marac      | 0
            red     | nothing    | 0
            unrated | *          | 0
            unrated | advice     | 0
            unrated | assessment | 0
            unrated | marac      | 0
            unrated | nothing    | 0
            """,
            # council: r2 contributed, r1 and r2 led; health: r1 contributed and supported, r7 led;
            # police: r1 and r2 led; probation: r4 contributed. Nobody: r3
            "utilisation": """
            agency_id | contributed | led | supported | utilised | utilised_rate
            *         | 3           | 3   | 1         | 4        | 0.8
            council   | 1           | 2   | 0         | 2        | 0.4
            health    | 1           | 1   | 1         | 2        | 0.4
            police    | 0           | 2   | 0         | 2        | 0.4
            probation | 1           | 0   | 0         | 1        | 0.2
            """,
            "forums": """
            outcome_id | referrals
            *          | 1
            marac      | 1
            """,
            # all: 3, 10 and 745 hours; amber: 3 and 10, of which half have happened at 3
            "earliest_intervention": """
            risk    | decided | with_intervention | median_hours
            *       | 5       | 4                 | 10
            amber   | 2       | 2                 | 3
            blue    | 1       | 1                 | 745
            red     | 1       | 1                 |
            unrated | 1       | 0                 |
            """,
        },
    ),
    Scenario(
        title="A referral routed to two forums counts under each and once in the total",
        tables="""
        outcomes
        outcome_id | name              | severity | forum
        channel    | Channel           | 2        | true
        marac      | MARAC             | 4        | true
        mappa      | MAPPA             | 4        | true   # no referral: prints 0
        nothing    | No further action | 0        | false  # not shown: no forum

        referrals
        referral_id | received_at      | decided_at
        r1          | 2026-03-02 08:00 | 2026-03-02 12:00
        r2          | 2026-03-03 08:00 | 2026-03-03 10:00
        r3          | 2026-03-04 08:00 | 2026-03-04 10:00
        r4          | 2026-03-04 08:00 |

        disposals
        disposal_id | referral_id | outcome_id | decided_at
        d1          | r1          | marac      | 2026-03-02 12:00
        d2          | r1          | channel    | 2026-03-02 12:00
        d3          | r2          | channel    | 2026-03-03 10:00
        d4          | r3          | nothing    | 2026-03-04 10:00
        d5          | r4          | marac      | 2026-03-04 10:00  # not included: undecided
        """,
        expect={
            "forums": """
            outcome_id | referrals
            *          | 2
            channel    | 2
            mappa      | 0
            marac      | 1
            """,
            "by_outcome": """
            outcome_id | disposals | referrals | share_of_decided
            *          | 4         | 3         | 1
            channel    | 2         | 2         | 0.666666666667
            mappa      | 0         | 0         | 0
            marac      | 1         | 1         | 0.333333333333
            nothing    | 1         | 1         | 0.333333333333
            """,
        },
    ),
    Scenario(
        title="Without a decided referral there is no share, no rate and no median",
        tables="""
        referrals
        referral_id | received_at
        r1          | 2026-03-02 08:00

        requests
        request_id | referral_id | agency_id | requested_at     | responded_at     | response
        q1         | r1          | health    | 2026-03-02 09:00 | 2026-03-02 10:00 | shared
        """,
        expect={
            "by_outcome": """
            outcome_id | disposals | referrals | share_of_decided
            *          | 0         | 0         |
            advice     | 0         | 0         |
            assessment | 0         | 0         |
            marac      | 0         | 0         |
            nothing    | 0         | 0         |
            """,
            "utilisation": """
            agency_id | contributed | led | supported | utilised | utilised_rate
            *         | 0           | 0   | 0         | 0        |
            council   | 0           | 0   | 0         | 0        |
            health    | 0           | 0   | 0         | 0        |
            police    | 0           | 0   | 0         | 0        |
            probation | 0           | 0   | 0         | 0        |
            """,
            "earliest_intervention": """
            risk    | decided | with_intervention | median_hours
            *       | 0       | 0                 |
            amber   | 0       | 0                 |
            blue    | 0       | 0                 |
            red     | 0       | 0                 |
            unrated | 0       | 0                 |
            """,
        },
    ),
]
