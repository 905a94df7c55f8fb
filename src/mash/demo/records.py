"""What each agency has on file about a person: its own id, its own spelling, its own gaps.

The same person stands under other ids in other agencies, and now and then twice in one. `truth` keeps
who each record really is.
"""

from datetime import date
from random import Random

from mash.demo import hidden, names
from mash.demo.families import Home, Person
from mash.demo.reference import BY_ID, Row

#: Share of an agency's records that hold the NHS number, by kind of agency.
_NHS_HELD = {"health": 0.95, "mental_health": 0.95, "ambulance": 0.7, "adult_social_care": 0.75,
             "childrens_social_care": 0.7}  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Records:
    """The people tables of all agencies, filled as people are referred."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.rows: dict[str, list[Row]] = {}
        self.truth: list[tuple[str, str, str]] = []
        self.held: dict[tuple[str, str], tuple[str, bool]] = {}

    def person_id(self, agency_id: str, person: Person, home: Home, today: date) -> str:
        """The agency's id of the person; a new record where it has none, or opens a second one by mistake."""
        key = (agency_id, person.true_person)
        unborn = today < person.born
        known = self.held.get(key)
        # A child known before birth gets a record of its own once born.
        if known and known[1] == unborn and self.rng.random() > hidden.SECOND_RECORD_SHARE:
            return known[0]
        rows = self.rows.setdefault(agency_id, [])
        person_id = (
            f"P-{100_000 + 7 * len(rows)}"  # agencies number alike: the same id is another person elsewhere
        )
        rows.append(self._row(agency_id, person_id, person, home, unborn))
        self.truth.append((agency_id, person_id, person.true_person))
        self.held[key] = (person_id, unborn)
        return person_id

    def _row(self, agency_id: str, person_id: str, person: Person, home: Home, unborn: bool) -> Row:
        rng, kind = self.rng, BY_ID[agency_id].kind
        given, family_name, other = self._names(person)
        nhs = person.nhs_number if rng.random() < _NHS_HELD.get(kind, 0.05) else None
        if nhs and rng.random() < 0.004:
            nhs = nhs[:-1] + str((int(nhs[-1]) + 1) % 10)  # the check digit no longer fits
        place = rng.random() < 0.96
        number = person.true_person[1:]
        return (
            agency_id,
            person_id,
            None if unborn else given,
            family_name,
            other,
            None if unborn else self._birth_date(person.born),
            person.expected if unborn or rng.random() < 0.3 else None,
            None if unborn or rng.random() < 0.03 else person.sex,
            None if unborn else nhs,
            person.upn if kind in ("education", "childrens_social_care") and rng.random() < 0.9 else None,
            f"EX/{number}" if kind in ("police", "probation") and not unborn else None,
            f"SC-{number}" if kind.endswith("social_care") and rng.random() < 0.98 else None,
            (home.address if rng.random() < 0.7 else names.abbreviated(home.address)) if place else None,
            home.postcode if place else None,
            home.telephone if rng.random() < 0.6 else None,
        )

    def _names(self, person: Person) -> tuple[str, str, str | None]:
        rng = self.rng
        given, family_name, other = person.given_names, person.family_name, None
        if person.former_name:
            if rng.random() < 0.35:
                family_name, other = person.former_name, family_name if rng.random() < 0.3 else None
            elif rng.random() < 0.4:
                other = person.former_name
        if rng.random() < 0.3:
            given = given.split(" ")[0]
        if rng.random() < hidden.MISSPELT_SHARE:
            given = self._misspelt(given)
        if rng.random() < hidden.MISSPELT_SHARE:
            family_name = self._misspelt(family_name)
        if rng.random() < 0.05:
            family_name = family_name.upper()
        return given, family_name, other

    def _misspelt(self, word: str) -> str:
        at = self.rng.randrange(1, len(word) - 1)
        letter = self.rng.choice(_LETTERS)
        return self.rng.choice(
            (
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at + 1 :],
                word[:at] + letter + word[at:],
            )
        )

    def _birth_date(self, born: date) -> date | None:
        luck = self.rng.random()
        if luck < hidden.NO_BIRTH_DATE_SHARE:
            return None
        if luck < hidden.NO_BIRTH_DATE_SHARE + hidden.TRANSPOSED_SHARE and born.day <= 12:
            return born.replace(day=born.month, month=born.day)
        return born
