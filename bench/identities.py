"""Made-up people with known truth, of any number: households, twins, namesakes, and dirty records of them."""

import numpy as np
import polars as pl

from mash.linkage.names import NAMES_OF_THEIR_OWN

AGENCIES = np.array(["council_a", "council_b", "health", "police", "school"])
_SYLLABLES = "bar bel cor dal den fen gar hal har kel lan mar mel nor pel ren sal tor ver wen"
_ENDINGS = "by combe den ford ham ley more ness son ton ward well wick wood worth"
_ROADS = "Street Road Avenue Close Drive Lane Court Crescent Gardens Place"


def nhs_numbers(count: int, first: int = 400_000_000) -> np.ndarray:
    """`count` different NHS numbers with right check digits, as text."""
    stem = first + np.arange(count * 9 // 8 + 50) * 37 % 599_999_993
    digits = stem[:, None] // 10 ** np.arange(8, -1, -1) % 10
    check = (11 - (digits * np.arange(10, 1, -1)).sum(axis=1) % 11) % 11
    return (stem * 10 + check)[check < 10][:count].astype(str)


def surnames() -> np.ndarray:
    """Six thousand family names."""
    first = _SYLLABLES.split()
    return np.array([f"{a}{b}{c}".title() for a in first for b in first for c in _ENDINGS.split()])


def people(records: int, seed: int = 1) -> tuple[pl.DataFrame, np.ndarray]:
    """About `records` rows of the people table, and the true person of each row."""
    draw = np.random.default_rng(seed)
    persons = records * 2 // 5
    truth = _persons(persons, draw)
    copies = np.minimum(draw.geometric(0.4, persons), 6)
    who = np.repeat(np.arange(persons), copies)[:records]
    who = who[draw.permutation(len(who))]
    return _dirty(truth[who], draw), who


def namesakes(pairs: int, seed: int = 1) -> pl.DataFrame:
    """`pairs` times two different people with one name and birth date, in two agencies.

    By turns: other addresses; other addresses and NHS numbers; other NHS numbers alone; nothing else at
    all; an address on one side only; other addresses, telephones and social care ids.
    """
    draw = np.random.default_rng(seed)
    persons = _persons(pairs, draw)
    both = pl.concat([persons, persons])
    side = np.repeat([0, 1], pairs)
    kind = np.tile(np.arange(pairs) % 6, 2)
    number = np.arange(2 * pairs)
    with_address = np.isin(kind, [0, 1, 5]) | ((kind == 4) & (side == 0))
    elsewhere = _places(2 * pairs, draw)
    return pl.DataFrame(
        {
            "agency_id": AGENCIES[side * 2],
            "person_id": number.astype(str),
            "given_names": both["given_names"],
            "family_name": both["family_name"],
            "date_of_birth": both["date_of_birth"],
            "sex": both["sex"],
            "nhs_number": _where(np.isin(kind, [1, 2]), nhs_numbers(2 * pairs)),
            "social_care_id": _where(kind == 5, np.char.add("SC", number.astype(str))),
            "address": _where(with_address, elsewhere["address"].to_numpy()),
            "postcode": _where(with_address, elsewhere["postcode"].to_numpy()),
            "telephone": _where(kind == 5, np.char.add("01632", (900_000 + number).astype(str))),
        }
    )


def _persons(count: int, draw: np.random.Generator) -> pl.DataFrame:
    """One row a person: households of up to four share family name, place and telephone."""
    given, family = np.array(sorted(NAMES_OF_THEIR_OWN)), surnames()
    home = np.sort(draw.integers(0, count * 2 // 5 + 1, count))
    names = family[(draw.random(home.max() + 1) ** 2 * len(family)).astype(int)]
    born = draw.integers(0, 365 * 18, count) - np.where(draw.random(count) < 0.4, 365 * 22, 0)
    called = given[(draw.random(count) ** 2 * len(given)).astype(int)]
    after = np.flatnonzero(home[1:] == home[:-1]) + 1
    twins = after[draw.random(len(after)) < 0.02]
    born[twins] = born[twins - 1]
    alike = twins[called[twins] == called[twins - 1]]  # nobody gives twins one name
    called[alike] = np.where(called[alike] == given[0], given[-1], given[0])
    namesake = after[draw.random(len(after)) < 0.01]  # parent and child of one name
    called[namesake], born[namesake] = called[namesake - 1], born[namesake - 1] - 365 * 25 - 3
    places = _places(home.max() + 1, draw)[home]
    return pl.DataFrame(
        {
            "person": np.arange(count),
            "given_names": called,
            "family_name": names[home],
            "date_of_birth": np.datetime64("2007-01-01") + born.astype("timedelta64[D]"),
            "sex": np.where(draw.random(count) < 0.5, "F", "M"),
            "nhs_number": nhs_numbers(count),
        }
    ).with_columns(places.get_columns())


def _places(count: int, draw: np.random.Generator) -> pl.DataFrame:
    roads = surnames()[draw.integers(0, 2000, count)]
    text = np.char.add(np.char.add(draw.integers(1, 120, count).astype(str), " "), roads)
    text = np.char.add(np.char.add(text, " "), draw.choice(_ROADS.split(), count))
    letters = np.array(list("ABDEFGHJLNPQRSTUWXYZ"))
    postcode = np.char.add("ZZ", draw.integers(1, 60, count).astype(str))
    for part in (
        draw.integers(0, 10, count).astype(str),
        *(letters[draw.integers(0, 20, count)] for _ in "ab"),
    ):
        postcode = np.char.add(postcode, part)
    telephone = np.char.add("07700", draw.integers(100_000, 999_999, count).astype(str))
    return pl.DataFrame({"address": text, "postcode": postcode, "telephone": telephone})


def _dirty(rows: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    """Records of persons as agencies keep them: gaps, misspellings, removals, dates turned round."""
    count = len(rows)
    agency = AGENCIES[draw.integers(0, len(AGENCIES), count)]
    council = np.isin(agency, ["council_a", "council_b"])
    given, family = (rows[c].to_numpy().astype(str) for c in ("given_names", "family_name"))
    given, family = (_misspelt(names, draw.random(count) < 0.03, draw) for names in (given, family))
    swapped = draw.random(count) < 0.005
    given, family = np.where(swapped, family, given), np.where(swapped, given, family)
    moved = _places(count, draw)
    stays = draw.random(count) >= 0.12
    own = rows["person"].to_numpy()
    days = rows["date_of_birth"]
    turn = (days.dt.day() <= 12) & pl.Series(draw.random(count) < 0.04)
    month, day = (
        days.dt.month().zip_with(~turn, days.dt.day()),
        days.dt.day().zip_with(~turn, days.dt.month()),
    )
    turned = pl.select(pl.date(days.dt.year(), month, day)).to_series()
    return pl.DataFrame(
        {
            "agency_id": agency,
            "person_id": np.arange(count).astype(str),
            "given_names": given,
            "family_name": family,
            "date_of_birth": pl.select(
                pl.when(pl.Series(draw.random(count) >= 0.03)).then(turned)
            ).to_series(),
            "sex": _where(draw.random(count) < 0.9, rows["sex"].to_numpy()),
            "nhs_number": _where(
                draw.random(count) < np.where(agency == "health", 0.95, 0.4), rows["nhs_number"]
            ),
            "police_id": _where(agency == "police", np.char.add("P", (own + 1_000_000).astype(str))),
            "social_care_id": _where(council, np.char.add(agency, (own + 1_000_000).astype(str))),
            "address": _where(draw.random(count) < 0.9, np.where(stays, rows["address"], moved["address"])),
            "postcode": _where(
                draw.random(count) < 0.85, np.where(stays, rows["postcode"], moved["postcode"])
            ),
            "telephone": _where(
                draw.random(count) < 0.5, np.where(stays, rows["telephone"], moved["telephone"])
            ),
        }
    )


def _misspelt(names: np.ndarray, where: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """Two neighbouring letters inside the name swapped, or one dropped."""
    out = names.astype(object)
    for i in np.flatnonzero(where & (np.char.str_len(names) >= 4)):
        name = names[i]
        at = int(draw.integers(1, len(name) - 2))
        swap = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        out[i] = swap if draw.random() < 0.5 else name[:at] + name[at + 1 :]
    return out.astype(str)


def _where(holds: np.ndarray, values: np.ndarray | pl.Series) -> pl.Series:
    return pl.select(pl.when(pl.Series(holds)).then(pl.Series(np.asarray(values).astype(str)))).to_series()
