"""Worked cases of measure ten."""

from tests.worked.scenario import Scenario

SCENARIOS = [
    Scenario(
        title="Audits of the window, the panel's grades once completed, and a weighted estimate for all cases",
        tables="""
        referrals
        referral_id | received_at
        r1          | 2025-11-10 09:00   # when the referral was received is of no matter

        audits
        audit_id | round_id | referral_id | sampled_on | completed_on | selection_probability
        a1       | round1   | r1          | 2026-03-01 | 2026-03-20   | 0.5
        a2       | round1   | r1          | 2026-03-01 | 2026-06-01   | 0.25    # completed on the day of as-at: counts
        a3       | round1   | r1          | 2026-04-30 | 2026-05-20   | 1
        a4       | round1   | r1          | 2026-03-01 | 2026-03-20   |         # chance not recorded: in grades, not in weighted
        a5       | round1   | r1          | 2026-03-01 | 2026-06-02   | 0.5     # completed after as-at: its grades are unknown
        a6       | round1   | r1          | 2026-03-01 | 2026-03-20   | 0.5     # only graded before the panel, and for an agency
        a7       | round2   | r1          | 2026-03-01 |              | 0.5     # a round with nothing completed
        a8       | round0   | r1          | 2026-02-28 | 2026-03-20   | 0.5     # not included: sampled before the window
        a9       | round3   | r1          | 2026-05-01 | 2026-05-20   | 0.5     # not included: the window's end is excluded

        audit_grades
        grade_id | audit_id | agency_id | criterion | auditor | grade | moderated
        g1       | a1       |           | overall   | panel   | 3     | true
        g2       | a1       |           | plan      | panel   | 2     | true    # half of a1's grades are good
        g3       | a2       |           | overall   | panel   | 4     | true
        g4       | a2       |           | overall   | panel2  | 3     | true    # two agreed grades: once in each, once in the total
        g5       | a3       |           | overall   | panel   | 2     | true
        g6       | a4       |           | overall   | panel   | 4     | true
        g7       | a5       |           | overall   | panel   | 1     | true
        g8       | a6       |           | overall   | x       | 1     | false   # not the panel's
        g9       | a6       | police    | overall   | panel   | 1     | true
        g10      | a8       |           | overall   | panel   | 1     | true
        g11      | a9       |           | overall   | panel   | 1     | true
        """,
        expect={
            "coverage": """
            round_id | sampled | completed
            *        | 7       | 5
            round1   | 6       | 5
            round2   | 1       | 0
            """,
            "grades": """
            round_id | agency_id | criterion | grade | audits
            round1   | case      | overall   | *     | 4
            round1   | case      | overall   | 1     | 0
            round1   | case      | overall   | 2     | 1
            round1   | case      | overall   | 3     | 2
            round1   | case      | overall   | 4     | 2
            round1   | case      | plan      | *     | 1
            round1   | case      | plan      | 1     | 0
            round1   | case      | plan      | 2     | 1
            round1   | case      | plan      | 3     | 0
            round1   | case      | plan      | 4     | 0
            round1   | police    | overall   | *     | 1
            round1   | police    | overall   | 1     | 1
            round1   | police    | overall   | 2     | 0
            round1   | police    | overall   | 3     | 0
            round1   | police    | overall   | 4     | 0
            """,
            # a1: weight 2, share 1/2; a2: weight 4, share 1; a3: weight 1, share 0: (1 + 4 + 0) ÷ 7
            # effective number 7² ÷ (4 + 16 + 1) = 7/3; Wilson of 5/7 at it:
            # (5/7 + z²·3/14 ± z √(10/49 · 3/7 + z² · 9/196)) ÷ (1 + z²·3/7) = (1.53746 ± 1.00678) ÷ 2.64634
            "weighted": """
            round_id | audits | good_or_better | lower  | upper
            round1   | 3      | 0.714285714286 | 0.2005 | 0.9614
            round2   | 0      |                |        |
            """,
        },
    ),
    Scenario(
        title="Krippendorff's alpha of the auditors' own grades of the case as a whole",
        tables="""
        referrals
        referral_id | received_at
        r1          | 2025-11-10 09:00

        audits
        audit_id | round_id | referral_id | sampled_on | completed_on
        a1       | round1   | r1          | 2026-03-01 | 2026-03-20
        a2       | round1   | r1          | 2026-03-01 | 2026-03-20
        a3       | round1   | r1          | 2026-03-01 | 2026-03-20
        a4       | round1   | r1          | 2026-03-01 | 2026-03-20
        a5       | round1   | r1          | 2026-03-01 |
        b1       | round2   | r1          | 2026-03-01 | 2026-03-20
        b2       | round2   | r1          | 2026-03-01 | 2026-03-20

        audit_grades
        grade_id | audit_id | agency_id | criterion | auditor | grade | moderated
        # overall in round1: pairs (2, 3), (3, 3), (4, 4). A distance is (grades from one to the other, counted
        # with those ends, less half of each end) squared: 2-3: (1+3-2)² = 4, 2-4: (1+3+2-1.5)² = 20.25,
        # 3-4: (3+2-2.5)² = 6.25. Observed 2·4 = 8; by chance 2·(1·3·4 + 1·2·20.25 + 3·2·6.25) ÷ 5 = 36;
        # alpha = 1 − 8/36
        g1       | a1       |           | overall   | x       | 2     | false
        g2       | a1       |           | overall   | y       | 3     | false
        g3       | a2       |           | overall   | x       | 3     | false
        g4       | a2       |           | overall   | y       | 3     | false
        g5       | a3       |           | overall   | x       | 4     | false
        g6       | a3       |           | overall   | z       | 4     | false
        g7       | a4       |           | overall   | x       | 1     | false   # nobody to compare with: no part in it
        g8       | a4       |           | overall   | panel   | 4     | true    # not included: the panel's
        g9       | a4       | police    | overall   | y       | 4     | false   # not included: an agency's grade, not the case's
        g10      | a5       |           | overall   | x       | 1     | false   # not included: audit not completed
        g11      | a5       |           | overall   | y       | 4     | false   # not included: the same
        # plan: the only pair is equal, the other grade stands alone: no alpha
        g12      | a1       |           | plan      | x       | 3     | false
        g13      | a1       |           | plan      | y       | 3     | false
        g14      | a2       |           | plan      | x       | 1     | false
        # voice: no pair at all
        g15      | a1       |           | voice     | x       | 2     | false
        # overall in round2: (1, 1, 2) and (4, 4): 3 + 1 pairs; each grade of three meets the other two by half.
        # 1-2: (2+1-1.5)² = 2.25, 1-4: (2+1+2-2)² = 9, 2-4: (1+2-1.5)² = 2.25. Observed 2·2.25 = 4.5;
        # by chance 2·(2·1·2.25 + 2·2·9 + 1·2·2.25) ÷ 4 = 22.5; alpha = 1 − 4.5/22.5
        g16      | b1       |           | overall   | x       | 1     | false
        g17      | b1       |           | overall   | y       | 1     | false
        g18      | b1       |           | overall   | z       | 2     | false
        g19      | b2       |           | overall   | x       | 4     | false
        g20      | b2       |           | overall   | y       | 4     | false
        # plan in round2: one pair that differs: as by chance
        g21      | b1       |           | plan      | x       | 1     | false
        g22      | b1       |           | plan      | y       | 4     | false
        # safety, in round2 only: full agreement
        g23      | b1       |           | safety    | x       | 1     | false
        g24      | b1       |           | safety    | y       | 1     | false
        g25      | b2       |           | safety    | x       | 4     | false
        g26      | b2       |           | safety    | y       | 4     | false
        """,
        expect={
            "agreement": """
            round_id | criterion | alpha          | pairs
            round1   | overall   | 0.777777777778 | 3
            round1   | plan      |                | 1
            round1   | voice     |                | 0
            round2   | overall   | 0.8            | 4
            round2   | plan      | 0              | 1
            round2   | safety    | 1              | 2
            """,
            # nothing moderated for the case as a whole but a4's, whose chance is not recorded
            "weighted": """
            round_id | audits | good_or_better | lower | upper
            round1   | 0      |                |       |
            round2   | 0      |                |       |
            """,
        },
    ),
    Scenario(
        title="Actions are a stock: of all audits sampled before the end of the window",
        as_at="2026-04-10 12:00 +01:00",
        tables="""
        agencies
        agency_id | name    | kind   | in_baseline | valid_from | valid_to
        council   | Council | other  | true        |            |             # no action: prints 0
        gone      | Gone    | health | true        |            | 2025-12-31  # shown all the same: it owns one
        police    | Police  | police | true        |            |

        referrals
        referral_id | received_at
        r1          | 2025-06-10 09:00

        audits
        audit_id | referral_id | sampled_on | completed_on
        a1       | r1          | 2025-07-01 | 2025-07-20     # long before the window: counts
        a2       | r1          | 2026-04-10 |                # on the day of as-at, not completed: its actions exist
        a3       | r1          | 2026-04-11 |                # not included: sampled after as-at

        audit_actions
        action_id | audit_id | agency_id | due_on     | completed_on
        c1        | a1       | police    | 2025-09-01 | 2025-09-01    # completed on the day due
        c2        | a1       | police    | 2025-09-01 | 2025-09-02    # completed late
        c3        | a1       | police    | 2026-04-09 |               # overdue
        c8        | a1       | police    | 2026-03-01 |               # overdue
        c4        | a1       | police    | 2026-04-10 |               # due on the day of as-at: open
        c5        | a2       | police    | 2026-04-09 | 2026-04-11    # completed after as-at: overdue still
        c6        | a2       | gone      | 2026-05-01 | 2026-04-10    # completed on the day of as-at
        c7        | a3       | police    | 2026-05-01 |               # not included
        """,
        expect={
            "actions": """
            agency_id | open | overdue | completed | completed_late
            *         | 1    | 3       | 2         | 1
            council   | 0    | 0       | 0         | 0
            gone      | 0    | 0       | 1         | 0
            police    | 1    | 3       | 1         | 1
            """,
            "coverage": """
            round_id | sampled | completed
            *        | 1       | 0
            round1   | 1       | 0
            """,
        },
    ),
    Scenario(
        title="An action of an audit sampled on the first day after the window is not yet in the stock",
        tables="""
        agencies
        agency_id | name   | kind   | in_baseline
        police    | Police | police | true

        referrals
        referral_id | received_at
        r1          | 2026-03-10 09:00

        audits
        audit_id | referral_id | sampled_on
        a1       | r1          | 2026-05-01

        audit_actions
        action_id | audit_id | agency_id | due_on
        c1        | a1       | police    | 2026-05-15
        """,
        expect={
            "actions": """
            agency_id | open | overdue | completed | completed_late
            *         | 0    | 0       | 0         | 0
            police    | 0    | 0       | 0         | 0
            """,
            "coverage": """
            round_id | sampled | completed
            *        | 0       | 0
            """,
        },
    ),
]
