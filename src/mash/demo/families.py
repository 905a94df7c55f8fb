"""Fictional families: who lives together, who is whose twin or namesake, who is not yet born."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from mash.demo import hidden, names


@dataclass(slots=True)
class Person:
    """A true person. Dates of birth after the day of a record make the person unborn in it."""

    true_person: str
    given_names: str
    family_name: str
    former_name: str | None
    born: date
    expected: date | None
    sex: str
    nhs_number: str | None
    upn: str | None


@dataclass(frozen=True, slots=True)
class Home:
    """Where a family lives and how to reach it."""

    address: str
    postcode: str
    telephone: str
    locality: str


@dataclass(slots=True)
class Family:
    """People of one home, known for one cohort; the first of `subjects` is whom the concern is about."""

    cohort: str
    subjects: list[Person]
    adults: list[Person]
    home: Home
    frailty: float
    referrals: int = 0
    worry: float = 0.0  # what earlier referrals added to severity


class Registry:
    """Makes people and families; every person gets a number, most an NHS number of the test range."""

    def __init__(self, rng: Random, localities: tuple[str, ...]) -> None:
        self.rng = rng
        self.localities = localities
        self.family_names = names.invented_words(rng, 6000)
        self.streets = names.invented_words(rng, 800)
        self.serials = 0
        self.people = 0

    def person(self, family_name: str, born: date, sex: str, *, pupil: bool) -> Person:
        """A new person; a woman may have had another family name."""
        rng = self.rng
        self.people += 1
        middle = f" {rng.choice(names.GIVEN_NAMES)}" if rng.random() < 0.5 else ""
        former = sex == "F" and not pupil and rng.random() < 0.3
        return Person(
            f"T{self.people:07d}",
            names.some(rng, names.GIVEN_NAMES) + middle,
            family_name,
            names.some(rng, self.family_names) if former else None,
            born,
            None,
            sex,
            self._nhs_number(),
            names.upn(self.people, born.year + 4) if pupil else None,
        )

    def _nhs_number(self) -> str | None:
        # Serials are spread over the range so that neighbours do not differ by one digit only.
        number = None
        while number is None and self.serials < 1_000_000:
            number = names.nhs_number(self.serials * 387_421 % 1_000_000)
            self.serials += 1
        return number

    def family(self, cohort: str, age_group: str, today: date) -> Family:
        """A new family as it stands on that day."""
        rng = self.rng
        name = names.some(rng, self.family_names)
        about_child = age_group == "child"
        adults = self._adults(name, today, about_child)
        subjects = self._children(name, today, adults) if about_child else [adults.pop(0)]
        return Family(cohort, subjects, adults, self.home(), rng.gauss(0, 0.5))

    def home(self) -> Home:
        """A new home."""
        rng = self.rng
        address = names.street_address(rng, self.streets)
        return Home(address, names.postcode(rng), names.telephone(rng), rng.choice(self.localities))

    def _adults(self, name: str, today: date, parents: bool) -> list[Person]:
        rng = self.rng
        age = rng.uniform(22, 48) if parents else min(rng.triangular(18, 98, 40), 97)
        mother = self.person(
            name, _ago(today, age), "F" if parents or rng.random() < 0.6 else "M", pupil=False
        )
        if rng.random() < 0.3:
            return [mother]
        partner_name = name if rng.random() < 0.6 else names.some(rng, self.family_names)
        born = _ago(today, max(18.5, age + rng.gauss(1, 4)))
        return [mother, self.person(partner_name, born, "M" if mother.sex == "F" else "F", pupil=False)]

    def _children(self, name: str, today: date, adults: list[Person]) -> list[Person]:
        rng = self.rng
        ages = [rng.uniform(0.1, 17.5)]
        while rng.random() < 0.4 and len(ages) < 5:
            ages.append(max(0.1, min(17.5, ages[0] + rng.choice((-1, 1)) * rng.uniform(1.2, 6))))
        children = [self.person(name, _ago(today, age), rng.choice("FM"), pupil=age > 4) for age in ages]
        eldest = children[0]
        luck = rng.random()
        if luck < hidden.TWINS_SHARE:
            children.append(self.person(name, eldest.born, eldest.sex, pupil=eldest.upn is not None))
        elif luck < hidden.TWINS_SHARE + hidden.NAMESAKE_SHARE and len(adults) > 1:
            eldest.sex, eldest.given_names = "M", adults[1].given_names
            adults[1].family_name = name
        elif luck < hidden.TWINS_SHARE + hidden.NAMESAKE_SHARE + hidden.UNBORN_SHARE:
            unborn = self.person(
                name, today + timedelta(days=rng.randrange(20, 160)), rng.choice("FM"), pupil=False
            )
            unborn.expected = unborn.born + timedelta(days=round(rng.gauss(0, 8)))
            children.insert(0, unborn)
        return children


def _ago(today: date, years: float) -> date:
    return today - timedelta(days=int(years * 365.25))
