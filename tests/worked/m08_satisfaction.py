"""Worked cases of measure eight."""

from tests.worked.scenario import Scenario


def invitations(*groups: str) -> str:
    """Rows of invitations from `ids survey agency answered`: `a1-6 s1 police yes` is six of them."""
    rows = []
    for group in groups:
        ids, survey, agency, answered = group.split()
        letter, first, last = ids[0], *ids[1:].split("-")
        for number in range(int(first), int(last) + 1):
            moment = "2026-03-20 10:00" if answered == "yes" else ""
            rows.append(
                f"{letter}{number} | {survey} | {agency.replace('?', '')} | 2026-03-10 09:00 | {moment}"
            )
    return "\n".join(rows)


def answers(question: str, **scores: int) -> str:
    """Rows of answers to one question: `p1=5` is a five by invitation p1."""
    return "\n".join(f"{question}-{i} | {i} | {question} | {score}" for i, score in scores.items())


SCENARIOS = [
    Scenario(
        title="Agencies with fewer than five answers are merged, and `other` grows until it has five",
        tables=f"""
        surveys
        survey_id
        s1
        s2
        s3
        s4  # not shown: no invitation in the window
        s5
        s6

        survey_questions
        question_id | survey_id

        invitations
        invitation_id | survey_id | agency_id | sent_at | answered_at
        # s1: probation (0 answered), health (1) and the unknown (1) are too few: other has 2 of 6. Still fewer than
        # 5, so the agency with the fewest joins: council (5). Police (7) stays by itself.
        {invitations("a1-7 s1 police yes", "a8-9 s1 police no")}
        {invitations("b1-5 s1 council yes", "c1-1 s1 health yes", "c2-3 s1 health no")}
        {invitations("d1-2 s1 probation no", "e1-1 s1 ? yes")}
        # s2: every agency has five: nobody is merged
        {invitations("f1-5 s2 police yes", "g1-6 s2 council yes")}
        # s3: two answers in all: everybody is `other`, and it stays below five
        {invitations("h1-1 s3 police yes", "i1-1 s3 council yes", "j1-1 s3 health no")}
        # s5: probation (4) is too few; council and health tie at five: the smaller code joins it, and nine are enough
        {invitations("k1-4 s5 probation yes", "l1-5 s5 council yes", "m1-5 s5 health yes", "n1-6 s5 police yes")}
        # s6: unknown agencies are `other` even with five answers, and nobody else has to join them
        {invitations("o1-5 s6 ? yes", "p1-5 s6 police yes")}
        x1 | s1 | police | 2026-02-28 23:59 | 2026-03-02 10:00  # not included: sent before the window
        x2 | s4 | police | 2026-05-01 00:00 | 2026-05-02 10:00  # not included: the window's end is excluded
        x3 | s1 | police | 2026-04-30 23:59 | 2026-06-02 10:00  # answered after as-at: invited, not yet answered
        """,
        expect={
            "response_rate": """
            survey_id | agency_id | invited | answered | rate
            s1        | *         | 21      | 14       | 0.666666666667
            s1        | other     | 11      | 7        | 0.636363636364
            s1        | police    | 10      | 7        | 0.7
            s2        | *         | 11      | 11       | 1
            s2        | council   | 6       | 6        | 1
            s2        | police    | 5       | 5        | 1
            s3        | *         | 3       | 2        | 0.666666666667
            s3        | other     | 3       | 2        | 0.666666666667
            s5        | *         | 20      | 20       | 1
            s5        | health    | 5       | 5        | 1
            s5        | other     | 9       | 9        | 1
            s5        | police    | 6       | 6        | 1
            s6        | *         | 10      | 10       | 1
            s6        | other     | 5       | 5        | 1
            s6        | police    | 5       | 5        | 1
            """
        },
    ),
    Scenario(
        title="Scores and means of questions with five answers or more",
        tables=f"""
        surveys
        survey_id
        s1
        s2
        s3

        survey_questions
        question_id | survey_id | scale_max
        q1          | s1        | 5
        q2          | s1        | 4
        q3          | s1        | 5    # not asked of anybody yet: shown with 0 answers
        q4          | s2        | 2    # a survey without an invitation in the window: not shown
        q5          | s3        | 2    # nobody has answered this survey

        invitations
        invitation_id | survey_id | agency_id | sent_at | answered_at
        {invitations("p1-6 s1 police yes")}
        p7 | s1 | police  | 2026-03-10 09:00 | 2026-06-01 00:00 +01:00  # answered at as-at itself: its answers count
        p8 | s1 | police  | 2026-03-10 09:00 | 2026-06-01 00:01 +01:00  # answered later: its answers are unknown
        p9 | s1 | police  | 2026-02-28 09:00 | 2026-03-10 09:00         # sent before the window
        z1 | s2 | council | 2026-02-28 09:00 | 2026-03-10 09:00
        z2 | s3 | council | 2026-03-10 09:00 |

        answers
        answer_id | invitation_id | question_id | score
        {answers("q1", p1=5, p2=4, p3=4, p4=2, p5=1, p7=5)}
        {answers("q1", p8=1, p9=1)}
        {answers("q2", p1=4, p2=3, p3=3, p4=1)}
        {answers("q4", z1=2)}
        """,
        expect={
            # q2 has only four answers: left out
            "scores": """
            survey_id | question_id | score | answers
            s1        | q1          | 1     | 1
            s1        | q1          | 2     | 1
            s1        | q1          | 3     | 0
            s1        | q1          | 4     | 2
            s1        | q1          | 5     | 2
            """,
            # q1: (5+4+4+2+1+5) ÷ 6 = 3.5; four of six are 4 or 5. Wilson of 4 of 6, z² = 3.8415: centre
            # (2/3 + z²/12) ÷ (1 + z²/6) = 0.6016, half-width z√(1/27 + z²/144) ÷ (1 + z²/6) = 0.3016
            "summary": """
            survey_id | question_id | answers | mean | top_two_share  | lower  | upper
            s1        | q1          | 6       | 3.5  | 0.666666666667 | 0.3000 | 0.9032
            s1        | q2          | 4       |      |                |        |
            s1        | q3          | 0       |      |                |        |
            s3        | q5          | 0       |      |                |        |
            """,
        },
    ),
    Scenario(
        title="Without an invitation nothing is printed; on a scale of two every score is one of the top two",
        as_at="2026-04-10 12:00 +01:00",
        tables=f"""
        surveys
        survey_id
        s1
        s2

        survey_questions
        question_id | survey_id | scale_max
        q1          | s1        | 2
        q2          | s2        | 2

        invitations
        invitation_id | survey_id | agency_id | sent_at | answered_at
        {invitations("p1-5 s1 police yes")}
        z1 | s2 | police | 2026-04-10 12:01 +01:00 |     # not included: sent after as-at

        answers
        answer_id | invitation_id | question_id | score
        {answers("q1", p1=1, p2=1, p3=1, p4=1, p5=2)}
        """,
        expect={
            "response_rate": """
            survey_id | agency_id | invited | answered | rate | lower  | upper
            s1        | *         | 5       | 5        | 1    | 0.5655 | 1
            s1        | police    | 5       | 5        | 1    | 0.5655 | 1
            """,
            "scores": """
            survey_id | question_id | score | answers
            s1        | q1          | 1     | 4
            s1        | q1          | 2     | 1
            """,
            "summary": """
            survey_id | question_id | answers | mean | top_two_share | lower  | upper
            s1        | q1          | 5       | 1.2  | 1             | 0.5655 | 1
            """,
        },
    ),
]
