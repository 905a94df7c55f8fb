"""Codes of the fixed lists (dataset.md) in words for people."""

AGENCY_KINDS = {
    "police": "Police",
    "childrens_social_care": "Children's social care",
    "adult_social_care": "Adult social care",
    "health": "Health",
    "mental_health": "Mental health",
    "education": "Education",
    "probation": "Probation",
    "housing": "Housing",
    "fire": "Fire and rescue",
    "ambulance": "Ambulance",
    "voluntary": "Voluntary sector",
    "other": "Other",
}
AGE_GROUPS = {"child": "Children", "adult": "Adults", "any": "Children and adults"}
CLOCKS = {"elapsed": "All hours", "working": "Working hours only"}
SEVERITIES = {
    0: "0 – no further action",
    1: "1 – advice or signposting",
    2: "2 – early help or universal plus",
    3: "3 – statutory assessment (section 17, Care Act)",
    4: "4 – statutory enquiry or strategy discussion (section 47, section 42)",
    5: "5 – emergency protection",
}
