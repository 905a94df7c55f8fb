"""Measure eight: satisfaction of professionals. Nothing is broken down below five answers (anonymity)."""

import ibis.expr.types as ir
from ibis import _

from mash.engine.dimensions import AGENCY, TOTAL, UNKNOWN, Shown, observed
from mash.engine.finish import each, quotient, rate
from mash.engine.intervals import wilson
from mash.engine.question import Question
from mash.engine.statistic import Row, statistic
from mash.engine.tables import Tables
from mash.engine.tally import tally
from mash.engine.window import in_window

#: Fewer answers than this could be traced to the people who gave them.
LEAST = 5
OTHER = "other"

SURVEY = observed("survey_id")
QUESTION = observed("question_id")
BY_AGENCY = (SURVEY, AGENCY.totalled)
BY_QUESTION = (SURVEY, QUESTION)
BY_SCORE = (*BY_QUESTION, observed("score", number=True))


def merge_small(rows: list[Row], question: Question, shown: Shown) -> list[Row]:
    """Within each survey, agencies with too few answers, and unknown ones, become `other`.

    While `other` has too few itself, the agency with the fewest joins it, ties in code order.
    """
    merged: list[Row] = []
    for survey in {row["survey_id"] for row in rows}:
        agencies = {row["agency_id"]: row for row in rows if row["survey_id"] == survey}
        merged.append(agencies.pop(TOTAL))
        small = [
            agencies.pop(agency)
            for agency in list(agencies)
            if agency == UNKNOWN or agencies[agency]["answered"] < LEAST
        ]
        while small and agencies and sum(row["answered"] for row in small) < LEAST:
            small.append(agencies.pop(min(agencies, key=lambda code: (agencies[code]["answered"], code))))
        merged.extend(agencies.values())
        if small:
            sums = {column: sum(row[column] for row in small) for column in ("invited", "answered")}
            merged.append({"survey_id": survey, "agency_id": OTHER} | sums)
    return merged


def every_score(rows: list[Row], question: Question, shown: Shown) -> list[Row]:
    """Every score of a question's scale; a question with too few answers is left out."""
    answers = {(row["question_id"], row["score"]): row["answers"] for row in rows}
    questions = {row["question_id"]: row for row in rows}
    given = {code: sum(row["answers"] for row in rows if row["question_id"] == code) for code in questions}
    return [
        {
            "survey_id": row["survey_id"],
            "question_id": code,
            "score": score,
            "answers": answers.get((code, score), 0),
        }
        for code, row in questions.items()
        if given[code] >= LEAST
        for score in range(1, row["scale_max"] + 1)
    ]


def figures(row: Row) -> Row:
    """Mean and top-two share with its Wilson interval, of a question with enough answers."""
    if row["answers"] < LEAST:
        return dict.fromkeys(("mean", "top_two_share", "lower", "upper"))
    lower, upper = wilson(row["top_two"], row["answers"])
    return {
        "mean": quotient(row["points"], row["answers"]),
        "top_two_share": quotient(row["top_two"], row["answers"]),
        "lower": lower,
        "upper": upper,
    }


def sent(t: Tables, question: Question) -> ir.Table:
    """Invitations sent in the window."""
    return t.invitations.filter(in_window(_.sent_on, question))


def asked(t: Tables, question: Question) -> ir.Table:
    """The questions of every survey with an invitation in the window."""
    return t.survey_questions.semi_join(sent(t, question), "survey_id")


def scored(t: Tables, question: Question) -> ir.Table:
    """Answers to these questions whose invitation was sent in the window and answered by as-at."""
    answers = t.answers.semi_join(sent(t, question), "invitation_id").select("question_id", "score")
    return asked(t, question).join(answers, "question_id")


@statistic(
    *BY_AGENCY,
    columns="survey_id agency_id invited answered rate lower upper",
    finish=[merge_small, rate("rate", "answered", "invited")],
    every_combination=False,
)
def response_rate(t: Tables, question: Question) -> ir.Table:
    """Invitations sent in the window and those of them answered by as-at, by survey and agency.

    Agencies with fewer than 5 answers, and invitations without a known agency, are merged into `other`.
    """
    return tally(
        sent(t, question), BY_AGENCY, invited=_.count(), answered=_.count(where=_.answered_at.notnull())
    )


@statistic(
    *BY_SCORE,
    columns="survey_id question_id score answers",
    finish=[every_score],
    every_combination=False,
)
def scores(t: Tables, question: Question) -> ir.Table:
    """Answers by score, over every score of the question's scale; questions with fewer than 5 answers
    are left out.
    """
    return tally(scored(t, question), BY_SCORE, answers=_.count(), scale_max=_.scale_max.max())


@statistic(
    *BY_QUESTION,
    columns="survey_id question_id answers mean top_two_share lower upper",
    finish=[each(figures)],
    every_combination=False,
)
def summary(t: Tables, question: Question) -> list[ir.Table]:
    """Answers, mean score and share of the two highest scores, by question of the surveys with an
    invitation in the window; a question with fewer than 5 answers shows their number alone.
    """
    return [
        tally(asked(t, question), BY_QUESTION, scale_max=_.scale_max.max()),
        tally(
            scored(t, question),
            BY_QUESTION,
            answers=_.count(),
            points=_.score.sum(),
            top_two=_.count(where=_.score >= _.scale_max - 1),
        ),
    ]
