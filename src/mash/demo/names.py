"""Names, addresses and numbers that nobody could take for a real person's.

Given names are minerals, herbs, fungi and metals; family names and streets are made of invented
syllables; postcodes lie in ZZ, which no post town has. NHS numbers come from the range kept for tests
(999, with right check digits), telephone numbers from the range kept for drama (07700 900000 to 900999).
"""

from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIVEN_NAMES = _words(
    """Feldspar Chervil Basalt Tarragon Obsidian Lovage Gypsum Borage Dolomite Comfrey Graphite Turmeric
    Limestone Hyssop Magnetite Cardamom Gneiss Fenugreek Pyrite Mugwort Bauxite Coriander Haematite Wormwood
    Selenite Oregano Serpentine Lemongrass Kaolin Horseradish Cinnabar Asafoetida Galena Paprika Zeolite
    Chanterelle Fluorite Peppermint Malachite Spearmint Bornite Eyebright Calcite Feverfew Halite Agrimony
    Rhyolite Betony Travertine Burdock Andesite Chicory Dacite Dittany Gabbro Elecampane Scoria Galangal
    Tuffstone Liquorice Pumice Marshmallow Breccia Nasturtium Chalcedony Pennyroyal Siltstone Purslane
    Mudstone Saltwort Ironstone Skullcap Sandstone Sorrel Quartzite Soapwort Hornfels Toadflax Phyllite
    Tormentil Mylonite Valerian Tungsten Vetiver Molybdenum Watercress Antimony Woodruff Vanadium Yarrow
    Zirconium Bergamot Strontium Tamarind Manganese Sassafras Lignite Savory Anthracite Cumin Gallium
    Puffball Indium Bolete Osmium Inkcap Rhodium Morel Hafnium Truffle"""
)
_ONSETS = _words("b br ch cl d dr f fl g gl h j k kr l m n p pl qu r s sk sn st t thr tr v vr w z zw")
_VOWELS = _words("a e i o u au ei oo")
_CODAS = _words("b bb ck d dge ft g lb lk lm lz mb mp nk nx p rb rk rx sk tch v x zz")
_STREET_KINDS = (("Road", "Rd"), ("Street", "St"), ("Lane", "Ln"), ("Close", "Cl"), ("Avenue", "Ave"))
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def invented_word(rng: Random) -> str:
    """A capitalised word of two invented syllables."""
    return "".join(
        rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(2)
    ).capitalize()


def invented_words(rng: Random, count: int) -> list[str]:
    """That many different invented words."""
    words: dict[str, None] = {}
    while len(words) < count:
        word = invented_word(rng)
        # A word of the letters a to f could stand by chance in a pseudonym, which is written in them.
        if not set(word.lower()) <= set("abcdef"):
            words[word] = None
    return list(words)


def some(rng: Random, words: tuple[str, ...] | list[str]) -> str:
    """One of the words, the first ones most often, as with real names."""
    return words[int(rng.random() ** 1.8 * len(words))]


def check_digit(nine: str) -> int:
    """The tenth digit of an NHS number (modulus 11); 10 = there is no such number."""
    return -sum(int(digit) * (10 - at) for at, digit in enumerate(nine)) % 11


def nhs_number(serial: int) -> str | None:
    """The test NHS number of that serial (0 to 999999), or None where the check digit would be 10."""
    nine = f"999{serial:06d}"
    digit = check_digit(nine)
    return None if digit == 10 else f"{nine}{digit}"


def upn(serial: int, year: int) -> str:
    """A unique pupil number of right format and check letter, in authority 999, which does not exist.

    Two serials below ten million never give one number in one `year` of entry.
    """
    school, pupil = divmod(serial * 7_919 % 10_000_000, 1000)
    digits = f"999{school:04d}{year % 100:02d}{pupil:03d}"
    return _UPN_LETTERS[sum(int(d) * at for at, d in enumerate(digits, 2)) % 23] + digits


def telephone(rng: Random) -> str:
    """A number of the range that Ofcom keeps for drama."""
    return f"07700 900{rng.randrange(1000):03d}"


def postcode(rng: Random) -> str:
    """A postcode of the area ZZ, which does not exist."""
    last = rng.choice(_POSTCODE_LETTERS) + rng.choice(_POSTCODE_LETTERS)
    return f"ZZ{rng.randrange(1, 99)} {rng.randrange(10)}{last}"


def street_address(rng: Random, streets: list[str]) -> str:
    """A house in an invented street."""
    return f"{rng.randrange(1, 180)} {some(rng, streets)} {rng.choice(_STREET_KINDS)[0]}"


def abbreviated(address: str) -> str:
    """The address with its kind of street written short, as some agencies do."""
    for long, short in _STREET_KINDS:
        if address.endswith(long):
            return address.removesuffix(long) + short
    return address
