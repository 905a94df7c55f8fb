"""Worked cases of measure six. The people are named by their pseudonyms: ann, bob, cat …"""

from tests.worked.scenario import Scenario

SCENARIOS = [
    Scenario(
        # the dataset begins at r01, so it reaches back 365 days from 2026-03-09 12:00 on
        title="A repeat has an earlier referral of some subject within 365 days, and can be judged when the data reach back that far",
        tables="""
        referrals
        referral_id | agency_id | received_at             | known_open
        r01         | health    | 2025-03-09 12:00:00     | false
        r02         | police    | 2026-03-09 12:00:00     | false  # exactly 365 days after r01: a repeat, with history
        r03         | police    | 2026-03-09 11:59:59     | false  # a repeat of r04, but a second too early to be judged
        r04         | council   | 2026-02-01 09:00:00     | false  # before the window: looked up all the same
        r05         | police    | 2026-03-10 12:00:00     | false  # a second more than 365 days after r06: no repeat
        r06         | health    | 2025-03-10 11:59:59     | false
        r07         | health    | 2026-03-12 09:00:00     | false
        r08         | health    | 2026-03-12 09:00:00     | false  # at the very instant of r07: neither is a repeat
        r09         | council   | 2026-04-01 09:00:00     | false  # a repeat, of the agency that sent the later one
        r10         | council   | 2026-04-02 09:00:00     | true   # not included: the case is open already
        r11         | council   | 2026-04-10 09:00:00     | false  # no repeat: r10 is not considered
        r12         | council   | 2026-04-11 09:00:00     | false  # not included: it has no subject
        r13         | health    | 2026-04-20 09:00:00     | false  # no repeat: fay was no subject of r12
        r14         | council   | 2026-04-25 09:00:00     | false  # a repeat for dan, not for gil: a repeat
        r15         | council   | 2026-05-01 00:00 +01:00 | false  # not included: after the window
        r16         | council   | 2026-01-15 09:00:00     | false  # r04 is a repeat of it, but lies before the window
        r17         | council   | 2026-02-10 09:00:00     | false  # hal's previous one: unrated

        subjects
        referral_id | person_key | role
        r01         | ann        | subject
        r01         | bea        | subject
        r02         | ann        | subject
        r02         | bea        | subject
        r02         | hal        | subject
        r03         | bob        | subject
        r04         | bob        | subject
        r05         | cat        | subject
        r06         | cat        | subject
        r07         | dan        | subject
        r08         | dan        | subject
        r09         | dan        | subject
        r10         | eve        | subject
        r11         | eve        | subject
        r12         | fay        | carer
        r13         | fay        | subject
        r14         | dan        | subject
        r14         | gil        | subject
        r15         | gil        | subject
        r16         | bob        | subject
        r17         | hal        | subject

        ratings
        rating_id | referral_id | rated_at                | risk
        g01       | r01         | 2025-03-09 13:00        | amber
        g02       | r02         | 2026-03-09 13:00        | red
        g03       | r02         | 2026-03-09 14:00        | blue   # final: lower than r01, for ann and for bea
        g04       | r03         | 2026-03-09 14:00        | red    # higher than r04: the trend needs no history beyond the previous one
        g05       | r04         | 2026-02-01 14:00        | blue
        g06       | r05         | 2026-03-10 14:00        | red    # r06 is too long ago
        g07       | r06         | 2025-03-10 14:00        | blue
        g08       | r07         | 2026-03-12 14:00        | red
        g09       | r08         | 2026-03-12 14:00        | blue   # of r07 and r08, r08 is the previous one of r09
        g10       | r09         | 2026-04-01 14:00        | amber  # higher than r08
        g11       | r16         | 2026-01-15 14:00        | red    # r04 against it is not included
        """,
        expect={
            # council: r09, r11, r14; health: r07, r08, r13; police: r02, r03, r05
            "repeat_rate": """
            agency_id | referrals | with_history | repeats | rate           | lower  | upper
            *         | 9         | 8            | 3       | 0.375          | 0.1368 | 0.6943
            council   | 3         | 3            | 2       | 0.666666666667 | 0.2077 | 0.9385
            health    | 3         | 3            | 0       | 0              | 0      | 0.5615
            police    | 3         | 2            | 1       | 0.5            | 0.0945 | 0.9055
            probation | 0         | 0            | 0       |                |        |
            """,
            "by_month": """
            month   | referrals | with_history | repeats | rate | lower  | upper
            2026-03 | 5         | 4            | 1       | 0.25 | 0.0456 | 0.6994
            2026-04 | 4         | 4            | 2       | 0.5  | 0.1500 | 0.8500
            """,
            # ann and bea with r02, bob with r03, dan with r09; hal with r02 and dan with r14 have an unrated side
            "risk_trend": """
            direction | repeats | share
            *         | 4       | 1
            higher    | 2       | 0.5
            lower     | 2       | 0.5
            same      | 0       | 0
            """,
        },
    ),
    Scenario(
        title="Open cases and another number of days by parameter; a day is 24 hours across a clock change; a risk is ranked on its own day",
        parameters={"include_known_open": True, "repeat_days": 30},
        tables="""
        risks
        risk  | name  | rank | target_hours | clock   | valid_from | valid_to
        amber | Amber | 2    | 24           | elapsed | 2000-01-01 | 2026-03-31
        amber | Amber | 4    | 24           | elapsed | 2026-04-01 |
        red   | Red   | 3    | 2            | elapsed | 2000-01-01 |

        referrals
        referral_id | received_at                | known_open
        r1          | 2026-02-20 09:00:00        | true
        r2          | 2026-03-22 09:00:00        | true   # exactly 30 days after r1, which is where the data begin
        r3          | 2026-04-21 10:00:00 +01:00 | false  # exactly 30 times 24 hours after r2: a repeat
        r4          | 2026-03-22 10:00:00        | false
        r5          | 2026-04-21 11:00:01 +01:00 | false  # a second too late to be a repeat of r4

        subjects
        referral_id | person_key
        r1          | ann
        r2          | ann
        r3          | ann
        r4          | bob
        r5          | bob

        ratings
        rating_id | referral_id | rated_at         | risk
        g1        | r1          | 2026-02-20 10:00 | red
        g2        | r2          | 2026-03-22 10:00 | amber  # rank 2 in March: lower than red
        g3        | r3          | 2026-04-21 12:00 | amber  # rank 4 in April: higher than amber in March
        g4        | r4          | 2026-03-22 12:00 | amber
        g5        | r5          | 2026-04-21 12:00 | amber
        """,
        expect={
            "repeat_rate": """
            agency_id | referrals | with_history | repeats | rate
            *         | 4         | 4            | 2       | 0.5
            council   | 0         | 0            | 0       |
            health    | 0         | 0            | 0       |
            police    | 4         | 4            | 2       | 0.5
            probation | 0         | 0            | 0       |
            """,
            "risk_trend": """
            direction | repeats | share
            *         | 2       | 1
            higher    | 1       | 0.5
            lower     | 1       | 0.5
            same      | 0       | 0
            """,
        },
    ),
    Scenario(
        title="Who comes back: from the decision to the person's next referral, people not yet back censored at as-at",
        start="2025-01-01",
        end="2025-07-01",
        tables="""
        outcomes
        outcome_id | name               | severity | forum
        advice     | Advice             | 1        | false
        assessment | Assessment         | 3        | false
        enquiry    | Enquiry            | 4        | false
        marac      | MARAC              | 4        | true
        nothing    | No further action  | 0        | false

        referrals
        referral_id | received_at                | decided_at              | known_open
        r01         | 2025-01-05 09:00:00        | 2025-01-10 12:00        | false  # ann
        r02         | 2025-01-10 12:00:00        |                         | false  # ann: at the very instant of the decision on r01, so not after it
        r03         | 2025-04-10 13:00:00 +01:00 |                         | false  # ann: exactly 90 days after it
        r04         | 2025-02-01 09:00:00        | 2025-02-01 12:00        | false  # bob and fay
        r05         | 2025-03-01 09:00:00        |                         | false  # bob is only a carer here
        r06         | 2025-05-02 13:00:01 +01:00 |                         | false  # bob: 90 days and a second after r04
        r07         | 2025-03-01 09:00:00        | 2025-03-01 12:00        | false  # cat: not back in 456 days
        r08         | 2025-05-01 09:00:00        |                         | true   # not considered: cat's case is open already
        r09         | 2025-06-01 09:00:00        | 2025-06-01 12:00 +01:00 | false  # dan
        r10         | 2025-12-18 11:00:00        | 2025-12-18 11:30        | false  # dan: 200 days later; no unit itself: received after the window
        r11         | 2025-06-10 09:00:00        | 2026-02-01 12:00        | false  # eve: censored at 119 days and 11 hours
        r12         | 2025-09-01 09:00:00        |                         | false  # eve: before the decision on r11, so no return
        r13         | 2025-06-11 09:00:00        | 2026-06-02 12:00        | false  # gus: no unit: not decided by as-at

        subjects
        referral_id | person_key | role
        r01         | ann        | subject
        r02         | ann        | subject
        r03         | ann        | subject
        r04         | bob        | subject
        r04         | fay        | subject
        r05         | bob        | carer
        r05         | ida        | subject
        r06         | bob        | subject
        r07         | cat        | subject
        r08         | cat        | subject
        r09         | dan        | subject
        r10         | dan        | subject
        r11         | eve        | subject
        r12         | eve        | subject
        r13         | gus        | subject

        disposals
        disposal_id | referral_id | outcome_id | decided_at
        d1          | r01         | advice     | 2025-01-10 12:00
        d2          | r01         | assessment | 2025-01-10 12:00  # the most severe of r01
        d3          | r04         | marac      | 2025-02-01 12:00
        d4          | r04         | enquiry    | 2025-02-01 12:00  # as severe as marac: the smaller code
        d5          | r07         | nothing    | 2025-03-01 12:00  # r09 has none
        d6          | r11         | nothing    | 2026-02-01 12:00
        d7          | r11         | marac      | 2026-06-02 12:00  # not included: after as-at
        """,
        expect={
            # units: ann back at 90 d, bob at 90 d 1 s, dan at 200 d; eve censored at 119 d, cat at 456 d, fay at 484 d
            # S(90 d) = 5/6; S(90 d 1 s) = 5/6 × 4/5 = 2/3; S(200 d) = 2/3 × 2/3 = 4/9, with dan, cat and fay at risk
            # Greenwood's sums: 1/30; + 1/20; + 1/6
            "return_curve": """
            days | units | events | return_probability | lower    | upper
            90   | 6     | 1      | 0.166666666667     | 0.025288 | 0.726877
            180  | 6     | 2      | 0.333333333333     | 0.095566 | 0.805383
            365  | 6     | 3      | 0.555555555556     | 0.215092 | 0.933813
            """,
            # ann under assessment: S reaches 0; bob and fay under enquiry: S = 1/2, Greenwood 1/2;
            # cat and eve under nothing: nobody back, cat watched for more than 365 days
            # all: the five of them, S = 4/5 × 3/4 = 0.6, Greenwood 1/20 + 1/12
            "return_by_outcome": """
            outcome_id | decided | return_probability | lower    | upper
            *          | 5       | 0.4                | 0.118244 | 0.874270
            advice     | 0       |                    |          |
            assessment | 1       | 1                  |          |
            enquiry    | 2       | 0.5                | 0.089590 | 0.994017
            marac      | 0       |                    |          |
            nothing    | 2       | 0                  |          |
            """,
        },
    ),
    Scenario(
        # as-at is 2026-06-01, 61 days after the decision on r3: nobody is watched for 90 days
        title="A probability by a day that nobody was watched for is not defined, unless everybody was back before",
        parameters={"repeat_days": 61},
        tables="""
        referrals
        referral_id | received_at             | time_known | decided_at
        r1          | 2026-03-20 00:00        | false      | 2026-04-01 00:00 +01:00
        r2          | 2026-05-11 00:00 +01:00 | false      |                          # ann, 40 days later; only dates known: from midnight
        r3          | 2026-04-01 00:00 +01:00 | true       | 2026-04-01 00:00 +01:00  # bob, not back in exactly 61 days
        r4          | 2026-04-01 00:00 +01:00 | true       | 2026-04-02 00:00 +01:00  # cat, not back in 60 days

        subjects
        referral_id | person_key
        r1          | ann
        r2          | ann
        r3          | bob
        r4          | cat

        disposals
        disposal_id | referral_id | outcome_id | decided_at
        d1          | r1          | advice     | 2026-04-01 00:00 +01:00
        d3          | r3          | nothing    | 2026-04-01 00:00 +01:00
        d4          | r4          | marac      | 2026-04-02 00:00 +01:00
        """,
        expect={
            "return_curve": """
            days | units | events | return_probability | lower | upper
            90   | 3     | 1      |                    |       |
            180  | 3     | 1      |                    |       |
            365  | 3     | 1      |                    |       |
            """,
            # bob was watched for all of the 61 days, cat for 60; all: S = 2/3
            "return_by_outcome": """
            outcome_id | decided | return_probability
            *          | 3       | 0.333333333333
            advice     | 1       | 1
            assessment | 0       |
            marac      | 1       |
            nothing    | 1       | 0
            """,
        },
    ),
    Scenario(
        title="Nothing considered: nothing to divide by",
        tables="",
        expect={
            "repeat_rate": """
            agency_id | referrals | with_history | repeats | rate | lower | upper
            *         | 0         | 0            | 0       |      |       |
            council   | 0         | 0            | 0       |      |       |
            health    | 0         | 0            | 0       |      |       |
            police    | 0         | 0            | 0       |      |       |
            probation | 0         | 0            | 0       |      |       |
            """,
            "return_curve": """
            days | units | events | return_probability | lower | upper
            90   | 0     | 0      |                    |       |
            180  | 0     | 0      |                    |       |
            365  | 0     | 0      |                    |       |
            """,
            "risk_trend": """
            direction | repeats | share
            *         | 0       |
            higher    | 0       |
            lower     | 0       |
            same      | 0       |
            """,
        },
    ),
]
