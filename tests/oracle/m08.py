"""m08 satisfaction: who answered, and how; nothing below five answers is shown apart."""

from .clock import london_day
from .shown import TOTAL, in_order, table, with_total
from .stats import ratio, wilson

FEWEST = 5


def statistics(view):
    sent = [i for i in view.invitations if view.in_window(london_day(i.sent_at))]
    surveys = in_order(i.survey_id for i in sent)
    questions = sorted(
        (q for q in view.survey_questions if q.survey_id in surveys),
        key=lambda q: (q.survey_id, q.question_id),
    )
    in_window = {i.invitation_id for i in sent}
    scores_of = {
        q.question_id: [
            a.score for a in view.answers if a.question_id == q.question_id and a.invitation_id in in_window
        ]
        for q in questions
    }
    return {
        "response_rate": [row for s in surveys for row in response_rate(s, sent)],
        "scores": [row for q in questions for row in scores(q, scores_of[q.question_id])],
        "summary": [summary(q, scores_of[q.question_id]) for q in questions],
    }


def response_rate(survey, sent):
    sent = [i for i in sent if i.survey_id == survey]

    def of(members):
        return [i for i in sent if i.agency_id in members]

    def answered(members):
        return sum(i.answered_at is not None for i in of(members))

    apart = {i.agency_id for i in sent if i.agency_id and answered([i.agency_id]) >= FEWEST}
    other = {i.agency_id for i in sent} - apart
    while other and apart and answered(other) < FEWEST:
        fewest = min(apart, key=lambda agency: (answered([agency]), agency))
        apart.remove(fewest)
        other.add(fewest)
    groups = {agency: {agency} for agency in apart} | {TOTAL: apart | other}
    if other:
        groups["other"] = other

    def row(_, agency):
        invited, replied = len(of(groups[agency])), answered(groups[agency])
        low, high = wilson(replied, invited)
        return {
            "invited": invited,
            "answered": replied,
            "rate": ratio(replied, invited),
            "lower": low,
            "upper": high,
        }

    return table(
        {"survey_id": [survey], "agency_id": with_total(code for code in groups if code != TOTAL)}, row
    )


def scores(question, given):
    if len(given) < FEWEST:
        return []
    return table(
        {
            "survey_id": [question.survey_id],
            "question_id": [question.question_id],
            "score": [str(score) for score in range(1, question.scale_max + 1)],
        },
        lambda _, __, score: {"answers": given.count(int(score))},
    )


def summary(question, given):
    row = {"survey_id": question.survey_id, "question_id": question.question_id, "answers": len(given)}
    if len(given) < FEWEST:
        return row | {"mean": None, "top_two_share": None, "lower": None, "upper": None}
    top_two = sum(score >= question.scale_max - 1 for score in given)
    low, high = wilson(top_two, len(given))
    return row | {
        "mean": sum(given) / len(given),
        "top_two_share": top_two / len(given),
        "lower": low,
        "upper": high,
    }
