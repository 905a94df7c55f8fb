"""What people of the simulated hub write. Every sentence is made up; none is about anybody."""

from random import Random

CONCERNS = {
    "neglect": (
        "Came to school hungry and in the same clothes for the third day. Says that nobody gets up in the morning.",
        "Two missed health checks; the flat was cold and there was little food at the last visit.",
        "Collected late four times this month by different adults whom the school does not know.",
    ),
    "child_harm": (
        "A bruise on the upper arm that the child first explained in one way and later in another.",
        "The child said at lunch that they are hit with a belt at home and asked us not to tell.",
        "A fracture whose story does not fit the age of the child; a paediatrician asks for advice.",
    ),
    "exploitation": (
        "New phone and trainers, unexplained absences, and picked up by an older person in a car.",
        "Found with several train tickets and cash far from home; would not say who had given them.",
        "Friends say that the young person owes money to somebody older and is afraid.",
    ),
    "missing": (
        "Not home since yesterday evening; third time this month. Phone is switched off.",
        "Left after an argument, found at a bus station at night, does not want to say why they go.",
    ),
    "domestic": (
        "Neighbours heard shouting and something breaking. Children were in the house. One person had a cut lip.",
        "Says that their former partner waits outside work and has threatened to come to the flat.",
        "Third call to this address in six weeks; injuries this time, and a child who had called us.",
    ),
    "adult_harm": (
        "Bruises on both wrists seen by a carer; says that they fell, but is afraid when a relative comes in.",
        "Money has gone from the account of a resident since a relative took over the bank card.",
        "Left without medication for two days; the care plan says three visits a day.",
    ),
    "self_neglect": (
        "Rooms filled to the ceiling, one way through to the bed. Heating off. Declines any help.",
        "Has not eaten for some days and does not open to the nurse; a wound looks infected.",
    ),
    "mental_ill_health": (
        "Said on the telephone that there is no point in going on. Lives alone, known to services before.",
        "Found on a bridge by a passer-by, calm now, and wants to go home on their own.",
    ),
    "radicalisation": (
        "Shares violent videos in class and says that some people deserve it. Withdrawn since the summer.",
    ),
    "trafficking": ("Works long hours, holds no papers, and somebody else answers for them.",),
}
FIRST_RATING = {
    "red": "At risk today: somebody must act before the day is over.",
    "amber": "Serious, and nothing says that it happens again tonight. Partners may know more.",
    "blue": "A worry that grows over time rather than a danger now.",
}
RATED_ANEW = {
    "red": "What agencies know makes it more urgent than it looked.",
    "amber": "In the light of what was shared.",
    "blue": "What agencies know is less than we feared; nothing points to harm now.",
}
QUESTIONS = (
    "Please say what you know of the people named, in the last twelve months.",
    "Any contact, worry or strength that bears on the decision?",
    "",
)
KNOWN = {
    "police": (
        "Two call-outs to the address in the last year, both for noise; no offence recorded.",
        "One adult is on bail with a condition not to come to the address.",
        "No trace of the child; one caution of an adult, older than five years.",
    ),
    "childrens_social_care": (
        "Known to us two years ago; the plan ended when things had got better.",
        "An early help worker visits every other week and is trusted by the family.",
    ),
    "adult_social_care": (
        "A care package of three visits a day; carers note that the door is often locked.",
        "Reviewed in the spring; has capacity to decide where to live.",
    ),
    "health": (
        "Two attendances at the emergency department in six months, one unexplained.",
        "Immunisations up to date; the health visitor has no worries.",
        "Did not attend three appointments in a row.",
    ),
    "mental_health": (
        "On our books; last seen five weeks ago, stable, a risk plan is in place.",
        "Referred twice and did not engage.",
    ),
    "education": (
        "Attendance is 71 per cent this term. A trusted adult in school is the form tutor.",
        "Doing well; a younger sibling has been tearful since half term.",
    ),
    "housing": (
        "Rent arrears since the summer; a notice was served and then withdrawn.",
        "One complaint of noise; the tenancy is held by one adult alone.",
    ),
    "probation": ("Supervised by us until next spring; attends as required.",),
    "fire": ("A home safety visit found no working smoke alarm; two were fitted.",),
    "ambulance": ("Called twice this year; once nobody wished to be taken to hospital.",),
    "voluntary": ("Has been coming to our group since the spring; asks that we do not call at home.",),
    "other": ("A file note, two years old.",),
}
DECLINED = (
    "The person is an adult with capacity who refused, and nothing points to a risk to others.",
    "We hold legally privileged papers only.",
)
BECAUSE = {
    0: "What is known does not point to harm. The referrer keeps an eye on it.",
    1: "Advice meets what was described; those who know the family carry on.",
    2: "Help now keeps it from getting worse, and the family agrees.",
    3: "An assessment is needed to know what is going on and who can help.",
    4: "There is reasonable cause to suspect significant harm.",
    5: "It cannot wait: protection is needed today.",
}
TOLD = {
    0: "Thank you for telling us. We looked at what agencies know and take it no further. Tell us again if anything changes.",
    1: "Thank you. We have given advice to those who work with the family.",
    2: "Thank you. Early help will be in touch with the family this week.",
    3: "Thank you. A social worker will see the family and you will hear who leads.",
    4: "Thank you. An enquiry has begun. Please do not speak with the family about it yet.",
    5: "Thank you. We acted at once. A social worker will call you today.",
}
DISAGREED = {
    "threshold": "We think that this meets the threshold for more than was decided.",
    "information": "What we shared is not reflected in the decision.",
    "timeliness": "It took too long, and the family moved meanwhile.",
    "response": "Nobody came to the visit that had been agreed.",
    "other": "We would like to talk about how this was handled.",
}
UP = "Not settled between us; our managers look at it."
RESOLVED = {
    "changed": "On reflection we agree, and the plan is changed.",
    "upheld": "We went through it together; the decision stands.",
    "compromise": "We meet in the middle: a joint visit next week.",
    "withdrawn": "Settled over the telephone; we take it back.",
}
COMPLAINED = {
    "communication": (
        "Nobody rang back",
        "I left three messages and heard nothing until a letter came that I did not understand.",
    ),
    "delay": ("Weeks without an answer", "We were told that somebody would come that week. It took five."),
    "decision": ("The decision is wrong", "What the school told you was not read before you decided."),
    "confidentiality": ("Somebody else was told", "A neighbour knew of the call before we did."),
    "conduct": (
        "How we were spoken to",
        "The person who called was short with us and did not say their name.",
    ),
}
COMPLAINED_FURTHER = "They are not content with the answer and ask for it to be looked at again."
FOUND = {
    "upheld": "What is said is right, and the records show it.",
    "partly_upheld": "Some of it is right; the decision itself was in order.",
    "not_upheld": "The records show that it was done as it should be.",
    "withdrawn": "They take it back after a talk.",
}
LEARNT = "The duty desk keeps a list of calls to return, looked at every afternoon."
REDRESS = "An apology by letter, and a named person to ring."
#: Of each kind of leadership activity, its title and for whom it is.
LED = {
    "training": ("Seeing neglect early", "Teachers and health visitors"),
    "marketing": ("How to tell us of a worry: posters and cards", "Surgeries, libraries, schools"),
    "conference": ("Safeguarding together", "Everybody who safeguards in the county"),
    "visit": ("A morning in the hub", "Newly appointed social workers"),
    "media": ("What happens when you tell us: an interview", "Listeners of local radio"),
    "consultation": ("Talking a worry through before a referral", "Designated leads of schools"),
    "innovation": ("One form for every agency: a trial", "Teams that refer most"),
}
EVIDENCE = {
    "early sharing": (
        "A call in the first week",
        "A school and a health visitor compared notes in the first week of a worry. What each knew alone was little; "
        "together it was enough to offer help before things got worse.",
    ),
    "joint visits": (
        "A visit by two",
        "Two workers of different agencies visited together. The family told its story once, and both heard the same.",
    ),
    "hidden harm": (
        "A good impression",
        "A tidy home and polite parents hid what a child could say only when seen alone. The child is now "
        "seen alone on every visit.",
    ),
    "transition to adulthood": (
        "Before somebody turns into an adult on paper",
        "Adult services were asked half a year ahead, so that help went on without a gap.",
    ),
    "information recording": (
        "What was decided, and why",
        "A decision whose reasons were written down was understood by those who came later, and not made anew.",
    ),
}
LESSONS = {
    "child_review": (
        "A review of how agencies worked together for a child",
        "Worries were known, and not to all.",
    ),
    "domestic_review": (
        "A review after a death at home",
        "Nobody saw the pattern in calls that were each minor.",
    ),
    "adult_review": (
        "A review of self-neglect",
        "Refusing help was taken as an answer, and never asked again.",
    ),
    "peer_review": ("What colleagues from another county saw", "Good decisions, slow answers to referrers."),
    "inspection": (
        "An inspection of the front door",
        "Thresholds are understood; feedback is not always given.",
    ),
    "other_authority": ("What another authority learnt", "A shared list of who is asked first saves a day."),
    "environmental_scan": ("What is changing around us", "New ways to exploit young people through games."),
}
RECOMMENDED = (
    "Ask each agency again before a referral is closed without action.",
    "Tell every referrer what was decided within two working days.",
    "See the child alone, and write down what they said.",
    "Train new staff on thresholds in their first month.",
    "Name one person who follows a referral from end to end.",
)
AUDIT_ACTIONS = (
    "Answer requests within the time that the rating allows.",
    "Write down why a rating was changed.",
    "Ask the person what they want to happen.",
)
GRADED = {
    1: "What was known was not put together, and nobody was made safer.",
    2: "The right questions were asked, late; the reasons are thin.",
    3: "Shared in time, decided with reasons, and the referrer was told.",
    4: "Everybody gave what they knew early, and the decision says how it was weighed.",
}
SURVEY = (
    "Survey of professionals",
    "We want to know how the hub works for you. Nobody is told what you answer.",
)
ASKED_FREELY = "What would you change?"
SAID_FREELY = (
    "Tell us sooner what became of a referral.",
    "The form asks the same thing twice.",
    "It helped to talk it through on the telephone first.",
    "I never know who works on it.",
)
REASONS_FOR_CONSENT = {
    "not_sought": "Asking could have put the person at more risk.",
    "overridden": "Refused; the risk outweighs the refusal.",
}


def concern(rng: Random, cohort: str) -> str:
    """A concern of that cohort."""
    return rng.choice(CONCERNS[cohort])


def known(rng: Random, kind: str) -> list[tuple[str, str]]:
    """What an agency of that kind knows: one thing or two, each `disclose` or `reveal`."""
    lines = KNOWN.get(kind, KNOWN["other"])
    told = rng.sample(lines, min(len(lines), rng.choice((1, 1, 2))))
    return [(words, "disclose" if rng.random() < 0.65 else "reveal") for words in told]
