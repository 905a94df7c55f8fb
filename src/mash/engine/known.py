"""What is known at as-at: each contract table wound back to the question's instant (measures-rules.md).

A row exists once its own first moment has happened. A later moment that has not happened yet is
empty, and what it carried is unknown with it. Everything downstream reads these tables, so no
statistic can forget as-at.
"""

from collections.abc import Callable

import ibis
import ibis.expr.types as ir
from ibis import _

from mash.engine.question import Question
from mash.engine.scope import tables_in_scope
from mash.engine.tables import Tables, raw_tables
from mash.framework.instants import micros

#: Column whose moment brings a row into being. Tables not named here exist with their parent.
_BORN = {
    "referrals": "received_at",
    "ratings": "rated_at",
    "requests": "requested_at",
    "disposals": "decided_at",
    "escalations": "raised_at",
    "invitations": "sent_at",
    "complaints": "received_at",
    "audits": "sampled_on",
    "evidence": "published_on",
    "evidence_uses": "requested_on",
    "lessons": "published_on",
    "activities": "held_on",
}

#: Later moments, with the columns whose content is unknown until then.
_LATER: dict[str, dict[str, tuple[str, ...]]] = {
    "referrals": {"decided_at": (), "feedback_at": ()},
    "escalations": {"resolved_at": ("resolution",)},
    "invitations": {"answered_at": ()},
    "complaints": {"closed_at": ("finding",)},
    "audits": {"completed_on": ()},
    "audit_actions": {"completed_on": ()},
    "evidence_uses": {"supplied_on": ()},
}

#: Rows that exist only while another row's moment has happened: child → (parent, key, moment).
_WITH_PARENT = {
    "answers": ("invitations", "invitation_id", "answered_at"),
    "audit_grades": ("audits", "audit_id", "completed_on"),
    "audit_actions": ("audits", "audit_id", "sampled_on"),
    "recommendations": ("lessons", "lesson_id", "published_on"),
}


def known_tables(question: Question) -> dict[str, ir.Table]:
    """Every contract table as known at as-at and as far as it is in scope: name → expression over the raw
    tables.
    """
    raw = raw_tables()
    known = {table: _wound_back(raw, table, question) for table in raw}
    known = tables_in_scope(known, raw.referrals, question.scope)
    for child, (parent, key, moment) in _WITH_PARENT.items():
        happened = known[parent].filter(known[parent][moment].notnull())
        known[child] = known[child].semi_join(happened, key)
    return known


def _wound_back(raw: Tables, table: str, question: Question) -> ir.Table:
    rows = raw[table]
    if table in _BORN:
        rows = rows.filter(_happened(rows, _BORN[table], question))
    for moment, carried in _LATER.get(table, {}).items():
        happened = _happened(rows, moment, question)
        rows = rows.mutate(
            **{
                column: happened.ifelse(rows[column], ibis.null(rows[column].type()))
                for column in (moment, *carried)
            }
        )
    special = _SPECIAL.get(table)
    return special(rows, question) if special else rows


def _happened(rows: ir.Table, moment: str, question: Question) -> ir.BooleanValue:
    """True where the moment lies at or before as-at; false where it is empty or later."""
    column = rows[moment]
    if column.type().is_date():
        return (column <= ibis.literal(question.as_at_date)).fill_null(False)
    return (column <= micros(question.as_at)).fill_null(False)


def _requests(rows: ir.Table, question: Question) -> ir.Table:
    """A response counts from its moment on; `cancelled` counts even without one."""
    as_at = micros(question.as_at)
    answered = (_.responded_at <= as_at).fill_null(False)
    withdrawn = (_.response == "cancelled") & (_.responded_at.isnull() | (_.responded_at <= as_at))
    return rows.mutate(
        cancelled=withdrawn.fill_null(False),
        responded_at=answered.ifelse(_.responded_at, ibis.null("int64")),
        response=(answered | withdrawn.fill_null(False)).ifelse(_.response, ibis.null("string")),
    )


def _recommendations(rows: ir.Table, question: Question) -> ir.Table:
    """Status steps back where its date lies after as-at; an unknown date leaves it as recorded."""
    today = ibis.literal(question.as_at_date)
    not_yet = ((_.status == "implemented") & (_.implemented_on > today)).fill_null(False)
    rows = rows.mutate(
        status=not_yet.ifelse("accepted", _.status),
        implemented_on=not_yet.ifelse(ibis.null("date"), _.implemented_on),
    )
    undecided = (_.decided_on > today).fill_null(False)
    return rows.mutate(
        status=(undecided & _.status.isin(["accepted", "rejected"])).ifelse("proposed", _.status),
        decided_on=undecided.ifelse(ibis.null("date"), _.decided_on),
    )


_SPECIAL: dict[str, Callable[[ir.Table, Question], ir.Table]] = {
    "requests": _requests,
    "recommendations": _recommendations,
}
