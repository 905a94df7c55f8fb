"""Measure ten: quality file audit in line with inspection methodology."""

import math
from collections import Counter, defaultdict

import ibis
import ibis.expr.types as ir
import krippendorff
from ibis import _

from mash.engine.dimensions import AGENCY, TOTAL, Shown, observed
from mash.engine.finish import each
from mash.engine.intervals import wilson_of_share
from mash.engine.question import Question
from mash.engine.statistic import Row, statistic
from mash.engine.tables import Tables
from mash.engine.tally import tally
from mash.engine.window import before_end, in_window
from mash.framework import codes

#: Stands for "no agency": a grade of the case as a whole.
CASE = "case"
GOOD = 3

ROUND = observed("round_id")
CRITERION = observed("criterion")
BY_ROUND = (ROUND,)
BY_ROUND_AND_ALL = (ROUND.totalled,)
BY_CRITERION = (ROUND, CRITERION)
BY_GRADE = (ROUND, observed("agency_id"), CRITERION, observed("grade", number=True).totalled)
BY_AGENCY = (AGENCY.totalled,)


def every_grade(rows: list[Row], question: Question, shown: Shown) -> list[Row]:
    """Every grade, and their total, for each round, agency and criterion that has one."""
    names = [dimension.column for dimension in BY_GRADE]
    audits = {tuple(row[name] for name in names): row["audits"] for row in rows}
    return [
        dict(zip(names, (*graded, grade), strict=True)) | {"audits": audits.get((*graded, grade), 0)}
        for graded in dict.fromkeys(combination[:-1] for combination in audits)
        for grade in (TOTAL, *codes.GRADES)
    ]


def weighted_share(row: Row) -> Row:
    """Weighted mean of the audits' shares of good grades, Wilson interval at the effective number.

    Correctly rounded sums, so that the order in which an engine hands over the audits is of no matter.
    """
    audits = row["graded"] or []
    weights = [1 / audit["probability"] for audit in audits]
    if not weights:
        return {"audits": 0} | dict.fromkeys(("good_or_better", "lower", "upper"))
    shares = [audit["good"] / audit["grades"] for audit in audits]
    whole = math.fsum(weights)
    share = math.fsum(w * s for w, s in zip(weights, shares, strict=True)) / whole
    lower, upper = wilson_of_share(share, whole**2 / math.fsum(w * w for w in weights))
    return {"audits": len(audits), "good_or_better": share, "lower": lower, "upper": upper}


def alpha_of(row: Row) -> Row:
    """Krippendorff's alpha (ordinal) of the grades given, and the number of pairs within audits.

    Empty where no audit has two grades, or all grades of those that have are equal.
    """
    graded: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for given in row["given"]:
        graded[given["audit_id"]][given["grade"]] += 1
    paired = [grades for grades in graded.values() if grades.total() > 1]
    alpha = None
    if len({grade for grades in paired for grade in grades}) > 1:
        # in an order of their own, so that the sum has the same bits on every engine
        counts = sorted([grades[grade] for grade in codes.GRADES] for grades in paired)
        alpha = float(krippendorff.alpha(value_counts=counts, level_of_measurement="ordinal"))
    return {"alpha": alpha, "pairs": sum(math.comb(grades.total(), 2) for grades in paired)}


def sampled(t: Tables, question: Question) -> ir.Table:
    """Audits sampled in the window."""
    return t.audits.filter(in_window(_.sampled_on, question))


def graded(t: Tables, question: Question) -> ir.Table:
    """Grades of these audits, each known once its audit is completed."""
    audits = sampled(t, question).select("audit_id", "round_id", "selection_probability")
    return t.audit_grades.join(audits, "audit_id")


@statistic(*BY_ROUND_AND_ALL, columns="round_id sampled completed")
def coverage(t: Tables, question: Question) -> ir.Table:
    """Audits sampled in the window and those of them completed by as-at, by round."""
    return tally(
        sampled(t, question),
        BY_ROUND_AND_ALL,
        sampled=_.count(),
        completed=_.count(where=_.completed_on.notnull()),
    )


@statistic(
    *BY_GRADE,
    columns="round_id agency_id criterion grade audits",
    finish=[every_grade],
    every_combination=False,
)
def grades(t: Tables, question: Question) -> ir.Table:
    """Completed audits by the grade that the panel agreed, from 1 inadequate to 4 outstanding, by round,
    agency (`case` = the case as a whole) and criterion.
    """
    agreed = graded(t, question).filter(_.moderated)
    return tally(agreed.mutate(agency_id=_.agency_id.fill_null(CASE)), BY_GRADE, audits=_.audit_id.nunique())


@statistic(
    *BY_ROUND,
    columns="round_id audits good_or_better lower upper",
    finish=[each(weighted_share)],
    blank="graded",
)
def weighted(t: Tables, question: Question) -> list[ir.Table]:
    """Estimated share of good or outstanding work among all cases from which each round was drawn.

    Per audit the share of its agreed whole-case grades that are good or better, weighted by 1 ÷ its
    chance of being drawn; the interval is Wilson's at the effective number (Σw)² ÷ Σw². Audits whose
    chance is not recorded are left out.
    """
    agreed = graded(t, question).filter(
        _.moderated & _.agency_id.isnull() & _.selection_probability.notnull()
    )
    by_audit = agreed.group_by("round_id", "audit_id", probability=_.selection_probability).aggregate(
        grades=_.count(), good=_.count(where=_.grade >= GOOD)
    )
    audit = ibis.struct({"probability": _.probability, "grades": _.grades, "good": _.good})
    return [
        tally(sampled(t, question), BY_ROUND, sampled=_.count()),
        tally(by_audit, BY_ROUND, graded=audit.collect()),
    ]


@statistic(
    *BY_CRITERION,
    columns="round_id criterion alpha pairs",
    finish=[each(alpha_of)],
    every_combination=False,
)
def agreement(t: Tables, question: Question) -> ir.Table:
    """How far auditors agree before the panel meets: Krippendorff's alpha (ordinal; 1 = always, 0 = as by
    chance) over the whole-case grades of each criterion, and the number of pairs of grades compared.
    """
    single = graded(t, question).filter(~_.moderated & _.agency_id.isnull())
    given = ibis.struct({"audit_id": _.audit_id, "grade": _.grade})
    return tally(single, BY_CRITERION, given=given.collect())


@statistic(*BY_AGENCY, columns="agency_id open overdue completed completed_late")
def actions(t: Tables, question: Question) -> ir.Table:
    """Actions of every audit sampled before the end of the window, by the agency that owns them: open,
    open past the due date, completed by it, completed late.
    """
    today = ibis.literal(question.as_at_date)
    audits = t.audits.filter(before_end(_.sampled_on, question))
    done = _.completed_on.notnull()
    return tally(
        t.audit_actions.semi_join(audits, "audit_id"),
        BY_AGENCY,
        open=_.count(where=~done & (_.due_on >= today)),
        overdue=_.count(where=~done & (_.due_on < today)),
        completed=_.count(where=_.completed_on <= _.due_on),
        completed_late=_.count(where=_.completed_on > _.due_on),
    )
