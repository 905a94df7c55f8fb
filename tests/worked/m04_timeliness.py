"""Worked cases of measure four."""

from tests.worked.scenario import Scenario

BY_RISK = """
    {dimension}risk    | in_time | late | open_in_time | open_overdue | no_target | due | met | on_time_rate | lower  | upper
    {month}*       | 1       | 3    | 1            | 1            | 2         | 5   | 1   | 0.2          | 0.0362 | 0.6245
    {month}amber   | 0       | 0    | 1            | 1            | 0         | 1   | 0   | 0            | 0      | 0.7935
    {month}blue    | 0       | 1    | 0            | 0            | 0         | 1   | 0   | 0            | 0      | 0.7935
    {month}red     | 1       | 2    | 0            | 0            | 1         | 3   | 1   | 0.3333       | 0.0615 | 0.7923
    {month}unrated | 0       | 0    | 0            | 0            | 1         | 0   | 0   |              |        |
"""

SCENARIOS = [
    Scenario(
        title="States against the due time, to the second, and hours with open cases censored",
        as_at="2026-03-10 12:00",
        end="2026-04-01",
        tables="""
        referrals
        referral_id | agency_id | received_at      | decided_at          | time_known
        r1          | police    | 2026-03-02 09:00 | 2026-03-02 11:00:00 | true   # decided at the due time: in time
        r2          | police    | 2026-03-02 09:00 | 2026-03-02 11:00:01 | true   # a second later: late
        r3          | council   | 2026-03-02 09:00 | 2026-03-02 16:00    | true   # upgraded: due moves forward to 15:00
        r4          | council   | 2026-03-02 09:00 | 2026-03-02 12:00    | true   # downgraded: due stays 11:00
        r5          | health    | 2026-03-09 12:00 |                     | true   # due at as-at: still in time, not yet due
        r6          | health    | 2026-03-09 11:59 |                     | true   # due a minute before as-at
        r7          | police    | 2026-03-03 00:00 | 2026-03-03 09:00    | false  # only the date is known: no target, no hours
        r8          | police    | 2026-03-04 09:00 | 2026-03-04 10:00    | true   # unrated: no target, but its hours count

        ratings
        rating_id | referral_id | rated_at         | risk
        g1        | r1          | 2026-03-02 09:10 | red
        g2        | r2          | 2026-03-02 09:10 | red
        g3        | r3          | 2026-03-02 09:30 | blue
        g4        | r3          | 2026-03-02 13:00 | red
        g5        | r4          | 2026-03-02 09:10 | red
        g6        | r4          | 2026-03-02 10:00 | blue
        g7        | r5          | 2026-03-09 12:30 | amber
        g8        | r6          | 2026-03-09 12:30 | amber
        g9        | r7          | 2026-03-03 00:00 | red
        """,
        expect={
            "by_risk": """
            risk    | in_time | late | open_in_time | open_overdue | no_target | due | met | on_time_rate | lower  | upper  | median_hours | p90_hours
            *       | 1       | 3    | 1            | 1            | 2         | 5   | 1   | 0.2          | 0.0362 | 0.6245 | 3            |             # 1, 2, 2.0003, 3, 7; two of seven still open
            amber   | 0       | 0    | 1            | 1            | 0         | 1   | 0   | 0            | 0      | 0.7935 |              |
            blue    | 0       | 1    | 0            | 0            | 0         | 1   | 0   | 0            | 0      | 0.7935 | 3            | 3
            red     | 1       | 2    | 0            | 0            | 1         | 3   | 1   | 0.3333       | 0.0615 | 0.7923 | 2.00027778   | 7
            unrated | 0       | 0    | 0            | 0            | 1         | 0   | 0   |              |        |        | 1            | 1
            """,
            "by_agency": """
            agency_id | in_time | late | open_in_time | open_overdue | no_target | due | met | on_time_rate | lower  | upper  | median_hours | p90_hours
            *         | 1       | 3    | 1            | 1            | 2         | 5   | 1   | 0.2          | 0.0362 | 0.6245 | 3            |
            council   | 0       | 2    | 0            | 0            | 0         | 2   | 0   | 0            | 0      | 0.6576 | 3            | 7
            health    | 0       | 0    | 1            | 1            | 0         | 1   | 0   | 0            | 0      | 0.7935 |              |
            police    | 1       | 1    | 0            | 0            | 2         | 2   | 1   | 0.5          | 0.0945 | 0.9055 | 2            | 2.00027778
            probation | 0       | 0    | 0            | 0            | 0         | 0   | 0   |              |        |        |              |
            """,
            "by_month": BY_RISK.format(dimension="month   | ", month="2026-03 | "),
            # current: r3 is late against 09:00 + 2 h, r4 in time against 09:00 + 72 h; initial the other way round
            "policy_sensitivity": """
            target_policy | in_time | late | open_in_time | open_overdue | due | met | on_time_rate
            current       | 2       | 2    | 1            | 1            | 5   | 2   | 0.4
            initial       | 2       | 2    | 1            | 1            | 5   | 2   | 0.4
            strictest     | 1       | 3    | 1            | 1            | 5   | 1   | 0.2
            """,
        },
    ),
    Scenario(
        title="A working clock counts opening hours only",
        as_at="2026-03-31 12:00",
        end="2026-04-01",
        tables="""
        risks
        risk  | name  | rank | target_hours | clock   | valid_from
        amber | Amber | 2    | 8.5          | working | 2000-01-01   # a whole day, 08:30 to 17:00
        red   | Red   | 3    | 2            | working | 2000-01-01

        closed_days
        date       | reason
        2026-03-06 | Closed          # a Friday

        referrals
        referral_id | received_at      | decided_at
        w1          | 2026-03-05 08:30 | 2026-03-05 17:00      # Thursday; the target fills the day: due at closing time
        w2          | 2026-03-05 16:00 | 2026-03-09 09:30:01   # an hour on Thursday, the next on Monday: due 09:30, late
        w3          | 2026-03-07 12:00 | 2026-03-09 10:30      # a Saturday: due Monday 10:30
        w4          | 2026-03-05 16:00 | 2026-03-09 16:00      # 1 h on Thursday, 7.5 h on Monday: due 16:00

        ratings
        rating_id | referral_id | rated_at         | risk
        g1        | w1          | 2026-03-05 08:30 | amber
        g2        | w2          | 2026-03-05 16:00 | red
        g3        | w3          | 2026-03-07 12:00 | red
        g4        | w4          | 2026-03-05 16:00 | amber
        """,
        expect={
            "policy_sensitivity": """
            target_policy | in_time | late | open_in_time | open_overdue | due | met | on_time_rate
            current       | 3       | 1    | 0            | 0            | 4   | 3   | 0.75
            initial       | 3       | 1    | 0            | 0            | 4   | 3   | 0.75
            strictest     | 3       | 1    | 0            | 0            | 4   | 3   | 0.75
            """
        },
    ),
    Scenario(
        title="Requests, feedback, where the time goes and who holds it up",
        as_at="2026-03-10 12:00",
        end="2026-04-01",
        tables="""
        referrals
        referral_id | received_at      | decided_at       | feedback_at
        a1          | 2026-03-02 08:00 | 2026-03-02 15:00 | 2026-03-02 16:00   # red, due 10:00: late
        a2          | 2026-03-03 08:00 |                  |
        a3          | 2026-03-04 08:00 | 2026-03-04 10:00 |                    # decided without a request: not in share_of_time

        ratings
        rating_id | referral_id | rated_at         | risk
        g1        | a1          | 2026-03-02 08:30 | red
        g2        | a2          | 2026-03-03 08:30 | red
        g3        | a3          | 2026-03-04 09:00 | red

        requests
        request_id | referral_id | agency_id | requested_at     | due_at           | responded_at     | response
        q1         | a1          | council   | 2026-03-02 09:00 | 2026-03-02 13:00 | 2026-03-02 10:00 | shared
        q2         | a1          | health    | 2026-03-02 09:00 | 2026-03-02 13:00 | 2026-03-02 14:00 | nothing_known
        q3         | a2          | council   | 2026-03-03 09:00 | 2026-03-03 13:00 |                  |                # 171 h outstanding at as-at
        q4         | a3          | health    | 2026-03-04 08:30 |                  |                  | cancelled      # counts without a moment
        """,
        expect={
            "responses": """
            agency_id | requests | in_time | late | open_in_time | open_overdue | no_due | cancelled | due | met | on_time_rate | median_hours
            *         | 3        | 1       | 1    | 0            | 1            | 0      | 1         | 3   | 1   | 0.3333       | 5
            council   | 2        | 1       | 0    | 0            | 1            | 0      | 0         | 2   | 1   | 0.5          | 1
            health    | 1        | 0       | 1    | 0            | 0            | 0      | 1         | 1   | 0   | 0            | 5
            police    | 0        | 0       | 0    | 0            | 0            | 0      | 0         | 0   | 0   |              |
            probation | 0        | 0       | 0    | 0            | 0            | 0      | 0         | 0   | 0   |              |
            """,
            "feedback": """
            agency_id | decided | fed_back | median_hours
            *         | 2       | 1        | 1              # a3's referrer is still waiting
            council   | 0       | 0        |
            health    | 0       | 0        |
            police    | 2       | 1        | 1
            probation | 0       | 0        |
            """,
            # hours of a1 and a2: 0.5 + 0.5, 0.5 + 0.5, 5 + 171, 1; in all 179
            "segments": """
            segment                   | referrals | median_hours | p90_hours | share_of_time
            last_response_to_decision | 1         | 1            | 1         | 0.005587
            rating_to_request         | 3         | 0.5          |           | 0.005587
            receipt_to_rating         | 3         | 0.5          | 1         | 0.005587
            request_to_last_response  | 2         | 5            |           | 0.983240
            """,
            # a1: from 10:00 to 14:00 only health was outstanding; a2: only the council, to as-at
            "blockages": """
            agency_id | last_to_respond | last_to_respond_late | sole_wait_hours
            *         | 1               | 1                    | 175
            council   | 0               | 0                    | 171
            health    | 1               | 1                    | 4
            police    | 0               | 0                    | 0
            probation | 0               | 0                    | 0
            """,
        },
    ),
]
