"""Answering a survey without an account: one short page, saved as one goes, and nothing tells who answers.

The session of somebody who is signed in in the same browser is neither read nor renewed here (Sessions, in
web/middleware.py): the time of its renewal would tell when they answered.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mash.records.surveys import answering
from mash.web.access import ANYONE, declare
from mash.web.surveys.forms import Answer


@declare(ANYONE)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """What the link asks. A link that is wrong, used or over is met in the same words: they tell nothing."""
    asked = answering.asked(token)
    if asked is None:
        return render(request, "surveys/no_link.html", status=410)
    sent = request.POST if request.method == "POST" else None
    form = Answer(sent, questions=asked.questions, initial=asked.saved)
    if sent is not None:
        in_order = form.is_valid()
        answers = form.answers()
        if in_order and answers and "send" in sent:
            if not answering.post(token, asked, answers):  # used meanwhile, in another window
                return render(request, "surveys/no_link.html", status=410)
            return render(request, "surveys/thanks.html")
        answering.save(token, answers)
        if in_order and "send" in sent:
            form.add_error(None, "Answer one question at least, or close this page.")
        elif in_order:
            return redirect(f"{request.path}?saved=1")
    context = {"form": form, "asked": asked, "saved": "saved" in request.GET and sent is None}
    return render(request, "surveys/answer.html", context)
