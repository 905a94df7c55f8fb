"""Who is referred: a family that returns when one is due, else a new one, and the people named."""

import heapq
from datetime import date
from random import Random

from mash.demo import hidden, judgement
from mash.demo.cases import Case, Named
from mash.demo.families import Family, Person, Registry
from mash.demo.london import AS_AT, DAY, day_of, midnight
from mash.demo.reference import COHORTS, Cohort

_BY_ID = {cohort.cohort_id: cohort for cohort in COHORTS}
_START = midnight(hidden.FIRST_DAY)
_CONSENTS = (("given", "consent"), ("not_sought", "public_task"), ("overridden", "vital_interests"),
             ("not_sought", "legal_obligation"), ("refused", "legal_obligation"))  # fmt: skip


class IntakeDesk:
    """Makes a case of an arrival."""

    def __init__(self, rng: Random, registry: Registry) -> None:
        self.rng = rng
        self.registry = registry
        self.due: list[tuple[int, int, Family]] = []
        self.cases = 0

    def decided(self, case: Case, now: int, severity: int) -> None:
        """Draw whether and when the family comes back."""
        chance = hidden.EVER_RETURNS[severity] * (1 + 0.3 * case.family.frailty)
        if self.rng.random() < chance:
            back = now + int(self.rng.expovariate(1 / hidden.MEAN_DAYS_TO_RETURN) * DAY) + DAY
            heapq.heappush(self.due, (back, self.cases, case.family))

    def case(self, now: int, agency_id: str) -> Case:
        """The case that arrives now from that agency."""
        self.cases += 1
        rng, today, progress = self.rng, day_of(now), (now - _START) / (AS_AT - _START)
        family = self._returning(now, agency_id)
        if family is None:
            cohort = self._cohort(agency_id, progress)
            family = self.registry.family(cohort.cohort_id, cohort.age_group, today)
        cohort = _BY_ID[family.cohort]
        consent, basis = rng.choice(_CONSENTS)
        case = Case(
            f"R{self.cases:07d}", agency_id, cohort, self._more_cohorts(cohort), family, family.home,
            self._named(family, cohort, today), now, agency_id not in hidden.DATES_ONLY_AGENCIES,
            rng.random() < hidden.KNOWN_OPEN_SHARE,
            judgement.severity_score(rng, cohort, family, progress),
            rng.gauss(0, hidden.FIRST_RATING_ERROR), consent, basis,
        )  # fmt: skip
        family.referrals += 1
        return case

    def _returning(self, now: int, agency_id: str) -> Family | None:
        if not self.due or self.due[0][0] > now:
            return None
        if agency_id in _BY_ID[self.due[0][2].cohort].not_referred_by:
            return None
        family = heapq.heappop(self.due)[2]
        if family.cohort == hidden.RISING_COHORT:
            family.worry += hidden.RISING_PER_RETURN
        if self.rng.random() < 0.15:
            family.home = self.registry.home()
        return family

    def _cohort(self, agency_id: str, progress: float) -> Cohort:
        known = "community" if agency_id in hidden.MERGED_AGENCIES else agency_id
        weights = []
        for cohort in COHORTS:
            weight = cohort.weight * (1.0 if known in cohort.asked else 0.3)
            if known in cohort.not_referred_by:
                weight = 0.0
            if cohort.cohort_id == hidden.RISING_COHORT:
                weight *= 1 + (hidden.RISING_VOLUME - 1) * progress
            weights.append(weight)
        return self.rng.choices(COHORTS, weights)[0]

    def _more_cohorts(self, main: Cohort) -> list[str]:
        other = self.rng.choice(COHORTS)
        groups = {main.age_group, other.age_group}
        if other is main or not other.weight or groups == {"child", "adult"} or self.rng.random() > 0.25:
            return []
        return [other.cohort_id]

    def _named(self, family: Family, cohort: Cohort, today: date) -> list[Named]:
        rng, named = self.rng, list[Named]()
        first = (
            rng.choice(family.subjects) if family.referrals and rng.random() < 0.15 else family.subjects[0]
        )
        for person in family.subjects:
            if person is first or rng.random() < 0.35:
                named.append((person, "subject", _age(person, today)))
        for person in family.adults:
            luck = rng.random()
            harmful = 0.8 if cohort.cohort_id == "domestic" else 0.15
            if luck < harmful:
                named.append((person, "alleged_perpetrator", _age(person, today)))
            elif luck < 0.85:
                role = "carer" if cohort.age_group == "child" or luck < 0.5 else "other"
                named.append((person, role, _age(person, today)))
        return named


def _age(person: Person, today: date) -> int | None:
    if today < person.born:
        return None
    birthday_to_come = (today.month, today.day) < (person.born.month, person.born.day)
    return today.year - person.born.year - birthday_to_come
