"""From an address to a question, and from a question to its answer or to the worker."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from mash.engine.question import Parameters, Question, Scope
from mash.engine.scope import not_narrowed_by
from mash.figures import kept
from mash.figures.asked import key_of, written
from mash.figures.held import Held, every_current, of_sha256
from mash.figures.listing import Cell
from mash.figures.supposing import Supposed
from mash.figures.windows import of_hub, usual, window_of
from mash.framework.london import LONDON, end_of_day
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.web.performance.forms import CHOSEN_DAYS, Ask, Moment


class NothingHeld(Exception):
    """There is no dataset yet that this principal may see figures of."""


@dataclass(frozen=True)
class Asked:
    """What a page was asked: of which dataset, which question, by whom, and how its address says it."""

    form: Moment
    held: Held
    question: Question
    confined: bool
    address: str

    @property
    def key(self) -> str:
        """Under which the answer is kept."""
        return key_of(self.held.sha256, self.question)

    def hides(self, measure: str) -> bool:
        """Whether a measure cannot be shown to somebody of one hub: its entries are not kept by hub."""
        return self.confined and "hub_id" in not_narrowed_by(self.question.scope, measure)


def asked(by: Principal, given: QueryDict, form_of: type[Moment] = Ask) -> Asked:
    """What somebody asks. Who holds their role in some of the dataset's hubs sees one of these and no other.

    Raises NothingHeld. Where the form is not in order, the question is the usual one.
    """
    hubs = by.hubs(P.MEASURE_WORK)
    every = [held for held in every_current(root()) if hubs & set(held.codes["hub_id"])]
    if not every:
        raise NothingHeld
    wanted = of_sha256(root(), given.get("of", ""))
    if wanted and hubs & set(wanted.codes["hub_id"]):
        held = wanted
    else:
        held = next((one for one in every if one.name == given.get("dataset")), every[0])
    own = [code for code in held.codes["hub_id"] if code in hubs]
    confined = len(own) < len(held.codes["hub_id"])
    form = form_of(given, held=held, every=every, hubs=own)
    question = _question(held, form.cleaned_data) if form.is_valid() else usual(held)
    if confined and question.scope.hub_id is None:
        question = of_hub(question, own[0])
    return Asked(form, held, question, confined, _address(given))


def root() -> Path:
    """Where datasets and answers are kept."""
    return Path(settings.FIGURES)


def _question(held: Held, said: Mapping[str, Any]) -> Question:
    as_at = min(end_of_day(said["as_at"]), held.as_at) if said["as_at"] else held.as_at
    start, end = days_of(held, as_at, said)
    usually = Parameters()
    said = {**dict.fromkeys(Ask.base_fields, ""), **said}  # a form that asks less leaves the rest as usual
    parameters = Parameters(
        target_policy=said["policy"] or usually.target_policy,
        repeat_days=said["repeat_days"] or usually.repeat_days,
        include_known_open=said["known_open"] == "yes",
    )
    scope = Scope(
        hub_id=said["hub"] or None,
        agency_id=said["agency"] or None,
        cohort_id=said["cohort"] or None,
        locality=said["locality"] or None,
        age_group=said["age_group"] or None,
        rolled_up=said["agencies"] == "today",
    )
    if scope.rolled_up and scope.agency_id:
        scope = replace(scope, agency_id=_today(held, scope.agency_id))
    return Question(as_at, start, end, parameters, scope)


def days_of(held: Held, as_at: datetime, said: Mapping[str, Any]) -> tuple[date, date]:
    """First day and day after the last of the window that a form says (forms.Window)."""
    if said["window"] == CHOSEN_DAYS:
        return said["first"], said["last"] + timedelta(days=1)
    return window_of(held, said["window"], as_at)


def _today(held: Held, agency: str) -> str:
    """What an agency has become."""
    passed = {agency}
    while (after := held.successors.get(agency)) and after not in passed:
        agency = after
        passed.add(agency)
    return agency


def _address(given: QueryDict) -> str:
    """What was asked, without what was left empty, in the order of the names."""
    own = ((name, value) for name, value in given.items() if value and name not in ("row", "page"))
    return urlencode(sorted(own))


def lasting(this: Asked) -> str:
    """An address that asks the same when time has gone by: of this very dataset, its days written out."""
    days = {"first": this.question.start, "last": this.question.end - timedelta(days=1)}
    if this.question.as_at != this.held.as_at:
        days["as_at"] = this.question.as_at.astimezone(LONDON).date()
    said = {
        f"{name}_{part}": str(getattr(day, part))
        for name, day in days.items()
        for part in ("day", "month", "year")
    }
    other = [name for name in this.form.fields if name not in ("first", "last", "as_at", "window", "dataset")]
    kept_as = {name: value for name in other if (value := this.form.data.get(name))}
    return urlencode(sorted((kept_as | said | {"of": this.held.sha256[:12]}).items()))


def answer(this: Asked) -> kept.Answer | kept.Failed | kept.Working:
    """The answer, or how far it is; where nobody has asked yet, the worker is asked now."""
    found = kept.found(root(), this.key)
    if found is not None:
        return found
    soon("answer_question", this.key, asked=written_down(this))
    return kept.Working(0, 1)


def supposed(this: Asked, what: Supposed) -> kept.Answer | kept.Failed | kept.Working:
    """The same of a what-if question."""
    key = what.key(this.held.sha256)
    found = kept.found(root(), key)
    if found is not None:
        return found
    soon("answer_question", key, asked=json.dumps(what.written() | {"dataset": this.held.sha256}))
    return kept.Working(0, 1)


def written_down(this: Asked, cell: Cell | None = None) -> str:
    """What the worker is given: dataset and question, and a count whose records are to be listed."""
    told = written(this.question) | {"dataset": this.held.sha256}
    return json.dumps(told | ({"behind": vars(cell)} if cell else {}))


def soon(task: str, lock: str, **arguments: Any) -> None:
    """Have the worker do something, once for all who ask for it meanwhile."""
    try:
        with transaction.atomic():
            app.configure_task(task, queueing_lock=lock, queue="figures").defer(**arguments)
    except AlreadyEnqueued:
        pass
