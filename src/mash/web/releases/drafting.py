"""The way to a release: what is to be published, what the checks found, the author's words, publication."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from mash.engine.question import Question
from mash.figures import drafts, kept
from mash.figures.drafts import AUDIENCES, Draft
from mash.figures.held import Held, every_current
from mash.figures.windows import of_hub
from mash.framework.measures import MEASURES
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.trail.record import note
from mash.web.access import SignedIn, needs
from mash.web.pages import sent, step
from mash.web.performance.asking import days_of, root, soon
from mash.web.performance.views import heading
from mash.web.releases import forms
from mash.web.releases.views import FILES, PAGE, alone, attached, busy, own, period

KIND = "draft of a release"


def of_draft(page: Callable[[SignedIn, Draft], HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that changes a draft. Nothing is changed under the worker's hands: the draft then shows how far
    it is.
    """

    @wraps(page)
    def shown(request: SignedIn, pk: UUID) -> HttpResponse:
        one = _opened(request, pk)
        return redirect(_to(one)) if busy(one) else page(request, one)

    return shown


@needs(P.MEASURE_PUBLISH)
def new(request: SignedIn) -> HttpResponse:
    """Say what is to be published; the worker then protects and checks it."""
    by = request.principal
    every = _held(by)
    if not every:
        return render(request, "releases/nothing.html")
    form = forms.New(sent(request), every=every, hubs=by.hubs(P.MEASURE_PUBLISH), root=root())

    def begin(said: forms.Said) -> Draft:
        held = next(one for one in every if one.name == said["dataset"])
        question = Question(held.as_at, *days_of(held, held.as_at, said))
        if said["hub"]:
            question = of_hub(question, said["hub"])
        words = {name: said[name] for name in ("title", "audience", "corrects", "correction")}
        one = drafts.begin(root(), drafts.wanted(held, question, **words))
        one = drafts.change(root(), one, quarterly=said["quarterly"])
        note("created", KIND, one.pk, window=period(one.wanted.asked), hubs=list(one.wanted.hubs))
        _check(one)
        return one

    if form.acted(begin):
        return redirect("release_draft", pk=form.made.pk)
    words = {
        "form": form,
        "title": "Prepare a release",
        "back": (reverse("releases"), "Published"),
        "button": "Protect and check it",
        "lead": [
            "Counts from 1 to 4 are hidden, all others are rounded to the nearest 5, and every rate is made "
            "of these. Before you see it, the release is attacked together with those that are out."
        ],
    }
    return render(request, "forms/step.html", words)


@needs(P.MEASURE_PUBLISH)
def draft(request: SignedIn, pk: UUID) -> HttpResponse:
    """How far a draft is, what the checks found, and what can be done with it."""
    one = _opened(request, pk)
    working = busy(one)
    refused = one.refused or {}
    words = {
        "draft": one,
        "period": period(one.wanted.asked),
        "audience": AUDIENCES[one.wanted.audience],
        "answer": working,
        "working": working is not None,
        "checks": None if working else one.checks,
        "refused": None if working else one.refused,
        "cut": _cut_in_words(refused.get("quarterly", False), refused.get("without", ())),
        "files": [(name, FILES.get(name, name)) for name in one.files],
        "commentary": [(heading(of), one.wanted.commentary.get(of.name, "")) for of in MEASURES],
    }
    return render(request, "releases/draft.html", words)


@needs(P.MEASURE_PUBLISH)
@of_draft
def words(request: SignedIn, one: Draft) -> HttpResponse:
    """The author's words beside the figures, measure by measure."""

    def keep(said: forms.Said) -> None:
        commentary = {name: text.strip() for name, text in said.items() if text.strip()}
        _check(drafts.change(root(), one, commentary=commentary))
        note("changed", KIND, one.pk, fields=["commentary"])

    return step(
        request,
        forms.Commentary(sent(request), initial=dict(one.wanted.commentary)),
        keep,
        "Your words are kept. The pack is being written anew.",
        title="Your words beside the figures",
        about=f"{one.wanted.title}, {period(one.wanted.asked)}",
        back=(_to(one), "The draft"),
        lead=[
            "They stand beside the figures and are published with them. Name nobody, and no figure that is "
            "hidden: nothing can check your words."
        ],
    )


@needs(P.MEASURE_PUBLISH)
@require_POST
@of_draft
def cut(request: SignedIn, one: Draft) -> HttpResponse:
    """Take the coarser cut with which a refused draft would pass."""
    refused = one.refused or {}
    if not refused.get("remedied"):
        return redirect(_to(one))
    said = {"without": tuple(refused["without"]), "quarterly": refused["quarterly"]}
    _check(drafts.change(root(), one, **said))
    note("changed", KIND, one.pk, fields=sorted(said))
    return redirect(_to(one))


@needs(P.MEASURE_PUBLISH)
@require_POST
@of_draft
def again(request: SignedIn, one: Draft) -> HttpResponse:
    """Check a draft once more."""
    _check(drafts.change(root(), one))
    return redirect(_to(one))


@needs(P.MEASURE_PUBLISH)
@of_draft
def publish(request: SignedIn, one: Draft) -> HttpResponse:
    """Publish a draft that passed its checks."""
    if not one.checks:
        return redirect(_to(one))

    def go(said: forms.Said) -> None:
        note("asked to publish", KIND, one.pk, hubs=list(one.wanted.hubs))
        kept.say_working(drafts.home(root()), one.key, 0, 1)
        soon("publish_draft", one.key, draft=str(one.pk), account=request.principal.account_id)

    return step(
        request,
        forms.Publish(sent(request)),
        go,
        "The release is being published. It stands here once it is whole.",
        title="Publish it",
        about=f"{one.wanted.title}, {period(one.wanted.asked)}",
        back=(_to(one), "The draft"),
        then=reverse("releases"),
        button="Publish",
        lead=[
            "A release never changes and is never taken back: a mistake is mended by another release that "
            "says what it corrects."
        ],
    )


@needs(P.MEASURE_PUBLISH)
@of_draft
def drop(request: SignedIn, one: Draft) -> HttpResponse:
    """Throw a draft away."""

    def go(said: forms.Said) -> None:
        drafts.drop(root(), one)
        note("deleted", KIND, one.pk)

    return step(
        request,
        forms.Drop(sent(request)),
        go,
        "The draft is gone.",
        title="Throw this draft away",
        about=f"{one.wanted.title}, {period(one.wanted.asked)}",
        back=(_to(one), "The draft"),
        then=reverse("releases"),
        button="Throw it away",
    )


@needs(P.MEASURE_PUBLISH)
@alone
def page(request: SignedIn, pk: UUID) -> HttpResponse:
    """The pack of a draft as a page."""
    one = _opened(request, pk)
    if PAGE not in one.files:
        raise Http404
    return HttpResponse((one.folder / "pack" / PAGE).read_bytes())


@needs(P.MEASURE_PUBLISH)
def file(request: SignedIn, pk: UUID, file: str) -> HttpResponse:
    """A file of a draft's pack."""
    one = _opened(request, pk)
    if file not in one.files:
        raise Http404
    return attached(one.folder / "pack" / file, f"mash-draft-{file}")


def _held(by: Principal) -> list[Held]:
    """The datasets with a hub for which somebody publishes, their codes narrowed to what they can publish."""
    hubs, found = by.hubs(P.MEASURE_PUBLISH), []
    for one in every_current(root()):
        theirs = {code: name for code, name in one.codes["hub_id"].items() if code in hubs}
        if theirs:
            found.append(replace(one, codes=one.codes | {"hub_id": theirs}))
    return found


def _opened(request: SignedIn, pk: UUID) -> Draft:
    one = drafts.draft(root(), pk)
    if one is None or not own(request.principal, one):
        raise Http404
    return one


def _check(one: Draft) -> None:
    kept.say_working(drafts.home(root()), one.key, 0, 1)
    soon("check_draft", one.key, draft=str(one.pk))


def _cut_in_words(quarterly: bool, without: list[str]) -> str:
    parts = ["with quarters in place of months"] if quarterly else []
    parts += [f"without {' and '.join(without)}"] if without else []
    return " and ".join(parts)


def _to(one: Draft) -> str:
    return reverse("release_draft", kwargs={"pk": one.pk})
