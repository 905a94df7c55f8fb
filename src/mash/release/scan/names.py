"""Words that must not stand in what is published, looked for in texts of any length.

Compared word by word without regard to case, spacing or line ends, so that "Ann" is not found in
"annual" and a name that a page breaks in two lines still is. Where a layout may break inside a word, text
is also compared with all its spaces taken out.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from mash.release.scan.finding import Finding

#: Names this long, without spaces, do not come about by words that happen to follow each other.
LONG = 10
#: Soft hyphens and signs without width part what a reader sees as one word.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\ufeff"))


class Names:
    """Words that must not be found."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
        self._squeezed: list[tuple[str, str]] = []
        for name in dict.fromkeys(names):
            words = _words(name)
            if not words:
                continue
            self._by_first[words[0]].append((words, name))
            if len("".join(words)) >= LONG:
                self._squeezed.append(("".join(words), name))

    def within(self, text: str, *, broken: bool = False) -> list[str]:
        """The names in a text, each once. `broken`: its words may have been broken by a layout."""
        if not self._by_first:
            return []
        words = _words(text)
        found = {
            name: None
            for i, word in enumerate(words)
            for expected, name in self._by_first.get(word, ())
            if words[i : i + len(expected)] == expected
        }
        if broken:
            squeezed = "".join(words)
            found |= {name: None for short, name in self._squeezed if short in squeezed}
        return list(found)

    def findings(self, file: str, where: str, text: str, *, broken: bool = False) -> list[Finding]:
        """The same as findings."""
        return [
            Finding(file, where, f"a word that must not be published: {name!r}")
            for name in self.within(text, broken=broken)
        ]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).translate(_UNSEEN)
    return re.findall(r"[^\W_]+", plain.casefold())
