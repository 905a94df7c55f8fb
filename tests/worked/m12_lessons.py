"""Worked cases of measure twelve."""

from tests.worked.scenario import Scenario

SCENARIOS = [
    Scenario(
        title="Recommendations are a stock, each in the status it has at as-at",
        as_at="2026-05-01 09:00 +01:00",
        tables="""
        agencies
        agency_id | name         | kind   | in_baseline | valid_from | valid_to
        council   | Council      | other  | true        |            |
        gone      | Closed trust | health | true        |            | 2025-12-31  # shown all the same: it owns one
        police    | Police       | police | true        |            |
        school    | School       | other  | true        |            |             # owns none: prints 0

        evidence
        evidence_id | kind     | published_on
        v1          | learning | 2026-05-01     # on the day of as-at
        v2          | learning | 2026-05-02     # not published yet

        lessons
        lesson_id | source       | published_on
        l1        | child_review | 2020-01-01     # long before the window: counts
        l2        | child_review | 2026-04-30
        l3        | inspection   | 2026-03-01     # without a recommendation
        l4        | peer_review  | 2026-05-01     # not included: the window's end is excluded

        recommendations
        recommendation_id | lesson_id | agency_id | status      | decided_on | due_on     | implemented_on | policy_changed | evidence_id
        m1                | l1        | police    | implemented | 2026-01-01 |            | 2026-01-11     | true           | v1   # 10 days, proven
        m2                | l1        | police    | implemented | 2026-01-01 | 2026-02-01 | 2026-03-02     | false          | v2   # 60 days; proof not yet published
        m3                | l1        | police    | implemented | 2026-01-01 | 2026-04-30 | 2026-05-02     | true           | v1   # implemented after as-at: accepted still, overdue, censored after 120 days
        m4                | l2        | police    | accepted    | 2026-05-02 | 2026-04-01 |                | false          |      # accepted after as-at: proposed still, so not overdue
        m5                | l2        | police    | implemented | 2026-05-02 |            | 2026-05-03     | true           |      # both after as-at: proposed still
        m6                | l2        | police    | rejected    | 2026-05-02 |            |                | false          |      # rejected after as-at: proposed still
        m7                | l2        | council   | rejected    | 2026-05-01 |            |                | false          |      # on the day of as-at
        m8                | l2        | council   | accepted    | 2026-05-01 | 2026-05-01 |                | true           |      # due on the day of as-at: not overdue; not implemented: no policy changed
        m9                | l2        | council   | accepted    |            | 2026-04-30 |                | false          |      # date unknown: accepted as recorded, overdue, left out of the median
        m10               | l2        | gone      | implemented |            |            |                | true           | v1   # dates unknown: implemented as recorded, left out of the median
        m11               | l2        |           | proposed    |            | 2026-04-01 |                | false          |      # without an owner
        m12               | l4        | police    | implemented | 2026-05-01 |            | 2026-05-01     | true           | v1   # not included: its lesson is not
        m13               | l1        | gone      | implemented | 2026-05-02 |            | 2026-04-20     | false          |      # decided after as-at is not known: implemented, left out of the median
        m14               | l1        | police    | implemented | 2026-01-01 |            |                | false          |      # day of implementation unknown: left out of the median
        m15               | l1        | police    | implemented | 2026-01-01 |            |                | false          |      # the same
        """,
        expect={
            "by_source": """
            source                 | lessons | recommendations | accepted | implemented | policies_changed
            *                      | 3       | 14              | 3        | 6           | 2
            adult_review           | 0       | 0               | 0        | 0           | 0
            child_review           | 2       | 14              | 3        | 6           | 2
            domestic_review        | 0       | 0               | 0        | 0           | 0
            environmental_scan     | 0       | 0               | 0        | 0           | 0
            inspection             | 1       | 0               | 0        | 0           | 0
            other_authority        | 0       | 0               | 0        | 0           | 0
            peer_review            | 0       | 0               | 0        | 0           | 0
            """,
            # police: S = 2/3 after 10 days, 1/3 after 60. All: m8 is censored after 0 days, so the same
            "progress": """
            agency_id | proposed | accepted | rejected | implemented | overdue | median_days_to_implement
            *         | 4        | 3        | 1        | 6           | 2       | 60
            council   | 0        | 2        | 1        | 0           | 1       |
            gone      | 0        | 0        | 0        | 2           | 0       |
            police    | 3        | 1        | 0        | 4           | 1       | 60
            school    | 0        | 0        | 0        | 0           | 0       |
            unknown   | 1        | 0        | 0        | 0           | 0       |
            """,
            "impact": """
            source                 | implemented | with_evidence | share
            *                      | 6           | 2             | 0.333333333333
            adult_review           | 0           | 0             |
            child_review           | 6           | 2             | 0.333333333333
            domestic_review        | 0           | 0             |
            environmental_scan     | 0           | 0             |
            inspection             | 0           | 0             |
            other_authority        | 0           | 0             |
            peer_review            | 0           | 0             |
            """,
        },
    ),
    Scenario(
        title="A lesson published after as-at is not there, and neither are its recommendations",
        as_at="2026-04-10 12:00 +01:00",
        tables="""
        agencies
        agency_id | name   | kind   | in_baseline
        police    | Police | police | true

        lessons
        lesson_id | source     | published_on
        l1        | inspection | 2026-04-10     # on the day of as-at
        l2        | inspection | 2026-04-11     # not included

        recommendations
        recommendation_id | lesson_id | agency_id | status   | decided_on
        m1                | l1        | police    | accepted | 2026-04-10
        m2                | l2        | police    | accepted | 2026-04-10
        """,
        expect={
            "progress": """
            agency_id | proposed | accepted | rejected | implemented | overdue | median_days_to_implement
            *         | 0        | 1        | 0        | 0           | 0       |
            police    | 0        | 1        | 0        | 0           | 0       |
            """
        },
    ),
]
