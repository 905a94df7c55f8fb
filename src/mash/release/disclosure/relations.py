"""How the counts of a release hang together: everything that an intruder can add up or compare.

A line is read as: `+` in brackets = the sum over all codes but `*`; a capital = any code, `*` too; a small
letter = any code but `*`; anything else = that code; columns joined by `+` are added. A row that is not
printed counts as 0. `$policy`, `$lowest` and `$highest` are the chosen target policy and the risks of
lowest and highest rank. Lines with `usually:` hold unless reference data changed in the window or a
register has a rare kind of entry; an intruder tries them all the same.

Every line is verified on raw results (tests/release/disclosure/test_relations.py).
"""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from mash.engine.dimensions import TOTAL
from mash.measures.m10_audit import CASE, GOOD
from mash.release.disclosure.columns import DIMENSIONS, TOTALLED, count_columns
from mash.release.disclosure.grammar import Relation, laid_over
from mash.release.disclosure.release import Cell, Release
from mash.release.disclosure.rule import ROUNDED_TO, half_of_last_digit, rounded, two_digits
from mash.release.figures import HIDDEN_TEXT

#: Targets are hours; whoever reads a release takes it for granted that all of them are over by then.
LONG_AFTER = timedelta(days=7)
BY_GRADES = "the share of good grades is of cases that were all as likely to be drawn"
BY_SEVERITY = "severity is that of the most severe outcome"

#: Totals that are the sum of their rows, as each record stands in exactly one: statistic, dimensions, and
#: columns where it is not all counts.
ADDITIVE = (
    ("m00/share", "agency_id cohort_id"),
    ("m01/by_agency", "agency_id"),
    ("m01/by_month", "agency_id"),
    ("m02/by_cohort", "cohort_id", "referrals"),
    ("m02/agency_cohort", "agency_id cohort_id"),
    ("m02/by_month", "cohort_id"),
    ("m03/by_risk", "risk"),
    ("m03/rerating", "first_risk final_risk"),
    ("m03/severity", "risk severity"),
    ("m04/by_risk", "risk"),
    ("m04/by_agency", "agency_id"),
    ("m04/by_month", "risk"),
    ("m04/responses", "agency_id"),
    ("m04/feedback", "agency_id"),
    ("m05/by_outcome", "outcome_id", "disposals"),
    ("m05/by_cohort", "cohort_id"),
    ("m05/by_risk", "risk"),
    ("m05/earliest_intervention", "risk"),
    ("m06/repeat_rate", "agency_id"),
    ("m06/return_by_outcome", "outcome_id"),
    ("m06/risk_trend", "direction"),
    ("m07/by_pair", "raised_by about"),
    ("m07/by_reason", "reason"),
    ("m07/by_stage", "stage"),
    ("m08/response_rate", "agency_id"),
    ("m09/by_agency", "source"),
    ("m09/timeliness", "stage"),
    ("m09/by_theme", "theme"),
    ("m10/coverage", "round_id"),
    ("m10/actions", "agency_id"),
    ("m11/library", "kind cohort_id"),
    ("m11/uses", "agency_id"),
    ("m12/by_source", "source"),
    ("m12/progress", "agency_id"),
    ("m12/impact", "source"),
    ("m13/by_kind", "kind"),
)

#: Totals that count a record of several rows once: no smaller than any row, no greater than their sum.
UNIONS = (
    ("m02/by_cohort", "cohort_id", "people"),
    ("m02/any_cohort", "cohort_id"),
    ("m04/blockages", "agency_id"),
    ("m05/by_outcome", "outcome_id", "referrals"),
    ("m05/by_cohort", "outcome_id"),
    ("m05/by_risk", "outcome_id"),
    ("m05/utilisation", "agency_id"),
    ("m05/forums", "outcome_id"),
    ("m09/by_agency", "agency_id"),
    ("m10/grades", "grade"),
    ("m13/reach", "agency_id"),
)

STATES = "in_time+late+open_in_time+open_overdue"
TIMELY = ("in_time", "late", "open_in_time", "open_overdue", "no_target", "due", "met")
UNDER_A_POLICY = ("in_time", "late", "open_in_time", "open_overdue", "due", "met")


def _on_time(statistic: str, row: str, met_of: str = "in_time", late: str = "late") -> list[str]:
    return [
        f"{statistic}.{late}+open_overdue+met[{row}] = {statistic}.due[{row}]",
        f"{statistic}.met[{row}] <= {statistic}.{met_of}[{row}]",
    ]


LINES: tuple[str, ...] = (
    # receipts, by agency, cohort and month
    "m01/by_month.referrals[+, A] = m01/by_agency.referrals[A]",
    "m02/by_cohort.referrals[*] = m01/by_agency.referrals[*]",
    "m02/agency_cohort.referrals[A, *] = m01/by_agency.referrals[A]",
    "m02/agency_cohort.referrals[*, C] = m02/by_cohort.referrals[C]",
    "m02/any_cohort.referrals[*] = m02/by_cohort.referrals[*]",
    "m02/by_cohort.referrals[c] <= m02/any_cohort.referrals[c]",
    "m02/by_month.referrals[+, C] = m02/by_cohort.referrals[C]",
    "m02/by_month.referrals[m, *] = m01/by_month.referrals[m, *]",
    "m00/share.referrals[a, C] = m02/agency_cohort.referrals[a, C]",
    "m00/exempt.referrals[a] = m01/by_agency.referrals[a]",
    # ratings
    "m03/by_risk.first_rated[*] = m01/by_agency.referrals[*]",
    "m03/by_risk.final_rated[*] = m01/by_agency.referrals[*]",
    "m03/by_risk.first_rated[unrated] = m03/by_risk.final_rated[unrated]",
    "m03/rerating.referrals[r, *] = m03/by_risk.first_rated[r]",
    "m03/rerating.referrals[*, r] = m03/by_risk.final_rated[r]",
    "m03/severity.referrals[first, *, S] = m03/severity.referrals[final, *, S]",
    "m03/severity.referrals[first, unrated, S] = m03/severity.referrals[final, unrated, S]",
    "m03/severity.referrals[first, r, *] <= m03/by_risk.first_rated[r]",
    "m03/severity.referrals[final, R, *] <= m05/earliest_intervention.decided[R]",
    "m03/severity.referrals[final, R, *] = m05/by_risk.referrals[R, *]",
    " + ".join(f"m03/severity.referrals[final, R, {severity}]" for severity in range(1, 6))
    + " = m05/earliest_intervention.with_intervention[R]",
    "m03/missed_risk.numerator[s] <= m03/missed_risk.denominator[s]",
    "m03/missed_risk.numerator[nothing_in_highest] <= m03/severity.referrals[first, *, 0]",
    "m03/missed_risk.numerator[severe_in_lowest] <= m03/severity.referrals[first, *, 4]"
    " + m03/severity.referrals[first, *, 5]",
    "m03/missed_risk.denominator[s] + m03/severity.referrals[first, unrated, *]"
    " <= m03/severity.referrals[first, *, *]",
    "usually: m03/missed_risk.denominator[nothing_in_highest] = m03/severity.referrals[first, $highest, *]",
    "usually: m03/missed_risk.numerator[nothing_in_highest] = m03/severity.referrals[first, $highest, 0]",
    "usually: m03/missed_risk.denominator[severe_in_lowest] = m03/severity.referrals[first, $lowest, *]",
    "usually: m03/severity.referrals[first, $lowest, 4] + m03/severity.referrals[first, $lowest, 5]"
    " = m03/missed_risk.numerator[severe_in_lowest]",
    # timeliness
    f"m04/by_risk.{STATES}+no_target[R] = m03/by_risk.final_rated[R]",
    f"m04/by_agency.{STATES}+no_target[A] = m01/by_agency.referrals[A]",
    f"m04/by_month.{STATES}+no_target[m, *] = m01/by_month.referrals[m, *]",
    *[f"m04/by_month.{column}[+, R] = m04/by_risk.{column}[R]" for column in TIMELY],
    *[f"m04/by_agency.{column}[*] = m04/by_risk.{column}[*]" for column in TIMELY],
    *[f"m04/policy_sensitivity.{column}[$policy] = m04/by_risk.{column}[*]" for column in UNDER_A_POLICY],
    "m04/policy_sensitivity.in_time+late[initial] <= m04/policy_sensitivity.in_time+late[strictest]",
    *_on_time("m04/by_risk", "R"),
    *_on_time("m04/by_agency", "A"),
    *_on_time("m04/by_month", "m, R"),
    *_on_time("m04/policy_sensitivity", "p"),
    *_on_time("m04/responses", "A"),
    f"m04/responses.{STATES}+no_due[A] = m04/responses.requests[A]",
    "m04/feedback.decided[*] = m05/earliest_intervention.decided[*]",
    "m04/feedback.fed_back[A] <= m04/feedback.decided[A]",
    "m04/by_agency.in_time+late[A] <= m04/feedback.decided[A]",
    "m04/feedback.decided[A] <= m04/by_agency.in_time+late+no_target[A]",
    "m04/by_risk.in_time+late[R] <= m05/earliest_intervention.decided[R]",
    "m05/earliest_intervention.decided[R] <= m04/by_risk.in_time+late+no_target[R]",
    f"m04/by_risk.{STATES}[*] <= m04/segments.referrals[rating_to_request]",
    "m04/segments.referrals[rating_to_request] <= m04/segments.referrals[receipt_to_rating]",
    "m04/segments.referrals[rating_to_request] <= m03/rerating.referrals[*, *]",
    "m04/segments.referrals[receipt_to_rating] <= m01/by_agency.referrals[*]",
    "m04/segments.referrals[request_to_last_response] <= m04/segments.referrals[rating_to_request]",
    "m04/segments.referrals[last_response_to_decision] <= m04/segments.referrals[request_to_last_response]",
    "m04/segments.referrals[last_response_to_decision] <= m04/blockages.last_to_respond[*]",
    "m04/blockages.last_to_respond_late[A] <= m04/blockages.last_to_respond[A]",
    "m04/blockages.last_to_respond[A] <= m04/responses.requests[A]",
    "m04/blockages.last_to_respond_late[*] <= m04/by_risk.late[*]",
    # outcomes
    "m05/by_outcome.referrals[O] <= m05/by_outcome.disposals[O]",
    "m05/by_cohort.referrals[*, O] = m05/by_outcome.referrals[O]",
    "m05/by_risk.referrals[*, O] = m05/by_outcome.referrals[O]",
    "m05/by_cohort.referrals[c, *] <= m02/by_cohort.referrals[c]",
    "m05/forums.referrals[f] = m05/by_outcome.referrals[f]",
    "m05/forums.referrals[*] <= m05/by_outcome.referrals[*]",
    *[f"m05/utilisation.{part}[A] <= m05/utilisation.utilised[A]" for part in ("contributed", "led")],
    "m05/utilisation.supported[A] <= m05/utilisation.utilised[A]",
    "m05/utilisation.utilised[A] <= m05/utilisation.contributed+led+supported[A]",
    "m05/utilisation.utilised[*] <= m05/earliest_intervention.decided[*]",
    "m05/utilisation.contributed[A] <= m04/responses.in_time+late+no_due[A]",
    "m05/utilisation.led+supported[*] <= m05/by_outcome.disposals[*]",
    "m05/utilisation.led[*] <= m05/by_outcome.referrals[*]",
    "m05/utilisation.supported[*] <= m05/by_outcome.referrals[*]",
    "m05/earliest_intervention.with_intervention[R] <= m05/earliest_intervention.decided[R]",
    # repeats
    *[
        f"m06/{name}.{less}[{row}] <= m06/{name}.{more}[{row}]"
        for name, row in (("repeat_rate", "A"), ("by_month", "m"))
        for less, more in (("repeats", "with_history"), ("with_history", "referrals"))
    ],
    *[
        f"m06/by_month.{column}[+] = m06/repeat_rate.{column}[*]"
        for column in ("referrals", "with_history", "repeats")
    ],
    "m06/repeat_rate.referrals[A] <= m01/by_agency.referrals[A]",
    "m06/by_month.referrals[m] <= m01/by_month.referrals[m, *]",
    "m06/return_curve.units[90] = m06/return_curve.units[180]",
    "m06/return_curve.units[180] = m06/return_curve.units[365]",
    "m06/return_curve.events[90] <= m06/return_curve.events[180]",
    "m06/return_curve.events[180] <= m06/return_curve.events[365]",
    "m06/return_curve.events[365] <= m06/return_curve.units[365]",
    "m06/return_by_outcome.decided[*] <= m06/return_curve.units[365]",
    # escalations
    "m07/by_pair.open[A, B] <= m07/by_pair.escalations[A, B]",
    "m07/by_pair.escalations[*, *] = m07/by_reason.escalations[*]",
    "m07/by_stage.escalations[*] = m07/by_reason.escalations[*]",
    "m07/rate.escalations[+] = m07/by_reason.escalations[*]",
    "m07/rate.referrals[m] = m01/by_month.referrals[m, *]",
    "m07/by_reason.changed[R] <= m07/by_reason.resolved[R]",
    "m07/by_reason.resolved[R] <= m07/by_reason.escalations[R]",
    "m07/by_pair.open[*, *] + m07/by_reason.resolved[*] = m07/by_reason.escalations[*]",
    # satisfaction
    "m08/response_rate.answered[s, A] <= m08/response_rate.invited[s, A]",
    "m08/scores.answers[s, q, +] = m08/summary.answers[s, q]",
    "m08/summary.answers[s, q] <= m08/response_rate.answered[s, *]",
    # complaints
    "m09/by_agency.upheld+partly_upheld[A, S] <= m09/by_agency.complaints[A, S]",
    "m09/timeliness.closed_in_time+closed_late+open_in_time+open_overdue+no_due[*]"
    " = m09/by_agency.complaints[*, *]",
    "m09/by_theme.complaints[*] = m09/by_agency.complaints[*, *]",
    "m09/by_agency.upheld+partly_upheld[*, *] <= m09/timeliness.closed_in_time+closed_late+no_due[*]",
    *_on_time("m09/timeliness", "S", "closed_in_time", "closed_late"),
    # audits
    "m10/coverage.completed[R] <= m10/coverage.sampled[R]",
    "m10/grades.audits[r, a, k, *] <= m10/coverage.completed[r]",
    "usually: m10/grades.audits[r, a, k, +] = m10/grades.audits[r, a, k, *]",
    "m10/weighted.audits[r] <= m10/coverage.completed[r]",
    # evidence
    "m11/uses.supplied[A] <= m11/uses.requested[A]",
    # lessons
    "m12/by_source.accepted+implemented[S] <= m12/by_source.recommendations[S]",
    "m12/by_source.policies_changed[S] <= m12/by_source.implemented[S]",
    "m12/progress.proposed+accepted+rejected+implemented[*] = m12/by_source.recommendations[*]",
    "m12/progress.accepted[*] = m12/by_source.accepted[*]",
    "m12/progress.implemented[*] = m12/by_source.implemented[*]",
    "m12/progress.overdue[A] <= m12/progress.accepted[A]",
    "m12/impact.implemented[S] = m12/by_source.implemented[S]",
    "m12/impact.with_evidence[S] <= m12/impact.implemented[S]",
    # activities
    "m13/by_month.activities[+] = m13/by_kind.activities[*]",
    "m13/by_month.attendees[+] = m13/by_kind.attendees[*]",
    "m13/reach.activities[*] <= m13/by_kind.activities[*]",
)


def all_lines() -> list[str]:
    """Every relation as a line, those of ADDITIVE and UNIONS included."""
    return [*LINES, *_additive(), *_unions()]


def by_severity(release: Release) -> Iterator[Relation]:
    """Final severity against outcomes: whoever knows how severe each outcome is (reference data, in
    `names.severities` where results have it) can compare them.

    Referrals of severity s or more have an outcome of severity s or more, and the other way round.
    """
    severities = {code: int(text) for code, text in release.about["names"].get("severities", {}).items()}
    ranks = range(6)
    for row in release.keys("m03/severity"):
        if row[0] != "final" or row[2] != TOTAL or not severities:
            continue

        def at(severity: int, risk: str = row[1]) -> Cell:
            return Cell(release.number, "m03/severity", ("final", risk, str(severity)), "referrals")

        for least in ranks:
            severe = [(at(severity), 1) for severity in ranks if severity >= least]
            outcomes = [
                Cell(release.number, "m05/by_risk", (row[1], code), "referrals")
                for code, severity in severities.items()
                if severity >= least and release.has("m05/by_risk", (row[1], code))
            ]
            more = (*severe, *((cell, -1) for cell in outcomes))
            yield Relation(BY_SEVERITY, more, len(outcomes) <= 1)
            if len(outcomes) > 1:
                for cell in outcomes:
                    yield Relation(BY_SEVERITY, ((cell, 1), *((one, -1) for one, _ in severe)), False)
            exactly = [cell for cell in outcomes if severities[cell.row[1]] == least]
            yield Relation(BY_SEVERITY, ((at(least), 1), *((cell, -1) for cell in exactly)), False)


def with_history(release: Release) -> Iterator[Relation]:
    """Once a referral of a month has enough history, all of later months have."""
    months = sorted(release.rows.get("m06/by_month", {}))
    for earlier, later in pairwise(months):
        if release.rows["m06/by_month"][earlier]["with_history"] != "0":
            cells = [Cell(release.number, "m06/by_month", later, c) for c in ("with_history", "referrals")]
            yield Relation("history only grows", ((cells[0], 1), (cells[1], -1)), True)


def passed(release: Release) -> Iterator[Relation]:
    """Long after the window whatever was decided in time was due as well."""
    end = date.fromisoformat(release.about["window"]["end"])
    if release.as_at.date() - end < LONG_AFTER:
        return
    for statistic in ("by_risk", "by_agency", "by_month", "policy_sensitivity", "responses"):
        for row in release.keys(f"m04/{statistic}"):
            cells = [Cell(release.number, f"m04/{statistic}", row, column) for column in ("in_time", "met")]
            yield Relation("every due time has passed", ((cells[0], 1), (cells[1], -1)), True, False)


def by_grades(release: Release) -> Iterator[Relation]:
    """The share of good grades, were every case as likely to be drawn and graded by every criterion.

    Raw results are taken to be published with two digits.
    """
    raw = "published" not in release.about
    for (code,), row in release.rows.get("m10/weighted", {}).items():
        if row["good_or_better"] in ("", HIDDEN_TEXT) or row["audits"] == HIDDEN_TEXT:
            continue
        share = float(row["good_or_better"])
        share = float(two_digits(share)) if raw else share
        # in whole numbers where it has few digits: a solver is exact with these
        scale = 1000 if repr(share) == two_digits(share) else 1
        cells = {
            Cell(release.number, "m10/grades", codes, "audits"): -share * scale
            if codes[3] == TOTAL
            else scale
            for codes in release.keys("m10/grades")
            if codes[:2] == (code, CASE) and (codes[3] == TOTAL or int(codes[3]) >= GOOD)
        }
        criteria = sum(cell.row[3] == TOTAL for cell in cells)
        most = criteria * (rounded(int(row["audits"])) + ROUNDED_TO // 2)
        known = tuple((cell, round(factor, 9)) for cell, factor in cells.items() if factor)
        slack = scale * most * half_of_last_digit(share)
        yield Relation(BY_GRADES, known, True, False, slack=math.floor(slack) if scale > 1 else 1e-9)


def within(release: Release) -> Iterator[Relation]:
    """Every relation between counts of one release."""
    for line in all_lines():
        yield from laid_over(line, release)
    yield from by_severity(release)
    yield from with_history(release)
    yield from passed(release)
    yield from by_grades(release)


def _additive() -> list[str]:
    return [
        f"{statistic}.{column}[{row % '+'}] = {statistic}.{column}[{row % '*'}]"
        for statistic, dimensions, *columns in ADDITIVE
        for dimension in dimensions.split()
        for row in [_row(statistic, dimension)]
        for column in (columns or count_columns(statistic))
    ]


def _unions() -> list[str]:
    return [
        line
        for statistic, dimension, *columns in UNIONS
        for row in [_row(statistic, dimension)]
        for column in (columns or count_columns(statistic))
        for cell in [f"{statistic}.{column}"]
        for line in (
            f"{cell}[{row % '*'}] <= {cell}[{row % '+'}]",
            f"{cell}[{row % 'z'}] <= {cell}[{row % '*'}]",
        )
    ]


def _row(statistic: str, dimension: str) -> str:
    """The bracket of a row with `%s` for the dimension; any code for the others."""
    letters = iter("ABCD")
    return ", ".join(
        "%s" if name == dimension else (letter if name in TOTALLED[statistic] else letter.lower())
        for name, letter in ((name, next(letters)) for name in DIMENSIONS[statistic])
    )
