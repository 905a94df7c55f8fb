"""What each step is in the records: the action that its screen would call, by somebody who may."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from mash.demo.cases import Case
from mash.demo.live import words
from mash.demo.live.people import LEADS, People
from mash.demo.live.steps import Step
from mash.demo.london import day_of
from mash.demo.reference import BY_ID, HUB, OUTCOMES
from mash.partnership.acting import act_as
from mash.partnership.principal import Principal
from mash.records.escalations.actions import disagree, resolve, step_up
from mash.records.escalations.models import Escalation
from mash.records.people.actions import Particulars, know_different, merge
from mash.records.people.models import Person as PersonRecord
from mash.records.referrals.actions import (
    Disposed,
    Known,
    Person,
    Submission,
    answer,
    ask,
    decide,
    name_person,
    own,
    rate,
    restrict,
    submit,
    take,
    tell,
    withdraw,
)
from mash.records.referrals.models import Referral, Request, Subject
from mash.trail.record import recorded

_SEVERITY = {outcome: severity for outcome, _, severity, _ in OUTCOMES}
_SEX = {"F": "female", "M": "male"}


@dataclass
class Lived:
    """The stretch so far: which referral is which case's, and who is whose record."""

    people: People
    rng: Random
    referrals: dict[str, UUID] = field(default_factory=dict)
    requests: dict[tuple[str, str], UUID] = field(default_factory=dict)
    escalations: dict[str, tuple[UUID, Principal]] = field(default_factory=dict)
    records: dict[str, UUID] = field(default_factory=dict)  # true person → their first record

    def live(self, step: Step) -> bool:
        """Do a step; False where somebody who may does not exist, as for an agency that is told nothing."""
        act: Callable[[Step], bool | None] = getattr(self, f"_{step.what}")
        return act(step) is not False

    def restrict_some(self) -> None:
        """Two referrals are of people who work for an agency: only the deciders named open them."""
        for referral in list(self.referrals.values())[-40:-30:5]:
            with recorded():
                by = self._by("childrens", "decision_maker")
                reference = Referral.objects.seen_by(by).values_list("reference", flat=True).get(pk=referral)
                by = self._by("childrens", "information_governance")
                made = restrict(by=by, reference=reference, reason="Somebody named works for an agency.")
                account = self.people.accounts["childrens", "decision_maker"]
                name_person(by=by, restriction_id=made.pk, account=account)

    def _by(self, agency: str, role: str) -> Principal:
        by = self.people.who(agency, role)
        act_as(by)
        return by

    def _triage(self, case: Case) -> Principal:
        return self._by(case.cohort.lead, "triage")

    def _decider(self, case: Case) -> Principal:
        return self._by(case.cohort.lead, "decision_maker")

    def _form(self, case: Case) -> dict[str, Any]:
        """What a form on the referral, opened just now, says it is about."""
        pk = self.referrals[case.referral_id]
        return {"referral_id": pk, "version": _version(Referral, pk)}

    def _receive(self, step: Step) -> None:
        case, rng = step.case, self.rng
        by = self._by(case.agency_id, "referrer")
        explained = words.REASONS_FOR_CONSENT.get(case.consent, "")
        made = submit(
            by=by,
            made=Submission(
                hub=HUB,
                cohort=case.cohort.cohort_id,
                more_cohorts=tuple(case.more_cohorts),
                concern=words.concern(rng, case.cohort.cohort_id),
                contact=f"{BY_ID[case.agency_id].name}, duty line",
                locality=case.home.locality.replace("_", " ").capitalize(),
                consent=case.consent,
                consent_reason=explained,
                consent_approved_by="Duty manager" if explained else "",
                lawful_basis=case.lawful_basis,
                known_open=case.known_open,
                open_to=BY_ID[case.cohort.lead].name if case.known_open else "",
                people=tuple(
                    Person(role, _said(person, case, day_of(case.received_at)))
                    for person, role, _ in case.named
                ),
            ),
        )
        self.referrals[case.referral_id] = made.pk
        self._match(case)

    def _match(self, case: Case) -> None:
        """Triage knows again some of those who were named before, and tells twins apart."""
        by = self._triage(case)
        rows = Subject.objects.seen_by(by).filter(referral=self.referrals[case.referral_id])
        named = {(one.role, one.given_names): one.person_id for one in rows}
        before: UUID | None = None
        for person, role, age in case.named:
            record = named[role, "" if age is None else person.given_names]
            first = self.records.setdefault(person.true_person, record)
            if first != record and self.rng.random() < 0.6:
                same = self._record(by, first)
                merge(by=by, first=same, second=self._record(by, record), reason="Same number and address.")
            if before is not None and role == "subject" and self._twins(case):
                apart = {"first": self._record(by, before), "second": self._record(by, record)}
                know_different(by=by, reason="Twins.", **apart)
            before = record if role == "subject" else before

    def _twins(self, case: Case) -> bool:
        born = [person.born for person, role, _ in case.named if role == "subject"]
        return len(born) == 2 and born[0] == born[1]

    def _record(self, by: Principal, pk: UUID) -> PersonRecord:
        found: PersonRecord = PersonRecord.objects.seen_by(by).get(pk=pk)
        return found

    def _rate(self, step: Step) -> None:
        by, risk = self._triage(step.case), step.more["risk"]
        why = (words.RATED_ANEW if step.more["anew"] else words.FIRST_RATING)[risk]
        rate(by=by, risk=risk, rationale=why, **self._form(step.case))

    def _own(self, step: Step) -> None:
        by = self._triage(step.case)
        own(by=by, agency=step.case.cohort.lead, **self._form(step.case))
        if self.rng.random() < 0.4:
            by = self._decider(step.case)
            take(by=by, **self._form(step.case))

    def _ask(self, step: Step) -> None:
        by, case = self._triage(step.case), step.case
        question = self.rng.choice(words.QUESTIONS)
        pk = self.referrals[case.referral_id]
        for one in ask(by=by, referral_id=pk, agencies=step.more["agencies"], question=question):
            self.requests[case.referral_id, one.agency_id] = one.pk

    def _withdraw(self, step: Step) -> None:
        by = self._triage(step.case)
        withdraw(by=by, request_id=self.requests[step.case.referral_id, step.more["agency"]])

    def _answer(self, step: Step) -> None:
        agency, response = step.more["agency"], step.more["response"]
        by = self._by(agency, "researcher")
        pk = self.requests[step.case.referral_id, agency]
        known = [
            Known(line, sharing, "public_task")
            for line, sharing in words.known(self.rng, BY_ID[agency].kind)
            if response == "shared"
        ]
        because = self.rng.choice(words.DECLINED) if response == "declined" else ""
        answer(
            by=by,
            request_id=pk,
            version=_version(Request, pk),
            response=response,
            known=known,
            declined_because=because,
        )

    def _decide(self, step: Step) -> None:
        by, case = self._triage(step.case), step.case
        for one in case.requests:
            if one.response == "cancelled" and one.responded_at in (None, case.decided_at):
                withdraw(by=by, request_id=self.requests[case.referral_id, one.agency_id])
        by = self._decider(case)
        outcomes: dict[str, Disposed] = {}
        for _, _, outcome, _, agency, role in step.more["disposals"]:
            so_far = outcomes.get(outcome, Disposed(outcome))
            lead = agency if role == "lead" else so_far.lead
            support = (*so_far.support, agency) if role == "support" else so_far.support
            outcomes[outcome] = Disposed(outcome, lead, support)
        severity = max(_SEVERITY[outcome] for outcome in outcomes)
        why = words.BECAUSE[severity]
        decide(by=by, disposals=tuple(outcomes.values()), rationale=why, **self._form(case))

    def _tell(self, step: Step) -> None:
        by = self._decider(step.case)
        severity = step.case.severity or 0
        tell(by=by, words=words.TOLD[severity], **self._form(step.case))

    def _disagree(self, step: Step) -> bool:
        case, agency = step.case, step.more["agency"]
        roles = ("decision_maker", "triage") if agency in LEADS else ("researcher", "referrer")
        for role in roles:
            by = self._by(agency, role)
            if Referral.objects.seen_by(by).filter(pk=self.referrals[case.referral_id]).exists():
                break
        else:
            return False
        reason = step.more["reason"]
        made = disagree(
            by=by,
            referral_id=self.referrals[case.referral_id],
            about=step.more["about"],
            reason=reason,
            words=words.DISAGREED[reason],
        )
        self.escalations[step.more["escalation"]] = made.pk, by
        return True

    def _step_up(self, step: Step) -> bool:
        if step.more["escalation"] not in self.escalations:
            return False
        pk, by = self.escalations[step.more["escalation"]]
        act_as(by)
        step_up(by=by, words=words.UP, escalation_id=pk, version=_version(Escalation, pk))
        return True

    def _resolve(self, step: Step) -> bool:
        if step.more["escalation"] not in self.escalations:
            return False
        pk, by = self.escalations[step.more["escalation"]]
        how = step.more["resolution"]
        if how != "withdrawn":
            by = self._decider(step.case)
        act_as(by)
        resolve(
            by=by,
            resolution=how,
            words=words.RESOLVED[how],
            escalation_id=pk,
            version=_version(Escalation, pk),
        )
        return True


def _version(record: type[Referral | Request | Escalation], pk: UUID) -> int:
    """The version at which a row stands, for whom the database knows to act."""
    row: Any = record._base_manager.only("version").get(pk=pk)
    return int(row.version)


def _said(person: Any, case: Case, day: Any) -> Particulars:
    """What the referrer says of somebody: an unborn child has no name yet."""
    if day < person.born:
        return Particulars(
            family_name=person.family_name,
            expected_date_of_birth=person.expected or person.born,
            address=case.home.address,
            postcode=case.home.postcode,
        )
    numbers = {"nhs_number": person.nhs_number, "upn": person.upn}
    return Particulars(
        given_names=person.given_names,
        family_name=person.family_name,
        other_names=person.former_name or "",
        date_of_birth=person.born,
        sex=_SEX[person.sex],
        numbers={kind: number for kind, number in numbers.items() if number},
        address=case.home.address,
        postcode=case.home.postcode,
        telephone=case.home.telephone,
    )
