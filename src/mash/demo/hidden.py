"""What is hidden in the simulated hub to be found: every number in one place.

`docs/simulated-hub.md` is rendered from these constants and the tests look for each of them in the data,
so neither can drift from what is simulated.
"""

from datetime import date

#: Referrals received in these days, seen as at the last second of the last one (London).
FIRST_DAY, LAST_DAY = date(2023, 4, 1), date(2026, 3, 31)
#: Staff below is for this many referrals; other sizes get staff in proportion, never fewer than one.
USUAL_REFERRALS = 20_000

# m04: one agency is slow to answer and does not hurry for Red, the others do.
SLOW_AGENCY = "mental_health"
SLOW_MEDIAN_HOURS = 13.0  # of the agency's own office hours
USUAL_MEDIAN_HOURS = 1.6  # of an office agency's hours; agencies with a night desk: elapsed hours
HURRY = {"red": 0.3, "amber": 1.0, "blue": 1.3}

# m04, m05: one agency mostly has nothing on record.
NOTHING_KNOWN_AGENCY = "housing"
NOTHING_KNOWN_SHARE, USUAL_NOTHING_KNOWN_SHARE = 0.7, 0.2
CANCELLED_SHARE, NEVER_ANSWERED_SHARE = 0.03, 0.02

# m04: between these days only urgent referrals were worked on, so everything else queued up.
BACKLOG_FIRST, BACKLOG_LAST = date(2024, 12, 23), date(2025, 1, 2)

# m03: an assessor's error is normal with this spread against true severity (spread about 1.1), and each
# answer that shares something takes away this part of what is left of it.
FIRST_RATING_ERROR, ERROR_TAKEN_AWAY = 1.5, 0.5
UNRATED_SHARE = 0.015

# m06: chance that a family ever returns, by the severity of what was decided, and after how many days.
EVER_RETURNS = {0: 0.66, 1: 0.58, 2: 0.26, 3: 0.38, 4: 0.32, 5: 0.22}
MEAN_DAYS_TO_RETURN = 170.0
KNOWN_OPEN_SHARE = 0.5

# m02, m03, m06: one cohort grows, and is more severe each year and at each return.
RISING_COHORT = "exploitation"
RISING_VOLUME = 2.4  # its share of referrals at the end against the beginning
RISING_SEVERITY, RISING_PER_RETURN = 1.2, 0.5  # over the three years; at each return

EMPTY_COHORT = "trafficking"  # m02: set up, never used: prints 0

# m04: these agencies hand in dates without a time.
DATES_ONLY_AGENCIES = ("education", "housing")

# m04 feedback: one kind of referrer is seldom told.
UNTOLD_AGENCY, UNTOLD_SHARE, TOLD_SHARE = "education", 0.35, 0.8

# m00: one agency has no baseline for these days; probation stands outside the baseline.
BASELINE_GAP_AGENCY = "fire"
BASELINE_GAP_FIRST, BASELINE_GAP_LAST = date(2024, 10, 1), date(2024, 12, 31)
EXEMPT_AGENCY = "probation"

# m01: two NHS trusts become one on this day.
MERGER_DAY = date(2024, 10, 1)
MERGED_AGENCIES, SUCCESSOR = ("community_east", "community_west"), "community"

# m07: two agencies quarrel: threshold one way, information the other.
QUARREL, QUARREL_SHARE = ("hospitals", "childrens"), 0.4
STICKING_STAGE = 2  # the front-line managers' stage, where most escalations stay

# m08: one agency hardly answers surveys; satisfaction falls in the survey after the backlog.
SILENT_AGENCY, SILENT_ANSWER_SHARE, USUAL_ANSWER_SHARE = "ambulance", 0.05, 0.45
BACKLOG_DISCONTENT = 0.9  # points of five

# m09: complaints about delay multiply in the ten weeks after the backlog began.
DELAY_COMPLAINTS_FACTOR, DELAY_COMPLAINTS_DAYS = 4, 70

# m10: graders differ in leniency (grade points), most of all about one criterion.
LENIENCY = {"auditor-1": -0.8, "auditor-2": -0.2, "auditor-3": 0.0, "auditor-4": 0.1, "auditor-5": 0.9}
DISPUTED_CRITERION = "voice_of_the_person"
# m10, m12: one agency leaves many of its actions undone and implements no recommendation.
TARDY_ACTIONS_AGENCY = SLOW_AGENCY
TARDY_ACTIONS_SHARE, USUAL_ACTIONS_SHARE = 0.5, 0.05

UNSERVED_AGENCY = "fire"  # m11: never had anything from the evidence library
UNREACHED_AGENCY = "probation"  # m13: took part in no activity

# Linkage: shares among families and among the agencies' own records of people.
TWINS_SHARE, NAMESAKE_SHARE, UNBORN_SHARE = 0.02, 0.015, 0.03
SECOND_RECORD_SHARE = 0.04  # a person gets a second record in the same agency
MISSPELT_SHARE, TRANSPOSED_SHARE, NO_BIRTH_DATE_SHARE = 0.05, 0.02, 0.05

# What comes of all this at the usual size, about: nothing above sets these directly.
COMES_OUT = {
    "gamma_first": 0.575,
    "gamma_final": 0.72,
    "risk_changed_share": 0.117,
    "slow_agency_median_hours": 49,
    "median_hours": 19,
    "backlog_median_hours": 215,
    "on_time_red": 0.8,
    "on_time_amber": 0.75,
    "on_time_blue": 0.94,
    "repeat_rate": 0.215,
    "returned_in_a_year_after_no_action": 0.29,
    "returned_in_a_year_after_early_help": 0.136,
}
