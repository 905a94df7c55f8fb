"""Worked cases of measure thirteen."""

from tests.worked.scenario import Scenario

SCENARIOS = [
    Scenario(
        title="Activities of the window; sums, cost per attendee and feedback over what is known",
        tables="""
        agencies
        agency_id | name         | kind   | in_baseline | valid_from | valid_to
        council   | Council      | other  | true        |            |
        gone      | Closed trust | health | true        |            | 2025-12-31  # shown all the same: it took part
        police    | Police       | police | true        |            |
        school    | School       | other  | true        |            |             # took part in nothing: prints 0

        activities
        activity_id | held_on    | kind       | attendees | hours | cost   | feedback
        t1          | 2026-03-01 | training   | 10        | 0.1   | 100.10 | 4
        t2          | 2026-03-31 | training   | 20        | 0.2   |        | 5        # cost unknown: not in cost per attendee
        t3          | 2026-04-01 | training   |           | 0.3   | 50.20  |          # attendees unknown: neither; in cost all the same
        t4          | 2026-04-30 | training   | 5         |       | 0.05   | 4.5
        t5          | 2026-03-05 | media      |           |       |        |          # nothing known: sums are 0
        t6          | 2026-03-06 | conference | 0         | 8     | 500    | 1        # nobody came: cost per attendee is not defined
        t7          | 2026-02-28 | training   | 99        | 99    | 99     | 1        # not included: before the window
        t8          | 2026-05-01 | training   | 99        | 99    | 99     | 1        # not included: the window's end is excluded

        activity_agencies
        activity_id | agency_id
        t1          | police
        t1          | council      # two agencies: once in the total
        t2          | police
        t6          | gone
        t7          | council
        """,
        expect={
            # training: 0.1 + 0.2 + 0.3 is 0.6 exactly, in whatever order; cost per attendee
            # (100.10 + 0.05) ÷ (10 + 5); feedback (4 + 5 + 4.5) ÷ 3
            # all: (100.10 + 0.05 + 500) ÷ (10 + 5 + 0); feedback (13.5 + 1) ÷ 4
            "by_kind": """
            kind         | activities | attendees | hours | cost   | cost_per_attendee | mean_feedback
            *            | 6          | 35        | 8.6   | 650.35 | 40.01             | 3.625
            conference   | 1          | 0         | 8     | 500    |                   | 1
            consultation | 0          | 0         | 0     | 0      |                   |
            innovation   | 0          | 0         | 0     | 0      |                   |
            marketing    | 0          | 0         | 0     | 0      |                   |
            media        | 1          | 0         | 0     | 0      |                   |
            training     | 4          | 35        | 0.6   | 150.35 | 6.676666666667    | 4.5
            visit        | 0          | 0         | 0     | 0      |                   |
            """,
            "reach": """
            agency_id | activities
            *         | 3
            council   | 1
            gone      | 1
            police    | 2
            school    | 0
            """,
            "by_month": """
            month   | activities | attendees | cost
            2026-03 | 4          | 30        | 600.10
            2026-04 | 2          | 5         | 50.25
            """,
        },
    ),
    Scenario(
        title="What is held after as-at has not happened, and its months are not shown",
        as_at="2026-03-20 12:00",
        tables="""
        agencies
        agency_id | name   | kind   | in_baseline
        police    | Police | police | true

        activities
        activity_id | held_on    | kind  | attendees | cost
        t1          | 2026-03-20 | visit | 3         | 30     # on the day of as-at
        t2          | 2026-03-21 | visit | 4         | 40     # not included

        activity_agencies
        activity_id | agency_id
        t2          | police
        """,
        expect={
            "by_month": """
            month   | activities | attendees | cost
            2026-03 | 1          | 3         | 30
            """,
            "reach": """
            agency_id | activities
            *         | 0
            police    | 0
            """,
        },
    ),
]
