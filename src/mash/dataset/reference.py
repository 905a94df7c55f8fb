"""The contract's reference tables: hubs, agencies, cohorts, risks, outcomes, closed days (dataset.md)."""

import dataframely as dy
import polars as pl

from mash.dataset.columns import code, date, flag, not_reserved, number, text, whole
from mash.framework import codes


class Hubs(dy.Schema):
    """The hubs whose work the dataset holds."""

    hub_id = text("the hub's code", required=True, key=True)
    name = text("the hub's name", required=True)


class Agencies(dy.Schema):
    """Agencies that refer, are asked, decide and are measured, with the days on which each existed."""

    agency_id = text("the agency's code", required=True, key=True)
    name = text("the agency's name", required=True)
    kind = code("what kind of agency", codes.AGENCY_KINDS, required=True)
    in_baseline = flag(
        "false for an agency that does not route its core work through MASH, such as probation"
    )
    valid_from = date("first day on which the agency existed; empty = always")
    valid_to = date("last day on which the agency existed, included; empty = still does")
    successor_id = text("the agency that took over", fk="agencies")

    @dy.rule()
    def code_is_not_reserved(cls) -> pl.Expr:
        """agency_id may not be a word kept for totals and gaps: * unknown unrated hub case other"""
        return not_reserved("agency_id")


class Cohorts(dy.Schema):
    """Categories of business, such as domestic abuse or neglect."""

    cohort_id = text("the cohort's code", required=True, key=True)
    name = text("the cohort's name", required=True)
    age_group = code("whom it concerns", codes.AGE_GROUPS, required=True)

    @dy.rule()
    def code_is_not_reserved(cls) -> pl.Expr:
        """cohort_id may not be a word kept for totals and gaps: * unknown unrated hub case other"""
        return not_reserved("cohort_id")


class Risks(dy.Schema):
    """Risk ratings with rank, target and clock; one row for each period in which they were in force."""

    risk = text("the rating's code", required=True, key=True)
    name = text("the rating's name", required=True)
    rank = whole("1 = lowest risk", low=1, required=True)
    target_hours = number("hours from receipt (or rating) to decision; empty = no target", low=0)
    clock = code("what the hours count", codes.CLOCKS, required=True)
    valid_from = date("first day in force", required=True, key=True)
    valid_to = date("last day in force, included; empty = still in force")

    @dy.rule()
    def code_is_not_reserved(cls) -> pl.Expr:
        """risk may not be a word kept for totals and gaps: * unknown unrated hub case other"""
        return not_reserved("risk")


class Outcomes(dy.Schema):
    """Disposals that the hub can decide on, with their severity."""

    outcome_id = text("the outcome's code", required=True, key=True)
    name = text("the outcome's name", required=True)
    severity = whole(
        "0 no further action, 1 advice or signposting, 2 early help, 3 statutory assessment, "
        "4 statutory enquiry or strategy discussion, 5 emergency protection",
        low=0,
        high=5,
        required=True,
    )
    forum = flag("true where it routes to another problem-solving forum, such as MARAC, MAPPA or Channel")

    @dy.rule()
    def code_is_not_reserved(cls) -> pl.Expr:
        """outcome_id may not be a word kept for totals and gaps: * unknown unrated hub case other"""
        return not_reserved("outcome_id")


class ClosedDays(dy.Schema):
    """Bank holidays and closures; only working clocks look at them."""

    date = date("the day on which the hub is closed", required=True, key=True)
    reason = text("why", required=True)
