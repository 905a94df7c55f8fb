"""Worked cases of measure eleven."""

from tests.worked.scenario import Scenario

SCENARIOS = [
    Scenario(
        title="The library is a stock, its uses belong to the day on which they were asked for",
        tables="""
        agencies
        agency_id | name         | kind   | in_baseline | valid_from | valid_to
        council   | Council      | other  | true        |            |
        gone      | Closed trust | health | true        |            | 2025-12-31  # shown in uses, as it asked; not in unserved
        later     | New trust    | health | true        | 2026-05-01 |             # begins after the window: in neither
        police    | Police       | police | true        |            |
        school    | School       | other  | true        |            | 2026-03-01  # valid on the first day, asked for nothing

        evidence
        evidence_id | kind          | cohort_id | published_on
        v1          | good_practice | abuse     | 2020-01-01     # long before the window: counts
        v2          | good_practice | neglect   | 2026-04-30     # its last day
        v3          | learning      | abuse     | 2026-03-10
        v4          | learning      |           | 2026-03-10     # cohort unknown
        v5          | learning      | abuse     | 2026-05-01     # not included: the window's end is excluded

        evidence_uses
        use_id | evidence_id | agency_id | requested_on | supplied_on
        u1     | v1          | police    | 2026-03-27   | 2026-03-30    # 3 days, the short one of the clock change among them
        u2     | v1          | police    | 2026-03-01   | 2026-03-11    # 10 days
        u3     | v3          | police    | 2026-04-30   |               # not supplied: censored at as-at after 32 days
        u4     | v1          | council   | 2026-04-30   | 2026-06-02    # supplied after as-at
        u5     | v1          | council   | 2026-02-28   | 2026-03-02    # not included: asked for before the window
        u6     | v1          | gone      | 2026-03-05   |
        u7     | v5          | police    | 2026-05-01   | 2026-05-01    # not included: the window's end is excluded
        """,
        expect={
            "library": """
            kind          | cohort_id | items
            *             | *         | 4
            *             | abuse     | 2
            *             | neglect   | 1
            *             | unknown   | 1
            good_practice | *         | 2
            good_practice | abuse     | 1
            good_practice | neglect   | 1
            good_practice | unknown   | 0
            learning      | *         | 2
            learning      | abuse     | 1
            learning      | neglect   | 0
            learning      | unknown   | 1
            """,
            # police: S = 2/3 after 3 days, 1/3 after 10; all: 4/5, 3/5, and the other three are censored
            "uses": """
            agency_id | requested | supplied | median_days
            *         | 5         | 2        |
            council   | 1         | 0        |
            gone      | 1         | 0        |
            police    | 3         | 2        | 10
            school    | 0         | 0        |
            """,
            "unserved": """
            agency_id
            council
            school
            """,
        },
    ),
    Scenario(
        title="Supplied on the day of as-at has happened; what is published or asked for later has not",
        as_at="2026-04-10 00:30 +01:00",
        tables="""
        agencies
        agency_id | name   | kind   | in_baseline
        police    | Police | police | true

        evidence
        evidence_id | kind     | cohort_id | published_on
        v1          | learning | abuse     | 2026-04-10      # on the London day of as-at, still the day before in UTC
        v2          | learning | abuse     | 2026-04-11      # not included

        evidence_uses
        use_id | evidence_id | agency_id | requested_on | supplied_on
        u1     | v1          | police    | 2026-04-10   | 2026-04-10
        u2     | v1          | police    | 2026-04-11   | 2026-04-11  # not included
        """,
        expect={
            "library": """
            kind          | cohort_id | items
            *             | *         | 1
            *             | abuse     | 1
            *             | neglect   | 0
            good_practice | *         | 0
            good_practice | abuse     | 0
            good_practice | neglect   | 0
            learning      | *         | 1
            learning      | abuse     | 1
            learning      | neglect   | 0
            """,
            "uses": """
            agency_id | requested | supplied | median_days
            *         | 1         | 1        | 0
            police    | 1         | 1        | 0
            """,
            "unserved": "agency_id",
        },
    ),
]
