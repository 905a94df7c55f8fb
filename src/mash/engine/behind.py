"""The records behind a count: the very rows that a statistic counted in a cell.

A statistic is an expression, and so is what it counts: the rows under its aggregate, as far as they are in
the cell's group and meet the aggregate's own condition. They are taken from there, so that list and count
cannot differ. The expression is read, not written again: a new statistic needs nothing here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis.expr.operations as ops
import ibis.expr.types as ir

from mash.engine.question import Question
from mash.engine.statistic import Statistic
from mash.engine.tables import Tables

#: What a row can be a record of, the narrowest first: an action of an audit is not its referral.
IDS = (
    "action_id",
    "audit_id",
    "escalation_id",
    "complaint_id",
    "use_id",
    "recommendation_id",
    "evidence_id",
    "lesson_id",
    "activity_id",
    "referral_id",
)
#: Columns that count what has no record to be shown, and why.
NOT_LISTED = {
    ("m02_referrals_by_cohort/by_cohort", "people"): "people have pseudonyms here, which lead to nobody",
    (
        "m08_satisfaction/response_rate",
        "invited",
    ): "who was asked is not shown beside what was answered",
    ("m08_satisfaction/response_rate", "answered"): "an answer is tied to nobody",
    ("m08_satisfaction/scores", "answers"): "an answer is tied to nobody",
    ("m08_satisfaction/summary", "answers"): "an answer is tied to nobody",
    ("m05_outcomes/by_outcome", "disposals"): "they are of the referrals beside them, which are listed",
    ("m06_repeats/return_curve", "events"): "they are counted along the curve of the units, which are listed",
    ("m10_audit/weighted", "audits"): "they are those completed, less those whose chance is not recorded",
    ("m10_audit/agreement", "pairs"): "a pair of grades is no record",
    ("m13_leadership/by_kind", "attendees"): "attendees are people, and no record has them",
    ("m13_leadership/by_month", "attendees"): "attendees are people, and no record has them",
}
#: Counts that are the same in every row, and the row for which they were counted.
_COUNTED_FOR = {("m06_repeats/return_curve", "units"): {"days": "365"}}


@dataclass(frozen=True)
class Behind:
    """Which records (`kind`, such as `referral_id`), and the expression of their ids: a row a thing counted.

    A referral with two of the requests that are counted stands there twice.
    """

    kind: str
    rows: ir.Table


@dataclass(frozen=True)
class _Traced:
    """Where a column of an expression comes from: a constant, or an aggregate's group or metric."""

    constant: str | None = None
    aggregate: ops.Aggregate | None = None
    group: ops.Value | None = None
    metric: ops.Value | None = None


def behind(
    statistic: Statistic, t: Tables, question: Question, cell: Mapping[str, Any], column: str
) -> Behind | None:
    """What a column of a statistic counts in a cell; None where that is no count of records.

    `cell`: the code of every dimension, as its row of the results has it. `t`: the tables as `prepare` made
    them for the question.
    """
    if (statistic.key, column) in NOT_LISTED:
        return None
    cells = statistic.cells(t, question)
    parts: Sequence[ir.Table] = [cells] if isinstance(cells, ir.Table) else list(cells)
    codes = {dimension.column: str(cell[dimension.column]) for dimension in statistic.dimensions}
    codes |= _COUNTED_FOR.get((statistic.key, column), {})
    for part in parts:
        for branch, called in _branches(part.op(), {name: name for name in part.columns}):
            if column not in called:
                continue
            found = _trace(branch, called[column])
            if found is None or found.metric is None or found.aggregate is None:
                continue
            asked = _constraints(
                branch, found.aggregate, {called[name]: code for name, code in codes.items()}
            )
            if asked is not None:
                return _listed(found.aggregate.parent, found.metric, asked)
    return None


def _branches(rel: ops.Relation, called: dict[str, str]) -> Iterator[tuple[ops.Relation, dict[str, str]]]:
    """The parts of a union, also where its columns were renamed: each with what it calls them."""
    if isinstance(rel, ops.Union):
        yield from _branches(rel.left, called)
        yield from _branches(rel.right, called)
        return
    if isinstance(rel, ops.Project) and isinstance(rel.parent, ops.Union):
        values = {name: rel.values[inner] for name, inner in called.items()}
        if all(isinstance(value, ops.Field) for value in values.values()):
            yield from _branches(rel.parent, {name: value.name for name, value in values.items()})
            return
    yield rel, called


def _trace(rel: ops.Relation, name: str) -> _Traced | None:
    """Where a column comes from; None where that is anything but a constant or an aggregate."""
    while True:
        if isinstance(rel, ops.Aggregate):
            value = rel.groups.get(name)
            if value is not None:
                return _Traced(aggregate=rel, group=value)
            value = rel.metrics[name]
            if isinstance(value, ops.Literal):
                return _Traced(constant=str(value.value))
            return _Traced(aggregate=rel, metric=value)
        if isinstance(rel, ops.Project):
            value = rel.values[name]
            if isinstance(value, ops.Literal):
                return _Traced(constant=str(value.value))
            if not isinstance(value, ops.Field):
                return None
            rel, name = value.rel, value.name
        elif isinstance(rel, ops.Filter):
            rel = rel.parent
        else:
            return None


def _constraints(
    branch: ops.Relation, aggregate: ops.Aggregate, cell: Mapping[str, str]
) -> list[tuple[ops.Value, str]] | None:
    """What rows under the aggregate must be to be in the cell; None where the branch is of other cells."""
    asked = []
    for name, code in cell.items():
        found = _trace(branch, name)
        if found is None:
            return None
        if found.constant is not None:
            if found.constant != code:
                return None
        elif found.group is None or found.aggregate != aggregate or code == "*":
            return None
        else:
            asked.append((found.group, code))
    return asked


def _listed(rel: ops.Relation, metric: ops.Value, asked: Sequence[tuple[ops.Value, str]]) -> Behind | None:
    """The ids of the rows of `rel` that a metric counts."""
    if isinstance(metric, ops.Sum):
        return _under(rel, metric, asked)
    if not isinstance(metric, ops.CountStar | ops.Count | ops.CountDistinct):
        return None
    rows = rel.to_expr()
    kind = next((name for name in IDS if name in rows.columns), None)
    if kind is None:
        return None
    conditions = [value.to_expr() == code for value, code in asked]
    if metric.where is not None:
        conditions.append(metric.where.to_expr())
    if isinstance(metric, ops.Count):
        conditions.append(metric.arg.to_expr().notnull())
    listed = rows.filter(conditions) if conditions else rows
    if isinstance(metric, ops.CountDistinct):
        # the thing counted is what is distinct: an id of its own, or it would be counted otherwise
        kind = metric.arg.name
        return Behind(kind, listed.select(kind).distinct()) if kind in IDS else None
    return Behind(kind, listed.select(kind))


def _under(rel: ops.Relation, metric: ops.Sum, asked: Sequence[tuple[ops.Value, str]]) -> Behind | None:
    """A sum of counts counts what these count."""
    if not isinstance(metric.arg, ops.Field) or metric.where is not None:
        return None
    inner = _trace(metric.arg.rel, metric.arg.name)
    if inner is None or inner.metric is None or inner.aggregate is None:
        return None
    below = []
    for value, code in asked:
        found = _trace(value.rel, value.name) if isinstance(value, ops.Field) else None
        if found is None or found.group is None:
            return None
        below.append((found.group, code))
    return _listed(inner.aggregate.parent, inner.metric, below)
