"""The framework as the partnership wrote it: vision, strategic outcomes, baseline and thirteen measures."""

from dataclasses import dataclass

VISION = (
    "Vulnerable people and their families within Staffordshire and Stoke-on-Trent are able to live safe "
    "lives, free from abuse and neglect or the risk of abuse and neglect through an integrated approach to "
    "sharing of information and collaborative decision making, interventions are put in place at the "
    "earliest opportunity across the MASH partnership."
)

STRATEGIC_OUTCOMES = (
    "In Staffordshire and Stoke on Trent's communities, vulnerable people of all ages are able to live "
    "independent and safe lives, supported where this is required.",
    "Staffordshire and Stoke on Trent are places where people can live safely - increasingly free from "
    "crime, the causes of crime and the fear of crime.",
)


@dataclass(frozen=True)
class Measure:
    """A measure of the framework: number (0 = baseline), its results' folder, title, the seed's words."""

    number: int
    name: str
    title: str
    question: str


MEASURES = (
    Measure(
        0,
        "m00_baseline",
        "Baseline",
        "There is a requirement on every agency in MASH to consider their own baseline of demand data except "
        "where that service does not route its core responsibility through MASH. This baseline will provide "
        "the detail on which to measure the contribution to safeguarding through an information sharing "
        "process. The measure is one of volumes in relation to the cohorts agreed as a MASH measure.",
    ),
    Measure(
        1,
        "m01_referrals_by_agency",
        "Referrals by agency",
        "Number of referrals submitted by each agency for information sharing. This provides an overall "
        "assessment of how much an agency puts forward in terms of safeguarding.",
    ),
    Measure(
        2,
        "m02_referrals_by_cohort",
        "Referrals by cohort",
        "To classify the referral numbers by cohort, this will provide a measure of the number of referrals "
        "in each category of business and thereby map the key areas where safeguarding is the demand or the "
        "priority.",
    ),
    Measure(
        3,
        "m03_risk",
        "Risk and outcome severity",
        "Referrals by category of risk i.e. Red, Amber, Blue which will map the level of risk being dealt "
        "with in the MASH and compare to the outcome severity thereby understanding the added value of "
        "information sharing in relation to risk issues.",
    ),
    Measure(
        4,
        "m04_timeliness",
        "Timeliness",
        "Measure timeliness of dealing with referrals against set targets. The targets have been agreed as "
        "red 2 hours, amber 24 hours and blue 72 hours. It seeks to assess agency response to the flow of "
        "work and to determine blockages to such. Overall effectiveness of MASH processes can be assessed.",
    ),
    Measure(
        5,
        "m05_outcomes",
        "Outcomes",
        "Outcome indicators, as to what disposal the MASH delivered and how each agency was utilised. This "
        "will enable an understanding of routeing to other problem solving forums etc.",
    ),
    Measure(
        6,
        "m06_repeats",
        "Repeat referrals",
        "Measuring the repeat referral rate into MASH will determine the effectiveness of solutions being "
        "applied to vulnerability and also the escalating level of risk to those persons.",
    ),
    Measure(
        7,
        "m07_escalations",
        "Escalations between agencies",
        "Recording the number of escalation events within MASH between agencies will determine the landscape "
        "of decisions whereby agencies do not agree. This will provide information necessary to drive a more "
        "integrated approach in the future.",
    ),
    Measure(
        8,
        "m08_satisfaction",
        "Satisfaction of professionals",
        "Undertake satisfaction surveys with professionals to ensure the customer experience is aligned to "
        "the intended outcomes. This will influence how business is developed and how effective the MASH "
        "contributes to safeguarding and improved outcomes for communities and individuals.",
    ),
    Measure(
        9,
        "m09_complaints",
        "Complaints",
        "Record the number of complaints per agency and/or collectively. This is an internal and external "
        "process that determines the qualitative business processes and professionalism of personnel.",
    ),
    Measure(
        10,
        "m10_audit",
        "Quality file audit",
        "Quality file auditing in line with inspection methodology. Case tracking is a tried and tested "
        "approach to assurance that MASH makes a difference and that management can be clear that the "
        "process delivers the intended benefits. The overall audit process will inform each agency of their "
        "contribution to safeguarding in terms of quality inputs to cases.",
    ),
    Measure(
        11,
        "m11_evidence",
        "Evidence library",
        "Creation of evidence library so that cases can be produced to any agency as a tangible example of "
        "the work and outcomes being delivered. This provides many opportunities to show case good work but "
        "also extract learning as the MASH develops and new approaches are considered.",
    ),
    Measure(
        12,
        "m12_lessons",
        "Lessons learned",
        "Incorporating lessons learned from SCR & DHR's as well as peer reviews. Building on environmental "
        "scanning other aspects of inspection processes and other authorities and being proactive about "
        "current good practice. Building policy decisions around this area of learning and taking influence "
        "from any opportunity.",
    ),
    Measure(
        13,
        "m13_leadership",
        "Leadership",
        "Recording the leadership aspect MASH can provide through being the centre of excellence for "
        "safeguarding across communities and supporting professionals in their performance. Recording all "
        "aspects of marketing and inputs to assess the overall impact MASH has on the delivery of greater "
        "safeguarding.",
    ),
)
