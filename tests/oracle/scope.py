"""Filters and roll-up, in plain Python, from measures.md (All cuts; successors) and what a measure can know.

Referrals keep their place, marked `in_scope`; a register's rows that are out of scope are taken away.
"""

from dataclasses import replace
from types import SimpleNamespace

REFERRALS = ("hub_id", "agency_id", "cohort_id", "locality", "age_group")
KNOWN = {
    "m00": ("agency_id", "cohort_id", "age_group"),
    "m08": ("agency_id",),
    "m09": ("agency_id",),
    "m11": ("agency_id", "cohort_id", "age_group"),
    "m12": ("agency_id",),
    "m13": ("agency_id",),
}
AGENCY_COLUMNS = ("agency_id", "raised_by", "about")


def of_measure(question, measure):
    """The question with the filters that the measure (`m04`) knows."""
    known = KNOWN.get(measure, REFERRALS)
    forgotten = {name: None for name in REFERRALS if name not in known}
    return replace(question, scope=replace(question.scope, **forgotten))


def narrowed(tables, scope):
    if scope.rolled_up:
        tables = rolled_up(tables)
    group = {c.cohort_id: c.age_group for c in tables["cohorts"]}

    def fits(r, *names):
        values = {**vars(r), "age_group": group[r.cohort_id]}
        return all(getattr(scope, name) in (None, values[name]) for name in names)

    for r in tables["referrals"]:
        r.in_scope = fits(r, *REFERRALS)
    if not any(getattr(scope, name) for name in REFERRALS):
        return tables
    found = dict(tables)
    in_scope = {r.referral_id for r in tables["referrals"] if r.in_scope}
    found["audits"] = [a for a in tables["audits"] if a.referral_id in in_scope]
    for table in ("evidence", "baselines"):
        found[table] = [
            x
            for x in tables[table]
            if scope.cohort_id in (None, x.cohort_id) and scope.age_group in (None, group.get(x.cohort_id))
        ]
    if any(getattr(scope, name) for name in REFERRALS if name != "agency_id"):
        # of any agency's referral: who raised it and whom it is about is asked below
        others = [name for name in REFERRALS if name != "agency_id"]
        about = {r.referral_id for r in tables["referrals"] if fits(r, *others)}
        found["escalations"] = [e for e in tables["escalations"] if e.referral_id in about]
    if scope.agency_id:
        of_agency(found, scope.agency_id)
    return found


def of_agency(found, agency):
    for table in ("invitations", "complaint_agencies", "evidence_uses", "recommendations",
                  "activity_agencies", "baselines"):  # fmt: skip
        found[table] = [row for row in found[table] if row.agency_id == agency]
    found["escalations"] = [e for e in found["escalations"] if agency in (e.raised_by, e.about)]
    for table, of, key in (
        ("complaints", "complaint_agencies", "complaint_id"),
        ("lessons", "recommendations", "lesson_id"),
        ("activities", "activity_agencies", "activity_id"),
    ):
        own = {getattr(row, key) for row in found[of]}
        found[table] = [row for row in found[table] if getattr(row, key) in own]


def rolled_up(tables):
    after = {a.agency_id: a.successor_id for a in tables["agencies"]}

    def today(code):
        return today(after[code]) if after.get(code) else code

    found = {
        name: [SimpleNamespace(**{k: today(v) if k in AGENCY_COLUMNS else v for k, v in vars(row).items()})
               for row in rows]
        for name, rows in tables.items()
    }  # fmt: skip
    for name in ("complaint_agencies", "activity_agencies"):
        found[name] = list({tuple(vars(row).items()): row for row in found[name]}.values())
    found["escalations"] = [e for e in found["escalations"] if e.raised_by != e.about]
    agencies = []
    for a in tables["agencies"]:
        if today(a.agency_id) == a.agency_id:
            merged = [b for b in tables["agencies"] if today(b.agency_id) == a.agency_id]
            starts = [b.valid_from for b in merged]
            first = None if None in starts else min(starts)
            agencies.append(SimpleNamespace(**{**vars(a), "valid_from": first}))
    return found | {"agencies": agencies}
