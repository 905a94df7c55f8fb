"""What in a text could point to somebody: names, places, dates, numbers, postcodes, addresses on the net.

It shows too much rather than too little, and still cannot find all: a name in small letters, a job that only
one person holds. So what it finds is resolved one by one, and whoever publishes has read the whole.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

KINDS = {
    "postcode": "A postcode",
    "contact": "An e-mail or web address",
    "date": "A date",
    "number": "A number",
    "place": "A place",
    "name": "A name",
}
#: Letters either side of what was found, to know it again.
_AROUND = 60

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: In this order: what one took, the next does not find again.
_PATTERNS = (
    ("postcode", re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.I)),
    ("contact", re.compile(r"\b[^\s@]{1,64}@[^\s@]{1,200}|\b(?:https?://|www\.)\S+", re.I)),
    (
        "date",
        re.compile(
            rf"\b\d{{4}}-\d\d?-\d\d?\b|\b\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}\b"
            rf"|\b{_NTH}\s+(?:of\s+)?{_MONTH}\b(?:\.?,?\s+\d{{4}})?"
            rf"|\b{_MONTH}\.?\s+{_NTH}\b(?:,?\s+\d{{4}})?|\b{_MONTH}\.?\s+\d{{4}}\b",
            re.I,
        ),
    ),
    (
        "date",
        re.compile(
            r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
            r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Christmas|Easter|Eid|Diwali|Ramadan)\b"
        ),
    ),
    ("number", re.compile(r"[+£]?\d(?:[\d ,./-]*\d)?(?:st|nd|rd|th)?")),
)
_WORD = r"[^\W\d_]+(?:['’\-][^\W\d_]+)*"
_CAPITALS = re.compile(rf"{_WORD}(?:\.?[ \t]+{_WORD})*")
_TITLES = _words("mr mrs ms miss dr prof rev st sgt")
_ENDS_SENTENCE = re.compile(r"(?:^|[.!?:;\n•*])[\s\"'“‘(\-–—]*$")
_PLACE_BEFORE = re.compile(r"\b(?:in|at|near|to|from|outside|around)\s+(?:the\s+)?$", re.I)
_PLACES = _words(
    """
    street road lane avenue close drive way crescent terrace place square court house hall park estate
    school academy college nursery hospital surgery clinic church mosque temple station hotel hostel
    home farm green hill town city village wood bridge library centre center
    """
)
#: Words with which sentences begin and that name nobody, and abbreviations that everybody knows.
_ORDINARY = _words(
    """
    a about after again all almost also although always an and another any anybody anyone are as asked
    at because before being both but by can child children could despite did do does during each early
    either everybody everyone family families few finally first following for four five from given good
    had has have he her here his how however i if in information instead is it its joint just last later
    learning like many meanwhile more most much my neighbour neighbours neither never next nobody no
    none nor not nothing now of often on once one only or other others our out over parents partners
    people perhaps police practice professionals referral risk school schools second seen several shared
    sharing she since six so social some somebody someone sometimes soon staff still such support ten
    that the their them then there these they third this those though three through to together two
    under until up very was we well were what when where whether which while who why with within without
    would yes yet you your agencies agency adult adults health mash nhs gp gps marac mappa camhs send
    dwp uk
    """
)


@dataclass(frozen=True)
class Found:
    """Words that could point to somebody, what they look like, and where they stand, with what is around."""

    kind: str
    words: str
    around: tuple[tuple[str, str, str], ...]

    @property
    def label(self) -> str:
        """What they look like, in a sentence."""
        return KINDS[self.kind].lower()


def found(*texts: str) -> list[Found]:
    """What could point to somebody in these texts, each wording once, as they come."""
    whole = "\n".join(texts)
    hits: dict[str, tuple[str, list[tuple[str, str, str]]]] = {}
    for start, end, kind in sorted((*_by_pattern(whole), *_by_capitals(whole))):
        words = " ".join(whole[start:end].split())
        around = (
            " ".join(whole[max(0, start - _AROUND) : start].split()),
            words,
            " ".join(whole[end : end + _AROUND].split()),
        )
        hits.setdefault(words, (kind, []))[1].append(around)
    return [Found(kind, words, tuple(around)) for words, (kind, around) in hits.items()]


def replaced(text: str, words: str, instead: str, *, any_case: bool = False) -> str:
    """A text with `words`, wherever they stand as words of their own, written otherwise; with a capital where
    they begin a sentence. `any_case`: in capitals or small letters alike.
    """

    def otherwise(hit: re.Match[str]) -> str:
        return instead[:1].upper() + instead[1:] if _starts(text, hit.start()) else instead

    anywhere = r"\s+".join(re.escape(part) for part in words.split())
    flags = re.IGNORECASE if any_case else re.NOFLAG
    return re.sub(rf"(?<![^\W_]){anywhere}(?![^\W_])", otherwise, text, flags=flags)


def _by_pattern(whole: str) -> Iterator[tuple[int, int, str]]:
    taken = bytearray(len(whole))
    for kind, pattern in _PATTERNS:
        for hit in pattern.finditer(whole):
            if _free(taken, *hit.span()):
                _take(taken, *hit.span())
                yield (*hit.span(), kind)


def _by_capitals(whole: str) -> Iterator[tuple[int, int, str]]:
    """Runs of words with a capital. The first of a sentence counts unless it is an ordinary word, as a name
    stands there as often as anywhere.
    """
    taken = bytearray(len(whole))
    for start, end, _ in _by_pattern(whole):
        _take(taken, start, end)
    small = set(re.findall(r"\b[a-z][\w'’-]*", whole))
    for line in _CAPITALS.finditer(whole):
        run: list[tuple[int, int]] = []
        for hit in (*re.finditer(_WORD, line[0]), None):
            span = (line.start() + hit.start(), line.start() + hit.end()) if hit else (0, 0)
            if hit and hit[0][0].isupper() and _free(taken, *span) and _joined(whole, run, span):
                run.append(span)
                continue
            yield from _named(whole, run, small)
            run = [span] if hit and hit[0][0].isupper() and _free(taken, *span) else []


def _joined(whole: str, run: Sequence[tuple[int, int]], span: tuple[int, int]) -> bool:
    """Whether a word goes on a run: nothing but a space, or the point of a title, lies between."""
    if not run:
        return True
    before, between = whole[slice(*run[-1])], whole[run[-1][1] : span[0]].strip(" \t")
    return not between or (between == "." and (before.lower() in _TITLES or len(before) == 1))


def _named(whole: str, run: Sequence[tuple[int, int]], small: set[str]) -> Iterator[tuple[int, int, str]]:
    """A run as a name or a place, without ordinary words at its head."""
    left = list(run)
    while left and _is_ordinary(whole[slice(*left[0])], small, _starts(whole, left[0][0])):
        left.pop(0)
    if not left:
        return
    start, end = left[0][0], left[-1][1]
    if whole[start:end].endswith(("'s", "’s")):
        end -= 2
    last = whole[slice(*left[-1])].lower().removesuffix("'s").removesuffix("’s")
    place = last in _PLACES or _PLACE_BEFORE.search(whole[max(0, start - 20) : start])
    yield start, end, "place" if place else "name"


def _is_ordinary(word: str, small: set[str], begins: bool) -> bool:
    lower = word.lower()
    if re.split(r"['’]", lower)[0] == "i":
        return True
    if word.isupper() and len(word) > 1:  # an abbreviation, or a name that somebody shouts
        return lower in _ORDINARY
    return begins and (lower in _ORDINARY or lower in small)


def _starts(whole: str, at: int) -> bool:
    return bool(_ENDS_SENTENCE.search(whole[max(0, at - 12) : at] if at > 12 else whole[:at]))


def _free(taken: bytearray, start: int, end: int) -> bool:
    return not any(taken[start:end])


def _take(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\x01" * (end - start)
