"""The codes that a question shows, taken from the reference tables and the referrals of the window."""

import ibis

from mash.engine.backend import Backend
from mash.engine.dimensions import Shown, valid_in_window
from mash.engine.question import Question
from mash.engine.tables import Tables


def codes_shown(backend: Backend, t: Tables, question: Question) -> Shown:
    """Agencies and risks by validity in the window, cohorts and outcomes whole (measures-rules.md)."""

    def touches(row: dict[str, object]) -> bool:
        return not question.is_empty and valid_in_window(
            row["valid_from"],  # type: ignore[arg-type]
            row["valid_to"],  # type: ignore[arg-type]
            question.start,
            question.last_day,
        )

    agencies = backend.run(t.agencies.select("agency_id", "in_baseline", "valid_from", "valid_to"))
    valid = [row for row in agencies if touches(row)]
    risks = [
        row["risk"] for row in backend.run(t.risks.select("risk", "valid_from", "valid_to")) if touches(row)
    ]
    window = t.cases.filter(t.cases.in_window)
    given = backend.run(
        ibis.union(
            window.select(risk=window.first_risk), window.select(risk=window.final_risk), distinct=True
        )
    )
    outcomes = backend.run(t.outcomes.select("outcome_id", "forum"))
    return Shown(
        agencies=tuple(row["agency_id"] for row in valid),
        baseline_agencies=tuple(row["agency_id"] for row in valid if row["in_baseline"]),
        other_agencies=tuple(row["agency_id"] for row in valid if not row["in_baseline"]),
        risks=tuple(dict.fromkeys([*risks, *(row["risk"] for row in given)])),
        cohorts=tuple(row["cohort_id"] for row in backend.run(t.cohorts.select("cohort_id"))),
        outcomes=tuple(row["outcome_id"] for row in outcomes),
        forums=tuple(row["outcome_id"] for row in outcomes if row["forum"]),
        months=tuple(question.months),
    )
