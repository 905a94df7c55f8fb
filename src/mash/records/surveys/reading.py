"""What pages show of surveys: counts of rows, and nothing of fewer than five answers."""

from collections import Counter
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Value, When

from mash.partnership.principal import Principal
from mash.records.surveys.models import (
    Survey,
    SurveyAnswer,
    SurveyInvitation,
    SurveyQuestion,
    SurveyReleased,
    SurveyStep,
    SurveyWords,
)
from mash.trail.record import note

#: Fewer answers than this could be traced to the people who gave them (measure eight has the same).
LEAST = 5


def surveys(by: Principal) -> QuerySet[Any]:
    """Surveys: open ones first, then drafts, then closed ones, the latest first."""
    order = Case(When(status="open", then=Value(0)), When(status="draft", then=Value(1)), default=Value(2))
    return Survey.objects.seen_by(by).order_by(order, "-entered_at")


def open_survey(by: Principal, pk: object) -> Survey:
    """A survey, looked at. Raises DoesNotExist where one does not see it."""
    found: Survey = Survey.objects.seen_by(by).select_related("hub", "account").get(pk=pk)
    note("viewed", "survey", found.pk)
    return found


def questions(by: Principal, found: Survey) -> list[SurveyQuestion]:
    """Its questions in their order."""
    return list(SurveyQuestion.objects.seen_by(by).filter(survey=found))


def history(by: Principal, found: Survey) -> list[SurveyStep]:
    """What was done with it, the latest first."""
    return list(SurveyStep.objects.seen_by(by).filter(survey=found).select_related("account__agency"))


def response(by: Principal, found: Survey) -> list[tuple[str, int, int]]:
    """Agency, invited, answered: those with fewer than five answered stand together, as in measure eight.

    The last row is of all; it stands alone where others would be fewer than five.
    """
    rows = SurveyInvitation.objects.seen_by(by).filter(survey=found).values("agency__name").order_by()
    of = {
        name: (invited, answered)
        for name, invited, answered in rows.annotate(
            invited=Count("pk"), answered=Count("pk", filter=Q(answered_at__isnull=False))
        ).values_list("agency__name", "invited", "answered")
    }
    all_of = tuple(sum(one[n] for one in of.values()) for n in (0, 1))
    small = [of.pop(name) for name in list(of) if of[name][1] < LEAST]
    while small and of and sum(one[1] for one in small) < LEAST:
        small.append(of.pop(min(of, key=lambda name: (of[name][1], name))))
    shown = [(name, *of[name]) for name in sorted(of)]
    if small and shown:
        shown.append(("Others together", sum(one[0] for one in small), sum(one[1] for one in small)))
    if not shown and all_of[1] < LEAST:
        return [("All", all_of[0], 0)] if all_of[0] else []
    return [*shown, ("All", *all_of)]


def answers(by: Principal, found: Survey) -> list[tuple[SurveyQuestion, int, list[tuple[str, int]]]]:
    """Each question of numbers, how many answered it, and how often each number; nothing below five."""
    rows = SurveyAnswer.objects.seen_by(by).filter(question__survey=found).order_by()
    counted: dict[Any, Counter[int]] = {}
    for question, score, how_many in rows.values_list("question", "score").annotate(n=Count("pk")):
        counted.setdefault(question, Counter())[score] = how_many
    shown = []
    for one in questions(by, found):
        if one.kind == "text":
            continue
        given = counted.get(one.pk, Counter())
        enough = given.total() >= LEAST
        each = [(words, given[number]) for number, words in one.choices] if enough else []
        shown.append((one, given.total() if enough else 0, each))
    return shown


def words(by: Principal, found: Survey) -> QuerySet[Any]:
    """What people wrote, what is to be read first; nothing where fewer than five answered the survey."""
    rows = SurveyWords.objects.seen_by(by).filter(question__survey=found).select_related("question")
    answered = SurveyInvitation.objects.seen_by(by).filter(survey=found, answered_at__isnull=False).count()
    if answered < LEAST:
        rows = rows.filter(pk__in=())
    order = Case(When(status="waiting", then=Value(0)), default=Value(1))
    return rows.order_by(order, "question__place", "pk")


def released(by: Principal) -> QuerySet[Any]:
    """What was released of what people wrote, by survey and question."""
    return SurveyReleased.objects.seen_by(by).order_by("survey_title", "question_words", "pk")
